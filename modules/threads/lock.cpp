// See lock.h.
#include "modules/threads/lock.h"

#include <time.h>

#include <cerrno>
#include <cstdio>

#include "interp/eval.h"
#include "modules/time/time_struct.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

constexpr int64_t kForever = -1;
constexpr int64_t kSecond = 1'000'000'000;

int64_t now() {
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * kSecond + t.tv_nsec;
}

// "_thread.lock"; of a subclass, which Python makes, the bare name.
std::string shown_name(const Object& self) {
    const Type* type = self.type();
    return type->spec ? type->spec->name : to_utf8(type->name.get());
}

// The arguments of acquire(): nanoseconds to wait at most, 0 not to wait, or kForever.
Result<int64_t> read_patience(Thread& thread, Value blocking_value, Value timeout_value) {
    bool blocking = TRY(truth(thread, blocking_value));
    int64_t span = TRY(read_span(thread, timeout_value));
    if (!blocking && span != kForever * kSecond)
        return raise_value_error(thread, "can't specify a timeout for a non-blocking call");
    if (span < 0 && span != kForever * kSecond)
        return raise_value_error(thread, "timeout value must be positive");
    if (!blocking) return 0;
    return span < 0 ? kForever : span;
}

// Waits until try_take() succeeds, for so long at most. Signals are served meanwhile, and may raise.
template <class TryTake>
Result<bool> take(Thread& thread, Waiters& waiters, int64_t patience, TryTake&& try_take) {
    if (try_take()) return true;
    if (patience == 0) return false;
    int64_t end = INT64_MAX;
    if (patience != kForever && __builtin_add_overflow(now(), patience, &end)) end = INT64_MAX;
    timespec until = {end / kSecond, end % kSecond};
    if (!waiters.semaphore) waiters.semaphore = std::make_shared<Semaphore>();
    for (;;) {
        std::shared_ptr<Semaphore> semaphore = waiters.semaphore;
        ++waiters.count;
        int failure = unlocked(thread, [&] {
            return patience == kForever ? sem_wait(&semaphore->value)
                                        : sem_clockwait(&semaphore->value, CLOCK_MONOTONIC, &until);
        });
        int error = failure ? errno : 0;
        --waiters.count;
        if (try_take()) return true;
        if (error == ETIMEDOUT) return false;
        if (error == EINTR) TRY(interp::handle_signals(thread));
    }
}

// --- Lock

Ref<Value> lock_acquire(Thread& thread, LockObject& self, Args args) {
    int64_t patience = TRY(read_patience(thread, args[1], args[2]));
    Ref<Value> held = share(Value(&self));
    return Value::boolean(
        TRY(take(thread, self.waiters, patience, [&self] { return !std::exchange(self.locked, true); })));
}
Ref<Value> lock_enter(Thread& thread, LockObject& self, Args) {
    Ref<Value> held = share(Value(&self));
    return Value::boolean(
        TRY(take(thread, self.waiters, kForever, [&self] { return !std::exchange(self.locked, true); })));
}
Ref<Value> lock_release(Thread& thread, LockObject& self, Args) {
    if (!self.locked) return raise_runtime_error(thread, "release unlocked lock");
    release_lock(self);
    return Value::none();
}
Ref<Value> lock_locked(Thread&, LockObject& self, Args) {
    return Value::boolean(self.locked);
}
Ref<Value> lock_after_fork(Thread&, LockObject& self, Args) {
    self.locked = false;
    self.waiters = {};
    return Value::none();
}
Ref<Value> lock_repr(Thread& thread, LockObject& self) {
    char text[96];
    std::snprintf(text, sizeof text, " object at %p>", static_cast<void*>(&self));
    return make_str(thread, std::string(self.locked ? "<locked " : "<unlocked ") + shown_name(self) + text);
}

constexpr const char* kAcquireDoc =
    "Take the lock; wait until it is free, or for at most 'timeout' seconds. True when it was taken.";
constexpr const char* kReleaseDoc = "Let the lock go, so that one of those who wait gets it.";
constexpr const char* kLockedDoc = "Whether the lock is taken.";

constexpr MethodDef kLockMethods[] = {
    {"@hidden acquire(self, blocking=True, timeout=-1)", method<&lock_acquire>, kAcquireDoc},
    {"@hidden acquire_lock(self, blocking=True, timeout=-1)", method<&lock_acquire>, kAcquireDoc},
    {"@hidden release(self, /)", method<&lock_release>, kReleaseDoc},
    {"@hidden release_lock(self, /)", method<&lock_release>, kReleaseDoc},
    {"@hidden locked(self, /)", method<&lock_locked>, kLockedDoc},
    {"@hidden locked_lock(self, /)", method<&lock_locked>, kLockedDoc},
    {"@hidden __enter__(self, /)", method<&lock_enter>, kAcquireDoc},
    {"@hidden __exit__(self, /, *args)", method<&lock_release>, kReleaseDoc},
    {"@hidden _at_fork_reinit(self, /)", method<&lock_after_fork>, "Make it as new, in a child process."},
};

// --- RLock

bool try_take(RLockObject& self, const Thread& thread) {
    if (self.depth > 0 && self.owner != thread.ident) return false;
    self.owner = thread.ident;
    ++self.depth;
    return true;
}
Result<bool> rlock_take(Thread& thread, RLockObject& self, int64_t patience) {
    Ref<Value> held = share(Value(&self));
    return take(thread, self.waiters, patience, [&] { return try_take(self, thread); });
}
Ref<Value> rlock_acquire(Thread& thread, RLockObject& self, Args args) {
    int64_t patience = TRY(read_patience(thread, args[1], args[2]));
    return Value::boolean(TRY(rlock_take(thread, self, patience)));
}
Ref<Value> rlock_enter(Thread& thread, RLockObject& self, Args) {
    return Value::boolean(TRY(rlock_take(thread, self, kForever)));
}
bool owns(const RLockObject& self, const Thread& thread) {
    return self.depth > 0 && self.owner == thread.ident;
}
void free_rlock(RLockObject& self) {
    self.depth = 0;
    self.owner = 0;
    self.waiters.wake_one();
}
Ref<Value> rlock_release(Thread& thread, RLockObject& self, Args) {
    if (!owns(self, thread)) return raise_runtime_error(thread, "cannot release un-acquired lock");
    if (--self.depth == 0) free_rlock(self);
    return Value::none();
}
Ref<Value> rlock_is_owned(Thread& thread, RLockObject& self, Args) {
    return Value::boolean(owns(self, thread));
}
// What Condition.wait() does around its waiting: the lock as a whole is let go, and taken again as it was.
Ref<Value> rlock_release_save(Thread& thread, RLockObject& self, Args) {
    if (self.depth == 0) return raise_runtime_error(thread, "cannot release un-acquired lock");
    Ref<Value> depth = TRY(make_int(thread, static_cast<int64_t>(self.depth)));
    Ref<Value> owner = TRY(make_int(thread, static_cast<int64_t>(self.owner)));
    free_rlock(self);
    return make_tuple(thread, {depth.get(), owner.get()});
}
Ref<Value> rlock_acquire_restore(Thread& thread, RLockObject& self, Args args) {
    auto* state = as_instance<Tuple>(args[1]);
    int64_t depth, owner;
    if (!state || state->length != 2 || !int_to_int64(as_int(state->items()[0]), &depth) ||
        !int_to_int64(as_int(state->items()[1]), &owner))
        return raise_type_error(thread, "_acquire_restore() argument must be what _release_save() gave");
    TRY(rlock_take(thread, self, kForever));
    self.depth = static_cast<uint64_t>(depth);
    self.owner = static_cast<uint64_t>(owner);
    return Value::none();
}
Ref<Value> rlock_after_fork(Thread&, RLockObject& self, Args) {
    self.owner = self.depth = 0;
    self.waiters = {};
    return Value::none();
}
Ref<Value> rlock_repr(Thread& thread, RLockObject& self) {
    char text[160];
    std::snprintf(text, sizeof text, " object owner=%lu count=%lu at %p>", self.owner, self.depth,
                  static_cast<void*>(&self));
    return make_str(thread, std::string(self.depth ? "<locked " : "<unlocked ") + shown_name(self) + text);
}
Ref<Value> make_rlock(Thread& thread, Type* type, Args) {
    Ref<RLockObject> lock = TRY(new_instance<RLockObject>(thread, type));
    return lock;
}

constexpr MethodDef kRLockMethods[] = {
    {"@hidden acquire(self, blocking=True, timeout=-1)", method<&rlock_acquire>, kAcquireDoc},
    {"@hidden release(self, /)", method<&rlock_release>, kReleaseDoc},
    {"@hidden _is_owned(self, /)", method<&rlock_is_owned>, "For internal use by threading.Condition."},
    {"@hidden _acquire_restore(self, state, /)", method<&rlock_acquire_restore>,
     "For internal use by threading.Condition."},
    {"@hidden _release_save(self, /)", method<&rlock_release_save>,
     "For internal use by threading.Condition."},
    {"@hidden __enter__(self, /)", method<&rlock_enter>, kAcquireDoc},
    {"@hidden __exit__(self, /, *args)", method<&rlock_release>, kReleaseDoc},
    {"@hidden _at_fork_reinit(self, /)", method<&rlock_after_fork>, "Make it as new, in a child process."},
};

}  // namespace

void Waiters::wake_one() {
    if (count > 0) sem_post(&semaphore->value);
}

void LockObject::release(Interpreter&, LockObject& lock) {
    lock.waiters.semaphore.reset();
}
void RLockObject::release(Interpreter&, RLockObject& lock) {
    lock.waiters.semaphore.reset();
}

constexpr TypeSpec kLockType = native<LockObject>({
    .name = "_thread.lock",
    .flags = kHasWeakrefSupport | kDisallowNew,
    .doc =
        "A lock: taken by one thread at a time, let go by any.\n\nacquire() -- take it, waiting if need be\n"
        "release() -- let it go\nlocked() -- whether it is taken",
    .slots = {.repr = slot<&lock_repr>},
    .methods = kLockMethods,
});
constexpr TypeSpec kRLockType = native<RLockObject>({
    .name = "_thread.RLock",
    .flags = kHasWeakrefSupport | kBaseType,
    .make = {"@hidden RLock(*args, **kwargs)", make_rlock},
    .slots = {.repr = slot<&rlock_repr>},
    .methods = kRLockMethods,
});

Ref<LockObject> make_lock(Thread& thread) {
    return new_object<LockObject>(thread, native_type(thread.interp, kLockType));
}
void release_lock(LockObject& lock) {
    lock.locked = false;
    lock.waiters.wake_one();
}

}  // namespace moult
