// Checks of the interpreter's options.
#include "interp/options.h"

namespace moult::interp {

// A variable may stand for all runs, in the baseline tier too; who types a flag means this one.
std::string needs_adaptive_tier(const Options& options, OptionSource source) {
    bool is_off = options.of<InterpOptions>().tier == Tier::kBaseline;
    return is_off && source == OptionSource::kFlag ? "has no effect with --tier=baseline" : "";
}

std::string check_at_once(const Options& options, OptionSource source) {
    const auto& values = options.of<InterpOptions>();
    if (!values.specialize_at_once) return {};
    const InterpOptions defaults;
    bool says_when = values.specialize_after != defaults.specialize_after ||
                     values.specialize_backoff != defaults.specialize_backoff ||
                     values.specialize_misses != defaults.specialize_misses;
    if (says_when)
        return "cannot be combined with --specialize-after, --specialize-backoff or --specialize-misses";
    return needs_adaptive_tier(options, source);
}

BackoffPolicy backoff_policy(const InterpOptions& options) {
    // The execution in which an attempt fails counts, too: 2 is an attempt at the next.
    if (options.specialize_at_once) return {.first_wait = 1, .longest_wait = 2, .misses = 1};
    unsigned longest = 1u << (BackoffCounter::kFirstExponent + options.specialize_backoff);
    return {options.specialize_after, static_cast<uint16_t>(longest), options.specialize_misses};
}

}  // namespace moult::interp
