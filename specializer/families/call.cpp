// Specializations of CALL that run a Python frame: functions, methods, classes with a Python __init__,
// builtins that iterate over a generator; and classes without one.
#include "interp/builtin_loops.h"
#include "interp/control_families.h"
#include "runtime/classes/instance.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::CallBinding;
using interp::CallFamily;
using interp::CallOperands;
using interp::decline;
using interp::DeoptReason;
using interp::Executable;
using interp::FailureReason;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;
using interp::WatchList;

// The executable form of a Python function that takes exactly so many arguments as they are; null for any
// other callable. Asks the code, not the function: lambdas, inner functions and methods of many classes pass
// at one site.
inline Executable* executable_taking(Value callable, uint32_t count) {
    if (!is_exact<Function>(callable)) return nullptr;
    auto* exec = static_cast<Executable*>(callable.as<Function>()->code->executable);
    return exec && exec->exact_count == static_cast<int32_t>(count) ? exec : nullptr;
}

// Why executable_taking has none.
inline FailureReason reason_for_none_taking(Value callable, uint32_t count) {
    if (!is_exact<Function>(callable)) return FailureReason::kOtherCallable;
    auto* exec = static_cast<Executable*>(callable.as<Function>()->code->executable);
    if (!exec) return FailureReason::kNeverRun;
    if (exec->exact_count < 0) return FailureReason::kParameters;
    return unless(exec->exact_count == static_cast<int32_t>(count), FailureReason::kArgumentCount);
}

// A Python function with plain parameters, all of them given.
struct CallPyExact : Specialization<CallFamily, "CALL_PY_EXACT_ARGS"> {
    using Cache = NoCache;
    static FailureReason applies(Site&, const CallOperands& call, Cache&) {
        return reason_for_none_taking(call.callable, call.count);
    }
    static bool guard(const CallOperands& call, const Cache&) {
        return executable_taking(call.callable, call.count) != nullptr;
    }
    static bool bind(Thread&, const CallOperands& call, const Cache&, CallBinding& binding) {
        binding.function = call.callable;
        binding.exec = executable_taking(call.callable, call.count);
        return true;
    }
    static void watch(const CallOperands& call, const Cache&, WatchList& list) {
        list.add(call.callable.as_object());
    }
};
MOULT_SPECIALIZE(CallPyExact);

//   | parameters | arguments | defaults | - |
struct DefaultsCache {
    int32_t parameters;
    uint32_t count;
    uint32_t defaults;
};
static_assert(sizeof(DefaultsCache) == 12);

// The same, the last parameters left to their defaults.
struct CallPyDefaults : Specialization<CallFamily, "CALL_PY_WITH_DEFAULTS"> {
    using Cache = DefaultsCache;
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        FailureReason reason = reason_for_none_taking(call.callable, call.count);
        if (reason != FailureReason::kArgumentCount) return unless(reason == FailureReason::kNone, reason);
        auto* function = call.callable.as<Function>();
        auto* exec = static_cast<Executable*>(function->code->executable);
        if (function->defaults.is_empty() || exec->exact_count <= static_cast<int>(call.count))
            return FailureReason::kArgumentCount;
        cache.parameters = exec->exact_count;
        cache.count = call.count;
        cache.defaults = static_cast<uint32_t>(function->defaults.as<Tuple>()->length);
        auto parameters = static_cast<uint32_t>(cache.parameters);
        // Defaults for more parameters than there are cannot be indexed from the end as enter() does.
        bool fits = parameters - call.count <= cache.defaults && cache.defaults <= parameters;
        return unless(fits, FailureReason::kArgumentCount);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        if (!is_exact<Function>(call.callable) || call.count != cache.count) return false;
        auto* function = call.callable.as<Function>();
        auto* exec = static_cast<Executable*>(function->code->executable);
        return exec && exec->exact_count == cache.parameters && !function->defaults.is_empty() &&
               function->defaults.as<Tuple>()->length == cache.defaults;
    }
    static bool bind(Thread&, const CallOperands& call, const Cache& cache, CallBinding& binding) {
        auto* function = call.callable.as<Function>();
        const Tuple* defaults = function->defaults.as<Tuple>();
        binding.function = call.callable;
        binding.exec = static_cast<Executable*>(function->code->executable);
        binding.defaults =
            defaults->items() + defaults->length - static_cast<uint32_t>(cache.parameters) + call.count;
        return true;
    }
    static void watch(const CallOperands& call, const Cache&, WatchList& list) {
        list.add(call.callable.as_object());
    }
};
MOULT_SPECIALIZE(CallPyDefaults);

// A bound method of a Python function, kept in a variable.
struct CallBoundMethod : Specialization<CallFamily, "CALL_BOUND_METHOD_EXACT_ARGS"> {
    using Cache = NoCache;
    static FailureReason applies(Site&, const CallOperands& call, Cache&) {
        if (!call.base[0].is_empty() || !is_exact<Method>(call.callable))
            return FailureReason::kOtherCallable;
        return reason_for_none_taking(call.callable.as<Method>()->function, call.count + 1);
    }
    static bool guard(const CallOperands& call, const Cache&) {
        return call.base[0].is_empty() && is_exact<Method>(call.callable) &&
               executable_taking(call.callable.as<Method>()->function, call.count + 1);
    }
    static bool bind(Thread&, const CallOperands& call, const Cache&, CallBinding& binding) {
        binding.function = call.callable.as<Method>()->function;
        binding.exec = executable_taking(binding.function, call.count + 1);
        binding.unpacks_method = true;
        return true;
    }
};
MOULT_SPECIALIZE(CallBoundMethod);

//   | version of the class | arguments | __init__ (borrowed: alive while the class is unchanged) |
struct ClassCache {
    uint32_t version;
    uint32_t count;
    Function* init;
};

// Unless the callable is a class that programs have made, calling which is object.__new__ and then __init__. Those with
// finalizers are left out: these look at the frames around the place where an instance dies, which traces may have left out.
inline FailureReason makes_plain_instance(const Types& types, Value callable) {
    if (!callable.is_object()) return FailureReason::kOtherCallable;
    const Shape* shape = callable.as_object()->shape;
    if (shape->kind != Kind::kType)
        return shape->base_kind == Kind::kType ? FailureReason::kMetaclass : FailureReason::kOtherCallable;
    auto* type = callable.as<Type>();
    if (!type->is_heap_type()) return FailureReason::kOtherCallable;
    if (type->type() != types.type) return FailureReason::kMetaclass;
    return unless(!(type->flags & (kAbstract | kHasFinalizer)) &&
                      type->slots.new_instance == types.object->slots.new_instance,
                  FailureReason::kConstruction);
}

inline bool is_class_of_version(Value callable, uint32_t version) {
    return callable.is_object() && callable.as_object()->shape->kind == Kind::kType &&
           callable.as<Type>()->version == version;
}

// A class that inherits object.__new__, with a Python __init__ with plain parameters: the instance is made
// here and __init__ runs in a frame of its own, without a C++ call.
struct CallPyClass : Specialization<CallFamily, "CALL_PY_CLASS"> {
    using Cache = ClassCache;
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        FailureReason reason = makes_plain_instance(site.thread.types(), call.callable);
        if (reason != FailureReason::kNone) return reason;
        auto* type = call.callable.as<Type>();
        Value init = lookup_in_type(type, site.thread.interp.names().__init__);
        if (!is_exact<Function>(init)) return FailureReason::kConstruction;
        cache.init = init.as<Function>();
        const Code* code = cache.init->code.get();
        if (!interp::has_plain_parameters(code)) return FailureReason::kParameters;
        if (code->argcount != static_cast<int>(call.count) + 1) return FailureReason::kArgumentCount;
        if (code->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator))
            return FailureReason::kMakesGenerator;
        if (!interp::executable_of(site.thread, cache.init->code.get())) {
            clear_error(site.thread);
            return FailureReason::kNoMemory;
        }
        cache.count = call.count;
        cache.version = type_version(type);
        return unless(cache.version != 0, FailureReason::kNoVersion);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_class_of_version(call.callable, cache.version) && call.count == cache.count;
    }
    static bool bind(Thread& thread, const CallOperands& call, const Cache& cache, CallBinding& binding) {
        // The code may have been replaced since (init.__code__ = ...).
        binding.function = Value(cache.init);
        binding.exec = executable_taking(binding.function, call.count + 1);
        binding.instance_of = call.callable.as<Type>();
        if (!binding.exec) return decline(thread, DeoptReason::kCode);
        return true;
    }
    static void watch(const CallOperands& call, const Cache& cache, WatchList& list) {
        list.add(call.callable.as_object());
        list.add(cache.init);
    }
};
MOULT_SPECIALIZE(CallPyClass);

//   | version of the class |
struct VersionCache {
    uint32_t version;
};

// A class that inherits object.__new__ and object.__init__ both, called without arguments.
struct CallPlainClass : Specialization<CallFamily, "CALL_PLAIN_CLASS"> {
    using Cache = VersionCache;
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        const Types& types = site.thread.types();
        FailureReason reason = makes_plain_instance(types, call.callable);
        if (reason != FailureReason::kNone) return reason;
        auto* type = call.callable.as<Type>();
        if (type->slots.init != types.object->slots.init) return FailureReason::kConstruction;
        if (call.count != 0) return FailureReason::kArgumentCount;
        cache.version = type_version(type);
        return unless(cache.version != 0, FailureReason::kNoVersion);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_class_of_version(call.callable, cache.version) && call.count == 0;
    }
    static void watch(const CallOperands& call, const Cache&, WatchList& list) {
        list.add(call.callable.as_object());
    }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        return allocate_instance(thread, call.callable.as<Type>()).release();
    }
};
MOULT_SPECIALIZE(CallPlainClass);

// --- builtin functions that iterate over a generator, run as loops of the interpreter
// (interp/builtin_loops.h), so that the generator is resumed without a C++ call

inline bool is_generator(Value v) {
    return v.is_object() && v.as_object()->shape->kind == Kind::kGenerator;
}

//   | callable (borrowed: an immortal builtin type, or alive as long as its module's dict) | loop |
struct LoopCache {
    Value callable;
    Function* loop;
};
static_assert(sizeof(LoopCache) == 16);

// Over one builtin, known by its name in the module builtins.
template <interp::FixedString kBuiltin, interp::FixedString kInstruction>
struct CallLoop : Specialization<CallFamily, kInstruction> {
    using Cache = LoopCache;
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        if (call.count != 1 || !call.base[0].is_empty()) return FailureReason::kOtherCallable;
        if (!is_generator(call.args[0])) return FailureReason::kOtherCallable;
        Interpreter& interp = site.thread.interp;
        Ref<Str> name = intern(site.thread, kBuiltin.text);
        if (!name) {
            clear_error(site.thread);
            return FailureReason::kNoMemory;
        }
        if (call.callable != original(interp, name.get())) return FailureReason::kOtherCallable;
        cache.callable = call.callable;
        cache.loop = interp::builtin_loop(site.thread, kBuiltin.text);
        return unless(cache.loop != nullptr, FailureReason::kNoMemory);
    }
    // The builtin of that name, whatever the program has put in its place.
    static Value original(Interpreter& interp, Str* name) {
        const Types& types = interp.types();
        std::string_view text = kBuiltin.text;
        if (text == "list") return Value(types.list);
        if (text == "tuple") return Value(types.tuple);
        if (text == "set") return Value(types.set);
        Value found = dict_get_str(interp.builtins.get(), name);
        if (!is_exact<NativeFunction>(found)) return Value::empty();
        const MethodDef* def = found.as<NativeFunction>()->def;
        Str* module = as_str(found.as<NativeFunction>()->module);
        return module && str_equal_ascii(module, "builtins") && def->name() == text ? found : Value::empty();
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.callable == cache.callable && call.count == 1 && call.base[0].is_empty() &&
               is_generator(call.args[0]);
    }
    static bool bind(Thread& thread, const CallOperands&, const Cache& cache, CallBinding& binding) {
        binding.function = Value(cache.loop);
        binding.exec = static_cast<Executable*>(cache.loop->code->executable);
        binding.replaces_callable = true;
        if (!binding.exec) return decline(thread, DeoptReason::kCode);
        return true;
    }
};
using CallSumLoop = CallLoop<"sum", "CALL_SUM_GENERATOR">;
MOULT_SPECIALIZE(CallSumLoop);
using CallAnyLoop = CallLoop<"any", "CALL_ANY_GENERATOR">;
MOULT_SPECIALIZE(CallAnyLoop);
using CallAllLoop = CallLoop<"all", "CALL_ALL_GENERATOR">;
MOULT_SPECIALIZE(CallAllLoop);
using CallListLoop = CallLoop<"list", "CALL_LIST_GENERATOR">;
MOULT_SPECIALIZE(CallListLoop);
using CallTupleLoop = CallLoop<"tuple", "CALL_TUPLE_GENERATOR">;
MOULT_SPECIALIZE(CallTupleLoop);
using CallSetLoop = CallLoop<"set", "CALL_SET_GENERATOR">;
MOULT_SPECIALIZE(CallSetLoop);

}  // namespace

}  // namespace moult::specializer
