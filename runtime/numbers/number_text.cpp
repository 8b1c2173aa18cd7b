// Text that is to be read as a number.
#include "runtime/numbers/number_text.h"

#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"
#include "runtime/strings/unicode.h"

namespace moult {

Result<bool> read_number_source(Thread& thread, Value value, NumberSource* out) {
    if (Str* str = as_str(value)) {
        out->original = share(value);
        if (str->is_ascii()) {
            out->ascii = str->ascii_view();
            return true;
        }
        out->ascii.reserve(str->length);
        for (size_t i = 0; i < str->length; ++i) {
            char32_t c = str->at(i);
            int digit;
            if (c < 128)
                out->ascii += static_cast<char>(c);
            else if (unicode::is_space(c))
                out->ascii += ' ';
            else if ((digit = unicode::decimal_value(c)) >= 0)
                out->ascii += static_cast<char>('0' + digit);
            else
                out->ascii += '?';
        }
        return true;
    }
    std::string_view bytes;
    if (!as_buffer(value, &bytes)) return false;
    out->ascii = bytes;
    out->original = share(value);
    return true;
}

Failure raise_bad_number(Thread& thread, const std::string& message, Value original, size_t limit) {
    Ref<Str> text = TRY(repr(thread, original));
    if (text->length > limit) text = TRY(substring(thread, text.get(), 0, limit));
    return raise_value_error(thread, "%s%s", message.c_str(), to_utf8(text.get()).c_str());
}

std::string_view strip_spaces(std::string_view text) {
    while (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace moult
