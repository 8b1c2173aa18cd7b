// The hash must be CPython's for the key zero: programs that print sets then agree under PYTHONHASHSEED=0.
#include "runtime/strings/siphash.h"

#include <gtest/gtest.h>

#include <string_view>

namespace moult {
namespace {

int64_t hash_with(uint64_t k0, uint64_t k1, std::string_view text) {
    uint64_t key[2] = {k0, k1};
    return hash_memory(key, text.data(), text.size());
}

TEST(SipHash, GivesCPythonsHashesForTheKeyZero) {
    EXPECT_EQ(hash_with(0, 0, ""), 0);
    EXPECT_EQ(hash_with(0, 0, "a"), 4644417185603328019);
    EXPECT_EQ(hash_with(0, 0, "abcdefg"), 7904145750247929094);
    EXPECT_EQ(hash_with(0, 0, "abcdefgh"), 4574395652268504554);
    EXPECT_EQ(hash_with(0, 0, "hello world, this is moult"), 7968236435165416864);
}

TEST(SipHash, DependsOnBothHalvesOfTheKey) {
    EXPECT_NE(hash_with(1, 0, "a"), hash_with(0, 0, "a"));
    EXPECT_NE(hash_with(0, 1, "a"), hash_with(0, 0, "a"));
}

}  // namespace
}  // namespace moult
