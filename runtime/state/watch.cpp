// Reports of watched objects.
#include "runtime/state/watch.h"

#include "runtime/model/type.h"
#include "runtime/state/interpreter.h"

namespace moult {

void report_change(Object* object, const Str* key) {
    const Watcher& watcher = object->type()->interp->watcher;
    if (watcher.changed) watcher.changed(watcher.state, object, key);
}

void report_freed(Object* object) {
    object->flags &= ~uint32_t{kWatched};  // giving up its contents is no change
    const Watcher& watcher = object->type()->interp->watcher;
    if (watcher.freed) watcher.freed(watcher.state, object);
}

}  // namespace moult
