// What the files of the module _codecs share: arguments as its functions take them, and the tables of their functions.
#pragma once

#include <string>
#include <utility>

#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult::codecs {

// The bytes of an argument; a bytearray is not resized meanwhile.
class Input {
  public:
    Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    ~Input() {
        if (pinned_) --pinned_->exports;
    }
    // A bytes-like object. TypeError for what is none, BufferError for one that does not lie in one piece.
    Status take(Thread&, Value);
    // The same, or a str, whose UTF-8 it is then.
    Status take_text(Thread&, Value);
    std::string_view bytes() const { return bytes_; }
    size_t size() const { return bytes_.size(); }

  private:
    Ref<Value> held_;
    ByteArray* pinned_ = nullptr;
    std::string_view bytes_;
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
