// The iterators of the builtin sequences and of iter(), and enumerate, zip, map, filter, reversed.
#pragma once

#include "runtime/thread.h"
#include "runtime/type.h"

namespace moult {

// Over a list, tuple, str, bytes or bytearray, by position. `sequence` becomes empty when exhausted.
struct SequenceIterator : Object {
    Value sequence;  // owned; exactly of the builtin type
    size_t position;
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
};
Ref<Value> make_sequence_iterator(Thread&, Value object);  // by __getitem__
// The iter slots of the builtin sequences, which may be instances of subclasses.
Ref<Value> list_iter(Thread&, Value list);
Ref<Value> tuple_iter(Thread&, Value tuple);
Ref<Value> str_iter(Thread&, Value str);
Ref<Value> bytes_iter(Thread&, Value bytes);
Ref<Value> bytearray_iter(Thread&, Value bytearray);
Ref<Value> list_reversed_method(Thread&, Args);
void init_iterators(Interpreter&);

}  // namespace moult
