// Encoding and decoding text. The commonest encodings are at hand; the others come from the registry (codec_registry.h), which may
// run Python code. runtime/codecs/ does it.
#pragma once

#include <string_view>

#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

// text.encode(encoding, errors). LookupError for an unknown encoding or error handler, UnicodeEncodeError.
Ref<Bytes> encode_text(Thread&, Str* text, std::string_view encoding = "utf-8",
                       std::string_view errors = "strict");
// bytes.decode(encoding, errors). The input must stay alive and unchanged meanwhile.
Ref<Str> decode_text(Thread&, std::string_view input, std::string_view encoding = "utf-8",
                     std::string_view errors = "strict");
// The same for values from Python: `encoding` and `errors` are strs or empty (the default).
Ref<Value> encode_value(Thread&, Str* text, Value encoding, Value errors, const char* function);
Ref<Value> decode_value(Thread&, std::string_view input, Value encoding, Value errors, const char* function);

}  // namespace moult
