// CPython 3.11's marshal format: values to bytes and back. Versions 0 to 4 are read and written; .pyc files
// hold version 4. The format is described in docs/pyc.md.
#pragma once

#include <string_view>

#include "runtime/strings/bytes.h"

namespace moult {

inline constexpr int kMarshalVersion = 4;
// How deep values may be nested, in both directions: beyond it, ValueError.
inline constexpr int kMarshalDepth = 2000;

// The bytes of a value. ValueError for what cannot be marshalled and for values nested too deeply.
Ref<Bytes> marshal_dump(Thread&, Value value, int version = kMarshalVersion);

// The value at the beginning of the bytes, which must not change meanwhile; what follows it is ignored.
// EOFError, ValueError or TypeError for bytes that hold none. Memory is bounded by a small multiple of the
// input's size, whatever lengths it claims. Code objects that are read are not `verified`.
Ref<Value> marshal_load(Thread&, std::string_view bytes);
// The same from an open binary file: reads no byte behind the value.
Ref<Value> marshal_load_file(Thread&, Value file);

}  // namespace moult
