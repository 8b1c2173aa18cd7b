// itertools.groupby, and the iterators over its groups. All read one iterator: the group that was given out last
// takes the next items from it as long as their key stays the same.
#include "modules/functional/itertools.h"
#include "runtime/containers/sequence_support.h"

namespace moult {
namespace {

struct Groupby : Object {
    Value iterator, key_function;  // key_function: None: the items themselves
    Value group_key;               // of the group that was given out last; empty: none yet
    Value key, item;               // read last, with its key; empty when given out
    const Object* group;           // the one given out last, as an identity: it may be dead
    static constexpr auto kFields = fields<&Groupby::iterator, &Groupby::key_function, &Groupby::group_key,
                                           &Groupby::key, &Groupby::item>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
        Ref<Groupby> made = TRY(new_instance<Groupby>(thread, type));
        made->iterator = iterator.release();
        made->key_function = share(args[1]).release();
        return made;
    }
    // Reads an item; false at the end.
    Result<bool> step(Thread& thread) {
        Ref<Value> next_item = TRY(iterator_next(thread, iterator));
        if (next_item.is_empty()) return false;
        Ref<Value> next_key = share(next_item.get());
        if (!key_function.is_none()) next_key = TRY(call(thread, key_function, {next_item}));
        Ref<Value> old_item = Ref<Value>::take(std::exchange(item, next_item.release()));
        replace_field(key, next_key);
        return true;
    }
    // Whether the item read last is of the group with this key.
    Result<bool> is_in_group(Thread& thread, Value of_group) const {
        Ref<Value> first = share(of_group), second = share(key);
        return equals(thread, first, second);
    }
    static Ref<Value> next(Thread& thread, Groupby& self);
    static Ref<Value> reduce(Thread& thread, Groupby& self, Args) {
        if (self.group_key.is_empty() || self.key.is_empty() || self.item.is_empty())
            return reduced(thread, self, {self.iterator, self.key_function});
        Ref<Tuple> state = TRY(make_tuple(thread, {self.key, self.item, self.group_key}));
        return reduced(thread, self, {self.iterator, self.key_function}, state.value());
    }
    static Ref<Value> set_state(Thread& thread, Groupby& self, Args args) {
        std::span<const Value> state = TRY(state_items(thread, args[1], 3, 3));
        replace_field(self.key, state[0]);
        replace_field(self.item, state[1]);
        replace_field(self.group_key, state[2]);
        return Value::none();
    }
};
constexpr MethodDef kGroupbyMethods[] = {kReduce<&Groupby::reduce>, kSetState<&Groupby::set_state>};

struct Grouper : Object {
    Value parent, key;
    static constexpr auto kFields = fields<&Grouper::parent, &Grouper::key>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // parent, key
        if (!is_instance_of(thread.interp, args[0], kGroupbyType))
            return raise_bad_argument(thread, "_grouper", "argument 1", "itertools.groupby", args[0]);
        return of(thread, type, *args[0].as<Groupby>(), args[1]);
    }
    static Ref<Value> of(Thread& thread, Type* type, Groupby& parent, Value key) {
        Ref<Grouper> made = TRY(new_instance<Grouper>(thread, type));
        made->parent = share(Value(&parent)).release();
        made->key = share(key).release();
        parent.group = made.get();
        return made;
    }
    static Ref<Value> next(Thread& thread, Grouper& self) {
        auto& parent = *self.parent.as<Groupby>();
        if (parent.group != &self) return Ref<Value>::empty();
        if (parent.item.is_empty() && !TRY(parent.step(thread))) return Ref<Value>::empty();
        if (!TRY(parent.is_in_group(thread, self.key))) return Ref<Value>::empty();
        Ref<Value> item = Ref<Value>::take(std::exchange(parent.item, Value::empty()));
        replace_field(parent.key, Value::empty());
        return item;
    }
    static Ref<Value> reduce(Thread& thread, Grouper& self, Args) {
        if (self.parent.as<Groupby>()->group == &self) return reduced(thread, self, {self.parent, self.key});
        Ref<Tuple> nothing = TRY(make_tuple(thread, {}));
        return reduce_iterator(thread, "iter", nothing.value());
    }
};
constexpr MethodDef kGrouperMethods[] = {kReduce<&Grouper::reduce>};

Ref<Value> Groupby::next(Thread& thread, Groupby& self) {
    self.group = nullptr;
    while (self.key.is_empty() ||
           (!self.group_key.is_empty() && TRY(self.is_in_group(thread, self.group_key))))
        if (!TRY(self.step(thread))) return Ref<Value>::empty();
    Ref<Value> key = share(self.key);
    replace_field(self.group_key, key);
    Ref<Value> group = TRY(Grouper::of(thread, native_type(thread.interp, kGrouperType), self, key));
    return make_tuple(thread, {key, group});
}

}  // namespace

constexpr TypeSpec kGroupbyType = iterator_type<Groupby>({
    .name = "itertools.groupby",
    .make = "groupby(iterable, key=None)",
    .doc = "make an iterator that returns consecutive keys and groups from the iterable\n\n"
           "  iterable\n"
           "    Elements to divide into groups according to the key function.\n"
           "  key\n"
           "    A function for computing the group category for each element.\n"
           "    If the key function is not specified or is None, the element itself\n"
           "    is used for grouping.",
    .methods = kGroupbyMethods,
});

constexpr TypeSpec kGrouperType = native<Grouper>({
    .name = "itertools._grouper",
    .make = "@hidden _grouper(parent, tgtkey, /)",
    .slots = {.iter = return_self, .next = slot<&Grouper::next>},
    .methods = kGrouperMethods,
});

}  // namespace moult
