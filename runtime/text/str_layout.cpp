// Padding, tabs, and translation by table.
#include <climits>

#include "runtime/containers/dict.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str_kind.h"
#include "runtime/text/str_methods.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

Result<char32_t> fill_argument(Thread& thread, Value v) {
    Str* fill = as_str(v);
    if (!fill)
        return raise_type_error(thread, "The fill character must be a unicode character, not %s",
                                type_name(thread, v));
    if (fill->length != 1)
        return raise_type_error(thread, "The fill character must be exactly one character long");
    return fill->at(0);
}

Ref<Str> padded(Thread& thread, Str* text, size_t left, size_t right, char32_t fill) {
    if (left + right == 0) return share(text);
    if (left + right > static_cast<size_t>(PTRDIFF_MAX) - text->length)
        return raise_overflow_error(thread, "padded string is too long");
    Ref<Str> result =
        TRY(allocate_str(thread, left + text->length + right, std::max(fill, max_char_bound(text))));
    if (text->length == 0 && left + right == 1) return make_char(thread, fill);
    with_writable(result.get(), [&](auto* to) {
        using C = std::decay_t<decltype(*to)>;
        std::fill_n(to, left, static_cast<C>(fill));
        std::fill_n(to + left + text->length, right, static_cast<C>(fill));
    });
    copy_into(result.get(), left, text);
    return result;
}

Ref<Value> pad_method(Thread& thread, Args args, int left_share) {  // 0: none, 1: half, 2: all
    Str* text = as_str(args[0]);
    int64_t width = TRY(size_argument(thread, args[1]));
    char32_t fill = TRY(fill_argument(thread, args[2]));
    if (width <= static_cast<int64_t>(text->length)) return share(text);
    size_t room = static_cast<size_t>(width) - text->length;
    size_t left = left_share == 0   ? 0
                  : left_share == 2 ? room
                                    : room / 2 + (room & static_cast<size_t>(width) & 1);
    return padded(thread, text, left, room - left, fill);
}

// What a table says about one character: add to the builder. `cached` remembers ASCII answers that are one
// character (its code) or none (kDropped).
constexpr int32_t kUnknown = -1, kDropped = -2;

Status translate_one(Thread& thread, Value table, char32_t c, StrBuilder& builder, int32_t* cached) {
    int32_t answer = static_cast<int32_t>(c);
    Ref<Value> mapped = get_item(thread, table, Value::small_int(static_cast<int64_t>(c)));
    if (mapped.is_error()) {
        if (!error_matches(thread, thread.types().lookup_error)) return kError;
        clear_error(thread);
    } else if (mapped.is_none()) {
        answer = kDropped;
    } else if (is_int(mapped)) {
        int64_t code;
        if (!int_to_int64(as_int(mapped), &code) || code < 0 || code > 0x10ffff)
            return raise_value_error(thread, "character mapping must be in range(0x110000)");
        answer = static_cast<int32_t>(code);
    } else if (Str* text = as_str(mapped)) {
        if (text->length != 1) {
            builder.add(text);
            return {};
        }
        answer = static_cast<int32_t>(text->at(0));
    } else {
        return raise_type_error(thread, "character mapping must return integer, None or str");
    }
    if (answer >= 0) builder.add(static_cast<char32_t>(answer));
    if (c < 128) cached[c] = answer;
    return {};
}

}  // namespace

Ref<Value> str_ljust(Thread& thread, Args args) {
    return pad_method(thread, args, 0);
}
Ref<Value> str_center(Thread& thread, Args args) {
    return pad_method(thread, args, 1);
}
Ref<Value> str_rjust(Thread& thread, Args args) {
    return pad_method(thread, args, 2);
}

Ref<Value> str_zfill(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    int64_t width = TRY(size_argument(thread, args[1]));
    if (width <= static_cast<int64_t>(text->length)) return share(text);
    size_t zeros = static_cast<size_t>(width) - text->length;
    Ref<Str> result = TRY(padded(thread, text, zeros, 0, '0'));
    if (text->length == 0) return result;
    char32_t sign = text->at(0);
    if (sign == '+' || sign == '-')
        with_writable(result.get(), [&](auto* to) {
            to[zeros] = '0';
            to[0] = static_cast<std::decay_t<decltype(*to)>>(sign);
        });
    return result;
}

Ref<Value> str_expandtabs(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    int size = TRY(as_c_int(thread, args[1]));
    StrBuilder builder(thread);
    size_t column = 0;
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (c == '\t') {
            if (size <= 0) continue;
            size_t spaces = static_cast<size_t>(size) - column % static_cast<size_t>(size);
            builder.add_repeated(' ', spaces);
            column += spaces;
            continue;
        }
        builder.add(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return builder.finish();
}

Ref<Value> str_translate(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    StrBuilder builder(thread);
    int32_t cached[128];
    std::fill_n(cached, 128, kUnknown);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (c < 128 && cached[c] != kUnknown) {
            if (cached[c] >= 0) builder.add(static_cast<char32_t>(cached[c]));
            continue;
        }
        TRY(translate_one(thread, args[1], c, builder, cached));
    }
    return builder.finish();
}

Ref<Value> str_maketrans(Thread& thread, Args args) {
    Ref<Dict> table = TRY(make_dict(thread));
    if (args[1].is_empty()) {
        if (!is_exact<Dict>(args[0]))
            return raise_type_error(thread, "if you give only one argument to maketrans it must be a dict");
        size_t position = 0;
        Value key, value;
        while (dict_next(args[0].as<Dict>(), &position, &key, &value)) {
            Value code = key;
            if (Str* text = as_str(key)) {
                if (text->length != 1)
                    return raise_value_error(thread, "string keys in translate table must be of length 1");
                code = Value::small_int(static_cast<int64_t>(text->at(0)));
            } else if (!is_int(key)) {
                return raise_type_error(thread, "keys in translate table must be strings or integers");
            }
            TRY(dict_set(thread, table.get(), code, value));
        }
        return table;
    }
    Str* from = as_str(args[0]);
    Str* to = as_str(args[1]);
    Str* drop = as_str(args[2]);
    if (!to) return raise_bad_argument(thread, "maketrans", "argument 2", "str", args[1]);
    if (!drop && !args[2].is_empty())
        return raise_bad_argument(thread, "maketrans", "argument 3", "str", args[2]);
    if (!from)
        return raise_type_error(thread,
                                "first maketrans argument must be a string if there is a second argument");
    if (from->length != to->length)
        return raise_value_error(thread, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < from->length; ++i)
        TRY(dict_set(thread, table.get(), Value::small_int(static_cast<int64_t>(from->at(i))),
                     Value::small_int(static_cast<int64_t>(to->at(i)))));
    for (size_t i = 0; drop && i < drop->length; ++i)
        TRY(dict_set(thread, table.get(), Value::small_int(static_cast<int64_t>(drop->at(i))),
                     Value::none()));
    return table;
}

}  // namespace moult
