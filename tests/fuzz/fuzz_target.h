// What the fuzz targets share. Each defines LLVMFuzzerTestOneInput, which libFuzzer calls with one input
// after the other; a crash, a sanitizer's report or a failed MOULT_FUZZ_CHECK is a finding. See
// docs/testing.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#define MOULT_FUZZ_CHECK(condition, ...)                          \
    do {                                                          \
        if (!(condition)) {                                       \
            std::fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);  \
            std::fprintf(stderr, __VA_ARGS__);                    \
            std::fprintf(stderr, " (%s is false)\n", #condition); \
            std::abort();                                         \
        }                                                         \
    } while (false)

namespace moult::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace moult::fuzz
