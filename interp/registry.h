// The registry of instructions: every generic instruction and every specialization, with its forms, handlers
// and place in the dispatch tables. The specializer adds to it like a plugin; nothing else lists
// instructions.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "interp/dispatch.h"
#include "interp/import/import_turns.h"
#include "interp/instruction_facts.h"
#include "interp/plugins/plugin.h"
#include "interp/reasons.h"

namespace moult::interp {

struct TraceInfo;

// What a specialization sees of the place in the program that it is tried for.
struct Site {
    Thread& thread;
    Frame& frame;
    Instr* ip;
    Value* sp;
    uint32_t oparg;
    Value operands[4] = {};  // of value instructions, in order; other families fill them as their header says
    Value* seen = operands;  // the operands as traces have them (trace_info.h)

    // How often a specialization has been given up here, or none has applied.
    unsigned attempts() const { return (ip->counter & 15u) - BackoffCounter::kFirstExponent; }
    Str* name() const { return frame.exec->names[oparg]; }  // of attribute and name instructions
};

// Tries one specialization: when it applies, fills the instruction's cache and returns true.
using ApplyFunction = bool (*)(Site&);
// Tries it in vain, to know why it does not apply.
using WhyNotFunction = FailureReason (*)(Site&);
// Fills Site::oparg and Site::operands.
using CollectFunction = void (*)(Site&, const Variant&);

// A simple instruction (instructions.h): a function over the operand stack.
using SimpleFunction = Value* (*)(Thread&, Frame&, uint32_t arg, Value* sp);

struct InstructionInfo {
    const char* name = "";
    InstructionFacts facts = {};  // of specializations: those of the family
    uint16_t first_op = 0;        // its forms have consecutive numbers from here
    std::span<const Variant> variants = {};
    uint8_t cache_words = 0;            // behind each; for other data, too
    int16_t generic = -1;               // the instruction that this one specializes, or -1
    ApplyFunction applies = nullptr;    // of specializations
    WhyNotFunction why_not = nullptr;   // ... the same function, but for the reasons
    CollectFunction collect = nullptr;  // of families
    std::span<const Handler> counting =
        {};  // of families: the handlers once there is something to specialize to
    std::vector<uint16_t> candidates =
        {};                            // of families: specializations in the order in which they are tried
    const TraceInfo* trace = nullptr;  // of families and specializations
    SimpleFunction simple = nullptr;   // of simple instructions
    bool enabled = true;
    bool is_last_resort = false;  // of specializations: tried behind those that are not
};

class Registry {
  public:
    Registry();
    // Adds an instruction; handlers are one per variant. Returns its index.
    uint16_t add(InstructionInfo info, std::span<const Handler> baseline, std::span<const Handler> adaptive);

    const InstructionInfo& instruction(uint16_t index) const { return instructions_[index]; }
    InstructionInfo& instruction(uint16_t index) { return instructions_[index]; }
    std::span<const InstructionInfo> instructions() const { return instructions_; }
    const InstructionInfo& of_op(uint16_t op) const { return instructions_[index_of_op_[op]]; }
    uint16_t index_of_op(uint16_t op) const { return index_of_op_[op]; }
    const Variant& variant_of_op(uint16_t op) const {
        const InstructionInfo& info = of_op(op);
        return info.variants[op - info.first_op];
    }
    // What the translator makes of an opcode that it does nothing special with; null: there is nothing.
    const InstructionInfo* of_opcode(compiler::Opcode opcode) const {
        int16_t index = of_opcode_[static_cast<size_t>(opcode)];
        return index < 0 ? nullptr : &instructions_[static_cast<size_t>(index)];
    }
    // Makes `specialization` a candidate of its family, behind those that are there and no last resorts.
    void add_candidate(uint16_t family, uint16_t specialization);
    // Index of the instruction of that name, or -1.
    int find(std::string_view name) const;

    size_t op_count() const { return baseline_.size(); }
    const TableEntry* baseline() const { return baseline_.data(); }
    const TableEntry* adaptive() const { return adaptive_.data(); }

  private:
    std::vector<InstructionInfo> instructions_;
    std::vector<uint16_t> index_of_op_;
    std::array<int16_t, 256> of_opcode_;
    std::vector<TableEntry> baseline_, adaptive_;
};

// What MOULT_SPECIALIZE makes of a specialization.
struct Registration {
    const char* name;  // of the instruction
    void (*add)(Registry&);
};
inline std::span<const Registration> Plugin::specializations() const {
    return {specializations_begin, specializations_end};
}

// How the trace tier plugs in (jit/tier.h); all null without it.
struct TraceTier {
    void* state = nullptr;     // jit::Tier
    int32_t loop_header = -1;  // the instruction that the translator puts at the head of every loop
    uint16_t threshold = 0;    // what the counters of loop heads and of RESUME start from
    const TableEntry* recording = nullptr;      // the dispatch table that records
    void (*raised)(Thread&, Frame*) = nullptr;  // the frame is unwound while its thread records
    void (*stop_recording)(Thread&) = nullptr;  // the interpreter is left while it records
    void (*serve)(Thread&) = nullptr;           // kTraceReady was set in the eval breaker
    void (*executable_freed)(void*, Executable*) = nullptr;
    // The objects that its traces hold.
    void (*visit)(void*, const Executable*, Visitor&) = nullptr;
    // As InterpreterHooks::can_drop_traces and drop_traces.
    bool (*can_drop)(void*) = nullptr;
    void (*drop)(void*, const std::function<bool(const Object*)>&) = nullptr;
    void (*free)(void*) = nullptr;
};

// Whoever wants to know why sites are not specialized, or do not stay so. Called when it has happened; must run no Python code.
struct ReasonObserver {
    virtual ~ReasonObserver() = default;
    // No specialization of the family applies at the site.
    virtual void failed(const Site&, const InstructionInfo& family, FailureReason) = 0;
    // The generic instruction runs in the specialization's place.
    virtual void missed(const Site&, const InstructionInfo& specialization, DeoptReason) = 0;
};

// The state of this layer in one interpreter.
struct Machine {
    Registry registry;
    const TableEntry* table = nullptr;  // of the tier that is on
    BackoffPolicy backoff;              // as interp/options.h says
    TraceTier traces;
    std::vector<OpenPlugin> plugins;            // those opened at the start
    ReasonObserver* observer = nullptr;         // null: nobody asks, and no reason is worked out
    DeoptReason declined = DeoptReason::kNone;  // why a body has declined last
    Executable* executables = nullptr;          // all of them, linked
    std::vector<ImportUnderWay> imports;        // import/import_turns.h
    Value builtin_loops;                        // owned: the Dict of builtin_loops.h; empty until asked for
};
inline Machine& machine_of(Thread& thread) {
    return *static_cast<Machine*>(thread.interp.machine);
}

// The instruction at ip has been run often enough: tries its family's specializations in order and installs
// the first that applies; backs off when none does. Never fails, runs no Python code.
void specialize(Thread* thread, Frame* frame, Instr* ip, Value* sp);
// A guard failed, or a body declined: gives the specialization up after too many misses. `ip` keeps the form (operand modes).
void count_guard_miss(Thread* thread, Frame* frame, Instr* ip, Value* sp);

}  // namespace moult::interp
