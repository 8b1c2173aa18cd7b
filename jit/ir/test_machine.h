// For tests: runs traces over a made-up heap with reference counts, so that what passes make of a trace can
// be compared with the trace as recorded.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "jit/ir/ir.h"

namespace moult::jit {

struct TestObject {
    int64_t count = 0;
    bool is_dead = false;
    bool has_finalizer = false;
    uint64_t shape = 77;
    Kind kind = Kind::kList;
    Value slots[2], items[3];
    // Of iterators: what NEXT_RANGE gives next, and how often; NEXT_ITEM gives the items of slots[0] in turn.
    int64_t position = 0, remaining = 0;
    bool is_hidden = false;  // no code comes across it that has not been given it
};

class TestMachine {
  public:
    static constexpr uint64_t kShapes[2] = {77, 78};
    static constexpr size_t kCallers = 2;      // below the base frame
    static constexpr size_t kCallerStack = 1;  // entries on the operand stack of each

    // A world drawn from the seed: objects that refer to each other, globals, the base frame's locals and
    // stack.
    TestMachine(uint32_t seed, size_t locals, size_t stack_depth);

    Value object(size_t i) const { return Value((i + 1) << 12); }
    // Runs the trace from its start until it is left; false when it has run for too long.
    bool run(const Trace&, unsigned turns);
    // For recording: runs what has been added to the trace since the last call.
    bool extend(const Trace&);
    Value value(Id id) const { return values_[id]; }
    int64_t count(Value value) { return at(value, "count")->count; }
    Kind kind(Value value) { return at(value, "kind")->kind; }
    // Keeps an object alive for good, as traces keep their constants.
    void hold(size_t i) { heap_[i].count += 100; }
    // Where it was left: the innermost frame's instruction.
    const interp::Instr* exit_ip() const { return frames_.back().ip; }
    bool is_at_start(const Trace& trace) const { return frames_.size() == 1 && exit_ip() == trace.start; }
    // Left in front of a step that finds no more items: does what it does then, as the interpreter would.
    void end_iteration(const Trace&);
    // All that a program could tell, and all counts.
    std::string state() const;
    const std::string& problem() const { return problem_; }

    unsigned turns() const { return turns_; }
    // Whether something that traces take for granted has changed.
    bool is_outdated() const { return outdated_; }

  private:
    struct MachineFrame {
        uint16_t frame = 0;
        const interp::Instr* ip = nullptr;
        Value function;
        std::vector<Value> locals, stack;
    };

    uint32_t draw(uint32_t bound);
    Value draw_value();
    TestObject* at(Value value, const char* what);
    void incref(Value);
    void decref(Value);
    Value allocate(Kind);
    void fail(const std::string& message) {
        if (problem_.empty()) problem_ = message;
    }
    std::string text(Value) const;
    void log(const std::string& what);
    bool has_type(Value, ValueType);
    Value* find_place(const Trace&, const Node&);
    Value call(const std::string& what);
    Value next_item(std::string_view body, Value sequence, int64_t* position, int64_t* remaining);
    static void advance(TestObject* iterator);
    void write_back(const Trace&, const Snapshot&);
    void exit(const Trace&, uint32_t snapshot);
    bool step(const Trace&, Id id, bool* jumped, Id* next);
    bool holds(const Trace&, const Node&);
    MachineFrame* frame(uint16_t index);

    uint32_t seed_, calls_ = 0;
    std::deque<TestObject> heap_;
    std::vector<Value> globals_;
    std::vector<MachineFrame> frames_;
    std::vector<MachineFrame> callers_;  // of the base frame, innermost last
    std::vector<Value> values_;
    std::vector<Value*> places_;
    std::vector<Value> lefts_;
    struct State {
        int64_t position, remaining;
    };
    std::map<Id, State> states_;  // that iter_loads have taken over
    std::string log_, problem_;
    unsigned turns_ = 0, last_turn_ = 0;
    bool outdated_ = false;
};

}  // namespace moult::jit
