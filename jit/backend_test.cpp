// Traces made by hand, compiled and run on real frames.
#include "jit/backend.h"

#include <gtest/gtest.h>

#include "interp/control_families.h"
#include "jit/library.h"
#include "runtime/containers/range.h"
#include "specializer/test_support.h"

namespace moult::jit {

namespace {

using interp::Instr;
using specializer::SpecializationTest;

const ExitRecord& exit_of(Thread* thread) {
    return *static_cast<ExitRecord*>(thread->trace_exit);
}
void put_in_frame(Frame* frame, const ExitRecord& exit) {
    frame->ip = const_cast<Instr*>(exit.ip);
    frame->sp = frame->stack_bottom() + exit.depth;
}
// Where a trace has been left: with the frame as it is, back to the test.
MOULT_HANDLER Value stop(HANDLER_PARAMETERS) {
    put_in_frame(frame, exit_of(thread));
    return Value::none();
}
MOULT_HANDLER Value stop_with_error(HANDLER_PARAMETERS) {
    put_in_frame(frame, exit_of(thread));
    return Value::error();
}
// Where a trace ends in another one.
MOULT_HANDLER Value stop_at_link(HANDLER_PARAMETERS) {
    frame->ip = ip;
    frame->sp = sp;
    return Value::none();
}
// On in the interpreter.
MOULT_HANDLER Value go_on(HANDLER_PARAMETERS) {
    put_in_frame(frame, exit_of(thread));
    ENTER_FRAME();
}

class BackendTest : public SpecializationTest {
  protected:
    static Backend& backend() {
        static std::unique_ptr<Backend> it = [] {
            BackendHost host;
            host.unwind = reinterpret_cast<void*>(stop_with_error);
            std::string error;
            std::unique_ptr<Backend> opened = open_library(host, &error);
            EXPECT_TRUE(opened) << error;
            return opened;
        }();
        return *it;
    }

    // --- making a trace

    Id add(Op op, std::initializer_list<Id> operands = {}, uint64_t number = 0, uint32_t snapshot = kNoId) {
        Node node;
        node.op = op;
        node.number = number;
        node.snapshot = snapshot;
        node.first = static_cast<uint32_t>(trace_.operands.size());
        node.count = static_cast<uint32_t>(operands.size());
        trace_.operands.insert(trace_.operands.end(), operands);
        trace_.nodes.push_back(node);
        return static_cast<Id>(trace_.nodes.size() - 1);
    }
    Id constant(Value value) { return add(Op::kConst, {}, value.bits); }
    Id run_body(const char* name, std::initializer_list<Id> operands, uint32_t snapshot = kNoId,
                ValueType type = {}) {
        Id id = add(Op::kRun, operands, 0, snapshot);
        trace_.nodes[id].info = info(name);
        trace_.nodes[id].type = type;
        return id;
    }
    void check(Id value, ValueType type, uint32_t snapshot) {
        trace_.nodes[add(Op::kCheckType, {value}, 0, snapshot)].type = type;
    }
    void store(uint32_t local, Id value, uint16_t frame = 0) {
        trace_.nodes[add(Op::kStoreLocal, {value}, local)].frame = frame;
    }
    Id phi(Id first, ValueType type) {
        Id id = add(Op::kPhi, {first, kNoId});
        trace_.nodes[id].type = type;
        return id;
    }
    void close(Id phi, Id next) { trace_.operands[trace_.nodes[phi].first + 1] = next; }
    static SnapshotFrame in_frame(uint16_t index, const Instr* ip, std::vector<SlotValue> locals,
                                  std::vector<SlotValue> stack) {
        SnapshotFrame frame;
        frame.frame = index;
        frame.ip = ip;
        frame.locals = std::move(locals);
        frame.stack = std::move(stack);
        return frame;
    }
    uint32_t snapshot(std::vector<SlotValue> locals, std::vector<SlotValue> stack = {},
                      const Instr* ip = nullptr) {
        Snapshot made;
        made.frames.push_back(in_frame(0, ip, std::move(locals), std::move(stack)));
        trace_.snapshots.push_back(std::move(made));
        return static_cast<uint32_t>(trace_.snapshots.size() - 1);
    }
    const TraceInfo* info(const char* name) {
        const interp::Registry& registry = interp::machine_of(thread_).registry;
        return registry.instruction(static_cast<uint16_t>(registry.find(name))).trace;
    }

    const Instr* find(const Executable* exec, std::string_view name) {
        const interp::Registry& registry = interp::machine_of(thread_).registry;
        const Instr* ip = exec->instructions.get();
        while (registry.of_op(ip->op).name != name) ip += 1 + registry.of_op(ip->op).cache_words;
        return ip;
    }

    // --- running it

    // The innermost frame, of a function of the namespace called with these arguments.
    Frame* push(const char* function, std::vector<Value> arguments) {
        Ref<Str> name = intern(thread_, function);
        Value found = dict_get_str(globals_.get(), name.get());
        return interp::push_frame(thread_, found.as<Function>(),
                                  {arguments.data(), static_cast<uint32_t>(arguments.size()), nullptr});
    }
    const CompiledTrace& compile() {
        trace_.frames.resize(std::max<size_t>(trace_.frames.size(), 1));
        exits_.clear();
        for (uint32_t i = 0; i < trace_.snapshots.size(); ++i) {
            const SnapshotFrame& innermost = trace_.snapshots[i].frames.back();
            auto depth = static_cast<uint32_t>(innermost.stack.size());
            exits_.push_back({leave_, 0, innermost.ip, &trace_, i, depth, 0});
        }
        CompileJob job;
        job.trace = &trace_;
        job.exits = exits_.data();
        job.link_slot = &link_;
        job.valid = &valid_;
        job.want_llvm = job.want_assembly = true;
        compiled_ = backend().compile(job);
        EXPECT_EQ(compiled_.error, "");
        return compiled_;
    }
    // Compiled code has no mark that a sanitizer could check the call by.
    [[clang::no_sanitize("function")]] Value enter(Frame* frame, std::initializer_list<Value> stack = {}) {
        Value* sp = frame->stack_bottom();
        for (Value value : stack) *sp++ = value;
        thread_.trace_exit = nullptr;
        auto handler = reinterpret_cast<interp::Handler>(compiled_.code);
        return handler(frame->ip, sp, frame, interp::machine_of(thread_).table, frame->consts, &thread_);
    }
    uint32_t exit_taken() {
        return thread_.trace_exit ? static_cast<ExitRecord*>(thread_.trace_exit)->snapshot : kNoId;
    }
    ~BackendTest() override {
        if (compiled_.handle) backend().release(compiled_.handle);
    }

    Trace trace_;
    CompiledTrace compiled_;
    std::vector<ExitRecord> exits_;
    void* leave_ = reinterpret_cast<void*>(stop);
    void* link_ = reinterpret_cast<void*>(stop_at_link);
    uint32_t valid_ = 1;
};

constexpr ValueType kInt{ValueType::kInt}, kFloat{ValueType::kFloat}, kBool{ValueType::kBool};

TEST_F(BackendTest, ALoopOfFloatsRunsUnboxedAndBoxesAtItsExit) {
    run("def f(x, step, limit): return x");
    Id x = add(Op::kLocal, {}, 0), step = add(Op::kLocal, {}, 1), limit = add(Op::kLocal, {}, 2);
    uint32_t before = snapshot({});
    check(x, kFloat, before);
    check(step, kFloat, before);
    check(limit, kFloat, before);
    Id current = phi(x, kFloat);
    trace_.loop_start = current;
    uint32_t at = snapshot({{0, current}});
    Id below = run_body("COMPARE_OP_FLOAT_LT", {current, limit}, kNoId, kBool);
    add(Op::kCheckTrue, {below}, 0, at);
    Id sum = run_body("BINARY_OP_ADD_FLOAT", {current, step}, kNoId, kFloat);
    close(current, sum);
    add(Op::kLoop);
    compile();
    Frame* frame = push("f", {Value::number(0.5), Value::number(0.25), Value::number(1000)});
    enter(frame);
    EXPECT_EQ(exit_taken(), at);
    EXPECT_EQ(frame->locals()[0].as_double(), 1000.0);
    interp::pop_frame(thread_, frame);
    // Nothing is boxed in the loop: it has no integer addition.
    EXPECT_NE(compiled_.assembly.find("addsd"), std::string::npos) << compiled_.assembly;
    frame = push("f", {Value::small_int(1), Value::number(0.25), Value::number(1000)});
    enter(frame);
    EXPECT_EQ(exit_taken(), before);
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, WhatOnlyAnExitAsksForIsComputedThere) {
    run("def f(x): return x");
    Id x = add(Op::kLocal, {}, 0);
    check(x, kFloat, snapshot({}));
    Id sum = run_body("BINARY_OP_ADD_FLOAT", {x, x}, kNoId, kFloat);
    uint32_t at = snapshot({{0, sum}});
    add(Op::kCheckBreaker, {}, 0, at);
    add(Op::kCheckBreaker, {}, 0, snapshot({{0, sum}}));
    add(Op::kLink, {}, 0, snapshot({}));
    compile();
    // The sum as a Value, its bits and the offset of doubles: behind the branch, in each exit.
    const std::string& code = compiled_.llvm;
    size_t boxed = code.find(", " + std::to_string(Value::kDoubleOffset));
    size_t test = code.find("load atomic");
    ASSERT_NE(boxed, std::string::npos) << code;
    ASSERT_NE(test, std::string::npos) << code;
    EXPECT_GT(boxed, code.find("br i1", test)) << code;
    Frame* frame = push("f", {Value::number(1.25)});
    thread_.request(1);
    enter(frame);
    thread_.eval_breaker = 0;
    EXPECT_EQ(exit_taken(), at);
    EXPECT_EQ(frame->locals()[0].as_double(), 2.5);
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, AnIntThatOverflowsLeavesWithTheBigInt) {
    run("def f(x): return x");
    Id x = add(Op::kLocal, {}, 0);
    uint32_t before = snapshot({});
    check(x, kInt, before);
    Id current = phi(x, kInt);
    trace_.loop_start = current;
    uint32_t at = snapshot({{0, current}});
    Id sum = run_body("BINARY_OP_ADD_INT", {current, current}, at);
    uint32_t behind = snapshot({{0, sum}});
    check(sum, kInt, behind);
    close(current, sum);
    add(Op::kLoop);
    compile();
    Frame* frame = push("f", {Value::small_int(3)});
    enter(frame);
    EXPECT_EQ(exit_taken(), behind);
    EXPECT_EQ(repr_text(thread_, frame->locals()[0]), std::to_string(int64_t{3} << 47));
    interp::pop_frame(thread_, frame);
    frame = push("f", {Value::small_int(-1)});
    enter(frame);
    EXPECT_EQ(repr_text(thread_, frame->locals()[0]), std::to_string(-(int64_t{1} << 49)));
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, ALoopInMemoryLoadsAnewEachTime) {
    run("def f(i, limit): return i");
    Id i = add(Op::kLocal, {}, 0), limit = add(Op::kLocal, {}, 1), below_stack = add(Op::kStack, {}, 0);
    uint32_t at = snapshot({}, {{0, below_stack}});
    trace_.stack_depth = 1;
    check(i, kInt, at);
    check(limit, kInt, at);
    Id below = run_body("COMPARE_OP_INT_LT", {i, limit}, kNoId, kBool);
    add(Op::kCheckTrue, {below}, 0, at);
    Id sum = run_body("BINARY_OP_ADD_INT", {i, constant(Value::small_int(1))}, at);
    store(0, sum);
    add(Op::kLoop, {}, 0, at);
    compile();
    Frame* frame = push("f", {Value::small_int(0), Value::small_int(100000)});
    enter(frame, {Value::small_int(7)});
    EXPECT_EQ(exit_taken(), at);
    EXPECT_EQ(frame->locals()[0].as_small_int(), 100000);
    EXPECT_EQ(frame->sp - frame->stack_bottom(), 1);
    EXPECT_EQ(frame->stack_bottom()[0].as_small_int(), 7);
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, ADeoptExitGoesOnInTheInterpreter) {
    run("def f(a, b):\n    return a // b");
    Id a = add(Op::kLocal, {}, 0), b = add(Op::kLocal, {}, 1);
    Frame* frame = push("f", {Value::small_int(7), Value::small_int(0)});
    // The instruction behind RESUME is the division.
    uint32_t at = snapshot({}, {}, frame->ip + 1);
    check(a, kInt, at);
    check(b, kInt, at);
    Id quotient = run_body("BINARY_OP_FLOOR_DIVIDE_INT", {a, b}, at);
    uint32_t behind = snapshot({}, {{0, quotient}}, frame->ip + 3);
    add(Op::kLeave, {}, 0, behind);
    leave_ = reinterpret_cast<void*>(go_on);
    compile();
    frame->set_entry(true);
    EXPECT_TRUE(enter(frame).is_error());
    EXPECT_EQ(exit_taken(), at);
    Ref<Value> error = take_error(thread_);
    EXPECT_STREQ(type_name(thread_, error), "ZeroDivisionError");
    frame = push("f", {Value::small_int(-7), Value::small_int(2)});
    frame->set_entry(true);
    EXPECT_EQ(enter(frame), Value(Value::small_int(-4)));
    EXPECT_EQ(exit_taken(), kNoId);
}

TEST_F(BackendTest, AnErrorUnwindsAtItsInstruction) {
    run("def f(d, key): return d[key]\nd = {1: 2}");
    Value dict = dict_get_str(globals_.get(), intern(thread_, "d").get());
    Id d = add(Op::kLocal, {}, 0), key = add(Op::kLocal, {}, 1);
    Frame* frame = push("f", {dict, Value::small_int(5)});
    uint32_t at = snapshot({}, {}, frame->ip + 1);
    Id guard = add(Op::kGuard, {d, key}, 0, at);
    trace_.nodes[guard].info = info("BINARY_SUBSCR_DICT");
    Id item = run_body("BINARY_SUBSCR_DICT", {d, key}, at);
    trace_.nodes[item].ip = frame->ip + 1;
    uint32_t behind = snapshot({}, {{0, item}}, frame->ip + 3);
    add(Op::kLeave, {}, 0, behind);
    compile();
    const Instr* start = frame->ip;
    EXPECT_TRUE(enter(frame).is_error());
    EXPECT_EQ(exit_taken(), at) << "its record names the instruction";
    EXPECT_EQ(frame->ip, start + 1);
    EXPECT_STREQ(type_name(thread_, take_error(thread_)), "KeyError");
    interp::pop_frame(thread_, frame);
    frame = push("f", {Value::small_int(1), Value::small_int(5)});
    enter(frame);
    EXPECT_EQ(exit_taken(), at);
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, ReferencesAreCountedAtExits) {
    run("def f(x): return x\nclass C: pass\nc = C()");
    Value object = dict_get_str(globals_.get(), intern(thread_, "c").get());
    uint32_t references = object.as_object()->refcount;
    Id x = add(Op::kLocal, {}, 0);
    uint32_t at = snapshot({}, {{0, x, true}, {1, x, true}});
    check(x, kInt, at);
    add(Op::kLoop, {}, 0, at);
    compile();
    Frame* frame = push("f", {object});
    enter(frame);
    EXPECT_EQ(exit_taken(), at);
    EXPECT_EQ(frame->sp - frame->stack_bottom(), 2);
    EXPECT_EQ(object.as_object()->refcount, references + 3);
    while (frame->sp > frame->stack_bottom()) decref(*--frame->sp);
    interp::pop_frame(thread_, frame);
    EXPECT_EQ(object.as_object()->refcount, references);
}

// total += each item of a range, while the total stays below 1000.
TEST_F(BackendTest, AnIteratorsStateIsWrittenBackAtEveryExit) {
    run("def f(total): return total\nit = iter(range(5, 100, 3))");
    Value object = dict_get_str(globals_.get(), intern(thread_, "it").get());
    auto* range = object.as<RangeIterator>();
    Id iterator = add(Op::kStack), total = add(Op::kLocal);
    trace_.stack_depth = 1;
    uint32_t before = snapshot({}, {{0, iterator}});
    check(iterator, {ValueType::kExact, Kind::kRangeIterator}, before);
    check(total, kInt, before);
    Id state = add(Op::kIterLoad, {iterator}, 0, before);
    trace_.nodes[state].info = info("FOR_ITER_RANGE");
    Id sum = phi(total, kInt);
    trace_.loop_start = sum;
    auto with_state = [&](Id value) {
        uint32_t made = snapshot({{0, value}}, {{0, iterator}});
        trace_.snapshots[made].states = {state};
        return made;
    };
    uint32_t at_step = with_state(sum);
    Id item = add(Op::kIterNext, {state}, 0, at_step);
    trace_.nodes[item].info = info("FOR_ITER_RANGE");
    trace_.nodes[item].type = kInt;
    Id next = run_body("BINARY_OP_ADD_INT", {sum, item}, at_step);
    check(next, kInt, at_step);
    close(sum, next);
    Id below = run_body("COMPARE_OP_INT_LT", {next, constant(Value::small_int(1000))}, kNoId, kBool);
    uint32_t large = with_state(next);
    add(Op::kCheckTrue, {below}, 0, large);
    add(Op::kLoop);
    compile();
    // Nobody else has it: the test's reference stands for the stack's.
    Frame* frame = push("f", {Value::small_int(0)});
    enter(frame, {object});
    EXPECT_EQ(exit_taken(), large);
    EXPECT_EQ(frame->locals()[0].as_small_int(), 1025);  // 5 + 8 + ... + 74 + 77
    EXPECT_EQ(range->next, 80);
    EXPECT_EQ(range->remaining, 7);
    frame->locals()[0] = Value::small_int(0);
    enter(frame, {object});
    EXPECT_EQ(exit_taken(), at_step);
    EXPECT_EQ(frame->locals()[0].as_small_int(), 80 + 83 + 86 + 89 + 92 + 95 + 98);
    EXPECT_EQ(range->remaining, 0);
    EXPECT_EQ(object.as_object()->refcount, 1u);
    incref(object);
    enter(frame, {object});
    EXPECT_EQ(exit_taken(), before);
    decref(object);
    interp::pop_frame(thread_, frame);
#ifdef NDEBUG  // the bodies of debug builds have variables in memory themselves
    // The state is in registers.
    EXPECT_EQ(compiled_.llvm.find("alloca"), std::string::npos) << compiled_.llvm;
#endif
}

// f(x) calls g(x, 2.5): the frame of g is made by the trace, or only at its exit.
class InlinedCall : public BackendTest {
  protected:
    void make(bool is_virtual) {
        run("def g(a, b):\n    c = a\n    return b * a\ndef f(x):\n    y = g(x, 2.5)\n    return y + 1");
        function_ = dict_get_str(globals_.get(), intern(thread_, "g").get());
        Frame* warm = push("g", {Value::number(1), Value::number(2)});
        callee_ = warm->exec;
        interp::pop_frame(thread_, warm);
        Id x = add(Op::kLocal, {}, 0);
        uint32_t before = snapshot({});
        check(x, kFloat, before);
        add(Op::kCheckRoom, {}, (uint64_t{1} << 32) | 64, before);
        add(Op::kCheckBreaker, {}, 0, before);
        add(Op::kCheckValid, {}, 0, before);
        Id g = constant(function_);
        Id factor = constant(Value::number(2.5));
        Frame* caller = push("f", {Value::number(1)});
        const Instr* call = find(caller->exec, "CALL");
        FrameRecord record;
        record.runs(callee_);
        record.function = g;
        record.call = call;
        record.resume = call + 1 + interp::CallFamily::kCacheWords;
        record.is_virtual = is_virtual;
        trace_.exec = caller->exec;
        interp::pop_frame(thread_, caller);
        trace_.frames = {FrameRecord{}, record};
        Snapshot inner;
        inner.frames.push_back(in_frame(0, call, {}, {}));
        inner.frames.push_back(in_frame(1, callee_->instructions.get() + 1, {{0, x}, {1, factor}}, {}));
        trace_.snapshots.push_back(inner);
        auto in_callee = static_cast<uint32_t>(trace_.snapshots.size() - 1);
        add(Op::kIncref, {g});
        if (!is_virtual) trace_.nodes[add(Op::kEnterFrame, {}, 0, in_callee)].frame = 1;
        Id product = run_body("BINARY_OP_MULTIPLY_FLOAT", {factor, x}, kNoId, kFloat);
        Id large = run_body("COMPARE_OP_FLOAT_LT", {product, constant(Value::number(100))}, kNoId, kBool);
        add(Op::kCheckTrue, {large}, 0, in_callee);
        if (!is_virtual) trace_.nodes[add(Op::kLeaveFrame)].frame = 1;
        add(Op::kDecref, {g});
        uint32_t behind = snapshot({}, {{0, product}}, record.resume);
        add(Op::kLeave, {}, 0, behind);
        leave_ = reinterpret_cast<void*>(go_on);
        compile();
    }
    void test() {
        uint32_t references = function_.as_object()->refcount;
        for (double x : {3.0, 60.0}) {
            Frame* frame = push("f", {Value::number(x)});
            frame->set_entry(true);
            int depth = thread_.recursion_depth;
            Value* top = thread_.stack_top;
            Value result = enter(frame);
            ASSERT_TRUE(result.is_double());
            EXPECT_EQ(result.as_double(), x * 2.5 + 1);
            EXPECT_EQ(exit_taken(), x == 3 ? kNoId : 1u);
            EXPECT_EQ(thread_.recursion_depth, depth - 1);
            EXPECT_EQ(thread_.stack_top, top - interp::kFrameWords - trace_.exec->frame_values);
            EXPECT_EQ(function_.as_object()->refcount, references);
        }
    }
    Value function_;
    Executable* callee_ = nullptr;
};
TEST_F(InlinedCall, WithARealFrame) {
    make(false);
    test();
}
TEST_F(InlinedCall, WithAVirtualFrame) {
    make(true);
    test();
    EXPECT_EQ(compiled_.llvm.find("enter_frame"), std::string::npos);
}

TEST_F(BackendTest, GuardsOfTheMachineHold) {
    run("def f(x): return x");
    uint32_t at = snapshot({});
    add(Op::kCheckBreaker, {}, 0, at);
    uint32_t room = snapshot({});
    add(Op::kCheckRoom, {}, (uint64_t{100} << 32) | 64, room);
    uint32_t valid = snapshot({});
    add(Op::kCheckValid, {}, 0, valid);
    uint32_t end = snapshot({});
    add(Op::kLink, {}, 0, end);
    compile();
    Frame* frame = push("f", {Value::none()});
    enter(frame);
    EXPECT_EQ(exit_taken(), kNoId);
    valid_ = 0;
    enter(frame);
    EXPECT_EQ(exit_taken(), valid);
    int limit = interp_.recursion_limit;
    interp_.recursion_limit = thread_.recursion_depth + 99;
    enter(frame);
    EXPECT_EQ(exit_taken(), room);
    interp_.recursion_limit = limit;
    thread_.eval_breaker = 1;
    enter(frame);
    EXPECT_EQ(exit_taken(), at);
    thread_.eval_breaker = 0;
    interp::pop_frame(thread_, frame);
}

TEST_F(BackendTest, WhatCannotBeCompiledIsAnError) {
    add(Op::kCheckBreaker);
    trace_.frames.resize(1);
    CompileJob job;
    job.trace = &trace_;
    EXPECT_EQ(backend().compile(job).error, "a guard has no snapshot");
}

}  // namespace

}  // namespace moult::jit
