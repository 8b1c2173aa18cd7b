// itertools.accumulate, pairwise, starmap and zip_longest: iterators over what is made of the items.
#include "modules/functional/itertools.h"

namespace moult {
namespace {

// --- accumulate

struct Accumulate : Object {
    Value iterator;
    Value function;  // empty: addition
    Value total;     // empty before the first item
    Value initial;   // what to give first; None: nothing
    static constexpr auto kFields =
        fields<&Accumulate::iterator, &Accumulate::function, &Accumulate::total, &Accumulate::initial>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // iterable, func, initial
        Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
        Ref<Accumulate> made = TRY(new_instance<Accumulate>(thread, type));
        made->iterator = iterator.release();
        if (!args[1].is_none()) made->function = share(args[1]).release();
        made->initial = share(args[2]).release();
        return made;
    }
    static Ref<Value> next(Thread& thread, Accumulate& self) {
        if (!self.initial.is_none()) {
            Ref<Value> initial = Ref<Value>::take(std::exchange(self.initial, Value::none()));
            replace_field(self.total, initial);
            return initial;
        }
        Ref<Value> item = TRY(iterator_next(thread, self.iterator));
        if (item.is_empty()) return item;
        if (!self.total.is_empty()) {
            Ref<Value> total = share(self.total);
            if (self.function.is_empty())
                item = TRY(binary_op(thread, BinaryOp::kAdd, total, item));
            else
                item = TRY(call(thread, self.function, {total, item}));
        }
        replace_field(self.total, item);
        return item;
    }
    static Ref<Value> reduce(Thread& thread, Accumulate& self, Args) {
        Ref<Value> function = share_or_none(self.function);
        bool at_start = !self.initial.is_none();
        if (!at_start && !self.total.is_none())
            return reduced(thread, self, {self.iterator, function}, share_or_none(self.total));
        // The iterator with the first value in front.
        Ref<Tuple> first = TRY(make_tuple(thread, {at_start ? self.initial : self.total}));
        Value chain = native_type(thread.interp, kChainType);
        Ref<Value> iterator = TRY(call(thread, chain, {first.value(), self.iterator}));
        if (at_start) return reduced(thread, self, {iterator, function}, Value::none());
        // A state of None stands for no total: let it be the item that comes next, and leave that out.
        Ref<Value> again = TRY(call(thread, Value(self.type()), {iterator, function}));
        Ref<Tuple> bounds = TRY(make_tuple(thread, {again, small(1), Value::none()}));
        return make_tuple(thread, {Value(native_type(thread.interp, kIsliceType)), bounds.value()});
    }
    static Ref<Value> set_state(Thread&, Accumulate& self, Args args) {
        replace_field(self.total, args[1]);
        return Value::none();
    }
};
constexpr MethodDef kAccumulateMethods[] = {kReduce<&Accumulate::reduce>, kSetState<&Accumulate::set_state>};

// --- pairwise

struct Pairwise : Object {
    Value iterator;  // empty when exhausted
    Value previous;  // item; empty before the first one
    static constexpr auto kFields = fields<&Pairwise::iterator, &Pairwise::previous>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
        Ref<Pairwise> made = TRY(new_instance<Pairwise>(thread, type));
        made->iterator = iterator.release();
        return made;
    }
    static Ref<Value> next(Thread& thread, Pairwise& self) {
        if (self.previous.is_empty()) {
            Ref<Value> first = next_of(thread, self.iterator);
            if (first.is_empty() || failed(first)) return self.end(std::move(first));
            replace_field(self.previous, first);
        }
        Ref<Value> previous = share(self.previous);
        Ref<Value> item = next_of(thread, self.iterator);
        if (item.is_empty() || failed(item)) return self.end(std::move(item));
        replace_field(self.previous, item);
        return make_tuple(thread, {previous, item});
    }
    Ref<Value> end(Ref<Value> item) {
        replace_field(iterator, Value::empty());
        replace_field(previous, Value::empty());
        return item;
    }
};

// --- starmap

struct Starmap : Object {
    Value function, iterator;
    static constexpr auto kFields = fields<&Starmap::function, &Starmap::iterator>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> iterator = TRY(get_iterator(thread, args[1]));
        Ref<Starmap> made = TRY(new_instance<Starmap>(thread, type));
        made->function = share(args[0]).release();
        made->iterator = iterator.release();
        return made;
    }
    static Ref<Value> next(Thread& thread, Starmap& self) {
        Ref<Value> item = TRY(iterator_next(thread, self.iterator));
        if (item.is_empty()) return item;
        Ref<Tuple> arguments = TRY(to_tuple(thread, item));
        CallArgs args{arguments->items(), static_cast<uint32_t>(arguments->length)};
        return call(thread, self.function, args);
    }
    static Ref<Value> reduce(Thread& thread, Starmap& self, Args) {
        return reduced(thread, self, {self.function, self.iterator});
    }
};
constexpr MethodDef kStarmapMethods[] = {kReduce<&Starmap::reduce>};

// --- zip_longest

struct ZipLongest : Object {
    Value iterators;  // a Tuple; None in the place of one that has ended
    Value fill;
    Value result;   // the tuple given out last, to be used again when nobody else has it; empty at first
    size_t active;  // iterators that have not ended; 0: over
    static constexpr auto kFields = fields<&ZipLongest::iterators, &ZipLongest::fill, &ZipLongest::result>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // **kwargs; *iterables
        Value fill = Value::none();
        if (!args[0].is_empty() && args[0].as<Dict>()->length > 0) {
            Ref<Str> name = TRY(intern(thread, "fillvalue"));
            auto* keywords = args[0].as<Dict>();
            fill = keywords->length == 1 ? dict_get_str(keywords, name.get()) : Value::empty();
            if (fill.is_empty())
                return raise_type_error(thread, "zip_longest() got an unexpected keyword argument");
        }
        size_t count = args.rest().size();
        Ref<Tuple> iterators = TRY(allocate_tuple(thread, count));
        for (size_t i = 0; i < count; ++i)
            iterators->items()[i] = TRY(get_iterator(thread, args.rest()[i])).release();
        Ref<ZipLongest> made = TRY(new_instance<ZipLongest>(thread, type));
        made->iterators = iterators.release();
        made->fill = share(fill).release();
        made->active = count;
        return made;
    }
    static Ref<Value> next(Thread& thread, ZipLongest& self) {
        auto* iterators = self.iterators.as<Tuple>();
        if (self.active == 0) return Ref<Value>::empty();
        Ref<Tuple> result = TRY(self.tuple_to_fill(thread));  // held: a nested call must see it in use
        for (size_t i = 0; i < iterators->length; ++i) {
            Ref<Value> iterator = share(iterators->items()[i]);
            Ref<Value> item = share(self.fill);
            if (!iterator.is_none()) {
                Ref<Value> given = iterator_next(thread, iterator);
                if (failed(given)) {
                    self.active = 0;
                    return given;
                }
                if (given.is_empty() && self.end(i)) return given;
                item = given.is_empty() ? share(self.fill) : std::move(given);
            }
            Ref<Value> old = Ref<Value>::take(std::exchange(result->items()[i], item.release()));
        }
        return result;
    }
    Ref<Tuple> tuple_to_fill(Thread& thread) {
        if (can_be_refilled(result)) return share(result.as<Tuple>());
        return replace_refilled_tuple(thread, &result, iterators.as<Tuple>()->length);
    }
    // An iterator has ended, unless it had before. True: it was the last one.
    bool end(size_t i) {
        Value& place = iterators.as<Tuple>()->items()[i];
        if (!place.is_none() && active > 0 && --active > 0) replace_field(place, Value::none());
        return active == 0;
    }
    static Ref<Value> reduce(Thread& thread, ZipLongest& self, Args) {
        auto* iterators = self.iterators.as<Tuple>();
        Ref<Tuple> nothing = TRY(make_tuple(thread, {}));
        std::vector<Value> arguments;
        for (Value iterator : iterators->span())
            arguments.push_back(iterator.is_none() ? nothing.value() : iterator);
        Ref<Tuple> made_of = TRY(make_tuple(thread, std::span<const Value>(arguments)));
        return make_tuple(thread, {Value(self.type()), made_of.value(), self.fill});
    }
    static Ref<Value> set_state(Thread&, ZipLongest& self, Args args) {
        replace_field(self.fill, args[1]);
        return Value::none();
    }
};
constexpr MethodDef kZipLongestMethods[] = {kReduce<&ZipLongest::reduce>, kSetState<&ZipLongest::set_state>};

}  // namespace

constexpr TypeSpec kAccumulateType = iterator_type<Accumulate>({
    .name = "itertools.accumulate",
    .make = "accumulate(iterable, func=None, *, initial=None)",
    .doc = "Return series of accumulated sums (or other binary function results).",
    .methods = kAccumulateMethods,
});

constexpr TypeSpec kPairwiseType = iterator_type<Pairwise>({
    .name = "itertools.pairwise",
    .make = "pairwise(iterable, /)",
    .doc = "Return an iterator of overlapping pairs taken from the input iterator.\n\n"
           "    s -> (s0,s1), (s1,s2), (s2, s3), ...",
});

constexpr TypeSpec kStarmapType = iterator_type<Starmap>({
    .name = "itertools.starmap",
    .make = "starmap(function, iterable, /)",
    .doc = "Return an iterator whose values are returned from the function evaluated with an argument tuple "
           "taken from the given sequence.",
    .methods = kStarmapMethods,
});

constexpr TypeSpec kZipLongestType = iterator_type<ZipLongest>({
    .name = "itertools.zip_longest",
    .make = "@hidden zip_longest(*iterables, **keywords)",
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
           "Return a zip_longest object whose .__next__() method returns a tuple where\n"
           "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
           "method continues until the longest iterable in the argument sequence\n"
           "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
           "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
           "defaults to None or can be specified by a keyword argument.\n",
    .methods = kZipLongestMethods,
});

}  // namespace moult
