// What the files about exceptions share: the specs of the types, BaseException's constructor, fields as
// attributes.
#pragma once

#include "runtime/exceptions/exception.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/exception_list.h"
#include "runtime/strings/str.h"

namespace moult {

#define MOULT_DECLARE_SPEC(field, Name, ...) extern const TypeSpec k##Name##Type;
MOULT_EXCEPTION_TYPES(MOULT_DECLARE_SPEC, MOULT_DECLARE_SPEC, MOULT_DECLARE_SPEC)
#undef MOULT_DECLARE_SPEC

// BaseException's own.
Ref<Value> exception_make(Thread&, Type*, Args);  // *args
Status exception_init(Thread&, Value self, Args);
Ref<Value> exception_str(Thread&, Value self);
inline constexpr MakeDef kExceptionMake = {"@hidden @lax BaseException(*args)", exception_make};
inline constexpr InitDef kExceptionInit = {"@hidden @keywords:own @strict BaseException(*args)",
                                           exception_init};
inline constexpr uint32_t kExceptionFlags = kBaseType | kHasAttributes;

// An instance with these args, nothing else set.
Ref<Value> allocate_exception(Thread&, Type*, std::span<const Value> args);
// exception.args = args, unless __new__ has set just these.
Status set_exception_args(Thread&, ExceptionObject*, std::span<const Value> args);

// fields[field] as an attribute: None when not set, deletable.
template <uint8_t field>
Ref<Value> exception_field(Thread&, Value self) {
    return share_or_none(self.as<ExceptionObject>()->fields[field]);
}
template <uint8_t field>
Status assign_exception_field(Thread&, Value self, Value value) {
    set_exception_field(self.as<ExceptionObject>(), static_cast<ExceptionField>(field), value);
    return {};
}

void init_traceback(Interpreter&);

}  // namespace moult
