// Builtin functions about any object: attributes, identity, text, classes.
#include "interp/reporting/dir.h"
#include "interp/running.h"
#include "modules/builtins/functions.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Ref<Str> attribute_name(Thread& thread, Value name) {
    Str* text = as_str(name);
    if (!text)
        return raise_type_error(thread, "attribute name must be string, not '%.200s'",
                                type_name(thread, name));
    if (text->is_interned()) return share(text);
    return intern(thread, text);
}

Ref<Value> getattr_function(Thread& thread, Args args) {
    Ref<Str> name = TRY(attribute_name(thread, args[1]));
    if (args[2].is_empty()) return get_attribute(thread, args[0], name.get());
    Ref<Value> found = TRY(find_attribute(thread, args[0], name.get()));
    return found.is_empty() ? share(args[2]) : found;
}
Ref<Value> hasattr_function(Thread& thread, Args args) {
    Ref<Str> name = TRY(attribute_name(thread, args[1]));
    Ref<Value> found = TRY(find_attribute(thread, args[0], name.get()));
    return Value::boolean(!found.is_empty());
}
Ref<Value> setattr_function(Thread& thread, Args args) {
    Ref<Str> name = TRY(attribute_name(thread, args[1]));
    TRY(set_attribute(thread, args[0], name.get(), args[2]));
    return Value::none();
}
Ref<Value> delattr_function(Thread& thread, Args args) {
    Ref<Str> name = TRY(attribute_name(thread, args[1]));
    TRY(set_attribute(thread, args[0], name.get(), Value::empty()));
    return Value::none();
}

Ref<Value> dir_function(Thread& thread, Args args) {
    return args[0].is_empty() ? dir_of_locals(thread) : dir_names(thread, args[0]);
}
Ref<Value> vars_function(Thread& thread, Args args) {
    if (args[0].is_empty()) return interp::current_locals(thread);
    Ref<Value> found = TRY(find_attribute(thread, args[0], thread.interp.names().__dict__));
    if (found.is_empty()) return raise_type_error(thread, "vars() argument must have __dict__ attribute");
    return found;
}

Ref<Value> id_function(Thread& thread, Args args) {
    return make_int(thread, args[0].bits);
}
Ref<Value> callable_function(Thread& thread, Args args) {
    return Value::boolean(thread.interp.type_of(args[0])->slots.call);
}
Ref<Value> isinstance_function(Thread& thread, Args args) {
    bool answer = TRY(is_instance(thread, args[0], args[1]));
    return Value::boolean(answer);
}
Ref<Value> issubclass_function(Thread& thread, Args args) {
    bool answer = TRY(is_subclass(thread, args[0], args[1]));
    return Value::boolean(answer);
}

Ref<Value> repr_function(Thread& thread, Args args) {
    return repr(thread, args[0]);
}
Ref<Value> ascii_function(Thread& thread, Args args) {
    return ascii(thread, args[0]);
}
Ref<Value> format_function(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec)
        return raise_type_error(thread, "format() argument 2 must be str, not %s",
                                args[1].is_none() ? "None" : type_name(thread, args[1]));
    return format(thread, args[0], spec);
}

constexpr MethodDef kFunctions[] = {
    {"getattr(object, name, default=..., /)", getattr_function,
     "The attribute of this name; the default, if there is one, when it does not exist."},
    {"hasattr(obj, name, /)", hasattr_function, "Whether the object has an attribute of this name."},
    {"setattr(obj, name, value, /)", setattr_function, "Set the attribute of this name."},
    {"delattr(obj, name, /)", delattr_function, "Delete the attribute of this name."},
    {"dir(object=..., /)", dir_function, "The names of an object's attributes, or of the local variables."},
    {"vars(object=..., /)", vars_function, "The __dict__ of an object, or the local variables."},
    {"id(obj, /)", id_function, "A number that no other object has as long as this one lives."},
    {"callable(obj, /)", callable_function, "Whether the object can be called."},
    {"isinstance(obj, class_or_tuple, /)", isinstance_function,
     "Whether an object is an instance of a class, of a subclass of it, or of one of several."},
    {"issubclass(cls_, class_or_tuple, /)", issubclass_function,
     "Whether a class is derived from a class, or from one of several."},
    {"repr(obj, /)", repr_function, "The canonical text of an object."},
    {"ascii(obj, /)", ascii_function, "As repr(), with escapes for what is not ASCII."},
    {"format(value, format_spec='', /)", format_function,
     "The text of a value as a format specification wants it."},
};

}  // namespace

std::span<const MethodDef> object_functions() {
    return kFunctions;
}

}  // namespace moult
