// Value: 64 bits that hold any Python value. Doubles, small integers and the singletons are immediate; the
// rest points to an Object. Knows nothing of types or heaps. The encoding is explained in docs/values.md.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace moult {

struct Object;
struct Immediate;

// Encoding, by the unsigned size of the 64 bits:
//
//   0x0000'0000'0000'0000 .. 0x00ff     specials: empty, error, None, False, True, ...
//   0x0000'0000'0000'0100 .. 2^49-1     pointer to an Object, untagged
//   2^49 .. 0xfffd'ffff'ffff'ffff       double: its bits plus 2^49
//   0xfffe'0000'0000'0000 ..            integer of 49 bits, two's complement, in the low bits
//
// A Value owns nothing: it is a borrowed reference or a raw one whose count the code around it manages.
// Ref<Value> (object.h) owns.
struct Value {
    static constexpr uint64_t kDoubleOffset = uint64_t{1} << 49;
    static constexpr uint64_t kIntTag = uint64_t{0xfffe} << 48;
    static constexpr uint64_t kFirstPointer = 0x100;
    static constexpr int64_t kIntMin = -(int64_t{1} << 48);
    static constexpr int64_t kIntMax = (int64_t{1} << 48) - 1;

    enum Special : uint64_t {
        kEmptyBits = 0x00,  // no value: an unset slot, an exhausted iterator
        kErrorBits = 0x01,  // failure; the exception is on the Thread
        kDeoptBits = 0x02,  // a specialization's body declines; nothing has happened yet
        kNoneBits = 0x10,
        kFalseBits = 0x20,
        kTrueBits = 0x21,
        kNotImplementedBits = 0x30,
        kEllipsisBits = 0x40,
    };

    uint64_t bits = kEmptyBits;

    constexpr Value() = default;
    explicit constexpr Value(uint64_t raw) : bits(raw) {}
    Value(const Object* object) : bits(reinterpret_cast<uint64_t>(object)) {}  // NOLINT: null becomes empty

    static constexpr Value empty();
    static constexpr Value error();
    static constexpr Value deopt();
    static constexpr Immediate none();
    static constexpr Immediate not_implemented();
    static constexpr Immediate ellipsis();
    static constexpr Immediate boolean(bool b);
    static constexpr Immediate small_int(int64_t i);  // kIntMin <= i <= kIntMax
    static constexpr Immediate number(double d);      // every NaN becomes the plain quiet NaN
    // A result of +, -, * or / of doubles in Values: a NaN there is quiet and has no payload already.
    static constexpr Immediate arithmetic_result(double d);

    constexpr bool is_empty() const { return bits == kEmptyBits; }
    constexpr bool is_error() const { return bits == kErrorBits; }
    constexpr bool is_deopt() const { return bits == kDeoptBits; }
    constexpr bool is_none() const { return bits == kNoneBits; }
    constexpr bool is_true() const { return bits == kTrueBits; }
    constexpr bool is_false() const { return bits == kFalseBits; }
    constexpr bool is_bool() const { return (bits | 1) == kTrueBits; }
    constexpr bool is_not_implemented() const { return bits == kNotImplementedBits; }
    constexpr bool is_ellipsis() const { return bits == kEllipsisBits; }
    constexpr bool is_object() const { return bits - kFirstPointer < kDoubleOffset - kFirstPointer; }
    constexpr bool is_small_int() const { return bits >= kIntTag; }
    constexpr bool is_double() const { return bits - kDoubleOffset < kIntTag - kDoubleOffset; }
    constexpr bool is_immediate_integral() const { return is_small_int() || is_bool(); }  // small int or bool

    constexpr bool as_bool() const { return bits == kTrueBits; }
    constexpr int64_t as_small_int() const { return static_cast<int64_t>(bits << 15) >> 15; }
    constexpr double as_double() const { return std::bit_cast<double>(bits - kDoubleOffset); }
    constexpr int64_t as_immediate_integral() const { return is_small_int() ? as_small_int() : as_bool(); }
    Object* as_object() const { return reinterpret_cast<Object*>(bits); }
    template <class T>
    T* as() const {  // unchecked
        return static_cast<T*>(as_object());
    }

    static constexpr bool fits_small_int(int64_t i) { return i >= kIntMin && i <= kIntMax; }

    // Identity (`is`), not equality. Doubles and integers are identical when their bits are.
    friend constexpr bool operator==(Value a, Value b) { return a.bits == b.bits; }
};

// A Value that is no pointer, so that it needs no reference count: converts to Ref<Value> without ceremony.
struct Immediate : Value {
    explicit constexpr Immediate(uint64_t raw) : Value(raw) {}
};

constexpr Value Value::empty() {
    return Value(kEmptyBits);
}
constexpr Value Value::error() {
    return Value(kErrorBits);
}
constexpr Value Value::deopt() {
    return Value(kDeoptBits);
}
constexpr Immediate Value::none() {
    return Immediate(kNoneBits);
}
constexpr Immediate Value::not_implemented() {
    return Immediate(kNotImplementedBits);
}
constexpr Immediate Value::ellipsis() {
    return Immediate(kEllipsisBits);
}
constexpr Immediate Value::boolean(bool b) {
    return Immediate(kFalseBits | static_cast<uint64_t>(b));
}
constexpr Immediate Value::small_int(int64_t i) {
    return Immediate(kIntTag | (static_cast<uint64_t>(i) & ~kIntTag));
}
constexpr Immediate Value::number(double d) {
    if (d != d) [[unlikely]]
        return Immediate(0x7ff8'0000'0000'0000 + kDoubleOffset);
    return Immediate(std::bit_cast<uint64_t>(d) + kDoubleOffset);
}
constexpr Immediate Value::arithmetic_result(double d) {
    return Immediate(std::bit_cast<uint64_t>(d) + kDoubleOffset);
}

static_assert(sizeof(Value) == 8);

}  // namespace moult
