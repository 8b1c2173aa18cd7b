// Generators, coroutines and asynchronous generators: each owns the frame of its function, which is linked
// into the thread's chain while it runs. See PEP 255, 342, 380, 492, 525.
#pragma once

#include <span>
#include <utility>

#include "interp/calls.h"
#include "runtime/exceptions/exception.h"
#include "runtime/model/visitor.h"

namespace moult {

struct Generator : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind =
        Kind::kGenerator;  // also coroutine and async_generator, which have the same layout
    enum class State : uint8_t {
        kCreated,
        kSuspended,
        kRunning,
        kDelegating,  // as good as running: throw() or close() runs what it waits for
        kFinished
    };
    // Who runs it now, and so gets what it yields or returns.
    enum class Resumer : uint8_t {
        kNative,   // a C++ call: the frame is an entry
        kForIter,  // a FOR_ITER of the previous frame
    };

    Value name, qualname;  // owned
    Value code;            // owned: the Code, also after the end
    HandledException handled;
    State state;
    Resumer resumer;
    bool async_hooks_called;  // async generators: sys.set_asyncgen_hooks' first iteration hook
    bool async_running;       // async generators: an asend/athrow/anext is under way
    bool async_closed;
    Value origin;  // owned; coroutines: cr_origin; async generators: the finalizer hook, or None

    bool is_running() const { return state == State::kRunning || state == State::kDelegating; }
    // The frame and its values follow.
    Frame* frame() { return reinterpret_cast<Frame*>(this + 1); }

    static constexpr auto kFields =
        fields<&Generator::origin, &Generator::code, &Generator::name, &Generator::qualname>;
    static void release(Interpreter&, Generator&);  // the frame and `handled`
    static void visit(Generator&, Visitor&);
    static void clear(Interpreter&, Generator&);  // the frame, unless it runs
};

namespace interp {

// Copies the running frame of a generator function, which stands at RETURN_GENERATOR, into a new generator;
// the caller gives the old place back. Error: MemoryError.
Ref<Value> make_generator(Thread&, Frame*);

// Links a suspended generator's frame as the innermost; `sent` (owned) becomes the value of its yield.
inline void resume_generator(Thread& thread, Generator* generator, Value sent, Generator::Resumer resumer) {
    Frame* frame = generator->frame();
    // The first resumption starts after RETURN_GENERATOR, which left room for a value that POP_TOP drops.
    *frame->sp++ = sent;
    frame->ip = frame->resume;
    generator->state = Generator::State::kRunning;
    generator->resumer = resumer;
    generator->handled.previous = thread.handled;
    thread.handled = &generator->handled;
    frame->set_entry(resumer == Generator::Resumer::kNative);
    link_frame(thread, frame);
    ++thread.recursion_depth;
}
// The reverse, when it yields, returns or fails.
inline void suspend_generator(Thread& thread, Generator* generator) {
    Frame* frame = generator->frame();
    generator->state = Generator::State::kSuspended;
    thread.handled = std::exchange(generator->handled.previous, nullptr);
    thread.frame = std::exchange(frame->previous, nullptr);
    --thread.recursion_depth;
}
// The generator has returned or failed: releases its frame.
void finish_generator(Thread&, Generator*);

// How a generator stopped. kYielded and kReturned carry a value; kFailed has its exception on the thread.
enum class GeneratorOutcome : uint8_t { kYielded, kReturned, kFailed };
// Runs until the next yield, the end, or failure. `sent`: borrowed, None to start. ValueError when it is
// running.
GeneratorOutcome generator_send(Thread&, Generator*, Value sent, Ref<Value>* result);
// As throw(type[, value[, traceback]]), with one to three arguments. With close_on_exit, GeneratorExit closes
// what the generator waits for; else it is thrown into it as any other exception.
GeneratorOutcome generator_throw(Thread&, Generator*, std::span<const Value> arguments, bool close_on_exit,
                                 Ref<Value>* result);
Status generator_close(Thread&, Generator*);
// Whether closing the generator runs any Python code: a handler or a delegate could see GeneratorExit.
bool close_runs_code(const Generator*);
// Ends a generator that is not running, without running it: releases its frame and operand stack.
void abandon_generator(Thread&, Generator*);

// What a generator suspended in `yield from` or `await`, or delegating there, waits for, borrowed; else
// empty.
Value delegate_of(const Generator*);

// What `await value` and `yield from value` wait for. TypeErrors as CPython's.
Ref<Value> awaitable_iterator(Thread&, Value);

// The value that a StopIteration instance carries.
inline Ref<Value> stop_iteration_value(Value stop) {
    Value value = stop.as<ExceptionObject>()->fields[kStopIterationValue];
    return share(value.is_empty() ? Value::none() : value);
}

inline Generator* as_generator(Value v) {
    if (!v.is_object()) return nullptr;
    Kind kind = v.as_object()->shape->kind;
    return kind == Kind::kGenerator || kind == Kind::kCoroutine ? v.as<Generator>() : nullptr;
}

void init_generators(Interpreter&);

}  // namespace interp
}  // namespace moult
