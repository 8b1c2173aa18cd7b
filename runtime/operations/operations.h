// The operations of the language on any values, as the interpreter and the builtins need them (CPython's
// "abstract" layer). Arguments are borrowed, results owned. Those that can run Python code can fail and can
// change anything. runtime/protocols/ carries them out.
#pragma once

#include <initializer_list>
#include <string>

#include "runtime/model/native.h"
#include "runtime/model/type.h"
#include "runtime/state/errors.h"

namespace moult {

// --- text and identity
Ref<Str> repr(Thread&, Value);
Ref<Str> to_str(Thread&, Value);
Ref<Str> ascii(Thread&, Value);
Ref<Str> format(Thread&, Value, Str* spec);
Result<int64_t> hash(Thread&, Value);
Result<bool> truth_slow(Thread&, Value);
inline Result<bool> truth(Thread& thread, Value v) {
    if (v.is_bool()) return v.as_bool();
    if (v.is_none()) return false;
    if (v.is_small_int()) return v.as_small_int() != 0;
    return truth_slow(thread, v);
}

// --- comparison
Ref<Value> compare(Thread&, Value, Value, CompareOp);
Result<bool> compare_truth(Thread&, Value, Value, CompareOp);  // truth of the result
Result<bool> equals(Thread&, Value, Value);                    // identity implies equality, as in containers

// --- attributes (names interned)
Ref<Value> get_attribute(Thread&, Value, Str* name);
Ref<Value> get_attribute(Thread&, Value, const char* name);
Ref<Value> find_attribute(Thread&, Value, Str* name);          // empty instead of AttributeError
Status set_attribute(Thread&, Value, Str* name, Value value);  // empty value: delete
// object.__getattribute__ and object.__setattr__: what most types have in their slots.
Ref<Value> generic_get_attribute(Thread&, Value, Str* name);
Status generic_set_attribute(Thread&, Value, Str* name, Value value);
// The same for an object whose own attributes lie in this dict. An empty value deletes.
Ref<Value> get_attribute_with(Thread&, Value, Str* name, Dict* own);
Status set_attribute_with(Thread&, Value, Str* name, Value value, Dict* own);
// As generic_get_attribute, but empty where it would raise AttributeError.
Ref<Value> find_generic_attribute(Thread&, Value, Str* name);
// The attribute found on the type, bound to the instance (special method lookup); empty when there is none.
Ref<Value> find_special(Thread&, Value, Str* name);
// For calls `x.name(...)`: an unbound function plus self where binding can be saved. `is_method` tells: call
// result with the object as first argument.
Ref<Value> get_method(Thread&, Value, Str* name, bool* is_method);

// --- calls
Ref<Value> call(Thread&, Value callable, CallArgs);
Ref<Value> call(Thread&, Value callable, std::initializer_list<Value> arguments = {});
Ref<Value> call_method(Thread&, Value object, Str* name, std::initializer_list<Value> arguments = {});

// --- items
Ref<Value> get_item(Thread&, Value container, Value key);
Status set_item(Thread&, Value container, Value key, Value value);  // empty value: delete
Result<bool> contains(Thread&, Value container, Value item);
Result<bool> contains_by_iteration(Thread&, Value iterable, Value item);
Result<int64_t> length(Thread&, Value);
Result<int64_t> length_hint(Thread&, Value, int64_t otherwise);

// --- iteration
// Whether objects of the type are gone through by position, from 0 on, as a class with __getitem__ and without __iter__
// has it. A type written in C++ has the slot iter if its objects are sequences.
inline bool iterates_by_position(const Type* type) {
    return type->slots.get_item && !type->spec && type->base_kind != Kind::kDict;
}
inline bool is_iterable(const Type* type) {
    return type->slots.iter || iterates_by_position(type);
}
Ref<Value> get_iterator(Thread&, Value);
Ref<Value> iterator_next(Thread&, Value iterator);  // empty when exhausted (StopIteration is swallowed)
// Calls body(Value) -> Status for every item; lists and tuples without an iterator object.
template <class Body>
Status for_each(Thread& thread, Value iterable, Body&& body) {
    Ref<Value> iterator = TRY(get_iterator(thread, iterable));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return {};
        TRY(body(item.get()));
    }
}

// --- numbers
enum class BinaryOp : uint8_t {  // in the order of BINARY_OP's argument; add 13 for the in-place form
    kAdd,
    kAnd,
    kFloorDivide,
    kLshift,
    kMatrixMultiply,
    kMultiply,
    kRemainder,
    kOr,
    kPower,
    kRshift,
    kSubtract,
    kTrueDivide,
    kXor
};
Ref<Value> binary_op(Thread&, BinaryOp, Value left, Value right);
Ref<Value> inplace_op(Thread&, BinaryOp, Value left, Value right);
Ref<Value> power(Thread&, Value base, Value exponent, Value modulus);  // modulus may be None
Ref<Value> divmod(Thread&, Value, Value);
Ref<Value> negative(Thread&, Value);
Ref<Value> positive(Thread&, Value);
Ref<Value> invert(Thread&, Value);
Ref<Value> absolute(Thread&, Value);
Ref<Value> to_index(Thread&, Value);  // operator.index: an exact int
// DeprecationWarning: `method` (with the class in front, where messages name it) gave an instance of a strict subclass of
// `wanted`.
Status warn_of_strict_subclass(Thread&, const std::string& method, const char* wanted, Value result);
Result<int64_t> index_as_int64(Thread&, Value, Type* overflow_error);  // null: clamp instead of raising
// For the sizes and positions of sequences: TypeError if no index, IndexError "cannot fit 'int' into an
// index-sized integer".
Result<int64_t> as_position(Thread&, Value);
// A number that C's side takes as ssize_t: OverflowError "Python int too large to convert to C ssize_t".
Result<int64_t> as_ssize(Thread&, Value);
Result<int> as_c_int(Thread&, Value);  // the same with int: "... to C int"
// As as_ssize, of an int alone: TypeError "an integer is required".
Result<int64_t> int_as_ssize(Thread&, Value);

// --- classes
Result<bool> is_instance(Thread&, Value, Value class_or_tuple);
Result<bool> is_subclass(Thread&, Value, Value class_or_tuple);

// --- support for containers
// Marks an object whose repr is under way; entered() is false when it already was (print "[...]").
class ReprGuard {
  public:
    ReprGuard(Thread& thread, Object* object);
    ~ReprGuard();
    bool entered() const { return entered_; }

  private:
    Thread& thread_;
    Object* object_;
    bool entered_;
};
std::string repr_text(Thread&, Value);  // for messages; "<unrepresentable>" on failure; never fails

}  // namespace moult
