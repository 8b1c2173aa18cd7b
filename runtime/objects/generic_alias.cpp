// types.GenericAlias: list[int] (PEP 585).
#include <algorithm>
#include <string>
#include <string_view>

#include "runtime/classes/type_internals.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/objects/type_alias.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

GenericAlias* alias_of(Value self) {
    return self.as<GenericAlias>();
}

Ref<Value> alias_repr(Thread& thread, Value self) {
    RecursionGuard recursion(thread, " while getting the repr of an object");
    if (recursion.failed()) return kError;
    GenericAlias* alias = alias_of(self);
    StrBuilder builder(thread);
    if (alias->starred) builder.add('*');
    Ref<Value> origin = TRY(type_argument_repr(thread, alias->origin));
    builder.add(origin.as<Str>());
    builder.add('[');
    Tuple* args = alias->args.as<Tuple>();
    for (size_t i = 0; i < args->length; ++i) {
        if (i) builder.add_ascii(", ");
        Ref<Value> text = TRY(type_argument_repr(thread, args->items()[i]));
        builder.add(text.as<Str>());
    }
    if (args->length == 0) builder.add_ascii("()");
    builder.add(']');
    return builder.finish();
}

Result<int64_t> alias_hash(Thread& thread, Value self) {
    int64_t origin = TRY(hash(thread, alias_of(self)->origin));
    int64_t args = TRY(hash(thread, alias_of(self)->args));
    int64_t result = origin ^ args;
    return result == -1 ? -2 : result;
}

Ref<Value> alias_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !as_instance<GenericAlias>(other))
        return Value::not_implemented();
    GenericAlias *a = alias_of(self), *b = alias_of(other);
    bool equal = a->starred == b->starred && TRY(equals(thread, a->origin, b->origin)) &&
                 TRY(equals(thread, a->args, b->args));
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Ref<Value> alias_call(Thread& thread, Value self, CallArgs args) {
    Ref<Value> guard = share(self);
    Ref<Value> made = TRY(call(thread, alias_of(self)->origin, args));
    Ref<Str> name = TRY(intern(thread, "__orig_class__"));
    Status status = set_attribute(thread, made, name.get(), self);
    if (failed(status)) {
        if (!error_matches(thread, thread.types().attribute_error) &&
            !error_matches(thread, thread.types().type_error))
            return kError;
        clear_error(thread);
    }
    return made;
}

// Names that the alias answers itself; all others go to the class.
constexpr std::string_view kOwnNames[] = {
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
};
bool is_own_name(const Str* name) {
    return std::any_of(std::begin(kOwnNames), std::end(kOwnNames),
                       [&](std::string_view own) { return str_equal_ascii(name, own); });
}

Ref<Value> alias_get_attribute(Thread& thread, Value self, Str* name) {
    if (is_own_name(name)) return generic_get_attribute(thread, self, name);
    bool dunder =
        name->is_ascii() && name->ascii_view().starts_with("__") && name->ascii_view().ends_with("__");
    if (dunder) {
        // Special methods of the alias itself (__getitem__, __or__...) stay reachable.
        Ref<Value> of_origin = TRY(find_attribute(thread, alias_of(self)->origin, name));
        if (!of_origin.is_empty()) return of_origin;
        return generic_get_attribute(thread, self, name);
    }
    return get_attribute(thread, alias_of(self)->origin, name);
}

Ref<Value> parameters_of(Thread& thread, GenericAlias* alias) {
    if (alias->parameters.is_empty())
        alias->parameters = TRY(find_type_parameters(thread, alias->args)).release();
    return share(alias->parameters);
}

Ref<Value> alias_get_item(Thread& thread, Value self, Value item) {
    GenericAlias* alias = alias_of(self);
    Ref<Value> parameters = TRY(parameters_of(thread, alias));
    Ref<Value> args = TRY(substitute_type_parameters(thread, self, alias->args, parameters, item));
    return make_generic_alias(thread, alias->origin, args);
}

// Gives the alias once, with a star.
struct AliasIterator : Object {
    Value alias;  // empty: it has been given
    static constexpr auto kFields = fields<&AliasIterator::alias>;

    static Ref<Value> next(Thread& thread, AliasIterator& self) {
        if (self.alias.is_empty()) return Ref<Value>::empty();
        Ref<GenericAlias> starred = TRY(new_object<GenericAlias>(thread, thread.types().generic_alias));
        starred->origin = share(alias_of(self.alias)->origin).release();
        starred->args = share(alias_of(self.alias)->args).release();
        starred->starred = true;
        replace_field(self.alias, Value::empty());
        return starred;
    }
    static Ref<Value> reduce(Thread& thread, AliasIterator& self, Args) {
        if (!self.alias.is_empty()) return reduce_iterator(thread, "iter", self.alias);
        Ref<Tuple> nothing = TRY(moult::make_tuple(thread, {}));
        return reduce_iterator(thread, "iter", nothing.value());
    }
};
constexpr MethodDef kIteratorMethods[] = {
    {"@hidden __reduce__(self, /)", method<&AliasIterator::reduce>, nullptr},
};
constexpr TypeSpec kAliasIteratorType =
    native<AliasIterator>({.name = "generic_alias_iterator",
                           .flags = kDisallowNew,
                           .slots = {.iter = return_self, .next = slot<&AliasIterator::next>},
                           .methods = kIteratorMethods});

Ref<Value> alias_iter(Thread& thread, Value self) {
    Type* type = native_type(thread.interp, kAliasIteratorType);
    Ref<AliasIterator> iterator = TRY(new_object<AliasIterator>(thread, type));
    iterator->alias = share(self).release();
    return iterator;
}

Ref<Value> alias_or(Thread& thread, Value left, Value right) {
    return make_union(thread, left, right);
}

Ref<Value> complete_alias(Thread& thread, Ref<GenericAlias> alias, Value origin, Value key) {
    if (!alias) return kError;
    Ref<Value> args = as_tuple(key) ? share(Value(as_tuple(key))) : moult::make_tuple(thread, {key});
    if (args.is_error()) return kError;
    alias->origin = share(origin).release();
    alias->args = args.release();
    return alias;
}

Ref<Value> alias_make(Thread& thread, Type* type, Args args) {  // origin, args
    return complete_alias(thread, new_instance<GenericAlias>(thread, type), args[0], args[1]);
}

Ref<Value> alias_mro_entries(Thread& thread, Args args) {
    return moult::make_tuple(thread, {alias_of(args[0])->origin});
}
Ref<Value> alias_instance_check(Thread& thread, Args) {
    return raise_type_error(thread, "isinstance() argument 2 cannot be a parameterized generic");
}
Ref<Value> alias_subclass_check(Thread& thread, Args) {
    return raise_type_error(thread, "issubclass() argument 2 cannot be a parameterized generic");
}
Ref<Value> alias_reduce(Thread& thread, Args args) {
    GenericAlias* alias = alias_of(args[0]);
    Ref<Tuple> pair = TRY(moult::make_tuple(thread, {alias->origin, alias->args}));
    return moult::make_tuple(thread, {Value(thread.types().generic_alias), pair.value()});
}
// The names of the class, and those that the alias answers itself.
Ref<Value> alias_dir(Thread& thread, Args args) {
    Value origin = alias_of(args[0])->origin;
    Ref<Str> dir = TRY(intern(thread, "__dir__"));
    Ref<Value> method = share(lookup_in_type(thread.interp.type_of(origin), dir.get()));
    Ref<Value> of_origin = TRY(call(thread, method, {origin}));
    Ref<List> names = TRY(to_list(thread, of_origin));
    for (std::string_view own : kOwnNames) {
        Ref<Str> name = TRY(intern(thread, own));
        if (!TRY(contains(thread, names.value(), name.value())))
            TRY(list_append(thread, names.get(), name.value()));
    }
    return names;
}
constexpr MethodDef kMethods[] = {
    {"@hidden __dir__(self, /)", alias_dir, nullptr},
    {"__mro_entries__(self, bases, /)", alias_mro_entries,
     "The class itself stands for the alias as a base."},
    {"__instancecheck__(self, instance, /)", alias_instance_check, nullptr},
    {"__subclasscheck__(self, cls, /)", alias_subclass_check, nullptr},
    {"__reduce__(self, /)", alias_reduce, nullptr},
};

constexpr GetSetDef kAttributes[] = {
    {"__origin__", [](Thread&, Value v) { return share(alias_of(v)->origin); }, nullptr, nullptr},
    {"__args__", [](Thread&, Value v) { return share(alias_of(v)->args); }, nullptr, nullptr},
    {"__parameters__", [](Thread& t, Value v) { return parameters_of(t, alias_of(v)); }, nullptr,
     "Type variables in the GenericAlias."},
    {"__unpacked__", [](Thread&, Value v) -> Ref<Value> { return Value::boolean(alias_of(v)->starred); },
     nullptr, nullptr},
    {"__typing_unpacked_tuple_args__",
     [](Thread& t, Value v) -> Ref<Value> {
         GenericAlias* alias = alias_of(v);
         if (alias->starred && alias->origin == Value(t.types().tuple)) return share(alias->args);
         return Value::none();
     },
     nullptr, nullptr},
};

// A TypeVar and the like: its type is called so and lives in typing.
bool is_type_variable(Thread& thread, Value value) {
    Type* type = thread.interp.type_of(value);
    if (as_instance<Type>(value)) return false;
    return !lookup_in_type(type, intern(thread, "__typing_subst__").get()).is_empty();
}

void add_once(std::vector<Ref<Value>>& list, Value value) {
    for (const Ref<Value>& known : list)
        if (known.get() == value) return;
    list.push_back(share(value));
}

}  // namespace

Ref<Value> make_generic_alias(Thread& thread, Value origin, Value key) {
    return complete_alias(thread, new_object<GenericAlias>(thread, thread.types().generic_alias), origin,
                          key);
}

Ref<Value> type_argument_repr(Thread& thread, Value value) {
    if (value.is_ellipsis()) return intern(thread, "...");
    if (as_instance<GenericAlias>(value) || is_exact<Union>(value)) return repr(thread, value);
    if (List* list = as_instance<List>(value)) {  // the arguments of Callable
        StrBuilder builder(thread);
        builder.add('[');
        for (size_t i = 0; i < list->length; ++i) {
            if (i) builder.add_ascii(", ");
            Ref<Value> item = share(list->items[i]);
            Ref<Value> text = TRY(type_argument_repr(thread, item));
            builder.add(text.as<Str>());
        }
        builder.add(']');
        return builder.finish();
    }
    const Names& names = thread.interp.names();
    Ref<Str> origin_name = TRY(intern(thread, "__origin__")), args_name = TRY(intern(thread, "__args__"));
    Ref<Value> origin = TRY(find_attribute(thread, value, origin_name.get()));
    if (!origin.is_empty()) {
        Ref<Value> args = TRY(find_attribute(thread, value, args_name.get()));
        if (!args.is_empty()) return repr(thread, value);  // looks like another alias
    }
    // Classes, functions and what else has a place are shown by it.
    Ref<Value> qualname = TRY(find_attribute(thread, value, names.__qualname__));
    if (qualname.is_empty()) return repr(thread, value);
    Ref<Value> module = TRY(find_attribute(thread, value, names.__module__));
    if (module.is_empty() || module.is_none()) return repr(thread, value);
    Ref<Str> name = TRY(to_str(thread, qualname));
    if (Str* text = as_str(module); text && str_equal_ascii(text, "builtins")) return name;
    Ref<Str> place = TRY(to_str(thread, module));
    return format_str(thread, "%s.%s", to_utf8(place.get()).c_str(), to_utf8(name.get()).c_str());
}

Ref<Value> find_type_parameters(Thread& thread, Value args) {
    std::vector<Ref<Value>> found;
    Ref<Str> parameters_name = TRY(intern(thread, "__parameters__"));
    for (Value item : as_tuple(args)->span()) {
        if (as_instance<Type>(item)) continue;
        if (is_type_variable(thread, item)) {
            add_once(found, item);
            continue;
        }
        Ref<Value> nested = TRY(find_attribute(thread, item, parameters_name.get()));
        if (nested.is_empty() || !as_tuple(nested)) continue;
        for (Value parameter : as_tuple(nested)->span()) add_once(found, parameter);
    }
    std::vector<Value> values(found.begin(), found.end());
    return moult::make_tuple(thread, std::span<const Value>(values));
}

Ref<Value> substitute_type_parameters(Thread& thread, Value alias, Value args, Value parameters, Value item) {
    Tuple* wanted = as_tuple(parameters);
    if (wanted->length == 0)
        return raise_type_error(thread, "%s is not a generic class", repr_text(thread, alias).c_str());
    Ref<Value> given_value = share(item);
    if (!as_tuple(item)) given_value = TRY(moult::make_tuple(thread, {item}));
    Tuple* given = as_tuple(given_value);
    // Variables that stand for several types (TypeVarTuple, ParamSpec) arrange the arguments themselves.
    Ref<Str> prepare_name = TRY(intern(thread, "__typing_prepare_subst__"));
    for (Value parameter : wanted->span()) {
        Ref<Value> prepare = TRY(find_attribute(thread, parameter, prepare_name.get()));
        if (prepare.is_empty()) continue;
        given_value = TRY(call(thread, prepare, {alias, given_value.get()}));
        given = as_tuple(given_value);
        if (!given) return raise_type_error(thread, "__typing_prepare_subst__ did not return a tuple");
    }
    if (given->length != wanted->length)
        return raise_type_error(thread, "Too %s arguments for %s; actual %zu, expected %zu",
                                given->length > wanted->length ? "many" : "few",
                                repr_text(thread, alias).c_str(), given->length, wanted->length);
    auto replacement = [&](Value parameter) {
        for (size_t i = 0; i < wanted->length; ++i)
            if (wanted->items()[i] == parameter) return given->items()[i];
        return parameter;
    };
    Ref<Str> subst_name = TRY(intern(thread, "__typing_subst__"));
    Ref<Str> parameters_name = TRY(intern(thread, "__parameters__"));
    std::vector<Ref<Value>> result;
    for (Value old : as_tuple(args)->span()) {
        if (!as_instance<Type>(old) && is_type_variable(thread, old)) {
            Ref<Value> subst = TRY(get_attribute(thread, old, subst_name.get()));
            result.push_back(TRY(call(thread, subst, {replacement(old)})));
            continue;
        }
        Ref<Value> nested = as_instance<Type>(old) ? Ref<Value>::empty()
                                                   : TRY(find_attribute(thread, old, parameters_name.get()));
        Tuple* inner = nested.is_empty() ? nullptr : as_tuple(nested);
        if (!inner || inner->length == 0) {
            result.push_back(share(old));
            continue;
        }
        std::vector<Value> replaced;
        for (Value parameter : inner->span()) replaced.push_back(replacement(parameter));
        Ref<Tuple> key = TRY(moult::make_tuple(thread, std::span<const Value>(replaced)));
        result.push_back(TRY(get_item(thread, old, key.value())));
    }
    std::vector<Value> values(result.begin(), result.end());
    return moult::make_tuple(thread, std::span<const Value>(values));
}

constexpr TypeSpec kGenericAliasType =
    native<GenericAlias>({.name = "types.GenericAlias",
                          .kind = Kind::kGenericAlias,
                          .flags = kBaseType | kHasWeakrefSupport,
                          .make = {"@hidden @strict @unpack GenericAlias(origin, args, /)", alias_make},
                          .doc = "Represent a PEP 585 generic type, such as list[int].",
                          .slots = {.repr = alias_repr,
                                    .hash = alias_hash,
                                    .call = alias_call,
                                    .get_attr = alias_get_attribute,
                                    .compare = alias_compare,
                                    .iter = alias_iter,
                                    .or_ = alias_or,
                                    .get_item = alias_get_item},
                          .methods = kMethods,
                          .attributes = kAttributes});

void init_generic_alias(Interpreter& interp) {
    interp.types().generic_alias = native_type(interp, kGenericAliasType);
}

}  // namespace moult
