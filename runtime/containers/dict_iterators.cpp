// The iterators over dicts: keys, values and items, forwards and in reverse.
#include "runtime/containers/container_support.h"
#include "runtime/containers/dict_internal.h"
#include "runtime/containers/dict_table.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Ref<Value> finish(DictIterator* it) {
    Ref<Value> dict = Ref<Value>::take(it->dict);
    it->dict = Value::empty();
    return Ref<Value>::empty();
}

Ref<Value> give(Thread& thread, DictIterator* it, size_t index, DictPart part) {
    const DictTable* table = it->dict.as<Dict>()->table;
    if (part == DictPart::kKeys) return share(entry_key(table, index));
    if (part == DictPart::kValues) return share(*entry_value(table, index));
    return make_pair_again(thread, &it->pair, entry_key(table, index), *entry_value(table, index));
}

Status check_unchanged(Thread& thread, DictIterator* it) {
    if (it->expected_length == it->dict.as<Dict>()->length) [[likely]]
        return {};
    it->expected_length = SIZE_MAX;  // so that it goes on failing
    return raise_runtime_error(thread, "dictionary changed size during iteration");
}

template <DictPart part>
Ref<Value> next_forward(Thread& thread, Value self) {
    auto* it = self.as<DictIterator>();
    if (it->dict.is_empty()) return Ref<Value>::empty();
    TRY(check_unchanged(thread, it));
    const DictTable* table = it->dict.as<Dict>()->table;
    size_t count = table ? table->entry_count : 0;
    for (size_t i = it->position; i < count; ++i) {
        if (entry_key(table, i).is_empty()) continue;
        if (it->remaining == 0) {
            Ref<Value> end = finish(it);
            return raise_runtime_error(thread, "dictionary keys changed during iteration");
        }
        it->position = i + 1;
        --it->remaining;
        return give(thread, it, i, part);
    }
    return finish(it);
}

template <DictPart part>
Ref<Value> next_reverse(Thread& thread, Value self) {
    auto* it = self.as<DictIterator>();
    if (it->dict.is_empty()) return Ref<Value>::empty();
    TRY(check_unchanged(thread, it));
    const DictTable* table = it->dict.as<Dict>()->table;
    size_t count = table ? table->entry_count : 0;
    for (size_t i = std::min(it->position, count); i > 0; --i) {
        if (entry_key(table, i - 1).is_empty()) continue;
        it->position = i - 1;
        if (it->remaining) --it->remaining;
        return give(thread, it, i - 1, part);
    }
    return finish(it);
}

Ref<Value> length_hint_method(Thread&, Args args) {
    auto* it = args[0].as<DictIterator>();
    bool usable = !it->dict.is_empty() && it->expected_length == it->dict.as<Dict>()->length;
    return Value::small_int(usable ? static_cast<int64_t>(it->remaining) : 0);
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    auto* it = args[0].as<DictIterator>();
    // The items to come, read through a copy: this iterator stays where it is.
    Ref<DictIterator> copy = TRY(new_object<DictIterator>(thread, it->shape->type));
    copy->dict = share(it->dict).release();
    copy->expected_length = it->expected_length;
    copy->position = it->position;
    copy->remaining = it->remaining;
    copy->pair = Value::empty();
    Ref<List> items = TRY(to_list(thread, copy.value()));
    return reduce_iterator(thread, "iter", items.value());
}

constexpr MethodDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", length_hint_method, "How many items are still to come."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
};

consteval TypeSpec iterator_spec(const char* name, UnarySlot next) {
    return native<DictIterator>({.name = name,
                                 .kind = Kind::kDictIterator,
                                 .flags = kDisallowNew,
                                 .slots = {.iter = return_self, .next = next},
                                 .methods = kIteratorMethods});
}
constexpr TypeSpec kKeyIteratorType = iterator_spec("dict_keyiterator", next_forward<DictPart::kKeys>);
constexpr TypeSpec kValueIteratorType = iterator_spec("dict_valueiterator", next_forward<DictPart::kValues>);
constexpr TypeSpec kItemIteratorType = iterator_spec("dict_itemiterator", next_forward<DictPart::kItems>);
constexpr TypeSpec kReverseKeyIteratorType =
    iterator_spec("dict_reversekeyiterator", next_reverse<DictPart::kKeys>);
constexpr TypeSpec kReverseValueIteratorType =
    iterator_spec("dict_reversevalueiterator", next_reverse<DictPart::kValues>);
constexpr TypeSpec kReverseItemIteratorType =
    iterator_spec("dict_reverseitemiterator", next_reverse<DictPart::kItems>);

const TypeSpec& reverse_iterator(DictPart part) {
    switch (part) {
        case DictPart::kKeys: return kReverseKeyIteratorType;
        case DictPart::kValues: return kReverseValueIteratorType;
        case DictPart::kItems: return kReverseItemIteratorType;
    }
    __builtin_unreachable();
}

Ref<DictIterator> make_iterator(Thread& thread, Type* type, Dict* dict) {
    Ref<DictIterator> it = TRY(new_object<DictIterator>(thread, type));
    it->dict = share(Value(dict)).release();
    it->expected_length = it->remaining = dict->length;
    return it;
}

}  // namespace

Ref<Value> make_dict_iterator(Thread& thread, Type* iterator_type, Dict* dict) {
    return make_iterator(thread, iterator_type, dict);
}

Ref<Value> make_reverse_dict_iterator(Thread& thread, DictPart part, Dict* dict) {
    Ref<DictIterator> it =
        TRY(make_iterator(thread, native_type(thread.interp, reverse_iterator(part)), dict));
    it->position = dict->table ? dict->table->entry_count : 0;
    return it;
}

Ref<Value> dict_iter(Thread& thread, Value dict) {
    return make_dict_iterator(thread, thread.types().dict_key_iterator, dict.as<Dict>());
}

Ref<Value> dict_reversed_method(Thread& thread, Args args) {
    return make_reverse_dict_iterator(thread, DictPart::kKeys, args[0].as<Dict>());
}

void init_dict_iterators(Interpreter& interp) {
    Types& types = interp.types();
    types.dict_key_iterator = native_type(interp, kKeyIteratorType);
    types.dict_value_iterator = native_type(interp, kValueIteratorType);
    types.dict_item_iterator = native_type(interp, kItemIteratorType);
}

}  // namespace moult
