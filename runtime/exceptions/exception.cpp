// BaseException, the exceptions with one or two attributes more, and the making of all exception types.
#include "runtime/exceptions/exception.h"

#include <iterator>

#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"
#include "runtime/objects/instance.h"

namespace moult {

namespace {

void replace(Value& place, Value value) {
    incref(value);
    decref(std::exchange(place, value));
}

ExceptionObject* self_of(Args args) {
    return args[0].as<ExceptionObject>();
}

void exception_dealloc(Interpreter& interp, Object* object) {
    auto* exception = static_cast<ExceptionObject*>(object);
    exception->args = nullptr;
    decref(exception->traceback);
    decref(exception->context);
    decref(exception->cause);
    for (Value field : exception->fields) decref(field);
    interp.heap.free(exception);
}

void exception_traverse(Object* object, Visitor& visitor) {
    auto* exception = static_cast<ExceptionObject*>(object);
    visitor.visit(exception->args);
    visitor.visit(exception->traceback);
    visitor.visit(exception->context);
    visitor.visit(exception->cause);
    for (Value field : exception->fields) visitor.visit(field);
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

Ref<Value> none_if_empty(Value value) {
    return value.is_empty() ? Ref<Value>(Value::none()) : share(value);
}

Ref<Value> get_traceback(Thread&, Value self) {
    return none_if_empty(self.as<ExceptionObject>()->traceback);
}
Status set_traceback(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "__traceback__ may not be deleted");
    if (!value.is_none() && !is_exact<Traceback>(value))
        return raise_type_error(thread, "__traceback__ must be a traceback or None");
    replace(self.as<ExceptionObject>()->traceback, value.is_none() ? Value::empty() : value);
    return {};
}

Ref<Value> get_context(Thread&, Value self) {
    return none_if_empty(self.as<ExceptionObject>()->context);
}
Status set_context(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "__context__ may not be deleted");
    if (!value.is_none() && !as_exception(value))
        return raise_type_error(thread, "exception context must be None or derive from BaseException");
    replace(self.as<ExceptionObject>()->context, value.is_none() ? Value::empty() : value);
    return {};
}

Ref<Value> get_cause(Thread&, Value self) {
    return none_if_empty(self.as<ExceptionObject>()->cause);
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
    Str* name = thread.interp.names.__notes__;
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

Status stop_iteration_init(Thread& thread, Value self, CallArgs args) {
    TRY(exception_init(thread, self, args));
    set_exception_field(self.as<ExceptionObject>(), kStopIterationValue,
                        args.positional ? args.values[0] : Value(Value::none()));
    return {};
}
Status system_exit_init(Thread& thread, Value self, CallArgs args) {
    TRY(exception_init(thread, self, args));
    auto* exception = self.as<ExceptionObject>();
    if (args.positional == 1) set_exception_field(exception, kSystemExitCode, args.values[0]);
    if (args.positional > 1) set_exception_field(exception, kSystemExitCode, exception->args.value());
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

Status name_error_init(Thread& thread, Value self, CallArgs args) {
    constexpr const char* kNames[] = {"name"};
    Value given[1];
    TRY(take_exception_keywords(thread, "NameError()", args, kNames, given));
    TRY(init_exception_args(thread, self.as<ExceptionObject>(), args));
    set_exception_field(self.as<ExceptionObject>(), kNameErrorName, given[0]);
    return {};
}
constexpr GetSetDef kNameErrorAttributes[] = {
    {"name", exception_field<kNameErrorName>, assign_exception_field<kNameErrorName>, "name"},
};

Status attribute_error_init(Thread& thread, Value self, CallArgs args) {
    constexpr const char* kNames[] = {"name", "obj"};
    Value given[2];
    TRY(take_exception_keywords(thread, "AttributeError()", args, kNames, given));
    TRY(init_exception_args(thread, self.as<ExceptionObject>(), args));
    set_exception_field(self.as<ExceptionObject>(), kAttributeErrorName, given[0]);
    set_exception_field(self.as<ExceptionObject>(), kAttributeErrorObject, given[1]);
    return {};
}
constexpr GetSetDef kAttributeErrorAttributes[] = {
    {"name", exception_field<kAttributeErrorName>, assign_exception_field<kAttributeErrorName>,
     "attribute name"},
    {"obj", exception_field<kAttributeErrorObject>, assign_exception_field<kAttributeErrorObject>, "object"},
};

Status import_error_init(Thread& thread, Value self, CallArgs args) {
    constexpr const char* kNames[] = {"name", "path"};
    Value given[2];
    TRY(take_exception_keywords(thread, "ImportError()", args, kNames, given));
    auto* exception = self.as<ExceptionObject>();
    TRY(init_exception_args(thread, exception, args));
    set_exception_field(exception, kImportErrorName, given[0]);
    set_exception_field(exception, kImportErrorPath, given[1]);
    set_exception_field(exception, kImportErrorMessage,
                        args.positional == 1 ? args.values[0] : Value::empty());
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
    const Names& names = thread.interp.names;
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

// --- the types

ExceptionBehaviour behaviour_of(ExceptionLayout layout, std::string_view name) {
    ExceptionBehaviour b;
    switch (layout) {
        case ExceptionLayout::kPlain:
            if (name == "KeyError") b.str = key_error_str;
            break;
        case ExceptionLayout::kStopIteration:
            b.init = stop_iteration_init;
            b.attributes = kStopIterationAttributes;
            break;
        case ExceptionLayout::kSystemExit:
            b.init = system_exit_init;
            b.attributes = kSystemExitAttributes;
            break;
        case ExceptionLayout::kName:
            b.init = name_error_init;
            b.attributes = kNameErrorAttributes;
            break;
        case ExceptionLayout::kAttribute:
            b.init = attribute_error_init;
            b.attributes = kAttributeErrorAttributes;
            break;
        case ExceptionLayout::kImport:
            b.init = import_error_init;
            b.str = import_error_str;
            b.methods = kImportErrorMethods;
            b.attributes = kImportErrorAttributes;
            break;
        case ExceptionLayout::kOs: return os_error_behaviour();
        case ExceptionLayout::kSyntax: return syntax_error_behaviour();
        case ExceptionLayout::kUnicode:
            return name == "UnicodeDecodeError"   ? unicode_decode_error_behaviour()
                   : name == "UnicodeEncodeError" ? unicode_encode_error_behaviour()
                                                  : unicode_translate_error_behaviour();
        case ExceptionLayout::kGroup: return exception_group_behaviour();
    }
    return b;
}

struct ExceptionRow {
    Type* Types::* field;
    const char* name;
    Type* Types::* base;
    ExceptionLayout layout, base_layout;
    const char* doc;
};

constexpr ExceptionLayout layout_named_object = ExceptionLayout::kPlain;
#define MOULT_LAYOUT(field, name, base, layout, doc) \
    [[maybe_unused]] constexpr ExceptionLayout layout_named_##field = ExceptionLayout::layout;
MOULT_EXCEPTION_TYPES(MOULT_LAYOUT)
#undef MOULT_LAYOUT
#define MOULT_ROW(field, name, base, layout, doc) \
    {&Types::field, #name, &Types::base, ExceptionLayout::layout, layout_named_##base, doc},
constexpr ExceptionRow kExceptions[] = {MOULT_EXCEPTION_TYPES(MOULT_ROW)};
#undef MOULT_ROW

Type* make_exception_type(Interpreter& interp, const ExceptionRow& row) {
    TypeSpec spec;
    spec.name = row.name;
    spec.kind = Kind::kException;
    spec.flags = kBaseType | kGcType | kHasAttributes;
    spec.size = sizeof(ExceptionObject);
    spec.doc = row.doc;
    spec.base = interp.types.*row.base;
    spec.slots.dealloc = exception_dealloc;
    spec.slots.traverse = exception_traverse;
    spec.slots.new_instance = exception_new;
    spec.slots.init = exception_init;
    if (row.field == &Types::base_exception) {
        spec.slots.repr = exception_repr;
        spec.slots.str = exception_str;
        spec.methods = kBaseMethods;
        spec.attributes = kBaseAttributes;
        return make_type(interp, spec);
    }
    // Types of one layout share what the first of them has; the Unicode errors differ in how they are made.
    ExceptionBehaviour b = behaviour_of(row.layout, row.name);
    if (b.init) spec.slots.init = b.init;
    if (b.new_instance) spec.slots.new_instance = b.new_instance;
    bool introduced = row.layout != row.base_layout;
    if (introduced || row.layout == ExceptionLayout::kPlain) {
        bool has_own_str = row.layout == ExceptionLayout::kAttribute || row.layout == ExceptionLayout::kName;
        spec.slots.str = !b.str && introduced && has_own_str ? exception_str : b.str;
        spec.methods = b.methods;
        spec.attributes = b.attributes;
    }
    return make_type(interp, spec);
}

// ExceptionGroup(BaseExceptionGroup, Exception): the one builtin type with two bases.
void add_second_base(Thread& thread, Type* type, Type* second) {
    Type* first = type->base;
    const Types& types = thread.types();
    Ref<Tuple> bases = make_tuple(thread, {Value(first), Value(second)});
    Ref<Tuple> mro = make_tuple(
        thread, {Value(type), Value(first), Value(second), Value(types.base_exception), Value(types.object)});
    if (!bases || !mro) return clear_error(thread);
    type->bases = std::move(bases);
    type->mro = std::move(mro);
    second->subclasses.push_back(type);
}

}  // namespace

Ref<Value> allocate_exception(Thread& thread, Type* type, std::span<const Value> args) {
    Ref<Value> exception = TRY(allocate_instance(thread, type));
    exception.as<ExceptionObject>()->args = TRY(make_tuple(thread, args));
    return exception;
}

Ref<Value> exception_new(Thread& thread, Type* type, CallArgs args) {
    return allocate_exception(thread, type, args.positionals());
}

Status refuse_exception_keywords(Thread& thread, const Type* type, CallArgs args) {
    if (args.keyword_count() == 0) return {};
    return raise_type_error(thread, "%s() takes no keyword arguments", to_utf8(type->name.get()).c_str());
}

Status init_exception_args(Thread& thread, ExceptionObject* exception, CallArgs args) {
    std::span<const Value> given = args.positionals();
    const Tuple* old = exception->args.get();
    bool same = old && old->length == given.size();
    for (size_t i = 0; same && i < given.size(); ++i) same = old->items()[i] == given[i];
    if (same) return {};  // as __new__ left them
    Ref<Tuple> made = TRY(make_tuple(thread, given));
    std::swap(exception->args, made);
    return {};
}

Status exception_init(Thread& thread, Value self, CallArgs args) {
    auto* exception = self.as<ExceptionObject>();
    TRY(refuse_exception_keywords(thread, exception->type(), args));
    return init_exception_args(thread, exception, args);
}

Status take_exception_keywords(Thread& thread, const char* function, CallArgs args,
                               std::span<const char* const> names, Value* out) {
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
        const Str* name = args.names->items()[i].as<Str>();
        size_t which = 0;
        while (which < names.size() && !str_equal_ascii(name, names[which])) ++which;
        if (which == names.size())
            return raise_type_error(thread, "'%s' is an invalid keyword argument for %s",
                                    to_utf8(name).c_str(), function);
        out[which] = args.values[args.positional + i];
    }
    return {};
}

Ref<Value> exception_str(Thread& thread, Value self) {
    Ref<Tuple> args = self.as<ExceptionObject>()->args;
    if (args->length == 0) return share(Value(thread.interp.empty_str));
    if (args->length == 1) return to_str(thread, args->items()[0]);
    return to_str(thread, args.value());
}

void set_exception_field(ExceptionObject* exception, ExceptionField field, Value value) {
    replace(exception->fields[field], value);
}

void set_exception_cause(ExceptionObject* exception, Value cause) {
    exception->suppress_context = true;
    replace(exception->cause, cause.is_none() ? Value::empty() : cause);
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
    replace(exception->context, context);
}

Ref<ExceptionObject> make_exception(Thread& thread, Type* type, std::initializer_list<Value> args) {
    CallArgs call_args{args.begin(), static_cast<uint32_t>(args.size()), nullptr};
    Ref<Value> made = TRY(type->slots.new_instance(thread, type, call_args));
    Type* actual = made.as<ExceptionObject>()->type();  // OSError makes instances of its subclasses
    if (actual->slots.init != exception_init) TRY(actual->slots.init(thread, made, call_args));
    return take_as<ExceptionObject>(std::move(made));
}

void init_exceptions(Interpreter& interp) {
    init_traceback(interp);
    Thread& thread = *interp.main_thread;
    for (const ExceptionRow& row : kExceptions) {
        Type* type = make_exception_type(interp, row);
        interp.types.*row.field = type;
        if (row.field == &Types::exception_group) add_second_base(thread, type, interp.types.exception);
    }
    Ref<Value> last = allocate_exception(thread, interp.types.memory_error, {});
    if (!last.is_error()) {
        make_immortal(last.get().as_object());
        interp.last_memory_error = last.release();
    }
}

}  // namespace moult
