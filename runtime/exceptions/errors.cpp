// Raising exceptions: messages, implicit context, the exception on its way. The exceptions themselves are in
// exception*.cpp.
#include "runtime/state/errors.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "runtime/exceptions/exception.h"
#include "runtime/exceptions/exception_class.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// The message of a printf-style format. A byte-wise precision may cut a character: the rest of it is dropped.
Ref<Str> format_message(Thread& thread, const char* format, va_list arguments) {
    char small[512];
    va_list again;
    va_copy(again, arguments);
    int length = std::vsnprintf(small, sizeof small, format, arguments);
    Ref<Str> text;
    if (length < 0) {
        text = make_str(thread, format);
    } else if (static_cast<size_t>(length) < sizeof small) {
        text = make_str(thread, {small, static_cast<size_t>(length)});
    } else {
        std::string large(static_cast<size_t>(length) + 1, '\0');
        std::vsnprintf(large.data(), large.size(), format, again);
        large.resize(static_cast<size_t>(length));
        text = make_str(thread, large);
    }
    va_end(again);
    return text;
}

Ref<ExceptionObject> make_with_message(Thread& thread, Type* type, const char* format, va_list arguments) {
    Ref<Str> text = TRY(format_message(thread, format, arguments));
    return make_exception(thread, type, {text.value()});
}

Failure raise_formatted(Thread& thread, Type* type, const char* format, va_list arguments) {
    return raise_made(thread, make_with_message(thread, type, format, arguments));
}

// The innermost exception being handled, through the generators that are running; empty when there is none.
Value topmost_handled(const Thread& thread) {
    for (const HandledException* entry = thread.handled; entry; entry = entry->previous)
        if (entry->exception.get().is_object()) return entry->exception;
    return Value::empty();
}

}  // namespace

Failure raise_made(Thread& thread, Ref<ExceptionObject> exception) {
    if (!exception) return kError;  // what prevented it is on the thread
    Value handled = topmost_handled(thread);
    if (!handled.is_empty()) set_exception_context(exception.get(), handled);
    thread.raised = std::move(exception);
    return kError;
}

Failure raise_object(Thread& thread, Value exception) {
    Ref<Value> instance;
    if (as_exception(exception)) {
        instance = share(exception);
    } else if (is_exception_class(thread.types(), exception)) {
        instance = TRY(call(thread, exception));
        if (!as_exception(instance))
            return raise_type_error(thread,
                                    "calling %s should have returned an instance of BaseException, not %s",
                                    repr_text(thread, exception).c_str(),
                                    repr_text(thread, thread.interp.type_of(instance)).c_str());
    } else {
        return raise_type_error(thread, "exceptions must derive from BaseException");
    }
    return raise_made(thread, take_as<ExceptionObject>(std::move(instance)));
}

Failure raise_from(Thread& thread, Ref<Value> cause) {
    auto* error = thread.raised.as<ExceptionObject>();
    decref(std::exchange(error->cause, share(cause.get()).release()));
    decref(std::exchange(error->context, cause.release()));
    error->suppress_context = true;
    return kError;
}

Failure raise(Thread& thread, Type* type, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Failure failure = raise_formatted(thread, type, format, arguments);
    va_end(arguments);
    return failure;
}

#define MOULT_RAISE_FUNCTION(function, type)                                               \
    Failure function(Thread& thread, const char* format, ...) {                            \
        va_list arguments;                                                                 \
        va_start(arguments, format);                                                       \
        Failure failure = raise_formatted(thread, thread.types().type, format, arguments); \
        va_end(arguments);                                                                 \
        return failure;                                                                    \
    }
MOULT_RAISE_FUNCTION(raise_type_error, type_error)
MOULT_RAISE_FUNCTION(raise_value_error, value_error)
MOULT_RAISE_FUNCTION(raise_index_error, index_error)
MOULT_RAISE_FUNCTION(raise_overflow_error, overflow_error)
MOULT_RAISE_FUNCTION(raise_runtime_error, runtime_error)
MOULT_RAISE_FUNCTION(raise_zero_division, zero_division_error)
MOULT_RAISE_FUNCTION(raise_system_error, system_error)
#undef MOULT_RAISE_FUNCTION

Failure raise_attribute_error(Thread& thread, Value object, Str* name, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Ref<ExceptionObject> error = make_with_message(thread, thread.types().attribute_error, format, arguments);
    va_end(arguments);
    if (error) {
        set_exception_field(error.get(), kAttributeErrorName, name);
        set_exception_field(error.get(), kAttributeErrorObject, object);
    }
    return raise_made(thread, std::move(error));
}

Failure raise_no_attribute(Thread& thread, Value object, Str* name) {
    std::string text = to_utf8(name);
    if (auto* type = as_instance<Type>(object))
        return raise_attribute_error(thread, object, name, "type object '%.50s' has no attribute '%s'",
                                     to_utf8(type->name.get()).c_str(), text.c_str());
    return raise_attribute_error(thread, object, name, "'%.50s' object has no attribute '%s'",
                                 type_name(thread, object), text.c_str());
}

Failure raise_key_error(Thread& thread, Value key) {
    return raise_made(thread, make_exception(thread, thread.types().key_error, {key}));
}

Failure raise_name_error(Thread& thread, Str* name) {
    Ref<Str> text = TRY(format_str(thread, "name '%.200s' is not defined", to_utf8(name).c_str()));
    Ref<ExceptionObject> error = TRY(make_exception(thread, thread.types().name_error, {text.value()}));
    set_exception_field(error.get(), kNameErrorName, name);
    return raise_made(thread, std::move(error));
}

Failure raise_unbound_local(Thread& thread, Str* name) {
    return raise(thread, thread.types().unbound_local_error,
                 "cannot access local variable '%s' where it is not associated with a value",
                 to_utf8(name).c_str());
}

Failure raise_stop_iteration(Thread& thread, Value value) {
    Type* type = thread.types().stop_iteration;
    return raise_made(
        thread, value.is_empty() ? make_exception(thread, type, {}) : make_exception(thread, type, {value}));
}

Failure raise_out_of_memory(Thread& thread) {
    Type* type = thread.types().memory_error;
    Ref<Value> error;
    // Not make_exception: this is where it turns to when allocation fails.
    if (void* memory = type ? thread.heap.allocate(sizeof(ExceptionObject) + 256) : nullptr) {
        thread.heap.free(memory);
        error = make_exception(thread, type, {});
    }
    if (error.is_error() || error.is_empty()) error = share(thread.interp.last_memory_error);
    thread.raised = std::move(error);
    return kError;
}

Failure raise_recursion_error(Thread& thread, const char* where) {
    return raise(thread, thread.types().recursion_error, "maximum recursion depth exceeded%s", where);
}

Failure raise_os_error(Thread& thread, int error_number, Value filename) {
    Ref<Str> text = TRY(make_str(thread, std::strerror(error_number)));
    Type* type = thread.types().os_error;
    Value number = Value::small_int(error_number);
    return raise_made(thread, filename.is_empty()
                                  ? make_exception(thread, type, {number, text.value()})
                                  : make_exception(thread, type, {number, text.value(), filename}));
}

bool error_matches(Thread& thread, const Type* type) {
    return thread.has_error() && thread.interp.type_of(thread.raised)->is_subtype(type);
}

Ref<Value> take_error(Thread& thread) {
    return std::move(thread.raised);
}

void restore_error(Thread& thread, Ref<Value> exception) {
    thread.raised = std::move(exception);
}

void clear_error(Thread& thread) {
    thread.raised = Ref<Value>();
}

Failure raise_bad_argument(Thread& thread, const char* function, const char* argument, const char* wanted,
                           Value given) {
    return raise_type_error(thread, "%s() %s must be %s, not %s", function, argument, wanted,
                            given.is_none() ? "None" : type_name(thread, given));
}

void report_unraisable(Thread& thread, Value where, const char* how) {
    auto report = thread.interp.hooks.report_unraisable;
    report ? report(thread, where, how) : clear_error(thread);
}

Status warn(Thread& thread, Type* category, std::string_view message) {
    auto warn = thread.interp.hooks.warn;
    return warn ? warn(thread, category, message) : Status();
}

const char* type_name(Thread& thread, Value value) {
    const Type* type = thread.interp.type_of(value);
    if (type->spec_name) return type->spec_name;
    const Str* name = type->name.get();
    if (name->is_ascii()) return name->data<char>();
    std::string& text = thread.interp.utf8_names[name];
    text = to_utf8(name);
    return text.c_str();
}

}  // namespace moult
