// collections.defaultdict: a dict that makes the values of absent keys.
#include "modules/data/collections.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

struct DefaultDict : Dict {
    Value factory;  // empty: none given
    static constexpr auto kFields = fields<&DefaultDict::factory>;
};

DefaultDict& self_of(Value self) {
    return *self.as<DefaultDict>();
}
bool is_default_dict(Thread& thread, Value v) {
    return is_instance_of(thread.interp, v, kDefaultDictType);
}

Status init(Thread& thread, Value self, CallArgs args) {
    Value factory;
    if (args.positional > 0) {
        factory = args.values[0];
        if (!factory.is_none() && !thread.interp.type_of(factory)->slots.call)
            return raise_type_error(thread, "first argument must be callable or None");
        args = args.without_first();
    }
    replace_field(self_of(self).factory, factory);
    return thread.types().dict->slots.init(thread, self, args);
}

Ref<Value> missing(Thread& thread, Args args) {  // key
    Ref<Value> factory = share(self_of(args[0]).factory);
    if (factory.is_empty() || factory.is_none()) return raise_key_error(thread, args[1]);
    Ref<Value> value = TRY(call(thread, factory));
    TRY(set_item(thread, args[0], args[1], value));
    return value;
}

// As calling the class: subclasses with other constructors have methods of their own.
Ref<Value> make_like(Thread& thread, Value self, Value items) {
    Ref<Value> factory = share_or_none(self_of(self).factory);
    return call(thread, Value(thread.interp.type_of(self)), {factory, items});
}
Ref<Value> copy(Thread& thread, Args args) {
    return make_like(thread, args[0], args[0]);
}

Ref<Value> merged(Thread& thread, Value left, Value right) {
    Value self = is_default_dict(thread, left) ? left : right;
    if (!as_instance<Dict>(self == left ? right : left)) return Value::not_implemented();
    Ref<Value> result = TRY(make_like(thread, self, left));
    Dict* dict = as_instance<Dict>(result);
    if (!dict) return raise_type_error(thread, "%s() must return a dict", type_name(thread, self));
    TRY(dict_update(thread, dict, right));
    return result;
}

Ref<Value> reduce(Thread& thread, Args args) {
    Value factory = self_of(args[0]).factory;
    Ref<Tuple> made_of = TRY(make_tuple(thread, {}));
    if (!factory.is_empty() && !factory.is_none()) made_of = TRY(make_tuple(thread, {factory}));
    Ref<Str> name = TRY(intern(thread, "items"));
    Ref<Value> items = TRY(call_method(thread, args[0], name.get()));
    Ref<Value> iterator = TRY(get_iterator(thread, items));
    Value type = thread.interp.type_of(args[0]);
    return make_tuple(thread, {type, made_of.value(), Value::none(), Value::none(), iterator});
}

Ref<Value> default_dict_repr(Thread& thread, Value self) {
    Ref<Value> items = TRY(thread.types().dict->slots.repr(thread, self));
    Ref<Value> factory = share_or_none(self_of(self).factory);
    Ref<Str> text;
    if (factory.get().is_object()) {
        // The factory may be a method of the dict itself, and show it.
        ReprGuard guard(thread, factory.get().as_object());
        text = TRY(guard.entered() ? repr(thread, factory) : make_str(thread, "..."));
    } else {
        text = TRY(repr(thread, factory));
    }
    StrBuilder out(thread);
    out.add(thread.interp.type_of(self)->name.get());
    out.add('(');
    out.add(text.get());
    out.add_ascii(", ");
    out.add(items.as<Str>());
    out.add(')');
    return out.finish();
}

constexpr MethodDef kMethods[] = {
    {"@hidden __missing__(self, key, /)", missing,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
     "  if self.default_factory is None: raise KeyError((key,))\n"
     "  self[key] = value = self.default_factory()\n"
     "  return value\n"},
    {"@hidden copy(self, /)", copy, "D.copy() -> a shallow copy of D."},
    {"@hidden __copy__(self, /)", copy, "D.copy() -> a shallow copy of D."},
    {"@hidden __reduce__(self, /)", reduce, "Return state information for pickling."},
    kClassGetItem,
};

constexpr GetSetDef kAttributes[] = {
    {"default_factory", [](Thread&, Value self) { return share_or_none(self_of(self).factory); },
     [](Thread&, Value self, Value value) {
         replace_field(self_of(self).factory, value);
         return Status();
     },
     "Factory for default value called by __missing__().", true},
};

}  // namespace

constexpr TypeSpec kDefaultDictType = native<DefaultDict>({
    .name = "collections.defaultdict",
    .flags = kBaseType,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
           "The default factory is called without arguments to produce\n"
           "a new value when a key is not present, in __getitem__ only.\n"
           "A defaultdict compares equal to a dict with the same items.\n"
           "All remaining arguments are treated the same as if they were\n"
           "passed to the dict constructor, including keyword arguments.\n",
    .slots = {.repr = default_dict_repr,
              .get_attr = generic_get_attribute,
              .init = init,
              .new_instance = detail::make_empty<DefaultDict>,
              .or_ = merged},
    .methods = kMethods,
    .attributes = kAttributes,
    .base = &kDictType,
});

}  // namespace moult
