// The boundary of libmoult_jit.so: traces go in, machine code comes out. Only that library knows LLVM; it is
// opened on the first hot trace. Plain structs and one virtual class, so that nothing needs linking. See
// docs/jit.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "interp/plugins/plugin.h"
#include "jit/ir/ir.h"

namespace moult::jit {

// One for each snapshot of a trace; machine code refers to it by address. A guard that fails restores the
// snapshot's state, writes the record's address to Thread::trace_exit and tail-calls `target` as a handler
// (interp/dispatch.h), but with the frame alone: exits are many, and who needs the rest finds it here and in
// the frame. After an error the host's unwind is called in the same way.
struct ExitRecord {
    void* target;             // the leave handler at first, later the code of a side trace
    uint64_t count;           // how often it was taken, as the leave handler counts
    const interp::Instr* ip;  // where the innermost frame goes on
    const Trace* trace;
    uint32_t snapshot;
    uint32_t depth;  // of the innermost frame's operand stack
    uint32_t left;   // how often it is still to be taken before the leave handler has a side trace recorded
};

// What to compile. Everything stays alive and unchanged until compile() has returned, and the exits and the
// link slot as long as the code.
struct CompileJob {
    const Trace* trace = nullptr;
    ExitRecord* exits = nullptr;  // trace->snapshots.size() of them
    void** link_slot = nullptr;  // of a trace that ends in a link: where the entry of the next trace is found
    uint32_t* valid = nullptr;   // check_valid: nonzero as long as what the trace assumes holds
    uint32_t deopt_every = 0;    // stress: every so many guards one fails although it holds; 0: none
    std::string place;           // "FILE:LINE", for the code's name
    bool want_llvm = false;      // fill CompiledTrace::llvm
    bool want_assembly = false;
};

struct CompiledTrace {
    void* code = nullptr;          // a handler: enter at the trace's start instruction
    size_t size = 0;               // bytes
    double milliseconds = 0;       // of CPU time, without that of the texts
    double text_milliseconds = 0;  // of these
    uint64_t handle = 0;           // for release()
    std::string llvm, assembly;
    std::string error;  // not empty: compile() failed
};

// A symbol that the bitcode refers to and the host defines.
using HostSymbol = interp::BodySymbol;

struct BackendHost {
    const HostSymbol* symbols = nullptr;
    size_t symbol_count = 0;
    std::string bitcode;                         // path of the bodies
    std::vector<const interp::Plugin*> plugins;  // with bodies of their own; those without are called
    std::vector<const void*>
        simple;  // the functions of simple instructions (interp::SimpleFunction), by interp::Basic
    std::vector<const void*> destroyers;  // by Kind: Type::destroy of the one type of this kind, or null
    void* unwind = nullptr;  // a handler, called as ExitRecord says: goes on with the exception on the thread
    bool perf_map = false;   // write /tmp/perf-PID.map
    bool debugger = false;   // register the code with gdb
};

class Backend {
  public:
    virtual ~Backend() = default;
    // On any one thread at a time.
    virtual CompiledTrace compile(const CompileJob&) = 0;
    // Frees the code of a trace that nothing can enter any more. On any thread, also while another compiles.
    virtual void release(uint64_t handle) = 0;
};

// The library's entry: `moult_open_backend`. Null with a message: no bitcode, or LLVM refuses this
// machine.
using OpenBackend = Backend* (*)(const BackendHost&, std::string* error);

}  // namespace moult::jit
