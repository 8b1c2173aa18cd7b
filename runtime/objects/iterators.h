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
void init_iterators(Interpreter&);

}  // namespace moult
