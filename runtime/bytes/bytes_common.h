// What bytes, bytearray and memoryview share: reading arguments, making results of the receiver's own type,
// and the methods that bytes and bytearray have in common.
#pragma once

#include <string>

#include "runtime/model/native.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/bytes_builder.h"

namespace moult {

struct Str;

// The content of a bytes or bytearray (or an instance of a subclass).
inline std::string_view content_of(Value self) {
    if (Bytes* bytes = as_bytes(self)) return bytes->view();
    return self.as<ByteArray>()->view();
}
inline const uint8_t* bytes_in(std::string_view view) {
    return reinterpret_cast<const uint8_t*>(view.data());
}
inline bool is_bytearray(Value self) {
    return as_instance<ByteArray>(self) != nullptr;
}

// A new bytes or bytearray, as the receiver is one.
Ref<Value> make_like(Thread&, Value self, std::string_view content);
Ref<Value> make_uninitialized_like(Thread&, Value self, size_t length);
Ref<Value> finish_like(Value self, BytesBuilder&, Thread&);
// The receiver itself when it is immutable, else a copy.
Ref<Value> unchanged(Thread&, Value self);
// content[begin:end] as the receiver's type.
Ref<Value> slice_like(Thread&, Value self, size_t begin, size_t end);

// TypeError "a bytes-like object is required, not 'str'". Valid while the object is unchanged.
Result<std::string_view> buffer_argument(Thread&, Value);
// The content of any view, strided ones too. ValueError when it has been released.
Ref<Bytes> copy_of_view(Thread&, const MemoryView*);
// 0 to 255; ValueError "byte must be in range(0, 256)" (`noun` says byte or bytes).
Result<uint8_t> byte_argument(Thread&, Value, const char* noun = "byte");
// For what bytes are made of an iterable of integers: what messages say, and whether its length is asked for.
struct BytesPurpose {
    const char* failure;  // the TypeError for what is no iterable, with %.100s for its type
    const char* noun;     // as above
    bool asks_length;
};
inline constexpr BytesPurpose kForBytes = {"cannot convert '%.100s' object to bytes", "bytes", true};
inline constexpr BytesPurpose kForByteArray = {"cannot convert '%.100s' object to bytearray", "byte", false};
inline constexpr BytesPurpose kForExtending = {"can't extend bytearray with %.100s", "byte", true};

// The bytes that bytes(source, encoding, errors) and bytearray(...) hold.
Ref<Bytes> bytes_from(Thread&, const BytesPurpose&, Value source, Value encoding, Value errors);
// What an object says its bytes are: by __bytes__, a buffer, or an iterable of integers.
Ref<Bytes> bytes_of_object(Thread&, Value);
Ref<Bytes> bytes_from_iterable(Thread&, Value iterable, const BytesPurpose&);
// How repr() shows the content: b'...'. `escape_single` as bytearray does: always \'.
void add_bytes_repr(std::string& out, std::string_view content, bool escape_single);
// binascii-style text; separator 0: none.
Ref<Str> hex_text(Thread&, std::string_view content, Value separator, Value bytes_per_separator);

inline bool is_byte_space(uint8_t c) {
    return c == ' ' || (c >= 9 && c <= 13);
}

// bytes_search.cpp
Ref<Value> bytes_count(Thread&, Args);
Ref<Value> bytes_endswith(Thread&, Args);
Ref<Value> bytes_find(Thread&, Args);
Ref<Value> bytes_index(Thread&, Args);
Ref<Value> bytes_removeprefix(Thread&, Args);
Ref<Value> bytes_removesuffix(Thread&, Args);
Ref<Value> bytes_replace(Thread&, Args);
Ref<Value> bytes_rfind(Thread&, Args);
Ref<Value> bytes_rindex(Thread&, Args);
Ref<Value> bytes_startswith(Thread&, Args);
Result<bool> bytes_contains(Thread&, Value self, Value item);  // the slot

// bytes_split.cpp
Ref<Value> bytes_join(Thread&, Args);
Ref<Value> bytes_lstrip(Thread&, Args);
Ref<Value> bytes_partition(Thread&, Args);
Ref<Value> bytes_rpartition(Thread&, Args);
Ref<Value> bytes_rsplit(Thread&, Args);
Ref<Value> bytes_rstrip(Thread&, Args);
Ref<Value> bytes_split(Thread&, Args);
Ref<Value> bytes_splitlines(Thread&, Args);
Ref<Value> bytes_strip(Thread&, Args);

// bytes_transform.cpp
Ref<Value> bytes_capitalize(Thread&, Args);
Ref<Value> bytes_center(Thread&, Args);
Ref<Value> bytes_decode(Thread&, Args);
Ref<Value> bytes_expandtabs(Thread&, Args);
Ref<Value> bytes_fromhex(Thread&, Args);
Ref<Value> bytes_hex(Thread&, Args);
Ref<Value> bytes_isalnum(Thread&, Args);
Ref<Value> bytes_isalpha(Thread&, Args);
Ref<Value> bytes_isascii(Thread&, Args);
Ref<Value> bytes_isdigit(Thread&, Args);
Ref<Value> bytes_islower(Thread&, Args);
Ref<Value> bytes_isspace(Thread&, Args);
Ref<Value> bytes_istitle(Thread&, Args);
Ref<Value> bytes_isupper(Thread&, Args);
Ref<Value> bytes_ljust(Thread&, Args);
Ref<Value> bytes_lower(Thread&, Args);
Ref<Value> bytes_maketrans(Thread&, Args);
Ref<Value> bytes_rjust(Thread&, Args);
Ref<Value> bytes_swapcase(Thread&, Args);
Ref<Value> bytes_title(Thread&, Args);
Ref<Value> bytes_translate(Thread&, Args);
Ref<Value> bytes_upper(Thread&, Args);
Ref<Value> bytes_zfill(Thread&, Args);

// Slots with one meaning for both types.
Ref<Value> bytes_concat(Thread&, Value self, Value other);
Ref<Value> bytes_repeat(Thread&, Value self, int64_t count);
Ref<Value> bytes_item(Thread&, Value self, Value key);
Ref<Value> bytes_remainder(Thread&, Value left, Value right);
Ref<Value> bytearray_remainder(Thread&, Value left, Value right);

// Each type has a row of its own for maketrans(): messages name the type.
inline constexpr char kMakeTransDoc[] = "A table for translate() that maps bytes of frm to those of to.";

inline constexpr MethodDef kSharedBytesMethods[] = {
    {"capitalize(self, /)", bytes_capitalize,
     "The first letter in upper case, the rest in lower case (ASCII)."},
    {"center(self, width, fillchar=b' ', /)", bytes_center,
     "The bytes in the middle of a field of the given width."},
    {"@parse count(self, sub, start=None, end=None, /)", bytes_count,
     "How often sub occurs, without overlaps."},
    {"@blank decode(self, /, encoding='utf-8', errors='strict')", bytes_decode,
     "The text that the bytes encode."},
    {"@parse endswith(self, suffix, start=None, end=None, /)", bytes_endswith,
     "Whether the bytes end with the suffix, or with one of a tuple of suffixes."},
    {"expandtabs(self, /, tabsize=8)", bytes_expandtabs, "Tabs replaced by spaces up to the next tab stop."},
    {"@parse find(self, sub, start=None, end=None, /)", bytes_find, "The lowest position of sub, or -1."},
    {"@class fromhex(cls, string, /)", bytes_fromhex,
     "The bytes that pairs of hexadecimal digits stand for."},
    {"hex(self, /, sep=..., bytes_per_sep=1)", bytes_hex, "Two hexadecimal digits for every byte."},
    {"@parse index(self, sub, start=None, end=None, /)", bytes_index,
     "The lowest position of sub; ValueError without."},
    {"isalnum(self, /)", bytes_isalnum, "Whether all bytes are ASCII letters or digits, and there is one."},
    {"isalpha(self, /)", bytes_isalpha, "Whether all bytes are ASCII letters, and there is one."},
    {"isascii(self, /)", bytes_isascii, "Whether all bytes are ASCII."},
    {"isdigit(self, /)", bytes_isdigit, "Whether all bytes are ASCII digits, and there is one."},
    {"islower(self, /)", bytes_islower, "Whether all letters are lower case, and there is one."},
    {"isspace(self, /)", bytes_isspace, "Whether all bytes are ASCII whitespace, and there is one."},
    {"istitle(self, /)", bytes_istitle,
     "Whether every word begins with a capital and goes on in lower case."},
    {"isupper(self, /)", bytes_isupper, "Whether all letters are upper case, and there is one."},
    {"join(self, iterable_of_bytes, /)", bytes_join,
     "The items of the iterable with these bytes between them."},
    {"ljust(self, width, fillchar=b' ', /)", bytes_ljust,
     "The bytes at the left of a field of the given width."},
    {"lower(self, /)", bytes_lower, "ASCII letters in lower case."},
    {"lstrip(self, bytes=None, /)", bytes_lstrip,
     "Without leading whitespace, or leading bytes of the argument."},
    {"partition(self, sep, /)", bytes_partition, "What stands before, at and after the first sep."},
    {"removeprefix(self, prefix, /)", bytes_removeprefix, "Without the prefix, if it is there."},
    {"removesuffix(self, suffix, /)", bytes_removesuffix, "Without the suffix, if it is there."},
    {"replace(self, old, new, count=-1, /)", bytes_replace,
     "All, or the first count, occurrences of old replaced."},
    {"@parse rfind(self, sub, start=None, end=None, /)", bytes_rfind, "The highest position of sub, or -1."},
    {"@parse rindex(self, sub, start=None, end=None, /)", bytes_rindex,
     "The highest position of sub; ValueError without."},
    {"rjust(self, width, fillchar=b' ', /)", bytes_rjust,
     "The bytes at the right of a field of the given width."},
    {"rpartition(self, sep, /)", bytes_rpartition, "What stands before, at and after the last sep."},
    {"rsplit(self, /, sep=None, maxsplit=-1)", bytes_rsplit,
     "The pieces between separators (whitespace if None), counted from the end."},
    {"rstrip(self, bytes=None, /)", bytes_rstrip,
     "Without trailing whitespace, or trailing bytes of the argument."},
    {"split(self, /, sep=None, maxsplit=-1)", bytes_split,
     "The pieces between separators (whitespace if None)."},
    {"splitlines(self, /, keepends=False)", bytes_splitlines,
     "The lines, without their ends unless asked for."},
    {"@parse startswith(self, prefix, start=None, end=None, /)", bytes_startswith,
     "Whether the bytes begin with the prefix, or with one of a tuple of prefixes."},
    {"strip(self, bytes=None, /)", bytes_strip,
     "Without whitespace, or bytes of the argument, at both ends."},
    {"swapcase(self, /)", bytes_swapcase, "Upper case made lower and the other way round (ASCII)."},
    {"title(self, /)", bytes_title, "Every word with a capital first (ASCII)."},
    {"translate(self, table, /, delete=b'')", bytes_translate,
     "Every byte replaced by the table's entry, those to delete left out."},
    {"upper(self, /)", bytes_upper, "ASCII letters in upper case."},
    {"zfill(self, width, /)", bytes_zfill, "Zeros in front, after a sign, up to the given width."},
};

}  // namespace moult
