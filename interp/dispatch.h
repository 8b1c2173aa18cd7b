// The calling convention of handlers and the few steps every handler is made of. A handler runs one
// instruction and tail-calls the next through the dispatch table, which names the tier or mode. See
// docs/executable-code.md.
#pragma once

#include "interp/frame.h"

namespace moult::interp {

#define MOULT_HANDLER [[clang::preserve_none]]
#define MOULT_TAIL [[clang::musttail]] return

struct TableEntry;

// The first four parameters live in registers that ordinary C++ functions preserve, so that calls on the way
// cost little.
#define HANDLER_PARAMETERS                                                 \
    ::moult::interp::Instr *ip, ::moult::Value *sp, ::moult::Frame *frame, \
        const ::moult::interp::TableEntry *table, const ::moult::Value *consts, ::moult::Thread *thread
#define HANDLER_ARGUMENTS ip, sp, frame, table, consts, thread

typedef Value (*Handler)(HANDLER_PARAMETERS)
    __attribute__((preserve_none));  // NOLINT: `using` takes no attribute

struct TableEntry {
    Handler handler;
};

#define DISPATCH() MOULT_TAIL table[ip->op].handler(HANDLER_ARGUMENTS)

// Continues with the exception on the thread, raised by the instruction at ip: an exception handler of this
// frame or of a caller, or the end of the C++ call. The operand stack holds what it held before the
// instruction.
MOULT_HANDLER Value unwind(HANDLER_PARAMETERS);

// Leaves the frame with the owned result at sp[-1].
MOULT_HANDLER Value leave_frame(HANDLER_PARAMETERS);

// Serves the eval breaker (signals, collections); continues at ip.
MOULT_HANDLER Value serve_eval_breaker(HANDLER_PARAMETERS);

// At back edges and calls, before continuing at ip.
#define CHECK_EVAL_BREAKER()             \
    if (thread->requests()) [[unlikely]] \
    MOULT_TAIL ::moult::interp::serve_eval_breaker(HANDLER_ARGUMENTS)

// A frame has been pushed or popped: continue in `frame` at `frame->ip` with `frame->sp`.
#define ENTER_FRAME()           \
    do {                        \
        ip = frame->ip;         \
        sp = frame->sp;         \
        consts = frame->consts; \
        DISPATCH();             \
    } while (0)

}  // namespace moult::interp
