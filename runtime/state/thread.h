// Thread: what belongs to one thread of Python execution: its frames, the exception on its way, the eval
// breaker.
#pragma once

#include <cstdint>
#include <memory>

#include "runtime/model/result.h"
#include "runtime/state/interpreter.h"

namespace moult {

struct Frame;            // interp/frame.h
struct ExceptionObject;  // exceptions/exception.h
class Gil;               // runtime/threads/gil.h

// The exceptions being handled (sys.exc_info()), innermost first. One entry per running generator and one per
// thread.
struct HandledException {
    Ref<Value> exception;  // an exception instance, or None/empty when none is being handled
    HandledException* previous = nullptr;
};

struct Thread {
    Interpreter& interp;
    Heap& heap;
    Frame* frame = nullptr;  // innermost running Python frame
    Ref<Value>
        raised;  // the exception on its way; empty when none. Set exactly when a function returned failure.
    HandledException base_handled;
    HandledException* handled = &base_handled;
    uint32_t eval_breaker = 0;  // bits of EvalBreaker; asked for at back edges and calls: see requests()
    void** const* trace_entries = nullptr;  // by a trace's number: where the address that enters it is found
    void* trace_exit = nullptr;   // the exit by which a compiled trace has just been left (jit/backend.h)
    bool in_trace = false;        // see is_in_trace()
    int calls = 0;                // C++ calls of the interpreter under way
    uint32_t no_count = 0;        // counted by exits of traces for values that have no reference count
    int recursion_depth = 0;      // Python frames on this thread, and guarded C++ functions
    char* stack_limit = nullptr;  // C++ code that recurses on user data must stay above this address

    // The frame stack: Values of locals, cells and operand stacks, one frame after the other.
    Value* stack_base = nullptr;
    Value* stack_top = nullptr;  // first free slot
    Value* stack_end = nullptr;

    // sys.set_asyncgen_hooks(); empty when not set.
    Ref<Value> async_generator_first_hook, async_generator_finalizer;
    int coroutine_origin_depth = 0;  // frames that cr_origin shows; 0: none

    std::vector<Object*> in_repr;  // objects whose repr is under way (ReprGuard)

    Thread* awaited = nullptr;   // whose import this one waits for
    uint64_t ident = 0;          // threading.get_ident(); 0: not running yet
    std::shared_ptr<Gil> gil;    // the interpreter's lock
    uint32_t destroy_depth = 0;  // of the heap, while another thread runs
    uint32_t finalizer_depth = 0;
    // What keeps something for this thread, and wants to know of its end: called with the lock, the latest first.
    struct AtEnd {
        void (*call)(Thread&, Object*);
        Object* object;  // borrowed: takes itself out when it dies
    };
    std::vector<AtEnd> at_end;

    explicit Thread(Interpreter& in);
    ~Thread();
    // By the system's thread that is to run it, before anything else.
    void begin();

    inline const Types& types() const;  // in runtime/state/types.h
    bool has_error() const { return !raised.is_empty(); }
    // Asks for attention at the next check: from signal handlers and other threads too.
    void request(uint32_t bits) { __atomic_fetch_or(&eval_breaker, bits, __ATOMIC_RELEASE); }
    // Whether it has been asked for this; then it has not any more.
    bool take_request(uint32_t bit) {
        return (requests() & bit) && (__atomic_fetch_and(&eval_breaker, ~bit, __ATOMIC_ACQUIRE) & bit);
    }
    // What is asked for.
    uint32_t requests() const { return __atomic_load_n(&eval_breaker, __ATOMIC_RELAXED); }
    // A trace is under way, of the innermost call of the interpreter. Other threads may ask.
    bool is_in_trace() const { return __atomic_load_n(&in_trace, __ATOMIC_RELAXED); }
    void set_in_trace(bool is) { __atomic_store_n(&in_trace, is, __ATOMIC_RELAXED); }
    // The C++ stack is nearly used up.
    bool stack_exhausted() const { return static_cast<char*>(__builtin_frame_address(0)) < stack_limit; }
};

// The thread that runs Python code.
inline Thread& running_thread(const Interpreter& interp) {
    return *(interp.current ? interp.current : interp.main_thread);
}

// Bits of Thread::eval_breaker.
enum EvalBreaker : uint32_t {
    kSignalPending = 1u << 0,
    kCollectionPending = 1u << 1,
    kTraceReady = 1u << 2,  // a trace has been compiled and waits to be installed
    kLockWanted = 1u << 3,  // another thread has waited for the interpreter's lock long enough
};

// Guards a C++ function that recurses on user data (repr, comparison, calls from C++ into Python). It counts like a
// Python frame against the limit of recursion, as in CPython:
//     RecursionGuard guard(thread, " while getting the repr of an object");
//     if (guard.failed()) return kError;      // RecursionError is set
class RecursionGuard {
  public:
    RecursionGuard(Thread& thread, const char* where);
    ~RecursionGuard() {
        if (!failed_) --thread_.recursion_depth;
    }
    RecursionGuard(const RecursionGuard&) = delete;
    RecursionGuard& operator=(const RecursionGuard&) = delete;
    bool failed() const { return failed_; }

  private:
    Thread& thread_;
    bool failed_;
};

}  // namespace moult
