// SipHash-1-3 (Aumasson and Bernstein, https://www.aumasson.jp/siphash/siphash.pdf): the keyed hash of str,
// bytes and memoryview. With the key zero it gives the hashes that CPython 3.11 gives for PYTHONHASHSEED=0.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moult {

// The function itself. O(size).
uint64_t siphash13(const uint64_t key[2], const void* data, size_t size);

// Python's hash of `size` bytes: 0 for none, never -1. O(size).
int64_t hash_memory(const uint64_t key[2], const void* data, size_t size);

}  // namespace moult
