// The options of the runtime, a row each; docs/options.md says what a row may hold.
#pragma once

#include "runtime/memory/collection_policy.h"
#include "runtime/memory/heap.h"
#include "runtime/options/options.h"

namespace moult {

inline constexpr int64_t kRandomHashSeed = -1;

std::string check_allocator(const Options&, OptionSource);

#define MOULT_RUNTIME_OPTIONS(OPTION)                                                                       \
    OPTION(alloc, Allocator, kDefaultAllocator, .help = "Object allocator",                                 \
           .choices = {"arena", "mimalloc", "malloc"}, .check = check_allocator)                            \
    OPTION(stdlib, std::string, MOULT_DEFAULT_STDLIB,                                                       \
           .help = "Folder of CPython 3.11's pure-Python standard library", .value = "DIR")                 \
    OPTION(hash_seed, int64_t, kRandomHashSeed, .help = "Seed of the hashes of str and bytes",              \
           .range = {0, UINT32_MAX}, .word = {"random", kRandomHashSeed},                                   \
           .python_variable = "PYTHONHASHSEED")                                                             \
    OPTION(gc, CollectionMode, CollectionMode::kGenerational,                                               \
           .help = "How cycles are collected by themselves", .choices = {"generational", "full", "off"})    \
    OPTION(gc_threshold, uint32_t, 700, .help = "Objects allocated before the young ones are collected",    \
           .range = {1, INT32_MAX}, .word = {"never", 0})                                                   \
    OPTION(gc_threshold1, uint32_t, 10, .help = "Collections of the young before those of the middle-aged", \
           .range = {0, INT32_MAX})                                                                         \
    OPTION(gc_threshold2, uint32_t, 10, .help = "Collections of the middle-aged before those of the old",   \
           .range = {0, INT32_MAX})                                                                         \
    OPTION(gc_stress, uint32_t, 0, .help = "Collect at every so many safepoints", .range = {1, UINT32_MAX}, \
           .word = {"never", 0}, .group = "Stress modes")

MOULT_OPTIONS(RuntimeOptions, "runtime", "Machine", nullptr, MOULT_RUNTIME_OPTIONS);

}  // namespace moult
