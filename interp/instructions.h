// The generic instructions that are no value family (families.h, control_families.h): control instructions,
// written as handlers, and simple ones, written as functions over the operand stack. Their numbers, names and
// table entries come from these two lists.
#pragma once

#include "interp/registry.h"

namespace moult::interp {

// X(name): a handler `handle_NAME` in control*.cpp.
// clang-format off
#define MOULT_CONTROL_INSTRUCTIONS(X) \
    X(LOAD_LOCAL) X(LOAD_TWO_LOCALS) X(LOAD_LOCAL_CHECKED) X(LOAD_CONST) X(STORE_LOCAL) \
    X(MOVE_LOCAL) X(STORE_CONST) X(POP_TOP) X(PUSH_NULL) X(COPY) X(SWAP) X(LOAD_DEREF) X(JUMP) \
    X(JUMP_BACKWARD) X(JUMP_IF_TRUE_OR_POP) X(JUMP_IF_FALSE_OR_POP) X(POP_JUMP_IF_TRUE) \
    X(POP_JUMP_IF_FALSE) X(POP_JUMP_IF_NONE) X(POP_JUMP_IF_NOT_NONE) X(JUMP_IF_LOCAL_TRUE) \
    X(JUMP_IF_LOCAL_FALSE) X(JUMP_IF_LOCAL_NONE) X(JUMP_IF_LOCAL_NOT_NONE) X(RETURN_VALUE) \
    X(RETURN_LOCAL) X(RETURN_CONST) X(RESUME) X(CALL_KW) X(CALL_FUNCTION_EX) X(RAISE_VARARGS) \
    X(RERAISE) X(END_ASYNC_FOR) X(SEND) X(YIELD_VALUE) X(RETURN_GENERATOR)
// clang-format on

// X(name): a function `run_NAME(Thread&, Frame&, uint32_t arg, Value* sp)` in simple*.cpp, which returns the
// new stack pointer, or null after an error, with the stack as it was.
// clang-format off
#define MOULT_SIMPLE_INSTRUCTIONS(X) \
    X(LOAD_NAME) X(STORE_NAME) X(DELETE_NAME) X(STORE_GLOBAL) X(DELETE_GLOBAL) X(DELETE_FAST) \
    X(MAKE_CELL) X(STORE_DEREF) X(DELETE_DEREF) X(LOAD_CLASSDEREF) X(COPY_FREE_VARS) \
    X(DELETE_SUBSCR) X(DELETE_ATTR) X(BUILD_TUPLE) X(BUILD_LIST) X(BUILD_SET) X(BUILD_MAP) \
    X(BUILD_CONST_KEY_MAP) X(BUILD_STRING) X(BUILD_SLICE) X(LIST_TO_TUPLE) X(LIST_EXTEND) \
    X(SET_UPDATE) X(DICT_MERGE) X(DICT_UPDATE) X(LIST_APPEND) X(SET_ADD) X(MAP_ADD) X(UNPACK_EX) \
    X(FORMAT_VALUE) X(MAKE_FUNCTION) X(LOAD_BUILD_CLASS) X(LOAD_ASSERTION_ERROR) X(IMPORT_NAME) \
    X(IMPORT_FROM) X(IMPORT_STAR) X(SETUP_ANNOTATIONS) X(PRINT_EXPR) X(GET_LEN) X(MATCH_MAPPING) \
    X(MATCH_SEQUENCE) X(MATCH_KEYS) X(MATCH_CLASS) X(PUSH_EXC_INFO) X(POP_EXCEPT) X(CHECK_EXC_MATCH) \
    X(CHECK_EG_MATCH) X(PREP_RERAISE_STAR) X(BEFORE_WITH) X(WITH_EXCEPT_START) X(BEFORE_ASYNC_WITH) \
    X(GET_AITER) X(GET_ANEXT) X(GET_AWAITABLE) X(GET_YIELD_FROM_ITER) X(ASYNC_GEN_WRAP)
// clang-format on

#define MOULT_DECLARE(name) MOULT_HANDLER Value handle_##name(HANDLER_PARAMETERS);
MOULT_CONTROL_INSTRUCTIONS(MOULT_DECLARE)
#undef MOULT_DECLARE
#define MOULT_DECLARE(name) Value* run_##name(Thread& thread, Frame& frame, uint32_t arg, Value* sp);
MOULT_SIMPLE_INSTRUCTIONS(MOULT_DECLARE)
#undef MOULT_DECLARE

// Their places in the registry: they are registered first, in the order of the lists.
enum class Basic : uint16_t {
#define MOULT_ENUM(name) k##name,
    MOULT_CONTROL_INSTRUCTIONS(MOULT_ENUM) MOULT_SIMPLE_INSTRUCTIONS(MOULT_ENUM)
#undef MOULT_ENUM
};
void register_basic_instructions(Registry&);

// What the trace tier knows of a simple instruction.
struct SimpleEffect {
    int taken = -1;            // operands, from the top, that it takes or replaces; -1: it may look at all
    bool only_builds = false;  // makes one value of them, of this kind, and does nothing else; needs no frame
    Kind kind = Kind::kObject;
};
SimpleEffect effect_of(Basic, uint32_t arg);

// As unwind, for an exception that is raised again: its traceback knows this frame already.
MOULT_HANDLER Value unwind_reraised(HANDLER_PARAMETERS);

}  // namespace moult::interp
