// What the files about exceptions share: the slots and attributes of each C++ layout, one table entry per
// layout.
#pragma once

#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

// What an exception type with its own layout has beyond BaseException.
struct ExceptionBehaviour {
    Status (*init)(Thread&, Value self, CallArgs) = nullptr;
    Ref<Value> (*new_instance)(Thread&, Type*, CallArgs) = nullptr;
    UnarySlot str = nullptr;
    std::span<const MethodDef> methods = {};
    std::span<const GetSetDef> attributes = {};
};

// BaseException's own.
Ref<Value> exception_new(Thread&, Type*, CallArgs);
Status exception_init(Thread&, Value self, CallArgs);
Ref<Value> exception_str(Thread&, Value self);

// An instance with these args, nothing else set.
Ref<Value> allocate_exception(Thread&, Type*, std::span<const Value> args);
// BaseException.__init__ for types that take keywords: args = the positional ones.
Status init_exception_args(Thread&, ExceptionObject*, CallArgs);
// TypeError "X() takes no keyword arguments" when there are some.
Status refuse_exception_keywords(Thread&, const Type*, CallArgs);
// The keyword arguments of a constructor that knows `names`, each one borrowed or empty in `out`. TypeError
// "'x' is an invalid keyword argument for FUNCTION".
Status take_exception_keywords(Thread&, const char* function, CallArgs, std::span<const char* const> names,
                               Value* out);

// fields[field] as an attribute: None when not set, deletable.
template <uint8_t field>
Ref<Value> exception_field(Thread&, Value self) {
    Value value = self.as<ExceptionObject>()->fields[field];
    return value.is_empty() ? Ref<Value>(Value::none()) : share(value);
}
template <uint8_t field>
Status assign_exception_field(Thread&, Value self, Value value) {
    set_exception_field(self.as<ExceptionObject>(), static_cast<ExceptionField>(field), value);
    return {};
}

// Of the exception types with layout kOs, kSyntax, kUnicode and kGroup.
ExceptionBehaviour os_error_behaviour();
ExceptionBehaviour syntax_error_behaviour();
ExceptionBehaviour unicode_decode_error_behaviour();
ExceptionBehaviour unicode_encode_error_behaviour();
ExceptionBehaviour unicode_translate_error_behaviour();
ExceptionBehaviour exception_group_behaviour();

void init_traceback(Interpreter&);

}  // namespace moult
