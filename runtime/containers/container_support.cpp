// Helpers that the containers share.
#include "runtime/containers/container_support.h"

#include "runtime/containers/dict.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

Ref<Value> class_getitem(Thread& thread, Args args) {
    return call(thread, thread.types().generic_alias, {args[0], args[1]});
}

Ref<Value> return_self(Thread&, Value self) {
    return share(self);
}

Ref<Value> builtin_named(Thread& thread, const char* name) {
    Ref<Str> key = TRY(intern(thread, name));
    if (Value found = dict_get_str(thread.interp.builtins.get(), key.get()); !found.is_empty())
        return share(found);
    return raise(thread, thread.types().attribute_error, "module 'builtins' has no attribute '%s'", name);
}

Ref<Value> reduce_iterator(Thread& thread, const char* function, Value sequence, Value position) {
    Ref<Value> callable = TRY(builtin_named(thread, function));
    Ref<Tuple> arguments = TRY(make_tuple(thread, {sequence}));
    if (position.is_empty()) return make_tuple(thread, {callable, arguments.value()});
    return make_tuple(thread, {callable, arguments.value(), position});
}

}  // namespace moult
