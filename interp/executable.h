// Executable code: what a code object's wordcode is translated into on its first call. See
// docs/executable-code.md.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "interp/instruction.h"
#include "runtime/classes/function.h"

namespace moult::interp {

struct Machine;

// One entry of the exception table, in wordcode bytes.
struct ExceptionRange {
    uint32_t start, end, handler;
    uint16_t depth;
    bool push_lasti;
};

struct Executable {
    // Links the executables of one interpreter, so that those of code in reference cycles are freed at its
    // end.
    Executable* next = nullptr;
    Executable** place = nullptr;  // the pointer that points here
    Machine* machine = nullptr;
    bool has_traces = false;  // the trace tier has replaced instructions here, or refers to them
    Code* code;               // borrowed: the code object owns this
    uint32_t localsplus;
    int32_t exact_count;    // arguments that fill the parameters without binding; -1: they need binding
    uint32_t frame_values;  // locals, cells, free variables and operand stack together
    uint32_t instruction_count;
    std::unique_ptr<Instr[]> instructions;
    std::unique_ptr<uint32_t[]>
        wordcode_offsets;                       // instruction (or cache word) -> byte offset in the wordcode
    std::unique_ptr<uint32_t[]> from_wordcode;  // wordcode unit -> instruction
    std::vector<ExceptionRange> exception_ranges;
    std::vector<Str*> names;  // co_names, interned, borrowed from the code object

    // The exception handler that covers a wordcode offset, or null.
    const ExceptionRange* find_range(uint32_t offset) const {
        for (const ExceptionRange& range : exception_ranges)
            if (offset >= range.start && offset < range.end) return &range;
        return nullptr;
    }
    uint32_t wordcode_offset(const Instr* ip) const { return wordcode_offsets[ip - instructions.get()]; }
    // The instruction with that wordcode offset; null for a value that is no such offset.
    Instr* at_wordcode(Value offset) const {
        if (!offset.is_small_int() || offset.as_small_int() < 0) return nullptr;
        auto unit = static_cast<uint64_t>(offset.as_small_int()) / 2;
        if (unit * 2 >= code->wordcode_size || from_wordcode[unit] >= instruction_count) return nullptr;
        return instructions.get() + from_wordcode[unit];
    }
};

// The executable form of a code object, translated on the first call. Null: MemoryError, or SystemError for
// wordcode that no compiler writes (unknown opcodes, jumps out of the code).
Executable* executable_of(Thread&, Code*);

}  // namespace moult::interp
