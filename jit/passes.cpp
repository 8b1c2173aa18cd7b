// The list of passes, and the funnel that runs them.
#include "jit/passes.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "jit/pass_list.h"
#include "jit/rewriter.h"

namespace moult::jit {

namespace {

constexpr Pass kPasses[] = {
    {"constants", "types and constants: fold what is known, drop counts of immediates", propagate_constants},
    {"guards", "remove guards and places that earlier ones imply", remove_guards},
    {"forward", "use what was stored or loaded instead of loading it again", forward_memory},
    {"virtual_frames", "do not link frames that nobody looks at", make_frames_virtual},
    {"counts", "remove increfs and decrefs of values that something else keeps alive", remove_count_pairs},
    {"peel", "make of a loop a first turn and a loop in which what does not change is known", peel_loop},
    {"dead", "remove what nobody uses", remove_dead},
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

void run_passes(Trace& trace, const FunnelOptions& options) {
    using Clock = std::chrono::steady_clock;
    bool verifies = options.verify || kAlwaysVerify;
    if (verifies) verify_after(trace, "recording");
    bool changed = true;
    for (unsigned round = 0; changed && round < kMostRounds; ++round) {
        changed = false;
        for (size_t i = 0; i < std::size(kPasses); ++i) {
            if (options.disabled >> i & 1) continue;
            PassContext context;
            auto before = Clock::now();
            kPasses[i].run(trace, context);
            if (options.statistics) {
                std::chrono::duration<double, std::milli> time = Clock::now() - before;
                PassStatistics& statistics = options.statistics[i];
                ++statistics.runs;
                statistics.changes += context.changes;
                statistics.milliseconds += time.count();
            }
            if (!context.changes) continue;
            changed = true;
            cut_unreachable(trace);
            if (verifies) verify_after(trace, kPasses[i].name);
            if (options.dump) options.dump(kPasses[i].name, print(trace));
        }
    }
}

}  // namespace moult::jit
