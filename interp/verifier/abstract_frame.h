// What the verifier knows of a frame before an instruction: kinds instead of values. Merging two frames keeps
// what is true of both.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/classes/function.h"

namespace moult::interp {

struct Slot {
    enum class Kind : uint8_t {
        kNull,       // PUSH_NULL's
        kMaybeNull,  // LOAD_METHOD's, or null on some paths only
        kValue,      // a value of any type
        kStr,
        kList,
        kSet,
        kDict,
        kTuple,     // data: its length
        kConstant,  // a tuple or code object. data: its index in co_consts
        kCell,
        kCells,  // a tuple of cells. data: its length
    };
    Kind kind = Kind::kValue;
    uint32_t data = 0;

    bool is_value() const { return kind > Kind::kMaybeNull; }
    friend bool operator==(const Slot&, const Slot&) = default;
};

struct AbstractFrame {
    std::vector<Slot> stack;
    std::vector<bool> cells;    // the locals that hold cells by now
    bool in_generator = false;  // behind RETURN_GENERATOR

    size_t depth() const { return stack.size(); }

    enum class Merge : uint8_t { kSame, kChanged, kConflict };
    // Keeps what is true of this frame and of the other one's lowest `other_depth` slots. Conflict: another
    // depth, or only one of the two is in a generator.
    Merge merge(const AbstractFrame& other) {
        if (depth() != other.depth() || in_generator != other.in_generator) return Merge::kConflict;
        bool changed = false;
        for (size_t i = 0; i < stack.size(); ++i) {
            Slot both = common(stack[i], other.stack[i]);
            changed |= both != stack[i];
            stack[i] = both;
        }
        for (size_t i = 0; i < cells.size(); ++i) {
            changed |= cells[i] && !other.cells[i];
            cells[i] = cells[i] && other.cells[i];
        }
        return changed ? Merge::kChanged : Merge::kSame;
    }

  private:
    static Slot common(Slot a, Slot b) {
        if (a == b) return a;
        return {a.is_value() && b.is_value() ? Slot::Kind::kValue : Slot::Kind::kMaybeNull};
    }
};

}  // namespace moult::interp
