// The options of the trace tier, a row each; docs/options.md says what a row may hold.
#pragma once

#include "runtime/options/options.h"

namespace moult::jit {

enum class TraceDump : uint8_t { kTrace, kIr, kLlvm, kAssembly };

std::string check_trace_tier(const Options&, OptionSource);
// The names of the optimizations: of the passes, and kWatch.
std::string_view optimization_at(size_t index);
inline constexpr const char* kWatch = "watch";  // what traces take for granted

#define MOULT_JIT_OPTIONS(OPTION)                                                                          \
    OPTION(jit_threshold, uint16_t, 1000,                                                                  \
           .help = "Executions of a loop's head or of a function before it is recorded",                   \
           .range = {1, 65535})                                                                            \
    OPTION(jit_budget, uint32_t, 8,                                                                        \
           .help =                                                                                         \
               "Percent of the program's processor time that compiling may take; unlimited: compile what " \
               "is recorded. With --jit-sync or a --jit-threshold that is set it is unlimited",            \
           .range = {1, 10000}, .word = {"unlimited", 0})                                                  \
    OPTION(jit_gain, uint32_t, 100,                                                                        \
           .help = "Percent of the time spent in compiled code that compiling may take in addition",       \
           .range = {0, 10000})                                                                            \
    OPTION(jit_opening_cost, uint32_t, 13000,                                                              \
           .help = "Microseconds that opening the compiler is estimated to take")                          \
    OPTION(jit_trace_cost, uint32_t, 1500,                                                                 \
           .help = "Microseconds that compiling any trace is estimated to take")                           \
    OPTION(jit_node_cost, uint32_t, 250, .help = "Microseconds more for each of its nodes, as recorded")   \
    OPTION(jit_node_time, uint32_t, 2,                                                                     \
           .help = "Nanoseconds that the interpreter is estimated to take for what becomes a node")        \
    OPTION(jit_exit_time, uint32_t, 30,                                                                    \
           .help = "Nanoseconds that leaving a trace for the interpreter is estimated to take")            \
    OPTION(jit_sync, bool, false,                                                                          \
           .help =                                                                                         \
               "Compile where a recording ends instead of on a background thread: runs can be "            \
               "repeated exactly")                                                                         \
    OPTION(jit_disable, OptionSet<>, {}, .help = "Leave out optimizations", .choice_at = optimization_at)  \
    OPTION(jit_dump, OptionSet<TraceDump>, {}, .help = "Print traces as they are made",                    \
           .choices = {"trace", "ir", "llvm", "asm"})                                                      \
    OPTION(jit_keep_texts, bool, false, .help = "Keep what dumps would show, for reports")                 \
    OPTION(jit_stats, bool, false, .help = "Print counts and times of the trace tier at the end",          \
           .live = true)                                                                                   \
    OPTION(jit_perf, bool, false,                                                                          \
           .help = "Write /tmp/perf-PID.map, from which perf knows the traces' names")                     \
    OPTION(jit_gdb, bool, false, .help = "Register the traces with gdb")                                   \
    OPTION(jit_deopt_every, uint32_t, 0,                                                                   \
           .help = "Let every N-th guard fail although it holds, to test what follows",                    \
           .range = {1, UINT32_MAX}, .word = {"never", 0}, .group = "Stress modes")

MOULT_OPTIONS(TraceOptions, "jit", "Trace tier", check_trace_tier, MOULT_JIT_OPTIONS);

uint64_t disabled_passes(const TraceOptions&);  // bit i: passes()[i]
bool takes_for_granted(const TraceOptions&);    // globals, classes and functions, until they change

}  // namespace moult::jit
