// Reading CPython 3.11's wordcode: instructions with their extended arguments joined, jump targets, exception
// table, basic blocks.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/opcode.h"
#include "interp/executable.h"

namespace moult::interp {

struct WordInstr {
    compiler::Opcode op;
    uint32_t arg;
    uint32_t offset;     // bytes, of the instruction itself (behind its EXTENDED_ARGs)
    uint32_t start;      // bytes, of its first EXTENDED_ARG
    uint32_t next_unit;  // unit behind its cache entries: jumps count from there
    int jump;            // 0 none, 1 forward, -1 backward

    uint32_t jump_target() const { return jump > 0 ? next_unit + arg : next_unit - arg; }  // a unit
};

// False for opcodes that do not exist and instructions cut off.
bool decode_wordcode(const Code*, std::vector<WordInstr>* words);
// Adds the names that the code stores as attributes of its first parameter, each once.
void stored_attributes(const Code*, std::vector<Str*>* names);
// CPython 3.11's varint format (Objects/exception_handling_notes.txt describes it).
std::vector<ExceptionRange> decode_exception_table(std::string_view table);
// One bit per unit, set at the first instruction of each basic block: jump targets, exception handlers, what
// follows a jump. False when a jump or a handler leads to no instruction.
bool find_leaders(const Code*, const std::vector<WordInstr>& words, const std::vector<ExceptionRange>& ranges,
                  std::vector<bool>* leaders);

}  // namespace moult::interp
