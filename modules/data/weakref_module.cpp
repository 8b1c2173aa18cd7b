// _weakref: the part of the module weakref that is no Python.
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/objects/weakref.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Ref<Value> get_weakref_count(Thread& thread, Args args) {
    return make_int(thread, static_cast<int64_t>(weakrefs_of(thread.interp, args[0]).size()));
}

Ref<Value> get_weakrefs(Thread& thread, Args args) {
    Ref<List> list = TRY(make_list(thread));
    for (WeakRef* ref : weakrefs_of(thread.interp, args[0])) TRY(list_append(thread, list.get(), ref));
    return list;
}

Ref<Value> proxy(Thread& thread, Args args) {
    return make_weak_proxy(thread, args[0], args[1].is_none() ? Value::empty() : args[1]);
}

// The entry may have been replaced by one that lives since the callback was scheduled.
Ref<Value> remove_dead_weakref(Thread& thread, Args args) {
    Dict* dict = as_instance<Dict>(args[0]);
    if (!dict) return raise_bad_argument(thread, "_remove_dead_weakref", "argument 1", "dict", args[0]);
    Value found = TRY(dict_get(thread, dict, args[1]));
    if (found.is_empty()) return Value::none();
    WeakRef* ref = as_instance<WeakRef>(found);
    if (!ref) return raise_type_error(thread, "not a weakref");
    if (!ref->referent) TRY(dict_remove(thread, dict, args[1]));
    return Value::none();
}

Status add_types(Thread& thread, Module* module) {
    const Types& types = thread.types();
    const std::pair<const char*, Type*> entries[] = {{"ref", types.weakref},
                                                     {"ReferenceType", types.weakref},
                                                     {"ProxyType", types.weak_proxy},
                                                     {"CallableProxyType", types.weak_callable_proxy}};
    for (auto [name, type] : entries) {
        Ref<Str> key = TRY(intern(thread, name));
        TRY(dict_set_str(thread, module->dict.get(), key.get(), type));
    }
    return {};
}

constexpr MethodDef kFunctions[] = {
    {"getweakrefcount(object, /)", get_weakref_count, "Return the number of weak references to 'object'."},
    {"getweakrefs(object, /)", get_weakrefs,
     "Return a list of all weak reference objects pointing to 'object'."},
    {"proxy(object, callback=None, /)", proxy,
     "Create a proxy object that weakly references 'object'. 'callback' is called with the proxy when "
     "'object' "
     "is about to be finalized."},
    {"_remove_dead_weakref(dct, key, /)", remove_dead_weakref,
     "Remove the entry if its value is a weak reference whose object is gone."},
};

}  // namespace

constexpr ModuleSpec kWeakrefModule = {"_weakref", "Weak-reference support module.", kFunctions, add_types};
MOULT_MODULE(kWeakrefModule);

}  // namespace moult
