// The iterators over a deque, forwards and in reverse. They notice when the deque changes.
#include "modules/data/collections.h"
#include "modules/data/deque.h"
#include "runtime/containers/container_support.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"

namespace moult {
namespace {

struct DequeIterator : Object {
    Value deque;
    uint64_t changes;  // of the deque, when the iterator was made
    size_t remaining;
    static constexpr auto kFields = fields<&DequeIterator::deque>;

    static Ref<Value> over(Thread& thread, const TypeSpec& type, Value deque) {
        Ref<DequeIterator> made = TRY(new_object<DequeIterator>(thread, native_type(thread.interp, type)));
        made->deque = share(deque).release();
        made->changes = deque.as<Deque>()->changes;
        made->remaining = deque.as<Deque>()->length;
        return made;
    }
    template <bool kReverse>
    static Ref<Value> next(Thread& thread, DequeIterator& self) {
        auto& deque = *self.deque.as<Deque>();
        if (kReverse && self.remaining == 0) return Ref<Value>::empty();  // as in CPython, before it looks
        if (deque.changes != self.changes) {
            self.remaining = 0;
            return raise_runtime_error(thread, "deque mutated during iteration");
        }
        if (self.remaining == 0) return Ref<Value>::empty();
        size_t position = kReverse ? self.remaining - 1 : deque.length - self.remaining;
        --self.remaining;
        return share(deque.at(position));
    }
    static Ref<Value> length_hint(Thread& thread, DequeIterator& self, Args) {
        return make_int(thread, self.remaining);
    }
    static Ref<Value> reduce(Thread& thread, DequeIterator& self, Args) {
        Ref<Value> passed = TRY(make_int(thread, self.deque.as<Deque>()->length - self.remaining));
        Ref<Tuple> made_of = TRY(make_tuple(thread, {self.deque, passed}));
        return make_tuple(thread, {Value(self.type()), made_of.value()});
    }
};

// The arguments as PyArg_ParseTuple reads them for no function in particular: deque, how many items to pass by.
template <bool kReverse>
Ref<Value> make(Thread& thread, Type*, Args args) {
    size_t given = args.rest_count;
    if (given < 1) return raise_type_error(thread, "function takes at least 1 argument (0 given)");
    if (given > 2) return raise_type_error(thread, "function takes at most 2 arguments (%zu given)", given);
    Value deque = args.rest()[0];
    if (!as_deque(thread, deque))
        return raise_type_error(thread, "argument 1 must be collections.deque, not %s",
                                deque.is_none() ? "None" : type_name(thread, deque));
    int64_t passed = given > 1 ? TRY(as_ssize(thread, args.rest()[1])) : 0;
    Ref<Value> made =
        TRY(DequeIterator::over(thread, kReverse ? kDequeReverseIteratorType : kDequeIteratorType, deque));
    auto& remaining = made.as<DequeIterator>()->remaining;
    remaining -= std::min(remaining, static_cast<size_t>(std::max<int64_t>(passed, 0)));
    return made;
}

constexpr MethodDef kMethods[] = {
    {"@hidden __length_hint__(self, /)", method<&DequeIterator::length_hint>,
     "Private method returning an estimate of len(list(it))."},
    {"@hidden __reduce__(self, /)", method<&DequeIterator::reduce>, "Return state information for pickling."},
};

}  // namespace

Ref<Value> deque_iter(Thread& thread, Value self) {
    return DequeIterator::over(thread, kDequeIteratorType, self);
}
Ref<Value> deque_reversed(Thread& thread, Args args) {
    return DequeIterator::over(thread, kDequeReverseIteratorType, args[0]);
}

constexpr TypeSpec kDequeIteratorType = native<DequeIterator>({
    .name = "_collections._deque_iterator",
    .make = {"@hidden @lax _deque_iterator(*arguments)", make<false>},
    .slots = {.iter = return_self, .next = slot<&DequeIterator::next<false>>},
    .methods = kMethods,
});

constexpr TypeSpec kDequeReverseIteratorType = native<DequeIterator>({
    .name = "_collections._deque_reverse_iterator",
    .make = {"@hidden @lax _deque_reverse_iterator(*arguments)", make<true>},
    .slots = {.iter = return_self, .next = slot<&DequeIterator::next<true>>},
    .methods = kMethods,
});

}  // namespace moult
