// All passes against random traces: recorded instruction by instruction on a made-up machine, as the recorder
// would, then run with every single pass left out, with each alone and with all. The worlds they leave must
// be the same.
#include <algorithm>
#include <memory>
#include <random>

#include "jit/ir/test_machine.h"
#include "jit/ir/text.h"
#include "jit/test_support.h"

namespace moult::jit {

namespace {

constexpr size_t kLocals = 3;
constexpr size_t kFunction = 3;  // the object that is called

class RandomRecorder {
  public:
    RandomRecorder(uint32_t seed, uint32_t stack_depth)
        : random_(seed), machine_(seed, kLocals, stack_depth) {
        machine_.hold(kFunction);
        trace_.stack_depth = stack_depth;
        trace_.frames.resize(1);
        trace_.start = const_cast<interp::Instr*>(made_up_instruction(0));
        for (uint64_t cache : {uint64_t{32} << 32 | 77, uint64_t{40} << 32 | 77, uint64_t{32} << 32 | 78})
            trace_.caches.push_back({cache});
        frames_.push_back({});
        frames_[0].locals.assign(kLocals, kNoId);
        for (uint32_t i = 0; i < stack_depth; ++i) {
            append(Op::kStack, {}).number = i;
            frames_[0].stack.push_back(last());
        }
    }

    // An empty trace when the recording went wrong.
    Trace record(bool loops) {
        unsigned length = 5 + draw(60);
        for (unsigned i = 0; i < length; ++i) {
            begin_instruction();
            instruction();
            if (!run()) return Trace();
        }
        while (frames_.size() > 1) {
            begin_instruction();
            return_from_call();
            if (!run()) return Trace();
        }
        begin_instruction();
        while (top().stack.size() > trace_.stack_depth) {
            decref(pop());
            begin_instruction();
        }
        loops &= base_returns_ == 0;
        while (top().stack.size() < trace_.stack_depth) {
            load_local(draw(kLocals));
            begin_instruction();
        }
        append(Op::kCheckBreaker, {}).snapshot = snapshot();
        begin_instruction();
        if (loops) {
            ip_ = 0;
            append(Op::kLoop, {}).snapshot = snapshot();
        } else {
            append(Op::kLeave, {}).snapshot = snapshot();
        }
        return std::move(trace_);
    }

  private:
    struct State {
        uint16_t index = 0;
        std::vector<Id> locals, stack;
        bool reload = false;  // read with load_local
    };

    uint32_t draw(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
    State& top() { return frames_.back(); }
    Id last() const { return static_cast<Id>(trace_.nodes.size() - 1); }
    bool run() { return machine_.extend(trace_) && machine_.problem().empty(); }
    Value actual(Id id) {
        run();
        return machine_.value(id);
    }

    Node& append(Op op, std::vector<Id> operands) {
        Node node;
        node.op = op;
        node.frame = frames_.empty() ? 0 : top().index;
        node.first = static_cast<uint32_t>(trace_.operands.size());
        node.count = static_cast<uint32_t>(operands.size());
        trace_.operands.insert(trace_.operands.end(), operands.begin(), operands.end());
        trace_.nodes.push_back(node);
        types_.emplace_back();
        return trace_.nodes.back();
    }
    Node& append(Op op, const char* body, std::vector<Id> operands) {
        uint32_t at = snapshot();
        Node& node = append(op, std::move(operands));
        node.info = find_test_body(body);
        node.snapshot = at;
        node.type = node.info->result;
        types_.back() = node.info->result;
        return node;
    }
    Id constant(Value value, ValueType type) {
        for (Id id = 0; id < trace_.nodes.size(); ++id)
            if (trace_.nodes[id].op == Op::kConst && trace_.nodes[id].number == value.bits) return id;
        Node& node = append(Op::kConst, {});
        node.number = value.bits;
        types_.back() = node.type = type;
        return last();
    }
    void incref(Id id) {
        if (!types_[id].is_immediate()) append(Op::kIncref, {id});
    }
    void decref(Id id) {
        if (!types_[id].is_immediate()) append(Op::kDecref, {id});
    }
    void check_type(Id id) {
        Value value = actual(id);
        ValueType type = value.is_object() ? ValueType{ValueType::kObject} : interp::type_of_value(value);
        if (types_[id].is_within(type)) return;
        uint32_t at = snapshot();
        Node& node = append(Op::kCheckType, {id});
        node.type = types_[id] = type;
        node.snapshot = at;
    }

    void begin_instruction() {
        ++ip_;
        snapshot_ = kNoId;
        if (result_ == kNoId) return;
        Id result = std::exchange(result_, kNoId);
        if (!actual(result).is_object() && !actual(result).is_empty()) check_type(result);
    }
    uint32_t snapshot() {
        if (snapshot_ == kNoId) snapshot_ = snapshot_at(ip_);
        return snapshot_;
    }
    uint32_t snapshot_at(unsigned ip) {
        Snapshot made;
        for (size_t i = 0; i < frames_.size(); ++i) {
            SnapshotFrame frame;
            frame.frame = frames_[i].index;
            frame.ip =
                i + 1 < frames_.size() ? trace_.frames[frames_[i + 1].index].call : made_up_instruction(ip);
            for (uint32_t k = 0; i > 0 && k < frames_[i].locals.size(); ++k)
                if (types_[frames_[i].locals[k]].tag != ValueType::kEmpty)
                    frame.locals.push_back({k, frames_[i].locals[k]});
            for (uint32_t k = 0; k < frames_[i].stack.size(); ++k)
                frame.stack.push_back({k, frames_[i].stack[k]});
            made.frames.push_back(std::move(frame));
        }
        trace_.snapshots.push_back(std::move(made));
        return static_cast<uint32_t>(trace_.snapshots.size() - 1);
    }

    Id local(uint32_t index) {
        Id& known = top().locals[index];
        if (known == kNoId) {
            append(top().reload ? Op::kLoadLocal : Op::kLocal, {}).number = index;
            known = last();
        }
        return known;
    }
    Id pop() {
        Id id = top().stack.back();
        top().stack.pop_back();
        return id;
    }
    void push(Id id) { top().stack.push_back(id); }
    void load_local(uint32_t index) {
        Id id = local(index);
        incref(id);
        push(id);
    }
    // Mostly, types stay, so that loops go round.
    bool alike(Id a, Id b) { return actual(a).is_object() == actual(b).is_object(); }
    // Operands: pushed as loads, or taken where they are.
    std::vector<Id> operands(size_t count) {
        while (top().stack.size() < count + (frames_.size() == 1 ? trace_.stack_depth : 0)) {
            if (draw(4) == 0) {
                push(constant(Value::small_int(draw(3)), {ValueType::kInt}));
            } else {
                load_local(draw(kLocals));
            }
            begin_instruction();
        }
        return {top().stack.end() - static_cast<ptrdiff_t>(count), top().stack.end()};
    }
    void finish(const std::vector<Id>& operands, Id result) {
        top().stack.resize(top().stack.size() - operands.size());
        if (result != kNoId) push(result);
        for (size_t i = operands.size(); i-- > 0;) decref(operands[i]);
        result_ = result;
    }

    // The guard that holds for an owner of its present shape, and the cache that goes with it.
    uint32_t guard_slot(const char* body, const std::vector<Id>& seen) {
        check_type(seen.back());
        uint32_t cache = draw(4) == 0;
        uint32_t at = snapshot();
        Node& node = append(Op::kGuard, seen);
        node.info = find_test_body(body);
        node.snapshot = at;
        node.cache = cache;
        if (!run()) failed_ = true;
        return cache;
    }

    void instruction() {
        switch (draw(31)) {
            case 0:
            case 1: load_local(draw(kLocals)); break;
            case 2:
            case 3:
            case 4: {  // STORE_FAST
                Id value = operands(1)[0];
                pop();
                uint32_t index = draw(kLocals);
                for (int i = 0; i < 8 && draw(10) && !alike(local(index), value); ++i) index = draw(kLocals);
                Id old = local(index);
                append(Op::kStoreLocal, {value}).number = index;
                top().locals[index] = value;
                decref(old);
                break;
            }
            case 5: push(constant(Value::small_int(draw(3)), {ValueType::kInt})); break;
            case 6:
            case 7: {  // numbers
                std::vector<Id> seen = operands(2);
                Value a = actual(seen[0]), b = actual(seen[1]);
                if (a.is_small_int() && b.is_small_int() && draw(3)) {
                    for (Id id : seen) check_type(id);
                    append(Op::kRun, "ADD_INT", seen);
                    finish(seen, last());
                } else if (a.is_small_int() && b.is_small_int()) {
                    for (Id id : seen) check_type(id);
                    append(Op::kRun, "LESS_INT", seen);
                    finish(seen, last());
                } else if (a.is_double() && b.is_double()) {
                    for (Id id : seen) check_type(id);
                    append(Op::kRun, "ADD_FLOAT", seen).snapshot = kNoId;
                    finish(seen, last());
                }
                break;
            }
            case 8:
            case 19:
            case 20:
            case 9: {  // LOAD_ATTR
                std::vector<Id> seen = operands(1);
                if (!actual(seen[0]).is_object()) break;
                uint32_t cache = guard_slot("LOAD_SLOT", seen);
                if (failed_) return;
                append(Op::kPlace, "LOAD_SLOT", seen).cache = cache;
                append(Op::kLoad, {last()});
                Id result = last();
                if (!actual(result).is_object()) check_type(result);
                incref(result);
                finish(seen, result);
                break;
            }
            case 10:
            case 21:
            case 11: {  // STORE_ATTR: value, owner
                std::vector<Id> seen = operands(2);
                if (!actual(seen[1]).is_object()) break;
                if (draw(4) && !actual(seen[0]).is_object()) break;
                uint32_t cache = guard_slot("STORE_SLOT", seen);
                if (failed_) return;
                append(Op::kPlace, "STORE_SLOT", seen).cache = cache;
                Id place = last();
                incref(seen[0]);
                append(Op::kExchange, {place, seen[0]});
                Id old = last();
                finish(seen, kNoId);
                decref(old);
                break;
            }
            case 22:
            case 23:
            case 12: {  // an item: container, index
                std::vector<Id> seen = operands(2);
                if (!actual(seen[0]).is_object() || !actual(seen[1]).is_small_int()) break;
                if (actual(seen[1]).as_small_int() > 2) break;
                for (Id id : seen) check_type(id);
                append(Op::kPlace, "LOAD_ITEM", seen);
                append(Op::kLoad, {last()});
                Id result = last();
                if (!actual(result).is_object()) check_type(result);
                incref(result);
                finish(seen, result);
                break;
            }
            case 24:
            case 13: {  // value, container, index
                std::vector<Id> seen = operands(3);
                if (!actual(seen[1]).is_object() || !actual(seen[2]).is_small_int()) break;
                if (actual(seen[2]).as_small_int() > 2) break;
                check_type(seen[1]);
                check_type(seen[2]);
                append(Op::kPlace, "STORE_ITEM", seen);
                Id place = last();
                incref(seen[0]);
                append(Op::kExchange, {place, seen[0]});
                Id old = last();
                finish(seen, kNoId);
                decref(old);
                break;
            }
            case 14: {
                std::vector<Id> seen = operands(1 + draw(2));
                append(Op::kRun, draw(2) ? "CALL" : "APPEND", seen);
                finish(seen, last());
                break;
            }
            case 30: {
                std::vector<Id> seen = operands(1);
                if (!actual(seen[0]).is_object()) break;
                check_type(seen[0]);
                append(Op::kRun, "TAKE", seen);
                Id result = last();
                if (!actual(result).is_object() && draw(2)) check_type(result);
                finish(seen, result);
                break;
            }
            case 15: {
                std::vector<Id> seen = operands(2);
                Value left = actual(seen[0]);
                if (!left.is_object()) break;
                check_type(seen[0]);
                Node& node = append(Op::kRun, "ADD_STR", seen);
                node.reuses_left = true;
                Id result = last();
                append(Op::kLeft, {result});
                Id rest = last();
                top().stack.resize(top().stack.size() - 2);
                push(result);
                decref(seen[1]);
                decref(rest);
                break;
            }
            case 28:
            case 29: {  // LOAD_GLOBAL of what is watched
                if (machine_.is_outdated()) break;
                append(Op::kCheckValid, {}).snapshot = snapshot();
                bool is_object = draw(2);
                Id result = is_object ? constant(machine_.object(kFunction), {ValueType::kObject})
                                      : constant(Value::small_int(2), {ValueType::kInt});
                incref(result);
                push(result);
                break;
            }
            case 16:
                if (draw(3)) {
                    jump();
                } else {
                    call_out();
                }
                break;
            case 26:
            case 27: take_item(); break;
            case 25:
            case 17:
                if (frames_.size() < 3) enter();
                break;
            case 18:
                if (frames_.size() > 1 && !top().stack.empty()) {
                    return_from_call();
                } else if (frames_.size() == 1 && base_returns_ < TestMachine::kCallers && draw(6) == 0) {
                    return_from_base();
                } else if (top().stack.size() > (frames_.size() == 1 ? trace_.stack_depth : 0)) {
                    decref(pop());
                } else if (!top().stack.empty()) {
                    Id id = top().stack.back();  // COPY
                    incref(id);
                    push(id);
                }
                break;
        }
    }

    // FOR_ITER, where the iterator is on top.
    void take_item() {
        if (frames_.size() > 1 || trace_.stack_depth == 0) return;
        while (top().stack.size() > trace_.stack_depth) {
            decref(pop());
            begin_instruction();
        }
        if (top().stack.size() < trace_.stack_depth) return;
        Id iterator = top().stack.back();
        Value value = actual(iterator);
        if (!value.is_object()) return;
        Kind kind = machine_.kind(value);
        if (kind != Kind::kRangeIterator && kind != Kind::kListIterator) return;
        uint32_t at = snapshot();
        if (!types_[iterator].is_within({ValueType::kExact, kind})) {
            Node& check = append(Op::kCheckType, {iterator});
            check.type = types_[iterator] = {ValueType::kExact, kind};
            check.snapshot = at;
        }
        bool alone = machine_.count(value) == 1;
        append(Op::kRun, kind == Kind::kRangeIterator ? "NEXT_RANGE" : "NEXT_ITEM", {iterator}).is_alone =
            alone;
        Id item = last();
        if (actual(item).is_empty()) {
            push(item);
            uint32_t exit = snapshot_at(ip_ + 200);
            pop();
            append(Op::kCheckEmpty, {item}).snapshot = exit;
            pop();
            decref(iterator);
            return;
        }
        pop();
        uint32_t exit = snapshot_at(ip_ + 100);
        trace_.snapshots[exit].release.push_back(iterator);
        push(iterator);
        append(Op::kCheckItem, {item}).snapshot = exit;
        push(item);
        begin_instruction();
        if (!actual(item).is_object()) check_type(item);
    }

    // POP_JUMP_IF_FALSE, on a bool, None or an int.
    void jump() {
        Id value = operands(1)[0];
        if (actual(value).is_object() || actual(value).is_empty()) return;
        check_type(value);
        Id truth = value;
        pop();
        if (draw(3) == 0) {
            append(Op::kIs, {value, constant(Value::none(), {ValueType::kNone})});
            truth = last();
        } else if (!actual(value).is_bool()) {
            append(Op::kTruth, {value});
            truth = last();
        }
        types_[truth] = trace_.nodes[truth].type = {ValueType::kBool};
        if (draw(3) == 0) {
            append(Op::kNot, {truth});
            truth = last();
            types_[truth] = trace_.nodes[truth].type = {ValueType::kBool};
        }
        bool is_true = actual(truth).as_bool();
        uint32_t at = snapshot_at(ip_ + 100);
        append(is_true ? Op::kCheckTrue : Op::kCheckFalse, {truth}).snapshot = at;
    }

    void call_out() {
        append(Op::kCallout, {}).snapshot = snapshot();
        // It takes the topmost entry, if there is one, and leaves another.
        size_t depth = std::max<size_t>(top().stack.size(), 1);
        top().stack.resize(depth - 1);
        for (size_t i = depth - 1; i < depth; ++i) {
            append(Op::kLoadStack, {}).number = i;
            push(last());
        }
    }

    void enter() {
        Id function = constant(machine_.object(kFunction), {ValueType::kObject});
        std::vector<Id> arguments = operands(1 + draw(2));
        incref(function);
        auto index = static_cast<uint16_t>(trace_.frames.size());
        FrameRecord record;
        record.parent = top().index;
        record.call = made_up_instruction(ip_);
        record.function = function;
        trace_.frames.push_back(record);
        top().stack.resize(top().stack.size() - arguments.size());
        State state;
        state.index = index;
        state.locals = arguments;
        state.locals.resize(kLocals, constant(Value::empty(), {ValueType::kEmpty}));
        // What is not given is None, so that every local can be loaded.
        for (Id& id : state.locals)
            if (types_[id].tag == ValueType::kEmpty) id = constant(Value::none(), {ValueType::kNone});
        frames_.push_back(std::move(state));
        ip_ += 1000;
        uint32_t at = snapshot_at(ip_);
        append(Op::kEnterFrame, {}).snapshot = at;
    }

    void return_from_call() {
        if (top().stack.empty()) {
            load_local(draw(kLocals));
            begin_instruction();
        }
        while (top().stack.size() > 1) {
            decref(pop());
            begin_instruction();
        }
        append(Op::kLeaveFrame, {}).snapshot = snapshot();
        Id result = pop();
        State left = std::move(top());
        frames_.pop_back();
        for (Id id : left.locals) decref(id);
        decref(trace_.frames[left.index].function);
        push(result);
    }

    void return_from_base() {
        top().reload |= draw(2) == 0;
        for (uint32_t i = 0; i < kLocals; ++i) (void)local(i);
        bool is_borrowed = top().stack.empty() || draw(2);
        while (top().stack.size() > (is_borrowed ? 0 : 1)) {
            decref(pop());
            begin_instruction();
        }
        uint32_t at = snapshot();
        append(Op::kCheckReturn, {}).snapshot = at;
        Id result = is_borrowed ? local(draw(kLocals)) : pop();
        State state;
        state.index = static_cast<uint16_t>(trace_.frames.size());
        state.locals.assign(kLocals, kNoId);
        state.reload = true;
        trace_.frames.emplace_back();
        State left = std::exchange(top(), std::move(state));
        append(Op::kPopBase, {}).snapshot = at;
        Id function = last();
        types_[function] = trace_.nodes[function].type = {ValueType::kObject};
        if (is_borrowed) incref(result);
        for (Id id : left.locals) decref(id);
        decref(function);
        for (uint32_t i = 0; i < TestMachine::kCallerStack; ++i) {
            append(Op::kLoadStack, {}).number = i;
            push(last());
        }
        push(result);
        ++base_returns_;
    }

    std::mt19937 random_;
    TestMachine machine_;
    Trace trace_;
    std::vector<State> frames_;
    std::vector<ValueType> types_;
    unsigned ip_ = 0;
    uint32_t snapshot_ = kNoId;
    Id result_ = kNoId;
    bool failed_ = false;
    size_t base_returns_ = 0;
};

// What a trace leaves behind. One that has been left at its own start is gone on with as recorded: passes may
// leave it there for a later exit.
std::string outcome(const Trace& trace, const Trace& recorded, uint32_t world, unsigned turns) {
    TestMachine machine(world, kLocals, recorded.stack_depth);
    machine.hold(kFunction);
    if (!machine.run(trace, turns)) return "endless";
    for (int i = 0; i < 50 && machine.is_at_start(recorded); ++i)
        if (!machine.run(recorded, turns)) return "endless";
    machine.end_iteration(recorded);
    return machine.state();
}

unsigned with_states = 0;   // traces in which a loop keeps an iterator's state
unsigned with_returns = 0;  // traces that leave their base frame

void compare(uint32_t seed) {
    Trace recorded = RandomRecorder(seed, seed % 3).record(seed % 4 != 0);
    if (recorded.nodes.empty()) return;
    ASSERT_EQ(verify(recorded), "") << print(recorded);
    with_returns += std::any_of(recorded.nodes.begin(), recorded.nodes.end(),
                                [](const Node& node) { return node.op == Op::kPopBase; });
    uint64_t all = (uint64_t{1} << passes().size()) - 1;
    std::vector<uint64_t> disabled{0, all & ~uint64_t{seed}};
    for (size_t i = 0; i < passes().size(); ++i) {
        disabled.push_back(uint64_t{1} << i);
        disabled.push_back(all & ~(uint64_t{1} << i));
    }
    for (uint64_t left_out : disabled) {
        Trace trace = recorded;
        FunnelOptions options;
        options.disabled = left_out;
        options.verify = true;
        run_passes(trace, options);
        with_states +=
            left_out == 0 && std::any_of(trace.nodes.begin(), trace.nodes.end(),
                                         [](const Node& node) { return node.op == Op::kIterNext; });
        for (uint32_t world : {seed, seed + 1, seed + 2}) {
            unsigned turns = seed % 7;
            std::string expected = outcome(recorded, recorded, world, turns);
            ASSERT_EQ(outcome(trace, recorded, world, turns), expected)
                << "seed " << seed << ", world " << world << ", left out " << left_out << "\n"
                << print(recorded) << print(trace);
            ASSERT_EQ(expected.find("PROBLEM"), std::string::npos) << seed << "\n"
                                                                   << expected << print(recorded);
        }
    }
}

TEST(RandomPassesTest, LeaveTheSameWorld) {
    for (uint32_t seed = 1; seed <= 1500; ++seed) {
        compare(seed);
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(with_states, 50u);
    EXPECT_GT(with_returns, 100u);
}

}  // namespace

}  // namespace moult::jit
