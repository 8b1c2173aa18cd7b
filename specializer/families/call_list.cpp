// Specializations of CALL for lists: the methods of exact lists that change them at one place. None of them
// releases anything or runs Python code: what would raise an exception is left to the generic instruction.
#include <algorithm>

#include "interp/control_families.h"
#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/state/types.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::CallFamily;
using interp::CallOperands;
using interp::decline;
using interp::DeoptReason;
using interp::FailureReason;
using interp::Memory;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;
using interp::ValueType;
using interp::WatchList;

//   | declaration |
struct MethodCache {
    const MethodDef* def;
};

// S::kMethod of an exact list, with S::kCount arguments, the list among them, that S::takes. The list, and
// what else S::kTypedArguments names, is taken by its type alone.
template <class S, interp::FixedString kInstruction>
struct ListMethod : Specialization<CallFamily, kInstruction> {
    using Cache = MethodCache;
    static constexpr Traits kTraits = {.changes = Memory::kListItem};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        if (!is_exact<MethodDescriptor>(call.callable)) return FailureReason::kOtherCallable;
        auto* method = call.callable.as<MethodDescriptor>();
        cache.def = method->def;
        if (method->owner != site.thread.types().list || method->def->name() != S::kMethod)
            return FailureReason::kOtherCallable;
        if (call.count != S::kCount) return FailureReason::kArgumentCount;
        return unless(guard(call, cache), FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_exact<MethodDescriptor>(call.callable) &&
               call.callable.as<MethodDescriptor>()->def == cache.def && call.count == S::kCount &&
               is_exact<List>(call.args[0]) && S::takes(call.args);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
};

// The most called method of all.
struct CallListAppend : ListMethod<CallListAppend, "CALL_LIST_APPEND"> {
    static constexpr const char* kMethod = "append";
    static constexpr uint32_t kCount = 2;
    static constexpr Traits kTraits = {
        .changes = Memory::kListItem, .result = {ValueType::kNone}, .typed_arguments = 0b01};
    static bool takes(const Value*) { return true; }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        return list_append(thread, call.args[0].as<List>(), call.args[1]).ok() ? Value(Value::none())
                                                                               : Value::error();
    }
};
MOULT_SPECIALIZE(CallListAppend);

// append = a_list.append, kept in a variable.
struct CallBoundListAppend : Specialization<CallFamily, "CALL_BOUND_LIST_APPEND"> {
    using Cache = MethodCache;
    static constexpr Traits kTraits = {.changes = Memory::kListItem, .result = {ValueType::kNone}};
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        if (!is_exact<NativeFunction>(call.callable)) return FailureReason::kOtherCallable;
        cache.def = call.callable.as<NativeFunction>()->def;
        if (cache.def->name() != CallListAppend::kMethod) return FailureReason::kOtherCallable;
        return unless(guard(call, cache), FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        if (!is_exact<NativeFunction>(call.callable) || call.count != 1) return false;
        auto* method = call.callable.as<NativeFunction>();
        return method->def == cache.def && is_exact<List>(method->self);
    }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        List* list = call.callable.as<NativeFunction>()->self.as<List>();
        return list_append(thread, list, call.args[0]).ok() ? Value(Value::none()) : Value::error();
    }
};
MOULT_SPECIALIZE(CallBoundListAppend);

// The last item.
struct CallListPop : ListMethod<CallListPop, "CALL_LIST_POP"> {
    static constexpr const char* kMethod = "pop";
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {.changes = Memory::kListItem, .typed_arguments = 0b1};
    static bool takes(const Value*) { return true; }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        List* list = call.args[0].as<List>();
        if (list->length == 0) [[unlikely]]
            return decline(thread, DeoptReason::kIndex);
        return list_take(thread, list, list->length - 1).release();
    }
};
MOULT_SPECIALIZE(CallListPop);

struct CallListPopIndex : ListMethod<CallListPopIndex, "CALL_LIST_POP_INDEX"> {
    static constexpr const char* kMethod = "pop";
    static constexpr uint32_t kCount = 2;
    static constexpr Traits kTraits = {.changes = Memory::kListItem, .typed_arguments = 0b11};
    static bool takes(const Value* args) { return args[1].is_small_int(); }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        List* list = call.args[0].as<List>();
        int64_t i = call.args[1].as_small_int();
        if (i < 0) i += static_cast<int64_t>(list->length);
        if (static_cast<uint64_t>(i) >= list->length) [[unlikely]]
            return decline(thread, DeoptReason::kIndex);
        return list_take(thread, list, static_cast<size_t>(i)).release();
    }
};
MOULT_SPECIALIZE(CallListPopIndex);

// In front of an item; beyond the ends: at the end.
struct CallListInsert : ListMethod<CallListInsert, "CALL_LIST_INSERT"> {
    static constexpr const char* kMethod = "insert";
    static constexpr uint32_t kCount = 3;
    static constexpr Traits kTraits = {
        .changes = Memory::kListItem, .result = {ValueType::kNone}, .typed_arguments = 0b011};
    static bool takes(const Value* args) { return args[1].is_small_int(); }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        List* list = call.args[0].as<List>();
        auto length = static_cast<int64_t>(list->length);
        int64_t i = call.args[1].as_small_int();
        if (i < 0) i += length;
        auto position = static_cast<size_t>(std::clamp<int64_t>(i, 0, length));
        return list_insert(thread, list, position, call.args[2]).ok() ? Value(Value::none()) : Value::error();
    }
};
MOULT_SPECIALIZE(CallListInsert);

}  // namespace

}  // namespace moult::specializer
