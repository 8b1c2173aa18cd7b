// The instructions of executable code: 8 bytes each, followed by their inline cache. Operand modes, back-off
// counters. See docs/executable-code.md.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "runtime/model/value.h"

namespace moult::interp {

// When sites are specialized: what interp/options.h says, in the terms of BackoffCounter.
struct BackoffPolicy {
    uint16_t first_wait = 0;    // executions before the first attempt
    uint16_t longest_wait = 0;  // from an attempt that fails to the next, both counted: at least 2
    uint16_t misses = 0;        // that a specialization bears
};

// Counts down to the next attempt to specialize an instruction, or to giving a specialization up. Each
// failure doubles the distance (PEP 659's exponential back-off). 16 bits: the count in the upper twelve; in
// the lower four, kFirstExponent and the number of failures, at most kLastExponent.
class BackoffCounter {
  public:
    static constexpr unsigned kFirstExponent = 3;
    static constexpr unsigned kLastExponent = 11;

    static constexpr uint16_t initial(const BackoffPolicy& policy) {
        return make(policy.first_wait, kFirstExponent);
    }
    // One step; true when the count has run out.
    static bool tick(uint16_t& bits) {
        bits -= 16;
        return bits < 16;
    }
    // After an attempt that failed: wait twice as long for the next.
    static void back_off(uint16_t& bits, const BackoffPolicy& policy) {
        unsigned exponent = bits & 15;
        if (exponent < kLastExponent) ++exponent;
        bits = make(std::min<unsigned>(1u << exponent, policy.longest_wait), exponent);
    }
    // After specializing: so many guard misses are borne before the specialization is given up.
    static void start_misses(uint16_t& bits, const BackoffPolicy& policy) {
        bits = make(policy.misses, bits & 15u);
    }

  private:
    static constexpr uint16_t make(unsigned count, unsigned exponent) {
        return static_cast<uint16_t>((count << 4) | exponent);
    }
};

// Where an instruction finds an operand. Locals and constants are forwarded only by the translator's rules
// (translator.h); the operands of a stack mode are those on top, in order.
enum class In : uint8_t {
    kStack,  // popped: the instruction releases it
    kLocal,  // a definitely assigned local, borrowed
    kConst,  // borrowed from the code object
};
// Where the result goes.
enum class Out : uint8_t {
    kNone,        // no result
    kStack,       // pushed
    kLocal,       // stored into a local, whose old value is released
    kJumpIfTrue,  // the truth of the result decides the conditional jump that follows
    kJumpIfFalse,
};

// One form of an instruction: a mode for each operand and for the result.
struct Variant {
    std::array<In, 4> in;
    uint8_t arity;
    Out out;
    bool rotated = false;  // the first operand lies on top, above the others: an augmented assignment's value

    // The form whose argument is a full 32-bit number; all others pack four bytes.
    constexpr bool is_wide() const {
        for (int i = 0; i < arity; ++i)
            if (in[i] != In::kStack) return false;
        return out == Out::kNone || out == Out::kStack || out == Out::kJumpIfTrue || out == Out::kJumpIfFalse;
    }
    constexpr int popped() const {
        int n = 0;
        for (int i = 0; i < arity; ++i) n += in[i] == In::kStack;
        return n;
    }
    friend constexpr bool operator==(const Variant& a, const Variant& b) {
        if (a.arity != b.arity || a.out != b.out || a.rotated != b.rotated) return false;
        for (int i = 0; i < a.arity; ++i)
            if (a.in[i] != b.in[i]) return false;
        return true;
    }
};

//   0        2        4                          8
//   +--------+--------+--------------------------+----------------------
//   |   op   | counter|  arg, or oparg a b c|dest|  cache words (8 bytes each)
//   +--------+--------+--------------------------+----------------------
struct alignas(8) Instr {
    struct Packed {
        uint8_t oparg;
        uint8_t in[3];  // index of the local or constant, for operands that are forwarded
        // The destination's local is in in[2]: no instruction has three operands and a destination. None
        // forwards its fourth operand.
        uint8_t dest() const { return in[2]; }
    };

    uint16_t op;
    uint16_t counter;
    union {
        uint32_t arg;
        Packed packed;
    };

    int32_t offset() const { return static_cast<int32_t>(arg); }  // of jumps: instructions from the next one
    template <class Cache>
    Cache& cache() {
        return *reinterpret_cast<Cache*>(this + 1);
    }
};
static_assert(sizeof(Instr) == 8);

}  // namespace moult::interp
