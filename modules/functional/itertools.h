// The types of the module itertools, each family in a file of its own, and what they share.
#pragma once

#include <algorithm>
#include <cstring>

#include "runtime/containers/container_support.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

extern const TypeSpec kChainType;
extern const TypeSpec kCountType, kRepeatType, kCycleType;
extern const TypeSpec kAccumulateType, kPairwiseType, kStarmapType, kZipLongestType;
extern const TypeSpec kCompressType, kDropwhileType, kFilterfalseType, kIsliceType, kTakewhileType;
extern const TypeSpec kCombinationsType, kCombinationsWithReplacementType, kPermutationsType, kProductType;
extern const TypeSpec kGroupbyType, kGrouperType;
extern const TypeSpec kTeeType, kTeeDataType;
Ref<Value> tee_function(Thread&, Args);  // itertools.tee()

// Rows of methods that most of them have; the functions are over their structs.
template <auto function>
inline constexpr MethodDef kReduce{"@hidden __reduce__(self, /)", method<function>,
                                   "Return state information for pickling."};
template <auto function>
inline constexpr MethodDef kSetState{"@hidden __setstate__(self, state, /)", method<function>,
                                     "Set state information for unpickling."};
template <auto function>
inline constexpr MethodDef kSizeOf{"@hidden __sizeof__(self, /)", method<function>,
                                   "Returns size in memory, in bytes."};

inline Immediate small(int64_t i) {
    return Value::small_int(i);
}

// A tuple of the values in front of the first empty one.
inline Ref<Tuple> tuple_of_given(Thread& thread, std::initializer_list<Value> values) {
    auto end = std::find_if(values.begin(), values.end(), [](Value v) { return v.is_empty(); });
    return make_tuple(thread, std::span(values.begin(), end));
}
// What __reduce__ gives: the class of the object, the arguments that make such an object, and the state to set
// then, left out when it is empty.
inline Ref<Value> reduced(Thread& thread, const Object& self, std::initializer_list<Value> arguments,
                          Value state = Value::empty()) {
    Ref<Tuple> made_of = TRY(moult::make_tuple(thread, arguments));
    if (state.is_empty()) return moult::make_tuple(thread, {Value(self.type()), made_of.value()});
    return moult::make_tuple(thread, {Value(self.type()), made_of.value(), state});
}

// What __setstate__ got, when it has to be a tuple of so many items: as PyArg_ParseTuple, TypeError otherwise.
Result<std::span<const Value>> state_items(Thread&, Value state, size_t least, size_t most);
// "argument 1 must be list, not int", as PyArg_ParseTuple has it where no function is named.
Failure raise_bad_item(Thread&, int number, const char* wanted, Value given);

// The spec of a type of iterators that can be subclassed, completed.
template <class T, auto next = &T::next>
consteval TypeSpec iterator_type(TypeSpec spec) {
    spec.flags |= kBaseType;
    spec.slots.iter = return_self;
    spec.slots.next = slot<next>;
    return native<T>(spec);
}

// A new T whose first owned fields are these; failure when one of them is.
template <class T, std::same_as<Ref<Value>>... Owned>
Ref<Value> make_of(Thread& thread, Type* type, Owned... owned) {
    if ((failed(owned) || ...)) return kError;
    Ref<T> made = TRY(new_instance<T>(thread, type));
    auto fill = [&]<auto... members>(FieldList<members...>) {
        Ref<Value> values[sizeof...(members)] = {std::move(owned)...};
        size_t i = 0;
        ((made.get()->*members = values[i++].release()), ...);
    };
    fill(T::kFields);
    return made;
}

// The next item of an iterator in a field. What the iterator runs may take it out of the field.
inline Ref<Value> next_of(Thread& thread, Value field) {
    if (field.is_empty()) return Ref<Value>::empty();
    Ref<Value> held = share(field);
    return iterator_next(thread, held);
}
// An iterator over the next item; empty when there is none.
inline Ref<Value> next_iterator(Thread& thread, Value field) {
    Ref<Value> item = TRY(next_of(thread, field));
    return item.is_empty() ? std::move(item) : get_iterator(thread, item);
}
inline bool is_iterator(Thread& thread, Value value) {
    return thread.interp.type_of(value)->slots.next != nullptr;
}

inline Status check_iterators(Thread& thread, std::span<const Value> values) {
    for (Value value : values)
        if (!is_iterator(thread, value)) return raise_type_error(thread, "Arguments must be iterators.");
    return {};
}

}  // namespace moult
