// The machine that tests run traces on.
#include "jit/ir/test_machine.h"

#include "jit/ir/text.h"
#include "jit/passes/analysis.h"

namespace moult::jit {

TestMachine::TestMachine(uint32_t seed, size_t locals, size_t stack_depth) : seed_(seed * 2654435761u + 1) {
    for (int i = 0; i < 4; ++i) {
        TestObject object;
        object.kind = draw(4) ? Kind::kList : Kind::kStr;
        object.shape = kShapes[draw(10) == 0];
        object.has_finalizer = draw(2) == 0;
        object.count = draw(2);  // somebody outside
        heap_.push_back(object);
    }
    auto give = [&](Value* place) {
        *place = draw_value();
        incref(*place);
    };
    for (TestObject& object : heap_) {
        for (Value& value : object.slots) give(&value);
        for (Value& value : object.items) give(&value);
    }
    globals_.resize(2);
    for (Value& value : globals_) give(&value);
    frames_.resize(1);
    frames_[0].locals.resize(locals);
    for (Value& value : frames_[0].locals) give(&value);
    frames_[0].stack.resize(stack_depth);
    // Each frame owns the function that runs in it, the last object.
    auto own_function = [&](MachineFrame& frame) {
        frame.function = object(heap_.size() - 1);
        incref(frame.function);
    };
    own_function(frames_[0]);
    for (size_t i = 0; i < kCallers; ++i) {
        MachineFrame caller;
        caller.locals.resize(locals);
        for (Value& value : caller.locals) give(&value);
        caller.stack.resize(kCallerStack);
        for (Value& value : caller.stack) give(&value);
        own_function(caller);
        callers_.push_back(std::move(caller));
    }
    bool iterates = stack_depth > 0 && draw(5) != 0;
    for (size_t i = 0; i + iterates < stack_depth; ++i) give(&frames_[0].stack[i]);
    if (!iterates) return;
    // The topmost entry is an iterator.
    TestObject iterator;
    iterator.kind = draw(2) ? Kind::kRangeIterator : Kind::kListIterator;
    iterator.remaining = draw(14);
    iterator.count = draw(4) == 0;
    iterator.is_hidden = iterator.count == 0;
    for (Value& value : iterator.slots) give(&value);
    if (!iterator.slots[0].is_object()) iterator.remaining = iterator.kind == Kind::kListIterator ? 0 : 9;
    heap_.push_back(iterator);
    frames_[0].stack.back() = this->object(heap_.size() - 1);
    incref(frames_[0].stack.back());
}

uint32_t TestMachine::draw(uint32_t bound) {
    seed_ = seed_ * 1664525u + 1013904223u;
    return static_cast<uint32_t>((uint64_t{seed_ >> 8} * bound) >> 24);
}

Value TestMachine::draw_value() {
    switch (draw(8)) {
        case 0:
        case 1:
        case 2: return Value::small_int(draw(3));
        case 3: return Value::number(draw(3) * 0.5);
        default: {
            size_t i = draw(static_cast<uint32_t>(heap_.size()));
            return heap_[i].is_dead || heap_[i].is_hidden ? Value(Value::none()) : object(i);
        }
    }
}

TestObject* TestMachine::at(Value value, const char* what) {
    static TestObject nowhere;
    size_t i = (value.bits >> 12) - 1;
    if (!value.is_object() || i >= heap_.size()) {
        fail(std::string(what) + " of " + text(value) + ", which is no object");
        return &nowhere;
    }
    if (heap_[i].is_dead) fail(std::string(what) + " of " + text(value) + ", which is dead");
    return &heap_[i];
}

void TestMachine::incref(Value value) {
    if (value.is_object()) ++at(value, "incref")->count;
}

void TestMachine::decref(Value value) {
    if (!value.is_object()) return;
    TestObject* object = at(value, "decref");
    if (--object->count != 0) return;
    object->is_dead = true;
    log("destroyed " + text(value));
    for (Value& slot : object->slots) decref(std::exchange(slot, Value::empty()));
    for (Value& item : object->items) decref(std::exchange(item, Value::empty()));
    if (object->has_finalizer) call("finalizer");
}

Value TestMachine::allocate(Kind kind) {
    TestObject object;
    object.count = 1;
    object.kind = kind;
    heap_.push_back(object);
    return this->object(heap_.size() - 1);
}

std::string TestMachine::text(Value value) const {
    if (value.is_small_int()) return std::to_string(value.as_small_int());
    if (value.is_double()) return std::to_string(value.as_double());
    if (value.is_object()) return "object" + std::to_string((value.bits >> 12) - 1);
    if (value.is_none()) return "none";
    if (value.is_bool()) return value.as_bool() ? "true" : "false";
    return value.is_empty() ? "empty" : "special";
}

// What happens, and what a program would see in the base frame.
void TestMachine::log(const std::string& what) {
    log_ += what + "\n";
}

// Any code runs: it looks at the frames, and changes what it can reach.
Value TestMachine::call(const std::string& what) {
    std::string seen = what + ":";
    if (what != "finalizer" && what != "append")
        for (const MachineFrame& frame : frames_) {
            seen += " |";
            for (Value value : frame.locals) seen += " " + text(value);
        }
    log(seen);
    uint32_t seed = std::exchange(seed_, ++calls_ * 7919u + 13);
    for (TestObject& object : heap_)
        if (object.remaining && !object.is_hidden && !object.is_dead && draw(3) == 0) advance(&object);
    auto change = [&](Value* place) {
        // Mostly to a value of the same kind, so that traces go on.
        Value now = draw_value();
        for (int i = 0; i < 8 && draw(8) && now.is_object() != place->is_object(); ++i) now = draw_value();
        incref(now);
        decref(std::exchange(*place, now));
    };
    for (int i = 0; i < 3; ++i) {
        TestObject& object = heap_[draw(4)];
        if (object.is_dead) continue;
        switch (draw(8)) {
            case 0: object.shape = kShapes[draw(6) == 0]; break;
            case 1: change(&globals_[draw(2)]); break;
            case 2:
            case 3:
            case 4: change(&object.slots[draw(2)]); break;
            default: change(&object.items[draw(3)]); break;
        }
    }
    outdated_ |= draw(12) == 0;
    Value result = draw_value();
    incref(result);
    seed_ = seed;
    return result;
}

bool TestMachine::has_type(Value value, ValueType type) {
    switch (type.tag) {
        case ValueType::kAny: return true;
        case ValueType::kObject: return value.is_object();
        case ValueType::kExact: return value.is_object() && at(value, "check_type")->kind == type.kind;
        default:
            return interp::type_of_value(value.is_object() ? Value() : value) == type && !value.is_object();
    }
}

Value* TestMachine::find_place(const Trace& trace, const Node& node) {
    std::string_view name = node.info->instruction;
    auto operand = [&](unsigned i) { return values_[trace.begin(node)[i]]; };
    if (name == "LOAD_GLOBAL") return &globals_[node.oparg];
    if (name == "UNPACK") return at(operand(0), "place")->items;
    unsigned first = name.starts_with("STORE") ? 1 : 0;
    TestObject* object = at(operand(first), "place");
    if (name.ends_with("SLOT")) {
        uint32_t offset = static_cast<uint32_t>(trace.caches[node.cache][0] >> 32);
        return &object->slots[offset == 40];
    }
    int64_t index = operand(first + 1).as_small_int();
    if (index < 0) index += 3;
    return index < 0 || index > 2 ? nullptr : &object->items[index];
}

TestMachine::MachineFrame* TestMachine::frame(uint16_t index) {
    for (MachineFrame& frame : frames_)
        if (frame.frame == index) return &frame;
    fail("frame " + std::to_string(index) + " is not in memory");
    return &frames_[0];
}

// The next item of an iterator, owned; or empty, with nothing changed.
Value TestMachine::next_item(std::string_view body, Value sequence, int64_t* position, int64_t* remaining) {
    if (*remaining == 0 || (body == "NEXT_ITEM" && !sequence.is_object())) return Value::empty();
    --*remaining;
    int64_t now = (*position)++;
    if (body == "NEXT_RANGE") return Value::small_int(now);
    Value item = at(sequence, "next")->items[now % 3];
    if (item.is_empty()) item = Value::none();
    incref(item);
    return item;
}

// Somebody else takes an item.
void TestMachine::advance(TestObject* iterator) {
    ++iterator->position;
    --iterator->remaining;
}

void TestMachine::write_back(const Trace& trace, const Snapshot& snapshot) {
    for (Id id : snapshot.states) {
        TestObject* iterator = at(values_[trace.a(trace.nodes[id])], "write_back");
        iterator->position = states_.at(id).position;
        iterator->remaining = states_.at(id).remaining;
    }
}

void TestMachine::exit(const Trace& trace, uint32_t index) {
    const Snapshot& snapshot = trace.snapshots[index];
    std::vector<MachineFrame> frames;
    std::vector<Value> owed;
    for (const SnapshotFrame& state : snapshot.frames) {
        MachineFrame made;
        made.frame = state.frame;
        made.ip = state.ip;
        auto put = [&](std::vector<Value>& list, const SlotValue& entry) {
            if (list.size() <= entry.slot) list.resize(entry.slot + 1);
            list[entry.slot] = values_[entry.value];
            if (entry.borrowed) owed.push_back(values_[entry.value]);
        };
        if (frames.empty()) made.locals = frames_[0].locals, made.function = frames_[0].function;
        bool is_real = !frames.empty() && !trace.frames[state.frame].is_virtual;
        for (const SlotValue& entry : state.locals) {
            put(made.locals, entry);
            if (!is_real) continue;
            if (entry.borrowed) fail("a local in memory is borrowed at an exit");
            const std::vector<Value>& memory = frame(state.frame)->locals;
            Value there = entry.slot < memory.size() ? memory[entry.slot] : Value();
            if (there != values_[entry.value]) fail("a local in memory differs from the snapshot's");
        }
        for (const SlotValue& entry : state.stack) put(made.stack, entry);
        if (!frames.empty()) {
            while (!made.locals.empty() && made.locals.back().is_empty()) made.locals.pop_back();
            const FrameRecord& record = trace.frames[state.frame];
            if (record.function != kNoId) made.function = values_[record.function];
            if (state.borrows_function) owed.push_back(made.function);
        }
        frames.push_back(std::move(made));
    }
    for (Value value : owed) incref(value);
    frames_ = std::move(frames);
    write_back(trace, snapshot);
    for (Id id : snapshot.release) decref(values_[id]);
}

bool TestMachine::holds(const Trace& trace, const Node& node) {
    Value a = node.count ? values_[trace.a(node)] : Value();
    switch (node.op) {
        case Op::kCheckType: return has_type(a, node.type);
        case Op::kCheckIs: return a == values_[trace.b(node)];
        case Op::kCheckShape: return a.is_object() && at(a, "check_shape")->shape == node.number;
        case Op::kCheckTrue: return a.is_true();
        case Op::kCheckFalse: return a.is_false();
        case Op::kCheckEmpty: return a.is_empty();
        case Op::kCheckItem: return !a.is_empty();
        case Op::kCheckBreaker: return turns_ < last_turn_;
        case Op::kCheckValid: return !outdated_;
        case Op::kGuard: {
            std::string_view name = node.info->instruction;
            if (name == "ADD_INT") return a.is_small_int() && values_[trace.b(node)].is_small_int();
            Value owner = values_[trace.end(node)[-1]];
            if (name.ends_with("SLOT"))
                return owner.is_object() &&
                       at(owner, "guard")->shape == static_cast<uint32_t>(trace.caches[node.cache][0]);
            return owner.is_object() && at(owner, "guard")->shape == kShapes[0];  // EXACT_ARGS
        }
        default: return true;
    }
}

// False when the trace has been left.
bool TestMachine::step(const Trace& trace, Id id, bool* jumped, Id* next) {
    const Node& node = trace.nodes[id];
    auto operand = [&](unsigned i) { return values_[trace.begin(node)[i]]; };
    auto leave = [&] {
        exit(trace, node.snapshot);
        return false;
    };
    if (op_flags(node.op) & kIsGuard) return holds(trace, node) ? true : leave();
    Value& result = values_[id];
    switch (node.op) {
        case Op::kConst: result = Value(node.number); break;
        case Op::kLocal: result = frames_[0].locals[node.number]; break;
        case Op::kStack: result = frames_[0].stack[node.number]; break;
        case Op::kNop:
        case Op::kPhi: break;
        case Op::kPlace:
            places_[id] = find_place(trace, node);
            if (!places_[id]) return leave();
            break;
        case Op::kLoad:
            result = places_[trace.a(node)][node.number];
            if (result.is_empty() && node.snapshot != kNoId) return leave();
            break;
        case Op::kExchange: result = std::exchange(*places_[trace.a(node)], operand(1)); break;
        case Op::kStoreLocal: {
            MachineFrame* target = frame(node.frame);
            if (target->locals.size() <= node.number) target->locals.resize(node.number + 1);
            target->locals[node.number] = operand(0);
            break;
        }
        case Op::kLoadLocal: result = frame(node.frame)->locals[node.number]; break;
        case Op::kLoadStack: result = frame(node.frame)->stack[node.number]; break;
        case Op::kIncref: incref(operand(0)); break;
        case Op::kDecref: decref(operand(0)); break;
        case Op::kEnterFrame: {
            MachineFrame made;
            made.frame = node.frame;
            for (const SlotValue& entry : trace.snapshots[node.snapshot].frames.back().locals) {
                if (made.locals.size() <= entry.slot) made.locals.resize(entry.slot + 1);
                made.locals[entry.slot] = values_[entry.value];
            }
            frames_.push_back(std::move(made));
            break;
        }
        case Op::kLeaveFrame: frames_.pop_back(); break;
        case Op::kPopBase:
            if (frames_.size() != 1 || callers_.empty()) {
                fail("no base frame to leave");
                return false;
            }
            result = frames_[0].function;
            frames_[0] = std::move(callers_.back());
            frames_[0].frame = node.frame;
            callers_.pop_back();
            break;
        case Op::kInstance: result = allocate(Kind::kList); break;
        case Op::kIs: result = Value::boolean(operand(0) == operand(1)); break;
        case Op::kNot: result = Value::boolean(!operand(0).as_bool()); break;
        case Op::kTruth:
            if (node.snapshot != kNoId && operand(0).is_object()) decref(call("truth"));
            result = Value::boolean(!operand(0).is_none() && !operand(0).is_false() &&
                                    operand(0) != Value(Value::small_int(0)) &&
                                    operand(0) != Value(Value::number(0)));
            break;
        case Op::kCallout: {
            // Takes the top of the stack, if there is one, and pushes a result.
            const Snapshot& snapshot = trace.snapshots[node.snapshot];
            MachineFrame* top = &frames_.back();
            top->stack.clear();
            for (const SlotValue& entry : snapshot.frames.back().stack) {
                top->stack.push_back(values_[entry.value]);
                if (entry.borrowed) incref(values_[entry.value]);
            }
            for (const SnapshotFrame& state : snapshot.frames)
                for (const SlotValue& entry : state.locals) {
                    MachineFrame* target = frame(state.frame);
                    if (target->locals.size() <= entry.slot) target->locals.resize(entry.slot + 1);
                    if (target->locals[entry.slot] != values_[entry.value] && state.frame != 0)
                        fail("a local in memory differs from the snapshot's");
                    target->locals[entry.slot] = values_[entry.value];
                    if (entry.borrowed) fail("a local in memory is borrowed at a callout");
                }
            write_back(trace, snapshot);
            Value made = call("callout");
            top = &frames_.back();
            if (!top->stack.empty()) {
                decref(std::exchange(top->stack.back(), made));
            } else {
                top->stack.push_back(made);
            }
            break;
        }
        case Op::kRun: {
            std::string_view name = node.info->instruction;
            if (name == "ADD_INT") {
                if (operand(0).as_small_int() > 1000) return leave();
                // Beyond some size it is an object, as an integer of more than 49 bits would be.
                int64_t sum = operand(0).as_small_int() + operand(1).as_small_int();
                result = sum == 5 ? allocate(Kind::kInt) : Value(Value::small_int(sum));
            } else if (name == "ADD_FLOAT") {
                result = Value::number(operand(0).as_double() + operand(1).as_double());
            } else if (name == "LESS_INT") {
                result = Value::boolean(operand(0).as_small_int() < operand(1).as_small_int());
            } else if (name == "LENGTH") {
                Value item = at(operand(0), "LENGTH")->items[0];
                result = Value::small_int(item.is_small_int() ? item.as_small_int() : 9);
            } else if (name.starts_with("NEXT")) {
                TestObject* iterator = at(operand(0), "NEXT");
                result = next_item(name, iterator->slots[0], &iterator->position, &iterator->remaining);
                if (result.is_empty() && name == "NEXT_ITEM")
                    decref(std::exchange(iterator->slots[0], Value::empty()));
            } else if (name == "APPEND") {
                decref(call("append"));
                result = Value::none();
            } else if (name == "TAKE") {
                TestObject* list = at(operand(0), "TAKE");
                result = std::exchange(list->items[0], list->items[1]);
                list->items[1] = std::exchange(list->items[2], Value(Value::none()));
            } else if (name == "ADD_STR") {
                TestObject* left = at(operand(0), "ADD_STR");
                bool takes = node.reuses_left && left->count == 1;
                lefts_[id] = takes ? Value() : operand(0);
                if (takes) {
                    left->shape += 1000;
                    result = operand(0);
                } else {
                    uint64_t shape = left->shape;
                    result = allocate(Kind::kStr);
                    heap_.back().shape = shape + 1000;
                }
            } else {
                for (unsigned i = 0; i < node.count; ++i) {
                    if (!operand(i).is_object()) continue;
                    if (TestObject* given = at(operand(i), "CALL"); given->remaining) advance(given);
                }
                result = call("call");
            }
            break;
        }
        case Op::kIterLoad: {
            const TestObject* iterator = at(operand(0), "iter_load");
            if (iterator->count != 1) return leave();
            states_[id] = {iterator->position, iterator->remaining};
            break;
        }
        case Op::kIterNext: {
            Id load = trace.a(node);
            State& state = states_.at(load);
            Value sequence = at(values_[trace.a(trace.nodes[load])], "iter_next")->slots[0];
            result = next_item(node.info->instruction, sequence, &state.position, &state.remaining);
            if (result.is_empty()) return leave();
            break;
        }
        case Op::kLeft: result = lefts_[trace.a(node)]; break;
        case Op::kLoop: {
            ++turns_;
            if (trace.loop_start != kNoId) {
                std::vector<std::pair<Id, Value>> moves;
                for (Id phi = trace.loop_start; trace.nodes[phi].op == Op::kPhi; ++phi)
                    moves.emplace_back(phi, values_[trace.b(trace.nodes[phi])]);
                for (auto [phi, value] : moves) values_[phi] = value;
                *next = trace.loop_start;
            } else {
                exit(trace, node.snapshot);
                *next = 0;
            }
            *jumped = true;
            break;
        }
        case Op::kLeave:
        case Op::kLink: return leave();
        default: fail(std::string("the machine does not know ") + op_text(node.op)); return leave();
    }
    if (node.op == Op::kTruth && node.snapshot == kNoId && operand(0).is_object()) fail("truth of an object");
    return true;
}

bool TestMachine::extend(const Trace& trace) {
    last_turn_ = 1;
    bool jumped = false;
    Id next = 0;
    while (values_.size() < trace.nodes.size()) {
        auto id = static_cast<Id>(values_.size());
        values_.emplace_back();
        places_.push_back(nullptr);
        lefts_.emplace_back();
        if (!step(trace, id, &jumped, &next)) return false;
    }
    return true;
}

bool TestMachine::run(const Trace& trace, unsigned turns) {
    values_.assign(trace.nodes.size(), Value());
    places_.assign(trace.nodes.size(), nullptr);
    lefts_.assign(trace.nodes.size(), Value());
    last_turn_ = turns;
    Id id = 0;
    bool entered_loop = false, first_turn_is_over = false;
    for (unsigned steps = 0; steps < 20000; ++steps) {
        bool jumped = false;
        Id next = 0;
        bool is_head = trace.nodes[id].op == Op::kNop && trace.nodes[id].snapshot != kNoId;
        if (!first_turn_is_over && (is_head || id == trace.loop_start)) {
            ++turns_;
            first_turn_is_over = true;
        }
        if (id == trace.loop_start && !entered_loop) {
            entered_loop = true;
            for (Id phi = id; trace.nodes[phi].op == Op::kPhi; ++phi)
                values_[phi] = values_[trace.a(trace.nodes[phi])];
        }
        if (!step(trace, id, &jumped, &next)) return true;
        if (!problem_.empty()) return true;
        id = jumped ? next : id + 1;
    }
    return false;
}

void TestMachine::end_iteration(const Trace& recorded) {
    if (frames_.size() != 1) return;
    for (const Node& node : recorded.nodes) {
        if (node.op != Op::kRun || !node.info->state_size) continue;
        if (recorded.snapshots[node.snapshot].frames.back().ip != exit_ip()) continue;
        // The next node says where it goes on.
        const Node& check = (&node)[1];
        Value iterator = frames_[0].stack.back();
        TestObject* object = iterator.is_object() ? at(iterator, "end") : nullptr;
        if (check.op != Op::kCheckItem || !object || object->remaining || !object->position) return;
        if (std::string_view(node.info->instruction) == "NEXT_ITEM")
            decref(std::exchange(object->slots[0], Value::empty()));
        frames_[0].ip = recorded.snapshots[check.snapshot].frames.back().ip;
        frames_[0].stack.pop_back();
        decref(iterator);
        return;
    }
}

std::string TestMachine::state() const {
    std::string out = problem_.empty() ? "" : "PROBLEM " + problem_ + "\n";
    out += log_;
    std::vector<MachineFrame> all = callers_;
    all.insert(all.end(), frames_.begin(), frames_.end());
    for (const MachineFrame& frame : all) {
        out +=
            "frame at " + std::to_string(reinterpret_cast<uintptr_t>(frame.ip) / sizeof(interp::Instr) - 1);
        if (!frame.function.is_empty()) out += " of " + text(frame.function);
        out += ":";
        for (Value value : frame.locals) out += " " + text(value);
        out += " stack:";
        for (Value value : frame.stack) out += " " + text(value);
        out += "\n";
    }
    for (size_t i = 0; i < heap_.size(); ++i) {
        const TestObject& object = heap_[i];
        out += "object" + std::to_string(i) + ": ";
        if (object.is_dead) {
            out += "dead\n";
            continue;
        }
        if (object.position || object.remaining)
            out += std::to_string(object.position) + " and " + std::to_string(object.remaining) + " more, ";
        out += std::to_string(object.count) + " references, shape " + std::to_string(object.shape) + ",";
        for (Value value : object.slots) out += " " + text(value);
        out += " |";
        for (Value value : object.items) out += " " + text(value);
        out += "\n";
    }
    out += "globals:";
    for (Value value : globals_) out += " " + text(value);
    if (outdated_) out += " outdated";
    return out + "\n";
}

}  // namespace moult::jit
