// Traces recorded from the programs of bench/programs: the passes over them, all together and each alone, and
// compiling what the passes leave.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "bench/micro/machine.h"
#include "bench/micro/micro.h"
#include "jit/library.h"
#include "jit/passes/passes.h"
#include "jit/tier.h"

namespace moult::micro {

namespace {

// One program, run with no pass over its traces, so that they are as they were recorded.
class Recorded {
  public:
    explicit Recorded(const std::string& program) : machine_(interp::Tier::kAdaptive) {
        Options& all = machine_.interpreter().options.machine;
        auto& options = all.of<jit::TraceOptions>();
        options.jit_sync = true;
        options.jit_threshold = 200;
        std::string passes;
        for (const jit::Pass& pass : jit::passes())
            passes += (passes.empty() ? "" : ",") + std::string(pass.name);
        std::string refused = all.set(all.find("jit_disable"), passes, OptionSource::kProgram);
        if (!refused.empty()) benchmark_cannot_run(refused.c_str());
        tier_ = jit::install_trace_tier(machine_.interpreter());
        std::ifstream in(std::string(MOULT_BENCH_PROGRAMS) + "/" + program + ".py");
        machine_.run(std::string(std::istreambuf_iterator<char>(in), {}) + kQuietly, program);
        machine_.call(machine_.global("quietly"));
        for (const auto& record : tier_->traces())
            if (record->state == jit::TraceRecord::State::kInstalled) traces_.push_back(*record->trace);
    }
    ~Recorded() { tier_->shut_down(); }

    const std::vector<jit::Trace>& traces() const { return traces_; }
    // Of these traces: what the figures are about.
    double hundreds_of_nodes() const {
        size_t nodes = 0;
        for (const jit::Trace& trace : traces_) nodes += trace.nodes.size();
        return static_cast<double>(nodes) / 100;
    }
    const interp::Registry& registry() { return interp::machine_of(machine_.thread()).registry; }

  private:
    [[noreturn]] static void benchmark_cannot_run(const char* why) {
        std::fprintf(stderr, "micro: %s\n", why);
        std::abort();
    }

    // The output of a program belongs nowhere here.
    static constexpr const char* kQuietly = R"(
class Nowhere:
    def write(self, text): pass
    def flush(self): pass
def quietly():
    import sys
    kept, sys.stdout = sys.stdout, Nowhere()
    try: main()
    finally: sys.stdout = kept
)";

    Machine machine_;
    jit::Tier* tier_ = nullptr;
    std::vector<jit::Trace> traces_;
};

// Recorded when the first benchmark asks, and kept for all of them.
class Corpus {
  public:
    explicit Corpus(const char* program) : program_(program) {}
    Recorded& get() {
        if (!recorded_) recorded_ = std::make_unique<Recorded>(program_);
        return *recorded_;
    }

  private:
    const char* program_;
    std::unique_ptr<Recorded> recorded_;
};

// `only`: the index of the pass whose time counts; -1: all of them, and what lies between them.
void run_passes(benchmark::State& state, Recorded& recorded, int only) {
    std::vector<jit::PassStatistics> statistics(jit::passes().size());
    for (auto _ : state) {
        std::vector<jit::Trace> traces = recorded.traces();
        for (jit::PassStatistics& pass : statistics) pass = {};
        jit::FunnelOptions options;
        options.statistics = statistics.data();
        double start = thread_seconds();
        for (jit::Trace& trace : traces) jit::run_passes(trace, options);
        double taken = thread_seconds() - start;
        state.SetIterationTime(only < 0 ? taken : statistics[static_cast<size_t>(only)].milliseconds / 1e3);
    }
    report_per(state, "100_nodes", recorded.hundreds_of_nodes());
}

MOULT_HANDLER Value never_entered(HANDLER_PARAMETERS) {
    std::abort();
}

// What the passes leave, through LLVM to linked code, which nothing enters.
void compile(benchmark::State& state, Recorded& recorded) {
    jit::BackendHost host;
    for (const interp::InstructionInfo& info : recorded.registry().instructions())
        host.simple.push_back(reinterpret_cast<const void*>(info.simple));
    host.unwind = reinterpret_cast<void*>(never_entered);
    std::string error;
    std::unique_ptr<jit::Backend> backend = jit::open_library(host, &error);
    if (!backend) {
        state.SkipWithError(error.c_str());
        return;
    }
    std::vector<jit::Trace> traces = recorded.traces();
    for (jit::Trace& trace : traces) jit::run_passes(trace, {});
    for (auto _ : state) {
        double milliseconds = 0;
        for (const jit::Trace& trace : traces) {
            std::vector<jit::ExitRecord> exits(trace.snapshots.size());
            uint32_t valid = 1;
            void* link = nullptr;
            jit::CompileJob job;
            job.trace = &trace;
            job.exits = exits.data();
            job.link_slot = &link;
            job.valid = &valid;
            jit::CompiledTrace compiled = backend->compile(job);
            if (!compiled.error.empty()) {
                state.SkipWithError(compiled.error.c_str());
                return;
            }
            milliseconds += compiled.milliseconds;
            backend->release(compiled.handle);
        }
        state.SetIterationTime(milliseconds / 1e3);
    }
    report_per(state, "100_nodes", recorded.hundreds_of_nodes());
}

}  // namespace

void register_traces() {
    for (const char* program : {"nbody", "fannkuch", "raytracer", "text"}) {
        auto corpus = std::make_shared<Corpus>(program);
        add(std::string("passes/") + program, [=](benchmark::State& state) {
            run_passes(state, corpus->get(), -1);
        })->UseManualTime();
        for (size_t i = 0; i < jit::passes().size(); ++i)
            add(std::string("passes/") + program + "/" + jit::passes()[i].name, [=](benchmark::State& state) {
                run_passes(state, corpus->get(), static_cast<int>(i));
            })->UseManualTime();
        add(std::string("compile/") + program, [=](benchmark::State& state) {
            compile(state, corpus->get());
        })->UseManualTime();
    }
}

}  // namespace moult::micro
