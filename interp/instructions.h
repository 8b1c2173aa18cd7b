// The generic instructions that are no family (families.h, control_families.h): control instructions, written as handlers,
// and simple ones, written as functions over the operand stack. A row is all that is said of one; numbers, names, table
// entries, their translation from wordcode of the same name, the disassembler and the trace tier follow from it.
#pragma once

#include "interp/instruction_facts.h"
#include "interp/registry.h"

namespace moult::interp {

// clang-format off
// X(name, argument, recorded): a handler `handle_NAME` in control*.cpp. See Argument and Recorded.
#define MOULT_CONTROL_INSTRUCTIONS(X) \
    X(LOAD_LOCAL, Local, Control) \
    X(LOAD_TWO_LOCALS, TwoLocals, Control) \
    X(LOAD_LOCAL_CHECKED, Local, Control) \
    X(LOAD_CONST, AsOpcode, Control) \
    X(STORE_LOCAL, Local, Control) \
    X(MOVE_LOCAL, LocalToLocal, Control) \
    X(STORE_CONST, ConstToLocal, Control) \
    X(POP_TOP, AsOpcode, Control) \
    X(PUSH_NULL, AsOpcode, Control) \
    X(COPY, AsOpcode, Control) \
    X(SWAP, AsOpcode, Control) \
    X(LOAD_DEREF, AsOpcode, Control) \
    X(JUMP, Jump, Control) \
    X(JUMP_BACKWARD, AsOpcode, Control) \
    X(JUMP_IF_TRUE_OR_POP, AsOpcode, Control) \
    X(JUMP_IF_FALSE_OR_POP, AsOpcode, Control) \
    X(POP_JUMP_IF_TRUE, Jump, Control) \
    X(POP_JUMP_IF_FALSE, Jump, Control) \
    X(POP_JUMP_IF_NONE, Jump, Control) \
    X(POP_JUMP_IF_NOT_NONE, Jump, Control) \
    X(JUMP_IF_LOCAL_TRUE, LocalJump, Control) \
    X(JUMP_IF_LOCAL_FALSE, LocalJump, Control) \
    X(JUMP_IF_LOCAL_NONE, LocalJump, Control) \
    X(JUMP_IF_LOCAL_NOT_NONE, LocalJump, Control) \
    X(RETURN_VALUE, AsOpcode, Control) \
    X(RETURN_LOCAL, Local, Control) \
    X(RETURN_CONST, Const, Control) \
    X(RESUME, AsOpcode, Control) \
    X(CALL_KW, KeywordCall, Control) \
    X(CALL_FUNCTION_EX, AsOpcode, Never) \
    X(RAISE_VARARGS, AsOpcode, Raises) \
    X(RERAISE, AsOpcode, Raises) \
    X(END_ASYNC_FOR, AsOpcode, Never) \
    X(SEND, AsOpcode, Never) \
    X(YIELD_VALUE, AsOpcode, Control) \
    X(RETURN_GENERATOR, AsOpcode, Never)

// X(name, argument, recorded, kind of what is built): a function `run_NAME(Thread&, Frame&, uint32_t arg, Value* sp)` in
// simple*.cpp, which returns the new stack pointer, or null after an error, with the stack as it was. What it takes from the
// stack is said in the row of compiler/opcode.h.
#define MOULT_SIMPLE_INSTRUCTIONS(X) \
    X(LOAD_NAME, AsOpcode, Callout, Object) \
    X(STORE_NAME, AsOpcode, Callout, Object) \
    X(DELETE_NAME, AsOpcode, Callout, Object) \
    X(STORE_GLOBAL, AsOpcode, Callout, Object) \
    X(DELETE_GLOBAL, AsOpcode, Callout, Object) \
    X(DELETE_FAST, AsOpcode, CalloutOnLocals, Object) \
    X(MAKE_CELL, AsOpcode, CalloutOnLocals, Object) \
    X(STORE_DEREF, AsOpcode, Callout, Object) \
    X(DELETE_DEREF, AsOpcode, Callout, Object) \
    X(LOAD_CLASSDEREF, AsOpcode, Callout, Object) \
    X(COPY_FREE_VARS, AsOpcode, FreeVariables, Object) \
    X(DELETE_SUBSCR, AsOpcode, Callout, Object) \
    X(DELETE_ATTR, AsOpcode, Callout, Object) \
    X(BUILD_TUPLE, AsOpcode, Build, Tuple) \
    X(BUILD_LIST, AsOpcode, Build, List) \
    X(BUILD_SET, AsOpcode, Callout, Object) \
    X(BUILD_MAP, AsOpcode, Callout, Object) \
    X(BUILD_CONST_KEY_MAP, AsOpcode, Callout, Object) \
    X(BUILD_STRING, AsOpcode, Build, Str) \
    X(BUILD_SLICE, AsOpcode, Build, Slice) \
    X(LIST_TO_TUPLE, AsOpcode, Callout, Object) \
    X(LIST_EXTEND, AsOpcode, Callout, Object) \
    X(SET_UPDATE, AsOpcode, Callout, Object) \
    X(DICT_MERGE, AsOpcode, Callout, Object) \
    X(DICT_UPDATE, AsOpcode, Callout, Object) \
    X(LIST_APPEND, AsOpcode, Callout, Object) \
    X(SET_ADD, AsOpcode, Callout, Object) \
    X(MAP_ADD, AsOpcode, Callout, Object) \
    X(UNPACK_EX, AsOpcode, Callout, Object) \
    X(FORMAT_VALUE, AsOpcode, Callout, Object) \
    X(MAKE_FUNCTION, AsOpcode, Callout, Object) \
    X(LOAD_BUILD_CLASS, AsOpcode, Callout, Object) \
    X(LOAD_ASSERTION_ERROR, AsOpcode, Callout, Object) \
    X(IMPORT_NAME, AsOpcode, Callout, Object) \
    X(IMPORT_FROM, AsOpcode, Callout, Object) \
    X(IMPORT_STAR, AsOpcode, Callout, Object) \
    X(SETUP_ANNOTATIONS, AsOpcode, Callout, Object) \
    X(PRINT_EXPR, AsOpcode, Callout, Object) \
    X(GET_LEN, AsOpcode, Callout, Object) \
    X(MATCH_MAPPING, AsOpcode, Callout, Object) \
    X(MATCH_SEQUENCE, AsOpcode, Callout, Object) \
    X(MATCH_KEYS, AsOpcode, Callout, Object) \
    X(MATCH_CLASS, AsOpcode, Callout, Object) \
    X(PUSH_EXC_INFO, AsOpcode, Callout, Object) \
    X(POP_EXCEPT, AsOpcode, Callout, Object) \
    X(CHECK_EXC_MATCH, AsOpcode, Callout, Object) \
    X(CHECK_EG_MATCH, AsOpcode, Callout, Object) \
    X(PREP_RERAISE_STAR, AsOpcode, Callout, Object) \
    X(BEFORE_WITH, AsOpcode, Callout, Object) \
    X(WITH_EXCEPT_START, AsOpcode, Callout, Object) \
    X(BEFORE_ASYNC_WITH, AsOpcode, Callout, Object) \
    X(GET_AITER, AsOpcode, Callout, Object) \
    X(GET_ANEXT, AsOpcode, Callout, Object) \
    X(GET_AWAITABLE, AsOpcode, Callout, Object) \
    X(GET_YIELD_FROM_ITER, AsOpcode, Callout, Object) \
    X(ASYNC_GEN_WRAP, AsOpcode, Callout, Object)
// clang-format on

#define MOULT_DECLARE(name, ...) MOULT_HANDLER Value handle_##name(HANDLER_PARAMETERS);
MOULT_CONTROL_INSTRUCTIONS(MOULT_DECLARE)
#undef MOULT_DECLARE
#define MOULT_DECLARE(name, ...) Value* run_##name(Thread& thread, Frame& frame, uint32_t arg, Value* sp);
MOULT_SIMPLE_INSTRUCTIONS(MOULT_DECLARE)
#undef MOULT_DECLARE

// Their places in the registry: they are registered first, in the order of the rows.
enum class Basic : uint16_t {
#define MOULT_ENUM(name, ...) k##name,
    MOULT_CONTROL_INSTRUCTIONS(MOULT_ENUM) MOULT_SIMPLE_INSTRUCTIONS(MOULT_ENUM)
#undef MOULT_ENUM
};
#define MOULT_COUNT(...) +1
inline constexpr uint16_t kBasicCount =
    MOULT_CONTROL_INSTRUCTIONS(MOULT_COUNT) MOULT_SIMPLE_INSTRUCTIONS(MOULT_COUNT);
#undef MOULT_COUNT
void register_basic_instructions(Registry&);

// Whether the opcode is translated to the simple instruction of its name.
constexpr bool is_simple(compiler::Opcode opcode) {
    switch (opcode) {
#define MOULT_CASE(name, ...) case compiler::Opcode::name:
        MOULT_SIMPLE_INSTRUCTIONS(MOULT_CASE)
#undef MOULT_CASE
        return true;
        default: return false;
    }
}

// As unwind, for an exception that is raised again: its traceback knows this frame already.
MOULT_HANDLER Value unwind_reraised(HANDLER_PARAMETERS);

}  // namespace moult::interp
