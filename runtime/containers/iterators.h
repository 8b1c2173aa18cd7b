// The iterators of the builtin sequences and of iter(), and enumerate, zip, map, filter, reversed.
#pragma once

#include "runtime/containers/tuple.h"
#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

// In the flags of a tuple that an iterator keeps, to fill it again when the program has dropped it: although there are only
// atoms in it now, it may be part of a cycle later.
inline constexpr uint32_t kRefilledTuple = 1u << kFirstOwnBit;

// A new tuple in the place of the one kept so far, which the program has; a second reference for the caller. At least one
// item. Null: MemoryError, and nothing has changed.
inline Ref<Tuple> replace_refilled_tuple(Thread& thread, Value* kept, size_t length) {
    Ref<Tuple> made = TRY(allocate_tuple(thread, length));
    made->flags |= kRefilledTuple;
    if (kept->is_object()) kept->as_object()->flags &= ~kRefilledTuple;
    decref(std::exchange(*kept, share(made.get()).release()));
    return made;
}
inline bool can_be_refilled(Value tuple) {
    return tuple.is_object() && tuple.as_object()->refcount == 1;
}

// Over a list, tuple, str, bytes or bytearray, by position. `sequence` becomes empty when exhausted.
struct SequenceIterator : Object {
    Value sequence;  // owned; exactly of the builtin type
    size_t position;
    static constexpr auto kFields = fields<&SequenceIterator::sequence>;
};
struct ListIterator : SequenceIterator {
    static constexpr Kind kKind = Kind::kListIterator;
};
struct TupleIterator : SequenceIterator {
    static constexpr Kind kKind = Kind::kTupleIterator;
};
struct StrIterator : SequenceIterator {
    static constexpr Kind kKind = Kind::kStrIterator;
};
struct Enumerate : Object {
    static constexpr Kind kKind = Kind::kEnumerate;
    Value iterator;
    Value count;  // next number, an exact int
    Value pair;   // owned: the tuple given out last, to be used again when nobody else has it; or empty
    static constexpr auto kFields = fields<&Enumerate::iterator, &Enumerate::count, &Enumerate::pair>;
};
struct Zip : Object {
    static constexpr Kind kKind = Kind::kZip;
    Value iterators;  // owned: a Tuple; empty after the end
    Value result;     // owned: the tuple given out last, as in Enumerate
    bool strict;
    static constexpr auto kFields = fields<&Zip::iterators, &Zip::result>;
};
struct Map : Object {
    static constexpr Kind kKind = Kind::kMap;
    Value function;   // owned
    Value iterators;  // owned: a Tuple
    static constexpr auto kFields = fields<&Map::function, &Map::iterators>;
};
struct Filter : Object {
    static constexpr Kind kKind = Kind::kFilter;
    Value function;  // owned; None: the truth of the items
    Value iterator;  // owned
    static constexpr auto kFields = fields<&Filter::function, &Filter::iterator>;
};
// Over what has __len__ and __getitem__, from the end. `sequence` becomes empty when exhausted.
struct Reversed : Object {
    static constexpr Kind kKind = Kind::kReversed;
    Value sequence;    // owned
    int64_t position;  // of the next item; -1: none
    static constexpr auto kFields = fields<&Reversed::sequence>;
};
// iter(callable, sentinel). `callable` becomes empty when exhausted.
struct CallableIterator : Object {
    Value callable, sentinel;  // owned
    static constexpr auto kFields = fields<&CallableIterator::callable, &CallableIterator::sentinel>;
};
Ref<Value> make_sequence_iterator(Thread&, Value object);  // by __getitem__
Ref<Value> make_callable_iterator(Thread&, Value callable, Value sentinel);
// (a, b): in the tuple `*reused` given out last time if nobody else has it any more, or in a new one.
Ref<Value> make_pair_again(Thread&, Value* reused, Value a, Value b);
// The iter slots of the builtin sequences, which may be instances of subclasses.
Ref<Value> list_iter(Thread&, Value list);
Ref<Value> tuple_iter(Thread&, Value tuple);
Ref<Value> bytes_iter(Thread&, Value bytes);
Ref<Value> bytearray_iter(Thread&, Value bytearray);
Ref<Value> list_reversed_method(Thread&, Args);
void init_iterators(Interpreter&);
void init_sequence_iterators(Interpreter&);   // called by init_iterators
void init_combining_iterators(Interpreter&);  // called by init_iterators: enumerate, zip, map, filter

}  // namespace moult
