// itertools.chain.
#include "modules/functional/itertools.h"

namespace moult {
namespace {

struct Chain : Object {
    Value sources, active;  // iterators: over the iterables, over the current one; empty: none any more
    static constexpr auto kFields = fields<&Chain::sources, &Chain::active>;
    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Tuple> iterables = TRY(make_tuple(thread, args.rest()));
        return make_of<Chain>(thread, type, get_iterator(thread, iterables.value()));
    }
    static Ref<Value> from_iterable(Thread& thread, Args args) {
        return make_of<Chain>(thread, args[0].as<Type>(), get_iterator(thread, args[1]));
    }
    static Ref<Value> next(Thread& thread, Chain& self) {
        for (;;) {
            Ref<Value> item = next_of(thread, self.active);
            if (!item.is_empty()) return item;
            replace_field(self.active, Value::empty());
            Ref<Value> iterator = next_iterator(thread, self.sources);
            bool is_over = iterator.is_empty() || failed(iterator);
            replace_field(is_over ? self.sources : self.active, is_over ? Value::empty() : iterator.get());
            if (is_over) return iterator;
        }
    }
    static Ref<Value> reduce(Thread& thread, Chain& self, Args) {
        if (self.sources.is_empty()) return reduced(thread, self, {});
        return reduced(thread, self, {}, TRY(tuple_of_given(thread, {self.sources, self.active})).value());
    }
    static Ref<Value> set_state(Thread& thread, Chain& self, Args args) {
        std::span<const Value> state = TRY(state_items(thread, args[1], 1, 2));
        TRY(check_iterators(thread, state));
        replace_field(self.sources, state[0]);
        replace_field(self.active, state.size() > 1 ? state[1] : Value::empty());
        return Value::none();
    }
};
constexpr MethodDef kMethods[] = {
    {"@class from_iterable(type, iterable, /)", Chain::from_iterable,
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily."},
    kReduce<&Chain::reduce>,
    kSetState<&Chain::set_state>,
    kClassGetItem};
}  // namespace

constexpr TypeSpec kChainType = iterator_type<Chain>({
    .name = "itertools.chain",
    .make = "@hidden chain(*iterables)",
    .doc = "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns "
           "elements "
           "from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all "
           "of the iterables are exhausted.",
    .methods = kMethods,
});

}  // namespace moult
