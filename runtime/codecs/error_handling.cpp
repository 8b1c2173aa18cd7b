// Calling error handlers, and the exceptions that they get.
#include "runtime/codecs/error_handling.h"

#include <cstdio>

#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/codec_registry.h"

namespace moult {

namespace {

// Makes the exception, or lets the one that there is tell of another place.
Status describe_error(Thread& thread, Ref<Value>& exception, Type* type, const char* encoding, Value object,
                      size_t begin, size_t end, const char* reason) {
    Ref<Str> why = TRY(make_str(thread, reason));
    Value from = Value::small_int(static_cast<int64_t>(begin));
    Value to = Value::small_int(static_cast<int64_t>(end));
    if (exception.is_empty()) {
        Ref<Str> name = TRY(make_str(thread, encoding));
        exception = TRY(make_exception(thread, type, {name.value(), object, from, to, why.value()}));
        return {};
    }
    auto* known = exception.as<ExceptionObject>();
    set_exception_field(known, kUnicodeErrorStart, from);
    set_exception_field(known, kUnicodeErrorEnd, to);
    set_exception_field(known, kUnicodeErrorReason, why.value());
    return {};
}

// Where a handler wants to go on: negative positions count from the end.
Result<size_t> position_in(Thread& thread, int64_t wanted, size_t length) {
    auto size = static_cast<int64_t>(length);
    int64_t place = wanted < 0 ? wanted + size : wanted;
    if (place < 0 || place > size)
        return raise_index_error(thread, "position %lld from error handler out of bounds",
                                 static_cast<long long>(place));
    return static_cast<size_t>(place);
}

}  // namespace

ErrorMode error_mode_of(std::string_view errors) {
    static constexpr struct {
        std::string_view name;
        ErrorMode mode;
    } kModes[] = {
        {"strict", ErrorMode::kStrict},
        {"ignore", ErrorMode::kIgnore},
        {"replace", ErrorMode::kReplace},
        {"backslashreplace", ErrorMode::kBackslashReplace},
        {"surrogateescape", ErrorMode::kSurrogateEscape},
        {"surrogatepass", ErrorMode::kSurrogatePass},
        {"xmlcharrefreplace", ErrorMode::kXmlCharRefReplace},
    };
    for (const auto& row : kModes)
        if (row.name == errors) return row.mode;
    return ErrorMode::kOther;
}

// --- decoding

Status DecodeErrors::describe(size_t begin, size_t end, const char* reason) {
    if (input_owner_.is_empty()) {
        Ref<Bytes> bytes = TRY(make_bytes(thread_, input_));
        input_ = bytes->view();
        input_owner_ = std::move(bytes);
    }
    return describe_error(thread_, exception_, thread_.types().unicode_decode_error, encoding_, input_owner_,
                          begin, end, reason);
}

Result<size_t> DecodeErrors::handle(size_t begin, size_t end, const char* reason, StrBuilder& out) {
    constexpr const char* kWrongAnswer = "decoding error handler must return (str, int) tuple";
    if (handler_.is_empty()) handler_ = TRY(find_error_handler(thread_, name_));
    TRY(describe(begin, end, reason));
    Ref<Value> answer = TRY(call(thread_, handler_, {exception_.get()}));
    Tuple* pair = as_tuple(answer);
    Str* replacement = pair && pair->length == 2 ? as_str(pair->items()[0]) : nullptr;
    if (!replacement) return raise_type_error(thread_, kWrongAnswer);
    int64_t wanted = TRY(as_ssize(thread_, pair->items()[1]));
    Value object = exception_.as<ExceptionObject>()->fields[kUnicodeErrorObject];
    if (object.is_empty()) return raise_type_error(thread_, "object attribute not set");
    Bytes* bytes = as_bytes(object);
    if (!bytes) return raise_type_error(thread_, "object attribute must be bytes");
    input_owner_ = share(object);
    input_ = bytes->view();
    size_t next = TRY(position_in(thread_, wanted, input_.size()));
    out.add(replacement);
    return next;
}

Failure DecodeErrors::raise(size_t begin, size_t end, const char* reason) {
    TRY(describe(begin, end, reason));
    return raise_object(thread_, exception_);
}

// --- encoding

Status EncodeErrors::describe(size_t begin, size_t end, const char* reason) {
    return describe_error(thread_, exception_, thread_.types().unicode_encode_error, encoding_, Value(text_),
                          begin, end, reason);
}

Ref<Value> EncodeErrors::ask(size_t begin, size_t end, const char* reason, size_t* next) {
    constexpr const char* kWrongAnswer = "encoding error handler must return (str/bytes, int) tuple";
    if (handler_.is_empty()) handler_ = TRY(find_error_handler(thread_, name_));
    TRY(describe(begin, end, reason));
    Ref<Value> answer = TRY(call(thread_, handler_, {exception_.get()}));
    Tuple* pair = as_tuple(answer);
    if (!pair || pair->length != 2) return raise_type_error(thread_, kWrongAnswer);
    int64_t wanted = TRY(as_ssize(thread_, pair->items()[1]));
    Ref<Value> replacement;
    if (Str* text = as_str(pair->items()[0]))
        replacement = share(text);
    else if (Bytes* bytes = as_bytes(pair->items()[0]))
        replacement = share(bytes);
    else
        return raise_type_error(thread_, kWrongAnswer);
    *next = TRY(position_in(thread_, wanted, text_->length));
    return replacement;
}

Result<size_t> EncodeErrors::handle(size_t begin, size_t end, const char* reason, char32_t limit,
                                    BytesBuilder& out) {
    switch (mode_) {
        case ErrorMode::kReplace: out.add_repeated('?', end - begin); return end;
        case ErrorMode::kIgnore: return end;
        case ErrorMode::kBackslashReplace:
            for (size_t i = begin; i < end; ++i) add_backslashed(out, text_->at(i));
            return end;
        case ErrorMode::kXmlCharRefReplace:
            for (size_t i = begin; i < end; ++i) add_character_reference(out, text_->at(i));
            return end;
        case ErrorMode::kSurrogateEscape:
            for (; begin < end && text_->at(begin) - 0xdc80 < 0x80; ++begin)
                out.add(static_cast<uint8_t>(text_->at(begin) & 0xff));
            if (begin == end) return end;
            break;
        default: break;
    }
    size_t next;
    Ref<Value> replacement = TRY(ask(begin, end, reason, &next));
    if (Bytes* bytes = as_bytes(replacement)) {
        out.add(bytes->view());
        return next;
    }
    const Str* other = as_str(replacement);
    for (size_t i = 0; i < other->length; ++i) {
        if (other->at(i) >= limit) return raise(begin, end, reason);
        out.add(static_cast<uint8_t>(other->at(i)));
    }
    return next;
}

Failure EncodeErrors::raise(size_t begin, size_t end, const char* reason) {
    TRY(describe(begin, end, reason));
    return raise_object(thread_, exception_);
}

void add_backslashed(BytesBuilder& out, char32_t c) {
    char text[16];
    int length = std::snprintf(text, sizeof text,
                               c < 0x100     ? "\\x%02x"
                               : c < 0x10000 ? "\\u%04x"
                                             : "\\U%08x",
                               static_cast<unsigned>(c));
    out.add(std::string_view(text, static_cast<size_t>(length)));
}

void add_character_reference(BytesBuilder& out, char32_t c) {
    char text[16];
    int length = std::snprintf(text, sizeof text, "&#%u;", static_cast<unsigned>(c));
    out.add(std::string_view(text, static_cast<size_t>(length)));
}

}  // namespace moult
