// SipHash with one compression round and three finalization rounds.
#include "runtime/strings/siphash.h"

#include <bit>
#include <cstring>

namespace moult {

namespace {

struct State {
    uint64_t a, b, c, d;

    void round() {
        a += b;
        c += d;
        b = std::rotl(b, 13) ^ a;
        d = std::rotl(d, 16) ^ c;
        a = std::rotl(a, 32);
        c += b;
        a += d;
        b = std::rotl(b, 17) ^ c;
        d = std::rotl(d, 21) ^ a;
        c = std::rotl(c, 32);
    }
};

template <class Word>
uint64_t load(const unsigned char* p) {
    Word word;
    memcpy(&word, p, sizeof word);
    return word;
}

// The last `left` (under 8) bytes of `size`, the first lowest, read by loads that may overlap.
uint64_t load_tail(const unsigned char* p, size_t left, size_t size) {
    if (left == 0) return 0;
    if (size >= 8) return load<uint64_t>(p + left - 8) >> (64 - 8 * left);
    if (left >= 4) return load<uint32_t>(p) | load<uint32_t>(p + left - 4) << (8 * (left - 4));
    size_t middle = left / 2;
    return p[0] | static_cast<uint64_t>(p[middle]) << (8 * middle) |
           static_cast<uint64_t>(p[left - 1]) << (8 * (left - 1));
}

}  // namespace

uint64_t siphash13(const uint64_t key[2], const void* data, size_t size) {
    State s{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
            key[1] ^ 0x7465646279746573};
    auto* p = static_cast<const unsigned char*>(data);
    uint64_t last = static_cast<uint64_t>(size) << 56;
    size_t left = size;
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t word = load<uint64_t>(p);
        s.d ^= word;
        s.round();
        s.a ^= word;
    }
    last |= load_tail(p, left, size);
    s.d ^= last;
    s.round();
    s.a ^= last;
    s.c ^= 0xff;
    s.round();
    s.round();
    s.round();
    return (s.a ^ s.b) ^ (s.c ^ s.d);
}

int64_t hash_memory(const uint64_t key[2], const void* data, size_t size) {
    if (size == 0) return 0;
    auto hash = static_cast<int64_t>(siphash13(key, data, size));
    return hash == -1 ? -2 : hash;
}

}  // namespace moult
