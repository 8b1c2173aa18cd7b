// Case conversion and classification of strings.
#include "runtime/strings/str_kind.h"
#include "runtime/strings/unicode.h"
#include "runtime/text/str_methods.h"

namespace moult {

namespace {

using unicode::Mapped;

void add_mapped(StrBuilder& builder, const Mapped& mapped) {
    for (int i = 0; i < mapped.count; ++i) builder.add(mapped.characters[i]);
}

// A capital sigma becomes a final one when a cased letter stands before it and none after it, ignorable
// characters aside.
bool is_final_sigma(const Str* text, size_t at) {
    size_t i = at;
    while (i > 0 && unicode::is_case_ignorable(text->at(i - 1))) --i;
    if (i == 0 || !unicode::is_cased(text->at(i - 1))) return false;
    for (i = at + 1; i < text->length && unicode::is_case_ignorable(text->at(i));) ++i;
    return i == text->length || !unicode::is_cased(text->at(i));
}

Mapped lower_at(const Str* text, size_t i) {
    char32_t c = text->at(i);
    if (c == 0x3a3) return {{is_final_sigma(text, i) ? U'\u03c2' : U'\u03c3'}, 1};
    return unicode::to_lower(c);
}

// Maps ASCII text byte by byte.
template <class Map>
Ref<Value> map_ascii(Thread& thread, const Str* text, Map map) {
    if (text->length == 1) return make_char(thread, static_cast<unsigned char>(map(text->data<char>()[0])));
    Ref<Str> result = TRY(allocate_str(thread, text->length, 0x7f));
    char* to = result->data<char>();
    const char* from = text->data<char>();
    for (size_t i = 0; i < text->length; ++i) to[i] = map(from[i]);
    return result;
}

char ascii_lower(char c) {
    return static_cast<char>(c + ((c >= 'A' && c <= 'Z') << 5));
}
char ascii_upper(char c) {
    return static_cast<char>(c - ((c >= 'a' && c <= 'z') << 5));
}

template <class Test>
Ref<Value> all_characters(Value self, bool when_empty, Test test) {
    const Str* text = as_str(self);
    if (text->length == 0) return Value::boolean(when_empty);
    return Value::boolean(with_characters(text, [&](const auto* p) {
        for (size_t i = 0; i < text->length; ++i)
            if (!test(p[i])) return false;
        return true;
    }));
}

}  // namespace

Ref<Value> str_lower(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    if (text->is_ascii()) return map_ascii(thread, text, ascii_lower);
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i) add_mapped(builder, lower_at(text, i));
    return builder.finish();
}

Ref<Value> str_upper(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    if (text->is_ascii()) return map_ascii(thread, text, ascii_upper);
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i) add_mapped(builder, unicode::to_upper(text->at(i)));
    return builder.finish();
}

Ref<Value> str_casefold(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    if (text->is_ascii()) return map_ascii(thread, text, ascii_lower);
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i) add_mapped(builder, unicode::fold_case(text->at(i)));
    return builder.finish();
}

Ref<Value> str_swapcase(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (unicode::is_upper(c))
            add_mapped(builder, lower_at(text, i));
        else if (unicode::is_lower(c))
            add_mapped(builder, unicode::to_upper(c));
        else
            builder.add(c);
    }
    return builder.finish();
}

Ref<Value> str_title(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    StrBuilder builder(thread);
    bool inside = false;  // after a cased character
    for (size_t i = 0; i < text->length; ++i) {
        add_mapped(builder, inside ? lower_at(text, i) : unicode::to_title(text->at(i)));
        inside = unicode::is_cased(text->at(i));
    }
    return builder.finish();
}

Ref<Value> str_capitalize(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i)
        add_mapped(builder, i ? lower_at(text, i) : unicode::to_title(text->at(i)));
    return builder.finish();
}

Ref<Value> str_isalnum(Thread&, Args args) {
    return all_characters(args[0], false, [](char32_t c) { return unicode::is_alnum(c); });
}
Ref<Value> str_isalpha(Thread&, Args args) {
    return all_characters(args[0], false, [](char32_t c) { return unicode::is_alpha(c); });
}
Ref<Value> str_isascii(Thread&, Args args) {
    return Value::boolean(as_str(args[0])->is_ascii());
}
Ref<Value> str_isdecimal(Thread&, Args args) {
    return all_characters(args[0], false, [](char32_t c) { return unicode::decimal_value(c) >= 0; });
}
Ref<Value> str_isdigit(Thread&, Args args) {
    return all_characters(args[0], false, unicode::is_digit);
}
Ref<Value> str_isnumeric(Thread&, Args args) {
    return all_characters(args[0], false, unicode::is_numeric);
}
Ref<Value> str_isprintable(Thread&, Args args) {
    return all_characters(args[0], true, unicode::is_printable);
}
Ref<Value> str_isspace(Thread&, Args args) {
    return all_characters(args[0], false, [](char32_t c) { return unicode::is_space(c); });
}
Ref<Value> str_isidentifier(Thread&, Args args) {
    const Str* text = as_str(args[0]);
    if (text->length == 0 || !unicode::is_identifier_start(text->at(0))) return Value::boolean(false);
    return all_characters(args[0], false, unicode::is_identifier_continue);
}

Ref<Value> str_islower(Thread&, Args args) {
    const Str* text = as_str(args[0]);
    bool found = false;
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (unicode::is_upper(c) || unicode::is_title(c)) return Value::boolean(false);
        found = found || unicode::is_lower(c);
    }
    return Value::boolean(found);
}

Ref<Value> str_isupper(Thread&, Args args) {
    const Str* text = as_str(args[0]);
    bool found = false;
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (unicode::is_lower(c) || unicode::is_title(c)) return Value::boolean(false);
        found = found || unicode::is_upper(c);
    }
    return Value::boolean(found);
}

Ref<Value> str_istitle(Thread&, Args args) {
    const Str* text = as_str(args[0]);
    bool inside = false, found = false;
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        bool capital = unicode::is_upper(c) || unicode::is_title(c);
        bool small = unicode::is_lower(c);
        if ((capital && inside) || (small && !inside)) return Value::boolean(false);
        inside = capital || small;
        found = found || inside;
    }
    return Value::boolean(found);
}

}  // namespace moult
