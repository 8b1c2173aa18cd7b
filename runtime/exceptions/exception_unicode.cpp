// UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: what could not be converted, where and why.
#include <cstdio>

#include "runtime/exceptions/exception_internal.h"
#include "runtime/numbers/int.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult {

namespace {

Status check_str(Thread& thread, Args args, uint32_t i) {
    if (as_str(args[i])) return {};
    return raise_type_error(thread, "argument %u must be str, not %s", i + 1,
                            args[i].is_none() ? "None" : type_name(thread, args[i]));
}

Ref<Value> position_argument(Thread& thread, Value value) {
    int64_t position = TRY(index_as_int64(thread, value, thread.types().overflow_error));
    return make_int(thread, position);
}

enum class Direction { kDecode, kEncode, kTranslate };

// The structs tell the types apart by whose constructors they have (native_type.h).
template <Direction direction>
struct UnicodeErrorObject : ExceptionObject {};

// Encoding, object, start, end, reason; the translation error has no encoding. Checks in CPython's order.
template <Direction direction>
Status unicode_error_init(Thread& thread, Value self, Args args) {
    auto* exception = self.as<ExceptionObject>();
    constexpr bool kHasEncoding = direction != Direction::kTranslate;
    constexpr uint32_t kFirst = kHasEncoding ? 1 : 0;
    TRY(set_exception_args(thread, exception, {args.values, kFirst + 4}));
    for (Value& field : exception->fields) replace_field(field, Value::empty());
    if (kHasEncoding) TRY(check_str(thread, args, 0));
    Ref<Value> object = share(args[kFirst]);
    if (direction != Direction::kDecode) TRY(check_str(thread, args, kFirst));
    Ref<Value> start = TRY(position_argument(thread, args[kFirst + 1]));
    Ref<Value> end = TRY(position_argument(thread, args[kFirst + 2]));
    TRY(check_str(thread, args, kFirst + 3));
    if (direction == Direction::kDecode && !as_bytes(object)) {
        std::string_view content;
        if (!as_buffer(object, &content))
            return raise_type_error(thread, "a bytes-like object is required, not '%s'",
                                    type_name(thread, object));
        object = TRY(make_bytes(thread, content));
    }
    if (kHasEncoding) set_exception_field(exception, kUnicodeErrorEncoding, args[0]);
    set_exception_field(exception, kUnicodeErrorObject, object);
    set_exception_field(exception, kUnicodeErrorStart, start);
    set_exception_field(exception, kUnicodeErrorEnd, end);
    set_exception_field(exception, kUnicodeErrorReason, args[kFirst + 3]);
    return {};
}

// str() of an exception whose __init__ has not run is empty.
bool is_initialized(const ExceptionObject* exception) {
    return !exception->fields[kUnicodeErrorObject].is_empty();
}

struct Span {
    int64_t start, end;
};
Span span_of(const ExceptionObject* exception) {
    Span span{0, 0};
    (void)int_to_int64(as_int(exception->fields[kUnicodeErrorStart]), &span.start);
    (void)int_to_int64(as_int(exception->fields[kUnicodeErrorEnd]), &span.end);
    return span;
}

// "'ascii' codec can't encode character" or "can't translate character", then what and where, then why.
Ref<Value> assemble(Thread& thread, const ExceptionObject* exception, const char* verb,
                    const std::string& what) {
    Ref<Value> reason_value = share(exception->fields[kUnicodeErrorReason]);
    Ref<Str> reason = TRY(to_str(thread, reason_value));
    StrBuilder out(thread);
    if (Value encoding = exception->fields[kUnicodeErrorEncoding]; !encoding.is_empty()) {
        Ref<Str> name = TRY(to_str(thread, encoding));
        out.add('\'');
        out.add(name.get());
        out.add_ascii("' codec ");
    }
    out.add_ascii("can't ");
    out.add_ascii(verb);
    out.add_ascii(what);
    out.add_ascii(": ");
    out.add(reason.get());
    return out.finish();
}

Ref<Value> decode_error_str(Thread& thread, Value self) {
    auto* exception = self.as<ExceptionObject>();
    if (!is_initialized(exception)) return share(Value(thread.interp.empty_str));
    const Bytes* bytes = as_bytes(exception->fields[kUnicodeErrorObject]);
    auto [start, end] = span_of(exception);
    char what[96];
    if (bytes && start >= 0 && start < static_cast<int64_t>(bytes->length) && end == start + 1)
        std::snprintf(what, sizeof what, " byte 0x%02x in position %lld", bytes->data()[start],
                      static_cast<long long>(start));
    else
        std::snprintf(what, sizeof what, " bytes in position %lld-%lld", static_cast<long long>(start),
                      static_cast<long long>(end - 1));
    return assemble(thread, exception, "decode", what);
}

Ref<Value> character_error_str(Thread& thread, Value self, const char* verb) {
    auto* exception = self.as<ExceptionObject>();
    if (!is_initialized(exception)) return share(Value(thread.interp.empty_str));
    const Str* text = as_str(exception->fields[kUnicodeErrorObject]);
    auto [start, end] = span_of(exception);
    char what[96];
    if (text && start >= 0 && start < static_cast<int64_t>(text->length) && end == start + 1) {
        uint32_t c = text->at(static_cast<size_t>(start));
        const char* format = c <= 0xff     ? " character '\\x%02x' in position %lld"
                             : c <= 0xffff ? " character '\\u%04x' in position %lld"
                                           : " character '\\U%08x' in position %lld";
        std::snprintf(what, sizeof what, format, c, static_cast<long long>(start));
    } else {
        std::snprintf(what, sizeof what, " characters in position %lld-%lld", static_cast<long long>(start),
                      static_cast<long long>(end - 1));
    }
    return assemble(thread, exception, verb, what);
}
Ref<Value> encode_error_str(Thread& thread, Value self) {
    return character_error_str(thread, self, "encode");
}
Ref<Value> translate_error_str(Thread& thread, Value self) {
    return character_error_str(thread, self, "translate");
}

Status set_position(Thread& thread, Value self, Value value, ExceptionField field) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete numeric/char attribute");
    Ref<Value> position = TRY(position_argument(thread, value));
    set_exception_field(self.as<ExceptionObject>(), field, position);
    return {};
}
Status set_start(Thread& thread, Value self, Value value) {
    return set_position(thread, self, value, kUnicodeErrorStart);
}
Status set_end(Thread& thread, Value self, Value value) {
    return set_position(thread, self, value, kUnicodeErrorEnd);
}

constexpr GetSetDef kAttributes[] = {
    {"encoding", exception_field<kUnicodeErrorEncoding>, assign_exception_field<kUnicodeErrorEncoding>,
     "exception encoding"},
    {"object", exception_field<kUnicodeErrorObject>, assign_exception_field<kUnicodeErrorObject>,
     "exception object"},
    {"start", exception_field<kUnicodeErrorStart>, set_start, "exception start"},
    {"end", exception_field<kUnicodeErrorEnd>, set_end, "exception end"},
    {"reason", exception_field<kUnicodeErrorReason>, assign_exception_field<kUnicodeErrorReason>,
     "exception reason"},
};

}  // namespace

namespace {

template <Direction direction>
consteval TypeSpec unicode_error_type(const char* name, const char* doc, InitDef init, UnarySlot str) {
    return native<UnicodeErrorObject<direction>>({.name = name,
                                                  .kind = Kind::kException,
                                                  .flags = kExceptionFlags,
                                                  .make = kExceptionMake,
                                                  .init = init,
                                                  .doc = doc,
                                                  .slots = {.str = str},
                                                  .attributes = kAttributes,
                                                  .base = &kUnicodeErrorType});
}

}  // namespace

constexpr TypeSpec kUnicodeDecodeErrorType =
    unicode_error_type<Direction::kDecode>("UnicodeDecodeError", "Unicode decoding error.",
                                           {"@hidden @keywords:own @strict @parse @as:function "
                                            "UnicodeDecodeError(encoding, object, start, end, reason, /)",
                                            unicode_error_init<Direction::kDecode>},
                                           decode_error_str);

constexpr TypeSpec kUnicodeEncodeErrorType =
    unicode_error_type<Direction::kEncode>("UnicodeEncodeError", "Unicode encoding error.",
                                           {"@hidden @keywords:own @strict @parse @as:function "
                                            "UnicodeEncodeError(encoding, object, start, end, reason, /)",
                                            unicode_error_init<Direction::kEncode>},
                                           encode_error_str);

constexpr TypeSpec kUnicodeTranslateErrorType = unicode_error_type<Direction::kTranslate>(
    "UnicodeTranslateError", "Unicode translation error.",
    {"@hidden @keywords:own @strict @parse @as:function UnicodeTranslateError(object, start, end, reason, /)",
     unicode_error_init<Direction::kTranslate>},
    translate_error_str);

}  // namespace moult
