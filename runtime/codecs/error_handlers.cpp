// The error handlers of PEP 293 and PEP 383: functions of a UnicodeError that return a replacement and the position behind it.
#include "runtime/codecs/error_handlers.h"

#include "runtime/codecs/error_handling.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/unicode_names.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

enum ErrorKind : uint8_t { kNone = 0, kEncoding = 1, kDecoding = 2, kTranslating = 4 };

// What an error is about. Programs may set any numbers as its start and end: here they lie within the object.
struct ErrorPlace {
    Value error;
    ErrorKind kind = kNone;
    Str* text = nullptr;     // unless bytes are decoded; borrowed
    Bytes* bytes = nullptr;  // borrowed
    int64_t start = 0, end = 0;

    // The start lies before an empty object.
    uint8_t byte_at(int64_t i) const { return i < 0 ? 0 : bytes->data()[i]; }
    char32_t at(int64_t i) const { return i < 0 ? 0 : text->at(static_cast<size_t>(i)); }
    int64_t size() const { return static_cast<int64_t>(bytes ? bytes->length : text->length); }
};

int64_t field_as_int(const ExceptionObject* error, ExceptionField field) {
    int64_t number = 0;
    Value value = error->fields[field];
    if (!value.is_empty()) (void)int_to_int64(as_int(value), &number);
    return number;
}

// TypeError for what is no error of one of the wanted kinds.
Status read_error(Thread& thread, Value value, unsigned wanted, ErrorPlace* place) {
    const Types& types = thread.types();
    const Type* type = thread.interp.type_of(value);
    place->error = value;
    if (type->is_subtype(types.unicode_encode_error))
        place->kind = kEncoding;
    else if (type->is_subtype(types.unicode_decode_error))
        place->kind = kDecoding;
    else if (type->is_subtype(types.unicode_translate_error))
        place->kind = kTranslating;
    if (!(place->kind & wanted))
        return raise_type_error(thread, "don't know how to handle %.200s in error callback",
                                type_name(thread, value));
    auto* error = value.as<ExceptionObject>();
    Value object = error->fields[kUnicodeErrorObject];
    if (object.is_empty()) return raise_type_error(thread, "object attribute not set");
    if (place->kind == kDecoding)
        place->bytes = as_bytes(object);
    else
        place->text = as_str(object);
    if (!place->bytes && !place->text)
        return raise_type_error(thread, "object attribute must be %s",
                                place->kind == kDecoding ? "bytes" : "unicode");
    int64_t size = place->size();
    place->start = std::min(std::max<int64_t>(field_as_int(error, kUnicodeErrorStart), 0), size - 1);
    place->end = std::min(std::max<int64_t>(field_as_int(error, kUnicodeErrorEnd), 1), size);
    return {};
}

Ref<Value> answer(Thread& thread, Ref<Value> replacement, int64_t next) {
    if (replacement.is_error()) return kError;
    return make_tuple(thread, {replacement.get(), Value::small_int(next)});
}

// Programs may set an end before the start. Handlers that make room for what lies between say so as CPython's do.
Status check_size(Thread& thread, const ErrorPlace& place, const char* maker) {
    if (place.end < place.start) return raise_system_error(thread, "Negative size passed to %s", maker);
    return {};
}

Ref<Value> refuse(Thread& thread, const ErrorPlace& place) {
    return raise_object(thread, place.error);
}

Ref<Value> strict_errors(Thread& thread, Args args) {
    if (!as_exception(args[0])) return raise_type_error(thread, "codec must pass exception instance");
    return raise_object(thread, args[0]);
}

Ref<Value> ignore_errors(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding | kDecoding | kTranslating, &place));
    return answer(thread, share(Value(thread.interp.empty_str)), place.end);
}

Ref<Value> replace_errors(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding | kDecoding | kTranslating, &place));
    StrBuilder out(thread);
    if (place.kind == kDecoding) {
        out.add(U'\ufffd');
    } else {
        TRY(check_size(thread, place, "PyUnicode_New"));
        out.add_repeated(place.kind == kEncoding ? U'?' : U'\ufffd',
                         static_cast<size_t>(place.end - place.start));
    }
    return answer(thread, out.finish(), place.end);
}

// For replacements in ASCII.
Ref<Value> finish_text(Thread& thread, BytesBuilder& out) {
    if (out.failed()) return raise_out_of_memory(thread);
    return make_str_latin1(thread, out.view());
}

Ref<Value> xmlcharrefreplace_errors(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding, &place));
    BytesBuilder out(thread);
    for (int64_t i = place.start; i < place.end; ++i) add_character_reference(out, place.at(i));
    return answer(thread, finish_text(thread, out), place.end);
}

Ref<Value> backslashreplace_errors(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding | kDecoding | kTranslating, &place));
    BytesBuilder out(thread);
    if (place.kind == kDecoding) TRY(check_size(thread, place, "PyUnicode_New"));
    for (int64_t i = place.start; i < place.end; ++i)
        add_backslashed(out, place.bytes ? place.byte_at(i) : place.at(i));
    return answer(thread, finish_text(thread, out), place.end);
}

Ref<Value> namereplace_errors(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding, &place));
    BytesBuilder out(thread);
    for (int64_t i = place.start; i < place.end; ++i) {
        std::string name = unicode::name_of(place.at(i));
        if (name.empty()) {
            add_backslashed(out, place.at(i));
            continue;
        }
        out.add("\\N{");
        out.add(name);
        out.add("}");
    }
    return answer(thread, finish_text(thread, out), std::max(place.start, place.end));
}

// --- surrogates

// How a codec writes a surrogate.
struct SurrogateForm {
    int length = 0;  // bytes; 0: none of the UTFs
    bool big_endian = false;
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

SurrogateForm surrogate_form(std::string_view encoding) {
    if (encoding == "CP_UTF8") return {3};
    auto skip_separator = [&] {
        if (encoding.starts_with('-') || encoding.starts_with('_')) encoding.remove_prefix(1);
    };
    if (encoding.size() < 3 || lower(encoding[0]) != 'u' || lower(encoding[1]) != 't' ||
        lower(encoding[2]) != 'f')
        return {};
    encoding.remove_prefix(3);
    skip_separator();
    if (encoding == "8") return {3};
    int length = encoding.starts_with("16") ? 2 : encoding.starts_with("32") ? 4 : 0;
    if (length == 0) return {};
    encoding.remove_prefix(2);
    if (encoding.empty()) return {length};
    skip_separator();
    if (encoding.size() != 2 || lower(encoding[1]) != 'e') return {};
    if (lower(encoding[0]) == 'b') return {length, true};
    return lower(encoding[0]) == 'l' ? SurrogateForm{length} : SurrogateForm{};
}

Result<SurrogateForm> form_of_error(Thread& thread, const ErrorPlace& place) {
    Value encoding = place.error.as<ExceptionObject>()->fields[kUnicodeErrorEncoding];
    if (encoding.is_empty()) return raise_type_error(thread, "encoding attribute not set");
    Str* name = as_str(encoding);
    if (!name) return raise_type_error(thread, "encoding attribute must be unicode");
    return surrogate_form(to_utf8(name));
}

Ref<Value> surrogatepass(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding | kDecoding, &place));
    SurrogateForm form = TRY(form_of_error(thread, place));
    if (form.length == 0) return refuse(thread, place);
    auto shift_of = [&](int i) { return 8 * (form.big_endian ? form.length - 1 - i : i); };
    if (place.kind == kEncoding) {
        TRY(check_size(thread, place, "PyBytes_FromStringAndSize"));
        BytesBuilder out(thread);
        for (int64_t i = place.start; i < place.end; ++i) {
            char32_t c = place.at(i);
            if (!is_surrogate(c)) return refuse(thread, place);
            if (form.length == 3) {
                char bytes[4];
                out.add(std::string_view(bytes, static_cast<size_t>(utf8_put(bytes, c) - bytes)));
            } else {
                for (int k = 0; k < form.length; ++k) out.add(static_cast<uint8_t>(c >> shift_of(k)));
            }
        }
        return answer(thread, out.finish(), place.end);
    }
    char32_t c = 0;
    if (place.size() - place.start >= form.length) {
        const uint8_t* p = place.bytes->data() + place.start;
        if (form.length == 3) {
            if ((p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80)
                c = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        } else {
            for (int k = 0; k < form.length; ++k) c |= static_cast<char32_t>(p[k]) << shift_of(k);
        }
    }
    if (!is_surrogate(c)) return refuse(thread, place);
    return answer(thread, make_char(thread, c), place.start + form.length);
}

Ref<Value> surrogateescape(Thread& thread, Args args) {
    ErrorPlace place;
    TRY(read_error(thread, args[0], kEncoding | kDecoding, &place));
    if (place.kind == kEncoding) {
        TRY(check_size(thread, place, "PyBytes_FromStringAndSize"));
        BytesBuilder out(thread);
        for (int64_t i = place.start; i < place.end; ++i) {
            char32_t c = place.at(i);
            if (c < 0xdc80 || c > 0xdcff) return refuse(thread, place);
            out.add(static_cast<uint8_t>(c & 0xff));
        }
        return answer(thread, out.finish(), place.end);
    }
    StrBuilder out(thread);
    int64_t i = place.start;
    for (; i < place.end && i < place.start + 4 && place.byte_at(i) >= 0x80; ++i)
        out.add(0xdc00u + place.byte_at(i));
    if (i == place.start) return refuse(thread, place);
    return answer(thread, out.finish(), i);
}

constexpr MethodDef kStrict = {"@hidden strict_errors(exception, /)", strict_errors,
                               "Raises the error: the handler 'strict'."};
constexpr MethodDef kIgnore = {"@hidden ignore_errors(exception, /)", ignore_errors,
                               "Leaves out what the error is about: the handler 'ignore'."};
constexpr MethodDef kReplace = {"@hidden replace_errors(exception, /)", replace_errors,
                                "Puts '?' or U+FFFD in its place: the handler 'replace'."};
constexpr MethodDef kXmlCharRefReplace = {
    "@hidden xmlcharrefreplace_errors(exception, /)", xmlcharrefreplace_errors,
    "Writes characters by their numbers, as in XML: the handler 'xmlcharrefreplace'."};
constexpr MethodDef kBackslashReplace = {
    "@hidden backslashreplace_errors(exception, /)", backslashreplace_errors,
    "Writes characters or bytes as escapes of Python's literals: the handler 'backslashreplace'."};
constexpr MethodDef kNameReplace = {
    "@hidden namereplace_errors(exception, /)", namereplace_errors,
    "Writes characters by their Unicode names in \\N{...}: the handler 'namereplace'."};
constexpr MethodDef kSurrogatePass = {"@hidden surrogatepass(exception, /)", surrogatepass, nullptr};
constexpr MethodDef kSurrogateEscape = {"@hidden surrogateescape(exception, /)", surrogateescape, nullptr};

constexpr ErrorHandlerRow kHandlers[] = {
    {"strict", &kStrict},
    {"ignore", &kIgnore},
    {"replace", &kReplace},
    {"xmlcharrefreplace", &kXmlCharRefReplace},
    {"backslashreplace", &kBackslashReplace},
    {"namereplace", &kNameReplace},
    {"surrogatepass", &kSurrogatePass},
    {"surrogateescape", &kSurrogateEscape},
};

}  // namespace

std::span<const ErrorHandlerRow> builtin_error_handlers() {
    return kHandlers;
}

}  // namespace moult
