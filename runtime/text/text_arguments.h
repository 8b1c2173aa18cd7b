// Arguments as the methods and constructors of str, bytes and bytearray take them: start and end, counts,
// names of codecs.
#pragma once

#include "runtime/model/native.h"
#include "runtime/state/thread.h"

namespace moult {

// A slice s[start:end] of `length` items, negative numbers resolved. When begin > end, not even the empty
// string is found in it.
struct Window {
    int64_t begin, end;
    int64_t size() const { return end - begin; }
};
// `start` and `end`: empty, None, or something with __index__.
Result<Window> window(Thread&, Value start, Value end, size_t length);

// A count such as maxsplit: negative means no limit. OverflowError when it does not fit.
Result<size_t> limit_argument(Thread&, Value);
// An index-sized number such as a width. OverflowError when it does not fit.
Result<int64_t> size_argument(Thread&, Value);

// Either may be empty. TypeError "str() argument 'errors' must be str, not int".
Status check_codec_arguments(Thread&, const char* function, Value encoding, Value errors);

// s * n: a length that fits, or MemoryError.
Result<size_t> repeated_length(Thread&, size_t length, int64_t count);

}  // namespace moult
