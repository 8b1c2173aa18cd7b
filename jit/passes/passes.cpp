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
#define MOULT_PASS_ROW(function, name, time, summary) {function, name, PassTime::time, summary},
    MOULT_PASSES(MOULT_PASS_ROW)
#undef MOULT_PASS_ROW
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
            if (kPasses[i].time == PassTime::kLate) changed |= run_pass(i);
        if (changed) run_rounds(1);
    }

  private:
    bool verifies() const { return options_.verify || kAlwaysVerify; }

    void run_rounds(unsigned most) {
        bool changed = true;
        for (unsigned round = 0; changed && round < most; ++round) {
            changed = false;
            for (size_t i = 0; i < std::size(kPasses); ++i)
                if (kPasses[i].time == PassTime::kInRounds) changed |= run_pass(i);
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
