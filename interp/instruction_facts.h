// What the row of an instruction says besides its handler: what its argument is, and how a trace follows it. The rows are in
// instructions.h and, for families, in their structs (families.h, control_families.h); what wordcode has too comes from its row
// in compiler/opcode.h. See docs/executable-code.md.
#pragma once

#include "compiler/opcode.h"
#include "runtime/model/shape.h"

namespace moult::interp {

// What the argument of an instruction is.
enum class Argument : uint8_t {
    kAsOpcode,  // in rows only: what it is of the wordcode instruction of the same name
    kNone,
    kNumber,
    kLocal,         // an index into the locals
    kTwoLocals,     // two of them
    kConst,         // an index into co_consts
    kLocalToLocal,  // a local, and the local it is copied to
    kConstToLocal,
    kName,         // an index into co_names
    kJump,         // a distance
    kLocalJump,    // a distance; the counter holds a local
    kBinary,       // an operation
    kCompare,      // an operation
    kKeywordCall,  // a number of arguments; the word behind has the constant with the names of the last ones
};

// How a trace follows a generic instruction (jit/recorder).
enum class Recorded : uint8_t {
    kNever,  // the recording is given up
    kRaises,
    kControl,          // by a case of its own in record_control
    kCallout,          // run as the interpreter runs it, over the operand stack
    kCalloutOnLocals,  // the same; it changes locals, too
    kFreeVariables,    // the cells of a closure that is known become locals; else kCalloutOnLocals
    kBuild,            // makes one value of its operands and does nothing else; needs no frame
    kValue,            // of families: a function from values to a value
    kCall,
    kLoadMethod,
    kForIter,
    kUnpack,
};

struct InstructionFacts {
    int16_t opcode = -1;  // the wordcode instruction that it is, operands apart; -1: there is none
    Argument argument = Argument::kNone;
    Recorded recorded = Recorded::kNever;
    Kind builds = Kind::kObject;  // kBuild: the kind of what is made
    bool results_follow = false;  // Out::kLocal: the locals are in the STORE_LOCALs that follow
    uint8_t words() const { return argument == Argument::kKeywordCall ? 1 : 0; }  // behind it, of data
    // The values on top of the stack that it takes or replaces. Only of what has an opcode.
    size_t pops(uint32_t arg) const {
        return static_cast<size_t>(compiler::stack_counts(static_cast<compiler::Opcode>(opcode), arg).pops);
    }
};

constexpr Argument argument_of(compiler::OperandKind kind) {
    switch (kind) {
        case compiler::OperandKind::None: return Argument::kNone;
        case compiler::OperandKind::Const: return Argument::kConst;
        case compiler::OperandKind::Name:
        case compiler::OperandKind::Global: return Argument::kName;
        case compiler::OperandKind::Local:
        case compiler::OperandKind::Cell: return Argument::kLocal;
        case compiler::OperandKind::Jump: return Argument::kJump;
        case compiler::OperandKind::Binary: return Argument::kBinary;
        case compiler::OperandKind::Compare: return Argument::kCompare;
        case compiler::OperandKind::Number:
        case compiler::OperandKind::Bit:
        case compiler::OperandKind::FunctionParts:
        case compiler::OperandKind::FormatParts: return Argument::kNumber;
    }
    return Argument::kNone;
}

void argument_must_be_said_once();  // does not exist: rows that call it do not compile

// The facts of a basic instruction (instructions.h), of the wordcode instruction of that name if there is one.
consteval InstructionFacts facts_of(const char* name, Argument argument, Recorded recorded,
                                    Kind builds = Kind::kObject) {
    const compiler::OpcodeInfo* opcode = compiler::find_opcode(name);
    InstructionFacts facts{.argument = argument, .recorded = recorded, .builds = builds};
    if (opcode) facts.opcode = static_cast<int16_t>(compiler::opcode_of(opcode));
    if ((argument == Argument::kAsOpcode) != (opcode != nullptr)) argument_must_be_said_once();
    if (opcode) facts.argument = argument_of(opcode->operand);
    return facts;
}

}  // namespace moult::interp
