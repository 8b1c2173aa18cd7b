// What happens to exceptions that nobody catches: sys.excepthook, exit codes, sys.unraisablehook.
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "interp/running.h"
#include "runtime/classes/descriptors.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Value or_none(Value v) {
    return v.is_empty() ? Value(Value::none()) : v;
}

// The exit code of a SystemExit; text goes to sys.stderr.
int exit_code(Thread& thread, ExceptionObject* exception) {
    flush_standard_streams(thread);
    Ref<Value> code = share(or_none(exception->fields[kSystemExitCode]));
    if (code.is_none()) return 0;
    if (Value number = as_int(code); !number.is_empty()) {
        int64_t small;
        return int_to_int64(number, &small) ? static_cast<int>(small & 0xff) : 0xff;
    }
    Ref<Str> text = to_str(thread, code);
    if (text) write_standard_error(thread, to_utf8(text.get()) + "\n");
    clear_error(thread);
    return 1;
}

void remember_last(Thread& thread, ExceptionObject* exception) {
    if (!thread.interp.sys) return;
    Dict* sys = thread.interp.sys->dict.get();
    const Names& names = thread.interp.names();
    Value traceback = or_none(exception->traceback);
    bool done = dict_set_str(thread, sys, names.last_type, exception->type()).ok() &&
                dict_set_str(thread, sys, names.last_value, exception).ok() &&
                dict_set_str(thread, sys, names.last_traceback, traceback).ok();
    if (!done) clear_error(thread);
}

// Returns -1, or the exit code that a SystemExit raised by the hook asks for.
int run_hook(Thread& thread, ExceptionObject* exception) {
    Ref<Value> hook = share(sys_attribute(thread.interp, "excepthook"));
    if (hook.is_empty()) {
        if (thread.interp.sys) write_standard_error(thread, "sys.excepthook is missing\n");
        print_exception(thread, exception);
        return -1;
    }
    Value traceback = or_none(exception->traceback);
    Ref<Value> result = call(thread, hook, {Value(exception->type()), Value(exception), traceback});
    if (!result.is_error()) return -1;
    Ref<Value> second = take_error(thread);
    if (thread.interp.type_of(second)->is_subtype(thread.types().system_exit))
        return exit_code(thread, second.as<ExceptionObject>());
    flush_standard_streams(thread);
    write_standard_error(thread, "Error in sys.excepthook:\n");
    print_exception(thread, second);
    write_standard_error(thread, "\nOriginal exception was:\n");
    print_exception(thread, exception);
    return -1;
}

int show(Thread& thread, const Ref<Value>& exception) {
    flush_standard_streams(thread);
    auto* object = exception.as<ExceptionObject>();
    remember_last(thread, object);
    int code = run_hook(thread, object);
    flush_standard_streams(thread);
    return code;
}

// What CPython's default sys.unraisablehook prints.
void print_unraisable(Thread& thread, Value exception, Value where, const char* how = "in") {
    std::string text;
    if (!where.is_empty() && !where.is_none()) {
        Ref<Str> shown = repr(thread, where);
        text = std::string("Exception ignored ") + how + ": " +
               (shown ? to_utf8(shown.get()) : "<object repr() failed>") + "\n";
        clear_error(thread);
    }
    text += format_traceback(thread, exception.as<ExceptionObject>()->traceback);
    text += format_exception_only(thread, exception) + "\n";
    write_standard_error(thread, text);
}

// Whether the program has put a hook of its own into sys.unraisablehook.
Ref<Value> own_unraisable_hook(Thread& thread) {
    Value hook = sys_attribute(thread.interp, "unraisablehook");
    if (hook.is_empty() || hook.is_none() || hook == sys_attribute(thread.interp, "__unraisablehook__"))
        return Ref<Value>::empty();
    return share(hook);
}

Status call_unraisable_hook(Thread& thread, Value hook, Value exception, Value where, const char* how) {
    Ref<Value> arguments = TRY(make_namespace(thread));
    auto set = [&](const char* name, Value value) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return set_attribute(thread, arguments, key.get(), or_none(value));
    };
    TRY(set("exc_type", thread.interp.type_of(exception)));
    TRY(set("exc_value", exception));
    TRY(set("exc_traceback", exception.as<ExceptionObject>()->traceback));
    Ref<Value> message = Value::none();
    if (std::string_view(how) != "in")
        message = TRY(make_str(thread, std::string("Exception ignored ") + how));
    TRY(set("err_msg", message));
    TRY(set("object", where));
    return as_status(call(thread, hook, {arguments.get()}));
}

}  // namespace

int handle_uncaught(Thread& thread) {
    Ref<Value> exception = take_error(thread);
    if (!as_exception(exception)) return 1;
    const Type* type = thread.interp.type_of(exception);
    if (type->is_subtype(thread.types().system_exit))
        return exit_code(thread, exception.as<ExceptionObject>());
    int code = show(thread, exception);
    if (code >= 0) return code;
    return type->is_subtype(thread.types().keyboard_interrupt) ? kExitInterrupted : 1;
}

void show_uncaught(Thread& thread) {
    Ref<Value> exception = take_error(thread);
    if (as_exception(exception)) show(thread, exception);
}

void show_unraisable(Thread& thread, Value where, const char* how) {
    if (!as_exception(thread.raised)) return clear_error(thread);
    // Nothing has shown yet where it happened.
    if (thread.raised.as<ExceptionObject>()->traceback.is_empty()) interp::add_traceback_here(thread);
    Ref<Value> exception = take_error(thread);
    Ref<Value> hook = own_unraisable_hook(thread);
    if (hook.is_empty()) return print_unraisable(thread, exception, where, how);
    if (call_unraisable_hook(thread, hook, exception, where, how).ok()) return;
    Ref<Value> second = take_error(thread);
    print_unraisable(thread, exception, where, how);
    print_unraisable(thread, second, hook);
}

}  // namespace moult
