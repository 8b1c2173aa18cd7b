// Installing the trace tier, and its end.
#include "cli/trace_tier.h"

#include <cstdio>

#include "interp/options.h"
#include "runtime/state/interpreter.h"

#ifdef MOULT_JIT
#include "jit/library.h"
#include "jit/report.h"
#endif

namespace moult::cli {

#ifdef MOULT_JIT

void install_traces(Interpreter& interp) {
    if (interp.options.machine.of<interp::InterpOptions>().tier == interp::Tier::kJit)
        jit::install_trace_tier(interp);
}

void end_traces(Thread& thread) {
    jit::Tier* tier = jit::tier_of(thread);
    if (!tier) return;
    tier->shut_down();
    if (tier->options().jit_stats) std::fputs(jit::statistics_text(*tier).c_str(), stderr);
}

bool is_compiling(Thread& thread) {
    jit::Tier* tier = jit::tier_of(thread);
    return tier && tier->is_compiling();
}

std::string describe_traces(Thread& thread) {
    return jit::traces_text(*jit::tier_of(thread));
}

#else

void install_traces(Interpreter&) {}
void end_traces(Thread&) {}
bool is_compiling(Thread&) {
    return false;
}
std::string describe_traces(Thread&) {
    return "";
}

#endif

}  // namespace moult::cli
