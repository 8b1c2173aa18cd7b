// What the running frame tells builtin functions and reports: namespaces, places, frame objects.
#pragma once

#include "runtime/state/thread.h"

namespace moult {
struct Dict;
struct Str;
}  // namespace moult

namespace moult::interp {

// A running frame's place, borrowed.
struct FramePlace {
    Str* filename;
    Dict* globals;
    int line;
};

// Of the innermost running Python frame. Globals: borrowed, null without frame. Locals: as locals() gives them.
Dict* current_globals(Thread&);
Ref<Value> current_locals(Thread&);
// Where the frame `depth` callers out from the innermost stands; false: there are not so many.
bool frame_place(Thread&, int64_t depth, FramePlace* place);
// sys._getframe(depth) as a frame object.
Ref<Value> current_frame(Thread&, int64_t depth);
// The innermost frame object of any thread; empty: it has none.
Ref<Value> innermost_frame(Thread&, const Thread& of);
// Prepends where the innermost Python frame stands to the traceback of the exception on the thread.
void add_traceback_here(Thread&);

}  // namespace moult::interp
