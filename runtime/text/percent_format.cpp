// The % operator of str and bytes. One formatter walks the format and the arguments; a Target says what the
// two text types do differently.
#include "runtime/text/percent_format.h"

#include <climits>
#include <cmath>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/bytes_builder.h"
#include "runtime/text/format_spec.h"

namespace moult {

namespace {

struct Conversion {
    bool left = false, plus = false, space = false, alternate = false, zero = false;
    int64_t width = 0;
    int64_t precision = -1;
    char32_t type = 0;
};

struct StrTarget {
    static constexpr const char* kLeftOver = "not all arguments converted during string formatting";
    static constexpr bool kBytes = false;
    Thread& thread;
    Str* format;
    StrBuilder out;

    size_t length() const { return format->length; }
    char32_t at(size_t i) const { return format->at(i); }
    void add_literal(size_t begin, size_t end) { out.add_range(format, begin, end); }
    Ref<Value> key(size_t begin, size_t end) { return substring(thread, format, begin, end); }
    void add_text(const Conversion& c, const Str* text, size_t end) {
        size_t room = c.width > static_cast<int64_t>(end) ? static_cast<size_t>(c.width) - end : 0;
        if (!c.left) out.add_repeated(' ', room);
        out.add_range(text, 0, end);
        if (c.left) out.add_repeated(' ', room);
    }
    void add_ascii(std::string_view text) { out.add_ascii(text); }
    void add_repeated(char c, size_t n) { out.add_repeated(static_cast<unsigned char>(c), n); }

    Status add_object(const Conversion& c, Value v) {
        Ref<Str> text = c.type == 's'   ? TRY(to_str(thread, v))
                        : c.type == 'r' ? TRY(repr(thread, v))
                                        : TRY(ascii(thread, v));
        size_t end = text->length;
        if (c.precision >= 0) end = std::min(end, static_cast<size_t>(c.precision));
        add_text(c, text.get(), end);
        return {};
    }
    Status add_character(const Conversion& c, Value v) {
        Ref<Str> character;
        if (Str* text = as_str(v)) {
            if (text->length != 1) return raise_type_error(thread, "%%c requires int or char");
            character = share(text);
        } else {
            Ref<Value> number = to_index(thread, v);
            if (number.is_error()) {
                if (!error_matches(thread, thread.types().type_error)) return kError;
                return raise_type_error(thread, "%%c requires int or char");
            }
            int64_t code;
            if (!int_to_int64(number, &code) || code < 0 || code > 0x10ffff)
                return raise_overflow_error(thread, "%%c arg not in range(0x110000)");
            character = TRY(make_char(thread, static_cast<char32_t>(code)));
        }
        add_text(c, character.get(), 1);
        return {};
    }
};

struct BytesTarget {
    static constexpr const char* kLeftOver = "not all arguments converted during bytes formatting";
    static constexpr bool kBytes = true;
    Thread& thread;
    std::string_view format;
    BytesBuilder out;

    size_t length() const { return format.size(); }
    char32_t at(size_t i) const { return static_cast<unsigned char>(format[i]); }
    void add_literal(size_t begin, size_t end) { out.add(format.substr(begin, end - begin)); }
    Ref<Value> key(size_t begin, size_t end) { return make_bytes(thread, format.substr(begin, end - begin)); }
    void add_text(const Conversion& c, std::string_view text) {
        size_t room =
            c.width > static_cast<int64_t>(text.size()) ? static_cast<size_t>(c.width) - text.size() : 0;
        if (!c.left) out.add_repeated(' ', room);
        out.add(text);
        if (c.left) out.add_repeated(' ', room);
    }
    void add_ascii(std::string_view text) { out.add(text); }
    void add_repeated(char c, size_t n) { out.add_repeated(static_cast<uint8_t>(c), n); }

    Status add_object(const Conversion& c, Value v) {
        Ref<Value> owner = share(v);
        std::string_view text;
        if (c.type == 'a' || c.type == 'r') {
            Ref<Str> shown = TRY(ascii(thread, v));
            text = shown->ascii_view();
            if (c.precision >= 0) text = text.substr(0, static_cast<size_t>(c.precision));
            add_text(c, text);
            return {};
        }
        if (!as_buffer(owner, &text)) {
            Ref<Value> method = TRY(find_special(thread, v, thread.interp.names().__bytes__));
            if (method.is_empty())
                return raise_type_error(thread,
                                        "%%b requires a bytes-like object, or an object that implements "
                                        "__bytes__, not '%.100s'",
                                        type_name(thread, v));
            owner = TRY(call(thread, method));
            if (!as_bytes(owner))
                return raise_type_error(thread, "__bytes__ returned non-bytes (type %.200s)",
                                        type_name(thread, owner));
            text = as_bytes(owner)->view();
        }
        if (c.precision >= 0) text = text.substr(0, static_cast<size_t>(c.precision));
        add_text(c, text);
        return {};
    }
    Status add_character(const Conversion& c, Value v) {
        std::string_view text;
        if ((as_bytes(v) || as_instance<ByteArray>(v)) && as_buffer(v, &text) && text.size() == 1) {
            add_text(c, text);
            return {};
        }
        Ref<Value> number = to_index(thread, v);
        if (number.is_error()) {
            if (!error_matches(thread, thread.types().type_error)) return kError;
            return raise_type_error(thread, "%%c requires an integer in range(256) or a single byte");
        }
        int64_t code;
        if (!int_to_int64(number, &code) || code < 0 || code > 255)
            return raise_overflow_error(thread, "%%c arg not in range(256)");
        char byte = static_cast<char>(code);
        add_text(c, {&byte, 1});
        return {};
    }
};

template <class Target>
class PercentFormatter {
  public:
    PercentFormatter(Target& target, Value args) : target_(target), thread_(target.thread), args_(args) {
        if (Tuple* tuple = as_tuple(args)) {
            rest_ = tuple->span();
        } else {
            rest_ = {&args_, 1};
            bool text =
                Target::kBytes ? as_bytes(args) || as_instance<ByteArray>(args) : as_str(args) != nullptr;
            is_mapping_ =
                !text && !(Target::kBytes && as_str(args)) && thread_.interp.type_of(args)->slots.get_item;
        }
    }

    Status run() {
        size_t n = target_.length();
        while (at_ < n) {
            size_t literal = at_;
            while (at_ < n && target_.at(at_) != '%') ++at_;
            target_.add_literal(literal, at_);
            if (at_ == n) break;
            ++at_;
            if (at_ < n && target_.at(at_) == '%') {
                target_.add_ascii("%");
                ++at_;
                continue;
            }
            TRY(directive());
        }
        if (!rest_.empty() && !is_mapping_) return raise_type_error(thread_, "%s", Target::kLeftOver);
        return {};
    }

  private:
    Result<char32_t> peek() {
        if (at_ >= target_.length()) return raise_value_error(thread_, "incomplete format");
        return target_.at(at_);
    }

    Result<Value> next_argument() {
        if (rest_.empty()) return raise_type_error(thread_, "not enough arguments for format string");
        Value v = rest_.front();
        rest_ = rest_.subspan(1);
        return v;
    }

    // %(key): the rest of the format takes its arguments from what the mapping has there.
    Status mapping_key() {
        if (!is_mapping_) return raise_type_error(thread_, "format requires a mapping");
        size_t begin = ++at_, open = 1;
        for (; at_ < target_.length(); ++at_) {
            char32_t c = target_.at(at_);
            if (c == '(') ++open;
            if (c == ')' && --open == 0) break;
        }
        if (open) return raise_value_error(thread_, "incomplete format key");
        Ref<Value> key = TRY(target_.key(begin, at_++));
        looked_up_ = TRY(get_item(thread_, args_, key));
        looked_up_value_ = looked_up_;
        rest_ = {&looked_up_value_, 1};
        return {};
    }

    // Digits or '*'. `most` and `too_big` say what happens beyond.
    Result<int64_t> number(int64_t most, const char* too_big, const char* type_of_star) {
        if (TRY(peek()) == '*') {
            ++at_;
            Value v = TRY(next_argument());
            if (!is_int(v)) return raise_type_error(thread_, "* wants int");
            int64_t i;
            if (!int_to_int64(as_int(v), &i) || i > most || i < -most - 1)
                return raise_overflow_error(thread_, "Python int too large to convert to C %s", type_of_star);
            return i;
        }
        int64_t i = 0;
        while (at_ < target_.length() && target_.at(at_) - '0' < 10) {
            i = i * 10 + static_cast<int64_t>(target_.at(at_++) - '0');
            if (i > most / 10) return raise_value_error(thread_, "%s", too_big);
        }
        return i;
    }

    Status directive() {
        Conversion c;
        if (TRY(peek()) == '(') TRY(mapping_key());
        for (bool flag = true; flag;) {
            switch (TRY(peek())) {
                case '-': c.left = true; break;
                case '+': c.plus = true; break;
                case ' ': c.space = true; break;
                case '#': c.alternate = true; break;
                case '0': c.zero = true; break;
                default: flag = false; continue;
            }
            ++at_;
        }
        c.width = TRY(number(INT64_MAX, "width too big", "ssize_t"));
        if (c.width < 0) {
            c.left = true;
            c.width = -c.width;
        }
        if (TRY(peek()) == '.') {
            ++at_;
            c.precision = TRY(number(INT_MAX, Target::kBytes ? "prec too big" : "precision too big", "int"));
            c.precision = std::max<int64_t>(c.precision, 0);
        }
        if (char32_t size = TRY(peek()); size == 'h' || size == 'l' || size == 'L') ++at_;
        c.type = TRY(peek());
        size_t position = at_++;
        Value v = TRY(next_argument());
        Ref<Value> keep = share(v);
        return convert(c, v, position);
    }

    Status convert(const Conversion& c, Value v, size_t position) {
        switch (c.type) {
            case 'b':
                if (Target::kBytes) return target_.add_object(c, v);
                break;
            case 's':
            case 'r':
            case 'a': return target_.add_object(c, v);
            case 'c': return target_.add_character(c, v);
            case 'd':
            case 'i':
            case 'u':
            case 'o':
            case 'x':
            case 'X': return add_integer(c, v);
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G': return add_float(c, v);
            default: break;
        }
        return raise_value_error(thread_, "unsupported format character '%c' (0x%x) at index %zu",
                                 c.type > 31 && c.type < 127 ? static_cast<int>(c.type) : '?',
                                 static_cast<unsigned>(c.type), position);
    }

    // The argument of an integer conversion as an exact int.
    Ref<Value> integer_argument(const Conversion& c, Value v) {
        if (Value exact = as_int(v); !exact.is_empty()) return share(exact);
        bool decimal = c.type == 'd' || c.type == 'i' || c.type == 'u';
        const TypeSlots& slots = thread_.interp.type_of(v)->slots;
        bool is_number = slots.index || (decimal && (slots.to_int || slots.to_float));
        if (!is_number) return wrong_type(c, v);
        if (v.is_double()) return int_from_double(thread_, v.as_double());
        Ref<Value> number = decimal ? to_int(thread_, v) : to_index(thread_, v);
        if (number.is_error()) {
            if (!error_matches(thread_, thread_.types().type_error)) return kError;
            clear_error(thread_);
            return wrong_type(c, v);
        }
        Value exact = as_int(number);
        if (exact.is_empty()) return wrong_type(c, v);
        return share(exact);
    }

    Failure wrong_type(const Conversion& c, Value v) {
        bool decimal = c.type == 'd' || c.type == 'i' || c.type == 'u';
        return raise_type_error(thread_, "%%%c format: %s is required, not %.200s", static_cast<int>(c.type),
                                decimal ? "a real number" : "an integer", type_name(thread_, v));
    }

    Status add_integer(const Conversion& c, Value v) {
        Ref<Value> exact = TRY(integer_argument(c, v));
        int base = c.type == 'o' ? 8 : c.type == 'x' || c.type == 'X' ? 16 : 10;
        if (base == 10) TRY(check_decimal_digits(thread_, exact));
        std::string text = int_to_text(exact, base);
        if (c.type == 'X')
            for (char& digit : text) digit = static_cast<char>(digit >= 'a' ? digit - 32 : digit);
        std::string_view digits = text;
        bool negative = digits.starts_with('-');
        if (negative) digits.remove_prefix(1);
        std::string_view prefix;
        if (c.alternate && base != 10) prefix = c.type == 'o' ? "0o" : c.type == 'x' ? "0x" : "0X";
        add_number_text(c, negative, prefix, digits, c.precision);
        return {};
    }

    Status add_float(const Conversion& c, Value v) {
        Result<double> number = to_double(thread_, v);
        if (!number.ok()) {
            if (!Target::kBytes || !error_matches(thread_, thread_.types().type_error)) return kError;
            clear_error(thread_);
            return raise_type_error(thread_, "float argument required, not %.200s", type_name(thread_, v));
        }
        std::string text = format_double(number.value(), static_cast<char>(c.type),
                                         c.precision < 0 ? 6 : static_cast<int>(c.precision), c.alternate);
        std::string_view digits = text;
        bool negative = digits.starts_with('-');
        if (negative) digits.remove_prefix(1);
        add_number_text(c, negative, {}, digits, -1);
        return {};
    }

    void add_number_text(const Conversion& c, bool negative, std::string_view prefix, std::string_view digits,
                         int64_t least_digits) {
        std::string_view sign = negative ? "-" : c.plus ? "+" : c.space ? " " : "";
        auto zeros =
            static_cast<size_t>(std::max<int64_t>(least_digits - static_cast<int64_t>(digits.size()), 0));
        size_t length = sign.size() + prefix.size() + zeros + digits.size();
        auto width = static_cast<size_t>(c.width);
        size_t room = width > length ? width - length : 0;
        if (c.zero && !c.left) zeros += std::exchange(room, 0);
        if (!c.left) target_.add_repeated(' ', room);
        target_.add_ascii(sign);
        target_.add_ascii(prefix);
        target_.add_repeated('0', zeros);
        target_.add_ascii(digits);
        if (c.left) target_.add_repeated(' ', room);
    }

    Target& target_;
    Thread& thread_;
    Value args_;
    std::span<const Value> rest_;  // arguments not yet used
    bool is_mapping_ = false;
    Ref<Value> looked_up_;  // what the last %(key) found
    Value looked_up_value_;
    size_t at_ = 0;
};

}  // namespace

Ref<Str> percent_format(Thread& thread, Str* format, Value args) {
    StrTarget target{thread, format, StrBuilder(thread)};
    TRY(PercentFormatter<StrTarget>(target, args).run());
    return target.out.finish();
}

Ref<Bytes> percent_format_bytes(Thread& thread, std::string_view format, Value args) {
    BytesTarget target{thread, format, BytesBuilder(thread)};
    TRY(PercentFormatter<BytesTarget>(target, args).run());
    return target.out.finish();
}

}  // namespace moult
