// The flags of the trace tier, and its installation.
#include "cli/trace_flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#ifdef MOULT_JIT
#include "jit/library.h"
#include "jit/report.h"
#endif

namespace moult::cli {

#ifdef MOULT_JIT

bool has_trace_tier() {
    return true;
}

void add_trace_flags(CLI::App& app, TraceFlags& flags) {
    const char* group = "Trace tier";
    app.add_option("--jit-threshold", flags.threshold,
                   "Executions of a loop's head or of a function before it is recorded")
        ->check(CLI::Range(1, 65535))
        ->envname("MOULT_JIT_THRESHOLD")
        ->default_str("1000")
        ->group(group);
    app.add_flag(
           "--jit-sync", flags.synchronous,
           "Compile where a recording ends instead of on a background thread: runs can be repeated exactly")
        ->group(group);
    app.add_option("--jit-dump", flags.dumps,
                   "Print traces as they are made: trace, ir, llvm, asm (comma-separated)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"trace", "ir", "llvm", "asm"}))
        ->group(group);
    app.add_flag("--jit-stats", flags.statistics, "Print counts and times of the trace tier at the end")
        ->group(group);
    std::vector<std::string> names;
    std::string summary = "Leave out optimizations (comma-separated):";
    for (const jit::Pass& pass : jit::passes()) {
        bool is_new = std::find(names.begin(), names.end(), pass.name) == names.end();
        if (is_new) summary += std::string(names.empty() ? " " : ", ") + pass.name;
        if (is_new) names.emplace_back(pass.name);
    }
    names.emplace_back("watch");
    summary += ", watch";
    app.add_option("--jit-disable", flags.disabled_passes, summary)
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(names))
        ->group(group);
    app.add_option("--jit-deopt-every", flags.deopt_every,
                   "Let every N-th guard fail although it holds, to test what follows")
        ->group(group);
    app.add_flag("--jit-perf", flags.perf_map,
                 "Write /tmp/perf-PID.map, from which perf knows the traces' names")
        ->group(group);
    app.add_flag("--jit-gdb", flags.debugger, "Register the traces with gdb")->group(group);
}

void install_traces(Interpreter& interp, const TraceFlags& flags) {
    jit::TierOptions options;
    options.threshold = flags.threshold;
    options.synchronous = flags.synchronous;
    options.deopt_every = flags.deopt_every;
    options.perf_map = flags.perf_map;
    options.debugger = flags.debugger;
    options.keep_texts = flags.keep_texts;
    options.report_missing_library = flags.demanded;
    for (const std::string& dump : flags.dumps) {
        options.dump_trace |= dump == "trace";
        options.dump_ir |= dump == "ir";
        options.dump_llvm |= dump == "llvm";
        options.dump_assembly |= dump == "asm";
    }
    for (size_t i = 0; i < jit::passes().size(); ++i)
        for (const std::string& name : flags.disabled_passes)
            if (name == jit::passes()[i].name) options.disabled_passes |= uint64_t{1} << i;
    for (const std::string& name : flags.disabled_passes) options.watch &= name != "watch";
    jit::install_trace_tier(interp, options);
}

void end_traces(Thread& thread, const TraceFlags& flags) {
    jit::Tier* tier = jit::tier_of(thread);
    if (!tier) return;
    tier->shut_down();
    if (flags.statistics) std::fputs(jit::statistics_text(*tier).c_str(), stderr);
}

std::string describe_traces(Thread& thread) {
    jit::Tier* tier = jit::tier_of(thread);
    return tier ? jit::traces_text(*tier) : "The trace tier is off.\n";
}

#else

bool has_trace_tier() {
    return false;
}
void add_trace_flags(CLI::App&, TraceFlags&) {}
void install_traces(Interpreter&, const TraceFlags&) {}
void end_traces(Thread&, const TraceFlags&) {}
std::string describe_traces(Thread&) {
    return "This moult was built without the trace tier.\n";
}

#endif

}  // namespace moult::cli
