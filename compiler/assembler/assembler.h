// From basic blocks to a code object: prefix instructions, optimization, stack depth, layout and encoding.
// Knows nothing of syntax; errors here mean that the code generator is wrong.
#pragma once

#include <memory>

#include "compiler/assembler/flow_graph.h"
#include "compiler/code_unit.h"
#include "compiler/constants.h"

namespace moult::compiler {

// What the code generator knows when a code object's instructions are complete.
struct AssemblyInput {
    FlowGraph graph;
    ConstantTable constants;
    NameTable names;
    NameTable locals;  // parameters first
    NameTable cells;   // those that are locals too included
    NameTable free;
    // Cells and free variables are numbered as one sequence in the arguments of the instructions given.
    bool starts_with_value = false;  // a generator or coroutine: a value has been sent when it starts
    CodeUnit header;                 // counts of parameters, flags, first line and the names
};

// Null if the instructions are inconsistent. Takes the input apart.
[[nodiscard]] std::shared_ptr<const CodeUnit> assemble(AssemblyInput& input);

}  // namespace moult::compiler
