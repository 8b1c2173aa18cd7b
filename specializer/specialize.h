// MOULT_SPECIALIZE: the one line below a specialization's struct that adds it to its family. Nothing else
// lists specializations: the lines of all files of the command, or of a plugin, form a table in a section of their own,
// which install_specializer reads. Within a file, those that stand first are tried first.
#pragma once

#include "interp/registration.h"

// What the names of the bodies end in. Those of a plugin begin with its name: another may have a struct of the same one.
#ifdef MOULT_PLUGIN
#define MOULT_BODY(name) MOULT_PLUGIN "." #name
#else
#define MOULT_BODY(name) #name
#endif

#ifdef MOULT_BITCODE  // compiled for the trace tier, which looks the bodies up by name
#define MOULT_SPECIALIZE_AS(name, ...)                                                                     \
    [[gnu::used]] bool trace_guard_##name(Thread* thread, Value* operands, uint32_t oparg,                 \
                                          const void* cache) __asm__("moult_guard_" MOULT_BODY(name));     \
    bool trace_guard_##name(Thread* thread, Value* operands, uint32_t oparg, const void* cache) {          \
        return ::moult::interp::trace_guard<__VA_ARGS__>(thread, operands, oparg, cache);                  \
    }                                                                                                      \
    [[gnu::used]] Value trace_run_##name(Thread* thread, Value* operands, uint32_t oparg,                  \
                                         const void* cache) __asm__("moult_run_" MOULT_BODY(name));        \
    Value trace_run_##name(Thread* thread, Value* operands, uint32_t oparg, const void* cache) {           \
        return ::moult::interp::trace_run_if_any<__VA_ARGS__>(thread, operands, oparg, cache);             \
    }                                                                                                      \
    [[gnu::used]] Value* trace_place_##name(Thread* thread, Value* operands, uint32_t oparg,               \
                                            const void* cache) __asm__("moult_place_" MOULT_BODY(name));   \
    Value* trace_place_##name(Thread* thread, Value* operands, uint32_t oparg, const void* cache) {        \
        return ::moult::interp::trace_place_if_any<__VA_ARGS__>(thread, operands, oparg, cache);           \
    }                                                                                                      \
    [[gnu::used]] void trace_state_load_##name(Value iterator,                                             \
                                               void* state) __asm__("moult_state_load_" MOULT_BODY(name)); \
    void trace_state_load_##name(Value iterator, void* state) {                                            \
        ::moult::interp::trace_state_load<__VA_ARGS__>(iterator, state);                                   \
    }                                                                                                      \
    [[gnu::used]] bool trace_state_next_##name(Thread* thread, void* state,                                \
                                               Value* item) __asm__("moult_state_next_" MOULT_BODY(name)); \
    bool trace_state_next_##name(Thread* thread, void* state, Value* item) {                               \
        return ::moult::interp::trace_state_next<__VA_ARGS__>(thread, state, item);                        \
    }                                                                                                      \
    [[gnu::used]] void trace_state_store_##name(                                                           \
        Value iterator, const void* state) __asm__("moult_state_store_" MOULT_BODY(name));                 \
    void trace_state_store_##name(Value iterator, const void* state) {                                     \
        ::moult::interp::trace_state_store<__VA_ARGS__>(iterator, state);                                  \
    }                                                                                                      \
    static_assert(true)
#else
#define MOULT_SPECIALIZE_AS(name, ...)                                                               \
    [[gnu::used, gnu::retain, gnu::section("moult_specializations"), clang::no_sanitize("address")]] \
    constexpr ::moult::interp::Registration register_##name = {                                      \
        __VA_ARGS__::kName, &::moult::interp::add_specialization<MOULT_BODY(name), __VA_ARGS__>}
#endif
#define MOULT_SPECIALIZE(Struct) MOULT_SPECIALIZE_AS(Struct, Struct)
