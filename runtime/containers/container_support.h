// Small helpers that the containers share: common methods, links to iter() and friends.
#pragma once

#include "runtime/containers/tuple.h"
#include "runtime/model/native.h"
#include "runtime/state/errors.h"

namespace moult {

// cls[item] for classes that only serve as generic aliases: types.GenericAlias(cls, item).
Ref<Value> class_getitem(Thread&, Args);
inline constexpr MethodDef kClassGetItem{"@hidden @class __class_getitem__(cls, item, /)", class_getitem,
                                         "See PEP 585"};

// The iter slot of iterators.
Ref<Value> return_self(Thread&, Value self);

// An attribute of the module builtins, for __reduce__. AttributeError when the program removed it.
Ref<Value> builtin_named(Thread&, const char* name);
// (iter, (sequence,), position) and its variants: how iterators are pickled. An empty position is left out.
Ref<Value> reduce_iterator(Thread&, const char* function, Value sequence, Value position = Value::empty());

}  // namespace moult
