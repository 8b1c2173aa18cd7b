// Builtin functions about numbers and characters, and those that reduce many values to one.
#include <string>

#include "modules/builtins/functions.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Ref<Value> abs_function(Thread& thread, Args args) {
    return absolute(thread, args[0]);
}
Ref<Value> divmod_function(Thread& thread, Args args) {
    return divmod(thread, args[0], args[1]);
}
Ref<Value> pow_function(Thread& thread, Args args) {
    return power(thread, args[0], args[1], args[2]);
}
Ref<Value> hash_function(Thread& thread, Args args) {
    int64_t h = TRY(hash(thread, args[0]));
    return make_int(thread, h);
}

Ref<Value> round_function(Thread& thread, Args args) {
    Ref<Value> method = TRY(find_special(thread, args[0], thread.interp.names().__round__));
    if (method.is_empty())
        return raise_type_error(thread, "type %.100s doesn't define __round__ method",
                                type_name(thread, args[0]));
    if (args[1].is_none()) return call(thread, method);
    return call(thread, method, {args[1]});
}

// "-0x" and the digits.
Ref<Value> with_prefix(Thread& thread, Value value, int base, const char* prefix) {
    Ref<Value> number = TRY(to_index(thread, value));
    std::string digits = int_to_text(number, base);
    bool negative = digits.starts_with('-');
    return make_str(thread, (negative ? "-" : "") + std::string(prefix) + digits.substr(negative));
}
Ref<Value> bin_function(Thread& thread, Args args) {
    return with_prefix(thread, args[0], 2, "0b");
}
Ref<Value> oct_function(Thread& thread, Args args) {
    return with_prefix(thread, args[0], 8, "0o");
}
Ref<Value> hex_function(Thread& thread, Args args) {
    return with_prefix(thread, args[0], 16, "0x");
}

Ref<Value> chr_function(Thread& thread, Args args) {
    Ref<Value> number = TRY(to_index(thread, args[0]));
    int64_t code;
    if (!int_to_int64(number, &code) || code > INT32_MAX || code < INT32_MIN)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    if (code < 0 || code > 0x10ffff) return raise_value_error(thread, "chr() arg not in range(0x110000)");
    return make_char(thread, static_cast<char32_t>(code));
}

Ref<Value> ord_function(Thread& thread, Args args) {
    size_t length;
    std::string_view bytes;
    if (const Str* text = as_str(args[0])) {
        if (text->length == 1) return Value::small_int(text->at(0));
        length = text->length;
    } else if (!is_exact<MemoryView>(args[0]) && as_buffer(args[0], &bytes)) {
        if (bytes.size() == 1) return Value::small_int(static_cast<uint8_t>(bytes[0]));
        length = bytes.size();
    } else {
        return raise_type_error(thread, "ord() expected string of length 1, but %.200s found",
                                type_name(thread, args[0]));
    }
    return raise_type_error(thread, "ord() expected a character, but string of length %zu found", length);
}

// --- sum

// Adds as long as everything is of the kinds that need no dispatch: small ints, then doubles. The total so
// far is a plain number until something else turns up.
class Total {
  public:
    explicit Total(Value start) : value_(share(start)) { unpack(); }

    Status add(Thread& thread, Value item) {
        if (state_ == State::kInt) {
            if (item.is_immediate_integral() &&
                !__builtin_add_overflow(int_, item.as_immediate_integral(), &int_))
                return {};
            if (item.is_double()) {
                double_ = static_cast<double>(int_);
                state_ = State::kDouble;
            }
        }
        if (state_ == State::kDouble) {
            if (item.is_double()) {
                double_ += item.as_double();
                return {};
            }
            if (item.is_immediate_integral()) {
                double_ += static_cast<double>(item.as_immediate_integral());
                return {};
            }
        }
        value_ = TRY(pack(thread));
        value_ = TRY(binary_op(thread, BinaryOp::kAdd, value_, item));
        unpack();
        return {};
    }
    Ref<Value> pack(Thread& thread) {
        if (state_ == State::kInt) return make_int(thread, int_);
        if (state_ == State::kDouble) return Value::number(double_);
        return std::move(value_);
    }

  private:
    enum class State { kInt, kDouble, kAny };
    void unpack() {
        Value v = value_;
        state_ = v.is_small_int() ? State::kInt : v.is_double() ? State::kDouble : State::kAny;
        if (state_ == State::kInt) int_ = v.as_small_int();
        if (state_ == State::kDouble) double_ = v.as_double();
    }

    Ref<Value> value_;
    State state_ = State::kAny;
    int64_t int_ = 0;
    double double_ = 0;
};

Ref<Value> sum_function(Thread& thread, Args args) {
    Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
    Value start = args[1];
    if (as_str(start)) return raise_type_error(thread, "sum() can't sum strings [use ''.join(seq) instead]");
    if (as_bytes(start)) return raise_type_error(thread, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (as_instance<ByteArray>(start))
        return raise_type_error(thread, "sum() can't sum bytearray [use b''.join(seq) instead]");
    Total total(start);
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return total.pack(thread);
        TRY(total.add(thread, item));
    }
}

// --- min and max

// Whether `candidate` takes the place of `best`.
Result<bool> is_better(Thread& thread, Value candidate, Value best, CompareOp op) {
    if (candidate.is_small_int() && best.is_small_int()) {
        int64_t a = candidate.as_small_int(), b = best.as_small_int();
        return op == CompareOp::kLt ? a < b : a > b;
    }
    if (candidate.is_double() && best.is_double()) {
        double a = candidate.as_double(), b = best.as_double();
        return op == CompareOp::kLt ? a < b : a > b;
    }
    return compare_truth(thread, candidate, best, op);
}

struct Best {
    Ref<Value> item = Ref<Value>::empty(), key;
};
Status consider(Thread& thread, Best* best, Value item, Value key_function, CompareOp op) {
    Ref<Value> key = key_function.is_none() ? share(item) : TRY(call(thread, key_function, {item}));
    if (!best->item.is_empty() && !TRY(is_better(thread, key, best->key, op))) return {};
    best->item = share(item);
    best->key = std::move(key);
    return {};
}

Ref<Value> min_or_max(Thread& thread, Args args, CompareOp op, const char* name) {
    Value key = args[1], otherwise = args[2];  // after the first item, or the iterable; then *args
    Best best;
    if (args.rest_count) {
        if (!otherwise.is_empty())
            return raise_type_error(
                thread, "Cannot specify a default for %s() with multiple positional arguments", name);
        TRY(consider(thread, &best, args[0], key, op));
        for (Value item : args.rest()) TRY(consider(thread, &best, item, key, op));
        return best.item;
    }
    Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) break;
        TRY(consider(thread, &best, item, key, op));
    }
    if (!best.item.is_empty()) return best.item;
    if (!otherwise.is_empty()) return share(otherwise);
    return raise_value_error(thread, "%s() arg is an empty sequence", name);
}
Ref<Value> min_function(Thread& thread, Args args) {
    return min_or_max(thread, args, CompareOp::kLt, "min");
}
Ref<Value> max_function(Thread& thread, Args args) {
    return min_or_max(thread, args, CompareOp::kGt, "max");
}

constexpr MethodDef kFunctions[] = {
    {"abs(x, /)", abs_function, "The absolute value of the argument."},
    {"divmod(x, y, /)", divmod_function, "The tuple (x//y, x%y)."},
    {"pow(base, exp, mod=None)", pow_function, "base**exp, or base**exp % mod."},
    {"hash(obj, /)", hash_function, "The hash of an object: equal objects have equal hashes."},
    {"round(number, ndigits=None)", round_function, "The number rounded to so many decimal digits."},
    {"bin(number, /)", bin_function, "The binary digits of an integer, after 0b."},
    {"oct(number, /)", oct_function, "The octal digits of an integer, after 0o."},
    {"hex(number, /)", hex_function, "The hexadecimal digits of an integer, after 0x."},
    {"chr(i, /)", chr_function, "The string of one character with this code point."},
    {"ord(c, /)", ord_function, "The code point of a string of one character."},
    {"sum(iterable, /, start=0)", sum_function, "The sum of the start value and the items of an iterable."},
    {"@hidden @unpack @counted min(arg1, /, *args, key=None, default=...)", min_function,
     "The smallest item of an iterable or of the arguments."},
    {"@hidden @unpack @counted max(arg1, /, *args, key=None, default=...)", max_function,
     "The largest item of an iterable or of the arguments."},
};

}  // namespace

std::span<const MethodDef> number_functions() {
    return kFunctions;
}

}  // namespace moult
