// Registers the control and simple instructions; wraps simple ones into handlers.
#include "interp/instructions.h"

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

void register_basic_instructions(Registry& registry) {
#define MOULT_ADD(name) add_basic(registry, #name, handle_##name);
    MOULT_CONTROL_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
#define MOULT_ADD(name) add_basic(registry, #name, simple_handler<run_##name>, run_##name);
    MOULT_SIMPLE_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
}

}  // namespace moult::interp
