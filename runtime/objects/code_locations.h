// The location table of a code object (PEP 657, CPython 3.11's encoding): positions of instructions in the
// source.
#pragma once

#include "runtime/classes/function.h"
#include "runtime/state/interpreter.h"

namespace moult {

// Lines count from 1, columns are UTF-8 byte offsets from 0; -1 where unknown.
struct SourcePosition {
    int line = -1, end_line = -1, column = -1, end_column = -1;
};

// One entry of the table: instructions [begin, end) in wordcode bytes share a position.
struct LocationEntry {
    uint32_t begin, end;
    SourcePosition position;
};

// Walks the table, which must live as long: false at its end. A default-constructed walker is at an end.
class LocationWalker {
  public:
    LocationWalker() = default;
    explicit LocationWalker(const Code* code);
    bool next(LocationEntry* entry);
    // The line of the last entry that had one.
    int line() const { return line_; }

  private:
    uint32_t varint();
    int32_t signed_varint();
    // Tables of any content are walked: sums may overflow.
    void move_line(int32_t by) {
        line_ = static_cast<int>(static_cast<uint32_t>(line_) + static_cast<uint32_t>(by));
    }
    const uint8_t* at_ = nullptr;
    const uint8_t* end_ = nullptr;
    uint32_t offset_ = 0;
    int line_ = 0;
};

// The position of the instruction at a wordcode offset. O(size of the table).
SourcePosition code_position(const Code*, uint32_t wordcode_offset);

}  // namespace moult
