// collections.deque: its methods and slots. The ring itself is in deque_storage.cpp, iterators in deque_iterators.cpp.
#include "modules/data/deque.h"

#include "modules/data/collections.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/sequence_support.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"

namespace moult {

Status deque_extend(Thread& thread, Deque& deque, Value iterable) {
    Ref<Value> source = share(iterable);
    if (iterable == Value(&deque)) source = TRY(to_list(thread, iterable));
    return for_each(thread, source, [&](Value item) { return deque_append(thread, deque, item); });
}

namespace {

Deque& self_of(Args args) {
    return *args[0].as<Deque>();
}

// Whether the deque has changed since; for code that runs Python code while it looks at the items.
class Watch {
  public:
    explicit Watch(const Deque& deque) : deque_(deque), changes_(deque.changes) {}
    bool has_changed() const { return deque_.changes != changes_; }
    Status check(Thread& thread) const {
        if (has_changed()) return raise_runtime_error(thread, "deque mutated during iteration");
        return {};
    }

  private:
    const Deque& deque_;
    uint64_t changes_;
};

// --- making and copying

Status init(Thread& thread, Value self, Args args) {  // iterable, maxlen
    auto& deque = *self.as<Deque>();
    deque.is_bounded = false;
    if (!args[1].is_empty() && !args[1].is_none()) {
        int64_t max_length = TRY(int_as_ssize(thread, args[1]));
        if (max_length < 0) return raise_value_error(thread, "maxlen must be non-negative");
        deque.max_length = static_cast<size_t>(max_length);
        deque.is_bounded = true;
    }
    deque_clear(thread, deque);
    return args[0].is_empty() ? Status() : deque_extend(thread, deque, args[0]);
}

Ref<Value> max_length_of(Thread& thread, Value self) {
    auto& deque = *self.as<Deque>();
    if (!deque.is_bounded) return Value::none();
    return make_int(thread, deque.max_length);
}

// A deque of the same class and bound, of the same items.
Ref<Value> copy_of(Thread& thread, Value self) {
    auto& deque = *self.as<Deque>();
    Type* type = thread.interp.type_of(self);
    if (type == native_type(thread.interp, kDequeType)) {
        Ref<Deque> copy = TRY(new_instance<Deque>(thread, type));
        copy->is_bounded = deque.is_bounded;
        copy->max_length = deque.max_length;
        for (size_t i = 0; i < deque.length; ++i) TRY(deque_append(thread, *copy, deque.at(i)));
        return copy;
    }
    Ref<Value> copy;
    if (deque.is_bounded) {
        Ref<Value> max_length = TRY(max_length_of(thread, self));
        copy = TRY(call(thread, Value(type), {self, max_length}));
    } else {
        copy = TRY(call(thread, Value(type), {self}));
    }
    if (!as_deque(thread, copy))
        return raise_type_error(thread, "%.200s() must return a deque, not %.200s", type_name(thread, self),
                                type_name(thread, copy));
    return copy;
}
Ref<Value> copy_method(Thread& thread, Args args) {
    return copy_of(thread, args[0]);
}

Ref<Value> reduce(Thread& thread, Args args) {
    Ref<Str> name = TRY(intern(thread, "__getstate__"));
    Ref<Value> state = TRY(call_method(thread, args[0], name.get()));
    Ref<Value> items = TRY(get_iterator(thread, args[0]));
    Ref<Tuple> made_of = TRY(make_tuple(thread, {}));
    if (self_of(args).is_bounded) {
        Ref<Value> max_length = TRY(max_length_of(thread, args[0]));
        made_of = TRY(make_tuple(thread, {made_of.value(), max_length}));
    }
    return make_tuple(thread, {Value(thread.interp.type_of(args[0])), made_of.value(), state, items});
}

// --- at the ends

Ref<Value> append(Thread& thread, Args args) {
    TRY(deque_append(thread, self_of(args), args[1]));
    return Value::none();
}
Ref<Value> append_left(Thread& thread, Args args) {
    TRY(deque_append_left(thread, self_of(args), args[1]));
    return Value::none();
}
template <Ref<Value> (*take)(Thread&, Deque&)>
Ref<Value> pop(Thread& thread, Args args) {
    if (self_of(args).length == 0) return raise_index_error(thread, "pop from an empty deque");
    return take(thread, self_of(args));
}
Ref<Value> extend(Thread& thread, Args args) {
    TRY(deque_extend(thread, self_of(args), args[1]));
    return Value::none();
}
Ref<Value> extend_left(Thread& thread, Args args) {
    Ref<Value> source = share(args[1]);
    if (args[1] == args[0]) source = TRY(to_list(thread, args[1]));
    TRY(for_each(thread, source, [&](Value item) { return deque_append_left(thread, self_of(args), item); }));
    return Value::none();
}
Ref<Value> clear(Thread& thread, Args args) {
    deque_clear(thread, self_of(args));
    return Value::none();
}
Ref<Value> rotate(Thread& thread, Args args) {
    deque_rotate(self_of(args), TRY(as_ssize(thread, args[1])));
    return Value::none();
}
Ref<Value> reverse(Thread&, Args args) {
    Deque& deque = self_of(args);
    for (size_t i = 0; i < deque.length / 2; ++i) std::swap(deque.at(i), deque.at(deque.length - 1 - i));
    return Value::none();
}

// --- anywhere

Failure raise_absent(Thread& thread, Value value) {
    Ref<Str> text = TRY(repr(thread, value));
    return raise_value_error(thread, "%s is not in deque", to_utf8(text.get()).c_str());
}

Ref<Value> insert(Thread& thread, Args args) {  // index, value
    Deque& deque = self_of(args);
    int64_t position = TRY(as_ssize(thread, args[1])), length = static_cast<int64_t>(deque.length);
    if (deque.is_full()) return raise_index_error(thread, "deque already at its maximum size");
    if (position < 0) position = std::max<int64_t>(position + length, 0);
    TRY(deque_insert_at(thread, deque, static_cast<size_t>(std::min(position, length)), args[2]));
    return Value::none();
}

Ref<Value> remove(Thread& thread, Args args) {
    Deque& deque = self_of(args);
    Watch watch(deque);
    for (size_t i = 0, length = deque.length; i < length; ++i) {
        bool found = TRY(item_equals(thread, deque.at(i), args[1]));
        if (watch.has_changed()) return raise_index_error(thread, "deque mutated during iteration");
        if (!found) continue;
        deque_remove_at(thread, deque, i);
        return Value::none();
    }
    return raise_absent(thread, args[1]);
}

Ref<Value> index(Thread& thread, Args args) {  // value, start, stop
    Deque& deque = self_of(args);
    Value start = args[2].is_empty() ? Value::small_int(0) : args[2];
    Value stop = args[3].is_empty() ? Value::small_int(Value::kIntMax) : args[3];
    SearchBounds bounds = TRY(search_bounds(thread, start, stop, deque.length));
    bounds.stop = std::min(bounds.stop, static_cast<int64_t>(deque.length));
    Watch watch(deque);
    for (int64_t i = bounds.start; i < bounds.stop; ++i) {
        if (TRY(item_equals(thread, deque.at(static_cast<size_t>(i)), args[1]))) return make_int(thread, i);
        TRY(watch.check(thread));
    }
    return raise_absent(thread, args[1]);
}

Ref<Value> count(Thread& thread, Args args) {
    Deque& deque = self_of(args);
    Watch watch(deque);
    size_t found = 0;
    for (size_t i = 0, length = deque.length; i < length; ++i) {
        found += TRY(item_equals(thread, deque.at(i), args[1]));
        TRY(watch.check(thread));
    }
    return make_int(thread, found);
}

Result<bool> contains_item(Thread& thread, Value self, Value value) {
    auto& deque = *self.as<Deque>();
    Watch watch(deque);
    for (size_t i = 0, length = deque.length; i < length; ++i) {
        if (TRY(item_equals(thread, deque.at(i), value))) return true;
        TRY(watch.check(thread));
    }
    return false;
}

// A position in the deque from a key.
Result<int64_t> position_of(Thread& thread, const Deque& deque, Value key) {
    if (!thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "sequence index must be integer, not '%s'", type_name(thread, key));
    int64_t position = TRY(as_position(thread, key));
    if (position < 0) position += static_cast<int64_t>(deque.length);
    if (position < 0 || position >= static_cast<int64_t>(deque.length))
        return raise_index_error(thread, "deque index out of range");
    return position;
}
Ref<Value> get_at(Thread& thread, Value self, Value key) {
    auto& deque = *self.as<Deque>();
    int64_t position = TRY(position_of(thread, deque, key));
    return share(deque.at(static_cast<size_t>(position)));
}
Status set_at(Thread& thread, Value self, Value key, Value value) {
    auto& deque = *self.as<Deque>();
    auto position = static_cast<size_t>(TRY(position_of(thread, deque, key)));
    if (value.is_empty())
        deque_remove_at(thread, deque, position);
    else
        replace_field(deque.at(position), value);
    return {};
}

// --- as a whole

Ref<Value> deque_repr(Thread& thread, Value self) {
    ReprGuard guard(thread, self.as_object());
    if (!guard.entered()) return make_str(thread, "[...]");
    Ref<List> items = TRY(to_list(thread, self));
    StrBuilder out(thread);
    out.add(thread.interp.type_of(self)->name.get());
    out.add('(');
    Ref<Str> text = TRY(repr(thread, items.value()));
    out.add(text.get());
    if (self.as<Deque>()->is_bounded)
        out.add_ascii(", maxlen=" + std::to_string(self.as<Deque>()->max_length));
    out.add(')');
    return out.finish();
}

Ref<Value> compare_deques(Thread& thread, Value self, Value other, CompareOp op) {
    Deque *left = as_deque(thread, self), *right = as_deque(thread, other);
    if (!left || !right) return Value::not_implemented();
    RecursionGuard guard(thread, " in comparison");
    if (guard.failed()) return kError;
    Watch watch_left(*left), watch_right(*right);
    size_t m = left->length, n = right->length;
    bool only_equality = op == CompareOp::kEq || op == CompareOp::kNe;
    if (only_equality && (self == other || m != n))
        return Value::boolean((self == other) == (op == CompareOp::kEq));
    for (size_t i = 0; i < m && i < n; ++i) {
        Ref<Value> x = share(left->at(i)), y = share(right->at(i));
        if (!TRY(equals(thread, x, y))) {
            if (only_equality) return Value::boolean(op == CompareOp::kNe);
            return Value::boolean(TRY(compare_truth(thread, x, y, op)));
        }
        TRY(watch_left.check(thread));
        TRY(watch_right.check(thread));
    }
    switch (op) {
        case CompareOp::kLt: return Value::boolean(m < n);
        case CompareOp::kLe: return Value::boolean(m <= n);
        case CompareOp::kEq: return Value::boolean(m == n);
        case CompareOp::kNe: return Value::boolean(m != n);
        case CompareOp::kGt: return Value::boolean(m > n);
        case CompareOp::kGe: return Value::boolean(m >= n);
    }
}

Ref<Value> concat(Thread& thread, Value self, Value other) {
    if (!as_deque(thread, other))
        return raise_type_error(thread, "can only concatenate deque (not \"%.200s\") to deque",
                                type_name(thread, other));
    Ref<Value> copy = TRY(copy_of(thread, self));
    TRY(deque_extend(thread, *copy.as<Deque>(), other));
    return copy;
}
Ref<Value> inplace_concat(Thread& thread, Value self, Value other) {
    TRY(deque_extend(thread, *self.as<Deque>(), other));
    return share(self);
}

Ref<Value> inplace_repeat(Thread& thread, Value self, int64_t times) {
    auto& deque = *self.as<Deque>();
    if (deque.length == 0 || times == 1) return share(self);
    if (times <= 0) {
        deque_clear(thread, deque);
        return share(self);
    }
    size_t total;
    if (__builtin_mul_overflow(deque.length, static_cast<size_t>(times), &total) ||
        total > SIZE_MAX / sizeof(Value) / 4)
        return raise_out_of_memory(thread);
    if (deque.is_bounded && total > deque.max_length)  // so often that all is from the last times
        times = static_cast<int64_t>((deque.max_length + deque.length - 1) / deque.length);
    Ref<List> items = TRY(to_list(thread, self));
    for (int64_t i = 1; i < times; ++i) TRY(deque_extend(thread, deque, items.value()));
    return share(self);
}
Ref<Value> repeat(Thread& thread, Value self, int64_t times) {
    Ref<Value> copy = TRY(copy_of(thread, self));
    return inplace_repeat(thread, copy, times);
}

Result<int64_t> length_of(Thread&, Value self) {
    return static_cast<int64_t>(self.as<Deque>()->length);
}
Ref<Value> size_of(Thread& thread, Args args) {
    return make_int(thread,
                    thread.interp.type_of(args[0])->basic_size + self_of(args).capacity * sizeof(Value));
}

constexpr MethodDef kMethods[] = {
    {"@hidden append(self, item, /)", append, "Add an element to the right side of the deque."},
    {"@hidden appendleft(self, item, /)", append_left, "Add an element to the left side of the deque."},
    {"@hidden clear(self, /)", clear, "Remove all elements from the deque."},
    {"@hidden __copy__(self, /)", copy_method, "Return a shallow copy of a deque."},
    {"@hidden copy(self, /)", copy_method, "Return a shallow copy of a deque."},
    {"@hidden count(self, value, /)", count,
     "D.count(value) -> integer -- return number of occurrences of value"},
    {"@hidden extend(self, iterable, /)", extend,
     "Extend the right side of the deque with elements from the iterable"},
    {"@hidden extendleft(self, iterable, /)", extend_left,
     "Extend the left side of the deque with elements from the iterable"},
    {"@hidden @parse index(self, value, start=..., stop=..., /)", index,
     "D.index(value, [start, [stop]]) -> integer -- return first index of value.\n"
     "Raises ValueError if the value is not present."},
    {"@hidden @parse insert(self, index, object, /)", insert,
     "D.insert(index, object) -- insert object before index"},
    {"@hidden pop(self, /)", pop<deque_take>, "Remove and return the rightmost element."},
    {"@hidden popleft(self, /)", pop<deque_take_left>, "Remove and return the leftmost element."},
    {"@hidden __reduce__(self, /)", reduce, "Return state information for pickling."},
    {"@hidden remove(self, value, /)", remove, "D.remove(value) -- remove first occurrence of value."},
    {"@hidden __reversed__(self, /)", deque_reversed,
     "D.__reversed__() -- return a reverse iterator over the deque"},
    {"@hidden reverse(self, /)", reverse, "D.reverse() -- reverse *IN PLACE*"},
    {"@hidden @as:deque.rotate rotate(self, n=1, /)", rotate,
     "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"@hidden __sizeof__(self, /)", size_of, "D.__sizeof__() -- size of D in memory, in bytes"},
    kClassGetItem,
};

constexpr GetSetDef kAttributes[] = {
    {"maxlen", max_length_of, nullptr, "maximum size of a deque or None if unbounded"},
};

}  // namespace

constexpr TypeSpec kDequeType = native<Deque>({
    .name = "collections.deque",
    .flags = kBaseType | kHasWeakrefSupport | kMatchSequence,
    .init = {"@hidden deque(iterable=..., maxlen=...)", init},
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\n"
           "A list-like sequence optimized for data accesses near its endpoints.",
    .slots = {.repr = deque_repr,
              .compare = compare_deques,
              .iter = deque_iter,
              .length = length_of,
              .get_item = get_at,
              .set_item = set_at,
              .contains = contains_item,
              .concat = concat,
              .inplace_concat = inplace_concat,
              .repeat = repeat,
              .inplace_repeat = inplace_repeat},
    .methods = kMethods,
    .attributes = kAttributes,
});

}  // namespace moult
