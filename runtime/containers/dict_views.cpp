// The views that dict.keys(), .values() and .items() give: live, and, but for values, sets.
#include "runtime/containers/dict_internal.h"
#include "runtime/containers/dict_table.h"
#include "runtime/containers/list.h"
#include "runtime/containers/mapping_proxy.h"
#include "runtime/containers/set.h"
#include "runtime/containers/set_internal.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Dict* dict_of(Value view) {
    return view.as<DictView>()->dict.as<Dict>();
}

bool is_items_view(Thread& thread, Value v) {
    return thread.interp.type_of(v) == thread.types().dict_items;
}
bool is_set_view(Thread& thread, Value v) {
    return thread.interp.type_of(v) == thread.types().dict_keys || is_items_view(thread, v);
}

Ref<Value> make_view(Thread& thread, Type* type, Value dict) {
    Ref<DictView> view = TRY(new_object<DictView>(thread, type));
    view->dict = share(dict).release();
    return view;
}

Ref<Value> view_repr(Thread& thread, Value self) {
    ReprGuard guard(thread, self.as_object());
    if (!guard.entered()) return make_str(thread, "...");
    Ref<List> items = TRY(to_list(thread, self));
    Ref<Str> text = TRY(repr(thread, items.value()));
    StrBuilder out(thread);
    out.add_ascii(type_name(thread, self));
    out.add_ascii("(");
    out.add(text.get());
    out.add_ascii(")");
    return out.finish();
}

Result<int64_t> view_length(Thread&, Value self) {
    return static_cast<int64_t>(dict_of(self)->length);
}

Ref<Value> keys_iter(Thread& thread, Value self) {
    return make_dict_iterator(thread, thread.types().dict_key_iterator, dict_of(self));
}
Ref<Value> values_iter(Thread& thread, Value self) {
    return make_dict_iterator(thread, thread.types().dict_value_iterator, dict_of(self));
}
Ref<Value> items_iter(Thread& thread, Value self) {
    return make_dict_iterator(thread, thread.types().dict_item_iterator, dict_of(self));
}

Result<bool> keys_contains(Thread& thread, Value self, Value key) {
    Value found = TRY(dict_get(thread, dict_of(self), key));
    return !found.is_empty();
}

Result<bool> items_contains(Thread& thread, Value self, Value item) {
    Tuple* pair = as_tuple(item);
    if (!pair || pair->length != 2) return false;
    Value found = TRY(dict_get(thread, dict_of(self), pair->items()[0]));
    if (found.is_empty()) return false;
    Ref<Value> held = share(found);
    return equals(thread, held, pair->items()[1]);
}

// --- as sets

Result<bool> all_contained(Thread& thread, Value items, Value container) {
    Ref<Value> iterator = TRY(get_iterator(thread, items));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return true;
        if (!TRY(contains(thread, container, item))) return false;
    }
}

Ref<Value> view_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if (!as_any_set(other) && !is_set_view(thread, other)) return Value::not_implemented();
    int64_t mine = view_length(thread, self).value();
    int64_t theirs = TRY(length(thread, other));
    bool result = false;
    switch (op) {
        case CompareOp::kEq:
        case CompareOp::kNe:
            result = mine == theirs && TRY(all_contained(thread, self, other));
            if (op == CompareOp::kNe) result = !result;
            break;
        case CompareOp::kLt: result = mine < theirs && TRY(all_contained(thread, self, other)); break;
        case CompareOp::kLe: result = mine <= theirs && TRY(all_contained(thread, self, other)); break;
        case CompareOp::kGt: result = mine > theirs && TRY(all_contained(thread, other, self)); break;
        case CompareOp::kGe: result = mine >= theirs && TRY(all_contained(thread, other, self)); break;
    }
    return Value::boolean(result);
}

Ref<Set> as_new_set(Thread& thread, Value iterable) {
    Ref<Set> result = TRY(make_set(thread));
    if (thread.interp.type_of(iterable) == thread.types().dict_keys &&
        is_exact<Dict>(Value(dict_of(iterable))))
        iterable = Value(dict_of(iterable));  // whose length and hashes are known
    TRY(set_update(thread, result.get(), iterable));
    return result;
}

// The other operand may stand on the left and be any iterable.
Ref<Value> view_or(Thread& thread, Value left, Value right) {
    Ref<Set> result = TRY(as_new_set(thread, left));
    TRY(set_update(thread, result.get(), right));
    return result;
}

Ref<Value> view_subtract(Thread& thread, Value left, Value right) {
    Ref<Set> result = TRY(as_new_set(thread, left));
    TRY(set_difference_update(thread, result.get(), right));
    return result;
}

// The pairs of two dicts that are not in both; the keys are not hashed again.
Ref<Value> items_xor(Thread& thread, Dict* left, Dict* right) {
    Ref<Dict> rest = TRY(dict_copy(thread, left));
    Ref<Set> result = TRY(make_set(thread));
    for (size_t i = 0; right->table && i < right->table->entry_count; ++i) {
        Ref<Value> key = share(entry_key(right->table, i));
        if (key.is_empty()) continue;
        const int64_t hash = entry_hash(right->table, i);
        Ref<Value> theirs = share(*entry_value(right->table, i));
        Ref<Value> mine = share(TRY(dict_get(thread, rest.get(), key, hash)));
        if (mine.is_empty() || !TRY(equals(thread, mine, theirs))) {
            Ref<Tuple> pair = TRY(make_tuple(thread, {key.get(), theirs.get()}));
            TRY(set_add(thread, result.get(), pair.value()));
            continue;
        }
        const int64_t place = dict_find(thread, rest.get(), key, hash);
        if (place == kLookupFailed) return kError;
        if (place >= 0) {
            Ref<Value> old_key, old_value;
            dict_take_entry(rest.get(), place, &old_key, &old_value);
        }
    }
    Ref<Value> pairs = TRY(make_view(thread, thread.types().dict_items, rest.value()));
    TRY(set_update(thread, result.get(), pairs));
    return result;
}

Ref<Value> view_xor(Thread& thread, Value left, Value right) {
    if (is_items_view(thread, left) && is_items_view(thread, right))
        return items_xor(thread, dict_of(left), dict_of(right));
    Ref<Set> result = TRY(as_new_set(thread, left));
    TRY(set_symmetric_difference_update(thread, result.get(), right));
    return result;
}

Ref<Value> view_and(Thread& thread, Value left, Value right) {
    Value view = left, other = right;
    if (!is_set_view(thread, view)) std::swap(view, other);
    // The smaller one is walked through, the larger one asked.
    if (is_exact<Set>(other) && dict_of(view)->length <= other.as<Set>()->length)
        return set_intersection(thread, other.as<Set>(), view);
    if (is_set_view(thread, other) && dict_of(other)->length > dict_of(view)->length) std::swap(view, other);
    Ref<Set> result = TRY(make_set(thread));
    TRY(for_each(thread, other, [&](Value item) -> Status {
        if (TRY(contains(thread, view, item))) TRY(set_add(thread, result.get(), item));
        return {};
    }));
    return result;
}

Ref<Value> isdisjoint_method(Thread& thread, Args args) {
    Value view = args[0], other = args[1];
    if (view == other) return Value::boolean(dict_of(view)->length == 0);
    if (as_any_set(other) || is_set_view(thread, other)) {
        int64_t theirs = TRY(length(thread, other));
        if (theirs > view_length(thread, view).value()) std::swap(view, other);
    }
    Ref<Value> iterator = TRY(get_iterator(thread, other));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return Value::boolean(true);
        if (TRY(contains(thread, view, item))) return Value::boolean(false);
    }
}

Ref<Value> reversed_method(Thread& thread, Args args) {
    const Types& types = thread.types();
    Type* type = thread.interp.type_of(args[0]);
    DictPart part = type == types.dict_keys     ? DictPart::kKeys
                    : type == types.dict_values ? DictPart::kValues
                                                : DictPart::kItems;
    return make_reverse_dict_iterator(thread, part, dict_of(args[0]));
}

Ref<Value> mapping_attribute(Thread& thread, Value self) {
    return make_mapping_proxy(thread, self.as<DictView>()->dict);
}

constexpr MethodDef kValuesMethods[] = {
    {"__reversed__(self, /)", reversed_method, "An iterator over the view, last inserted first."},
};
constexpr MethodDef kSetViewMethods[] = {
    {"__reversed__(self, /)", reversed_method, "An iterator over the view, last inserted first."},
    {"isdisjoint(self, other, /)", isdisjoint_method, "Whether the view and the iterable share no item."},
};
constexpr GetSetDef kViewAttributes[] = {
    {"mapping", mapping_attribute, nullptr, "The dict that the view shows, read-only."},
};

consteval TypeSpec set_view_spec(const char* name, UnarySlot iter, decltype(TypeSlots::contains) contains) {
    return native<DictView>({.name = name,
                             .flags = kDisallowNew,
                             .slots = {.repr = view_repr,
                                       .compare = view_compare,
                                       .iter = iter,
                                       .subtract = view_subtract,
                                       .and_ = view_and,
                                       .xor_ = view_xor,
                                       .or_ = view_or,
                                       .length = view_length,
                                       .contains = contains},
                             .methods = kSetViewMethods,
                             .attributes = kViewAttributes});
}
constexpr TypeSpec kKeysType = set_view_spec("dict_keys", keys_iter, keys_contains);
constexpr TypeSpec kItemsType = set_view_spec("dict_items", items_iter, items_contains);
constexpr TypeSpec kValuesType =
    native<DictView>({.name = "dict_values",
                      .flags = kDisallowNew,
                      .slots = {.repr = view_repr, .iter = values_iter, .length = view_length},
                      .methods = kValuesMethods,
                      .attributes = kViewAttributes});

}  // namespace

Ref<Value> dict_keys_method(Thread& thread, Args args) {
    return make_view(thread, thread.types().dict_keys, args[0]);
}
Ref<Value> dict_values_method(Thread& thread, Args args) {
    return make_view(thread, thread.types().dict_values, args[0]);
}
Ref<Value> dict_items_method(Thread& thread, Args args) {
    return make_view(thread, thread.types().dict_items, args[0]);
}

void init_dict_views(Interpreter& interp) {
    interp.types().dict_keys = native_type(interp, kKeysType);
    interp.types().dict_items = native_type(interp, kItemsType);
    interp.types().dict_values = native_type(interp, kValuesType);
}

}  // namespace moult
