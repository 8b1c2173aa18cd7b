// InternTable: the set of interned strings of one interpreter. It holds no references: a string that dies
// takes itself out. The table is in runtime/strings/intern.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moult {

struct Str;

// Open addressing with linear probing. The empty string and the 256 Latin-1 characters are interned without
// being in here: interp.empty_str and interp.latin1_chars are the one object of their value.
class InternTable {
  public:
    InternTable() = default;
    ~InternTable();
    InternTable(const InternTable&) = delete;
    InternTable& operator=(const InternTable&) = delete;

    // The interned string of this value and hash, or null. Borrowed. O(1).
    Str* find(std::string_view ascii, int64_t hash) const;
    Str* find(const Str* text) const;  // its hash must be computed
    // Adds a string that find() does not know; its hash must be computed. False: no memory.
    bool insert(Str* text);
    void remove(Str* text);
    size_t size() const { return count_; }

  private:
    bool grow();
    Str** cells_ = nullptr;
    size_t mask_ = 0;  // cells - 1
    size_t count_ = 0;
};

}  // namespace moult
