// Decoding of the location table.
#include "runtime/objects/code_locations.h"

#include "runtime/strings/bytes.h"

namespace moult {

LocationWalker::LocationWalker(const Code* code) : line_(code->firstlineno) {
    const Bytes* table = code->linetable.as<Bytes>();
    at_ = table->data();
    end_ = at_ + table->length;
}

uint32_t LocationWalker::varint() {
    uint32_t value = 0;
    for (int shift = 0; at_ < end_; shift += 6) {
        uint8_t byte = *at_++;
        if (shift < 32) value |= static_cast<uint32_t>(byte & 63) << shift;
        if (!(byte & 64)) break;
    }
    return value;
}

int32_t LocationWalker::signed_varint() {
    uint32_t value = varint();
    return value & 1 ? -static_cast<int32_t>(value >> 1) : static_cast<int32_t>(value >> 1);
}

bool LocationWalker::next(LocationEntry* entry) {
    if (at_ >= end_) return false;
    uint8_t first = *at_++;
    int kind = (first >> 3) & 15;
    uint32_t units = (first & 7) + 1u;
    entry->begin = offset_;
    entry->end = offset_ += 2 * units;
    SourcePosition& position = entry->position;
    position = {};
    if (kind == 15) return true;  // no position
    auto byte = [&]() -> int { return at_ < end_ ? *at_++ : 0; };
    if (kind == 14) {  // long form
        move_line(signed_varint());
        position.line = line_;
        position.end_line = static_cast<int>(static_cast<uint32_t>(line_) + varint());
        position.column = static_cast<int>(varint() - 1u);
        position.end_column = static_cast<int>(varint() - 1u);
    } else if (kind == 13) {  // no columns
        move_line(signed_varint());
        position.line = position.end_line = line_;
    } else if (kind >= 10) {  // one line, 0 to 2 further
        move_line(kind - 10);
        position.line = position.end_line = line_;
        position.column = byte();
        position.end_column = byte();
    } else {  // short form: the column's low bits and the width in one byte
        int second = byte();
        position.line = position.end_line = line_;
        position.column = (kind << 3) | (second >> 4);
        position.end_column = position.column + (second & 15);
    }
    return true;
}

SourcePosition code_position(const Code* code, uint32_t wordcode_offset) {
    LocationWalker walker(code);
    LocationEntry entry;
    while (walker.next(&entry))
        if (wordcode_offset >= entry.begin && wordcode_offset < entry.end) return entry.position;
    return {};
}

}  // namespace moult
