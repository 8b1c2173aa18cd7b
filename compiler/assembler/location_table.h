// The location table of a code object (co_linetable): which part of the source each instruction comes from.
// The format is PEP 657's, as described in CPython 3.11's Objects/locations.md.
#pragma once

#include <string>

#include "compiler/ast.h"

namespace moult::compiler {

class LocationTableWriter {
  public:
    explicit LocationTableWriter(int first_line) : line_(first_line) {}

    void reserve(size_t bytes) { table_.reserve(bytes); }
    // Says that the next `units` instruction units (2 bytes each, caches included) come from `location`.
    void add(const ast::Location& location, int units);

    std::string take() { return std::move(table_); }

  private:
    void add_entry(const ast::Location& location, int units);

    std::string table_;
    int line_;  // of the entry before
};

}  // namespace moult::compiler
