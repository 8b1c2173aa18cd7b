// The functions of the module sys.
#include "modules/system/sys_module.h"

#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "interp/import/import.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "interp/running.h"
#include "modules/system/sys_internal.h"
#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

// --- exceptions

Ref<Value> exception_function(Thread& thread, Args) {
    return share(handled_exception(thread));
}
Ref<Value> exc_info_function(Thread& thread, Args) {
    return handled_exception_info(thread, thread);
}

Ref<Value> exit_function(Thread& thread, Args args) {
    Type* type = thread.types().system_exit;
    Ref<Value> error;
    if (args[0].is_none())
        error = TRY(call(thread, type));
    else if (Tuple* tuple = as_tuple(args[0]))
        error =
            TRY(call(thread, type, CallArgs{tuple->items(), static_cast<uint32_t>(tuple->length), nullptr}));
    else
        error = TRY(call(thread, type, {args[0]}));
    return raise_object(thread, error);
}

Ref<Value> excepthook_function(Thread& thread, Args args) {
    Value exception = args[1], traceback = args[2];
    if (auto* object = as_exception(exception);
        object && is_exact<Traceback>(traceback) && object->traceback.is_empty())
        object->traceback = share(traceback).release();
    print_exception(thread, exception);
    return Value::none();
}
Ref<Value> unraisablehook_function(Thread& thread, Args args) {
    Ref<Value> exception = TRY(get_attribute(thread, args[0], "exc_value"));
    Ref<Value> message = TRY(get_attribute(thread, args[0], "err_msg"));
    Ref<Value> object = TRY(get_attribute(thread, args[0], "object"));
    std::string text;
    if (!object.is_none()) {
        Ref<Str> prefix = TRY(to_str(thread, message));
        text = (message.is_none() ? "Exception ignored in" : to_utf8(prefix.get())) + ": " +
               repr_text(thread, object) + "\n";
    } else if (!message.is_none()) {
        Ref<Str> prefix = TRY(to_str(thread, message));
        text = to_utf8(prefix.get()) + ":\n";
    }
    if (as_exception(exception)) {
        text += format_traceback(thread, exception.as<ExceptionObject>()->traceback);
        text += format_exception_only(thread, exception) + "\n";
    }
    write_standard_error(thread, text);
    return Value::none();
}

Ref<Value> displayhook_function(Thread& thread, Args args) {
    if (args[0].is_none()) return Value::none();
    Ref<Str> name = TRY(intern(thread, "_"));
    Dict* builtins = thread.interp.builtins.get();
    TRY(dict_set_str(thread, builtins, name.get(), Value::none()));
    Value out = sys_attribute(thread.interp, "stdout");
    if (out.is_empty() || out.is_none()) return raise_runtime_error(thread, "lost sys.stdout");
    Ref<Str> text = TRY(repr(thread, args[0]));
    TRY(write_text(thread, out, to_utf8(text.get()) + "\n"));
    TRY(dict_set_str(thread, builtins, name.get(), args[0]));
    return Value::none();
}

Ref<Value> breakpointhook_function(Thread& thread, Args args) {
    const char* chosen = std::getenv("PYTHONBREAKPOINT");
    std::string target = chosen && *chosen ? chosen : "pdb.set_trace";
    if (target == "0") return Value::none();
    size_t dot = target.rfind('.');
    Ref<Str> module_name = TRY(intern(thread, dot == std::string::npos ? "builtins" : target.substr(0, dot)));
    Ref<Value> module = TRY(import_module(thread, module_name.get()));
    Ref<Value> function = TRY(
        get_attribute(thread, module, (dot == std::string::npos ? target : target.substr(dot + 1)).c_str()));
    std::span<const Value> rest = args.rest();
    return call(thread, function, CallArgs{rest.data(), static_cast<uint32_t>(rest.size()), nullptr});
}

// --- objects

Ref<Value> getrefcount_function(Thread&, Args args) {
    if (!args[0].is_object()) return Value::small_int(Object::kImmortal);
    return Value::small_int(args[0].as_object()->refcount);
}
Ref<Value> getsizeof_function(Thread& thread, Args args) {
    Ref<Value> method = TRY(find_special(thread, args[0], thread.interp.names().__sizeof__));
    Ref<Value> size = method.is_empty()
                          ? Ref<Value>(raise_type_error(thread, "Type %.100s doesn't define __sizeof__",
                                                        type_name(thread, args[0])))
                          : call(thread, method);
    if (!size.is_error()) {
        Result<int64_t> number = int_as_ssize(thread, size);
        size = number.ok() ? make_int(thread, number.value()) : Ref<Value>(kError);
    }
    if (size.is_error() && !args[1].is_empty() && error_matches(thread, thread.types().type_error)) {
        clear_error(thread);
        return share(args[1]);
    }
    if (!size.is_error() && int_sign(size) < 0)
        return raise_value_error(thread, "__sizeof__() should return >= 0");
    return size;
}
Ref<Value> intern_function(Thread& thread, Args args) {
    if (!as_str(args[0])) return raise_bad_argument(thread, "intern", "argument", "str", args[0]);
    if (!is_exact<Str>(args[0]))
        return raise_type_error(thread, "can't intern %.400s", type_name(thread, args[0]));
    return intern(thread, args[0].as<Str>());
}
Ref<Value> getallocatedblocks_function(Thread& thread, Args) {
    return make_int(thread, thread.heap.statistics().blocks_in_use);
}
Ref<Value> debugmallocstats_function(Thread& thread, Args) {
    write_standard_error(thread, thread.heap.describe());
    return Value::none();
}

// --- frames, tracing

Ref<Value> getframe_function(Thread& thread, Args args) {
    int64_t depth = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    return interp::current_frame(thread, std::max<int64_t>(depth, 0));
}
Ref<Value> set_hook_function(Thread& thread, Args args) {
    if (args[0].is_none()) return Value::none();
    return raise(thread, thread.types().not_implemented_error,
                 "tracing and profiling functions are not supported");
}
Ref<Value> none_function(Thread&, Args) {
    return Value::none();
}

// --- limits and settings

Ref<Value> getrecursionlimit_function(Thread& thread, Args) {
    return Value::small_int(thread.interp.recursion_limit);
}
Ref<Value> setrecursionlimit_function(Thread& thread, Args args) {
    int64_t limit = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    if (limit > INT_MAX) return raise_overflow_error(thread, "Python int too large to convert to C int");
    if (limit < 1) return raise_value_error(thread, "recursion limit must be greater or equal than 1");
    if (thread.recursion_depth >= limit)
        return raise(thread, thread.types().recursion_error,
                     "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low",
                     static_cast<int>(limit), thread.recursion_depth);
    thread.interp.recursion_limit = static_cast<int>(limit);
    return Value::none();
}
Ref<Value> get_digits_function(Thread& thread, Args) {
    return Value::small_int(thread.interp.max_str_digits);
}
Ref<Value> set_digits_function(Thread& thread, Args args) {
    constexpr int64_t kLeast = 640;
    int64_t limit = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    if ((limit != 0 && limit < kLeast) || limit > INT_MAX)
        return raise_value_error(thread, "maxdigits must be 0 or larger than %d", static_cast<int>(kLeast));
    thread.interp.max_str_digits = static_cast<int>(limit);
    return Value::none();
}
Ref<Value> is_finalizing_function(Thread& thread, Args) {
    return Value::boolean(thread.interp.finalizing);
}
Ref<Value> encoding_function(Thread& thread, Args) {
    return intern(thread, "utf-8");
}
Ref<Value> encode_errors_function(Thread& thread, Args) {
    return intern(thread, "surrogateescape");
}

// --- auditing (PEP 578): the machine itself raises no events yet, programs may

Ref<Value> audit_hooks(Thread& thread) {
    Ref<Str> key = TRY(intern(thread, "_audit_hooks"));
    Dict* sys = thread.interp.sys->dict.get();
    if (Value found = dict_get_str(sys, key.get()); !found.is_empty()) return share(found);
    Ref<List> list = TRY(make_list(thread));
    TRY(dict_set_str(thread, sys, key.get(), list.value()));
    return list;
}
Ref<Value> addaudithook_function(Thread& thread, Args args) {
    Ref<Value> hooks = TRY(audit_hooks(thread));
    TRY(list_append(thread, hooks.as<List>(), args[0]));
    return Value::none();
}
Ref<Value> audit_function(Thread& thread, Args args) {
    if (!as_str(args[0]))
        return raise_type_error(thread, "expected str for argument 'event', not %s",
                                type_name(thread, args[0]));
    Value found = sys_attribute(thread.interp, "_audit_hooks");
    if (!as_instance<List>(found)) return Value::none();
    Ref<Tuple> hooks = TRY(to_tuple(thread, found));
    Ref<Tuple> arguments = TRY(make_tuple(thread, args.rest()));
    for (Value hook : hooks->span()) TRY(as_status(call(thread, hook, {args[0], arguments.value()})));
    return Value::none();
}

constexpr MethodDef kFunctions[] = {
    {"exception()", exception_function, "The exception being handled, or None."},
    {"exc_info()", exc_info_function, "(type, value, traceback) of the exception being handled."},
    {"exit(status=None, /)", exit_function, "Leave the interpreter by raising SystemExit(status)."},
    {"excepthook(exctype, value, traceback, /)", excepthook_function, "Print an exception to sys.stderr."},
    {"unraisablehook(unraisable, /)", unraisablehook_function,
     "Print an exception that could not be raised."},
    {"displayhook(object, /)", displayhook_function,
     "Print an object to sys.stdout and save it in builtins._"},
    {"@hidden breakpointhook(*args, **kws)", breakpointhook_function, "What breakpoint() calls."},
    {"getrefcount(object, /)", getrefcount_function, "The reference count of an object."},
    {"getsizeof(object, default=...)", getsizeof_function, "The size of an object in bytes."},
    {"intern(string, /)", intern_function,
     "The one string of its value that the interpreter uses for names."},
    {"getallocatedblocks()", getallocatedblocks_function, "The number of memory blocks in use."},
    {"_debugmallocstats()", debugmallocstats_function, "Print the state of the allocator to sys.stderr."},
    {"_getframe(depth=0, /)", getframe_function, "A frame of the call stack."},
    {"settrace(function, /)", set_hook_function, "Set the trace function; only None is supported."},
    {"setprofile(function, /)", set_hook_function, "Set the profile function; only None is supported."},
    {"gettrace()", none_function, "The trace function: None."},
    {"getprofile()", none_function, "The profile function: None."},
    {"getrecursionlimit()", getrecursionlimit_function, "How deep Python calls may be nested."},
    {"setrecursionlimit(limit, /)", setrecursionlimit_function, "Set how deep Python calls may be nested."},
    {"get_int_max_str_digits()", get_digits_function, "How many digits are converted between int and str."},
    {"set_int_max_str_digits(maxdigits)", set_digits_function,
     "Set how many digits are converted between int and str."},
    {"is_finalizing()", is_finalizing_function, "Whether the interpreter is shutting down."},
    {"getdefaultencoding()", encoding_function, "The encoding of str.encode() and bytes.decode()."},
    {"getfilesystemencoding()", encoding_function, "The encoding of file names."},
    {"getfilesystemencodeerrors()", encode_errors_function, "The error handler of file names."},
    {"_clear_type_cache()", none_function, "Nothing: the cache needs no clearing."},
    {"addaudithook(hook)", addaudithook_function, "Add a function that sys.audit() calls."},
    {"@hidden @python audit(event, /, *args)", audit_function, "Call the audit hooks."},
};

Status fill(Thread& thread, Module* module) {
    Dict* sys = module->dict.get();
    for (const char* name : {"displayhook", "excepthook", "breakpointhook", "unraisablehook"}) {
        Ref<Str> key = TRY(intern(thread, name));
        Ref<Str> original = TRY(intern(thread, "__" + std::string(name) + "__"));
        TRY(dict_set_str(thread, sys, original.get(), dict_get_str(sys, key.get())));
    }
    TRY(add_sys_coroutine_functions(thread, sys));
    TRY(add_sys_thread_functions(thread, sys));
    return add_sys_information(thread, sys);
}

constexpr ModuleSpec kSpec{"sys", "What the interpreter tells about itself, and how to change it.",
                           kFunctions, fill};

}  // namespace

Status add_functions(Thread& thread, Dict* sys, std::span<const MethodDef> functions) {
    Ref<Str> module = TRY(intern(thread, "sys"));
    for (const MethodDef& def : functions) {
        Ref<Str> name = TRY(intern(thread, def.name()));
        Ref<NativeFunction> function =
            TRY(make_native_function(thread, &def, Value::empty(), module.value()));
        TRY(dict_set_str(thread, sys, name.get(), function.value()));
    }
    return {};
}

Ref<Str> decode_argument(Thread& thread, const std::string& bytes) {
    return decode_text(thread, bytes, "utf-8", "surrogateescape");
}

std::string executable_path() {
    char buffer[PATH_MAX];
    ssize_t length = ::readlink("/proc/self/exe", buffer, sizeof buffer);
    return length > 0 ? std::string(buffer, static_cast<size_t>(length)) : std::string();
}

// The folder above the one that holds the executable.
std::string installation_prefix(const std::string& executable) {
    size_t slash = executable.rfind('/');
    if (slash == std::string::npos || slash == 0) return "/";
    size_t above = executable.rfind('/', slash - 1);
    return above == std::string::npos || above == 0 ? "/" : executable.substr(0, above);
}

Ref<Module> make_sys_module(Thread& thread) {
    return make_native_module(thread, kSpec);
}

}  // namespace moult
