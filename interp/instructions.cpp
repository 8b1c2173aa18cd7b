// Registers the control and simple instructions; wraps simple ones into handlers.
#include "interp/instructions.h"

#include <cassert>

namespace moult::interp {

namespace {

template <Value* (*kRun)(Thread&, Frame&, uint32_t, Value*), compiler::Opcode kCode>
MOULT_HANDLER Value simple_handler(HANDLER_PARAMETERS) {
    frame->ip = ip;
    Value* new_sp = kRun(*thread, *frame, ip->arg, sp);
    if (!new_sp) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    assert(new_sp - sp == compiler::stack_effect(kCode, static_cast<int>(ip->arg), false));
    sp = new_sp;
    ++ip;
    consts = frame->consts;
    DISPATCH();
}

void add_basic(Registry& registry, const char* name, const InstructionFacts& facts, Handler handler,
               SimpleFunction simple = nullptr) {
    static constexpr std::array kForms = {Variant{}};
    InstructionInfo info{.name = name, .facts = facts, .variants = kForms, .simple = simple};
    const Handler handlers[] = {handler};
    uint16_t index = registry.add(std::move(info), handlers, handlers);
    assert(registry.instruction(index).first_op == index);  // Basic values are op numbers
    (void)index;
}

}  // namespace

void register_basic_instructions(Registry& registry) {
#define MOULT_ADD(name, argument, recorded) \
    add_basic(registry, #name, facts_of(#name, Argument::k##argument, Recorded::k##recorded), handle_##name);
    MOULT_CONTROL_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
#define MOULT_ADD(name, argument, recorded, kind)                                                            \
    add_basic(registry, #name, facts_of(#name, Argument::k##argument, Recorded::k##recorded, Kind::k##kind), \
              simple_handler<run_##name, compiler::Opcode::name>, run_##name);
    MOULT_SIMPLE_INSTRUCTIONS(MOULT_ADD)
#undef MOULT_ADD
}

}  // namespace moult::interp
