// Taking strings apart and joining them: split, strip, partition, join.
#include <algorithm>
#include <type_traits>
#include <vector>

#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str_kind.h"
#include "runtime/strings/text_algorithms.h"
#include "runtime/strings/unicode.h"
#include "runtime/text/str_methods.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

// Appends text[begin:end] to a list, remembering failure.
struct PieceList {
    Thread& thread;
    Str* text;
    List* list;
    bool operator()(size_t begin, size_t end) const {
        Ref<Str> piece = substring(thread, text, begin, end);
        return piece && list_append(thread, list, piece.value()).ok();
    }
};

// The separator in the text's width; empty when the text cannot contain it.
template <class C>
std::vector<C> widened(const Str* separator) {
    std::vector<C> result;
    with_characters(separator, [&](const auto* p) {
        if constexpr (sizeof(*p) <= sizeof(C)) {
            result.resize(separator->length);
            copy_characters(result.data(), p, separator->length);
        }
    });
    return result;
}

Ref<Value> split_method(Thread& thread, Args args, bool from_right) {
    Str* text = as_str(args[0]);
    size_t most = TRY(limit_argument(thread, args[2]));
    Str* separator = as_str(args[1]);
    if (!separator && !args[1].is_none())
        return raise_type_error(thread, "must be str or None, not %s", type_name(thread, args[1]));
    if (separator && separator->length == 0) return raise_value_error(thread, "empty separator");
    Ref<List> list = TRY(make_list(thread));
    PieceList emit{thread, text, list.get()};
    bool ok = with_characters(text, [&](const auto* p) {
        using C = std::decay_t<decltype(*p)>;
        size_t n = text->length;
        if (!separator) {
            auto space = [](C c) { return unicode::is_space(c); };
            return from_right ? text::rsplit_space(p, n, most, space, emit)
                              : text::split_space(p, n, most, space, emit);
        }
        if (separator->width() == sizeof(C)) {
            const C* s = separator->data<C>();
            return from_right ? text::rsplit_by(p, n, s, separator->length, most, emit)
                              : text::split_by(p, n, s, separator->length, most, emit);
        }
        std::vector<C> s = widened<C>(separator);
        if (s.empty()) return emit(0, n);
        return from_right ? text::rsplit_by(p, n, s.data(), s.size(), most, emit)
                          : text::split_by(p, n, s.data(), s.size(), most, emit);
    });
    if (!ok) return kError;
    if (from_right) std::reverse(list->items, list->items + list->length);
    return list;
}

Ref<Value> strip_method(Thread& thread, Args args, const char* name, bool left, bool right) {
    Str* text = as_str(args[0]);
    Str* drop = as_str(args[1]);
    if (!drop && !args[1].is_none()) return raise_type_error(thread, "%s arg must be None or str", name);
    text::Span span = with_characters(text, [&](const auto* p) {
        using C = std::decay_t<decltype(*p)>;
        if (!drop) return text::strip(p, text->length, left, right, [](C c) { return unicode::is_space(c); });
        return text::strip(p, text->length, left, right, [&](C c) {
            return with_characters(drop, [&](const auto* d) {
                for (size_t i = 0; i < drop->length; ++i)
                    if (d[i] == c) return true;
                return false;
            });
        });
    });
    return substring(thread, text, span.begin, span.end);
}

Ref<Value> partition_method(Thread& thread, Args args, bool last) {
    Str* text = as_str(args[0]);
    Str* separator = as_str(args[1]);
    if (!separator) return raise_type_error(thread, "must be str, not %s", type_name(thread, args[1]));
    if (separator->length == 0) return raise_value_error(thread, "empty separator");
    size_t at = with_characters(text, [&](const auto* p) {
        using C = std::decay_t<decltype(*p)>;
        std::vector<C> s = widened<C>(separator);
        if (s.empty()) return text::kNotFound;
        return last ? text::find_last(p, text->length, s.data(), s.size())
                    : text::find(p, text->length, s.data(), s.size());
    });
    Ref<Str> empty = TRY(make_str(thread, ""));
    if (at == text::kNotFound) {
        if (last) return make_tuple(thread, {empty.value(), empty.value(), args[0]});
        return make_tuple(thread, {args[0], empty.value(), empty.value()});
    }
    Ref<Str> head = TRY(substring(thread, text, 0, at));
    Ref<Str> tail = TRY(substring(thread, text, at + separator->length, text->length));
    return make_tuple(thread, {head.value(), args[1], tail.value()});
}

}  // namespace

Ref<Value> str_split(Thread& thread, Args args) {
    return split_method(thread, args, false);
}
Ref<Value> str_rsplit(Thread& thread, Args args) {
    return split_method(thread, args, true);
}

Ref<Value> str_splitlines(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    bool keep_ends = args[1].is_bool() ? args[1].as_bool() : TRY(as_c_int(thread, args[1])) != 0;
    Ref<List> list = TRY(make_list(thread));
    PieceList emit{thread, text, list.get()};
    bool ok = with_characters(text, [&](const auto* p) {
        return text::split_lines(
            p, text->length, keep_ends, [](char32_t c) { return unicode::is_line_break(c); }, emit);
    });
    if (!ok) return kError;
    return list;
}

Ref<Value> str_strip(Thread& thread, Args args) {
    return strip_method(thread, args, "strip", true, true);
}
Ref<Value> str_lstrip(Thread& thread, Args args) {
    return strip_method(thread, args, "lstrip", true, false);
}
Ref<Value> str_rstrip(Thread& thread, Args args) {
    return strip_method(thread, args, "rstrip", false, true);
}
Ref<Value> str_partition(Thread& thread, Args args) {
    return partition_method(thread, args, false);
}
Ref<Value> str_rpartition(Thread& thread, Args args) {
    return partition_method(thread, args, true);
}

Ref<Value> str_join(Thread& thread, Args args) {
    Str* separator = as_str(args[0]);
    Ref<Value> sequence = TRY(to_list_or_tuple(thread, args[1], "can only join an iterable"));
    std::span<const Value> items =
        is_exact<List>(sequence) ? sequence.as<List>()->span() : sequence.as<Tuple>()->span();
    if (items.empty()) return make_str(thread, "");
    if (items.size() == 1 && is_exact<Str>(items[0])) return share(items[0]);
    size_t length = 0;
    char32_t max_char = items.size() > 1 ? max_char_bound(separator) : 0;
    for (size_t i = 0; i < items.size(); ++i) {
        Str* item = as_str(items[i]);
        if (!item)
            return raise_type_error(thread, "sequence item %zu: expected str instance, %s found", i,
                                    type_name(thread, items[i]));
        size_t more = item->length + (i ? separator->length : 0);
        if (more > static_cast<size_t>(PTRDIFF_MAX) - length)
            return raise_overflow_error(thread, "join() result is too long for a Python string");
        length += more;
        max_char = std::max(max_char, max_char_bound(item));
    }
    if (length <= 1) {
        StrBuilder builder(thread);
        for (size_t i = 0; i < items.size(); ++i) {
            if (i) builder.add(separator);
            builder.add(as_str(items[i]));
        }
        return builder.finish();
    }
    Ref<Str> result = TRY(allocate_str(thread, length, max_char));
    size_t at = 0;
    bool narrow = result->width() == 1;
    auto put = [&](const Str* piece) {
        if (narrow)
            memcpy(result->data<char>() + at, piece->data<char>(), piece->length);
        else
            copy_into(result.get(), at, piece);
        at += piece->length;
    };
    for (size_t i = 0; i < items.size(); ++i) {
        if (i) put(separator);
        put(as_str(items[i]));
    }
    return result;
}

}  // namespace moult
