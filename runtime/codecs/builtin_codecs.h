// The codecs that are written in C++. Decoders get the bytes, which must stay alive and unchanged meanwhile, and report in
// `consumed` how many of them they have decoded: what might be the beginning of more is left. Without `consumed` the bytes are
// all that comes, and such a rest is an error. `errors` names the error handler. All raise UnicodeError, or what the handler does.
#pragma once

#include <string>
#include <string_view>

#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

// text_codecs.cpp. The name of an encoding or error handler in UTF-8. ValueError for null characters.
Status utf8_name(Thread&, Str*, std::string* out);

// utf8.cpp
Ref<Bytes> encode_utf8(Thread&, Str*, std::string_view errors);
Ref<Str> decode_utf8(Thread&, std::string_view, std::string_view errors, size_t* consumed = nullptr);

// single_bytes.cpp
Ref<Bytes> encode_ascii(Thread&, Str*, std::string_view errors);
Ref<Str> decode_ascii(Thread&, std::string_view, std::string_view errors);
Ref<Bytes> encode_latin1(Thread&, Str*, std::string_view errors);
Ref<Str> decode_latin1(Thread&, std::string_view);

// wide_units.cpp. The byte order is negative: little endian, positive: big endian, 0: by a mark at the beginning, which encoders
// write (in little endian). Decoders report the order that they have found in `order`.
Ref<Bytes> encode_utf16(Thread&, Str*, std::string_view errors, int order);
Ref<Str> decode_utf16(Thread&, std::string_view, std::string_view errors, int* order,
                      size_t* consumed = nullptr);
Ref<Bytes> encode_utf32(Thread&, Str*, std::string_view errors, int order);
Ref<Str> decode_utf32(Thread&, std::string_view, std::string_view errors, int* order,
                      size_t* consumed = nullptr);

// utf7.cpp. Every text can be encoded.
Ref<Bytes> encode_utf7(Thread&, Str*);
Ref<Str> decode_utf7(Thread&, std::string_view, std::string_view errors, size_t* consumed = nullptr);

// unicode_escape.cpp. Every text can be encoded.
Ref<Bytes> encode_unicode_escape(Thread&, Str*);
Ref<Str> decode_unicode_escape(Thread&, std::string_view, std::string_view errors,
                               size_t* consumed = nullptr);
Ref<Bytes> encode_raw_unicode_escape(Thread&, Str*);
Ref<Str> decode_raw_unicode_escape(Thread&, std::string_view, std::string_view errors,
                                   size_t* consumed = nullptr);

// bytes_escape.cpp: bytes as in Python's literals. ValueError; only "strict", "replace" and "ignore" are known.
Ref<Bytes> encode_escape(Thread&, std::string_view);
Ref<Bytes> decode_escape(Thread&, std::string_view, std::string_view errors);
// What comes behind the first backslash that makes no escape, or "400" of an octal one that is too large: DeprecationWarning.
// Nothing for an empty text.
Status warn_of_escape(Thread&, std::string_view latin1);

// charmap.cpp. Decoders map bytes to ints, strs or None; encoders map the numbers of characters to ints, bytes or None. A
// mapping that is None stands for Latin-1.
Ref<Str> decode_charmap(Thread&, std::string_view, Value mapping, std::string_view errors);
Ref<Bytes> encode_charmap(Thread&, Str*, Value mapping, std::string_view errors);

}  // namespace moult
