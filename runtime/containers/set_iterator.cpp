// The iterator over sets and frozensets.
#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set_internal.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"

namespace moult {

namespace {

void iterator_dealloc(Interpreter& interp, Object* object) {
    decref(static_cast<SetIterator*>(object)->set);
    interp.heap.free(object);
}

void iterator_traverse(Object* object, Visitor& visitor) {
    visitor.visit(static_cast<SetIterator*>(object)->set);
}

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
    Ref<SetIterator> copy = TRY(new_object<SetIterator>(thread, thread.types().set_iterator));
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

}  // namespace

Ref<Value> set_iter(Thread& thread, Value set) {
    Ref<SetIterator> it = TRY(new_object<SetIterator>(thread, thread.types().set_iterator));
    it->set = share(set).release();
    it->expected_length = it->remaining = set.as<Set>()->length;
    it->position = 0;
    return it;
}

void init_set_iterator(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "set_iterator";
    spec.kind = Kind::kSetIterator;
    spec.flags = kGcType | kDisallowNew;
    spec.size = sizeof(SetIterator);
    spec.slots.dealloc = iterator_dealloc;
    spec.slots.traverse = iterator_traverse;
    spec.slots.iter = return_self;
    spec.slots.next = iterator_next_item;
    spec.methods = kIteratorMethods;
    interp.types.set_iterator = make_type(interp, spec);
}

}  // namespace moult
