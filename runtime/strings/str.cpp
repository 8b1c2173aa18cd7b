// Making, comparing and hashing strings: what the object model itself needs. Methods are in str_*.cpp.
#include "runtime/strings/str.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <type_traits>

#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/siphash.h"
#include "runtime/strings/str_kind.h"
#include "runtime/strings/unicode_error.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

uint32_t flags_for(char32_t max_char) {
    if (max_char < 0x80) return Str::kAscii;
    return max_char < 0x100 ? 0u : (max_char < 0x10000 ? 1u : 2u) << Str::kWidthShift;
}

Str* allocate_raw(Interpreter& interp, size_t length, char32_t max_char) {
    uint32_t flags = flags_for(max_char);
    size_t shift = (flags & Str::kWidthMask) >> Str::kWidthShift;
    if (length > (static_cast<size_t>(PTRDIFF_MAX) >> shift) - 64) return nullptr;
    auto* text = static_cast<Str*>(interp.heap.allocate(sizeof(Str) + ((length + 1) << shift)));
    if (!text) return nullptr;
    text->refcount = 1;
    text->flags = flags;
    text->shape = interp.types().str->root_shape;
    text->hash = -1;
    text->length = length;
    memset(text->data<char>() + (length << shift), 0, size_t{1} << shift);
    return text;
}

bool ready(Interpreter& interp) {
    return interp.empty_str || init_str_singletons(interp);
}

}  // namespace

bool init_str_singletons(Interpreter& interp) {
    if (interp.empty_str) return true;
    for (unsigned i = 0; i < 257; ++i) {
        Str* text = i < 256 ? allocate_raw(interp, 1, i) : allocate_raw(interp, 0, 0);
        if (!text) return false;
        text->refcount = Object::kImmortal;
        text->flags |= kInterned;
        if (i < 256) {
            text->data<uint8_t>()[0] = static_cast<uint8_t>(i);
            interp.latin1_chars[i] = text;
        } else {
            interp.empty_str = text;
        }
    }
    return true;
}

void copy_into(Str* to, size_t at, const Str* from, size_t begin, size_t end) {
    with_writable(to, [&](auto* target) {
        with_characters(from, [&](const auto* source) {
            if constexpr (sizeof(*target) >= sizeof(*source))
                copy_characters(target + at, source + begin, end - begin);
            else
                assert(begin == end);
        });
    });
}

Ref<Str> allocate_str(Thread& thread, size_t length, char32_t max_char) {
    if (length == 0 && ready(thread.interp)) return share(thread.interp.empty_str);
    Str* text = allocate_raw(thread.interp, length, max_char);
    if (!text) return raise_out_of_memory(thread);
    return Ref<Str>::take(text);
}

Ref<Str> make_char(Thread& thread, char32_t character) {
    if (character < 0x100) {
        if (!ready(thread.interp)) return raise_out_of_memory(thread);
        return share(thread.interp.latin1_chars[character]);
    }
    Ref<Str> text = TRY(allocate_str(thread, 1, character));
    with_writable(text.get(),
                  [&](auto* out) { out[0] = static_cast<std::decay_t<decltype(*out)>>(character); });
    return text;
}

Ref<Str> make_str(Thread& thread, std::string_view utf8) {
    size_t ascii = ascii_prefix(utf8.data(), utf8.size());
    if (ascii == utf8.size()) {
        if (ascii == 1) return make_char(thread, static_cast<uint8_t>(utf8[0]));
        Ref<Str> text = TRY(allocate_str(thread, ascii, 0x7f));
        if (ascii) memcpy(text->data<char>(), utf8.data(), ascii);
        return text;
    }
    auto* begin = reinterpret_cast<const uint8_t*>(utf8.data());
    const uint8_t* end = begin + utf8.size();
    size_t length = ascii;
    char32_t max_char = 0x80;
    for (const uint8_t* p = begin + ascii; p < end; ++length) {
        Utf8Step step = utf8_step(p, end, true);
        if (step.error) {
            auto at = static_cast<size_t>(p - begin);
            return raise_decode_error(thread, "utf-8", utf8, at, at + step.length, step.error);
        }
        max_char = std::max(max_char, step.character);
        p += step.length;
    }
    if (length == 1) return make_char(thread, max_char);
    Ref<Str> text = TRY(allocate_str(thread, length, max_char));
    with_writable(text.get(), [&](auto* out) {
        for (const uint8_t* p = begin; p < end;) {
            Utf8Step step = utf8_step(p, end, true);
            *out++ = static_cast<std::decay_t<decltype(*out)>>(step.character);
            p += step.length;
        }
    });
    return text;
}

Ref<Str> make_str_latin1(Thread& thread, std::string_view latin1) {
    if (latin1.size() == 1) return make_char(thread, static_cast<uint8_t>(latin1[0]));
    Ref<Str> text = TRY(allocate_str(thread, latin1.size(), is_ascii(latin1) ? 0x7f : 0xff));
    if (!latin1.empty()) memcpy(text->data<char>(), latin1.data(), latin1.size());
    return text;
}

Ref<Str> make_str_utf32(Thread& thread, std::u32string_view characters) {
    if (characters.size() == 1) return make_char(thread, characters[0]);
    char32_t all = 0;
    for (char32_t c : characters) all |= c;
    Ref<Str> text = TRY(allocate_str(thread, characters.size(), all));
    with_writable(text.get(), [&](auto* out) {
        for (char32_t c : characters) *out++ = static_cast<std::decay_t<decltype(*out)>>(c);
    });
    return text;
}

Ref<Str> substring(Thread& thread, Str* text, size_t begin, size_t end) {
    if (begin == 0 && end == text->length) return share(text);
    if (end <= begin) return allocate_str(thread, 0, 0);
    if (end - begin == 1) return make_char(thread, text->at(begin));
    char32_t max_char = text->is_ascii() ? 0x7f : with_characters(text, [&](const auto* p) {
        return max_char_bound(p + begin, end - begin);
    });
    Ref<Str> result = TRY(allocate_str(thread, end - begin, max_char));
    with_writable(result.get(), [&](auto* to) {
        with_characters(text, [&](const auto* from) {
            for (size_t i = begin; sizeof(*to) < sizeof(*from) && i < end; ++i)
                to[i - begin] = static_cast<std::decay_t<decltype(*to)>>(from[i]);
            if constexpr (sizeof(*to) == sizeof(*from)) copy_characters(to, from + begin, end - begin);
        });
    });
    return result;
}

Ref<Str> concat(Thread& thread, Str* left, Str* right) {
    if (left->length == 0) return share(right);
    if (right->length == 0) return share(left);
    Ref<Str> result = TRY(allocate_str(thread, left->length + right->length,
                                       std::max(max_char_bound(left), max_char_bound(right))));
    copy_into(result.get(), 0, left);
    copy_into(result.get(), left->length, right);
    return result;
}

Str* extend_str(Thread& thread, Str* left, const Str* right) {
    size_t old_length = left->length;
    bool extendable = left->refcount == 1 && !left->is_interned() && old_length != 0 && left != right &&
                      max_char_bound(right) <= max_char_bound(left) && !(left->flags & kHasWeakrefs);
    if (!extendable) return nullptr;
    auto width = static_cast<size_t>(left->width());
    size_t length = old_length + right->length;
    if (length > static_cast<size_t>(PTRDIFF_MAX) / width - 64) return nullptr;
    auto* grown = static_cast<Str*>(thread.heap.reallocate(left, sizeof(Str) + (length + 1) * width));
    if (!grown) return nullptr;
    grown->length = length;
    grown->hash = -1;
    copy_into(grown, old_length, right);
    memset(grown->data<char>() + length * width, 0, width);
    return grown;
}

Ref<Str> format_str(Thread& thread, const char* format, ...) {
    char buffer[512];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    std::string text;
    if (size < static_cast<int>(sizeof buffer)) {
        text.assign(buffer, static_cast<size_t>(std::max(size, 0)));
    } else {
        text.resize(static_cast<size_t>(size) + 1);
        va_start(arguments, format);
        vsnprintf(text.data(), text.size(), format, arguments);
        va_end(arguments);
        text.pop_back();
    }
    if (is_ascii(text)) return make_str_latin1(thread, text);
    StrBuilder builder(thread);  // a precision may have cut a character in two
    auto* p = reinterpret_cast<const uint8_t*>(text.data());
    for (const uint8_t* end = p + text.size(); p < end;) {
        Utf8Step step = utf8_step(p, end, true);
        builder.add(step.error ? U'\ufffd' : step.character);
        p += step.length;
    }
    return builder.finish();
}

std::string to_utf8(const Str* text) {
    if (text->is_ascii()) return std::string(text->ascii_view());
    std::string out(text->length * 4, '\0');
    char* p = out.data();
    for (size_t i = 0; i < text->length; ++i) p = utf8_put(p, text->at(i));
    out.resize(static_cast<size_t>(p - out.data()));
    return out;
}

int64_t str_hash(Str* text) {
    if (text->hash == -1)
        text->hash = hash_memory(text->shape->type->interp->hash_key, text->data<char>(),
                                 text->length * static_cast<size_t>(text->width()));
    return text->hash;
}

bool str_equal(const Str* a, const Str* b) {
    if (a == b) return true;
    constexpr uint32_t kForm = Str::kWidthMask | Str::kAscii;
    if (a->length != b->length || ((a->flags ^ b->flags) & kForm)) return false;
    if (a->flags & b->flags & kInterned) return false;
    return memcmp(a->data<char>(), b->data<char>(), a->length * static_cast<size_t>(a->width())) == 0;
}

int str_compare(const Str* a, const Str* b) {
    size_t common = std::min(a->length, b->length);
    int order = with_characters(a, [&](const auto* p) {
        return with_characters(b, [&](const auto* q) {
            if constexpr (sizeof(*p) == 1 && sizeof(*q) == 1) return memcmp(p, q, common);
            for (size_t i = 0; i < common; ++i)
                if (p[i] != q[i]) return static_cast<char32_t>(p[i]) < static_cast<char32_t>(q[i]) ? -1 : 1;
            return 0;
        });
    });
    if (order != 0) return order;
    return a->length < b->length ? -1 : a->length > b->length;
}

bool str_equal_ascii(const Str* text, std::string_view ascii) {
    return text->is_ascii() && text->ascii_view() == ascii;
}

}  // namespace moult
