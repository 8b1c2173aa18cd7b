// Builtin functions about code and namespaces: compile, eval, exec, globals, locals, imports.
#include "modules/builtins/functions.h"

#include <climits>

#include "interp/ast/node_classes.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/import/import.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/warnings.h"
#include "interp/running.h"
#include "runtime/classes/function.h"
#include "runtime/classes/namespaces.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

// A file name: str, bytes, or by __fspath__.
Ref<Str> filename_text(Thread& thread, Value value) {
    if (Str* text = as_str(value)) return share(text);
    std::string_view bytes;
    if (as_buffer(value, &bytes)) {
        if (!as_bytes(value)) {
            std::string message = "path should be string, bytes, or os.PathLike, not ";
            TRY(warn(thread, thread.types().deprecation_warning, message + type_name(thread, value)));
        }
        return decode_text(thread, bytes, "utf-8", "surrogateescape");
    }
    Ref<Str> name = TRY(intern(thread, "__fspath__"));
    Ref<Value> method = TRY(find_special(thread, value, name.get()));
    if (method.is_empty())
        return raise_type_error(thread, "expected str, bytes or os.PathLike object, not %s",
                                type_name(thread, value));
    Ref<Value> path = TRY(call(thread, method));
    if (Str* text = as_str(path)) return share(text);
    if (as_bytes(path) && as_buffer(path, &bytes))
        return decode_text(thread, bytes, "utf-8", "surrogateescape");
    return raise_type_error(thread, "expected %s.__fspath__() to return str or bytes, not %s",
                            type_name(thread, value), type_name(thread, path));
}

Ref<Str> filename_argument(Thread& thread, Value value) {
    Ref<Str> name = TRY(filename_text(thread, value));
    for (size_t i = 0; i < name->length; ++i)
        if (name->at(i) == 0) return raise_value_error(thread, "embedded null character");
    return name;
}

// An argument that is a C int.
Result<int> int_argument(Thread& thread, Value value) {
    int64_t number = TRY(index_as_int64(thread, value, nullptr));
    if (number < INT_MIN || number > INT_MAX)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    return static_cast<int>(number);
}

// The future features; the flags of the module ast; and PyCF_ALLOW_INCOMPLETE_INPUT, PyCF_DONT_IMPLY_DEDENT,
// and the nested scopes that every program has.
constexpr int kKnownFlags =
    0x1fe0000 | kAllowTopLevelAwait | kAstTypeComments | kAstOnly | 0x4000 | 0x200 | 0x10;

Ref<Value> compile_function(Thread& thread, Args args) {
    Ref<Str> filename = TRY(filename_argument(thread, args[1]));
    Str* mode = as_str(args[2]);
    if (!mode)
        return raise_type_error(thread, "compile() argument 'mode' must be str, not %s",
                                args[2].is_none() ? "None" : type_name(thread, args[2]));
    int flags = TRY(int_argument(thread, args[3]));
    bool dont_inherit = TRY(int_argument(thread, args[4])) != 0;
    int optimize = TRY(int_argument(thread, args[5]));
    int feature_version = TRY(int_argument(thread, args[6]));
    if (flags & ~kKnownFlags) return raise_value_error(thread, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return raise_value_error(thread, "compile(): invalid optimize value");
    std::string mode_text = to_utf8(mode);
    if (mode_text == "func_type") {
        if (!(flags & kAstOnly))
            return raise_value_error(thread, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    } else if (mode_text != "exec" && mode_text != "eval" && mode_text != "single") {
        return raise_value_error(
            thread, flags & kAstOnly ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                                     : "compile() mode must be 'exec', 'eval' or 'single'");
    }
    interp::CompileRequest request{args[0], filename.get(), mode_text.c_str()};
    request.flags = static_cast<uint32_t>(flags);
    request.inherit_flags = !dont_inherit;
    request.optimize = optimize;
    request.feature_version = feature_version;
    return interp::compile_source(thread, request);
}

Ref<Value> compile_text(Thread& thread, Value source, const char* function, const char* mode) {
    std::string_view bytes;
    if (!as_str(source) && !as_buffer(source, &bytes))
        return raise_type_error(thread, "%s() arg 1 must be a string, bytes or code object", function);
    Ref<Str> filename = TRY(intern(thread, "<string>"));
    Ref<Value> text = share(source);
    if (mode[1] == 'v') {  // eval ignores spaces and tabs before the expression
        if (Str* str = as_str(source)) {
            size_t begin = 0;
            while (begin < str->length && (str->at(begin) == ' ' || str->at(begin) == '\t')) ++begin;
            if (begin) text = TRY(substring(thread, str, begin, str->length));
        } else if (size_t begin = bytes.find_first_not_of(" \t"); begin != 0) {
            text = TRY(make_bytes(thread, begin == std::string_view::npos ? "" : bytes.substr(begin)));
        }
    }
    interp::CompileRequest request{text, filename.get(), mode};
    request.inherit_flags = true;
    return interp::compile_source(thread, request);
}

// As CPython's PyMapping_Check: whatever can be subscripted.
bool is_mapping(Thread& thread, Value v) {
    return thread.interp.type_of(v)->slots.get_item != nullptr;
}

struct Namespaces {
    Dict* globals = nullptr;
    Ref<Value> locals;
};

// The namespaces that eval and exec use: those given, or the running frame's.
Status choose_namespaces(Thread& thread, Value globals, Value locals, Namespaces* out) {
    if (globals.is_none()) {
        out->globals = interp::current_globals(thread);
        if (!out->globals) return raise_system_error(thread, "globals and locals cannot be NULL");
        out->locals = locals.is_none() ? TRY(interp::current_locals(thread)) : share(locals);
    } else {
        out->globals = globals.as<Dict>();
        out->locals = share(locals.is_none() ? globals : locals);
    }
    Str* builtins = thread.interp.names().__builtins__;
    if (dict_get_str(out->globals, builtins).is_empty())
        TRY(dict_set_str(thread, out->globals, builtins, builtins_object(current_builtins(thread))));
    return {};
}

Ref<Value> eval_function(Thread& thread, Args args) {
    Value globals = args[1], locals = args[2];
    if (!locals.is_none() && !is_mapping(thread, locals))
        return raise_type_error(thread, "locals must be a mapping");
    if (!globals.is_none() && !as_instance<Dict>(globals))
        return raise_type_error(thread, is_mapping(thread, globals)
                                            ? "globals must be a real dict; try eval(expr, {}, mapping)"
                                            : "globals must be a dict");
    Namespaces spaces;
    TRY(choose_namespaces(thread, globals, locals, &spaces));
    Ref<Dict> held = share(spaces.globals);
    if (is_exact<Code>(args[0])) {
        if (args[0].as<Code>()->nfrees > 0)
            return raise_type_error(thread, "code object passed to eval() may not contain free variables");
        return interp::run_code(thread, args[0].as<Code>(), spaces.globals, spaces.locals, Value::empty());
    }
    Ref<Value> code = TRY(compile_text(thread, args[0], "eval", "eval"));
    return interp::run_code(thread, code.as<Code>(), spaces.globals, spaces.locals, Value::empty());
}

Status check_closure(Thread& thread, Value source, Value closure) {
    if (!is_exact<Code>(source)) {
        if (closure.is_none()) return {};
        return raise_type_error(thread, "closure can only be used when source is a code object");
    }
    auto wanted = static_cast<size_t>(source.as<Code>()->nfrees);
    if (wanted == 0) {
        if (closure.is_none()) return {};
        return raise_type_error(thread, "cannot use a closure with this code object");
    }
    const Tuple* cells = as_tuple(closure);
    bool good = is_exact<Tuple>(closure) && cells->length == wanted;
    if (good)
        for (Value cell : cells->span()) good &= is_exact<Cell>(cell);
    if (!good)
        return raise_type_error(thread, "code object requires a closure of exactly length %zu", wanted);
    return {};
}

Ref<Value> exec_function(Thread& thread, Args args) {
    Value globals = args[1], locals = args[2], closure = args[3];
    if (!globals.is_none() && !as_instance<Dict>(globals))
        return raise_type_error(thread, "exec() globals must be a dict, not %.100s",
                                type_name(thread, globals));
    if (!locals.is_none() && !is_mapping(thread, locals))
        return raise_type_error(thread, "locals must be a mapping or None, not %.100s",
                                type_name(thread, locals));
    Namespaces spaces;
    TRY(choose_namespaces(thread, globals, locals, &spaces));
    Ref<Dict> held = share(spaces.globals);
    TRY(check_closure(thread, args[0], closure));
    Ref<Value> code = share(args[0]);
    if (!is_exact<Code>(code)) code = TRY(compile_text(thread, args[0], "exec", "exec"));
    Value cells = closure.is_none() ? Value::empty() : closure;
    TRY(as_status(interp::run_code(thread, code.as<Code>(), spaces.globals, spaces.locals, cells)));
    return Value::none();
}

Ref<Value> globals_function(Thread& thread, Args) {
    Dict* globals = interp::current_globals(thread);
    if (!globals) return Value::none();
    return share(Value(globals));
}
Ref<Value> locals_function(Thread& thread, Args) {
    return interp::current_locals(thread);
}

Ref<Value> import_function(Thread& thread, Args args) {
    Str* name = as_str(args[0]);
    if (!name) return raise_type_error(thread, "module name must be a string");
    int64_t level = TRY(index_as_int64(thread, args[4], thread.types().overflow_error));
    return import_name(thread, name, args[1], args[3], level);
}

Ref<Value> breakpoint_function(Thread& thread, Args args) {
    Ref<Value> hook = share(sys_attribute(thread.interp, "breakpointhook"));
    if (hook.is_empty()) return raise_runtime_error(thread, "lost sys.breakpointhook");
    std::span<const Value> rest = args.rest();
    return call(thread, hook, CallArgs{rest.data(), static_cast<uint32_t>(rest.size()), nullptr});
}

constexpr MethodDef kFunctions[] = {
    {"compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
     compile_function, "Compile source text or a syntax tree to a code object."},
    {"eval(source, globals=None, locals=None, /)", eval_function, "Evaluate an expression in namespaces."},
    {"exec(source, globals=None, locals=None, /, *, closure=None)", exec_function,
     "Run statements in namespaces."},
    {"globals()", globals_function, "The running module's namespace."},
    {"locals()", locals_function, "The running function's variables."},
    {"@hidden __build_class__(*args, metaclass=..., **kwds)", build_class,
     "What the class statement calls to make a class."},
    {"__import__(name, globals=None, locals=None, fromlist=(), level=0)", import_function,
     "What the import statement calls to import a module."},
    {"@hidden breakpoint(*args, **kws)", breakpoint_function,
     "Call sys.breakpointhook, which starts a debugger."},
};

}  // namespace

std::span<const MethodDef> code_functions() {
    return kFunctions;
}

}  // namespace moult
