// The module _thread: starting threads, and what the module threading builds on. Locks are in lock.cpp, thread-local
// data in local.cpp.
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <memory>

#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "modules/threads/local.h"
#include "modules/threads/lock.h"
#include "runtime/containers/spread_arguments.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/objects/struct_sequence.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
#include "runtime/threads/signals.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

struct ThreadState {
    size_t stack_size = 0;  // bytes; 0: the system's default
};

// --- starting

struct Start {
    Thread* thread;
    Ref<Value> function, keywords;
    Ref<Tuple> arguments;
};

// With the interpreter's lock.
void run(Thread& thread, Start& start) {
    SpreadArguments spread;
    Status status = spread.set(thread, start.arguments->span(), start.keywords);
    if (status.ok()) status = as_status(call(thread, start.function, spread.args()));
    if (status.ok()) return;
    if (error_matches(thread, thread.types().system_exit)) return clear_error(thread);
    report_unraisable(thread, start.function, "in thread started by");
}

// Releases what is the thread's, so that nothing of Python is left when the lock is given up for good.
void end(Thread& thread) {
    thread.base_handled.exception = Ref<Value>();
    thread.async_generator_first_hook = Ref<Value>();
    thread.async_generator_finalizer = Ref<Value>();
    while (!thread.at_end.empty()) {
        Thread::AtEnd last = thread.at_end.back();
        thread.at_end.pop_back();
        last.call(thread, last.object);
    }
    clear_error(thread);
}

void* thread_main(void* argument) {
    std::unique_ptr<Start> start(static_cast<Start*>(argument));
    Thread& thread = *start->thread;
    thread.begin();
    Threads::enter(thread);
    Interpreter& interp = thread.interp;
    run(thread, *start);
    start.reset();
    end(thread);
    interp.threads->remove(thread);
    interp.threads->leave(thread);
    delete &thread;
    return nullptr;
}

Ref<Value> start_new_thread(Thread& thread, Args args) {
    if (!thread.interp.type_of(args[0])->slots.call)
        return raise_type_error(thread, "first arg must be callable");
    auto* arguments = as_instance<Tuple>(args[1]);
    if (!arguments) return raise_type_error(thread, "2nd arg must be a tuple");
    if (!args[2].is_empty() && !as_instance<Dict>(args[2]))
        return raise_type_error(thread, "optional 3rd arg must be a dictionary");
    Interpreter& interp = thread.interp;
    auto made = std::make_unique<Thread>(interp);
    made->trace_entries = interp.main_thread->trace_entries;
    auto start = std::make_unique<Start>(Start{made.get(), share(args[0]), share(args[2]), share(arguments)});
    interp.threads->add(*made);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (size_t size = interp.module_states.of<ThreadState>().stack_size)
        pthread_attr_setstacksize(&attributes, size);
    pthread_t id;
    int failure = pthread_create(&id, &attributes, thread_main, start.get());
    pthread_attr_destroy(&attributes);
    if (failure) {
        interp.threads->remove(*made);
        return raise_runtime_error(thread, "can't start new thread");
    }
    static_cast<void>(start.release());
    static_cast<void>(made.release());
    return make_int(thread, static_cast<int64_t>(id));
}

Ref<Value> exit_thread(Thread& thread, Args) {
    return raise_object(thread, thread.types().system_exit);
}

// --- what there is

Ref<Value> get_ident(Thread& thread, Args) {
    return make_int(thread, static_cast<int64_t>(thread.ident));
}
Ref<Value> get_native_id(Thread& thread, Args) {
    return make_int(thread, int64_t{gettid()});
}
Ref<Value> count(Thread& thread, Args) {
    return make_int(thread, static_cast<int64_t>(thread.interp.threads->count()) - 1);
}

Ref<Value> stack_size(Thread& thread, Args args) {
    constexpr int64_t kLeast = 32 * 1024;
    size_t& size = thread.interp.module_states.of<ThreadState>().stack_size;
    Ref<Value> old = TRY(make_int(thread, static_cast<int64_t>(size)));
    int64_t wanted = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    if (wanted < 0) return raise_value_error(thread, "size must be 0 or a positive value");
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    bool valid = wanted == 0 || (wanted >= kLeast &&
                                 pthread_attr_setstacksize(&attributes, static_cast<size_t>(wanted)) == 0);
    pthread_attr_destroy(&attributes);
    if (!valid)
        return raise_value_error(thread, "size not valid: %lld bytes", static_cast<long long>(wanted));
    size = static_cast<size_t>(wanted);
    return old;
}

// --- signals

Ref<Value> interrupt_main(Thread& thread, Args args) {
    int64_t number = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    if (number < 1 || number >= kSignalCount) return raise_value_error(thread, "signal number out of range");
    if (is_caught(static_cast<int>(number))) note_signal(static_cast<int>(number));
    return Value::none();
}

// --- locks

Ref<Value> allocate_lock(Thread& thread, Args) {
    return make_lock(thread);
}

// The lock is let go when the thread has ended, which is what Thread.join() waits for.
void release_sentinel(Thread&, Object* object) {
    Ref<LockObject> lock = Ref<LockObject>::take(static_cast<LockObject*>(object));
    if (lock->locked) release_lock(*lock);
}
Ref<Value> set_sentinel(Thread& thread, Args) {
    Ref<LockObject> lock = TRY(make_lock(thread));
    auto& at_end = thread.at_end;
    std::erase_if(at_end, [&](const Thread::AtEnd& entry) {
        if (entry.call != release_sentinel) return false;
        decref(Value(entry.object));
        return true;
    });
    // The first of all, and so the last to be called: what the thread kept is gone by then.
    at_end.insert(at_end.begin(), {release_sentinel, share(lock.get()).release()});
    return lock;
}

// --- exceptions of threading.Thread.run()

constexpr StructField kHookFields[] = {
    {"exc_type", "Exception type"},
    {"exc_value", "Exception value"},
    {"exc_traceback", "Exception traceback"},
    {"thread", "Thread"},
};
constexpr StructSequenceSpec kExceptHookArgs{"_thread._ExceptHookArgs", "What threading.excepthook is given.",
                                             kHookFields, 4};

Ref<Value> excepthook(Thread& thread, Args args) {
    Type* type = native_type(thread.interp, kStructSequenceType<kExceptHookArgs>);
    if (thread.interp.type_of(args[0]) != type)
        return raise_type_error(thread, "_thread.excepthook argument type must be ExceptHookArgs");
    auto field = [&](size_t i) { return struct_sequence::field(args[0], i); };
    if (field(0) == Value(thread.types().system_exit)) return Value::none();
    Value of = field(3);
    Ref<Value> file = share(sys_attribute(thread.interp, "stderr"));
    if (file.is_empty() || file.is_none()) {
        // What sys.stderr was when the thread was made.
        if (of.is_none()) return Value::none();
        file = TRY(get_attribute(thread, of, "_stderr"));
        if (file.is_none()) return Value::none();
    }
    std::string text = "Exception in thread ";
    Ref<Value> name = Ref<Value>::empty();
    if (!of.is_none()) {
        Ref<Str> key = TRY(intern(thread, "name"));
        name = TRY(find_attribute(thread, of, key.get()));
    }
    if (name.is_empty()) {
        text += std::to_string(thread.ident);
    } else {
        Ref<Str> shown = TRY(to_str(thread, name));
        text += to_utf8(shown.get());
    }
    text += ":\n";
    text += format_exception(thread, field(1));
    Ref<Str> whole = TRY(make_str(thread, text));
    Ref<Str> write = TRY(intern(thread, "write")), flush = TRY(intern(thread, "flush"));
    TRY(as_status(call_method(thread, file, write.get(), {whole.value()})));
    return call_method(thread, file, flush.get());
}

Status add_names(Thread& thread, Module* module) {
    Interpreter& interp = thread.interp;
    Ref<Value> longest = Value::number(static_cast<double>(LLONG_MAX / 1'000'000'000));
    const std::pair<const char*, Value> entries[] = {
        {"LockType", native_type(interp, kLockType)},
        {"RLock", native_type(interp, kRLockType)},
        {"_local", native_type(interp, kLocalType)},
        {"_ExceptHookArgs", native_type(interp, kStructSequenceType<kExceptHookArgs>)},
        {"error", thread.types().runtime_error},
        {"TIMEOUT_MAX", longest},
    };
    for (auto [name, value] : entries) {
        Ref<Str> key = TRY(intern(thread, name));
        TRY(dict_set_str(thread, module->dict.get(), key.get(), value));
    }
    return {};
}

constexpr const char* kStartDoc =
    "Run function(*args, **kwargs) in a new thread, and return the thread's identifier. The thread ends when "
    "the "
    "function does; what it returns is ignored, an exception other than SystemExit is reported.";
constexpr const char* kExitDoc = "End this thread, by raising SystemExit.";
constexpr const char* kAllocateDoc = "Make a lock.";

constexpr MethodDef kFunctions[] = {
    {"@hidden @unpack start_new_thread(function, args, kwargs=..., /)", start_new_thread, kStartDoc},
    {"@hidden @unpack start_new(function, args, kwargs=..., /)", start_new_thread, kStartDoc},
    {"@hidden exit_thread()", exit_thread, kExitDoc},
    {"@hidden exit()", exit_thread, kExitDoc},
    {"@hidden get_ident()", get_ident,
     "A number that no other thread has as long as this one runs; other threads may get it later."},
    {"@hidden get_native_id()", get_native_id, "The system's number of this thread."},
    {"@hidden _count()", count, "How many threads run, the main thread aside."},
    {"@hidden @parse stack_size(size=0, /)", stack_size,
     "Set the stack size of threads made from now on, in bytes (0: the system's default), and return what it "
     "was."},
    {"@hidden @parse interrupt_main(signum=2, /)", interrupt_main,
     "Have the main thread behave as if the signal had arrived."},
    {"@hidden allocate_lock()", allocate_lock, kAllocateDoc},
    {"@hidden allocate()", allocate_lock, kAllocateDoc},
    {"@hidden _set_sentinel()", set_sentinel, "Make a lock that is let go when this thread ends."},
    {"@hidden _excepthook(exc_type_value_traceback_thread, /)", excepthook,
     "Report what Thread.run() raised."},
};

}  // namespace

constexpr ModuleSpec kThreadModule = {"_thread",
                                      "This module provides primitive operations to write multi-threaded "
                                      "programs.\nThe 'threading' module provides a "
                                      "more convenient interface.",
                                      kFunctions, add_names};
MOULT_MODULE(kThreadModule);

}  // namespace moult
