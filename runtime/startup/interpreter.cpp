// Interpreter: construction in the order in which types need each other, and destruction.
#include "runtime/state/interpreter.h"

#include <sys/random.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/set.h"
#include "runtime/containers/tuple.h"
#include "runtime/exceptions/exception.h"
#include "runtime/gc/collector.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module.h"
#include "runtime/objects/weakref.h"
#include "runtime/state/errors.h"
#include "runtime/state/names.h"
#include "runtime/state/runtime_options.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

// The key that CPython makes of PYTHONHASHSEED.
void make_hash_key(Interpreter& interp, uint32_t seed) {
    if (seed == 0) return;  // the key zero
    unsigned char bytes[sizeof interp.hash_key];
    for (unsigned char& byte : bytes) {
        seed = seed * 214013 + 2531011;
        byte = static_cast<unsigned char>(seed >> 16);
    }
    std::memcpy(interp.hash_key, bytes, sizeof bytes);
}

void choose_hash_key(Interpreter& interp) {
    int64_t seed = interp.options.machine.of<RuntimeOptions>().hash_seed;
    if (seed != kRandomHashSeed) return make_hash_key(interp, static_cast<uint32_t>(seed));
    if (getrandom(interp.hash_key, sizeof interp.hash_key, GRND_NONBLOCK) == sizeof interp.hash_key) return;
    auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    interp.hash_key[0] = static_cast<uint64_t>(now);
    interp.hash_key[1] = reinterpret_cast<uint64_t>(&interp) * 0x9e3779b97f4a7c15;
}

void intern_names(Interpreter& interp) {
    Thread& thread = *interp.main_thread;
#define MOULT_INTERN_NAME(name) interp.names().name = intern_immortal(thread, #name);
    MOULT_NAMES(MOULT_INTERN_NAME)
#undef MOULT_INTERN_NAME
}

void make_empty_tuple(Interpreter& interp) {
    auto* tuple = static_cast<Tuple*>(interp.heap.allocate(sizeof(Tuple)));
    if (!tuple) std::abort();
    tuple->flags = 0;
    tuple->shape = interp.types().tuple->root_shape;
    tuple->length = 0;
    make_immortal(tuple);
    interp.empty_tuple = tuple;
}

using InitFunction = void (*)(Interpreter&);
// Types whose base or whose objects an earlier one needs come first.
constexpr InitFunction kInitFunctions[] = {
    init_object_type, init_type_type, init_native_function, init_wrappers,  init_descriptors, init_str,
    init_tuple,       init_dict,      init_singletons,      init_int,       init_float,       init_complex,
    init_bytes,       init_bytearray, init_memoryview,      init_list,      init_set,         init_range,
    init_slice,       init_property,  init_super,           init_namespace, init_function,    init_code,
    init_module,      init_weakref,   init_generic_alias,   init_union,     init_iterators,   init_exceptions,
};

// Every heap type that is still alive: reached from `object` over the lists of subclasses.
void collect_types(Type* root, std::vector<Type*>& out) {
    std::vector<Type*> pending = {root};
    while (!pending.empty()) {
        Type* type = pending.back();
        pending.pop_back();
        for (Type* subclass : type->subclasses) {
            // A class with several bases is in several lists; its first base brings it in.
            if (subclass->bases && subclass->bases->length && subclass->bases->items()[0].as<Type>() == type)
                pending.push_back(subclass);
        }
        out.push_back(type);
    }
}

}  // namespace

Interpreter::Interpreter(InterpreterOptions opts)
    : options(std::move(opts)), heap(options.machine.of<RuntimeOptions>().alloc) {
    choose_hash_key(*this);
    method_cache = std::make_unique<MethodCacheEntry[]>(kMethodCacheSize);
    main_thread = new Thread(*this);
    main_thread->begin();
    threads = std::make_unique<Threads>(*main_thread);

    make_bootstrap_types(*this);
    if (!init_str_singletons(*this)) std::abort();
    make_empty_tuple(*this);
    intern_names(*this);
    for (InitFunction init : kInitFunctions) init(*this);

    if (types().none) none_shape = types().none->root_shape;
    if (types().bool_) bool_shape = types().bool_->root_shape;
    if (types().int_) int_shape = types().int_->root_shape;
    if (types().float_) float_shape = types().float_->root_shape;
    if (types().not_implemented) not_implemented_shape = types().not_implemented->root_shape;
    if (types().ellipsis) ellipsis_shape = types().ellipsis->root_shape;
    modules = make_dict(*main_thread);
    builtins = make_dict(*main_thread);
    if (!modules || !builtins) std::abort();
    collector = std::make_unique<Collector>(*this);
}

Interpreter::~Interpreter() {
    Thread& thread = *main_thread;
    threads->close_to_others(thread);
    // What modules hold dies first, while everything that finalizers may want is still there.
    if (modules) {
        Ref<Dict> all = std::move(modules);
        modules = make_dict(thread);
        dict_clear(thread, all.get());
    }
    if (builtins) dict_clear(thread, builtins.get());
    if (sys && sys->dict) dict_clear(thread, sys->dict.get());
    clear_error(thread);
    modules = nullptr;
    builtins = nullptr;
    collector->observe(nullptr);
    module_states.clear();
    delete weakrefs;
    weakrefs = nullptr;
    // From here on nothing runs: the heap takes back its memory as a whole, and only what lives outside of it
    // is released.
    std::vector<Type*> all_types;
    collect_types(types().object, all_types);
    for (Type* type : all_types) {
        for (Shape* shape : type->shapes) delete shape;
        std::vector<Shape*>().swap(type->shapes);
        std::vector<Type*>().swap(type->subclasses);
        for (ClassVariable& variable : type->variables)
            static_cast<void>(variable.name.release());  // gone with the heap
        std::vector<ClassVariable>().swap(type->variables);
    }
    heap.destroy_depth = UINT32_MAX;  // releases are put off for good
    thread.raised = Ref<Value>();
    threads->remove(thread);
    delete main_thread;
    heap.destroy_later.clear();
    if (machine) hooks.free_machine(machine);
}

}  // namespace moult
