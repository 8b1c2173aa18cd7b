// The one table that joins special methods and type slots. A row: slot of TypeSlots, special method, how the
// method calls the slot (a function of slot_wrappers.cpp), how the slot calls a method written in Python (a
// function of slot_dispatch.h; null: only builtin types have this slot), text signature, docstring. Rows of
// one slot stand together. Included by type_slots.cpp only.
#pragma once

#define MOULT_UNARY(X, slot, name, doc) \
    X(slot, name, wrap_unary, (dispatch_unary<&Names::name>), "($self, /)", doc)
// The operator, its reflected form, and the in-place form.
#define MOULT_BINARY(X, slot, name, rname, sign)                                                     \
    X(slot, name, wrap_binary, (dispatch_binary<&TypeSlots::slot, &Names::name, &Names::rname>),     \
      "($self, value, /)", "Return self" sign "value.")                                              \
    X(slot, rname, wrap_reflected, (dispatch_binary<&TypeSlots::slot, &Names::name, &Names::rname>), \
      "($self, value, /)", "Return value" sign "self.")
#define MOULT_INPLACE(X, slot, name, sign)                                            \
    X(slot, name, wrap_binary, (dispatch_inplace<&Names::name>), "($self, value, /)", \
      "Return self" sign "value.")
#define MOULT_COMPARE(X, name, op, sign)                                                 \
    X(compare, name, wrap_compare<CompareOp::op>, dispatch_compare, "($self, value, /)", \
      "Return self" sign "value.")

#define MOULT_SLOTS(X)                                                                                       \
    X(get_attr, __getattribute__, wrap_get_attr, dispatch_get_attr, "($self, name, /)",                      \
      "Return getattr(self, name).")                                                                         \
    X(get_attr, __getattr__, nullptr, dispatch_get_attr, nullptr, nullptr)                                   \
    X(set_attr, __setattr__, wrap_set_attr, dispatch_set_attr, "($self, name, value, /)",                    \
      "Implement setattr(self, name, value).")                                                               \
    X(set_attr, __delattr__, wrap_del_attr, dispatch_set_attr, "($self, name, /)",                           \
      "Implement delattr(self, name).")                                                                      \
    MOULT_UNARY(X, repr, __repr__, "Return repr(self).")                                                     \
    X(hash, __hash__, wrap_hash, dispatch_hash, "($self, /)", "Return hash(self).")                          \
    X(call, __call__, wrap_call, dispatch_call, "($self, /, *args, **kwargs)", "Call self as a function.")   \
    MOULT_UNARY(X, str, __str__, "Return str(self).")                                                        \
    MOULT_COMPARE(X, __lt__, kLt, "<")                                                                       \
    MOULT_COMPARE(X, __le__, kLe, "<=")                                                                      \
    MOULT_COMPARE(X, __eq__, kEq, "==")                                                                      \
    MOULT_COMPARE(X, __ne__, kNe, "!=")                                                                      \
    MOULT_COMPARE(X, __gt__, kGt, ">")                                                                       \
    MOULT_COMPARE(X, __ge__, kGe, ">=")                                                                      \
    X(iter, __iter__, wrap_unary, dispatch_iter, "($self, /)", "Implement iter(self).")                      \
    X(next, __next__, wrap_next, dispatch_next, "($self, /)", "Implement next(self).")                       \
    X(descr_get, __get__, wrap_descr_get, dispatch_descr_get, "($self, instance, owner=None, /)",            \
      "Return an attribute of instance, which is of type owner.")                                            \
    X(descr_set, __set__, wrap_descr_set, dispatch_descr_set, "($self, instance, value, /)",                 \
      "Set an attribute of instance to value.")                                                              \
    X(descr_set, __delete__, wrap_descr_delete, dispatch_descr_set, "($self, instance, /)",                  \
      "Delete an attribute of instance.")                                                                    \
    X(init, __init__, wrap_init, dispatch_init, "($self, /, *args, **kwargs)",                               \
      "Initialize self.  See help(type(self)) for accurate signature.")                                      \
    X(finalize, __del__, wrap_finalize, dispatch_finalize, "($self, /)",                                     \
      "Called when the object is let go.")                                                                   \
    MOULT_BINARY(X, add, __add__, __radd__, "+")                                                             \
    MOULT_BINARY(X, subtract, __sub__, __rsub__, "-")                                                        \
    MOULT_BINARY(X, multiply, __mul__, __rmul__, "*")                                                        \
    MOULT_BINARY(X, remainder, __mod__, __rmod__, "%")                                                       \
    X(divmod, __divmod__, wrap_binary,                                                                       \
      (dispatch_binary<&TypeSlots::divmod, &Names::__divmod__, &Names::__rdivmod__>), "($self, value, /)",   \
      "Return divmod(self, value).")                                                                         \
    X(divmod, __rdivmod__, wrap_reflected,                                                                   \
      (dispatch_binary<&TypeSlots::divmod, &Names::__divmod__, &Names::__rdivmod__>), "($self, value, /)",   \
      "Return divmod(value, self).")                                                                         \
    X(power, __pow__, wrap_power, dispatch_power, "($self, value, mod=None, /)",                             \
      "Return pow(self, value, mod).")                                                                       \
    X(power, __rpow__, wrap_reflected_power, dispatch_power, "($self, value, mod=None, /)",                  \
      "Return pow(value, self, mod).")                                                                       \
    MOULT_UNARY(X, negative, __neg__, "-self")                                                               \
    MOULT_UNARY(X, positive, __pos__, "+self")                                                               \
    MOULT_UNARY(X, absolute, __abs__, "abs(self)")                                                           \
    X(truth, __bool__, wrap_truth, dispatch_truth, "($self, /)", "True if self else False")                  \
    MOULT_UNARY(X, invert, __invert__, "~self")                                                              \
    MOULT_BINARY(X, lshift, __lshift__, __rlshift__, "<<")                                                   \
    MOULT_BINARY(X, rshift, __rshift__, __rrshift__, ">>")                                                   \
    MOULT_BINARY(X, and_, __and__, __rand__, "&")                                                            \
    MOULT_BINARY(X, xor_, __xor__, __rxor__, "^")                                                            \
    MOULT_BINARY(X, or_, __or__, __ror__, "|")                                                               \
    MOULT_UNARY(X, to_int, __int__, "int(self)")                                                             \
    MOULT_UNARY(X, to_float, __float__, "float(self)")                                                       \
    MOULT_INPLACE(X, inplace_add, __iadd__, "+=")                                                            \
    MOULT_INPLACE(X, inplace_subtract, __isub__, "-=")                                                       \
    MOULT_INPLACE(X, inplace_multiply, __imul__, "*=")                                                       \
    MOULT_INPLACE(X, inplace_remainder, __imod__, "%=")                                                      \
    MOULT_INPLACE(X, inplace_power, __ipow__, "**=")                                                         \
    MOULT_INPLACE(X, inplace_lshift, __ilshift__, "<<=")                                                     \
    MOULT_INPLACE(X, inplace_rshift, __irshift__, ">>=")                                                     \
    MOULT_INPLACE(X, inplace_and, __iand__, "&=")                                                            \
    MOULT_INPLACE(X, inplace_xor, __ixor__, "^=")                                                            \
    MOULT_INPLACE(X, inplace_or, __ior__, "|=")                                                              \
    MOULT_BINARY(X, floor_divide, __floordiv__, __rfloordiv__, "//")                                         \
    MOULT_BINARY(X, true_divide, __truediv__, __rtruediv__, "/")                                             \
    MOULT_INPLACE(X, inplace_floor_divide, __ifloordiv__, "//=")                                             \
    MOULT_INPLACE(X, inplace_true_divide, __itruediv__, "/=")                                                \
    MOULT_UNARY(X, index, __index__,                                                                         \
                "Return self converted to an integer, if self is suitable for use as an index into a list.") \
    MOULT_BINARY(X, matrix_multiply, __matmul__, __rmatmul__, "@")                                           \
    MOULT_INPLACE(X, inplace_matrix_multiply, __imatmul__, "@=")                                             \
    X(length, __len__, wrap_length, dispatch_length, "($self, /)", "Return len(self).")                      \
    X(get_item, __getitem__, wrap_binary, dispatch_get_item, "($self, key, /)", "Return self[key].")         \
    X(set_item, __setitem__, wrap_set_item, dispatch_set_item, "($self, key, value, /)",                     \
      "Set self[key] to value.")                                                                             \
    X(set_item, __delitem__, wrap_del_item, dispatch_set_item, "($self, key, /)", "Delete self[key].")       \
    X(contains, __contains__, wrap_contains, dispatch_contains, "($self, key, /)", "Return key in self.")    \
    X(concat, __add__, wrap_binary, nullptr, "($self, value, /)", "Return self+value.")                      \
    X(repeat, __mul__, wrap_repeat, nullptr, "($self, value, /)", "Return self*value.")                      \
    X(repeat, __rmul__, wrap_repeat, nullptr, "($self, value, /)", "Return value*self.")                     \
    X(inplace_concat, __iadd__, wrap_binary, nullptr, "($self, value, /)", "Implement self+=value.")         \
    X(inplace_repeat, __imul__, wrap_repeat, nullptr, "($self, value, /)", "Implement self*=value.")         \
    MOULT_UNARY(X, await, __await__, "Return an iterator to be used in await expression.")                   \
    MOULT_UNARY(X, async_iter, __aiter__, "Return an awaitable, that resolves in asynchronous iterator.")    \
    MOULT_UNARY(X, async_next, __anext__, "Return a value or raise StopAsyncIteration.")
