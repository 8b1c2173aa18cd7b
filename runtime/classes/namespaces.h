// The namespaces in which code looks names up, when they are not all plain dicts: globals of a subclass of
// dict, builtins and locals of any kind. The rules are CPython's, which asks some of them past their methods.
#pragma once

#include "runtime/containers/dict.h"
#include "runtime/model/type.h"

namespace moult {

// A frame's builtins are a Dict. Where `__builtins__` is something else, a dict of this flag, without names,
// stands for it: whoever looks for names in dicts only finds none.
enum NamespaceFlags : uint32_t { kStandsForBuiltins = 1u << kFirstOwnBit };

inline bool is_plain_dict(const Dict* dict) {
    return dict->shape->kind == Kind::kDict && !(dict->flags & kStandsForBuiltins);
}

// What functions with these globals have as builtins: what the globals say, else those of the running frame.
Ref<Dict> builtins_of(Thread&, Dict* globals);
// The same as Python sees them. Borrowed.
Value builtins_object(const Dict* builtins);
// Of the running frame, or the interpreter's. Borrowed.
Dict* current_builtins(Thread&);

// By [], for all but exact dicts. Empty where that raises KeyError.
Ref<Value> find_in_namespace(Thread&, Value space, Str* name);
Ref<Value> find_builtin(Thread&, Dict* builtins, Str* name);
// As LOAD_GLOBAL: NameError when it is in neither.
Ref<Value> load_global(Thread&, Dict* globals, Dict* builtins, Str* name);

}  // namespace moult
