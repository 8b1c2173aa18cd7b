// Simple instructions of `async for`, `async with`, `await` and `yield from`.
#include "interp/generators/async_generator.h"
#include "interp/generators/generator.h"
#include "interp/instructions.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"

namespace moult::interp {

namespace {

Value* replace_top(Value* sp, Ref<Value> value) {
    if (value.is_error()) return nullptr;
    Value old = std::exchange(sp[-1], value.release());
    decref(old);
    return sp;
}

bool is_kind(Value v, Kind kind) {
    return v.is_object() && v.as_object()->shape->kind == kind;
}

}  // namespace

Value* run_ASYNC_GEN_WRAP(Thread& thread, Frame&, uint32_t, Value* sp) {
    return replace_top(sp, wrap_async_value(thread, sp[-1]));
}

// object -> what its __aiter__() gives
Value* run_GET_AITER(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value object = sp[-1];
    UnarySlot async_iter = thread.interp.type_of(object)->slots.async_iter;
    if (!async_iter) {
        (void)raise_type_error(thread, "'async for' requires an object with __aiter__ method, got %.100s",
                               type_name(thread, object));
        return nullptr;
    }
    Ref<Value> iterator = async_iter(thread, object);
    if (iterator.is_error()) return nullptr;
    if (!thread.interp.type_of(iterator)->slots.async_next) {
        (void)raise_type_error(
            thread, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
            type_name(thread, iterator));
        return nullptr;
    }
    return replace_top(sp, std::move(iterator));
}

namespace {

// What to await for the next item of an asynchronous iterator.
Ref<Value> next_awaitable(Thread& thread, Value iterator) {
    UnarySlot async_next = thread.interp.type_of(iterator)->slots.async_next;
    if (is_kind(iterator, Kind::kAsyncGenerator)) return async_next(thread, iterator);
    if (!async_next)
        return raise_type_error(thread, "'async for' requires an iterator with __anext__ method, got %.100s",
                                type_name(thread, iterator));
    Ref<Value> next = TRY(async_next(thread, iterator));
    Ref<Value> awaitable = awaitable_iterator(thread, next);
    if (!awaitable.is_error()) return awaitable;
    Ref<Value> cause = take_error(thread);
    (void)raise_type_error(thread, "'async for' received an invalid object from __anext__: %.100s",
                           type_name(thread, next));
    auto* error = thread.raised.as<ExceptionObject>();
    set_exception_cause(error, cause);
    set_exception_context(error, cause);
    return kError;
}

}  // namespace

// iterator -> iterator, awaitable
Value* run_GET_ANEXT(Thread& thread, Frame&, uint32_t, Value* sp) {
    Ref<Value> awaitable = next_awaitable(thread, sp[-1]);
    if (awaitable.is_error()) return nullptr;
    *sp++ = awaitable.release();
    return sp;
}

// awaitable -> what to send to. `arg`: 1 behind __aenter__(), 2 behind __aexit__(), for messages.
Value* run_GET_AWAITABLE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    Value awaitable = sp[-1];
    Ref<Value> iterator = awaitable_iterator(thread, awaitable);
    if (iterator.is_error()) {
        if ((arg == 1 || arg == 2) && !thread.interp.type_of(awaitable)->slots.await) {
            clear_error(thread);
            (void)raise_type_error(
                thread, "'async with' received an object from %s that does not implement __await__: %.100s",
                arg == 1 ? "__aenter__" : "__aexit__", type_name(thread, awaitable));
        }
        return nullptr;
    }
    if (is_kind(iterator, Kind::kCoroutine) && !delegate_of(iterator.as<Generator>()).is_empty()) {
        (void)raise_runtime_error(thread, "coroutine is being awaited already");
        return nullptr;
    }
    return replace_top(sp, std::move(iterator));
}

// iterable of a `yield from` -> iterator
Value* run_GET_YIELD_FROM_ITER(Thread& thread, Frame& frame, uint32_t, Value* sp) {
    Value iterable = sp[-1];
    if (is_kind(iterable, Kind::kGenerator)) return sp;
    if (is_kind(iterable, Kind::kCoroutine)) {
        if (frame.code()->flags & (kCodeCoroutine | kCodeIterableCoroutine)) return sp;
        (void)raise_type_error(thread, "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return nullptr;
    }
    return replace_top(sp, get_iterator(thread, iterable));
}

// manager -> its __aexit__, what its __aenter__() gives
Value* run_BEFORE_ASYNC_WITH(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value manager = sp[-1];
    Ref<Value> enter = find_special(thread, manager, thread.interp.names().__aenter__);
    if (enter.is_error()) return nullptr;
    if (enter.is_empty()) {
        (void)raise_type_error(thread,
                               "'%.200s' object does not support the asynchronous context manager protocol",
                               type_name(thread, manager));
        return nullptr;
    }
    Ref<Value> exit = find_special(thread, manager, thread.interp.names().__aexit__);
    if (exit.is_error()) return nullptr;
    if (exit.is_empty()) {
        (void)raise_type_error(thread,
                               "'%.200s' object does not support the asynchronous context manager protocol "
                               "(missed __aexit__ method)",
                               type_name(thread, manager));
        return nullptr;
    }
    Ref<Value> entered = call(thread, enter, {});
    if (entered.is_error()) return nullptr;
    sp[-1] = exit.release();
    *sp++ = entered.release();
    decref(manager);
    return sp;
}

}  // namespace moult::interp
