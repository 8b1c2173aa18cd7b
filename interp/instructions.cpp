// Registers the control and simple instructions; wraps simple ones into handlers.
#include "interp/instructions.h"

#include <bit>

#include <cassert>

#include "interp/control_families.h"

namespace moult::interp {

namespace {

template <Value* (*kRun)(Thread&, Frame&, uint32_t, Value*)>
MOULT_HANDLER Value simple_handler(HANDLER_PARAMETERS) {
    frame->ip = ip;
    Value* new_sp = kRun(*thread, *frame, ip->arg, sp);
    if (!new_sp) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    sp = new_sp;
    ++ip;
    consts = frame->consts;
    DISPATCH();
}

void add_basic(Registry& registry, const char* name, Handler handler, SimpleFunction simple = nullptr) {
    InstructionInfo info{
        .name = name, .first_op = 0, .variants = kNoOperands, .cache_words = 0, .generic = -1};
    info.simple = simple;
    const Handler handlers[] = {handler};
    uint16_t index = registry.add(std::move(info), handlers, handlers);
    assert(registry.instruction(index).first_op == index);  // Basic values are op numbers
    (void)index;
}

}  // namespace

void register_basic_instructions(Registry& registry){
#define MOULT_ADD(name) add_basic(registry, #name, handle_##name);
    MOULT_CONTROL_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
#define MOULT_ADD(name) add_basic(registry, #name, simple_handler<run_##name>, run_##name);
        MOULT_SIMPLE_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
}

SimpleEffect effect_of(Basic basic, uint32_t arg) {
    auto count = static_cast<int>(arg);
    switch (basic) {
        case Basic::kBUILD_TUPLE: return {count, true, Kind::kTuple};
        case Basic::kBUILD_LIST: return {count, true, Kind::kList};
        case Basic::kBUILD_STRING: return {count, true, Kind::kStr};
        case Basic::kBUILD_SLICE: return {count, true, Kind::kSlice};
        case Basic::kBUILD_SET: return {count};
        case Basic::kBUILD_MAP: return {2 * count};
        case Basic::kBUILD_CONST_KEY_MAP: return {count + 1};
        case Basic::kFORMAT_VALUE: return {arg & 4 ? 2 : 1};
        case Basic::kMAKE_FUNCTION: return {1 + std::popcount(arg)};
        case Basic::kLIST_APPEND:
        case Basic::kSET_ADD:
        case Basic::kLIST_EXTEND:
        case Basic::kSET_UPDATE:
        case Basic::kDICT_UPDATE:
        case Basic::kSTORE_DEREF:
        case Basic::kSTORE_GLOBAL:
        case Basic::kSTORE_NAME:
        case Basic::kLIST_TO_TUPLE: return {1};
        case Basic::kMAP_ADD: return {2};
        case Basic::kLOAD_NAME:
        case Basic::kLOAD_CLASSDEREF:
        case Basic::kLOAD_ASSERTION_ERROR:
        case Basic::kMAKE_CELL:
        case Basic::kCOPY_FREE_VARS: return {0};
        default: return {};
    }
}

}  // namespace moult::interp
