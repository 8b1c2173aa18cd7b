// An interpreter from its making to its end, by the highest tier that may run.
#include "modules/builtins/startup.h"
#include "bench/micro/micro.h"
#include "interp/eval.h"
#include "interp/options.h"
#include "runtime/state/thread.h"
#include "specializer/specializer.h"
#ifdef MOULT_JIT
#include "jit/tier.h"
#endif

namespace moult::micro {

namespace {

enum class Highest { kBaseline, kAdaptive, kJit };

void start(benchmark::State& state, Highest highest) {
    for (auto _ : state) {
        Interpreter interp{InterpreterOptions{}};
        Thread& thread = *interp.main_thread;
        interp::install_interpreter(interp);
        if (highest != Highest::kBaseline) specializer::install_specializer(interp);
        interp::set_tier(interp,
                         highest == Highest::kBaseline ? interp::Tier::kBaseline : interp::Tier::kAdaptive);
#ifdef MOULT_JIT
        jit::Tier* traces = highest == Highest::kJit ? jit::install_trace_tier(interp) : nullptr;
#endif
        bool started = initialize_builtins(thread).ok();
#ifdef MOULT_JIT
        if (traces) traces->shut_down();
#endif
        finalize(thread);
        if (!started) {
            state.SkipWithError("the interpreter does not start");
            return;
        }
    }
    report_per(state, "start", 1);
}

}  // namespace

void register_startup() {
    add("startup/baseline", [](benchmark::State& state) { start(state, Highest::kBaseline); });
    add("startup/adaptive", [](benchmark::State& state) { start(state, Highest::kAdaptive); });
#ifdef MOULT_JIT
    add("startup/jit", [](benchmark::State& state) { start(state, Highest::kJit); });
#endif
}

}  // namespace moult::micro
