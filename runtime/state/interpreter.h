// Interpreter: owns everything of one Python: heap, types, interned strings, modules, options. No state is
// global. How it begins and ends is in runtime/startup/.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/memory/heap.h"
#include "runtime/model/result.h"
#include "runtime/options/options.h"
#include "runtime/state/intern_table.h"
#include "runtime/state/module_state.h"
#include "runtime/state/native_types.h"
#include "runtime/state/watch.h"

namespace moult {

class Collector;
struct CallArgs;
struct Code;
struct Dict;
struct Function;
struct Interpreter;
struct Module;
struct Names;
struct Shape;
struct Str;
struct Thread;
class Threads;
struct Traceback;
struct Tuple;
struct Type;
struct Types;
struct Visitor;

// Whether hash-based .pyc files are compared with their source: PEP 552's --check-hash-based-pycs.
enum class PycHashCheck : uint8_t { kDefault, kAlways, kNever };

// What a program and Python's own flags say, and the options of the machine.
struct InterpreterOptions {
    Options machine;                        // of all layers
    std::vector<std::string> argv;          // sys.argv
    std::string path0;                      // sys.path[0]; empty: the current folder
    std::vector<std::string> warn_options;  // sys.warnoptions
    int optimize = 0;                       // -O, -OO
    bool dont_write_bytecode = false;       // sys.dont_write_bytecode
    bool unbuffered = false;                // -u: stdout and stderr hand on at once what they get
    std::string pycache_prefix;             // sys.pycache_prefix; empty: None
    PycHashCheck check_hash_pycs = PycHashCheck::kDefault;
};

// The namespaces of the innermost running Python frame, borrowed; null without frame.
struct RunningNamespaces {
    Dict* globals = nullptr;
    Dict* builtins = nullptr;
};

// What the runtime needs of interp/, which it never includes.
struct InterpreterHooks {
    // Runs a Python function. Arguments borrowed, result owned.
    Ref<Value> (*call_function)(Thread&, Function*, CallArgs) = nullptr;
    RunningNamespaces (*running_namespaces)(Thread&) = nullptr;
    // For super() without arguments: the class cell's content and the first argument of the running frame,
    // borrowed. RuntimeError "super(): no arguments" and the like.
    Status (*super_arguments)(Thread&, Value* this_class, Value* object) = nullptr;
    // Adds the names of the attributes that a method stores into its first parameter (borrowed, interned).
    void (*stored_attributes)(const Code*, std::vector<Str*>* names) = nullptr;
    // The frame object for an entry of a traceback: of the running frame, or one that stands for a frame that
    // has ended.
    Ref<Value> (*traceback_frame)(Thread&, const Traceback*) = nullptr;
    // See warn() and report_unraisable() in runtime/state/errors.h.
    Status (*warn)(Thread&, Type* category, std::string_view message) = nullptr;
    void (*report_unraisable)(Thread&, Value where, const char* how) = nullptr;
    // The module of this absolute dotted name, imported if it was not yet.
    Ref<Value> (*import_module)(Thread&, Str* name) = nullptr;
    // Frees a code object's executable form.
    void (*free_executable)(void*) = nullptr;
    // Shows what a code object's executable form owns: objects that its traces hold.
    void (*visit_executable)(void*, Visitor&) = nullptr;
    // Whether traces can be given up here, with what they hold: none is under way.
    bool (*can_drop_traces)(Interpreter&) = nullptr;
    // Gives up those that hold an object for which this is true. Where it can be done.
    void (*drop_traces)(Interpreter&, const std::function<bool(const Object*)>&) = nullptr;
    // Frees Interpreter::machine, at the very end.
    void (*free_machine)(void*) = nullptr;
};

struct MethodCacheEntry {
    uint32_t version = 0;
    const Str* name = nullptr;
    Value value;  // borrowed: valid while the version is
};

struct Interpreter {
    InterpreterOptions options;
    Heap heap;
    std::unique_ptr<Collector> collector;
    InterpreterHooks hooks;
    Watcher watcher;

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
    Value last_memory_error;  // raised when there is no memory for a new one

    Ref<Dict> modules;   // sys.modules
    Ref<Dict> builtins;  // the namespace of the module builtins
    Module* sys = nullptr;
    InternTable interned;
    Thread* main_thread = nullptr;
    std::unique_ptr<Threads> threads;
    Thread* current = nullptr;  // the thread that holds the interpreter's lock
    bool finalizing = false;    // sys.is_finalizing()
    int recursion_limit = 1000;
    int max_str_digits = 4300;   // decimal digits between int and str; 0: unlimited
    uint32_t next_identity = 1;  // for Shape::id and Type::version; 0 once they have run out
    uint64_t hash_key[2] = {};

    static constexpr size_t kMethodCacheSize = 1024;
    std::unique_ptr<MethodCacheEntry[]> method_cache;
    struct WeakRefTable* weakrefs = nullptr;
    ModuleStates module_states;
    std::unordered_map<const Str*, std::string> utf8_names;  // of the types whose names are not ASCII
    NativeTypes native_types;                                // by spec: native_type(interp, kSpec)
    std::vector<Type*> builtin_types;                        // immortal, in the order in which they were made
    void* machine = nullptr;  // the interpreter layer's state (interp/registry.h)

    // The fields of Types and of Names, with room for more: neither the two lists nor what is named there reaches
    // those who include this. types() comes from runtime/state/types.h, names() from runtime/state/names.h.
    Type* type_fields[192] = {};
    Str* name_fields[320] = {};
    inline Types& types();
    inline const Types& types() const;
    inline Names& names();
    inline const Names& names() const;

    explicit Interpreter(InterpreterOptions opts);
    ~Interpreter();  // runs what finalizers remain, frees everything
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    inline Shape* shape_of(Value v) const;
    inline Type* type_of(Value v) const;
};

}  // namespace moult

#include "runtime/state/interpreter_inl.h"
