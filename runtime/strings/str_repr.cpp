// repr() of strings.
#include "runtime/strings/str.h"
#include "runtime/strings/unicode.h"

namespace moult {

namespace {

void add_hex(StrBuilder& builder, char letter, char32_t c, int digits) {
    builder.add('\\');
    builder.add(static_cast<unsigned char>(letter));
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        builder.add(static_cast<unsigned char>("0123456789abcdef"[c >> shift & 15]));
}

}  // namespace

Ref<Str> str_repr(Thread& thread, const Str* text) {
    bool single = false, twofold = false;
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        single |= c == '\'';
        twofold |= c == '"';
    }
    char32_t quote = single && !twofold ? '"' : '\'';
    StrBuilder builder(thread);
    builder.add(quote);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (c == quote || c == '\\') {
            builder.add('\\');
            builder.add(c);
        } else if (c == '\n') {
            builder.add_ascii("\\n");
        } else if (c == '\r') {
            builder.add_ascii("\\r");
        } else if (c == '\t') {
            builder.add_ascii("\\t");
        } else if (unicode::is_printable(c)) {
            builder.add(c);
        } else if (c < 0x100) {
            add_hex(builder, 'x', c, 2);
        } else if (c < 0x10000) {
            add_hex(builder, 'u', c, 4);
        } else {
            add_hex(builder, 'U', c, 8);
        }
    }
    builder.add(quote);
    return builder.finish();
}

}  // namespace moult
