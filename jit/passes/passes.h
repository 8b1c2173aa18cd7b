// The passes over the trace IR, all run through one funnel that times, dumps, verifies and counts. Each is
// one function in one file, and one row in pass_list.h. See docs/jit.md.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "jit/ir/ir.h"

namespace moult::jit {

// What a pass may do, and what it counts.
struct PassContext {
    uint32_t changes = 0;  // nodes removed or replaced
};

enum class PassTime : uint8_t {
    kInRounds,
    kLate,  // once, when the others have nothing left to do; then they run again
};

struct Pass {
    void (*run)(Trace&, PassContext&);
    const char* name;  // of its flag, its dump and its statistic
    PassTime time;
    const char* summary;  // one line of help
};

// In the order in which they run.
std::span<const Pass> passes();

struct PassStatistics {
    uint64_t runs = 0, changes = 0;
    double milliseconds = 0;
};

struct FunnelOptions {
    uint64_t disabled = 0;  // bit i: passes()[i] is left out
    bool verify = false;    // after each pass: a failure aborts with the dump (debug builds always do)
    std::function<void(const char* pass, const std::string& text)>
        dump;                              // after each pass that changed something
    PassStatistics* statistics = nullptr;  // passes().size() of them
};
void run_passes(Trace&, const FunnelOptions&);

// --- text

std::string print(const Trace&);
// The bodies that text names: by instruction name.
using FindBody = std::function<const TraceInfo*(std::string_view instruction)>;
// False with a message that names the line.
bool parse(std::string_view text, const FindBody&, Trace*, std::string* error);

// Empty when the trace is well formed; else what is wrong.
std::string verify(const Trace&);

}  // namespace moult::jit
