// Watching: objects about which somebody has made assumptions (the flag kWatched) report changes to
// Interpreter::watcher. Whoever changes such an object says so here; others pay one test of a bit.
// docs/values.md.
#pragma once

#include "runtime/model/object.h"

namespace moult {

struct Str;

// Told of watched objects. Called where the change has been made and before anything of it can be seen: what
// was there before is not released yet. Must run no Python code and release nothing.
struct Watcher {
    void* state = nullptr;
    // `key` tells which item of a dict; null: perhaps any. Of other objects it is null: of a class, something
    // may be found differently through it; of a function, its code or defaults are others; of any object, its
    // class is another.
    void (*changed)(void* state, Object*, const Str* key) = nullptr;
    void (*freed)(void* state, Object*) = nullptr;  // it is about to be freed
};

void report_change(Object*, const Str* key);
void report_freed(Object*);

inline void note_change(Object* object, const Str* key = nullptr) {
    if (object->flags & kWatched) [[unlikely]]
        report_change(object, key);
}

}  // namespace moult
