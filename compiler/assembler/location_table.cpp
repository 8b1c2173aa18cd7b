// The five forms of an entry, from the densest to none at all.
#include "compiler/assembler/location_table.h"

namespace moult::compiler {

namespace {

constexpr int kLongestEntry = 8;  // in instruction units: the length takes three bits

// The numbers of the forms. Forms 0 to 9 are the short ones: one line, columns in a few bits.
constexpr int kOneLineForm = 10;  // and 11, 12: the line moves on by 0, 1 or 2
constexpr int kNoColumnsForm = 13;
constexpr int kLongForm = 14;
constexpr int kNoLocationForm = 15;

}  // namespace

void LocationTableWriter::add(const ast::Location& location, int units) {
    for (; units > kLongestEntry; units -= kLongestEntry) add_entry(location, kLongestEntry);
    add_entry(location, units);
}

void LocationTableWriter::start_entry(int form, int units) {
    table_.push_back(static_cast<char>(0x80 | form << 3 | (units - 1)));
}

// Six bits a byte, the lowest first; bit 6 says that more follow.
void LocationTableWriter::write_varint(unsigned value) {
    for (; value >= 64; value >>= 6) table_.push_back(static_cast<char>(0x40 | (value & 0x3F)));
    table_.push_back(static_cast<char>(value));
}

void LocationTableWriter::write_signed_varint(int value) {
    auto magnitude = static_cast<unsigned>(value);
    write_varint(value < 0 ? (0U - magnitude) << 1 | 1 : magnitude << 1);
}

void LocationTableWriter::add_entry(const ast::Location& location, int units) {
    if (location.lineno < 0) return start_entry(kNoLocationForm, units);
    int line_step = location.lineno - line_;
    int column = location.col_offset;
    int end_column = location.end_col_offset;
    bool has_columns = column >= 0 && end_column >= 0;
    bool one_line = location.end_lineno == location.lineno;
    line_ = location.lineno;

    if (!has_columns && (one_line || location.end_lineno == -1)) {
        start_entry(kNoColumnsForm, units);
        write_signed_varint(line_step);
    } else if (has_columns && one_line && line_step == 0 && column < 80 && end_column >= column &&
               end_column - column < 16) {
        start_entry(column / 8, units);
        table_.push_back(static_cast<char>((column % 8) << 4 | (end_column - column)));
    } else if (has_columns && one_line && line_step >= 0 && line_step < 3 && column < 128 &&
               end_column < 128) {
        start_entry(kOneLineForm + line_step, units);
        table_.push_back(static_cast<char>(column));
        table_.push_back(static_cast<char>(end_column));
    } else {
        start_entry(kLongForm, units);
        write_signed_varint(line_step);
        write_varint(static_cast<unsigned>(location.end_lineno - location.lineno));
        write_varint(static_cast<unsigned>(column + 1));
        write_varint(static_cast<unsigned>(end_column + 1));
    }
}

}  // namespace moult::compiler
