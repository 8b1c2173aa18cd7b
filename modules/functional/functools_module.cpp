// _functools: the parts of the module functools that are not written in Python.
#include "modules/functional/functools.h"
#include "runtime/containers/tuple.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

// --- reduce

Ref<Value> reduce_function(Thread& thread, Args args) {  // function, iterable, initial
    Ref<Value> iterator = get_iterator(thread, args[1]);
    if (failed(iterator)) {
        if (!error_matches(thread, thread.types().type_error)) return kError;
        clear_error(thread);
        return raise_type_error(thread, "reduce() arg 2 must support iteration");
    }
    Ref<Value> result = share(args[2]);
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) break;
        result = result.is_empty() ? std::move(item) : TRY(call(thread, args[0], {result, item}));
    }
    if (result.is_empty())
        return raise_type_error(thread, "reduce() of empty iterable with no initial value");
    return result;
}

// --- cmp_to_key

struct KeyWrapper : Object {
    Value compare_function, object;  // the object is empty in what makes keys
    static constexpr auto kFields = fields<&KeyWrapper::compare_function, &KeyWrapper::object>;
    static constexpr bool kClears = true;

    static Ref<Value> of(Thread& thread, Value compare_function, Value object);
    static Ref<Value> call_with(Thread& thread, Value self, Args args) {
        return of(thread, self.as<KeyWrapper>()->compare_function, args[0]);
    }
    static Ref<Value> compare(Thread& thread, Value self, Value other, CompareOp op) {
        if (thread.interp.type_of(self) != thread.interp.type_of(other))
            return raise_type_error(thread, "other argument must be K instance");
        Ref<Value> left = share(self.as<KeyWrapper>()->object), right = share(other.as<KeyWrapper>()->object);
        if (left.is_empty() || right.is_empty())
            return raise(thread, thread.types().attribute_error, "object");
        Ref<Value> function = share(self.as<KeyWrapper>()->compare_function);
        Ref<Value> answer = TRY(call(thread, function, {left, right}));
        return moult::compare(thread, answer, Value::small_int(0), op);
    }
};

constexpr GetSetDef kKeyAttributes[] = {
    {"obj", [](Thread&, Value self) { return share_or_none(self.as<KeyWrapper>()->object); },
     [](Thread&, Value self, Value value) {
         replace_field(self.as<KeyWrapper>()->object, value);
         return Status();
     },
     "Value wrapped by a key function.", true},
};
constexpr TypeSpec kKeyWrapperType = native<KeyWrapper>({
    .name = "functools.KeyWrapper",
    .flags = kDisallowNew,
    .call = {"K(obj)", KeyWrapper::call_with},
    .slots = {.compare = KeyWrapper::compare},
    .attributes = kKeyAttributes,
});

Ref<Value> KeyWrapper::of(Thread& thread, Value compare_function, Value object) {
    Ref<KeyWrapper> made = TRY(new_object<KeyWrapper>(thread, native_type(thread.interp, kKeyWrapperType)));
    made->compare_function = share(compare_function).release();
    made->object = share(object).release();
    return made;
}

Ref<Value> cmp_to_key_function(Thread& thread, Args args) {
    return KeyWrapper::of(thread, args[0], Value::empty());
}

constexpr MethodDef kFunctions[] = {
    {"@hidden @unpack @keywords:reduce reduce(function, iterable, initial=..., /)", reduce_function,
     "reduce(function, iterable[, initial]) -> value\n\n"
     "Apply a function of two arguments cumulatively to the items of a sequence\n"
     "or iterable, from left to right, so as to reduce the iterable to a single\n"
     "value.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n"
     "((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\n"
     "of the iterable in the calculation, and serves as a default when the\n"
     "iterable is empty."},
    {"@hidden cmp_to_key(mycmp)", cmp_to_key_function, "Convert a cmp= function into a key= function."},
};

constexpr const TypeSpec* kTypes[] = {&kPartialType, &kLruCacheType};

}  // namespace

constexpr ModuleSpec kFunctoolsModule = {
    .name = "_functools",
    .doc = "Tools that operate on functions.",
    .functions = kFunctions,
    .types = kTypes,
};
MOULT_MODULE(kFunctoolsModule);

}  // namespace moult
