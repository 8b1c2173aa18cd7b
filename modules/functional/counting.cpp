// itertools.count, repeat and cycle: iterators that need not end.
#include "modules/functional/itertools.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

// --- count

struct Count : Object {
    Value number, step;
    bool is_plain;  // the step is the int 1, and the number began as an int that C's ssize_t holds
    static constexpr auto kFields = fields<&Count::number, &Count::step>;

    static bool is_number(Thread& thread, Value v) {
        const TypeSlots& slots = thread.interp.type_of(v)->slots;
        return v.is_empty() || slots.index || slots.to_int || slots.to_float || as_instance<Complex>(v);
    }
    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        if (!is_number(thread, args[0]) || !is_number(thread, args[1]))
            return raise_type_error(thread, "a number is required");
        Value number = args[0].is_empty() ? Value::small_int(0) : args[0];
        Value step = args[1].is_empty() ? Value::small_int(1) : args[1];
        int64_t fits;
        Ref<Count> count = TRY(new_instance<Count>(thread, type));
        count->is_plain =
            is_int(number) && as_int(step) == Value::small_int(1) && int_to_int64(as_int(number), &fits);
        count->number = share(count->is_plain ? as_int(number) : number).release();
        count->step = share(step).release();
        return count;
    }
    // CPython counts in a machine word as long as that goes, and shows it.
    static bool in_word(const Count& self) {
        int64_t number;
        return self.is_plain && int_to_int64(self.number, &number) && number != INT64_MAX;
    }
    static Ref<Value> next(Thread& thread, Count& self) {
        Ref<Value> number = share(self.number);
        if (self.is_plain && number.get().is_small_int() && number.get().as_small_int() < Value::kIntMax)
            [[likely]] {
            self.number = Value::small_int(number.get().as_small_int() + 1);
            return number;
        }
        Ref<Value> step = share(self.step);
        Ref<Value> following = TRY(binary_op(thread, BinaryOp::kAdd, number, step));
        replace_field(self.number, following);
        return number;
    }
    static Ref<Value> repr(Thread& thread, Count& self) {
        Ref<Value> shown_number = share(self.number), shown_step = share(self.step);
        Ref<Str> number = TRY(moult::repr(thread, shown_number));
        std::string name = to_utf8(self.type()->name.get());
        Value step = as_int(shown_step);
        if (!step.is_empty() && step == Value::small_int(1))
            return format_str(thread, "%s(%s)", name.c_str(), to_utf8(number.get()).c_str());
        Ref<Str> step_text = TRY(moult::repr(thread, shown_step));
        return format_str(thread, "%s(%s, %s)", name.c_str(), to_utf8(number.get()).c_str(),
                          to_utf8(step_text.get()).c_str());
    }
    static Ref<Value> reduce(Thread& thread, Count& self, Args) {
        if (in_word(self)) return reduced(thread, self, {self.number});
        return reduced(thread, self, {self.number, self.step});
    }
};
constexpr MethodDef kCountMethods[] = {kReduce<&Count::reduce>};

// --- repeat

struct Repeat : Object {
    Value object;
    int64_t times;  // still to come; -1: without end
    static constexpr auto kFields = fields<&Repeat::object>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        int64_t times = -1;
        if (!args[1].is_empty()) times = std::max<int64_t>(TRY(as_ssize(thread, args[1])), 0);
        Ref<Repeat> repeat = TRY(new_instance<Repeat>(thread, type));
        repeat->object = share(args[0]).release();
        repeat->times = times;
        return repeat;
    }
    static Ref<Value> next(Thread&, Repeat& self) {
        if (self.times == 0) return Ref<Value>::empty();
        if (self.times > 0) --self.times;
        return share(self.object);
    }
    static Ref<Value> repr(Thread& thread, Repeat& self) {
        Ref<Str> object = TRY(moult::repr(thread, self.object));
        std::string name = to_utf8(self.type()->name.get()), text = to_utf8(object.get());
        if (self.times < 0) return format_str(thread, "%s(%s)", name.c_str(), text.c_str());
        return format_str(thread, "%s(%s, %lld)", name.c_str(), text.c_str(),
                          static_cast<long long>(self.times));
    }
    static Ref<Value> length_hint(Thread& thread, Repeat& self, Args) {
        if (self.times < 0) return raise_type_error(thread, "len() of unsized object");
        return make_int(thread, self.times);
    }
    static Ref<Value> reduce(Thread& thread, Repeat& self, Args) {
        if (self.times < 0) return reduced(thread, self, {self.object});
        Ref<Value> times = TRY(make_int(thread, self.times));
        return reduced(thread, self, {self.object, times});
    }
};
constexpr MethodDef kRepeatMethods[] = {
    {"@hidden __length_hint__(self, /)", method<&Repeat::length_hint>,
     "Private method returning an estimate of len(list(it))."},
    kReduce<&Repeat::reduce>,
};

// --- cycle

struct Cycle : Object {
    Value iterator;  // empty when exhausted
    Value saved;     // a List of what it gave
    size_t position;
    bool keeps_nothing;  // what comes from the iterator is in the list already
    static constexpr auto kFields = fields<&Cycle::iterator, &Cycle::saved>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
        Ref<List> saved = TRY(make_list(thread));
        Ref<Cycle> cycle = TRY(new_instance<Cycle>(thread, type));
        cycle->iterator = iterator.release();
        cycle->saved = saved.release();
        return cycle;
    }
    static Ref<Value> next(Thread& thread, Cycle& self) {
        if (!self.iterator.is_empty()) {
            Ref<Value> item = TRY(next_of(thread, self.iterator));
            if (!item.is_empty()) {
                if (!self.keeps_nothing) TRY(list_append(thread, self.saved.as<List>(), item));
                return item;
            }
            replace_field(self.iterator, Value::empty());
        }
        auto* saved = self.saved.as<List>();  // programs may hold it: __reduce__ shows it
        if (saved->length == 0) return Ref<Value>::empty();
        if (self.position >= saved->length) self.position = 0;
        Ref<Value> item = share(saved->items[self.position++]);
        if (self.position >= saved->length) self.position = 0;
        return item;
    }
    static Ref<Value> reduce(Thread& thread, Cycle& self, Args) {
        Ref<Value> iterator = share(self.iterator);
        bool over = iterator.is_empty();
        if (over) iterator = TRY(get_iterator(thread, self.saved));
        if (over && self.position) {
            Ref<Str> name = TRY(intern(thread, "__setstate__"));
            TRY(as_status(
                call_method(thread, iterator, name.get(), {small(static_cast<int64_t>(self.position))})));
        }
        Value nothing = Value::boolean(over || self.keeps_nothing);
        Ref<Tuple> state = TRY(make_tuple(thread, {self.saved, nothing}));
        return reduced(thread, self, {iterator}, state.value());
    }
    static Ref<Value> set_state(Thread& thread, Cycle& self, Args args) {
        std::span<const Value> state = TRY(state_items(thread, args[1], 2, 2));
        if (!as_instance<List>(state[0])) return raise_bad_item(thread, 1, "list", state[0]);
        self.keeps_nothing = TRY(as_c_int(thread, state[1])) != 0;
        self.position = 0;
        replace_field(self.saved, state[0]);
        return Value::none();
    }
};
constexpr MethodDef kCycleMethods[] = {kReduce<&Cycle::reduce>, kSetState<&Cycle::set_state>};

}  // namespace

constexpr TypeSpec kCountType = iterator_type<Count>({
    .name = "itertools.count",
    .make = "@blank count(start=0, step=1)",
    .doc = "Return a count object whose .__next__() method returns consecutive values.\n\n"
           "Equivalent to:\n"
           "    def count(firstval=0, step=1):\n"
           "        x = firstval\n"
           "        while 1:\n"
           "            yield x\n"
           "            x += step",
    .slots = {.repr = slot<&Count::repr>},
    .methods = kCountMethods,
});

constexpr TypeSpec kRepeatType = iterator_type<Repeat>({
    .name = "itertools.repeat",
    .make = "@hidden repeat(object, times=...)",
    .doc = "repeat(object [,times]) -> create an iterator which returns the object\n"
           "for the specified number of times.  If not specified, returns the object\n"
           "endlessly.",
    .slots = {.repr = slot<&Repeat::repr>},
    .methods = kRepeatMethods,
});

constexpr TypeSpec kCycleType = iterator_type<Cycle>({
    .name = "itertools.cycle",
    .make = "cycle(iterable, /)",
    .doc = "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    .methods = kCycleMethods,
});

}  // namespace moult
