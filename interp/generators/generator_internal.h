// What the types generator, coroutine and async_generator share. For generator_type.cpp, coroutine.cpp and
// async_generator.cpp only.
#pragma once

#include "interp/generators/generator.h"
#include "runtime/operations/native_type.h"

namespace moult::interp {

// Slots that all three have.
void generator_finalize(Thread&, Object*);
Ref<Value> generator_repr(Thread&, Value self);
// What the death of a generator means: close it, or warn, or call a hook. Errors are reported.
void end_generator(Thread&, Generator*);

// What Python sees of an outcome: the value yielded; StopIteration with the value returned, or, from a `next`
// slot, empty for None.
Ref<Value> yielded_or_stop(Thread&, GeneratorOutcome, Ref<Value> result);
Ref<Value> next_or_empty(Thread&, GeneratorOutcome, Ref<Value> result);

// type, value, traceback of "throw(self, type, value=..., traceback=..., /)", as many as are given.
inline std::span<const Value> thrown_arguments(Args args) {
    size_t count = args[2].is_empty() ? 1 : args[3].is_empty() ? 2 : 3;
    return {args.values + 1, count};
}

// send, throw, close as methods, of anything that is a Generator.
Ref<Value> send_to_generator(Thread&, Generator*, Value sent);
Ref<Value> throw_into_generator(Thread&, Generator*, std::span<const Value> arguments);
Ref<Value> close_generator(Thread&, Generator*);

// Attributes under the names that the three types give them.
Ref<Value> get_generator_name(Thread&, Value self);
Status set_generator_name(Thread&, Value self, Value value);
Ref<Value> get_generator_qualname(Thread&, Value self);
Status set_generator_qualname(Thread&, Value self, Value value);
Ref<Value> get_generator_frame(Thread&, Value self);
Ref<Value> get_generator_running(Thread&, Value self);
Ref<Value> get_generator_suspended(Thread&, Value self);
Ref<Value> get_generator_code(Thread&, Value self);
Ref<Value> get_generator_delegate(Thread&, Value self);

// cr_origin of a coroutine made by a frame: a tuple of (file name, line, function name) of it and its
// callers.
Ref<Value> coroutine_origin(Thread&, const Frame* creator);

extern const TypeSpec kCoroutineType, kAsyncGeneratorType;
// A coroutine that was never started dies: RuntimeWarning "coroutine 'f' was never awaited".
void warn_never_awaited(Thread&, Generator*);
// An async generator dies: the hook of sys.set_asyncgen_hooks() takes over. False: there is none.
bool finalize_with_hook(Thread&, Generator*);

}  // namespace moult::interp
