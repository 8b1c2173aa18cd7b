// What the set*.cpp files share besides the table: the algebra of sets, for methods and operators.
#pragma once

#include "runtime/containers/set.h"

namespace moult {

// set or frozenset, of which `set` is an instance or a subclass's.
Type* exact_set_type(Thread&, const Set* set);

// Results are new and of the exact type of the first. `other`: any iterable.
Ref<Set> set_intersection(Thread&, Set*, Value other);
Ref<Set> set_difference(Thread&, Set*, Value other);
Ref<Set> set_symmetric_difference(Thread&, Set*, Value other);
Result<bool> set_is_subset(Thread&, Set*, Set* other);
Result<bool> set_is_disjoint(Thread&, Set*, Value other);

Ref<Value> set_compare(Thread&, Value, Value, CompareOp);
Ref<Value> set_or(Thread&, Value, Value);
Ref<Value> set_and(Thread&, Value, Value);
Ref<Value> set_subtract(Thread&, Value, Value);
Ref<Value> set_xor(Thread&, Value, Value);
Ref<Value> set_inplace_or(Thread&, Value, Value);
Ref<Value> set_inplace_and(Thread&, Value, Value);
Ref<Value> set_inplace_subtract(Thread&, Value, Value);
Ref<Value> set_inplace_xor(Thread&, Value, Value);

Ref<Value> set_iter(Thread&, Value set);

}  // namespace moult
