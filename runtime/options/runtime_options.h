// The options of the runtime, a row each; docs/options.md says what a row may hold.
#pragma once

#include "runtime/memory/heap.h"
#include "runtime/options/options.h"

namespace moult {

inline constexpr int64_t kRandomHashSeed = -1;

std::string check_allocator(const Options&, OptionSource);

#define MOULT_RUNTIME_OPTIONS(OPTION)                                                          \
    OPTION(alloc, Allocator, kDefaultAllocator, .help = "Object allocator",                    \
           .choices = {"arena", "mimalloc", "malloc"}, .check = check_allocator)               \
    OPTION(stdlib, std::string, MOULT_DEFAULT_STDLIB,                                          \
           .help = "Folder of CPython 3.11's pure-Python standard library", .value = "DIR")    \
    OPTION(hash_seed, int64_t, kRandomHashSeed, .help = "Seed of the hashes of str and bytes", \
           .range = {0, UINT32_MAX}, .word = {"random", kRandomHashSeed},                      \
           .python_variable = "PYTHONHASHSEED")

MOULT_OPTIONS(RuntimeOptions, "runtime", "Machine", nullptr, MOULT_RUNTIME_OPTIONS);

}  // namespace moult
