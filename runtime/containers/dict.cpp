// The type dict: construction, item access, methods and operators. The table is in dict_table.cpp, merging in
// dict_merge.cpp, views and iterators in dict_views.cpp and dict_iterators.cpp.
#include "runtime/containers/dict.h"

#include "runtime/containers/container_support.h"
#include "runtime/containers/dict_internal.h"
#include "runtime/containers/dict_table.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/state/watch.h"

namespace moult {

namespace {

Dict* self_dict(Args args) {
    return args[0].as<Dict>();
}

// dict(other, **keywords), dict.update(other, **keywords): either part may be empty. The dict of the keywords
// is nobody else's.
Status fill(Thread& thread, Dict* dict, Value other, Value keywords) {
    if (!other.is_empty()) TRY(dict_update(thread, dict, other));
    if (keywords.is_empty() || keywords.as<Dict>()->length == 0) return {};
    if (dict->length) return dict_merge(thread, dict, keywords, MergeMode::kOverride);
    std::swap(dict->table, keywords.as<Dict>()->table);
    std::swap(dict->length, keywords.as<Dict>()->length);
    ++dict->mutations;
    note_change(dict);
    return {};
}

Status dict_init(Thread& thread, Value self, Args args) {
    return fill(thread, self.as<Dict>(), args[0], args[1]);
}

Ref<Value> dict_repr(Thread& thread, Value self) {
    auto* dict = self.as<Dict>();
    if (dict->length == 0) return make_str(thread, "{}");
    ReprGuard guard(thread, dict);
    if (!guard.entered()) return make_str(thread, "{...}");
    StrBuilder out(thread);
    size_t position = 0;
    Value key, value;
    out.add_ascii("{");
    for (bool first = true; dict_next(dict, &position, &key, &value); first = false) {
        Ref<Value> held_key = share(key), held_value = share(value);
        Ref<Str> key_text = TRY(repr(thread, held_key));
        Ref<Str> value_text = TRY(repr(thread, held_value));
        if (!first) out.add_ascii(", ");
        out.add(key_text.get());
        out.add_ascii(": ");
        out.add(value_text.get());
    }
    out.add_ascii("}");
    return out.finish();
}

Result<bool> dicts_equal(Thread& thread, Dict* a, Dict* b) {
    if (a->length != b->length) return false;
    for (size_t i = 0; a->table && i < a->table->entry_count; ++i) {
        Ref<Value> key = share(entry_key(a->table, i));
        if (key.is_empty()) continue;
        Ref<Value> value = share(*entry_value(a->table, i));
        Value found = TRY(dict_get(thread, b, key, entry_hash(a->table, i)));
        if (found.is_empty()) return false;
        Ref<Value> other = share(found);
        if (!TRY(equals(thread, other, value))) return false;
    }
    return true;
}

Ref<Value> dict_compare(Thread& thread, Value self, Value other, CompareOp op) {
    auto* a = as_instance<Dict>(self);
    auto* b = as_instance<Dict>(other);
    if (!a || !b || (op != CompareOp::kEq && op != CompareOp::kNe)) return Value::not_implemented();
    bool equal = TRY(dicts_equal(thread, a, b));
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Result<int64_t> dict_length(Thread&, Value self) {
    return static_cast<int64_t>(self.as<Dict>()->length);
}

// What subclasses can add to dict[key] for an absent key.
Ref<Value> missing_item(Thread& thread, Value self, Value key) {
    if (!is_exact<Dict>(self)) {
        Ref<Value> method = TRY(find_special(thread, self, thread.interp.names().__missing__));
        if (!method.is_empty()) return call(thread, method, {key});
    }
    return raise_key_error(thread, key);
}

Ref<Value> dict_get_item(Thread& thread, Value self, Value key) {
    Value found = TRY(dict_get(thread, self.as<Dict>(), key));
    if (found.is_empty()) [[unlikely]]
        return missing_item(thread, self, key);
    return share(found);
}

Status dict_set_item(Thread& thread, Value self, Value key, Value value) {
    auto* dict = self.as<Dict>();
    if (!value.is_empty()) return dict_set(thread, dict, key, value);
    if (!TRY(dict_remove(thread, dict, key))) return raise_key_error(thread, key);
    return {};
}

Result<bool> dict_contains(Thread& thread, Value self, Value key) {
    Value found = TRY(dict_get(thread, self.as<Dict>(), key));
    return !found.is_empty();
}

Ref<Value> contains_method(Thread& thread, Args args) {
    return Value::boolean(TRY(dict_contains(thread, args[0], args[1])));
}
Ref<Value> get_item_method(Thread& thread, Args args) {
    return dict_get_item(thread, args[0], args[1]);
}

Ref<Value> dict_or(Thread& thread, Value left, Value right) {
    auto* a = as_instance<Dict>(left);
    if (!a || !as_instance<Dict>(right)) return Value::not_implemented();
    Ref<Dict> result = TRY(dict_copy(thread, a));
    TRY(dict_merge(thread, result.get(), right, MergeMode::kOverride));
    return result;
}

Ref<Value> dict_inplace_or(Thread& thread, Value self, Value other) {
    TRY(dict_update(thread, self.as<Dict>(), other));
    return share(self);
}

// --- methods

Ref<Value> dict_get_method(Thread& thread, Args args) {
    Value found = TRY(dict_get(thread, self_dict(args), args[1]));
    return share(found.is_empty() ? args[2] : found);
}

Ref<Value> setdefault_method(Thread& thread, Args args) {
    return dict_set_default(thread, self_dict(args), args[1], args[2]);
}

Ref<Value> pop_method(Thread& thread, Args args) {
    Dict* dict = self_dict(args);
    if (dict->length > 0) {  // an empty dict does not even hash the key
        Ref<Value> value = TRY(dict_pop(thread, dict, args[1]));
        if (!value.is_empty()) return value;
    }
    if (args[2].is_empty()) return raise_key_error(thread, args[1]);
    return share(args[2]);
}

Ref<Value> popitem_method(Thread& thread, Args args) {
    Dict* dict = self_dict(args);
    if (dict->length == 0) {
        Ref<Str> text = TRY(make_str(thread, "popitem(): dictionary is empty"));
        return raise_key_error(thread, text.value());
    }
    Ref<Tuple> pair = TRY(allocate_tuple(thread, 2));
    if (dict->length == 0) return raise_key_error(thread, Value::none());
    DictTable* table = dict->table;
    size_t last = table->entry_count - 1;
    while (entry_key(table, last).is_empty()) --last;
    Ref<Value> key, value;
    dict_take_entry(dict, static_cast<int64_t>(last), &key, &value);
    table->entry_count = static_cast<uint32_t>(last);  // the next call does not look at this place again
    pair->items()[0] = key.release();
    pair->items()[1] = value.release();
    return pair;
}

Ref<Value> update_method(Thread& thread, Args args) {
    Dict* dict = self_dict(args);
    std::span<const Value> rest = args.rest();
    if (rest.size() > 1)
        return raise_type_error(thread, "update expected at most 1 argument, got %zu", rest.size());
    TRY(fill(thread, dict, rest.empty() ? Value::empty() : rest[0], args[1]));
    return Value::none();
}

Ref<Value> clear_method(Thread& thread, Args args) {
    dict_clear(thread, self_dict(args));
    return Value::none();
}

Ref<Value> copy_method(Thread& thread, Args args) {
    return dict_copy(thread, self_dict(args));
}

Ref<Value> fromkeys_method(Thread& thread, Args args) {
    Ref<Value> result = TRY(call(thread, args[0]));
    if (is_exact<Dict>(result)) {
        auto* dict = result.as<Dict>();
        TRY(for_each(thread, args[1],
                     [&](Value key) -> Status { return dict_set(thread, dict, key, args[2]); }));
    } else {
        TRY(for_each(thread, args[1],
                     [&](Value key) -> Status { return set_item(thread, result, key, args[2]); }));
    }
    return result;
}

Ref<Value> sizeof_method(Thread& thread, Args args) {
    Dict* dict = self_dict(args);
    size_t size = dict->shape->type->basic_size;
    if (DictTable* table = dict->table)
        size += sizeof(DictTable) + table->index_bytes() +
                (table->usable + table->entry_count) *
                    (table->str_keys ? sizeof(StrDictEntry) : sizeof(DictEntry));
    return Value::small_int(static_cast<int64_t>(size));
}

constexpr MethodDef kDictMethods[] = {
    {"__contains__(self, key, /)", contains_method, "Whether the dict has the key."},
    {"__getitem__(self, key, /)", get_item_method, "The value of the key."},
    {"get(self, key, default=None, /)", dict_get_method,
     "The value of the key, or the default if it is absent."},
    {"setdefault(self, key, default=None, /)", setdefault_method,
     "The value of the key; an absent key is inserted with the default first."},
    {"pop(self, key, default=..., /)", pop_method,
     "Removes the key and returns its value. If it is absent, returns the default or raises KeyError."},
    {"popitem(self, /)", popitem_method,
     "Removes the pair inserted last and returns it as (key, value). KeyError if the dict is empty."},
    {"update(self, /, *args, **kwargs)", update_method,
     "Sets items from a mapping or an iterable of pairs, then from the keyword arguments."},
    {"clear(self, /)", clear_method, "Removes all items."},
    {"copy(self, /)", copy_method, "A shallow copy."},
    {"keys(self, /)", dict_keys_method, "A set-like view of the keys."},
    {"values(self, /)", dict_values_method, "A view of the values."},
    {"items(self, /)", dict_items_method, "A set-like view of the items as (key, value) pairs."},
    {"@class fromkeys(cls, iterable, value=None, /)", fromkeys_method,
     "A new dict whose keys come from the iterable and whose values are all the same."},
    {"__reversed__(self, /)", dict_reversed_method, "An iterator over the keys, last inserted first."},
    {"__sizeof__(self, /)", sizeof_method, "The size of the dict in memory, in bytes."},
    kClassGetItem,
};

}  // namespace

constexpr TypeSpec kDictType = native<Dict>(
    {.name = "dict",
     .kind = Kind::kDict,
     .flags = kBaseType | kMatchMapping | kMatchSelf,
     .init = {"@hidden dict(other=..., /, **kwargs)", dict_init},
     .doc = "dict(**kwargs), dict(mapping, **kwargs), dict(pairs, **kwargs): a mapping of hashable keys to "
            "values that remembers the order of insertion.",
     .slots = {.repr = dict_repr,
               .compare = dict_compare,
               .iter = dict_iter,
               .or_ = dict_or,
               .inplace_or = dict_inplace_or,
               .length = dict_length,
               .get_item = dict_get_item,
               .set_item = dict_set_item,
               .contains = dict_contains},
     .methods = kDictMethods});

void Dict::release(Interpreter& interp, Dict& dict) {
    DictTable* table = dict.table;
    if (!table) return;
    dict.table = nullptr;
    dict.length = 0;
    ++dict.mutations;
    if (dict.refcount > 0) note_change(&dict);  // that it dies has been told
    for (size_t i = 0; i < table->entry_count; ++i) {
        Value key = entry_key(table, i), value = *entry_value(table, i);
        decref(key);
        decref(value);
    }
    interp.heap.free_plain(table);
}

void Dict::visit(Dict& dict, Visitor& visitor) {
    size_t position = 0;
    Value key, value;
    while (dict_next(&dict, &position, &key, &value)) {
        visitor.visit(key);
        visitor.visit(value);
    }
}

void init_dict(Interpreter& interp) {
    interp.types().dict = native_type(interp, kDictType);
    init_dict_views(interp);
    init_dict_iterators(interp);
}

}  // namespace moult
