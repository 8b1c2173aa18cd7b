// How far down the C++ stack the front end's recursive walks may go, whoever calls the compiler from however
// deep. Beside it each walk counts its depth, which is what decides wherever the stack is of the usual size.
#pragma once

namespace moult::compiler {

// An address that the stack of the calling thread must stay above; null: there is no limit.
using StackLimit = const char*;

inline bool stack_exhausted(StackLimit limit) {
    return static_cast<const char*>(__builtin_frame_address(0)) < limit;
}

}  // namespace moult::compiler
