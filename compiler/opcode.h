// CPython 3.11's instructions: the one table from which numbers, names, operands, jumps, inline caches and
// stack effects come. Sources: the documentation of the `dis` module and the behaviour of `dis.stack_effect`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace moult::compiler {

// clang-format off
// X(name, number, cache entries, operand, flow, pops, pushes[, pushes when the jump is taken])
//
// `operand` says what the argument means (OperandKind), `flow` where the program goes on (Flow). `pops` counts the values
// on top of the stack that the instruction takes, or looks at and leaves there among those that it pushes; both counts
// are expressions in the argument `arg`. Cache entries are 2 bytes each and follow the instruction.
#define MOULT_OPCODES(X) \
    X(CACHE, 0, 0, None, Next, 0, 0) \
    X(POP_TOP, 1, 0, None, Next, 1, 0) \
    X(PUSH_NULL, 2, 0, None, Next, 0, 1) \
    X(NOP, 9, 0, None, Next, 0, 0) \
    X(UNARY_POSITIVE, 10, 0, None, Next, 1, 1) \
    X(UNARY_NEGATIVE, 11, 0, None, Next, 1, 1) \
    X(UNARY_NOT, 12, 0, None, Next, 1, 1) \
    X(UNARY_INVERT, 15, 0, None, Next, 1, 1) \
    X(BINARY_SUBSCR, 25, 4, None, Next, 2, 1) \
    X(GET_LEN, 30, 0, None, Next, 1, 2) \
    X(MATCH_MAPPING, 31, 0, None, Next, 1, 2) \
    X(MATCH_SEQUENCE, 32, 0, None, Next, 1, 2) \
    X(MATCH_KEYS, 33, 0, None, Next, 2, 3) \
    X(PUSH_EXC_INFO, 35, 0, None, Next, 1, 2) \
    X(CHECK_EXC_MATCH, 36, 0, None, Next, 2, 2) \
    X(CHECK_EG_MATCH, 37, 0, None, Next, 2, 2) \
    X(WITH_EXCEPT_START, 49, 0, None, Next, 4, 5) \
    X(GET_AITER, 50, 0, None, Next, 1, 1) \
    X(GET_ANEXT, 51, 0, None, Next, 1, 2) \
    X(BEFORE_ASYNC_WITH, 52, 0, None, Next, 1, 2) \
    X(BEFORE_WITH, 53, 0, None, Next, 1, 2) \
    X(END_ASYNC_FOR, 54, 0, None, Next, 2, 0) \
    X(STORE_SUBSCR, 60, 1, None, Next, 3, 0) \
    X(DELETE_SUBSCR, 61, 0, None, Next, 2, 0) \
    X(GET_ITER, 68, 0, None, Next, 1, 1) \
    X(GET_YIELD_FROM_ITER, 69, 0, None, Next, 1, 1) \
    X(PRINT_EXPR, 70, 0, None, Next, 1, 0) \
    X(LOAD_BUILD_CLASS, 71, 0, None, Next, 0, 1) \
    X(LOAD_ASSERTION_ERROR, 74, 0, None, Next, 0, 1) \
    X(RETURN_GENERATOR, 75, 0, None, Next, 0, 0) \
    X(LIST_TO_TUPLE, 82, 0, None, Next, 1, 1) \
    X(RETURN_VALUE, 83, 0, None, Exit, 1, 0) \
    X(IMPORT_STAR, 84, 0, None, Next, 1, 0) \
    X(SETUP_ANNOTATIONS, 85, 0, None, Next, 0, 0) \
    X(YIELD_VALUE, 86, 0, None, Next, 1, 1) \
    X(ASYNC_GEN_WRAP, 87, 0, None, Next, 1, 1) \
    X(PREP_RERAISE_STAR, 88, 0, None, Next, 2, 1) \
    X(POP_EXCEPT, 89, 0, None, Next, 1, 0) \
    X(STORE_NAME, 90, 0, Name, Next, 1, 0) \
    X(DELETE_NAME, 91, 0, Name, Next, 0, 0) \
    X(UNPACK_SEQUENCE, 92, 1, Number, Next, 1, arg) \
    X(FOR_ITER, 93, 0, Jump, BranchForward, 1, 2, 0) \
    X(UNPACK_EX, 94, 0, Number, Next, 1, (arg & 0xFF) + (arg >> 8) + 1) \
    X(STORE_ATTR, 95, 4, Name, Next, 2, 0) \
    X(DELETE_ATTR, 96, 0, Name, Next, 1, 0) \
    X(STORE_GLOBAL, 97, 0, Name, Next, 1, 0) \
    X(DELETE_GLOBAL, 98, 0, Name, Next, 0, 0) \
    X(SWAP, 99, 0, Number, Next, 0, 0) \
    X(LOAD_CONST, 100, 0, Const, Next, 0, 1) \
    X(LOAD_NAME, 101, 0, Name, Next, 0, 1) \
    X(BUILD_TUPLE, 102, 0, Number, Next, arg, 1) \
    X(BUILD_LIST, 103, 0, Number, Next, arg, 1) \
    X(BUILD_SET, 104, 0, Number, Next, arg, 1) \
    X(BUILD_MAP, 105, 0, Number, Next, 2 * arg, 1) \
    X(LOAD_ATTR, 106, 4, Name, Next, 1, 1) \
    X(COMPARE_OP, 107, 2, Compare, Next, 2, 1) \
    X(IMPORT_NAME, 108, 0, Name, Next, 2, 1) \
    X(IMPORT_FROM, 109, 0, Name, Next, 1, 2) \
    X(JUMP_FORWARD, 110, 0, Jump, JumpForward, 0, 0) \
    X(JUMP_IF_FALSE_OR_POP, 111, 0, Jump, BranchForward, 1, 0, 1) \
    X(JUMP_IF_TRUE_OR_POP, 112, 0, Jump, BranchForward, 1, 0, 1) \
    X(POP_JUMP_FORWARD_IF_FALSE, 114, 0, Jump, BranchForward, 1, 0) \
    X(POP_JUMP_FORWARD_IF_TRUE, 115, 0, Jump, BranchForward, 1, 0) \
    X(LOAD_GLOBAL, 116, 5, Global, Next, 0, 1 + (arg & 1)) \
    X(IS_OP, 117, 0, Bit, Next, 2, 1) \
    X(CONTAINS_OP, 118, 0, Bit, Next, 2, 1) \
    X(RERAISE, 119, 0, Number, Exit, 1, 0) \
    X(COPY, 120, 0, Number, Next, 0, 1) \
    X(BINARY_OP, 122, 1, Binary, Next, 2, 1) \
    X(SEND, 123, 0, Jump, BranchForward, 2, 2, 1) \
    X(LOAD_FAST, 124, 0, Local, Next, 0, 1) \
    X(STORE_FAST, 125, 0, Local, Next, 1, 0) \
    X(DELETE_FAST, 126, 0, Local, Next, 0, 0) \
    X(POP_JUMP_FORWARD_IF_NOT_NONE, 128, 0, Jump, BranchForward, 1, 0) \
    X(POP_JUMP_FORWARD_IF_NONE, 129, 0, Jump, BranchForward, 1, 0) \
    X(RAISE_VARARGS, 130, 0, Number, Exit, arg, 0) \
    X(GET_AWAITABLE, 131, 0, Number, Next, 1, 1) \
    X(MAKE_FUNCTION, 132, 0, FunctionParts, Next, 1 + (arg & 1) + (arg >> 1 & 1) + (arg >> 2 & 1) + (arg >> 3 & 1), 1) \
    X(BUILD_SLICE, 133, 0, Number, Next, arg == 3 ? 3 : 2, 1) \
    X(JUMP_BACKWARD_NO_INTERRUPT, 134, 0, Jump, JumpBackward, 0, 0) \
    X(MAKE_CELL, 135, 0, Cell, Next, 0, 0) \
    X(LOAD_CLOSURE, 136, 0, Cell, Next, 0, 1) \
    X(LOAD_DEREF, 137, 0, Cell, Next, 0, 1) \
    X(STORE_DEREF, 138, 0, Cell, Next, 1, 0) \
    X(DELETE_DEREF, 139, 0, Cell, Next, 0, 0) \
    X(JUMP_BACKWARD, 140, 0, Jump, JumpBackward, 0, 0) \
    X(CALL_FUNCTION_EX, 142, 0, Bit, Next, 3 + (arg & 1), 1) \
    X(EXTENDED_ARG, 144, 0, Number, Next, 0, 0) \
    X(LIST_APPEND, 145, 0, Number, Next, 1, 0) \
    X(SET_ADD, 146, 0, Number, Next, 1, 0) \
    X(MAP_ADD, 147, 0, Number, Next, 2, 0) \
    X(LOAD_CLASSDEREF, 148, 0, Cell, Next, 0, 1) \
    X(COPY_FREE_VARS, 149, 0, Number, Next, 0, 0) \
    X(RESUME, 151, 0, Number, Next, 0, 0) \
    X(MATCH_CLASS, 152, 0, Number, Next, 3, 1) \
    X(FORMAT_VALUE, 155, 0, FormatParts, Next, 1 + (arg >> 2 & 1), 1) \
    X(BUILD_CONST_KEY_MAP, 156, 0, Number, Next, arg + 1, 1) \
    X(BUILD_STRING, 157, 0, Number, Next, arg, 1) \
    X(LOAD_METHOD, 160, 10, Name, Next, 1, 2) \
    X(LIST_EXTEND, 162, 0, Number, Next, 1, 0) \
    X(SET_UPDATE, 163, 0, Number, Next, 1, 0) \
    X(DICT_MERGE, 164, 0, Number, Next, 1, 0) \
    X(DICT_UPDATE, 165, 0, Number, Next, 1, 0) \
    X(PRECALL, 166, 1, Number, Next, arg, 0) \
    X(CALL, 171, 4, Number, Next, 2, 1) \
    X(KW_NAMES, 172, 0, Const, Next, 0, 0) \
    X(POP_JUMP_BACKWARD_IF_NOT_NONE, 173, 0, Jump, BranchBackward, 1, 0) \
    X(POP_JUMP_BACKWARD_IF_NONE, 174, 0, Jump, BranchBackward, 1, 0) \
    X(POP_JUMP_BACKWARD_IF_FALSE, 175, 0, Jump, BranchBackward, 1, 0) \
    X(POP_JUMP_BACKWARD_IF_TRUE, 176, 0, Jump, BranchBackward, 1, 0)

// Instructions that exist only between the code generator and the assembler. Block pushes open a region that a
// handler protects until its POP_BLOCK and end up in the exception table; jumps get a direction when blocks have
// their final order. The numbers are beyond those of real instructions.
#define MOULT_PSEUDO_OPCODES(X) \
    X(SETUP_FINALLY, 256, 0, Jump, Block, 0, 0, 1) \
    X(SETUP_CLEANUP, 257, 0, Jump, Block, 0, 0, 2) \
    X(SETUP_WITH, 258, 0, Jump, Block, 0, 0, 1) \
    X(POP_BLOCK, 259, 0, None, Next, 0, 0) \
    X(JUMP, 260, 0, Jump, JumpUndirected, 0, 0) \
    X(JUMP_NO_INTERRUPT, 261, 0, Jump, JumpUndirected, 0, 0) \
    X(POP_JUMP_IF_FALSE, 262, 0, Jump, BranchUndirected, 1, 0) \
    X(POP_JUMP_IF_TRUE, 263, 0, Jump, BranchUndirected, 1, 0) \
    X(POP_JUMP_IF_NONE, 264, 0, Jump, BranchUndirected, 1, 0) \
    X(POP_JUMP_IF_NOT_NONE, 265, 0, Jump, BranchUndirected, 1, 0)

// The argument of BINARY_OP. X(name, number, symbol)
#define MOULT_BINARY_OPERATIONS(X) \
    X(Add, 0, "+") X(And, 1, "&") X(FloorDivide, 2, "//") X(LShift, 3, "<<") X(MatrixMultiply, 4, "@") \
    X(Multiply, 5, "*") X(Remainder, 6, "%") X(Or, 7, "|") X(Power, 8, "**") X(RShift, 9, ">>") \
    X(Subtract, 10, "-") X(TrueDivide, 11, "/") X(Xor, 12, "^") \
    X(InplaceAdd, 13, "+=") X(InplaceAnd, 14, "&=") X(InplaceFloorDivide, 15, "//=") X(InplaceLShift, 16, "<<=") \
    X(InplaceMatrixMultiply, 17, "@=") X(InplaceMultiply, 18, "*=") X(InplaceRemainder, 19, "%=") \
    X(InplaceOr, 20, "|=") X(InplacePower, 21, "**=") X(InplaceRShift, 22, ">>=") X(InplaceSubtract, 23, "-=") \
    X(InplaceTrueDivide, 24, "/=") X(InplaceXor, 25, "^=")

// The argument of COMPARE_OP. X(name, number, symbol)
#define MOULT_COMPARE_OPERATIONS(X) \
    X(Less, 0, "<") X(LessEqual, 1, "<=") X(Equal, 2, "==") X(NotEqual, 3, "!=") X(Greater, 4, ">") \
    X(GreaterEqual, 5, ">=")
// clang-format on

enum class Opcode : uint16_t {
#define MOULT_OPCODE(name, number, ...) name = number,
    MOULT_OPCODES(MOULT_OPCODE) MOULT_PSEUDO_OPCODES(MOULT_OPCODE)
#undef MOULT_OPCODE
};

enum class BinaryOperation : uint8_t {
#define MOULT_OPERATION(name, number, symbol) name = number,
    MOULT_BINARY_OPERATIONS(MOULT_OPERATION)
};
enum class CompareOperation : uint8_t { MOULT_COMPARE_OPERATIONS(MOULT_OPERATION) };
#undef MOULT_OPERATION

enum class OperandKind : uint8_t {
    None,           // no argument
    Number,         // a count, a set of flags, a stack position
    Const,          // an index into co_consts
    Name,           // an index into co_names
    Global,         // twice an index into co_names, plus 1 for a NULL pushed below
    Local,          // an index into the locals
    Cell,           // an index into the locals, where cells and free variables stand too
    Bit,            // 0 or 1
    Binary,         // a BinaryOperation
    Compare,        // a CompareOperation
    FunctionParts,  // MakeFunctionFlags
    FormatParts,    // a conversion, plus 4 for a format specification
    Jump,           // a distance in instruction units, caches included, from the end of the instruction
};

// Where the program goes on behind an instruction, exceptions aside. A jump is undirected until blocks
// have their final order.
enum class Flow : uint8_t {
    Next,
    Exit,   // nowhere: the instruction leaves the code object, by a result or by an exception
    Block,  // at the next instruction, which a handler protects
    JumpForward,
    JumpBackward,
    JumpUndirected,
    BranchForward,  // at the next instruction, or elsewhere
    BranchBackward,
    BranchUndirected,
};
enum class JumpKind : uint8_t { None, Forward, Backward, Undecided };

// co_flags.
enum CodeFlag : uint32_t {
    kCodeOptimized = 0x1,
    kCodeNewLocals = 0x2,
    kCodeVarArgs = 0x4,
    kCodeVarKeywords = 0x8,
    kCodeNested = 0x10,
    kCodeGenerator = 0x20,
    kCodeCoroutine = 0x80,
    kCodeIterableCoroutine = 0x100,
    kCodeAsyncGenerator = 0x200,
    kCodeFutureDivision = 0x20000,
    kCodeFutureAbsoluteImport = 0x40000,
    kCodeFutureWithStatement = 0x80000,
    kCodeFuturePrintFunction = 0x100000,
    kCodeFutureUnicodeLiterals = 0x200000,
    kCodeFutureBarryAsBdfl = 0x400000,
    kCodeFutureGeneratorStop = 0x800000,
    kCodeFutureAnnotations = 0x1000000,
};

// The flags of MAKE_FUNCTION: what lies below the code object on the stack.
enum MakeFunctionFlag : uint8_t {
    kFunctionDefaults = 0x1,
    kFunctionKeywordDefaults = 0x2,
    kFunctionAnnotations = 0x4,
    kFunctionClosure = 0x8,
};

struct OpcodeInfo {
    std::string_view name;  // empty for a number that no instruction has
    uint8_t cache_entries = 0;
    OperandKind operand = OperandKind::None;
    Flow flow = Flow::Next;
    JumpKind jump = JumpKind::None;
};

inline constexpr int kOpcodeCount = 266;  // pseudo instructions included

namespace internal {
constexpr JumpKind direction_of(Flow flow) {
    switch (flow) {
        case Flow::Next:
        case Flow::Exit: return JumpKind::None;
        case Flow::Block:
        case Flow::JumpForward:
        case Flow::BranchForward: return JumpKind::Forward;
        case Flow::JumpBackward:
        case Flow::BranchBackward: return JumpKind::Backward;
        case Flow::JumpUndirected:
        case Flow::BranchUndirected: return JumpKind::Undecided;
    }
    return JumpKind::None;
}
constexpr std::array<OpcodeInfo, kOpcodeCount> make_opcode_infos() {
    std::array<OpcodeInfo, kOpcodeCount> infos{};
#define MOULT_OPCODE(name, number, caches, operand, flow, ...) \
    infos[number] = OpcodeInfo{#name, caches, OperandKind::operand, Flow::flow, direction_of(Flow::flow)};
    MOULT_OPCODES(MOULT_OPCODE)
    MOULT_PSEUDO_OPCODES(MOULT_OPCODE)
#undef MOULT_OPCODE
    return infos;
}
inline constexpr std::array<OpcodeInfo, kOpcodeCount> kOpcodeInfos = make_opcode_infos();
}  // namespace internal

constexpr const OpcodeInfo& opcode_info(Opcode opcode) {
    return internal::kOpcodeInfos[static_cast<size_t>(opcode)];
}
constexpr bool is_pseudo(Opcode opcode) {
    return static_cast<int>(opcode) >= 256;
}
constexpr bool has_argument(Opcode opcode) {
    return opcode_info(opcode).operand != OperandKind::None;
}
constexpr int cache_entries(Opcode opcode) {
    return opcode_info(opcode).cache_entries;
}
// Whether the instruction opens a protected region (pseudo instructions only).
constexpr bool is_block_push(Opcode opcode) {
    return opcode_info(opcode).flow == Flow::Block;
}
// Whether the instruction may continue elsewhere than behind itself, exceptions aside.
constexpr bool is_jump(Opcode opcode) {
    return opcode_info(opcode).flow >= Flow::JumpForward;
}
// Whether the instruction leaves the code object, by a result or by an exception.
constexpr bool is_exit(Opcode opcode) {
    return opcode_info(opcode).flow == Flow::Exit;
}
constexpr bool is_unconditional_jump(Opcode opcode) {
    return is_jump(opcode) && opcode_info(opcode).flow < Flow::BranchForward;
}
// The real instruction of that name, or null: pseudo instructions have names of their own.
constexpr const OpcodeInfo* find_opcode(std::string_view name) {
    for (int number = 0; number < 256; ++number)
        if (internal::kOpcodeInfos[static_cast<size_t>(number)].name == name)
            return &internal::kOpcodeInfos[static_cast<size_t>(number)];
    return nullptr;
}
constexpr Opcode opcode_of(const OpcodeInfo* info) {
    return static_cast<Opcode>(info - internal::kOpcodeInfos.data());
}

// The values on top of the stack that the instruction takes, and those that it leaves in their place; for a jump,
// as taken or not. The opcode must exist.
struct StackCounts {
    int64_t pops, pushes;
};
constexpr StackCounts stack_counts(Opcode opcode, int64_t arg, bool taken = false) {
    // The last of `pushes` is what a taken jump leaves.
    auto counts = [taken](int64_t pops, int64_t pushes, auto... if_taken) -> StackCounts {
        if (taken) ((pushes = if_taken), ...);
        return {pops, pushes};
    };
    switch (opcode) {
#define MOULT_OPCODE(name, number, caches, operand, flow, ...) \
    case Opcode::name: return counts(__VA_ARGS__);
        MOULT_OPCODES(MOULT_OPCODE)
        MOULT_PSEUDO_OPCODES(MOULT_OPCODE)
#undef MOULT_OPCODE
    }
    return {0, 0};
}
// How much the instruction changes the stack's depth.
constexpr int stack_effect(Opcode opcode, int arg, bool taken) {
    StackCounts counts = stack_counts(opcode, arg, taken);
    return static_cast<int>(counts.pushes - counts.pops);
}

// One more than the largest argument that the kind allows whatever the code object: 2^32 when the kind alone says nothing.
constexpr uint64_t argument_limit(OperandKind kind) {
#define MOULT_COUNT(...) +1
    switch (kind) {
        case OperandKind::Bit: return 2;
        case OperandKind::Binary: return MOULT_BINARY_OPERATIONS(MOULT_COUNT);
        case OperandKind::Compare: return MOULT_COMPARE_OPERATIONS(MOULT_COUNT);
        case OperandKind::FunctionParts: return 16;
        case OperandKind::FormatParts: return 8;
        default: return uint64_t{1} << 32;
    }
#undef MOULT_COUNT
}

}  // namespace moult::compiler
