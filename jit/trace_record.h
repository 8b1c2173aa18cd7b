// A recorded trace on its way through the tier. Plain data; see docs/jit.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jit/backend.h"
#include "jit/growth.h"
#include "jit/passes/passes.h"

namespace moult::jit {

// A trace, from its recording to its end. While it is compiled (is_awaited), the compiler has what the first four fields
// hold, all but the trace's number, kind, start, code, parent and what it holds and watches, which never change; the
// interpreter's thread looks at them again once the compiler has handed the trace back.
struct TraceRecord {
    std::unique_ptr<Trace> trace;
    std::unique_ptr<ExitRecord[]> exits;
    CompiledTrace compiled;
    std::vector<PassStatistics> passes;
    void** link_slot = nullptr;  // of a trace that ends in a link: where the entry of the next one is found
    interp::Instr original;      // what stood where the trace is entered, before it was recorded
    void* entry = nullptr;       // what enters it: its code, or a handler that goes on without it
    uint32_t valid = 1;
    // kDead while it is compiled: it is not to be installed.
    enum class State : uint8_t { kCompiling, kInstalled, kFailed, kDead } state = State::kCompiling;
    std::vector<const Executable*> codes;  // from which it was recorded
    std::string place;                     // "file:line" of its start
    std::string watched;                   // what it takes for granted, for reports
    bool code_is_gone = false;             // some of the code objects that it was recorded from
    bool is_awaited =
        true;  // the compiler has it, or has not handed it back; of the interpreter's thread alone
    size_t recorded_nodes = 0;
    uint32_t root = 0;  // the trace at whose exits, or those of its side traces, it began; or itself
    std::vector<uint32_t> branches;  // of a root: its side traces
    Tree* tree = nullptr;            // of the place of its root; valid until the trace is dead
    Place* origin = nullptr;         // where it was recorded; as long
    double installed_at = 0;         // by the tier's clock
    double estimate = 0, spent = 0;  // milliseconds of processor time: what compiling was to take, and took
    bool is_shared = false;          // a side trace that all exits at its first instruction lead to
};

const char* kind_text(TraceKind);
// Of processor time.
double thread_milliseconds();  // of the calling thread
double process_milliseconds();

}  // namespace moult::jit
