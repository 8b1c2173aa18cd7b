// itertools.product, combinations, combinations_with_replacement and permutations: tuples of items of a pool,
// chosen by a row of positions in it.
#include <algorithm>

#include "modules/functional/itertools.h"
#include "runtime/numbers/int.h"

namespace moult {
namespace {

// What the four have in common.
struct Selection : Object {
    Value pool;    // a Tuple; for product, a Tuple of Tuples, one for each place
    Value result;  // the tuple given out last, to be used again when nobody else has it; empty at first
    int64_t size;  // of the tuples
    int64_t* row;  // owned: positions in the pool; permutations and only they have, behind, their cycles
    int64_t row_length;
    bool stopped;
    static constexpr auto kFields = fields<&Selection::pool, &Selection::result>;

    static void release(Interpreter& interp, Selection& self) {
        interp.heap.free(std::exchange(self.row, nullptr));
    }
    static Ref<Value> start(Thread& thread, Type* type, Ref<Tuple> pool, int64_t size, int64_t row_length) {
        Ref<Selection> made = TRY(new_instance<Selection>(thread, type));
        size_t bytes;
        if (__builtin_mul_overflow(static_cast<size_t>(row_length), sizeof(int64_t), &bytes))
            return raise_out_of_memory(thread);
        if (bytes) {
            made->row = static_cast<int64_t*>(thread.heap.allocate(bytes));
            if (!made->row) return raise_out_of_memory(thread);
            std::memset(made->row, 0, bytes);
        }
        made->pool = pool.release();
        made->size = size;
        made->row_length = row_length;
        return made;
    }

    int64_t pool_length() const { return static_cast<int64_t>(pool.as<Tuple>()->length); }
    Value chosen(int64_t place) const { return pool.as<Tuple>()->items()[row[place]]; }

    // The tuple of what the row chooses, from this place on; what is in front is as it was last time.
    template <class Choose>
    Ref<Value> give_from(Thread& thread, int64_t first, Choose&& choose) {
        Ref<Tuple> tuple;
        if (can_be_refilled(result)) {
            tuple = share(result.as<Tuple>());
            for (int64_t i = first; i < size; ++i) replace_field(tuple->items()[i], choose(i));
            return tuple;
        }
        if (size == 0)
            replace_field(result, TRY(make_tuple(thread, {})).value());
        else
            tuple = TRY(replace_refilled_tuple(thread, &result, static_cast<size_t>(size)));
        for (int64_t i = 0; i < size; ++i) tuple->items()[i] = share(choose(i)).release();
        return size == 0 ? share(result) : Ref<Value>(std::move(tuple));
    }
    Ref<Value> give_from(Thread& thread, int64_t first) {
        return give_from(thread, first, [&](int64_t place) { return chosen(place); });
    }
    Ref<Value> stop() {
        stopped = true;
        return Ref<Value>::empty();
    }

    static Ref<Tuple> numbers(Thread& thread, const int64_t* first, int64_t count) {
        Ref<Tuple> tuple = TRY(allocate_tuple(thread, static_cast<size_t>(count)));
        for (int64_t i = 0; i < count; ++i) tuple->items()[i] = small(first[i]);
        return tuple;
    }
    // Of those that choose `size` items of one pool.
    static Ref<Value> reduce_with(Thread& thread, Selection& self, Ref<Value> state) {
        if (failed(state)) return kError;
        Ref<Value> size = TRY(make_int(thread, self.size));
        if (self.result.is_empty()) return reduced(thread, self, {self.pool, size});
        Ref<Tuple> nothing = TRY(make_tuple(thread, {}));
        if (self.stopped) return reduced(thread, self, {nothing.value(), size});
        return reduced(thread, self, {self.pool, size}, state);
    }
    static Ref<Value> reduce(Thread& thread, Selection& self, Args) {
        return reduce_with(thread, self, numbers(thread, self.row, self.row_length));
    }
    static Ref<Value> size_of(Thread& thread, Selection& self, Args) {
        return make_int(thread, static_cast<size_t>(self.type()->basic_size) +
                                    static_cast<size_t>(self.row_length) * sizeof(int64_t));
    }
    // Reads positions for the row, each brought between 0 and its limit.
    template <class Limit>
    Status read_row(Thread& thread, std::span<const Value> state, Limit&& limit) {
        for (size_t i = 0; i < state.size(); ++i) {
            int64_t position = TRY(int_as_ssize(thread, state[i]));
            row[i] = std::max<int64_t>(std::min(position, limit(static_cast<int64_t>(i))), 0);
        }
        return {};
    }
    // What was given out last, after the row has been read.
    Status restore(Thread& thread) {
        replace_field(result, Value::empty());
        if (!stopped) TRY(as_status(give_from(thread, 0)));
        return {};
    }
};

Failure raise_invalid(Thread& thread) {
    return raise_value_error(thread, "invalid arguments");
}
constexpr MethodDef kReduceSelection = kReduce<&Selection::reduce>;
constexpr MethodDef kSizeOfSelection = kSizeOf<&Selection::size_of>;

// --- product

struct Product : Selection {
    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // repeat; *iterables
        int64_t repeat = args[0].is_empty() ? 1 : TRY(as_ssize(thread, args[0])), count, bytes;
        if (repeat < 0) return raise_value_error(thread, "repeat argument cannot be negative");
        auto pools = repeat == 0 ? std::span<const Value>() : args.rest();
        if (__builtin_mul_overflow(static_cast<int64_t>(pools.size()), repeat, &count) ||
            __builtin_mul_overflow(count, int64_t{sizeof(int64_t)}, &bytes))
            return raise_overflow_error(thread, "repeat argument too large");
        Ref<Tuple> tuple = TRY(allocate_tuple(thread, static_cast<size_t>(count)));
        Value* items = tuple->items();
        for (size_t i = 0; i < pools.size(); ++i) items[i] = TRY(to_tuple(thread, pools[i])).release();
        for (size_t i = pools.size(); i < static_cast<size_t>(count); ++i)
            items[i] = share(items[i - pools.size()]).release();
        return start(thread, type, std::move(tuple), count, count);
    }
    Tuple* pool_of(int64_t place) const { return pool.as<Tuple>()->items()[place].as<Tuple>(); }
    Ref<Value> give(Thread& thread, int64_t first) {
        return give_from(thread, first, [&](int64_t place) { return pool_of(place)->items()[row[place]]; });
    }
    static Ref<Value> next(Thread& thread, Product& self) {
        if (self.stopped) return Ref<Value>::empty();
        if (self.result.is_empty()) {
            for (int64_t i = 0; i < self.size; ++i)
                if (self.pool_of(i)->length == 0) return self.stop();
            return self.give(thread, 0);
        }
        for (int64_t i = self.size - 1; i >= 0; --i) {
            if (static_cast<size_t>(++self.row[i]) < self.pool_of(i)->length) return self.give(thread, i);
            self.row[i] = 0;
        }
        return self.stop();
    }
    static Ref<Value> reduce(Thread& thread, Product& self, Args) {
        Ref<Tuple> nothing = TRY(make_tuple(thread, {}));
        if (self.stopped) return reduced(thread, self, {nothing.value()});
        if (self.result.is_empty()) return make_tuple(thread, {Value(self.type()), self.pool});
        Ref<Tuple> state = TRY(numbers(thread, self.row, self.row_length));
        return make_tuple(thread, {Value(self.type()), self.pool, state.value()});
    }
    static Ref<Value> set_state(Thread& thread, Product& self, Args args) {
        Tuple* state = as_tuple(args[1]);
        if (!state || static_cast<int64_t>(state->length) != self.size) return raise_invalid(thread);
        for (int64_t i = 0; i < self.size; ++i)
            if (self.pool_of(i)->length == 0) self.stopped = true;
        if (self.stopped) return Value::none();
        TRY(self.read_row(thread, state->span(), [&](int64_t place) {
            return static_cast<int64_t>(self.pool_of(place)->length) - 1;
        }));
        replace_field(self.result, Value::empty());
        TRY(as_status(self.give(thread, 0)));
        return Value::none();
    }
};
constexpr MethodDef kProductMethods[] = {kReduce<&Product::reduce>, kSetState<&Product::set_state>,
                                         kSizeOfSelection};

// --- combinations, with and without replacement

template <bool kReplaces>
struct Combinations : Selection {
    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // iterable, r
        int64_t size = TRY(as_ssize(thread, args[1]));
        Ref<Tuple> pool = TRY(to_tuple(thread, args[0]));
        if (size < 0) return raise_value_error(thread, "r must be non-negative");
        Ref<Value> made = TRY(start(thread, type, std::move(pool), size, size));
        auto& self = *made.as<Combinations>();
        for (int64_t i = 0; i < size; ++i) self.row[i] = kReplaces ? 0 : i;
        self.stopped = kReplaces ? self.pool_length() == 0 && size > 0 : size > self.pool_length();
        return made;
    }
    // The last position that a place can have.
    int64_t last(int64_t place) const { return kReplaces ? pool_length() - 1 : place + pool_length() - size; }
    static Ref<Value> next(Thread& thread, Combinations& self) {
        if (self.stopped) return Ref<Value>::empty();
        if (self.result.is_empty()) return self.give_from(thread, 0);
        int64_t i = self.size - 1;
        while (i >= 0 && self.row[i] == self.last(i)) --i;
        if (i < 0) return self.stop();
        ++self.row[i];
        for (int64_t j = i + 1; j < self.size; ++j) self.row[j] = self.row[j - 1] + (kReplaces ? 0 : 1);
        return self.give_from(thread, i);
    }
    static Ref<Value> set_state(Thread& thread, Combinations& self, Args args) {
        Tuple* state = as_tuple(args[1]);
        if (!state || static_cast<int64_t>(state->length) != self.size) return raise_invalid(thread);
        TRY(self.read_row(thread, state->span(), [&](int64_t place) { return self.last(place); }));
        TRY(self.restore(thread));
        return Value::none();
    }
};
template <bool kReplaces>
constexpr MethodDef kCombinationsMethods[] = {
    kReduceSelection, kSetState<&Combinations<kReplaces>::set_state>, kSizeOfSelection};

// --- permutations

struct Permutations : Selection {
    // The row is all positions of the pool; those of the first `size` are chosen. Behind it, for each of these,
    // in how many exchanges its place has gone through all that are left.
    int64_t* cycles() const { return row + pool_length(); }

    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // iterable, r
        Ref<Tuple> pool = TRY(to_tuple(thread, args[0]));
        auto count = static_cast<int64_t>(pool->length), size = count;
        if (!args[1].is_none()) {
            if (!is_int(args[1])) return raise_type_error(thread, "Expected int as r");
            size = TRY(int_as_ssize(thread, args[1]));
        }
        if (size < 0) return raise_value_error(thread, "r must be non-negative");
        if (size > INT64_MAX / 16) return raise_out_of_memory(thread);
        Ref<Value> made = TRY(start(thread, type, std::move(pool), size, count + size));
        auto& self = *made.as<Permutations>();
        for (int64_t i = 0; i < count; ++i) self.row[i] = i;
        for (int64_t i = 0; i < size; ++i) self.cycles()[i] = count - i;
        self.stopped = size > count;
        return made;
    }
    static Ref<Value> next(Thread& thread, Permutations& self) {
        if (self.stopped) return Ref<Value>::empty();
        if (self.result.is_empty()) return self.give_from(thread, 0);
        int64_t *row = self.row, *cycles = self.cycles(), count = self.pool_length();
        for (int64_t i = self.size - 1; i >= 0; --i) {
            if (--cycles[i] > 0) {
                std::swap(row[i], row[count - cycles[i]]);
                return self.give_from(thread, i);
            }
            std::rotate(row + i, row + i + 1, row + count);
            cycles[i] = count - i;
        }
        return self.stop();
    }
    static Ref<Value> reduce(Thread& thread, Permutations& self, Args) {
        Ref<Tuple> positions = TRY(numbers(thread, self.row, self.pool_length()));
        Ref<Tuple> cycles = TRY(numbers(thread, self.cycles(), self.size));
        return reduce_with(thread, self, make_tuple(thread, {positions.value(), cycles.value()}));
    }
    static Ref<Value> set_state(Thread& thread, Permutations& self, Args args) {
        std::span<const Value> state = TRY(state_items(thread, args[1], 2, 2));
        for (int i = 0; i < 2; ++i)
            if (!as_tuple(state[static_cast<size_t>(i)]))
                return raise_bad_item(thread, i + 1, "tuple", state[static_cast<size_t>(i)]);
        std::span<const Value> positions = as_tuple(state[0])->span(), cycles = as_tuple(state[1])->span();
        int64_t count = self.pool_length();
        if (static_cast<int64_t>(positions.size()) != count ||
            static_cast<int64_t>(cycles.size()) != self.size)
            return raise_invalid(thread);
        TRY(self.read_row(thread, positions, [&](int64_t) { return count - 1; }));
        for (int64_t i = 0; i < self.size; ++i) {
            int64_t cycle = TRY(int_as_ssize(thread, cycles[static_cast<size_t>(i)]));
            self.cycles()[i] = std::max<int64_t>(std::min(cycle, count - i), 1);
        }
        TRY(self.restore(thread));
        return Value::none();
    }
};
constexpr MethodDef kPermutationsMethods[] = {kReduce<&Permutations::reduce>,
                                              kSetState<&Permutations::set_state>, kSizeOfSelection};

}  // namespace

constexpr TypeSpec kProductType = iterator_type<Product>({
    .name = "itertools.product",
    .make = "@hidden @counted product(*iterables, repeat=...)",
    .doc = "product(*iterables, repeat=1) --> product object\n\n"
           "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
           "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
           "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
           "cycle in a manner similar to an odometer (with the rightmost element changing\n"
           "on every iteration).\n\n"
           "To compute the product of an iterable with itself, specify the number\n"
           "of repetitions with the optional repeat keyword argument. For example,\n"
           "product(A, repeat=4) means the same as product(A, A, A, A).\n\n"
           "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
           "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    .methods = kProductMethods,
});

constexpr TypeSpec kCombinationsType = iterator_type<Combinations<false>>({
    .name = "itertools.combinations",
    .make = "combinations(iterable, r)",
    .doc = "Return successive r-length combinations of elements in the iterable.\n\n"
           "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    .methods = kCombinationsMethods<false>,
});

constexpr TypeSpec kCombinationsWithReplacementType = iterator_type<Combinations<true>>({
    .name = "itertools.combinations_with_replacement",
    .make = "combinations_with_replacement(iterable, r)",
    .doc =
        "Return successive r-length combinations of elements in the iterable allowing individual elements to "
        "have successive repeats.\n\n"
        "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), "
        "('C','C')",
    .methods = kCombinationsMethods<true>,
});

constexpr TypeSpec kPermutationsType = iterator_type<Permutations>({
    .name = "itertools.permutations",
    .make = "permutations(iterable, r=None)",
    .doc = "Return successive r-length permutations of elements in the iterable.\n\n"
           "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    .methods = kPermutationsMethods,
});

}  // namespace moult
