// Finding and replacing in strings.
#include <type_traits>
#include <vector>

#include "runtime/containers/tuple.h"
#include "runtime/state/errors.h"
#include "runtime/strings/str_kind.h"
#include "runtime/strings/text_algorithms.h"
#include "runtime/text/str_methods.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

// Calls body(characters of hay, characters of needle) in hay's width; false when the needle has a character
// that hay cannot have.
template <class Body>
bool in_same_width(const Str* hay, const Str* needle, Body&& body) {
    if (needle->width() > hay->width() || (hay->is_ascii() && !needle->is_ascii())) return false;
    with_characters(hay, [&](const auto* h) {
        with_characters(needle, [&](const auto* n) {
            using C = std::decay_t<decltype(*h)>;
            if constexpr (sizeof(*n) == sizeof(C)) {
                body(h, n);
            } else if constexpr (sizeof(*n) < sizeof(C)) {
                C small[16];
                std::vector<C> large;
                C* widened = small;
                if (needle->length > 16) {
                    large.resize(needle->length);
                    widened = large.data();
                }
                copy_characters(widened, n, needle->length);
                body(h, static_cast<const C*>(widened));
            }
        });
    });
    return true;
}

size_t find_in_window(const Str* hay, Window w, const Str* needle, bool last) {
    size_t at = text::kNotFound;
    if (w.size() < static_cast<int64_t>(needle->length)) return at;
    auto begin = static_cast<size_t>(w.begin), size = static_cast<size_t>(w.size());
    in_same_width(hay, needle, [&](const auto* h, const auto* n) {
        at = last ? text::find_last(h + begin, size, n, needle->length)
                  : text::find(h + begin, size, n, needle->length);
    });
    return at == text::kNotFound ? at : at + begin;
}

Result<Str*> str_argument(Thread& thread, Value v) {
    if (Str* text = as_str(v)) return text;
    return raise_type_error(thread, "must be str, not %s", type_name(thread, v));
}

Result<size_t> find_argument(Thread& thread, Args args, bool last) {
    Str* hay = as_str(args[0]);
    Window w = TRY(window(thread, args[2], args[3], hay->length));
    Str* needle = TRY(str_argument(thread, args[1]));
    return find_in_window(hay, w, needle, last);
}

Ref<Value> found_or_minus_one(Result<size_t> at) {
    if (!at.ok()) return kError;
    return Value::small_int(at.value() == text::kNotFound ? -1 : static_cast<int64_t>(at.value()));
}

Ref<Value> found_or_error(Thread& thread, Result<size_t> at) {
    if (!at.ok()) return kError;
    if (at.value() == text::kNotFound) return raise_value_error(thread, "substring not found");
    return Value::small_int(static_cast<int64_t>(at.value()));
}

bool matches_at(const Str* text, int64_t at, const Str* piece) {
    bool equal = false;
    in_same_width(text, piece, [&](const auto* h, const auto* n) {
        equal = memcmp(h + at, n, piece->length * sizeof(*h)) == 0;
    });
    return equal;
}

bool has_affix(const Str* text, Window w, const Str* affix, bool suffix) {
    auto length = static_cast<int64_t>(affix->length);
    if (w.size() < length) return false;
    return length == 0 || matches_at(text, suffix ? w.end - length : w.begin, affix);
}

Ref<Value> affix_method(Thread& thread, Args args, bool suffix) {
    const char* name = suffix ? "endswith" : "startswith";
    Str* text = as_str(args[0]);
    Window w = TRY(window(thread, args[2], args[3], text->length));
    if (Tuple* choices = as_tuple(args[1])) {
        for (Value choice : choices->span()) {
            Str* affix = as_str(choice);
            if (!affix)
                return raise_type_error(thread, "tuple for %s must only contain str, not %s", name,
                                        type_name(thread, choice));
            if (has_affix(text, w, affix, suffix)) return Value::boolean(true);
        }
        return Value::boolean(false);
    }
    Str* affix = as_str(args[1]);
    if (!affix)
        return raise_type_error(thread, "%s first arg must be str or a tuple of str, not %s", name,
                                type_name(thread, args[1]));
    return Value::boolean(has_affix(text, w, affix, suffix));
}

// The general case: pieces between the occurrences, through a builder.
Ref<Str> replace_general(Thread& thread, Str* text, const Str* old, const Str* with, size_t most) {
    StrBuilder builder(thread);
    size_t position = 0;
    if (old->length == 0) {
        for (; most > 0 && position <= text->length; --most) {
            builder.add(with);
            if (position < text->length) builder.add(text->at(position));
            ++position;
        }
    } else {
        in_same_width(text, old, [&](const auto* h, const auto* n) {
            for (; most > 0; --most) {
                size_t at = text::find(h + position, text->length - position, n, old->length);
                if (at == text::kNotFound) break;
                builder.add_range(text, position, position + at);
                builder.add(with);
                position += at + old->length;
            }
        });
        if (position == 0) return share(text);
    }
    builder.add_range(text, position, text->length);
    return builder.finish();
}

// Both ASCII: the size is known beforehand.
Ref<Str> replace_ascii(Thread& thread, Str* text, const Str* old, const Str* with, size_t most) {
    const char* from = text->data<char>();
    size_t hits = text::count(text->data<uint8_t>(), text->length, old->data<uint8_t>(), old->length, most);
    if (hits == 0) return share(text);
    if (with->length > old->length &&
        hits > (static_cast<size_t>(PTRDIFF_MAX) - text->length) / (with->length - old->length))
        return raise_overflow_error(thread, "replace string is too long");
    Ref<Str> result =
        TRY(allocate_str(thread, text->length - hits * old->length + hits * with->length, 0x7f));
    char* to = result->data<char>();
    size_t left = text->length;
    auto copy = [&to](const char* source, size_t size) {
        to = static_cast<char*>(memcpy(to, source, size)) + size;
    };
    for (; hits > 0; --hits) {
        size_t at =
            text::find(reinterpret_cast<const uint8_t*>(from), left, old->data<uint8_t>(), old->length);
        copy(from, at);
        copy(with->data<char>(), with->length);
        from += at + old->length;
        left -= at + old->length;
    }
    copy(from, left);
    return result;
}

}  // namespace

bool str_has(const Str* text, const Str* piece) {
    return find_in_window(text, {0, static_cast<int64_t>(text->length)}, piece, false) != text::kNotFound;
}

Ref<Value> str_find(Thread& thread, Args args) {
    return found_or_minus_one(find_argument(thread, args, false));
}
Ref<Value> str_rfind(Thread& thread, Args args) {
    return found_or_minus_one(find_argument(thread, args, true));
}
Ref<Value> str_index(Thread& thread, Args args) {
    return found_or_error(thread, find_argument(thread, args, false));
}
Ref<Value> str_rindex(Thread& thread, Args args) {
    return found_or_error(thread, find_argument(thread, args, true));
}

Ref<Value> str_count(Thread& thread, Args args) {
    Str* hay = as_str(args[0]);
    Window w = TRY(window(thread, args[2], args[3], hay->length));
    Str* needle = TRY(str_argument(thread, args[1]));
    size_t hits = 0;
    if (w.size() >= static_cast<int64_t>(needle->length))
        in_same_width(hay, needle, [&](const auto* h, const auto* n) {
            hits = text::count(h + w.begin, static_cast<size_t>(w.size()), n, needle->length);
        });
    return Value::small_int(static_cast<int64_t>(hits));
}

Ref<Value> str_startswith(Thread& thread, Args args) {
    return affix_method(thread, args, false);
}
Ref<Value> str_endswith(Thread& thread, Args args) {
    return affix_method(thread, args, true);
}

Ref<Value> str_removeprefix(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    Str* prefix = as_str(args[1]);
    if (!prefix) return raise_bad_argument(thread, "removeprefix", "argument", "str", args[1]);
    bool has = has_affix(text, {0, static_cast<int64_t>(text->length)}, prefix, false);
    return substring(thread, text, has ? prefix->length : 0, text->length);
}

Ref<Value> str_removesuffix(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    Str* suffix = as_str(args[1]);
    if (!suffix) return raise_bad_argument(thread, "removesuffix", "argument", "str", args[1]);
    bool has = has_affix(text, {0, static_cast<int64_t>(text->length)}, suffix, true);
    return substring(thread, text, 0, text->length - (has ? suffix->length : 0));
}

Ref<Value> str_replace(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    Str* old = as_str(args[1]);
    Str* with = as_str(args[2]);
    for (size_t i = 1; i <= 2; ++i)
        if (!as_str(args[i]))
            return raise_type_error(thread, "replace() argument %zu must be str, not %s", i,
                                    args[i].is_none() ? "None" : type_name(thread, args[i]));
    size_t most = TRY(limit_argument(thread, args[3]));
    if (most == 0 || old->length > text->length || str_equal(old, with)) return share(text);
    if (old->length > 0 && text->is_ascii() && old->is_ascii() && with->is_ascii())
        return replace_ascii(thread, text, old, with, most);
    return replace_general(thread, text, old, with, most);
}

}  // namespace moult
