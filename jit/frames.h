// What traces do to frames, shared by machine code compiled ahead (exits) and by the bodies that traces
// inline.
#pragma once

#include "interp/calls.h"

namespace moult::jit {

// How a frame was called: what its header and its caller's need.
struct FrameLink {
    Frame* caller;
    Function* function;  // a reference is taken over
    interp::Executable* exec;
    const interp::Instr* call;    // the caller's instruction
    const interp::Instr* resume;  // where the caller waits
    Value* caller_sp;             // what the call leaves on the caller's operand stack ends here
    Value instance;               // taken over
};

// Pushes and links a frame for which there is room (check_room). The locals are left to the caller.
[[gnu::always_inline]] inline Frame* push_trace_frame(Thread* thread, const FrameLink& link) {
    auto* frame = reinterpret_cast<Frame*>(thread->stack_top);
    thread->stack_top += interp::kFrameWords + link.exec->frame_values;
    ++thread->recursion_depth;
    link.caller->ip = const_cast<interp::Instr*>(link.call);
    link.caller->resume = const_cast<interp::Instr*>(link.resume);
    link.caller->sp = link.caller_sp;
    interp::initialize_frame(frame, link.function, link.exec);
    frame->exchange_instance(link.instance);
    frame->previous = link.caller;
    thread->frame = frame;
    return frame;
}

// What CALL does with any callable; the operands (two values, then `count` arguments, the last of them named)
// stay. The owned result, or error.
Value call_operands(Thread*, Value* operands, uint32_t count, Value keyword_names);

}  // namespace moult::jit

extern "C" {
// Puts a virtual frame into memory when a trace is left: as push_trace_frame, all locals empty.
moult::Frame* moult_materialize_frame(moult::Thread*, moult::Frame* caller, moult::Function*,
                                      moult::interp::Executable*, const moult::interp::Instr* call,
                                      const moult::interp::Instr* resume, moult::Value* caller_sp,
                                      moult::Value instance);
// The rest of leaving a frame that somebody has made an object of, or that has a namespace of its own.
void moult_detach_frame(moult::Thread*, moult::Frame*);
// bool(value): 0, 1, or -1 with an exception.
int moult_slow_truth(moult::Thread*, moult::Value);
}
