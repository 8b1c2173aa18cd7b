// Function, Code, Cell, Method, and the callables made from C++: NativeFunction, MethodDescriptor.
#pragma once

#include <span>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/fields.h"

namespace moult {

// CPython 3.11's code object. Immutable but for the executable form.
struct Code : Object {
    static constexpr Kind kKind = Kind::kCode;
    int argcount, posonlyargcount, kwonlyargcount;  // argcount includes the positional-only ones
    int stacksize;
    uint32_t flags;
    int firstlineno;
    int nlocals, ncells, nfrees;  // localsplus: locals (some are cells), further cells, free variables
    uint8_t* wordcode;            // owned copy; wordcode_size bytes
    size_t wordcode_size;
    Ref<Value> wordcode_bytes;  // co_code as a bytes object
    Ref<Tuple> consts, names, localsplusnames;
    Ref<Value> localspluskinds;  // bytes
    Ref<Str> filename, name, qualname;
    Ref<Value> linetable, exceptiontable;  // bytes
    void* executable;                      // interp/'s translation; null before the first call
    uint32_t functions_made;               // with this code, by anyone; stays at its maximum
    bool verified;  // the wordcode is known to be sound: the compiler made it, or interp/verifier/verifier.h
                    // has passed it

    int localsplus_count() const { return static_cast<int>(localsplusnames->length); }

    static constexpr auto kFields =
        fields<&Code::consts, &Code::names, &Code::exceptiontable, &Code::localsplusnames,
               &Code::localspluskinds, &Code::filename, &Code::name, &Code::qualname, &Code::linetable,
               &Code::wordcode_bytes>;
    static void release(Interpreter&, Code&);
    static void visit(Code&, Visitor&);  // what its traces hold
};
enum CodeFlags : uint32_t {
    kCodeOptimized = 0x1,
    kCodeNewLocals = 0x2,
    kCodeVarArgs = 0x4,
    kCodeVarKeywords = 0x8,
    kCodeNested = 0x10,
    kCodeGenerator = 0x20,
    kCodeCoroutine = 0x80,
    kCodeIterableCoroutine = 0x100,
    kCodeAsyncGenerator = 0x200,
    kCodeHidden = 1u << 31,  // moult's own: stands for a builtin function, so that nobody sees its frames
};

struct Function : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kFunction;
    Ref<Code> code;
    Ref<Dict> globals;
    Ref<Value> builtins;  // the Dict in which what the globals lack is looked up; see namespaces.h
    Ref<Str> name, qualname;
    Value defaults;                  // Tuple or empty, owned
    Value kwdefaults;                // Dict or empty, owned
    Value closure;                   // Tuple of Cells or empty, owned
    Value doc, module, annotations;  // owned; annotations: Dict, Tuple of names and values, or empty
    Value dict;                      // owned; empty until used

    static constexpr auto kFields =
        fields<&Function::globals, &Function::builtins, &Function::module, &Function::defaults,
               &Function::kwdefaults, &Function::doc, &Function::dict, &Function::closure,
               &Function::annotations, &Function::code, &Function::name, &Function::qualname>;
    // Keeps what a call needs: a cycle through it also goes through a dict or a cell.
    static void clear(Interpreter&, Function&);
};

struct Cell : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kCell;
    Value content;  // owned; empty when unbound
    static constexpr auto kFields = fields<&Cell::content>;
    static constexpr bool kClears = true;
};

struct Method : Object {  // bound method
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kMethod;
    Value function, self;  // owned
    static constexpr auto kFields = fields<&Method::function, &Method::self>;
};

struct NativeFunction : Object {  // a builtin function, or a builtin method bound to its object
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kNativeFunction;
    const MethodDef* def;
    Value self;    // owned; the object, or the class for class methods; empty for plain functions and static
                   // methods
    Value module;  // owned; name of the module or empty
    struct Signature* signature;  // defaults and names, parsed on first need; owned
    static constexpr auto kFields = fields<&NativeFunction::self, &NativeFunction::module>;
    static void release(Interpreter&, NativeFunction&);
};

struct MethodDescriptor : Object {  // list.append
    static constexpr Kind kKind = Kind::kMethodDescriptor;
    const MethodDef* def;
    Type* owner;  // immortal
    struct Signature* signature;
    static void release(Interpreter&, MethodDescriptor&);
};

// The parts that a code object is made of; see struct Code.
struct CodeParts {
    int argcount = 0, posonlyargcount = 0, kwonlyargcount = 0, stacksize = 0, firstlineno = 1;
    uint32_t flags = 0;
    Ref<Value> wordcode, localspluskinds, linetable, exceptiontable;  // bytes
    Ref<Tuple> consts, names, localsplusnames;
    Ref<Str> filename, name, qualname;
};
// All parts are given and fit together, as the compiler makes them. The code object is not `verified`.
Ref<Code> make_code(Thread&, CodeParts parts);
// From parts of any origin, null where a part had the wrong type: SystemError, ValueError, TypeError or
// OverflowError, as CPython's, for parts that do not fit together. Names are interned. What the wordcode does
// is not looked at. `nlocals`, unless it is negative, must be the number of locals among the names.
Ref<Code> make_checked_code(Thread&, CodeParts parts, int nlocals = -1);

Ref<Function> make_function(Thread&, Code*, Dict* globals, Value qualname);
// Whether functions with this code are made over and over (lambdas, inner functions, comprehensions): the
// next one will be another object.
inline bool is_made_often(const Code* code) {
    return code->functions_made > 2;
}
Ref<Cell> make_cell(Thread&, Value content);
Ref<Method> make_method(Thread&, Value function, Value self);
Ref<NativeFunction> make_native_function(Thread&, const MethodDef*, Value self, Value module);

// Binds the arguments to the signature and calls. `self` is empty or goes before the positional arguments.
// The fast path (positional arguments only, all given) copies nothing when self is already in front (self
// empty). `module`: the name of a function's module, for messages, or empty.
Ref<Value> call_native(Thread&, const MethodDef&, Signature** signature, Value self, CallArgs,
                       Value module = Value::empty());

void init_function(Interpreter&);
void init_code(Interpreter&);
void init_native_function(Interpreter&);  // builtin_function, method_descriptor, classmethod_descriptor, ...

}  // namespace moult
