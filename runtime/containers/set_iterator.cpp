// The iterator over sets and frozensets.
#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set_internal.h"
#include "runtime/operations/native_type.h"

namespace moult {

namespace {

Ref<Value> iterator_next_item(Thread& thread, Value self) {
    auto* it = self.as<SetIterator>();
    if (it->set.is_empty()) return Ref<Value>::empty();
    auto* set = it->set.as<Set>();
    if (it->expected_length != set->length) {
        it->expected_length = SIZE_MAX;  // so that it goes on failing
        return raise_runtime_error(thread, "Set changed size during iteration");
    }
    Value key;
    if (set_next(set, &it->position, &key)) {
        if (it->remaining) --it->remaining;
        return share(key);
    }
    decref(std::exchange(it->set, Value::empty()));
    return Ref<Value>::empty();
}

Ref<Value> length_hint_method(Thread&, Args args) {
    auto* it = args[0].as<SetIterator>();
    bool usable = !it->set.is_empty() && it->expected_length == it->set.as<Set>()->length;
    return Value::small_int(usable ? static_cast<int64_t>(it->remaining) : 0);
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    auto* it = args[0].as<SetIterator>();
    Ref<SetIterator> copy = TRY(new_object<SetIterator>(thread, it->shape->type));
    copy->set = share(it->set).release();
    copy->expected_length = it->expected_length;
    copy->position = it->position;
    copy->remaining = it->remaining;
    Ref<List> items = TRY(to_list(thread, copy.value()));  // leaves this iterator where it is
    return reduce_iterator(thread, "iter", items.value());
}

constexpr MethodDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", length_hint_method, "How many items are still to come."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
};

constexpr TypeSpec kSetIteratorType =
    native<SetIterator>({.name = "set_iterator",
                         .flags = kDisallowNew,
                         .slots = {.iter = return_self, .next = iterator_next_item},
                         .methods = kIteratorMethods});

}  // namespace

Ref<Value> set_iter(Thread& thread, Value set) {
    Ref<SetIterator> it = TRY(new_object<SetIterator>(thread, native_type(thread.interp, kSetIteratorType)));
    it->set = share(set).release();
    it->expected_length = it->remaining = set.as<Set>()->length;
    it->position = 0;
    return it;
}

}  // namespace moult
