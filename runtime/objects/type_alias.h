// Parameterized classes, list[int] (PEP 585), and unions of classes, int | str (PEP 604).
#pragma once

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct GenericAlias : Object {
    static constexpr Kind kKind = Kind::kGenericAlias;
    Value origin;      // owned
    Value args;        // owned, a tuple
    Value parameters;  // owned, the type variables in args; empty until asked for
    bool starred;      // *tuple[int]
    static constexpr auto kFields =
        fields<&GenericAlias::origin, &GenericAlias::args, &GenericAlias::parameters>;
};

struct Union : Object {
    static constexpr Kind kKind = Kind::kUnion;
    Value args;        // owned, a tuple without repetitions
    Value parameters;  // as GenericAlias's
    static constexpr auto kFields = fields<&Union::args, &Union::parameters>;
};

// origin[key]; a key that is no tuple is the only argument.
Ref<Value> make_generic_alias(Thread&, Value origin, Value key);
// isinstance(object, union); TypeError when a member is a parameterized class.
Result<bool> is_instance_of_union(Thread&, Value object, Union*);
// The type variables among arguments, each once, as a tuple.
Ref<Value> find_type_parameters(Thread&, Value args);
// The arguments with type variables replaced, for alias[item].
Ref<Value> substitute_type_parameters(Thread&, Value alias, Value args, Value parameters, Value item);
// One member or argument as repr() of an alias shows it.
Ref<Value> type_argument_repr(Thread&, Value);

}  // namespace moult
