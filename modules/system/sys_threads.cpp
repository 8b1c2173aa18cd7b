// What sys tells of threads: their frames and exceptions, and how they take turns.
#include "interp/running.h"
#include "modules/system/sys_internal.h"
#include "runtime/classes/function.h"
#include "runtime/containers/tuple.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"
#include "runtime/threads/threads.h"

namespace moult {

Value handled_exception(const Thread& thread) {
    for (const HandledException* entry = thread.handled; entry; entry = entry->previous)
        if (entry->exception.get().is_object()) return entry->exception;
    return Value::none();
}

Ref<Value> handled_exception_info(Thread& thread, const Thread& of) {
    Value exception = handled_exception(of);
    if (exception.is_none()) return make_tuple(thread, {exception, exception, exception});
    Value traceback = exception.as<ExceptionObject>()->traceback;
    return make_tuple(thread, {Value(thread.interp.type_of(exception)), exception,
                               traceback.is_empty() ? Value(Value::none()) : traceback});
}

namespace {

// A dict by the identities of threads; of(thread) is empty for those that have nothing to show.
template <class Of>
Ref<Value> by_thread(Thread& thread, Of&& of) {
    // Making the values runs no Python code, so that no thread comes or goes.
    Ref<Dict> found = TRY(make_dict(thread));
    Status status;
    thread.interp.threads->for_each([&](Thread& other) {
        if (!status.ok() || other.ident == 0) return;
        status = [&]() -> Status {
            Ref<Value> value = TRY(of(other));
            if (value.is_empty()) return {};
            Ref<Value> identity = TRY(make_int(thread, static_cast<int64_t>(other.ident)));
            return dict_set(thread, found.get(), identity, value);
        }();
    });
    TRY(status);
    return found;
}

Ref<Value> current_frames(Thread& thread, Args) {
    return by_thread(thread, [&](Thread& other) { return interp::innermost_frame(thread, other); });
}
Ref<Value> current_exceptions(Thread& thread, Args) {
    return by_thread(thread, [&](Thread& other) { return handled_exception_info(thread, other); });
}

Ref<Value> getswitchinterval(Thread& thread, Args) {
    return Value::number(thread.interp.threads->gil().interval().count());
}
Ref<Value> setswitchinterval(Thread& thread, Args args) {
    double seconds = TRY(to_double(thread, args[0]));
    if (!(seconds > 0)) return raise_value_error(thread, "switch interval must be strictly positive");
    thread.interp.threads->gil().set_interval(Gil::Interval(seconds));
    return Value::none();
}

constexpr MethodDef kFunctions[] = {
    {"_current_frames()", current_frames, "The innermost frame of each thread, by the thread's identifier."},
    {"_current_exceptions()", current_exceptions,
     "The exception that is being handled in each thread, by the thread's identifier."},
    {"getswitchinterval()", getswitchinterval,
     "How long a thread waits before one that runs is asked to let it, in seconds."},
    {"setswitchinterval(interval, /)", setswitchinterval,
     "Set how long a thread waits before one that runs is asked to let it, in seconds."},
};

}  // namespace

Status add_sys_thread_functions(Thread& thread, Dict* sys) {
    return add_functions(thread, sys, kFunctions);
}

}  // namespace moult
