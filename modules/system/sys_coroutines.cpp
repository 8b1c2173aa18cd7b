// What the module sys has for event loops: hooks of async generators, tracking of where coroutines are made.
#include <climits>

#include "modules/system/sys_internal.h"
#include "runtime/classes/function.h"
#include "runtime/objects/module.h"
#include "runtime/objects/struct_sequence.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr StructField kHookFields[] = {
    {"firstiter", "called with an async generator when it is first iterated"},
    {"finalizer", "called with an async generator that is about to be freed"},
};
constexpr StructSequenceSpec kHooks{"asyncgen_hooks", "The hooks of async generators.", kHookFields, 2};

Value none_if_empty(const Ref<Value>& value) {
    return value.is_empty() ? Value::none() : value.get();
}

Ref<Value> get_hooks_function(Thread& thread, Args) {
    Type*& type = thread.interp.types().asyncgen_hooks;
    if (!type) type = native_type(thread.interp, kStructSequenceType<kHooks>);
    const Value values[] = {none_if_empty(thread.async_generator_first_hook),
                            none_if_empty(thread.async_generator_finalizer)};
    return make_struct_sequence(thread, type, kHooks, values);
}

Status check_hook(Thread& thread, Value hook, const char* name) {
    if (hook.is_empty() || hook.is_none() || thread.interp.type_of(hook)->slots.call) return {};
    return raise_type_error(thread, "callable %s expected, got %.50s", name, type_name(thread, hook));
}
void set_hook(Ref<Value>* place, Value hook) {
    if (!hook.is_empty()) *place = share(hook.is_none() ? Value::empty() : hook);
}
Ref<Value> set_hooks_function(Thread& thread, Args args) {
    TRY(check_hook(thread, args[1], "finalizer"));
    TRY(check_hook(thread, args[0], "firstiter"));
    set_hook(&thread.async_generator_finalizer, args[1]);
    set_hook(&thread.async_generator_first_hook, args[0]);
    return Value::none();
}

Ref<Value> get_depth_function(Thread& thread, Args) {
    return Value::small_int(thread.coroutine_origin_depth);
}
Ref<Value> set_depth_function(Thread& thread, Args args) {
    int64_t depth = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    if (depth < 0) return raise_value_error(thread, "depth must be >= 0");
    if (depth > INT_MAX) return raise_overflow_error(thread, "Python int too large to convert to C int");
    thread.coroutine_origin_depth = static_cast<int>(depth);
    return Value::none();
}

constexpr MethodDef kFunctions[] = {
    {"get_asyncgen_hooks()", get_hooks_function, "The hooks of async generators, as a named tuple."},
    {"set_asyncgen_hooks(firstiter=..., finalizer=...)", set_hooks_function,
     "Set functions that are called with async generators at their first iteration and before their end."},
    {"get_coroutine_origin_tracking_depth()", get_depth_function,
     "How many frames coroutines remember of where they were made."},
    {"set_coroutine_origin_tracking_depth(depth)", set_depth_function,
     "Set how many frames coroutines remember of where they were made; 0: none."},
};

}  // namespace

Status add_sys_coroutine_functions(Thread& thread, Dict* sys) {
    return add_functions(thread, sys, kFunctions);
}

}  // namespace moult
