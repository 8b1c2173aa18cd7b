// itertools.tee: iterators over the same items, each at its own pace. What the foremost has read lies in a list of
// blocks, each of which owns the next one; an iterator owns the block it stands in, so that blocks that all have
// left behind die.
#include "modules/functional/itertools.h"
#include "runtime/numbers/int.h"

namespace moult {
namespace {

struct TeeData : Object {
    static constexpr int kCapacity = 57;  // as in CPython, where pickles show it
    Value iterator;
    Value next_block;        // a TeeData, made when somebody gets there
    Value items[kCapacity];  // read so far
    int count;               // of them
    bool is_reading;
    static constexpr auto kFields = fields<&TeeData::iterator, &TeeData::next_block, &TeeData::items>;
    static constexpr bool kClears = true;

    static Ref<TeeData> over(Thread& thread, Value iterator) {
        Ref<TeeData> made = TRY(new_object<TeeData>(thread, native_type(thread.interp, kTeeDataType)));
        made->iterator = share(iterator).release();
        return made;
    }
    static Ref<Value> make(Thread& thread, Type*, Args args) {  // iterable, values, next
        List* values = as_instance<List>(args[1]);
        if (!values) return raise_bad_argument(thread, "teedataobject", "argument 2", "list", args[1]);
        bool full = values->length == kCapacity, has_next = !args[2].is_none();
        if (values->length > kCapacity || (has_next && (!full || !is_tee_data(thread, args[2]))))
            return raise_value_error(thread, "Invalid arguments");
        Ref<TeeData> made = TRY(over(thread, args[0]));
        for (Value item : values->span()) made->items[made->count++] = share(item).release();
        if (has_next) made->next_block = share(args[2]).release();
        return made;
    }
    static bool is_tee_data(Thread& thread, Value v) {
        return thread.interp.type_of(v) == native_type(thread.interp, kTeeDataType);
    }
    // The item at a position that has been read, or is the next to be; empty at the end.
    Ref<Value> at(Thread& thread, int position) {
        if (position < count) return share_or_none(items[position]);
        if (is_reading) return raise_runtime_error(thread, "cannot re-enter the tee iterator");
        is_reading = true;
        Ref<Value> item = next_of(thread, iterator);
        is_reading = false;
        if (!item.is_empty() && !failed(item) && count < kCapacity)
            items[count++] = share(item.get()).release();
        return item;
    }
    Ref<Value> following(Thread& thread) {
        if (next_block.is_empty()) next_block = TRY(over(thread, iterator)).release();
        return share(next_block);
    }
    static Ref<Value> reduce(Thread& thread, TeeData& self, Args) {
        Ref<List> values = TRY(make_list(thread));
        for (int i = 0; i < self.count; ++i) TRY(list_append(thread, values.get(), self.items[i]));
        Ref<Value> next = share_or_none(self.next_block);
        return reduced(thread, self, {self.iterator, values.value(), next});
    }
};
constexpr MethodDef kTeeDataMethods[] = {kReduce<&TeeData::reduce>};

struct Tee : Object {
    Value block;   // a TeeData; empty when the collector has cleared the iterator
    int position;  // in it
    static constexpr auto kFields = fields<&Tee::block>;
    static constexpr bool kClears = true;

    static Ref<Value> at(Thread& thread, Value block, int position) {
        Ref<Tee> made = TRY(new_object<Tee>(thread, native_type(thread.interp, kTeeType)));
        made->block = share(block).release();
        made->position = position;
        return made;
    }
    static Ref<Value> over(Thread& thread, Value iterable) {
        Ref<Value> iterator = TRY(get_iterator(thread, iterable));
        if (thread.interp.type_of(iterator) == native_type(thread.interp, kTeeType))
            return at(thread, iterator.as<Tee>()->block, iterator.as<Tee>()->position);
        Ref<TeeData> block = TRY(TeeData::over(thread, iterator));
        return at(thread, block.value(), 0);
    }
    static Ref<Value> make(Thread& thread, Type*, Args args) { return over(thread, args[0]); }
    static Ref<Value> next(Thread& thread, Tee& self) {
        if (self.block.is_empty()) return Ref<Value>::empty();
        if (self.position >= TeeData::kCapacity) {
            Ref<Value> following = TRY(self.block.as<TeeData>()->following(thread));
            self.position = 0;
            replace_field(self.block, following);
        }
        Ref<Value> block = share(self.block);
        Ref<Value> item = TRY(block.as<TeeData>()->at(thread, self.position));
        if (!item.is_empty()) ++self.position;
        return item;
    }
    static Ref<Value> copy(Thread& thread, Tee& self, Args) { return at(thread, self.block, self.position); }
    static Ref<Value> reduce(Thread& thread, Tee& self, Args) {
        Ref<Tuple> nothing = TRY(make_tuple(thread, {}));
        Ref<Tuple> state = TRY(make_tuple(thread, {self.block, small(self.position)}));
        return reduced(thread, self, {nothing.value()}, state.value());
    }
    static Ref<Value> set_state(Thread& thread, Tee& self, Args args) {
        std::span<const Value> state = TRY(state_items(thread, args[1], 2, 2));
        if (!TeeData::is_tee_data(thread, state[0]))
            return raise_bad_item(thread, 1, "itertools._tee_dataobject", state[0]);
        int position = TRY(as_c_int(thread, state[1]));
        // Beyond what has been read there is nothing to stand at, though CPython lets one go there.
        if (position < 0 || position > state[0].as<TeeData>()->count)
            return raise_value_error(thread, "Index out of range");
        replace_field(self.block, state[0]);
        self.position = position;
        return Value::none();
    }
};
constexpr MethodDef kTeeMethods[] = {
    {"@hidden __copy__(self, /)", method<&Tee::copy>, "Returns an independent iterator."},
    kReduce<&Tee::reduce>,
    kSetState<&Tee::set_state>,
};

}  // namespace

Ref<Value> tee_function(Thread& thread, Args args) {  // iterable, n
    int64_t count = TRY(as_ssize(thread, args[1]));
    if (count < 0) return raise_value_error(thread, "n must be >= 0");
    Ref<List> made = TRY(make_list(thread));
    if (count == 0) return to_tuple(thread, made.value());
    Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
    Ref<Str> name = TRY(intern(thread, "__copy__"));
    Ref<Value> copy = TRY(find_attribute(thread, iterator, name.get()));
    if (copy.is_empty()) {
        iterator = TRY(Tee::over(thread, iterator));
        copy = TRY(get_attribute(thread, iterator, name.get()));
    }
    TRY(list_append(thread, made.get(), iterator));
    for (int64_t i = 1; i < count; ++i) {
        Ref<Value> another = TRY(call(thread, copy));
        TRY(list_append(thread, made.get(), another));
    }
    return to_tuple(thread, made.value());
}

constexpr TypeSpec kTeeType = native<Tee>({
    .name = "itertools._tee",
    .flags = kHasWeakrefSupport,
    .make = "_tee(iterable, /)",
    .doc = "Iterator wrapped to make it copyable.",
    .slots = {.iter = return_self, .next = slot<&Tee::next>},
    .methods = kTeeMethods,
});

constexpr TypeSpec kTeeDataType = native<TeeData>({
    .name = "itertools._tee_dataobject",
    .make = "@hidden @as:teedataobject @keywords:teedataobject _tee_dataobject(iterable, values, next, /)",
    .doc = "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    .methods = kTeeDataMethods,
});

}  // namespace moult
