// BaseException, the exceptions with one or two attributes more, and the making of all exception types.
#include "runtime/exceptions/exception.h"

#include <iterator>

#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/state/exception_list.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

ExceptionObject* self_of(Args args) {
    return args[0].as<ExceptionObject>();
}

Ref<Value> exception_repr(Thread& thread, Value self) {
    auto* exception = self.as<ExceptionObject>();
    Ref<Tuple> args = exception->args;
    StrBuilder out(thread);
    out.add(exception->type()->name.get());
    if (args->length == 1) {
        Ref<Str> text = TRY(repr(thread, args->items()[0]));
        out.add('(');
        out.add(text.get());
        out.add(')');
    } else {
        Ref<Str> text = TRY(repr(thread, args.value()));
        out.add(text.get());
    }
    return out.finish();
}

// --- BaseException's attributes

Ref<Value> get_args(Thread&, Value self) {
    return share(self.as<ExceptionObject>()->args.value());
}
Status set_args(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "args may not be deleted");
    Ref<Tuple> args = TRY(to_tuple(thread, value));
    std::swap(self.as<ExceptionObject>()->args, args);
    return {};
}

Ref<Value> get_traceback(Thread&, Value self) {
    return share_or_none(self.as<ExceptionObject>()->traceback);
}
Status set_traceback(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "__traceback__ may not be deleted");
    if (!value.is_none() && !is_exact<Traceback>(value))
        return raise_type_error(thread, "__traceback__ must be a traceback or None");
    replace_field(self.as<ExceptionObject>()->traceback, value.is_none() ? Value::empty() : value);
    return {};
}

Ref<Value> get_context(Thread&, Value self) {
    return share_or_none(self.as<ExceptionObject>()->context);
}
Status set_context(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "__context__ may not be deleted");
    if (!value.is_none() && !as_exception(value))
        return raise_type_error(thread, "exception context must be None or derive from BaseException");
    replace_field(self.as<ExceptionObject>()->context, value.is_none() ? Value::empty() : value);
    return {};
}

Ref<Value> get_cause(Thread&, Value self) {
    return share_or_none(self.as<ExceptionObject>()->cause);
}
Status set_cause(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "__cause__ may not be deleted");
    if (!value.is_none() && !as_exception(value))
        return raise_type_error(thread, "exception cause must be None or derive from BaseException");
    set_exception_cause(self.as<ExceptionObject>(), value);
    return {};
}

Ref<Value> get_suppress_context(Thread&, Value self) {
    return Value::boolean(self.as<ExceptionObject>()->suppress_context);
}
Status set_suppress_context(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete numeric/char attribute");
    if (!value.is_bool()) return raise_type_error(thread, "attribute value type must be bool");
    self.as<ExceptionObject>()->suppress_context = value.is_true();
    return {};
}

constexpr GetSetDef kBaseAttributes[] = {
    {"args", get_args, set_args, nullptr},
    {"__traceback__", get_traceback, set_traceback, nullptr},
    {"__context__", get_context, set_context, "exception context"},
    {"__cause__", get_cause, set_cause, "exception cause"},
    {"__suppress_context__", get_suppress_context, set_suppress_context, nullptr},
};

// --- BaseException's methods

Ref<Value> with_traceback_method(Thread& thread, Args args) {
    TRY(set_traceback(thread, args[0], args[1]));
    return share(args[0]);
}

Ref<Value> add_note_method(Thread& thread, Args args) {
    if (!as_str(args[1]))
        return raise_type_error(thread, "note must be a str, not '%s'", type_name(thread, args[1]));
    Str* name = thread.interp.names().__notes__;
    Ref<Value> notes = TRY(find_attribute(thread, args[0], name));
    if (notes.is_empty()) {
        Ref<List> list = TRY(make_list(thread));
        notes = share(list.value());
        TRY(set_attribute(thread, args[0], name, notes));
    } else if (!as_instance<List>(notes)) {
        return raise_type_error(thread, "Cannot add note: __notes__ is not a list");
    }
    TRY(list_append(thread, notes.as<List>(), args[1]));
    return Value::none();
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    ExceptionObject* self = self_of(args);
    Ref<Dict> state = TRY(instance_attributes(thread, self));
    if (state->length == 0) return make_tuple(thread, {Value(self->type()), self->args.value()});
    return make_tuple(thread, {Value(self->type()), self->args.value(), state.value()});
}

Ref<Value> setstate_method(Thread& thread, Args args) {
    if (args[1].is_none()) return Value::none();
    auto* state = as_instance<Dict>(args[1]);
    if (!state) return raise_type_error(thread, "state is not a dictionary");
    Ref<Dict> held = TRY(dict_copy(thread, state));
    size_t position = 0;
    Value key, value;
    while (dict_next(held.get(), &position, &key, &value)) {
        Str* name = as_str(key);
        if (!name)
            return raise_type_error(thread, "attribute name must be string, not '%s'",
                                    type_name(thread, key));
        Ref<Str> interned = TRY(intern(thread, name));
        TRY(set_attribute(thread, args[0], interned.get(), value));
    }
    return Value::none();
}

constexpr MethodDef kBaseMethods[] = {
    {"with_traceback(self, tb, /)", with_traceback_method, "Set self.__traceback__ to tb and return self."},
    {"add_note(self, note, /)", add_note_method, "Append a note to __notes__; tracebacks show it."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", setstate_method, "Set the attributes of a dictionary."},
};

// --- StopIteration, SystemExit, KeyError

Status stop_iteration_init(Thread& thread, Value self, Args args) {
    TRY(exception_init(thread, self, args));
    set_exception_field(self.as<ExceptionObject>(), kStopIterationValue,
                        args.rest_count ? args.rest()[0] : Value(Value::none()));
    return {};
}
Status system_exit_init(Thread& thread, Value self, Args args) {
    TRY(exception_init(thread, self, args));
    auto* exception = self.as<ExceptionObject>();
    if (args.rest_count)
        set_exception_field(exception, kSystemExitCode,
                            args.rest_count == 1 ? args.rest()[0] : exception->args.value());
    return {};
}
constexpr GetSetDef kStopIterationAttributes[] = {
    {"value", exception_field<kStopIterationValue>, assign_exception_field<kStopIterationValue>,
     "generator return value"},
};
constexpr GetSetDef kSystemExitAttributes[] = {
    {"code", exception_field<kSystemExitCode>, assign_exception_field<kSystemExitCode>, "exception code"},
};

Ref<Value> key_error_str(Thread& thread, Value self) {
    Ref<Tuple> args = self.as<ExceptionObject>()->args;
    if (args->length == 1) return repr(thread, args->items()[0]);
    return exception_str(thread, self);
}

// --- NameError, AttributeError, ImportError

Status name_error_init(Thread& thread, Value self, Args args) {  // *args, name
    TRY(exception_init(thread, self, args));
    set_exception_field(self.as<ExceptionObject>(), kNameErrorName, args[0]);
    return {};
}
constexpr GetSetDef kNameErrorAttributes[] = {
    {"name", exception_field<kNameErrorName>, assign_exception_field<kNameErrorName>, "name"},
};

Status attribute_error_init(Thread& thread, Value self, Args args) {  // *args, name, obj
    TRY(exception_init(thread, self, args));
    set_exception_field(self.as<ExceptionObject>(), kAttributeErrorName, args[0]);
    set_exception_field(self.as<ExceptionObject>(), kAttributeErrorObject, args[1]);
    return {};
}
constexpr GetSetDef kAttributeErrorAttributes[] = {
    {"name", exception_field<kAttributeErrorName>, assign_exception_field<kAttributeErrorName>,
     "attribute name"},
    {"obj", exception_field<kAttributeErrorObject>, assign_exception_field<kAttributeErrorObject>, "object"},
};

Status import_error_init(Thread& thread, Value self, Args args) {  // *args, name, path
    TRY(exception_init(thread, self, args));
    auto* exception = self.as<ExceptionObject>();
    set_exception_field(exception, kImportErrorName, args[0]);
    set_exception_field(exception, kImportErrorPath, args[1]);
    set_exception_field(exception, kImportErrorMessage,
                        args.rest_count == 1 ? args.rest()[0] : Value::empty());
    return {};
}
Ref<Value> import_error_str(Thread& thread, Value self) {
    Value message = self.as<ExceptionObject>()->fields[kImportErrorMessage];
    if (message.is_object() && message.as_object()->shape->kind == Kind::kStr) return share(message);
    return exception_str(thread, self);
}
// (type, args, state), the state with name and path.
Ref<Value> import_error_reduce(Thread& thread, Args args) {
    ExceptionObject* self = self_of(args);
    Ref<Dict> state = TRY(instance_attributes(thread, self));
    const Names& names = thread.interp.names();
    if (Value name = self->fields[kImportErrorName]; !name.is_empty())
        TRY(dict_set_str(thread, state.get(), names.name, name));
    if (Value path = self->fields[kImportErrorPath]; !path.is_empty())
        TRY(dict_set_str(thread, state.get(), names.path, path));
    if (state->length == 0) return make_tuple(thread, {Value(self->type()), self->args.value()});
    return make_tuple(thread, {Value(self->type()), self->args.value(), state.value()});
}
constexpr MethodDef kImportErrorMethods[] = {
    {"__reduce__(self, /)", import_error_reduce, "Support for pickle and copy."},
};
constexpr GetSetDef kImportErrorAttributes[] = {
    {"msg", exception_field<kImportErrorMessage>, assign_exception_field<kImportErrorMessage>,
     "exception message"},
    {"name", exception_field<kImportErrorName>, assign_exception_field<kImportErrorName>, "module name"},
    {"path", exception_field<kImportErrorPath>, assign_exception_field<kImportErrorPath>, "module path"},
};

// Only __init__ gives it its arguments: CPython has some ready-made ones.
Ref<Value> memory_error_make(Thread& thread, Type* type, Args args) {
    bool is_exact = type == thread.types().memory_error;
    return allocate_exception(thread, type, is_exact ? std::span<const Value>{} : args.rest());
}

// The structs tell the types apart by whose constructors they have (native_type.h).
struct StopIterationObject : ExceptionObject {};
struct SystemExitObject : ExceptionObject {};
struct NameErrorObject : ExceptionObject {};
struct AttributeErrorObject : ExceptionObject {};
struct ImportErrorObject : ExceptionObject {};

}  // namespace

Ref<Value> allocate_exception(Thread& thread, Type* type, std::span<const Value> args) {
    Ref<Value> exception = TRY(allocate_instance(thread, type));
    exception.as<ExceptionObject>()->args = TRY(make_tuple(thread, args));
    return exception;
}

Ref<Value> exception_make(Thread& thread, Type* type, Args args) {
    return allocate_exception(thread, type, args.rest());
}

Status set_exception_args(Thread& thread, ExceptionObject* exception, std::span<const Value> args) {
    const Tuple* old = exception->args.get();
    bool same = old && old->length == args.size();
    for (size_t i = 0; same && i < args.size(); ++i) same = old->items()[i] == args[i];
    if (same) return {};
    Ref<Tuple> made = TRY(make_tuple(thread, args));
    std::swap(exception->args, made);
    return {};
}

Status exception_init(Thread& thread, Value self, Args args) {
    return set_exception_args(thread, self.as<ExceptionObject>(), args.rest());
}

Ref<Value> exception_str(Thread& thread, Value self) {
    Ref<Tuple> args = self.as<ExceptionObject>()->args;
    if (args->length == 0) return share(Value(thread.interp.empty_str));
    if (args->length == 1) return to_str(thread, args->items()[0]);
    return to_str(thread, args.value());
}

void set_exception_field(ExceptionObject* exception, ExceptionField field, Value value) {
    replace_field(exception->fields[field], value);
}

void set_exception_cause(ExceptionObject* exception, Value cause) {
    exception->suppress_context = true;
    replace_field(exception->cause, cause.is_none() ? Value::empty() : cause);
}

void set_exception_context(ExceptionObject* exception, Value context) {
    if (context == Value(exception)) return;
    // If the exception is somewhere in the chain, cut it out there. The chain may hold a cycle already:
    // `slow` moves half as fast and is met inside it.
    ExceptionObject* slow = context.as<ExceptionObject>();
    bool step = false;
    for (auto* link = slow; link->context.is_object();) {
        auto* next = link->context.as<ExceptionObject>();
        if (next == exception) {
            decref(std::exchange(link->context, Value::empty()));
            break;
        }
        link = next;
        if (link == slow) break;
        if (step) slow = slow->context.as<ExceptionObject>();
        step = !step;
    }
    replace_field(exception->context, context);
}

void ExceptionObject::clear(Interpreter& interp, ExceptionObject& exception) {
    Ref<Tuple> none = share(interp.empty_tuple);
    std::swap(exception.args, none);
    for (Value& field : exception.fields) replace_field(field, Value::empty());
    for (Value* field : {&exception.traceback, &exception.cause, &exception.context})
        replace_field(*field, Value::empty());
}

Ref<ExceptionObject> make_exception(Thread& thread, Type* type, std::initializer_list<Value> args) {
    const TypeSlots& plain = kBaseExceptionType.slots;
    Ref<Value> made;
    if (type->slots.new_instance == plain.new_instance && type->slots.init == plain.init)
        made = TRY(allocate_exception(thread, type, args));
    else
        made = TRY(make_instance(thread, type, {args.begin(), static_cast<uint32_t>(args.size()), nullptr}));
    return take_as<ExceptionObject>(std::move(made));
}

// --- the types

constexpr TypeSpec kBaseExceptionType =
    native<ExceptionObject>({.name = "BaseException",
                             .kind = Kind::kException,
                             .flags = kExceptionFlags,
                             .make = kExceptionMake,
                             .init = kExceptionInit,
                             .doc = "Common base class for all exceptions",
                             .slots = {.repr = exception_repr,
                                       .str = exception_str,
                                       .get_attr = generic_get_attribute,
                                       .set_attr = generic_set_attribute},
                             .methods = kBaseMethods,
                             .attributes = kBaseAttributes});

namespace {

consteval TypeSpec plain_type(const char* name, const TypeSpec* base, const char* doc) {
    return native<ExceptionObject>({.name = name,
                                    .kind = Kind::kException,
                                    .flags = kExceptionFlags,
                                    .make = kExceptionMake,
                                    .init = kExceptionInit,
                                    .doc = doc,
                                    .base = base});
}
// As with CPython's, the __init__ that an exception has from its base alone is named in its own namespace too.
Status name_init_of_base(Thread& thread, Type* type) {
    TypeSlots named;
    named.init = type->slots.init;
    return add_slot_wrappers(thread, type, named);
}
consteval TypeSpec heir_type(const char* name, const TypeSpec* base, const char* doc) {
    return native<ExceptionObject>({.name = name,
                                    .kind = Kind::kException,
                                    .flags = kExceptionFlags,
                                    .doc = doc,
                                    .complete = name_init_of_base,
                                    .base = base});
}

}  // namespace

#define MOULT_PLAIN(field, Name, Base, doc) \
    constexpr TypeSpec k##Name##Type = plain_type(#Name, &k##Base##Type, doc);
#define MOULT_HEIR(field, Name, Base, doc) \
    constexpr TypeSpec k##Name##Type = heir_type(#Name, &k##Base##Type, doc);
#define MOULT_OWN(...)
MOULT_EXCEPTION_TYPES(MOULT_PLAIN, MOULT_HEIR, MOULT_OWN)
#undef MOULT_PLAIN
#undef MOULT_HEIR
#undef MOULT_OWN

constexpr TypeSpec kMemoryErrorType =
    native<ExceptionObject>({.name = "MemoryError",
                             .kind = Kind::kException,
                             .flags = kExceptionFlags,
                             .make = {"@hidden @lax MemoryError(*args)", memory_error_make},
                             .init = kExceptionInit,
                             .doc = "Out of memory.",
                             .base = &kExceptionType});

constexpr TypeSpec kStopIterationType = native<StopIterationObject>(
    {.name = "StopIteration",
     .kind = Kind::kException,
     .flags = kExceptionFlags,
     .init = {"@hidden @keywords:own @strict StopIteration(*args)", stop_iteration_init},
     .doc = "Signal the end from iterator.__next__().",
     .attributes = kStopIterationAttributes,
     .base = &kExceptionType});

constexpr TypeSpec kSystemExitType =
    native<SystemExitObject>({.name = "SystemExit",
                              .kind = Kind::kException,
                              .flags = kExceptionFlags,
                              .init = {"@hidden @keywords:own @strict SystemExit(*args)", system_exit_init},
                              .doc = "Request to exit from the interpreter.",
                              .attributes = kSystemExitAttributes,
                              .base = &kBaseExceptionType});

constexpr TypeSpec kKeyErrorType = native<ExceptionObject>({.name = "KeyError",
                                                            .kind = Kind::kException,
                                                            .flags = kExceptionFlags,
                                                            .init = kExceptionInit,
                                                            .doc = "Mapping key not found.",
                                                            .slots = {.str = key_error_str},
                                                            .base = &kLookupErrorType});

constexpr TypeSpec kNameErrorType =
    native<NameErrorObject>({.name = "NameError",
                             .kind = Kind::kException,
                             .flags = kExceptionFlags,
                             .init = {"@hidden @counted NameError(*args, name=...)", name_error_init},
                             .doc = "Name not found globally.",
                             .slots = {.str = exception_str},
                             .attributes = kNameErrorAttributes,
                             .base = &kExceptionType});

constexpr TypeSpec kAttributeErrorType = native<AttributeErrorObject>(
    {.name = "AttributeError",
     .kind = Kind::kException,
     .flags = kExceptionFlags,
     .init = {"@hidden @counted AttributeError(*args, name=..., obj=...)", attribute_error_init},
     .doc = "Attribute not found.",
     .slots = {.str = exception_str},
     .attributes = kAttributeErrorAttributes,
     .base = &kExceptionType});

constexpr TypeSpec kImportErrorType = native<ImportErrorObject>(
    {.name = "ImportError",
     .kind = Kind::kException,
     .flags = kExceptionFlags,
     .init = {"@hidden @counted ImportError(*args, name=..., path=...)", import_error_init},
     .doc = "Import can't find module, or can't find name in module.",
     .slots = {.str = import_error_str},
     .methods = kImportErrorMethods,
     .attributes = kImportErrorAttributes,
     .base = &kExceptionType});

void init_exceptions(Interpreter& interp) {
    init_traceback(interp);
#define MOULT_MAKE_TYPE(field, Name, ...) interp.types().field = native_type(interp, k##Name##Type);
    MOULT_EXCEPTION_TYPES(MOULT_MAKE_TYPE, MOULT_MAKE_TYPE, MOULT_MAKE_TYPE)
#undef MOULT_MAKE_TYPE
    Ref<Value> last = allocate_exception(*interp.main_thread, interp.types().memory_error, {});
    if (!last.is_error()) {
        make_immortal(last.get().as_object());
        interp.last_memory_error = last.release();
    }
}

}  // namespace moult
