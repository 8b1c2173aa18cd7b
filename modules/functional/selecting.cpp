// itertools.compress, dropwhile, takewhile, filterfalse and islice: iterators over some of the items.
#include "modules/functional/itertools.h"
#include "runtime/numbers/int.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

// --- compress

struct Compress : Object {
    Value data, selectors;
    static constexpr auto kFields = fields<&Compress::data, &Compress::selectors>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> data = TRY(get_iterator(thread, args[0]));
        Ref<Value> selectors = TRY(get_iterator(thread, args[1]));
        Ref<Compress> compress = TRY(new_instance<Compress>(thread, type));
        compress->data = data.release();
        compress->selectors = selectors.release();
        return compress;
    }
    static Ref<Value> next(Thread& thread, Compress& self) {
        for (;;) {
            Ref<Value> item = TRY(iterator_next(thread, self.data));
            if (item.is_empty()) return item;
            Ref<Value> selector = TRY(iterator_next(thread, self.selectors));
            if (selector.is_empty()) return selector;
            if (TRY(truth(thread, selector))) return item;
        }
    }
    static Ref<Value> reduce(Thread& thread, Compress& self, Args) {
        return reduced(thread, self, {self.data, self.selectors});
    }
};
constexpr MethodDef kCompressMethods[] = {kReduce<&Compress::reduce>};

// --- dropwhile, takewhile, filterfalse: by a predicate

struct ByPredicate : Object {
    Value predicate, iterator;
    bool decided;  // dropwhile has met the first item to keep, takewhile the first not to
    static constexpr auto kFields = fields<&ByPredicate::predicate, &ByPredicate::iterator>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> iterator = TRY(get_iterator(thread, args[1]));
        Ref<ByPredicate> made = TRY(new_instance<ByPredicate>(thread, type));
        made->predicate = share(args[0]).release();
        made->iterator = iterator.release();
        return made;
    }
    Result<bool> holds(Thread& thread, Value item) const {
        Ref<Value> verdict = TRY(call(thread, predicate, {item}));
        return truth(thread, verdict);
    }
    static Ref<Value> reduce(Thread& thread, ByPredicate& self, Args) {
        return reduced(thread, self, {self.predicate, self.iterator}, small(self.decided));
    }
    static Ref<Value> reduce_stateless(Thread& thread, ByPredicate& self, Args) {
        return reduced(thread, self, {self.predicate, self.iterator});
    }
    static Ref<Value> set_state(Thread& thread, ByPredicate& self, Args args) {
        self.decided = TRY(truth(thread, args[1]));
        return Value::none();
    }
};

Ref<Value> dropwhile_next(Thread& thread, ByPredicate& self) {
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, self.iterator));
        if (item.is_empty() || self.decided) return item;
        if (!TRY(self.holds(thread, item))) {
            self.decided = true;
            return item;
        }
    }
}
Ref<Value> takewhile_next(Thread& thread, ByPredicate& self) {
    if (self.decided) return Ref<Value>::empty();
    Ref<Value> item = TRY(iterator_next(thread, self.iterator));
    if (item.is_empty() || TRY(self.holds(thread, item))) return item;
    self.decided = true;
    return Ref<Value>::empty();
}
Ref<Value> filterfalse_next(Thread& thread, ByPredicate& self) {
    bool by_truth = self.predicate.is_none() || self.predicate == Value(thread.types().bool_);
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, self.iterator));
        if (item.is_empty()) return item;
        if (!(by_truth ? TRY(truth(thread, item)) : TRY(self.holds(thread, item)))) return item;
    }
}
constexpr MethodDef kDecidingMethods[] = {kReduce<&ByPredicate::reduce>, kSetState<&ByPredicate::set_state>};
constexpr MethodDef kFilterfalseMethods[] = {kReduce<&ByPredicate::reduce_stateless>};

// --- islice

struct Islice : Object {
    Value iterator;  // empty when exhausted
    int64_t wanted,
        taken;           // the position of the next item to give; how many have been taken from the iterator
    int64_t stop, step;  // stop: -1: none
    static constexpr auto kFields = fields<&Islice::iterator>;

    // As the arguments are read: the number, clamped to nothing; -1, too, for what is none.
    static int64_t position(Thread& thread, Value v, int64_t otherwise) {
        if (v.is_empty() || v.is_none()) return otherwise;
        Result<int64_t> found = index_as_int64(thread, v, thread.types().overflow_error);
        if (found.ok()) return found.value();
        clear_error(thread);
        return -1;
    }
    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // iterable, start or stop, stop, step
        bool is_short = args[2].is_empty();
        int64_t start = is_short ? 0 : position(thread, args[1], 0);
        Value last = args[is_short ? 1 : 2];
        int64_t stop = position(thread, last, -1);
        if (stop == -1 && !last.is_none())
            return raise_value_error(
                thread, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
        if (start < 0 || stop < -1)
            return raise_value_error(
                thread, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
        int64_t step = position(thread, args[3], 1);
        if (step < 1)
            return raise_value_error(thread, "Step for islice() must be a positive integer or None.");
        Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
        Ref<Islice> islice = TRY(new_instance<Islice>(thread, type));
        islice->iterator = iterator.release();
        islice->wanted = start;
        islice->stop = stop;
        islice->step = step;
        return islice;
    }
    static Ref<Value> next(Thread& thread, Islice& self) {
        if (self.iterator.is_empty()) return Ref<Value>::empty();
        Ref<Value> iterator = share(self.iterator);
        int64_t stop = self.stop;
        Ref<Value> item;
        while (self.taken < self.wanted) {
            item = iterator_next(thread, iterator);
            if (item.is_empty() || failed(item)) return self.end(std::move(item));
            ++self.taken;
        }
        if (stop != -1 && self.taken >= stop) return self.end(Ref<Value>::empty());
        item = iterator_next(thread, iterator);
        if (item.is_empty() || failed(item)) return self.end(std::move(item));
        ++self.taken;
        bool beyond = __builtin_add_overflow(self.wanted, self.step, &self.wanted);
        if (beyond || (stop != -1 && self.wanted > stop)) self.wanted = stop;
        return item;
    }
    Ref<Value> end(Ref<Value> item) {
        replace_field(iterator, Value::empty());
        return item;
    }
    static Ref<Value> reduce(Thread& thread, Islice& self, Args) {
        if (self.iterator.is_empty()) {
            Ref<List> nothing = TRY(make_list(thread));
            Ref<Value> iterator = TRY(get_iterator(thread, nothing.value()));
            return reduced(thread, self, {iterator, small(0)}, small(0));
        }
        Ref<Value> wanted = TRY(make_int(thread, self.wanted)), stop = Value::none();
        if (self.stop != -1) stop = TRY(make_int(thread, self.stop));
        Ref<Value> step = TRY(make_int(thread, self.step)), taken = TRY(make_int(thread, self.taken));
        return reduced(thread, self, {self.iterator, wanted, stop, step}, taken);
    }
    static Ref<Value> set_state(Thread& thread, Islice& self, Args args) {
        self.taken = TRY(int_as_ssize(thread, args[1]));
        return Value::none();
    }
};
constexpr MethodDef kIsliceMethods[] = {kReduce<&Islice::reduce>, kSetState<&Islice::set_state>};

}  // namespace

constexpr TypeSpec kCompressType = iterator_type<Compress>({
    .name = "itertools.compress",
    .make = "compress(data, selectors)",
    .doc = "Return data elements corresponding to true selector elements.\n\n"
           "Forms a shorter iterator from selected data elements using the selectors to\n"
           "choose the data elements.",
    .methods = kCompressMethods,
});

constexpr TypeSpec kDropwhileType = iterator_type<ByPredicate, dropwhile_next>({
    .name = "itertools.dropwhile",
    .make = "dropwhile(predicate, iterable, /)",
    .doc = "Drop items from the iterable while predicate(item) is true.\n\n"
           "Afterwards, return every element until the iterable is exhausted.",
    .methods = kDecidingMethods,
});

constexpr TypeSpec kTakewhileType = iterator_type<ByPredicate, takewhile_next>({
    .name = "itertools.takewhile",
    .make = "takewhile(predicate, iterable, /)",
    .doc = "Return successive entries from an iterable as long as the predicate evaluates to true for each "
           "entry.",
    .methods = kDecidingMethods,
});

constexpr TypeSpec kFilterfalseType = iterator_type<ByPredicate, filterfalse_next>({
    .name = "itertools.filterfalse",
    .make = "filterfalse(function, iterable, /)",
    .doc = "Return those items of iterable for which function(item) is false.\n\n"
           "If function is None, return the items that are false.",
    .methods = kFilterfalseMethods,
});

constexpr TypeSpec kIsliceType = iterator_type<Islice>({
    .name = "itertools.islice",
    .make = "@hidden islice(iterable, start, stop=..., step=..., /)",
    .doc = "islice(iterable, stop) --> islice object\n"
           "islice(iterable, start, stop[, step]) --> islice object\n\n"
           "Return an iterator whose next() method returns selected values from an\n"
           "iterable.  If start is specified, will skip all preceding elements;\n"
           "otherwise, start defaults to zero.  Step defaults to one.  If\n"
           "specified as another value, step determines how many values are\n"
           "skipped between successive calls.  Works like a slice() on a list\n"
           "but returns an iterator.",
    .methods = kIsliceMethods,
});

}  // namespace moult
