// The location table of a code object (PEP 657, CPython 3.11's encoding): positions of instructions in the
// source.
#pragma once

#include "runtime/interpreter.h"
#include "runtime/objects/function.h"

namespace moult {

// One entry of the table: instructions [begin, end) in wordcode bytes share a position.
struct LocationEntry {
    uint32_t begin, end;
    SourcePosition position;
};

// Walks the table: false at its end. Start with a default-constructed walker.
class LocationWalker {
  public:
    explicit LocationWalker(const Code* code);
    bool next(LocationEntry* entry);

  private:
    uint32_t varint();
    int32_t signed_varint();
    // Tables of any content are walked: sums may overflow.
    void move_line(int32_t by) {
        line_ = static_cast<int>(static_cast<uint32_t>(line_) + static_cast<uint32_t>(by));
    }
    const uint8_t* at_;
    const uint8_t* end_;
    uint32_t offset_ = 0;
    int line_;
};

// The position of the instruction at a wordcode offset. O(size of the table).
SourcePosition code_position(const Code*, uint32_t wordcode_offset);

}  // namespace moult
