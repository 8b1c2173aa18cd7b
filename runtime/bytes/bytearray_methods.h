// What changes a bytearray in place: slots and methods.
#pragma once

#include "runtime/bytes/bytes_common.h"
#include "runtime/model/native.h"
#include "runtime/strings/bytes.h"

namespace moult {

Status bytearray_set_item(Thread&, Value self, Value key, Value value);  // the slot; empty value: delete
Ref<Value> bytearray_inplace_concat(Thread&, Value self, Value other);
Ref<Value> bytearray_inplace_repeat(Thread&, Value self, int64_t count);

Ref<Value> bytearray_alloc(Thread&, Args);
Ref<Value> bytearray_append(Thread&, Args);
Ref<Value> bytearray_clear(Thread&, Args);
Ref<Value> bytearray_copy(Thread&, Args);
Ref<Value> bytearray_extend(Thread&, Args);
Ref<Value> bytearray_insert(Thread&, Args);
Ref<Value> bytearray_pop(Thread&, Args);
Ref<Value> bytearray_reduce(Thread&, Args);
Ref<Value> bytearray_reduce_ex(Thread&, Args);
Ref<Value> bytearray_remove(Thread&, Args);
Ref<Value> bytearray_reverse(Thread&, Args);
Ref<Value> bytearray_sizeof(Thread&, Args);

inline constexpr MethodDef kByteArrayOwnMethods[] = {
    {"append(self, item, /)", bytearray_append, "Adds one byte at the end."},
    {"clear(self, /)", bytearray_clear, "Removes all bytes."},
    {"copy(self, /)", bytearray_copy, "A new bytearray with the same bytes."},
    {"extend(self, iterable_of_ints, /)", bytearray_extend,
     "Adds all bytes of an iterable or buffer at the end."},
    {"@keywords:bytearray.maketrans @static maketrans(frm, to, /)", bytes_maketrans, kMakeTransDoc},
    {"insert(self, index, item, /)", bytearray_insert, "Adds one byte before the index."},
    {"pop(self, index=-1, /)", bytearray_pop, "Removes and returns the byte at the index."},
    {"remove(self, value, /)", bytearray_remove, "Removes the first byte of this value; ValueError without."},
    {"reverse(self, /)", bytearray_reverse, "Turns the order of the bytes around."},
    {"__alloc__(self, /)", bytearray_alloc, "How many bytes are allocated."},
    {"__reduce__(self, /)", bytearray_reduce, "How to make the bytearray again, for copying and pickling."},
    {"__reduce_ex__(self, proto=0, /)", bytearray_reduce_ex,
     "How to make the bytearray again, for copying and pickling."},
    {"__sizeof__(self, /)", bytearray_sizeof, "The size in memory, in bytes."},
};

}  // namespace moult
