// The instructions that the trace tier adds, and the handlers through which traces are entered and left: what
// they count leads to Tier (tier.h).
#pragma once

#include "interp/dispatch.h"

namespace moult::jit {

// At the head of a loop: counts down to a recording.
MOULT_HANDLER Value handle_loop_header(HANDLER_PARAMETERS);
// JUMP_BACKWARD. While its counter is 0, it leads to a loop's header; else its offset is one more and leads behind the
// header, for so many turns: a loop that is not compiled is spared a dispatch.
MOULT_HANDLER Value handle_counted_jump(HANDLER_PARAMETERS);
// In recording mode: always to the header.
MOULT_HANDLER Value handle_recorded_jump(HANDLER_PARAMETERS);
// Of a loop that is not counted for now, or any more.
MOULT_HANDLER Value handle_idle_header(HANDLER_PARAMETERS);
// At the start of a function.
MOULT_HANDLER Value handle_counted_resume(HANDLER_PARAMETERS);
MOULT_HANDLER Value handle_idle_resume(HANDLER_PARAMETERS);
MOULT_HANDLER Value handle_enter_trace(HANDLER_PARAMETERS);
// The entry of a trace that is gone: what stood at its start is there again.
MOULT_HANDLER Value handle_gone(HANDLER_PARAMETERS);
// A trace has been left by Thread::trace_exit; its state is in place. Counts down to the recording of a side
// trace.
MOULT_HANDLER Value handle_leave_trace(HANDLER_PARAMETERS);
// The same after an error.
MOULT_HANDLER Value handle_failed_trace(HANDLER_PARAMETERS);
// In recording mode, before every instruction.
MOULT_HANDLER Value handle_recorded(HANDLER_PARAMETERS);

}  // namespace moult::jit
