// The trace IR: one recorded path through the program, as a list of nodes in SSA form over Python values.
// Plain data; knows neither the recorder that makes it nor the compiler that lowers it. See docs/jit.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "interp/executable.h"
#include "interp/trace_info.h"

namespace moult::jit {

using interp::Executable;
using interp::TraceInfo;
using interp::ValueType;

using Id = uint32_t;  // a node, by its place in Trace::nodes
inline constexpr Id kNoId = UINT32_MAX;

// clang-format off
// X(name, text, flags). Operands are nodes a, b, c or the trace's `operands` list; `number` is a plain number.
//
//     nop              nothing; with a snapshot, in front of a loop: the state at its head
//   values at the start
//     const            the Value whose bits are in number
//     local            the base frame's local `number`, as it is in memory at the start of the trace (before any
//                      store_local to it); borrowed
//     stack            the base frame's operand stack entry `number` from the bottom, at the start; the trace takes
//                      over the reference that the entry owns
//     phi              at the head of the loop: a at first, b ever after (of the same representation)
//   guards: leave the trace by their snapshot's exit unless they hold. No effects.
//     check_type       a is of `type` (the node's own type field)
//     check_is         a is the very object or immediate b (a const)
//     check_shape      a is an object whose shape has identity `number`
//     check_true, check_false   a, a bool
//     check_empty, check_item   a is empty (no more items) / is not empty
//     check_breaker    nothing is asked for in Thread::eval_breaker
//     check_room       number & 0xffffffff more values and number >> 32 more frames fit the frame stack
//                      and the recursion limit
//     check_return     the base frame's caller is a plain frame that waits at the instruction `number`
//     check_valid      nothing that the trace takes for granted (Trace::watched) has changed
//     guard            the specialization's guard over its operands
//   what a specialization does
//     run              its body: an owned result. With a snapshot: leaves the trace on deopt; on error unwinds there
//     place            the address that it reads or writes; null leaves the trace (raw pointer, not a value)
//     left             after a run that may take its left operand: what is left of it (a: the run), owned
//   memory
//     load             the value at place a, word `number` of it; borrowed. With a snapshot: leaves when it is
//                      empty. a may be an object too: then `number` counts words from its header
//     exchange         writes b (owned, taken over) at place a: the old value, owned
//     store_local      writes a (owned, taken over) into local `number` of frame `frame`; what was there is dropped
//                      without release (a decref of the old value stands beside it)
//     load_local       local `number` of frame `frame`, from memory; borrowed
//     load_stack       stack entry `number` of frame `frame`, from memory; owned by the trace from here on
//   iterators whose state the trace keeps (TraceInfo::state_size): meanwhile nobody reads or changes the object's own
//     iter_load        the state of the iterator a, not a value; leaves the trace if anything but an operand stack entry
//                      refers to the iterator
//     iter_next        the next item of the state a, owned, and the state behind it; leaves the trace, with the state as
//                      it was, when no item is left or the body declines
//   reference counts
//     incref, decref   of a; nothing for immediates. A decref may destroy, which may run any code
//   frames
//     enter_frame      links frame `frame` (Trace::frames), whose locals its snapshot's innermost frame tells
//     leave_frame      unlinks it; its values are released by decrefs that follow. With a snapshot: a guard first,
//                      that the frame has no frame object and no namespace of its own
//     resume           goes on in the generator a, which is suspended, at the instruction `number`, as FOR_ITER does
//                      (interp::resume_generator with None sent): links its frame, whose globals and builtins are b and c
//                      (consts), as `frame`; otherwise the trace is left.
//                      The snapshot is the caller's state, which is written to the caller's frame first (stack, ip, sp,
//                      resume: the record's)
//     suspend          the generator frame `frame` yields: its operand stack is written as the snapshot's innermost frame
//                      tells, ip and resume become its ip and the one behind, and it is unlinked
//                      (interp::suspend_generator). The yielded value is the trace's
//     pop_base         the base frame returns: leaves the trace if the frame has a frame object or a namespace of its
//                      own; unlinks it, and its caller becomes the base frame, under the name `frame`. Its function,
//                      owned; what its locals held is the trace's from here on: released by decrefs that follow
//   the rest
//     check_names      the base frame's globals and builtins are a and b (consts)
//     instance         a new instance of the class a (a const), owned; with a snapshot: MemoryError unwinds there
//     call             calls any callable: operands as CALL has them (two values, then oparg arguments), number: the
//                      bits of the tuple of keyword names, or 0; an owned result. Takes the operands over, also
//                      when it fails: its snapshot's stack is without them
//     build            what a simple instruction (number: interp::Basic) makes of its operands, which it takes over
//                      unless it fails: owned; with a snapshot: MemoryError unwinds there
//     is               a is b: a bool
//     truth            bool(a); with a snapshot: may run code and fail
//     not              not a (a bool)
//     next             the next item of any iterator: owned, or empty; with a snapshot for its errors
//     generic          the generic meaning of a value instruction (info), as run
//     callout          runs one simple instruction, at its snapshot's place, over the frame's memory, as the interpreter
//                      does; number: which (interp::Basic)
//     loop             the end: back to Trace::loop_start; its snapshot is the state there
//     link             the end: on to the trace `number`, at its snapshot's place
//     leave            the end: on in the interpreter, at its snapshot's place
// clang-format on
#define MOULT_TRACE_OPS(X)                             \
    X(kNop, "nop", 0)                                  \
    X(kConst, "const", kHasResult | kIsPure)           \
    X(kLocal, "local", kHasResult | kIsPure)           \
    X(kStack, "stack", kHasResult | kIsPure)           \
    X(kPhi, "phi", kHasResult)                         \
    X(kCheckType, "check_type", kIsGuard)              \
    X(kCheckIs, "check_is", kIsGuard)                  \
    X(kCheckShape, "check_shape", kIsGuard)            \
    X(kCheckTrue, "check_true", kIsGuard)              \
    X(kCheckFalse, "check_false", kIsGuard)            \
    X(kCheckEmpty, "check_empty", kIsGuard)            \
    X(kCheckItem, "check_item", kIsGuard)              \
    X(kCheckBreaker, "check_breaker", kIsGuard)        \
    X(kCheckRoom, "check_room", kIsGuard)              \
    X(kCheckReturn, "check_return", kIsGuard)          \
    X(kCheckValid, "check_valid", kIsGuard)            \
    X(kGuard, "guard", kIsGuard)                       \
    X(kRun, "run", kHasResult)                         \
    X(kPlace, "place", kHasResult)                     \
    X(kLeft, "left", kHasResult)                       \
    X(kLoad, "load", kHasResult)                       \
    X(kExchange, "exchange", kHasResult)               \
    X(kStoreLocal, "store_local", kWritesFrame)        \
    X(kLoadLocal, "load_local", kHasResult)            \
    X(kLoadStack, "load_stack", kHasResult)            \
    X(kIterLoad, "iter_load", kHasResult)              \
    X(kIterNext, "iter_next", kHasResult)              \
    X(kIncref, "incref", kCounts)                      \
    X(kDecref, "decref", kCounts)                      \
    X(kEnterFrame, "enter_frame", kWritesFrame)        \
    X(kLeaveFrame, "leave_frame", kWritesFrame)        \
    X(kResume, "resume", kWritesFrame | kObserves)     \
    X(kSuspend, "suspend", kWritesFrame)               \
    X(kPopBase, "pop_base", kHasResult | kWritesFrame) \
    X(kInstance, "instance", kHasResult)               \
    X(kCall, "call", kHasResult | kObserves)           \
    X(kBuild, "build", kHasResult)                     \
    X(kCheckNames, "check_names", kIsGuard)            \
    X(kIs, "is", kHasResult | kIsPure)                 \
    X(kTruth, "truth", kHasResult)                     \
    X(kNot, "not", kHasResult | kIsPure)               \
    X(kNext, "next", kHasResult | kObserves)           \
    X(kGeneric, "generic", kHasResult | kObserves)     \
    X(kCallout, "callout", kObserves)                  \
    X(kLoop, "loop", kIsEnd)                           \
    X(kLink, "link", kIsEnd)                           \
    X(kLeave, "leave", kIsEnd)

enum OpFlags : unsigned {
    kHasResult = 1,
    kIsPure = 2,  // the result depends on the operands alone, no effects: may be merged and removed
    kIsGuard = 4,
    kObserves = 8,  // may run any Python code: sees frames, changes memory, releases objects
    kCounts = 16,
    kWritesFrame = 32,
    kIsEnd = 64,
};

enum class Op : uint8_t {
#define MOULT_ENUM(name, text, flags) name,
    MOULT_TRACE_OPS(MOULT_ENUM)
#undef MOULT_ENUM
};
const char* op_text(Op);
unsigned op_flags(Op);

// One node. 64 bytes at most; lists live in the Trace.
struct Node {
    Op op = Op::kNop;
    ValueType type;               // of the result; of check_type: what is asked for
    bool changes_locals = false;  // callout: may write locals of its frame, not just its operand stack
    bool reuses_left = false;     // run: the left operand's last use, so that its body may take it
    bool absorbs =
        false;  // run: of what makes its first operand, too (TraceInfo::absorbs); the cache is that one's
    bool is_of_result = false;  // check_type: of a result, for what follows
    bool is_alone = false;  // run of a FOR_ITER: nothing but the stack referred to the iterator when recorded
    uint16_t frame = 0;     // store_local, load_local, load_stack, enter_frame, leave_frame, pop_base
    uint32_t snapshot = kNoId;  // where to go on in the interpreter: index into Trace::snapshots
    uint64_t number = 0;
    const TraceInfo* info = nullptr;    // guard, run, place, generic, iter_load, iter_next
    uint32_t oparg = 0;                 // of the instruction: of guard, run, place, generic, callout
    uint32_t cache = kNoId;             // guard, run, place: index into Trace::caches
    uint32_t first = 0, count = 0;      // operands: a range of Trace::operands
    const interp::Instr* ip = nullptr;  // the instruction that it comes from, for source lines
};

// A value of a frame to be written back. `borrowed`: nobody in the trace owns a reference for this place: the
// exit adds one.
struct SlotValue {
    uint32_t slot;
    Id value;
    bool borrowed = false;
};

// One frame in a snapshot.
struct SnapshotFrame {
    uint16_t frame = 0;                 // index into Trace::frames
    bool borrows_function = false;      // as SlotValue::borrowed, for FrameRecord::function
    bool borrows_instance = false;      // ... and FrameRecord::instance
    const interp::Instr* ip = nullptr;  // innermost: the instruction to go on at; else the call it waits in
    std::vector<SlotValue>
        locals;  // base frame: those whose memory may be out of date; inlined: all that are not empty
    std::vector<SlotValue> stack;  // the whole operand stack, from the bottom (slot: its position)
};

// The state to restore when the trace is left: the frames from the base on, innermost last.
struct Snapshot {
    std::vector<SnapshotFrame> frames;
    std::vector<Id> release;  // given up on the way: an exhausted iterator (after everything is in place)
    std::vector<Id> states;   // of iter_loads: written back to their iterators
};

// What compiling a trace needs to know of code, which may have died by then.
struct CodeFacts {
    const interp::Instr *begin = nullptr, *end = nullptr;
    const Value* consts = nullptr;
    uint32_t localsplus = 0;

    bool contains(const interp::Instr* ip) const { return ip >= begin && ip < end; }
};

// A frame that the trace knows. Frame 0 is the base frame, which is real; the others were called by the
// trace, or are its callers, which become base frames (pop_base).
struct FrameRecord {
    Executable* exec = nullptr;             // a name to whoever compiles the trace: not looked into
    CodeFacts code;                         // ... this instead
    uint16_t parent = 0;                    // the caller's frame
    Id function = kNoId;                    // the Function, owned by the frame
    Id instance = kNoId;                    // of an __init__ called through its class: owned by the frame
    const interp::Instr* call = nullptr;    // the caller's instruction
    const interp::Instr* resume = nullptr;  // where the caller waits
    uint32_t caller_stack = 0;              // entries left on the caller's operand stack
    Id generator = kNoId;                   // of a generator that FOR_ITER resumed: the frame lies in it
    bool is_virtual = false;                // not in memory unless an exit puts it there

    // It runs this code.
    void runs(Executable*);
};

enum class TraceKind : uint8_t { kLoop, kEntry, kSide };

// What is known of the base frame where the trace is entered; nothing of entries behind the ends of the
// lists.
struct Knowledge {
    std::vector<ValueType> locals, stack;
    bool names = false;  // its globals and builtins are those that it had when the trace was recorded
};

struct Trace {
    uint32_t id = 0;
    TraceKind kind = TraceKind::kLoop;
    Executable* exec = nullptr;  // of the base frame at the start
    interp::Instr* start = nullptr;
    uint32_t stack_depth = 0;                      // of the base frame at the start
    uint32_t parent = kNoId, parent_exit = kNoId;  // of side traces
    Knowledge known;                               // ... from the parent; else nothing
    std::vector<Node> nodes;                       // in order; the preamble first, then the loop
    Id loop_start = kNoId;  // first node of the loop (its phis); kNoId: runs through once
    std::vector<Id> operands;
    std::vector<Snapshot> snapshots;
    std::vector<FrameRecord> frames;
    std::vector<std::array<uint64_t, 8>> caches;  // copies of inline caches, as they were when recorded
    std::vector<Value> held;  // objects that consts name: kept alive as long as the trace (owned)
    std::vector<interp::Watched> watched;  // what it takes for granted until it is told (held)
    uint32_t stack_room = 0;               // values and frames that the deepest inlined call needs
    uint32_t frame_room = 0;

    // Gives up all but what names it (its number, kind, start, parent) and what it holds.
    void shrink();

    Id a(const Node& n) const { return operands[n.first]; }
    Id b(const Node& n) const { return operands[n.first + 1]; }
    const Id* begin(const Node& n) const { return operands.data() + n.first; }
    const Id* end(const Node& n) const { return operands.data() + n.first + n.count; }
};

// Whether the node may run any Python code or raise (finalizers of a decref aside).
bool observes(const Node&);

}  // namespace moult::jit
