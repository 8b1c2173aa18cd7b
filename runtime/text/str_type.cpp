// The type str: its slots and the table of its methods.
#include "runtime/containers/iterators.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/str_kind.h"
#include "runtime/text/format_spec.h"
#include "runtime/text/percent_format.h"
#include "runtime/text/str_methods.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

// str(object='') and str(bytes, encoding, errors), as an exact str.
Ref<Value> new_text(Thread& thread, Value object, Value encoding, Value errors) {
    if (object.is_empty()) return make_str(thread, "");
    if (encoding.is_empty() && errors.is_empty()) return to_str(thread, object);
    if (as_str(object)) return raise_type_error(thread, "decoding str is not supported");
    std::string_view input;
    if (!as_buffer(object, &input))
        return raise_type_error(thread, "decoding to str: need a bytes-like object, %s found",
                                type_name(thread, object));
    return decode_value(thread, input, encoding, errors, "str");
}

Ref<Value> str_new(Thread& thread, Type* type, Args args) {
    TRY(check_codec_arguments(thread, "str", args[1], args[2]));
    Ref<Value> text = TRY(new_text(thread, args[0], args[1], args[2]));
    if (type == thread.types().str) return text;
    return make_payload_object(thread, type, share(Value(as_str(text))));
}

Ref<Value> str_repr_slot(Thread& thread, Value self) {
    return str_repr(thread, as_str(self));
}
Ref<Value> str_str_slot(Thread&, Value self) {
    return share(as_str(self));
}
Result<int64_t> str_hash_slot(Thread&, Value self) {
    return str_hash(as_str(self));
}

Ref<Value> str_compare_slot(Thread&, Value left, Value right, CompareOp op) {
    const Str* a = as_str(left);
    const Str* b = as_str(right);
    if (!a || !b) return Value::not_implemented();
    if (op == CompareOp::kEq) return Value::boolean(str_equal(a, b));
    if (op == CompareOp::kNe) return Value::boolean(!str_equal(a, b));
    int order = a == b ? 0 : str_compare(a, b);
    switch (op) {
        case CompareOp::kLt: return Value::boolean(order < 0);
        case CompareOp::kLe: return Value::boolean(order <= 0);
        case CompareOp::kGt: return Value::boolean(order > 0);
        default: return Value::boolean(order >= 0);
    }
}

Result<int64_t> str_length_slot(Thread&, Value self) {
    return static_cast<int64_t>(as_str(self)->length);
}

Ref<Value> stepped(Thread& thread, const Str* text, SliceBounds bounds) {
    StrBuilder builder(thread);
    int64_t at = bounds.start;
    for (int64_t i = 0; i < bounds.count; ++i, at += bounds.step)
        builder.add(text->at(static_cast<size_t>(at)));
    return builder.finish();
}

Ref<Value> str_item_slot(Thread& thread, Value self, Value key) {
    Str* text = as_str(self);
    if (is_exact<Slice>(key)) {
        SliceBounds bounds = TRY(slice_bounds(thread, key.as<Slice>(), static_cast<int64_t>(text->length)));
        if (bounds.count <= 0) return make_str(thread, "");
        if (bounds.step != 1) return stepped(thread, text, bounds);
        auto begin = static_cast<size_t>(bounds.start);
        return substring(thread, text, begin, begin + static_cast<size_t>(bounds.count));
    }
    int64_t i;
    if (key.is_small_int()) {
        i = key.as_small_int();
    } else {
        if (!is_int(key) && !thread.interp.type_of(key)->slots.index)
            return raise_type_error(thread, "string indices must be integers, not '%s'",
                                    type_name(thread, key));
        i = TRY(as_position(thread, key));
    }
    auto length = static_cast<int64_t>(text->length);
    if (i < 0) i += length;
    if (i < 0 || i >= length) return raise_index_error(thread, "string index out of range");
    return make_char(thread, text->at(static_cast<size_t>(i)));
}

Result<bool> str_contains_slot(Thread& thread, Value self, Value item) {
    const Str* piece = as_str(item);
    if (!piece)
        return raise_type_error(thread, "'in <string>' requires string as left operand, not %s",
                                type_name(thread, item));
    return str_has(as_str(self), piece);
}

Ref<Value> str_concat_slot(Thread& thread, Value self, Value other) {
    Str* right = as_str(other);
    if (!right)
        return raise_type_error(thread, "can only concatenate str (not \"%s\") to str",
                                type_name(thread, other));
    Str* left = as_str(self);
    if (right->length > static_cast<size_t>(PTRDIFF_MAX) - left->length)
        return raise_overflow_error(thread, "strings are too large to concat");
    return concat(thread, left, right);
}

Ref<Value> str_repeat_slot(Thread& thread, Value self, int64_t count) {
    Str* text = as_str(self);
    if (count == 1) return share(text);
    if (count > 0 && text->length > static_cast<size_t>(PTRDIFF_MAX) / static_cast<size_t>(count))
        return raise_overflow_error(thread, "repeated string is too long");
    size_t length = TRY(repeated_length(thread, text->length, count));
    Ref<Str> result = TRY(allocate_str(thread, length, max_char_bound(text)));
    if (length == 0) return result;
    auto width = static_cast<size_t>(text->width());
    char* to = result->data<char>();
    if (text->length == 1 && width == 1) {
        memset(to, text->data<char>()[0], length);
        return result;
    }
    size_t bytes = length * width, done = text->length * width;
    memcpy(to, text->data<char>(), done);
    for (; done < bytes; done *= 2) memcpy(to + done, to, std::min(done, bytes - done));
    return result;
}

Ref<Value> str_iter(Thread& thread, Value self) {
    const Types& types = thread.types();
    const bool ascii = is_exact<Str>(self) && self.as<Str>()->is_ascii();
    Ref<StrIterator> iterator =
        TRY(new_object<StrIterator>(thread, ascii ? types.str_ascii_iterator : types.str_iterator));
    iterator->sequence = share(Value(as_str(self))).release();
    return iterator;
}

Ref<Value> str_encode(Thread& thread, Args args) {
    return encode_value(thread, as_str(args[0]), args[1], args[2], "encode");
}

Ref<Value> str_format_method(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec) return raise_bad_argument(thread, "__format__", "argument", "str", args[1]);
    return format_string(thread, as_str(args[0]), spec, args[0]);
}

Ref<Value> str_remainder_slot(Thread& thread, Value left, Value right) {
    Str* format = as_str(left);
    if (!format) return Value::not_implemented();
    return percent_format(thread, format, right);
}

Ref<Value> str_getnewargs(Thread& thread, Args args) {
    return make_tuple(thread, {as_str(args[0])});
}

Ref<Value> str_sizeof(Thread&, Args args) {
    const Str* text = as_str(args[0]);
    return Value::small_int(
        static_cast<int64_t>(sizeof(Str) + (text->length + 1) * static_cast<size_t>(text->width())));
}

constexpr MethodDef kStrMethods[] = {
    {"capitalize(self, /)", str_capitalize, "The first character in title case, the rest in lower case."},
    {"casefold(self, /)", str_casefold, "A form for comparing without regard to case."},
    {"center(self, width, fillchar=' ', /)", str_center,
     "The string in the middle of a field of the given width."},
    {"@parse count(self, sub, start=None, end=None, /)", str_count,
     "How often sub occurs, without overlaps."},
    {"@blank encode(self, /, encoding='utf-8', errors='strict')", str_encode,
     "The string's bytes in an encoding."},
    {"@parse endswith(self, suffix, start=None, end=None, /)", str_endswith,
     "Whether the string ends with the suffix, or with one of a tuple of suffixes."},
    {"expandtabs(self, /, tabsize=8)", str_expandtabs, "Tabs replaced by spaces up to the next tab stop."},
    {"@parse find(self, sub, start=None, end=None, /)", str_find, "The lowest position of sub, or -1."},
    {"format(self, /, *args, **kwargs)", str_format, "The text with its {fields} replaced by the arguments."},
    {"format_map(self, mapping, /)", str_format_map, "The text with its {fields} replaced from a mapping."},
    {"@parse index(self, sub, start=None, end=None, /)", str_index,
     "The lowest position of sub; ValueError without."},
    {"isalnum(self, /)", str_isalnum, "Whether all characters are letters or numeric, and there is one."},
    {"isalpha(self, /)", str_isalpha, "Whether all characters are letters, and there is one."},
    {"isascii(self, /)", str_isascii, "Whether all characters are ASCII."},
    {"isdecimal(self, /)", str_isdecimal, "Whether all characters are decimal digits, and there is one."},
    {"isdigit(self, /)", str_isdigit, "Whether all characters are digits, and there is one."},
    {"isidentifier(self, /)", str_isidentifier, "Whether the string is a valid identifier or keyword."},
    {"islower(self, /)", str_islower, "Whether all cased characters are lower case, and there is one."},
    {"isnumeric(self, /)", str_isnumeric, "Whether all characters have a numeric value, and there is one."},
    {"isprintable(self, /)", str_isprintable, "Whether repr() would leave all characters as they are."},
    {"isspace(self, /)", str_isspace, "Whether all characters are whitespace, and there is one."},
    {"istitle(self, /)", str_istitle, "Whether every word begins with a capital and goes on in lower case."},
    {"isupper(self, /)", str_isupper, "Whether all cased characters are upper case, and there is one."},
    {"join(self, iterable, /)", str_join, "The strings of the iterable with this one between them."},
    {"ljust(self, width, fillchar=' ', /)", str_ljust,
     "The string at the left of a field of the given width."},
    {"lower(self, /)", str_lower, "The string in lower case."},
    {"lstrip(self, chars=None, /)", str_lstrip,
     "Without leading whitespace, or leading characters of chars."},
    {"@keywords:str.maketrans @static maketrans(x, y=..., z=..., /)", str_maketrans,
     "A table for translate(): from a dict, or from two strings of equal length, and a string of characters "
     "to drop."},
    {"partition(self, sep, /)", str_partition, "What stands before, at and after the first sep."},
    {"removeprefix(self, prefix, /)", str_removeprefix, "Without the prefix, if it is there."},
    {"removesuffix(self, suffix, /)", str_removesuffix, "Without the suffix, if it is there."},
    {"replace(self, old, new, count=-1, /)", str_replace,
     "All, or the first count, occurrences of old replaced."},
    {"@parse rfind(self, sub, start=None, end=None, /)", str_rfind, "The highest position of sub, or -1."},
    {"@parse rindex(self, sub, start=None, end=None, /)", str_rindex,
     "The highest position of sub; ValueError without."},
    {"rjust(self, width, fillchar=' ', /)", str_rjust,
     "The string at the right of a field of the given width."},
    {"rpartition(self, sep, /)", str_rpartition, "What stands before, at and after the last sep."},
    {"rsplit(self, /, sep=None, maxsplit=-1)", str_rsplit,
     "The pieces between separators (whitespace if None), counted from the end."},
    {"rstrip(self, chars=None, /)", str_rstrip,
     "Without trailing whitespace, or trailing characters of chars."},
    {"split(self, /, sep=None, maxsplit=-1)", str_split,
     "The pieces between separators (whitespace if None)."},
    {"splitlines(self, /, keepends=False)", str_splitlines,
     "The lines, without their ends unless asked for."},
    {"@parse startswith(self, prefix, start=None, end=None, /)", str_startswith,
     "Whether the string begins with the prefix, or with one of a tuple of prefixes."},
    {"strip(self, chars=None, /)", str_strip, "Without whitespace, or characters of chars, at both ends."},
    {"swapcase(self, /)", str_swapcase, "Upper case made lower and the other way round."},
    {"title(self, /)", str_title, "Every word in title case."},
    {"translate(self, table, /)", str_translate,
     "Every character replaced by what the table maps its code to."},
    {"upper(self, /)", str_upper, "The string in upper case."},
    {"zfill(self, width, /)", str_zfill, "Zeros in front, after a sign, up to the given width."},
    {"__format__(self, format_spec, /)", str_format_method,
     "The string in the form that the specification asks for."},
    {"__getnewargs__(self, /)", str_getnewargs,
     "The arguments with which copying and pickling make the string."},
    {"__sizeof__(self, /)", str_sizeof, "The size in memory, in bytes."},
};

constexpr TypeSpec kStrType =
    native<Str>({.name = "str",
                 .kind = Kind::kStr,
                 .flags = kBaseType | kPayloadLayout | kMatchSelf,
                 .make = {"@hidden str(object=..., encoding=..., errors=...)", str_new},
                 .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
                        "An immutable sequence of Unicode characters.",
                 .slots = {.repr = str_repr_slot,
                           .str = str_str_slot,
                           .hash = str_hash_slot,
                           .compare = str_compare_slot,
                           .iter = str_iter,
                           .remainder = str_remainder_slot,
                           .length = str_length_slot,
                           .get_item = str_item_slot,
                           .contains = str_contains_slot,
                           .concat = str_concat_slot,
                           .repeat = str_repeat_slot},
                 .methods = kStrMethods});

}  // namespace

void Str::release(Interpreter& interp, Str& text) {
    if (text.is_interned()) interp.interned.remove(&text);
}

void init_str(Interpreter& interp) {
    interp.types().str = native_type(interp, kStrType);
}

}  // namespace moult
