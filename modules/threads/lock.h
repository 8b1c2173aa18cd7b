// The locks of _thread. Their state is the interpreter's lock's: who takes one that is free waits for nothing and asks
// the system for nothing.
#pragma once

#include <semaphore.h>

#include <memory>

#include "runtime/operations/native_type.h"
#include "runtime/state/thread.h"

namespace moult {

// What threads that wait for a lock sleep on. They hold it, too: it may outlive the lock, and the interpreter.
struct Semaphore {
    sem_t value;
    Semaphore() { sem_init(&value, 0, 0); }
    ~Semaphore() { sem_destroy(&value); }
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;
};

// Who waits: what both kinds of lock are made of.
struct Waiters {
    std::shared_ptr<Semaphore> semaphore;  // made when first needed
    uint32_t count = 0;

    void wake_one();
};

// threading.Lock(): of no thread in particular.
struct LockObject : Object {
    bool locked = false;
    Waiters waiters;
    static void release(Interpreter&, LockObject&);
};
// threading.RLock(): taken by a thread, as often as it likes.
struct RLockObject : Object {
    uint64_t owner = 0;  // its ident; 0: none
    uint64_t depth = 0;  // times it has taken it
    Waiters waiters;
    static void release(Interpreter&, RLockObject&);
};
extern const TypeSpec kLockType, kRLockType;

Ref<LockObject> make_lock(Thread&);
void release_lock(LockObject&);  // one that is locked

}  // namespace moult
