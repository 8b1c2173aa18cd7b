// The list of passes, and the funnel that runs them.
#include "jit/passes/passes.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"

namespace moult::jit {

namespace {

constexpr Pass kPasses[] = {
    {"constants", "types and constants: fold what is known, drop counts of immediates", propagate_constants},
    {"guards", "remove guards and places that earlier ones imply", remove_guards},
    {"forward", "use what was stored or loaded instead of loading it again", forward_memory},
    {"absorb", "do not make what the next instruction takes apart", absorb_operands},
    {"virtual_frames", "do not link frames that nobody looks at", make_frames_virtual},
    {"counts", "remove increfs and decrefs of values that something else keeps alive", remove_count_pairs},
    {"peel", "make of a loop a first turn and a loop in which what does not change is known", peel_loop},
    {"virtual_iterators", "keep in registers where the iterators of a loop stand", make_iterators_virtual},
    {"hoist", "move out of a loop what is the same in every turn", hoist_invariants},
    {"dead", "remove what nobody uses", remove_dead},
    {"delay_stores", "write locals of immediates when the trace is left, not before", delay_stores, true},
};
// Passes make work for each other; after so many rounds what is left is not worth the time.
constexpr unsigned kMostRounds = 4;

#ifdef NDEBUG
constexpr bool kAlwaysVerify = false;
#else
constexpr bool kAlwaysVerify = true;
#endif

void verify_after(const Trace& trace, const char* name) {
    std::string problem = verify(trace);
    if (problem.empty()) return;
    fprintf(stderr, "moult: the trace is broken after %s: %s\n%s", name, problem.c_str(),
            print(trace).c_str());
    abort();
}

}  // namespace

std::span<const Pass> passes() {
    return kPasses;
}

namespace {

class Funnel {
  public:
    Funnel(Trace& trace, const FunnelOptions& options) : trace_(trace), options_(options) {}

    void run() {
        if (verifies()) verify_after(trace_, "recording");
        run_rounds(kMostRounds);
        bool changed = false;
        for (size_t i = 0; i < std::size(kPasses); ++i)
            if (kPasses[i].is_late) changed |= run_pass(i);
        if (changed) run_rounds(1);
    }

  private:
    bool verifies() const { return options_.verify || kAlwaysVerify; }

    void run_rounds(unsigned most) {
        bool changed = true;
        for (unsigned round = 0; changed && round < most; ++round) {
            changed = false;
            for (size_t i = 0; i < std::size(kPasses); ++i)
                if (!kPasses[i].is_late) changed |= run_pass(i);
        }
    }

    bool run_pass(size_t i) {
        using Clock = std::chrono::steady_clock;
        const Pass& pass = kPasses[i];
        if (options_.disabled >> i & 1) return false;
        PassContext context;
        auto before = Clock::now();
        pass.run(trace_, context);
        if (options_.statistics) {
            std::chrono::duration<double, std::milli> time = Clock::now() - before;
            PassStatistics& statistics = options_.statistics[i];
            ++statistics.runs;
            statistics.changes += context.changes;
            statistics.milliseconds += time.count();
        }
        if (!context.changes) return false;
        cut_unreachable(trace_);
        if (verifies()) verify_after(trace_, pass.name);
        if (options_.dump) options_.dump(pass.name, print(trace_));
        return true;
    }

    Trace& trace_;
    const FunnelOptions& options_;
};

}  // namespace

void run_passes(Trace& trace, const FunnelOptions& options) {
    Funnel(trace, options).run();
}

}  // namespace moult::jit
