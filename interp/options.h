// The options of the interpreter, a row each; docs/options.md says what a row may hold.
#pragma once

#include "interp/instruction.h"
#include "runtime/options/options.h"

namespace moult::interp {

// What may run at most; each tier builds on those before it.
enum class Tier : uint8_t { kBaseline, kAdaptive, kJit };

std::string needs_adaptive_tier(const Options&, OptionSource);
std::string check_at_once(const Options&, OptionSource);
std::string check_plugins(const Options&, OptionSource);

#define MOULT_INTERP_OPTIONS(OPTION)                                                                         \
    OPTION(tier, Tier, Tier::kJit,                                                                           \
           .help = "Highest tier: generic instructions, specializing, or compiled traces",                   \
           .choices = {"baseline", "adaptive", "jit"}, .parts = {"interp", "specializer", "jit"},            \
           .group = "Machine")                                                                               \
    OPTION(plugin, OptionList, {},                                                                           \
           .help = "Shared objects with modules and specializations, opened at the start", .value = "FILE",  \
           .group = "Machine", .check = check_plugins)                                                       \
    OPTION(specialize_after, uint16_t, 8,                                                                    \
           .help = "Executions of an instruction before the first attempt to specialize it",                 \
           .range = {1, 4095}, .check = needs_adaptive_tier)                                                 \
    OPTION(specialize_backoff, uint8_t, 8,                                                                   \
           .help = "How often attempts that fail may double the distance to the next, from 8 executions on", \
           .range = {0, 8}, .check = needs_adaptive_tier)                                                    \
    OPTION(specialize_misses, uint16_t, 32, .help = "Guard misses before a specialization is given up",      \
           .range = {1, 4095}, .check = needs_adaptive_tier)                                                 \
    OPTION(specialize_at_once, bool, false,                                                                  \
           .help =                                                                                           \
               "Attempt to specialize every execution of a generic instruction, and give up at the first "   \
               "guard miss",                                                                                 \
           .group = "Stress modes", .check = check_at_once)

MOULT_OPTIONS(InterpOptions, "interp", "Specialization", nullptr, MOULT_INTERP_OPTIONS);

BackoffPolicy backoff_policy(const InterpOptions&);

}  // namespace moult::interp
