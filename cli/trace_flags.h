// The flags of the trace tier. A build without it refuses them.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}
namespace moult {
struct Interpreter;
struct Thread;
}  // namespace moult

namespace moult::cli {

struct TraceFlags {
    bool enabled = false;   // --tier=jit, or nothing said and the tier is there
    bool demanded = false;  // said: a missing library is reported
    unsigned threshold = 1000;
    bool synchronous = false, statistics = false, perf_map = false, debugger = false;
    bool keep_texts = false;  // set by `moult traces`
    unsigned deopt_every = 0;
    std::vector<std::string> dumps, disabled_passes;
};

// Whether this build has the tier.
bool has_trace_tier();
void add_trace_flags(CLI::App&, TraceFlags&);
void install_traces(Interpreter&, const TraceFlags&);
// At the program's end, before the interpreter is torn down: statistics if asked for, and the end of all
// traces.
void end_traces(Thread&, const TraceFlags&);
// What `moult traces` prints.
std::string describe_traces(Thread&);

}  // namespace moult::cli
