// _collections: the containers of the module collections that are not written in Python.
#include "modules/data/collections.h"
#include "runtime/containers/dict.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

// Whether a mapping is a dict that finds and sets items as dict does.
bool counts_as_dict(Thread& thread, Value mapping, const Str* get) {
    Type *type = thread.interp.type_of(mapping), *dict = thread.types().dict;
    const Str* set = thread.interp.names().__setitem__;
    return as_instance<Dict>(mapping) && lookup_in_type(type, get) == lookup_in_type(dict, get) &&
           lookup_in_type(type, set) == lookup_in_type(dict, set);
}

Ref<Value> count_elements(Thread& thread, Args args) {  // mapping, iterable
    Value mapping = args[0];
    Ref<Value> iterator = TRY(get_iterator(thread, args[1]));
    Ref<Str> name = TRY(intern(thread, "get"));
    bool plain = counts_as_dict(thread, mapping, name.get());
    Ref<Value> get = plain ? Ref<Value>::empty() : TRY(get_attribute(thread, mapping, name.get()));
    for (;;) {
        Ref<Value> key = TRY(iterator_next(thread, iterator));
        if (key.is_empty()) return Value::none();
        Ref<Value> count;
        if (plain)
            count = share(TRY(dict_get(thread, mapping.as<Dict>(), key)));
        else
            count = TRY(call(thread, get, {key, Value::small_int(0)}));
        if (count.is_empty()) count = Value::small_int(0);
        count = TRY(binary_op(thread, BinaryOp::kAdd, count, Value::small_int(1)));
        if (plain)
            TRY(dict_set(thread, mapping.as<Dict>(), key, count));
        else
            TRY(set_item(thread, mapping, key, count));
    }
}

constexpr MethodDef kFunctions[] = {
    {"_count_elements(mapping, iterable, /)", count_elements,
     "Count elements in the iterable, updating the mapping"},
};

constexpr const TypeSpec* kTypes[] = {&kDequeType, &kDefaultDictType, &kDequeIteratorType,
                                      &kDequeReverseIteratorType, &kTupleGetterType};

}  // namespace

constexpr ModuleSpec kCollectionsModule = {
    .name = "_collections",
    .doc =
        "High performance data structures.\n"
        "- deque:        ordered collection accessible from endpoints only\n"
        "- defaultdict:  dict subclass with a default value factory\n",
    .functions = kFunctions,
    .types = kTypes,
};
MOULT_MODULE(kCollectionsModule);

}  // namespace moult
