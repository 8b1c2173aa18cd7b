// Functions, bound methods and cells: construction and what Python sees of them.
#include <string>

#include "runtime/classes/argument_buffer.h"
#include "runtime/classes/function.h"
#include "runtime/classes/namespaces.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/state/watch.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// --- function: attributes

Ref<Value> get_code(Thread&, Value self) {
    return share(self.as<Function>()->code.value());
}
Status set_code(Thread& thread, Value self, Value value) {
    auto* function = self.as<Function>();
    if (value.is_empty() || !is_exact<Code>(value))
        return raise_type_error(thread, "__code__ must be set to a code object");
    auto* code = value.as<Code>();
    size_t closure = function->closure.is_empty() ? 0 : function->closure.as<Tuple>()->length;
    if (static_cast<size_t>(code->nfrees) != closure)
        return raise_value_error(thread, "%s() requires a code object with %zu free vars, not %d",
                                 to_utf8(function->name.get()).c_str(), closure, code->nfrees);
    note_change(function);
    function->code = share(code);
    return {};
}
Ref<Value> get_defaults(Thread&, Value self) {
    return share_or_none(self.as<Function>()->defaults);
}
Status set_defaults(Thread& thread, Value self, Value value) {
    auto* function = self.as<Function>();
    if (value.is_none()) value = Value::empty();
    if (!value.is_empty() && !as_tuple(value))
        return raise_type_error(thread, "__defaults__ must be set to a tuple object");
    note_change(function);
    replace_field(function->defaults, value.is_empty() ? value : Value(as_tuple(value)));
    return {};
}
Ref<Value> get_kwdefaults(Thread&, Value self) {
    return share_or_none(self.as<Function>()->kwdefaults);
}
Status set_kwdefaults(Thread& thread, Value self, Value value) {
    auto* function = self.as<Function>();
    if (value.is_none()) value = Value::empty();
    if (!value.is_empty() && !as_instance<Dict>(value))
        return raise_type_error(thread, "__kwdefaults__ must be set to a dict object");
    note_change(function);
    replace_field(function->kwdefaults, value);
    return {};
}

// Annotations come from the compiler as a tuple of names and values; asked for, they become a dict.
Ref<Value> get_annotations(Thread& thread, Value self) {
    auto* function = self.as<Function>();
    if (!function->annotations.is_empty() && as_instance<Dict>(function->annotations))
        return share(function->annotations);
    Ref<Dict> dict = TRY(make_dict(thread));
    if (Tuple* pairs = function->annotations.is_empty() ? nullptr : as_tuple(function->annotations))
        for (size_t i = 0; i + 1 < pairs->length; i += 2)
            TRY(dict_set(thread, dict.get(), pairs->items()[i], pairs->items()[i + 1]));
    replace_field(function->annotations, dict.value());
    return dict;
}
Status set_annotations(Thread& thread, Value self, Value value) {
    if (value.is_none()) value = Value::empty();
    if (!value.is_empty() && !as_instance<Dict>(value))
        return raise_type_error(thread, "__annotations__ must be set to a dict object");
    replace_field(self.as<Function>()->annotations, value);
    return {};
}
Ref<Value> get_name(Thread&, Value self) {
    return share(self.as<Function>()->name.value());
}
Status set_name(Thread& thread, Value self, Value value) {
    Str* name = value.is_empty() ? nullptr : as_str(value);
    if (!name) return raise_type_error(thread, "__name__ must be set to a string object");
    self.as<Function>()->name = share(name);
    return {};
}
Ref<Value> get_qualname(Thread&, Value self) {
    return share(self.as<Function>()->qualname.value());
}
Status set_qualname(Thread& thread, Value self, Value value) {
    Str* name = value.is_empty() ? nullptr : as_str(value);
    if (!name) return raise_type_error(thread, "__qualname__ must be set to a string object");
    self.as<Function>()->qualname = share(name);
    return {};
}
Ref<Value> get_function_dict(Thread& thread, Value self) {
    auto* function = self.as<Function>();
    if (function->dict.is_empty()) function->dict = TRY(make_dict(thread)).release();
    return share(function->dict);
}
Status set_function_dict(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "cannot delete __dict__");
    if (!as_instance<Dict>(value))
        return raise_type_error(thread, "__dict__ must be set to a dictionary, not a '%s'",
                                type_name(thread, value));
    replace_field(self.as<Function>()->dict, value);
    return {};
}
Ref<Value> get_closure(Thread&, Value self) {
    return share_or_none(self.as<Function>()->closure);
}

constexpr GetSetDef kFunctionAttributes[] = {
    {"__code__", get_code, set_code, nullptr},
    {"__defaults__", get_defaults, set_defaults, nullptr},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__dict__", get_function_dict, set_function_dict, nullptr},
    {"__closure__", get_closure, nullptr, nullptr, true},
    {"__globals__", [](Thread&, Value v) -> Ref<Value> { return share(v.as<Function>()->globals.value()); },
     nullptr, nullptr, true},
    {"__builtins__",
     [](Thread&, Value v) { return share(builtins_object(v.as<Function>()->builtins.as<Dict>())); }, nullptr,
     nullptr, true},
    {"__doc__", [](Thread&, Value v) { return share_or_none(v.as<Function>()->doc); },
     [](Thread&, Value v, Value value) -> Status {
         replace_field(v.as<Function>()->doc, value.is_empty() ? Value(Value::none()) : value);
         return {};
     },
     nullptr},
    {"__module__", [](Thread&, Value v) { return share_or_none(v.as<Function>()->module); },
     [](Thread&, Value v, Value value) -> Status {
         replace_field(v.as<Function>()->module, value.is_empty() ? Value(Value::none()) : value);
         return {};
     },
     nullptr},
};

// --- function: behaviour

Ref<Value> function_call(Thread& thread, Value self, CallArgs args) {
    return thread.interp.hooks.call_function(thread, self.as<Function>(), args);
}
Ref<Value> function_get(Thread& thread, Value self, Value instance, Value) {
    if (instance.is_empty()) return share(self);
    return make_method(thread, self, instance);
}
Ref<Value> function_repr(Thread& thread, Value self) {
    auto* function = self.as<Function>();
    return format_str(thread, "<function %s at %p>", to_utf8(function->qualname.get()).c_str(),
                      static_cast<void*>(function));
}

Ref<Value> function_make(Thread& thread, Type*, Args args) {  // code, globals, name, argdefs, closure
    if (!is_exact<Code>(args[0]))
        return raise_bad_argument(thread, "function", "argument 'code'", "code", args[0]);
    if (!as_instance<Dict>(args[1]))
        return raise_bad_argument(thread, "function", "argument 'globals'", "dict", args[1]);
    auto* code = args[0].as<Code>();
    bool named = !args[2].is_none();
    if (named && !as_str(args[2])) return raise_type_error(thread, "arg 3 (name) must be None or string");
    bool with_defaults = !args[3].is_none();
    if (with_defaults && !as_tuple(args[3]))
        return raise_type_error(thread, "arg 4 (defaults) must be None or tuple");
    bool closed = !args[4].is_none();
    if (closed && !as_tuple(args[4]))
        return raise_type_error(thread, "arg 5 (closure) must be None or tuple");
    if (!closed && code->nfrees) return raise_type_error(thread, "arg 5 (closure) must be tuple");
    Tuple* cells = closed ? as_tuple(args[4]) : nullptr;
    size_t cell_count = cells ? cells->length : 0;
    if (cell_count != static_cast<size_t>(code->nfrees))
        return raise_value_error(thread, "%s requires closure of length %d, not %zu",
                                 to_utf8(code->name.get()).c_str(), code->nfrees, cell_count);
    for (size_t i = 0; i < cell_count; ++i)
        if (!is_exact<Cell>(cells->items()[i]))
            return raise_type_error(thread, "arg 5 (closure) expected cell, found %s",
                                    type_name(thread, cells->items()[i]));
    Ref<Function> function = TRY(make_function(thread, code, args[1].as<Dict>(), Value::empty()));
    if (named) function->name = share(as_str(args[2]));
    if (with_defaults) function->defaults = share(Value(as_tuple(args[3]))).release();
    if (closed) function->closure = share(Value(cells)).release();
    return function;
}

// --- bound methods

Ref<Value> method_call(Thread& thread, Value self, CallArgs args) {
    auto* method = self.as<Method>();
    Ref<Value> guard = share(self);
    ArgumentBuffer buffer(thread, method->self, args);
    if (buffer.failed()) return kError;
    return call(thread, method->function, buffer.args());
}

Ref<Value> method_get_attribute(Thread& thread, Value self, Str* name) {
    // What a bound method lacks, its function answers.
    Type* type = thread.interp.type_of(self);
    Value found = lookup_in_type(type, name);
    if (!found.is_empty()) {
        Type* found_type = thread.interp.type_of(found);
        if (!found_type->slots.descr_get) return share(found);
        return found_type->slots.descr_get(thread, found, self, type);
    }
    return get_attribute(thread, self.as<Method>()->function, name);
}

Ref<Value> method_repr(Thread& thread, Value self) {
    auto* method = self.as<Method>();
    Ref<Value> name = TRY(find_attribute(thread, method->function, thread.interp.names().__qualname__));
    if (name.is_empty() || !as_str(name))
        name = TRY(find_attribute(thread, method->function, thread.interp.names().__name__));
    std::string text = name.is_empty() || !as_str(name) ? "?" : to_utf8(as_str(name));
    Ref<Str> object = TRY(repr(thread, method->self));
    return format_str(thread, "<bound method %s of %s>", text.c_str(), to_utf8(object.get()).c_str());
}

Result<int64_t> method_hash(Thread& thread, Value self) {
    auto* method = self.as<Method>();
    int64_t function = TRY(hash(thread, method->function));
    auto result = static_cast<int64_t>((method->self.bits >> 4) ^ static_cast<uint64_t>(function));
    return result == -1 ? -2 : result;
}

Ref<Value> method_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<Method>(other))
        return Value::not_implemented();
    auto *a = self.as<Method>(), *b = other.as<Method>();
    bool equal = TRY(compare_truth(thread, a->function, b->function, CompareOp::kEq)) && a->self == b->self;
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Ref<Value> method_make(Thread& thread, Type*, Args args) {  // function, instance
    if (!thread.interp.type_of(args[0])->slots.call)
        return raise_type_error(thread, "first argument must be callable");
    if (args[1].is_none()) return raise_type_error(thread, "instance must not be None");
    return make_method(thread, args[0], args[1]);
}

Ref<Value> method_reduce(Thread& thread, Args args) {
    auto* method = args[0].as<Method>();
    Ref<Value> name = TRY(get_attribute(thread, method->function, thread.interp.names().__name__));
    Ref<Value> getattr =
        share(dict_get_str(thread.interp.builtins.get(), TRY(intern(thread, "getattr")).get()));
    if (getattr.is_empty()) return raise_runtime_error(thread, "lost getattr");
    Ref<Tuple> pair = TRY(make_tuple(thread, {method->self, name.get()}));
    return make_tuple(thread, {getattr.get(), pair.value()});
}

constexpr GetSetDef kMethodAttributes[] = {
    {"__func__", [](Thread&, Value v) { return share(v.as<Method>()->function); }, nullptr,
     "the function (or other callable) implementing a method", true},
    {"__self__", [](Thread&, Value v) { return share(v.as<Method>()->self); }, nullptr,
     "the instance to which a method is bound", true},
    {"__doc__",
     [](Thread& t, Value v) { return get_attribute(t, v.as<Method>()->function, t.interp.names().__doc__); },
     nullptr, nullptr},
};
constexpr MethodDef kMethodMethods[] = {
    {"__reduce__(self, /)", method_reduce, "Pickle the method as an attribute of its object."},
};

// --- cells

Ref<Value> cell_get(Thread& thread, Value self) {
    Value content = self.as<Cell>()->content;
    if (content.is_empty()) return raise_value_error(thread, "Cell is empty");
    return share(content);
}
Status cell_set(Thread&, Value self, Value value) {
    replace_field(self.as<Cell>()->content, value);
    return {};
}
Ref<Value> cell_repr(Thread& thread, Value self) {
    Value content = self.as<Cell>()->content;
    void* address = reinterpret_cast<void*>(self.bits);
    if (content.is_empty()) return format_str(thread, "<cell at %p: empty>", address);
    return format_str(thread, "<cell at %p: %s object at %p>", address, type_name(thread, content),
                      reinterpret_cast<void*>(content.bits));
}
Ref<Value> cell_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if (!is_exact<Cell>(other)) return Value::not_implemented();
    Value a = self.as<Cell>()->content, b = other.as<Cell>()->content;
    if (!a.is_empty() && !b.is_empty()) {
        Ref<Value> keep_a = share(a), keep_b = share(b);
        return compare(thread, a, b, op);
    }
    int order = static_cast<int>(!a.is_empty()) - static_cast<int>(!b.is_empty());  // empty ones come first
    switch (op) {
        case CompareOp::kLt: return Value::boolean(order < 0);
        case CompareOp::kLe: return Value::boolean(order <= 0);
        case CompareOp::kEq: return Value::boolean(order == 0);
        case CompareOp::kNe: return Value::boolean(order != 0);
        case CompareOp::kGt: return Value::boolean(order > 0);
        case CompareOp::kGe: return Value::boolean(order >= 0);
    }
    return Value::not_implemented();
}
Ref<Value> cell_make(Thread& thread, Type*, Args args) {
    return make_cell(thread, args[0]);
}
constexpr GetSetDef kCellAttributes[] = {{"cell_contents", cell_get, cell_set, nullptr}};

}  // namespace

Ref<Function> make_function(Thread& thread, Code* code, Dict* globals, Value qualname) {
    Ref<Function> function = TRY(new_object<Function>(thread, thread.types().function));
    function->code = share(code);
    if (code->functions_made < UINT32_MAX) ++code->functions_made;
    function->globals = share(globals);
    function->name = share(code->name.get());
    function->qualname = share(qualname.is_empty() ? code->qualname.get() : as_str(qualname));
    bool documented = code->consts->length > 0 && as_str(code->consts->items()[0]);
    function->doc = documented ? share(code->consts->items()[0]).release() : Value(Value::none());
    Value module = dict_get_str(globals, thread.interp.names().__name__);
    function->module = share(module).release();
    function->builtins = TRY(builtins_of(thread, globals));
    return function;
}

Ref<Cell> make_cell(Thread& thread, Value content) {
    Ref<Cell> cell = TRY(new_object<Cell>(thread, thread.types().cell));
    cell->content = share(content).release();
    return cell;
}

Ref<Method> make_method(Thread& thread, Value function, Value self) {
    Ref<Method> method = TRY(new_object<Method>(thread, thread.types().method));
    method->function = share(function).release();
    method->self = share(self).release();
    return method;
}

void Function::clear(Interpreter&, Function& function) {
    note_change(&function);
    for (Value Function::* field : {&Function::module, &Function::defaults, &Function::kwdefaults,
                                    &Function::doc, &Function::dict, &Function::annotations})
        replace_field(function.*field, Value::empty());
}

constexpr TypeSpec kFunctionType = native<Function>(
    {.name = "function",
     .kind = Kind::kFunction,
     .flags = kHasWeakrefSupport | kMethodDescriptorFlag,
     .make = {"function(code, globals, name=None, argdefs=None, closure=None)", function_make},
     .doc = "A function made by def or lambda, or from a code object and its globals.",
     .slots = {.repr = function_repr, .call = function_call, .descr_get = function_get},
     .attributes = kFunctionAttributes});

constexpr TypeSpec kMethodType =
    native<Method>({.name = "method",
                    .kind = Kind::kMethod,
                    .flags = kHasWeakrefSupport,
                    .make = {"method(function, instance, /)", method_make},
                    .doc = "A function together with the object that it gets as first argument.",
                    .slots = {.repr = method_repr,
                              .hash = method_hash,
                              .call = method_call,
                              .get_attr = method_get_attribute,
                              .set_attr = generic_set_attribute,
                              .compare = method_compare},
                    .methods = kMethodMethods,
                    .attributes = kMethodAttributes});

constexpr TypeSpec kCellType =
    native<Cell>({.name = "cell",
                  .kind = Kind::kCell,
                  .make = {"cell([contents])", cell_make},
                  .doc = "A variable shared between a function and those inside it.",
                  .slots = {.repr = cell_repr, .compare = cell_compare},
                  .attributes = kCellAttributes});

void init_function(Interpreter& interp) {
    interp.types().function = native_type(interp, kFunctionType);
    interp.types().method = native_type(interp, kMethodType);
    interp.types().cell = native_type(interp, kCellType);
}

}  // namespace moult
