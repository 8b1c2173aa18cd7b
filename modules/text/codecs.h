// What the files of the module _codecs share: arguments as its functions take them, and the tables of their functions.
#pragma once

#include <string>

#include "modules/buffer.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult::codecs {

// The bytes of an argument.
class Input : public Buffer {
  public:
    // A bytes-like object.
    Status take(Thread& thread, Value value) { return Buffer::take(thread, value, false); }
    // The same, or a str, whose UTF-8 it is then.
    Status take_text(Thread&, Value);
};

// A str; TypeError "utf_8_encode() argument 1 must be str, not int".
Result<Str*> text_argument(Thread&, Value, const char* function);
// The name of an error handler: a str, or None for "strict".
Status errors_argument(Thread&, Value, const char* function, std::string* out);
// A name in UTF-8, without null characters. `argument` is "argument 1".
Status name_argument(Thread&, Value, const char* function, const char* argument, std::string* out);
// (what has been made, length), as all encoders and decoders return it.
Ref<Value> with_length(Thread&, Ref<Value> made, size_t length);

}  // namespace moult::codecs
