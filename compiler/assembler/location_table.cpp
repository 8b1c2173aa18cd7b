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

namespace {

// The bytes of one entry: a form and at most four numbers of at most six bytes.
class Entry {
  public:
    Entry(int form, int units) { put(0x80 | form << 3 | (units - 1)); }
    void put(int byte) { bytes_[size_++] = static_cast<char>(byte); }
    // Six bits a byte, the lowest first; bit 6 says that more follow.
    void put_varint(unsigned value) {
        for (; value >= 64; value >>= 6) put(static_cast<int>(0x40 | (value & 0x3F)));
        put(static_cast<int>(value));
    }
    void put_signed_varint(int value) {
        auto magnitude = static_cast<unsigned>(value);
        put_varint(value < 0 ? (0U - magnitude) << 1 | 1 : magnitude << 1);
    }
    std::string_view bytes() const { return {bytes_, size_}; }

  private:
    char bytes_[32];
    size_t size_ = 0;
};

}  // namespace

void LocationTableWriter::add_entry(const ast::Location& location, int units) {
    if (location.lineno < 0) {
        table_ += Entry(kNoLocationForm, units).bytes();
        return;
    }
    int line_step = location.lineno - line_;
    int column = location.col_offset;
    int end_column = location.end_col_offset;
    bool has_columns = column >= 0 && end_column >= 0;
    bool one_line = location.end_lineno == location.lineno;
    line_ = location.lineno;

    if (!has_columns && (one_line || location.end_lineno == -1)) {
        Entry entry(kNoColumnsForm, units);
        entry.put_signed_varint(line_step);
        table_ += entry.bytes();
    } else if (has_columns && one_line && line_step == 0 && column < 80 && end_column >= column &&
               end_column - column < 16) {
        Entry entry(column / 8, units);
        entry.put((column % 8) << 4 | (end_column - column));
        table_ += entry.bytes();
    } else if (has_columns && one_line && line_step >= 0 && line_step < 3 && column < 128 &&
               end_column < 128) {
        Entry entry(kOneLineForm + line_step, units);
        entry.put(column);
        entry.put(end_column);
        table_ += entry.bytes();
    } else {
        Entry entry(kLongForm, units);
        entry.put_signed_varint(line_step);
        entry.put_varint(static_cast<unsigned>(location.end_lineno - location.lineno));
        entry.put_varint(static_cast<unsigned>(column + 1));
        entry.put_varint(static_cast<unsigned>(end_column + 1));
        table_ += entry.bytes();
    }
}

}  // namespace moult::compiler
