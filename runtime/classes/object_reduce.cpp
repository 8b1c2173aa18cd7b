// The default pickling protocol (PEP 307): how copy and pickle take an object apart.
#include "runtime/classes/object_reduce.h"

#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// A function of the module copyreg, which is imported when needed.
Ref<Value> copyreg_function(Thread& thread, const char* name) {
    Ref<Str> module_name = TRY(intern(thread, "copyreg"));
    Ref<Value> module = share(dict_get_str(thread.interp.modules.get(), module_name.get()));
    if (module.is_empty()) {
        Value import = dict_get_str(thread.interp.builtins.get(), thread.interp.names().__import__);
        if (import.is_empty()) return raise(thread, thread.types().import_error, "__import__ not found");
        module = TRY(call(thread, import, {module_name.value()}));
    }
    return get_attribute(thread, module, name);
}

// Instances hold C++ fields that nothing here knows how to save.
bool has_hidden_state(Type* type) {
    Type* builtin = type;
    while (builtin->is_heap_type()) builtin = builtin->base;
    if (builtin->base_kind == Kind::kNone) return false;
    return builtin->basic_size > sizeof(Object) || builtin->base_kind != Kind::kObject;
}

// Of these CPython speaks in the plural: their instances vary in size.
bool is_sized_by_item(const Type* type) {
    return type->base_kind == Kind::kMemoryView || type->base_kind == Kind::kCode;
}

Ref<Value> default_state(Thread& thread, Value self, bool required) {
    Type* type = thread.interp.type_of(self);
    if (required && has_hidden_state(type))
        return raise_type_error(
            thread, is_sized_by_item(type) ? "cannot pickle %s objects" : "cannot pickle '%s' object",
            full_name(type).c_str());
    Ref<Value> state = Value::none();
    if (self.is_object() && self.as_object()->shape->mode != AttributeMode::kNone)
        state = TRY(instance_attributes(thread, self.as_object()));
    else if (Ref<Value> dict = TRY(find_attribute(thread, self, thread.interp.names().__dict__));
             !dict.is_empty())
        state = std::move(dict);
    if (Dict* attributes = as_instance<Dict>(state); attributes && attributes->length == 0)
        state = Value::none();
    if (type->member_slots == 0) return state;
    Ref<Value> find_names = TRY(copyreg_function(thread, "_slotnames"));
    Ref<Value> names = TRY(call(thread, find_names, {Value(type)}));
    List* list = as_instance<List>(names);
    if (!list) return raise_type_error(thread, "copyreg._slotnames didn't return a list or None");
    Ref<Dict> slots = TRY(make_dict(thread));
    for (size_t i = 0; i < list->length; ++i) {
        Ref<Value> item = share(list->items[i]);
        Str* name = as_str(item);
        if (!name) continue;
        Ref<Str> interned = TRY(intern(thread, name));
        Ref<Value> value = TRY(find_attribute(thread, self, interned.get()));
        if (!value.is_empty()) TRY(dict_set(thread, slots.get(), item, value));
    }
    if (slots->length == 0) return state;
    return make_tuple(thread, {state.get(), slots.value()});
}

// The state by __getstate__, which a class may override.
Ref<Value> get_state(Thread& thread, Value self, bool required) {
    Ref<Value> method = TRY(get_attribute(thread, self, thread.interp.names().__getstate__));
    Value of_object = lookup_in_type(thread.types().object, thread.interp.names().__getstate__);
    if (lookup_in_type(thread.interp.type_of(self), thread.interp.names().__getstate__) == of_object)
        return default_state(thread, self, required);
    return call(thread, method);
}

struct NewArguments {
    Ref<Tuple> args;
    Ref<Value> keywords;  // a dict or empty
};
Status find_new_arguments(Thread& thread, Value self, NewArguments* out) {
    Ref<Str> extended = TRY(intern(thread, "__getnewargs_ex__"));
    Ref<Value> method = TRY(find_special(thread, self, extended.get()));
    if (!method.is_empty()) {
        Ref<Value> pair = TRY(call(thread, method));
        Tuple* both = as_tuple(pair);
        if (!both)
            return raise_type_error(thread, "__getnewargs_ex__ should return a tuple, not '%s'",
                                    type_name(thread, pair));
        if (both->length != 2)
            return raise_value_error(thread, "__getnewargs_ex__ should return a tuple of length 2, not %zu",
                                     both->length);
        if (!as_tuple(both->items()[0]))
            return raise_type_error(
                thread, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%s'",
                type_name(thread, both->items()[0]));
        if (!as_instance<Dict>(both->items()[1]))
            return raise_type_error(
                thread, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'",
                type_name(thread, both->items()[1]));
        out->args = share(as_tuple(both->items()[0]));
        out->keywords = share(both->items()[1]);
        return {};
    }
    method = TRY(find_special(thread, self, thread.interp.names().__getnewargs__));
    if (method.is_empty()) return {};
    Ref<Value> args = TRY(call(thread, method));
    if (!as_tuple(args))
        return raise_type_error(thread, "__getnewargs__ should return a tuple, not '%s'",
                                type_name(thread, args));
    out->args = share(as_tuple(args));
    return {};
}

// Protocol 2 and later: cls.__new__(cls, *args), then state, items of lists and dicts.
Ref<Value> reduce_by_new(Thread& thread, Value self) {
    Type* type = thread.interp.type_of(self);
    if (!type->slots.new_instance)
        return raise_type_error(
            thread, is_sized_by_item(type) ? "cannot pickle %s objects" : "cannot pickle '%s' object",
            full_name(type).c_str());
    NewArguments arguments;
    TRY(find_new_arguments(thread, self, &arguments));
    bool is_list = type->base_kind == Kind::kList, is_dict = type->base_kind == Kind::kDict;
    bool required = !arguments.args && !is_list && !is_dict;
    bool with_keywords = !arguments.keywords.is_empty() && arguments.keywords.as<Dict>()->length > 0;

    Ref<Value> function;
    Ref<Tuple> function_args;
    if (with_keywords) {
        function = TRY(copyreg_function(thread, "__newobj_ex__"));
        function_args =
            TRY(make_tuple(thread, {Value(type), arguments.args.value(), arguments.keywords.get()}));
    } else {
        function = TRY(copyreg_function(thread, "__newobj__"));
        std::vector<Value> values = {Value(type)};
        if (arguments.args)
            values.insert(values.end(), arguments.args->items(),
                          arguments.args->items() + arguments.args->length);
        function_args = TRY(make_tuple(thread, std::span<const Value>(values)));
    }
    Ref<Value> state = TRY(get_state(thread, self, required));
    Ref<Value> list_items = Value::none(), dict_items = Value::none();
    if (is_list) list_items = TRY(get_iterator(thread, self));
    if (is_dict) {
        Ref<Value> items = TRY(call_method(thread, self, thread.interp.names().items));
        dict_items = TRY(get_iterator(thread, items));
    }
    return make_tuple(
        thread, {function.get(), function_args.value(), state.get(), list_items.get(), dict_items.get()});
}

Ref<Value> reduce_with_protocol(Thread& thread, Value self, Value protocol) {
    int64_t number = TRY(index_as_int64(thread, protocol, thread.types().overflow_error));
    if (number >= 2) return reduce_by_new(thread, self);
    Ref<Value> function = TRY(copyreg_function(thread, "_reduce_ex"));
    return call(thread, function, {self, protocol});
}

}  // namespace

Ref<Value> object_reduce(Thread& thread, Args args) {
    return reduce_with_protocol(thread, args[0], Value::small_int(0));
}

Ref<Value> object_reduce_ex(Thread& thread, Args args) {
    int protocol = TRY(as_c_int(thread, args[1]));
    Str* name = thread.interp.names().__reduce__;
    Value own = lookup_in_type(thread.interp.type_of(args[0]), name);
    if (own == lookup_in_type(thread.types().object, name))
        return reduce_with_protocol(thread, args[0], Value::small_int(protocol));
    return call_method(thread, args[0], name);
}

Ref<Value> object_get_state(Thread& thread, Args args) {
    return default_state(thread, args[0], false);
}

}  // namespace moult
