// Looking names up in namespaces of any kind.
#include "runtime/classes/namespaces.h"

#include "runtime/classes/instance.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

Dict* current_builtins(Thread& thread) {
    auto running = thread.interp.hooks.running_namespaces;
    Dict* found = running ? running(thread).builtins : nullptr;
    return found ? found : thread.interp.builtins.get();
}

Ref<Dict> builtins_of(Thread& thread, Dict* globals) {
    Value builtins = dict_get_str(globals, thread.interp.names().__builtins__);
    if (builtins.is_empty()) return share(current_builtins(thread));
    // A module stands for its namespace.
    if (builtins.is_object() && builtins.as_object()->shape->base_kind == Kind::kModule)
        builtins = *own_dict_field(builtins.as_object());
    if (Dict* dict = as_instance<Dict>(builtins)) return share(dict);
    Ref<Dict> stand_in = TRY(make_dict(thread));
    TRY(dict_set(thread, stand_in.get(), Value::none(), builtins));
    stand_in->flags |= kStandsForBuiltins;
    return stand_in;
}

Value builtins_object(const Dict* builtins) {
    if (!(builtins->flags & kStandsForBuiltins)) return Value(builtins);
    size_t position = 0;
    Value key, object;
    dict_next(const_cast<Dict*>(builtins), &position, &key, &object);
    return object;
}

Ref<Value> find_in_namespace(Thread& thread, Value space, Str* name) {
    if (is_exact<Dict>(space)) return share(dict_get_str(space.as<Dict>(), name));
    Ref<Value> held = share(space);
    Ref<Value> found = get_item(thread, space, Value(name));
    if (found.is_error() && error_matches(thread, thread.types().key_error)) {
        clear_error(thread);
        return Ref<Value>::empty();
    }
    return found;
}

Ref<Value> find_builtin(Thread& thread, Dict* builtins, Str* name) {
    return find_in_namespace(thread, builtins_object(builtins), name);
}

Ref<Value> load_global(Thread& thread, Dict* globals, Dict* builtins, Str* name) {
    Ref<Value> found = find_in_namespace(thread, Value(globals), name);
    if (found.is_empty()) found = find_builtin(thread, builtins, name);
    if (found.is_empty()) return raise_name_error(thread, name);
    return found;
}

}  // namespace moult
