// See handlers.h.
#include "jit/handlers.h"

#include "jit/tier.h"

namespace moult::jit {

// Counters that have run out. Handlers of their own, so that those that count need no stack.
MOULT_HANDLER Value handle_hot_header(HANDLER_PARAMETERS) {
    table = tier_of(*thread)->hot(*thread, frame, ip, sp, table);
    ++ip;
    DISPATCH();
}
MOULT_HANDLER Value handle_hot_resume(HANDLER_PARAMETERS) {
    table = tier_of(*thread)->hot(*thread, frame, ip, sp, table);
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_looked_at_jump(HANDLER_PARAMETERS) {
    Instr* next = ip;
    table = tier_of(*thread)->jump(*thread, frame, &next, sp, table);
    ip = next;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}

MOULT_HANDLER Value handle_loop_header(HANDLER_PARAMETERS) {
    if (--ip->counter == 0) [[unlikely]]
        MOULT_TAIL handle_hot_header(HANDLER_ARGUMENTS);
    ++ip;
    DISPATCH();
}
MOULT_HANDLER Value handle_idle_header(HANDLER_PARAMETERS) {
    ++ip;
    DISPATCH();
}
// A jump whose counter has run out, or that has none: above all one that leads to a trace.
MOULT_HANDLER Value handle_uncounted_jump(HANDLER_PARAMETERS) {
    constexpr uint16_t kHadNone = UINT16_MAX;  // 0, counted down
    Instr* header = ip + 1 + ip->offset();
    if (ip->counter != kHadNone || table[header->op].handler != handle_enter_trace)
        MOULT_TAIL handle_looked_at_jump(HANDLER_ARGUMENTS);
    ip->counter = 0;
    ip = header;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_counted_jump(HANDLER_PARAMETERS) {
    if (ip->counter-- <= 1) [[unlikely]]
        MOULT_TAIL handle_uncounted_jump(HANDLER_ARGUMENTS);
    ip += 1 + ip->offset();
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_recorded_jump(HANDLER_PARAMETERS) {
    ip += ip->offset() + (ip->counter == 0);
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_counted_resume(HANDLER_PARAMETERS) {
    if (--ip->counter == 0) [[unlikely]]
        MOULT_TAIL handle_hot_resume(HANDLER_ARGUMENTS);
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_idle_resume(HANDLER_PARAMETERS) {
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
// Compiled code has no mark in front of it that a sanitizer could check the call by.
[[clang::no_sanitize("function")]] MOULT_HANDLER Value handle_enter_trace(HANDLER_PARAMETERS) {
    thread->set_in_trace(true);
    auto entry = reinterpret_cast<interp::Handler>(*thread->trace_entries[ip->arg]);
    MOULT_TAIL entry(HANDLER_ARGUMENTS);
}
MOULT_HANDLER Value handle_gone(HANDLER_PARAMETERS) {
    thread->set_in_trace(false);
    DISPATCH();
}
// The parameters of a handler that a trace gave the frame alone.
#define RESUME_AT_EXIT(exit)                        \
    do {                                            \
        thread->set_in_trace(false);                \
        ip = const_cast<Instr*>((exit)->ip);        \
        sp = frame->stack_bottom() + (exit)->depth; \
        consts = frame->consts;                     \
    } while (0)
MOULT_HANDLER Value handle_leave_trace(HANDLER_PARAMETERS) {
    auto* exit = static_cast<ExitRecord*>(thread->trace_exit);
    RESUME_AT_EXIT(exit);
    CHECK_EVAL_BREAKER();
    ++exit->count;
    if (--exit->left == 0) [[unlikely]]
        table = tier_of(*thread)->exit_taken(*thread, frame, ip, sp, exit, table);
    DISPATCH();
}
MOULT_HANDLER Value handle_failed_trace(HANDLER_PARAMETERS) {
    RESUME_AT_EXIT(static_cast<ExitRecord*>(thread->trace_exit));
    MOULT_TAIL interp::unwind(HANDLER_ARGUMENTS);
}
MOULT_HANDLER Value handle_recorded(HANDLER_PARAMETERS) {
    Tier* tier = tier_of(*thread);
    table = tier->step(*thread, frame, ip, sp);
    if (table != tier->recording()) DISPATCH();
    MOULT_TAIL tier->plain(ip->op)(HANDLER_ARGUMENTS);
}

}  // namespace moult::jit
