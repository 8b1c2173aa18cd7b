// The registry of codecs and error handlers, one per interpreter; runtime/codecs/ keeps it. The package `encodings`, whose
// search function finds the library's codecs, is imported on first need.
#pragma once

#include <string>
#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

struct Str;

// The name of an encoding as search functions get it: in lower case, one '_' for what lies between words; dots stay.
std::string normalized_encoding(std::string_view);
// The codec of this name as its search function gave it: a tuple of encoder, decoder, stream reader and stream writer, mostly a
// codecs.CodecInfo. Names differ neither by case nor by what separates their words. LookupError "unknown encoding: x".
Ref<Value> find_codec(Thread&, std::string_view encoding);
// The same of a codec between str and bytes. LookupError "'x' is not a text encoding; use ALTERNATIVE to handle arbitrary
// codecs".
Ref<Value> find_text_codec(Thread&, std::string_view encoding, const char* alternative);
// Search functions are asked in the order in which they were registered. TypeError "argument must be callable".
Status register_codec_search(Thread&, Value function);
// Forgets the function, if it was registered, and all codecs found so far.
Status unregister_codec_search(Thread&, Value function);

// codecs.encode() and codecs.decode(): the first item of what the codec's function returns. `errors` is a str, or empty: not
// handed on.
Ref<Value> encode_by_codec(Thread&, Value object, std::string_view encoding, Value errors);
Ref<Value> decode_by_codec(Thread&, Value object, std::string_view encoding, Value errors);
// The same with a text codec only, as str.encode() and bytes.decode() use it.
Ref<Value> encode_by_text_codec(Thread&, Value object, std::string_view encoding, Value errors);
Ref<Value> decode_by_text_codec(Thread&, Value object, std::string_view encoding, Value errors);

// What handles errors under this name: called with a UnicodeError, it returns the replacement and the position to go on from
// (PEP 293). LookupError "unknown error handler name 'x'".
Ref<Value> find_error_handler(Thread&, std::string_view name);
// TypeError "handler must be callable".
Status register_error_handler(Thread&, std::string_view name, Value handler);

}  // namespace moult
