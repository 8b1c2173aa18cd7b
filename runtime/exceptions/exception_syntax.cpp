// SyntaxError: its details, which come as a tuple, and its text.
#include "runtime/exceptions/exception_internal.h"
#include "runtime/numbers/int.h"

namespace moult {

namespace {

struct SyntaxErrorObject : ExceptionObject {};  // whose constructor is SyntaxError's

Status syntax_error_init(Thread& thread, Value self, Args args) {
    auto* exception = self.as<ExceptionObject>();
    TRY(exception_init(thread, self, args));
    if (args.rest_count >= 1) set_exception_field(exception, kSyntaxErrorMessage, args.rest()[0]);
    if (args.rest_count != 2) return {};
    // (filename, lineno, offset, text) and, since 3.10, (..., end_lineno, end_offset)
    Ref<Tuple> details = TRY(to_tuple(thread, args.rest()[1]));
    size_t count = details->length;
    if (count < 4) return raise_type_error(thread, "function takes at least 4 arguments (%zu given)", count);
    if (count > 6) return raise_type_error(thread, "function takes at most 6 arguments (%zu given)", count);
    for (size_t i = 0; i < 6; ++i)
        set_exception_field(exception, static_cast<ExceptionField>(kSyntaxErrorFilename + i),
                            i < count ? details->items()[i] : Value::empty());
    if (count == 5)
        return raise_type_error(thread, "end_offset must be provided when end_lineno is provided");
    return {};
}

// The part after the last slash.
Ref<Str> base_name(Thread& thread, Str* path) {
    for (size_t i = path->length; i-- > 0;)
        if (path->at(i) == '/') return substring(thread, path, i + 1, path->length);
    return share(path);
}

Ref<Value> syntax_error_str(Thread& thread, Value self) {
    auto* exception = self.as<ExceptionObject>();
    Value filename = exception->fields[kSyntaxErrorFilename], line = exception->fields[kSyntaxErrorLine];
    Value message = exception->fields[kSyntaxErrorMessage];
    Ref<Str> text = TRY(to_str(thread, message.is_empty() ? Value(Value::none()) : message));
    bool has_filename = as_str(filename);
    bool has_line = line.is_small_int() || is_exact<BigInt>(line);
    if (!has_filename && !has_line) return text;
    StrBuilder out(thread);
    out.add(text.get());
    out.add_ascii(" (");
    if (has_filename) {
        Ref<Str> name = TRY(base_name(thread, as_str(filename)));
        out.add(name.get());
        if (has_line) out.add_ascii(", ");
    }
    if (has_line) {
        out.add_ascii("line ");
        out.add_ascii(int_to_text(line, 10));
    }
    out.add(')');
    return out.finish();
}

template <uint8_t field>
constexpr GetSetDef attribute(const char* name, const char* doc) {
    return {name, exception_field<field>, assign_exception_field<field>, doc};
}
constexpr GetSetDef kAttributes[] = {
    attribute<kSyntaxErrorMessage>("msg", "exception msg"),
    attribute<kSyntaxErrorFilename>("filename", "exception filename"),
    attribute<kSyntaxErrorLine>("lineno", "exception lineno"),
    attribute<kSyntaxErrorOffset>("offset", "exception offset"),
    attribute<kSyntaxErrorText>("text", "exception text"),
    attribute<kSyntaxErrorEndLine>("end_lineno", "exception end lineno"),
    attribute<kSyntaxErrorEndOffset>("end_offset", "exception end offset"),
    attribute<kSyntaxErrorPrintFileAndLine>("print_file_and_line", "exception print_file_and_line"),
};

}  // namespace

constexpr TypeSpec kSyntaxErrorType = native<SyntaxErrorObject>(
    {.name = "SyntaxError",
     .kind = Kind::kException,
     .flags = kExceptionFlags,
     .init = {"@hidden @keywords:own @strict SyntaxError(*args)", syntax_error_init},
     .doc = "Invalid syntax.",
     .slots = {.str = syntax_error_str},
     .attributes = kAttributes,
     .base = &kExceptionType});

}  // namespace moult
