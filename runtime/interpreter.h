// Interpreter: owns everything of one Python: heap, types, interned strings, modules, options. No state is
// global.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/exception_list.h"
#include "runtime/memory/heap.h"
#include "runtime/names.h"
#include "runtime/objects/intern.h"
#include "runtime/result.h"
#include "runtime/type_list.h"

namespace moult {

struct CallArgs;
struct Dict;
struct Function;
struct Module;
struct Shape;
struct Str;
struct Thread;
struct Tuple;
struct Type;

// Every builtin type, by name: thread.types().list, thread.types().value_error.
struct Types {
#define MOULT_TYPE_FIELD(field, ...) Type* field = nullptr;
    MOULT_BUILTIN_TYPES(MOULT_TYPE_FIELD)
    MOULT_EXCEPTION_TYPES(MOULT_TYPE_FIELD)
#undef MOULT_TYPE_FIELD
};

// Interned strings that the machine itself uses: interp.names.__init__.
struct Names {
#define MOULT_NAME_FIELD(name) Str* name = nullptr;
    MOULT_NAMES(MOULT_NAME_FIELD)
#undef MOULT_NAME_FIELD
};

struct InterpreterOptions {
    Allocator allocator = kDefaultAllocator;
    std::string stdlib = MOULT_DEFAULT_STDLIB;  // folder of CPython 3.11's pure-Python library
    std::vector<std::string> argv;              // sys.argv
    std::string path0;                          // sys.path[0]; empty: the current folder
    int optimize = 0;                           // -O, -OO
    uint64_t hash_seed = 0;                     // 0: random, unless PYTHONHASHSEED-like option says otherwise
};

// How the layers above plug in. The runtime itself never includes them.
struct InterpreterHooks {
    // Runs a Python function (installed by interp/). Arguments borrowed, result owned.
    Ref<Value> (*call_function)(Thread&, Function*, CallArgs) = nullptr;
    // For super() without arguments: the class cell's content and the first argument of the running frame,
    // borrowed. RuntimeError "super(): no arguments" and the like. Installed by interp/.
    Status (*super_arguments)(Thread&, Value* this_class, Value* object) = nullptr;
    // Frees a code object's executable form.
    void (*free_executable)(void*) = nullptr;
};

struct MethodCacheEntry {
    uint32_t version = 0;
    const Str* name = nullptr;
    Value value;  // borrowed: valid while the version is
};

struct Interpreter {
    InterpreterOptions options;
    Heap heap;
    Types types;
    Names names;
    InterpreterHooks hooks;

    // Shapes of values that are no objects.
    Shape* none_shape = nullptr;
    Shape* bool_shape = nullptr;
    Shape* int_shape = nullptr;
    Shape* float_shape = nullptr;
    Shape* not_implemented_shape = nullptr;
    Shape* ellipsis_shape = nullptr;

    // Immortal singletons.
    Str* empty_str = nullptr;
    Str* latin1_chars[256] = {};
    Tuple* empty_tuple = nullptr;
    Value empty_bytes;

    Ref<Dict> modules;   // sys.modules
    Ref<Dict> builtins;  // the namespace of the module builtins
    Module* sys = nullptr;
    InternTable interned;
    Thread* main_thread = nullptr;
    Thread* current = nullptr;  // the thread that holds the interpreter
    int recursion_limit = 1000;
    uint32_t next_identity = 1;  // for Shape::id and Type::version; 0 once they have run out
    uint64_t hash_key[2] = {};

    static constexpr size_t kMethodCacheSize = 4096;
    std::unique_ptr<MethodCacheEntry[]> method_cache;
    struct WeakRefTable* weakrefs = nullptr;
    std::vector<Type*> builtin_types;  // immortal, in the order in which they were made
    void* machine = nullptr;  // the interpreter layer's state (interp/registry.h)

    explicit Interpreter(InterpreterOptions opts);
    ~Interpreter();  // runs what finalizers remain, frees everything
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    inline Shape* shape_of(Value v) const;
    inline Type* type_of(Value v) const;
};

}  // namespace moult

#include "runtime/interpreter_inl.h"
