// Checks and names of the trace tier's options.
#include "jit/options.h"

#include "interp/options.h"
#include "jit/passes/passes.h"

namespace moult::jit {

// A variable may stand for all runs, in lower tiers too; who types a flag means this one.
std::string check_trace_tier(const Options& options, OptionSource source) {
    if (source != OptionSource::kFlag) return {};
    if (options.of<interp::InterpOptions>().tier == interp::Tier::kJit) return {};
    return "has no effect without --tier=jit";
}

std::string_view optimization_at(size_t index) {
    if (index < passes().size()) return passes()[index].name;
    return index == passes().size() ? kWatch : "";
}

uint64_t disabled_passes(const TraceOptions& options) {
    uint64_t passes = 0;
    for (size_t i = 0; i < jit::passes().size(); ++i) passes |= uint64_t{options.jit_disable.has(i)} << i;
    return passes;
}

bool takes_for_granted(const TraceOptions& options) {
    return !options.jit_disable.has(passes().size());
}

}  // namespace moult::jit
