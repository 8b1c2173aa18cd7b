// weakref.ref, and the interpreter's side table from objects to the weak references to them.
#pragma once

#include <unordered_map>
#include <vector>

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct WeakRef : Object {
    static constexpr Kind kKind = Kind::kWeakRef;
    Object* referent;  // borrowed; null when it is gone
    Value callback;    // owned; empty when there is none
    int64_t hash;      // of the referent; -1: not yet computed

    static constexpr auto kFields = fields<&WeakRef::callback>;
    static constexpr bool kClears = true;
    static void release(Interpreter&, WeakRef&);  // leaves the table
};

// Objects that have kHasWeakrefs in their flags, with their weak references, oldest first (borrowed).
struct WeakRefTable {
    std::unordered_map<Object*, std::vector<WeakRef*>> entries;
};

// Called by destroy() for an object with kHasWeakrefs, before its fields are released: its weak references
// lose it, then their callbacks run, newest first. Never fails (errors of callbacks are reported).
void clear_weakrefs(Interpreter&, Object*);
// The steps of the same for the collector, which clears all weak references before any callback runs. The
// references that an object loses, in the order in which their callbacks run; borrowed.
std::vector<WeakRef*> detach_weakrefs_to(Interpreter&, Object*);
void detach_weakref(Interpreter&, WeakRef*);
// Once; the reference must be alive.
void call_weakref_callback(Thread&, WeakRef*);
// A weak reference of exactly weakref.ref; shared when there is no callback. `callback` empty: none.
// TypeError "cannot create weak reference to 'int' object".
Ref<Value> make_weakref(Thread&, Value referent, Value callback);
// weakref.proxy(referent, callback): a stand-in that forwards every operation to the object.
Ref<Value> make_weak_proxy(Thread&, Value referent, Value callback);
// The weak references and proxies to an object, oldest first; borrowed.
std::vector<WeakRef*> weakrefs_of(Interpreter&, Value object);
void init_weakref(Interpreter&);
void init_weak_proxy(Interpreter&);

}  // namespace moult
