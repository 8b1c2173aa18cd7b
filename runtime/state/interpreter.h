// Interpreter: owns everything of one Python: heap, types, interned strings, modules, options. No state is
// global.
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
#include "runtime/state/exception_list.h"
#include "runtime/state/names.h"
#include "runtime/state/native_types.h"
#include "runtime/state/type_list.h"
#include "runtime/state/watch.h"
#include "runtime/strings/intern.h"

namespace moult {

class Collector;
struct CallArgs;
struct Code;
struct Dict;
struct Function;
struct Interpreter;
struct Module;
struct Shape;
struct Str;
struct Thread;
struct Traceback;
struct Tuple;
struct Type;
struct Visitor;

// Every builtin type, by name: thread.types().list, thread.types().value_error.
struct Types {
#define MOULT_TYPE_FIELD(field, ...) Type* field = nullptr;
    MOULT_BUILTIN_TYPES(MOULT_TYPE_FIELD)
    MOULT_EXCEPTION_TYPES(MOULT_TYPE_FIELD, MOULT_TYPE_FIELD, MOULT_TYPE_FIELD)
#undef MOULT_TYPE_FIELD
};

// Interned strings that the machine itself uses: interp.names.__init__.
struct Names {
#define MOULT_NAME_FIELD(name) Str* name = nullptr;
    MOULT_NAMES(MOULT_NAME_FIELD)
#undef MOULT_NAME_FIELD
};

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

struct CompileRequest {
    Value source;
    Str* filename;
    const char* mode;
    uint32_t flags = 0;          // future features and the ast module's flags, as in compile()
    bool inherit_flags = false;  // add those of the running code
    int optimize = -1;           // -1: the interpreter's level
    int feature_version = -1;    // of a tree: the minor version of Python whose syntax is allowed; -1: all
};
// Lines count from 1, columns are UTF-8 byte offsets from 0; -1 where unknown.
struct SourcePosition {
    int line = -1, end_line = -1, column = -1, end_column = -1;
};

// A running frame's place, borrowed.
struct FramePlace {
    Str* filename;
    Dict* globals;
    int line;
};

// How the layers above plug in. The runtime itself never includes them.
struct InterpreterHooks {
    // Runs a Python function (installed by interp/). Arguments borrowed, result owned.
    Ref<Value> (*call_function)(Thread&, Function*, CallArgs) = nullptr;
    // For super() without arguments: the class cell's content and the first argument of the running frame,
    // borrowed. RuntimeError "super(): no arguments" and the like. Installed by interp/.
    Status (*super_arguments)(Thread&, Value* this_class, Value* object) = nullptr;
    // Adds the names of the attributes that a method stores into its first parameter (borrowed, interned).
    void (*stored_attributes)(const Code*, std::vector<Str*>* names) = nullptr;
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
    // Runs module or expression code (exec, eval, import). `locals`: the namespace, any mapping. `closure`:
    // tuple of cells or empty.
    Ref<Value> (*run_code)(Thread&, Code*, Dict* globals, Value locals, Value closure) = nullptr;
    // Runs a class body (a Function without parameters) with its namespace; the result is the __class__ cell
    // or None.
    Ref<Value> (*run_class_body)(Thread&, Function*, Value namespace_) = nullptr;
    // compile(): source is str, bytes-like or AST; mode "exec", "eval" or "single". SyntaxError with all its
    // fields.
    Ref<Value> (*compile)(Thread&, const CompileRequest&) = nullptr;
    // Of the innermost running Python frame. Globals and builtins: borrowed, null without frame. Locals: as
    // locals() gives them.
    Dict* (*current_globals)(Thread&) = nullptr;
    Dict* (*current_builtins)(Thread&) = nullptr;
    Ref<Value> (*current_locals)(Thread&) = nullptr;
    // Where the frame `depth` callers out from the innermost stands; false: there are not so many.
    bool (*frame_place)(Thread&, int64_t depth, FramePlace*) = nullptr;
    // sys._getframe(depth) as a frame object.
    Ref<Value> (*current_frame)(Thread&, int64_t depth) = nullptr;
    // Runs the Python handlers of the signals that have arrived; called by what blocks, when it is
    // interrupted.
    Status (*handle_signals)(Thread&) = nullptr;
    // Prepends where the innermost Python frame stands to the traceback of the exception on the thread.
    void (*add_traceback_here)(Thread&) = nullptr;
    // The frame object for an entry of a traceback: of the running frame, or one that stands for a frame that
    // has ended.
    Ref<Value> (*traceback_frame)(Thread&, const Traceback*) = nullptr;
    // The line of a byte offset in a code object's wordcode (-1: none), and the columns for traceback
    // markers.
    SourcePosition (*position_of)(const Code*, uint32_t wordcode_offset) = nullptr;
    // For traceback markers: the bytes [begin, end) of an expression's text that are its operator; false:
    // none.
    bool (*operator_anchors)(std::string_view expression, int* begin, int* end) = nullptr;
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
    Types types;
    Names names;
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
    Thread* current = nullptr;  // the thread that holds the interpreter
    bool finalizing = false;    // sys.is_finalizing()
    int recursion_limit = 1000;
    int max_str_digits = 4300;   // decimal digits between int and str; 0: unlimited
    uint32_t next_identity = 1;  // for Shape::id and Type::version; 0 once they have run out
    uint64_t hash_key[2] = {};

    static constexpr size_t kMethodCacheSize = 1024;
    std::unique_ptr<MethodCacheEntry[]> method_cache;
    struct WeakRefTable* weakrefs = nullptr;
    struct WarningState* warnings = nullptr;                 // runtime/modules/warnings.h
    struct NodeClasses* node_classes = nullptr;              // runtime/modules/ast/node_classes.h
    std::unordered_map<const Str*, std::string> utf8_names;  // of the types whose names are not ASCII
    NativeTypes native_types;                                // by spec: native_type(interp, kSpec)
    std::vector<Type*> builtin_types;                        // immortal, in the order in which they were made
    void* machine = nullptr;  // the interpreter layer's state (interp/registry.h)

    explicit Interpreter(InterpreterOptions opts);
    ~Interpreter();  // runs what finalizers remain, frees everything
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    inline Shape* shape_of(Value v) const;
    inline Type* type_of(Value v) const;
};

}  // namespace moult

#include "runtime/state/interpreter_inl.h"
