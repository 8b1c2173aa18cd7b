// Simple instructions that make functions and classes and import modules.
#include "interp/instructions.h"
#include "runtime/classes/function.h"
#include "runtime/classes/namespaces.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

Value* push(Value* sp, Ref<Value> value) {
    if (value.is_error()) return nullptr;
    *sp++ = value.release();
    return sp;
}

}  // namespace

// Under the code object: defaults (bit 0), keyword defaults (1), annotations (2), closure (3).
Value* run_MAKE_FUNCTION(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Code* code = sp[-1].as<Code>();
    Ref<Function> function = make_function(thread, code, frame.globals, Value(code->qualname.get()));
    if (!function) return nullptr;
    Value* p = sp - 1;
    if (arg & 8) function->closure = *--p;  // moves, as below
    if (arg & 4) function->annotations = *--p;
    if (arg & 2) function->kwdefaults = *--p;
    if (arg & 1) function->defaults = *--p;
    decref(static_cast<Object*>(code));
    *p++ = Value(function.release());
    return p;
}
Value* run_LOAD_BUILD_CLASS(Thread& thread, Frame& frame, uint32_t, Value* sp) {
    Ref<Value> found = find_builtin(thread, frame.builtins, thread.interp.names().__build_class__);
    if (found.is_empty()) {
        (void)raise(thread, thread.types().name_error, "__build_class__ not found");
        return nullptr;
    }
    return push(sp, std::move(found));
}
Value* run_LOAD_ASSERTION_ERROR(Thread& thread, Frame&, uint32_t, Value* sp) {
    return push(sp, share(Value(thread.types().assertion_error)));
}
Value* run_PRINT_EXPR(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value sys = Value(reinterpret_cast<Object*>(thread.interp.sys));
    Ref<Value> hook = get_attribute(thread, sys, thread.interp.names().displayhook);
    if (hook.is_error()) return nullptr;
    Ref<Value> result = call(thread, hook, {sp[-1]});
    if (result.is_error()) return nullptr;
    Value value = *--sp;
    decref(value);
    return sp;
}

// --- imports

Value* run_IMPORT_NAME(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    // As every dict is asked: past the methods of a subclass.
    Value import = dict_get_str(frame.builtins, thread.interp.names().__import__);
    if (import.is_empty() && (frame.builtins->flags & kStandsForBuiltins)) {
        (void)raise_system_error(thread, "bad argument to internal function");
        return nullptr;
    }
    if (import.is_empty()) {
        (void)raise(thread, thread.types().import_error, "__import__ not found");
        return nullptr;
    }
    Value level = sp[-2], names = sp[-1];
    Value locals = frame.locals_dict().is_empty() ? Value::none() : frame.locals_dict();
    Ref<Value> module =
        call(thread, import, {Value(frame.exec->names[arg]), Value(frame.globals), locals, names, level});
    if (module.is_error()) return nullptr;
    decref(names);
    decref(level);
    sp[-2] = module.release();
    return sp - 1;
}

namespace {

// "from package import submodule" while the package is still being imported: the submodule is in sys.modules
// only.
Ref<Value> submodule(Thread& thread, Value module, Str* name) {
    Ref<Value> package = find_attribute(thread, module, thread.interp.names().__name__);
    if (package.is_error()) return kError;
    if (!as_str(package)) return Ref<Value>::empty();
    Ref<Str> full = format_str(thread, "%s.%s", to_utf8(as_str(package)).c_str(), to_utf8(name).c_str());
    if (!full) return kError;
    Value found = TRY(dict_get(thread, thread.interp.modules.get(), full.value()));
    return share(found);
}

Failure raise_cannot_import(Thread& thread, Value module, Str* name) {
    std::string module_name = "'<unknown module name>'";
    Ref<Value> name_attribute = find_attribute(thread, module, thread.interp.names().__name__);
    if (name_attribute.is_error()) clear_error(thread);
    if (Str* text = as_str(name_attribute)) module_name = repr_text(thread, Value(text));
    std::string place = "unknown location";
    Ref<Value> file = find_attribute(thread, module, thread.interp.names().__file__);
    if (file.is_error()) clear_error(thread);
    if (Str* text = as_str(file)) place = to_utf8(text);
    bool initializing = false;
    Ref<Value> spec = find_attribute(thread, module, thread.interp.names().__spec__);
    if (spec.is_error()) clear_error(thread);
    if (spec.get().is_object()) {
        Ref<Value> flag = get_attribute(thread, spec, "_initializing");
        if (flag.is_error()) clear_error(thread);
        initializing = flag.get().is_true();
    }
    Type* type = thread.types().import_error;
    Failure failure =
        initializing
            ? raise(
                  thread, type,
                  "cannot import name %s from partially initialized module %s (most likely due to a circular "
                  "import) (%s)",
                  repr_text(thread, Value(name)).c_str(), module_name.c_str(), place.c_str())
            : raise(thread, type, "cannot import name %s from %s (%s)",
                    repr_text(thread, Value(name)).c_str(), module_name.c_str(), place.c_str());
    auto* error = thread.raised.as<ExceptionObject>();
    if (error->type() != type) return failure;
    if (as_str(name_attribute)) set_exception_field(error, kImportErrorName, name_attribute);
    if (as_str(file)) set_exception_field(error, kImportErrorPath, file);
    return failure;
}

Status import_star(Thread& thread, Value locals, Value module) {
    Ref<Value> all = find_attribute(thread, module, thread.interp.names().__all__);
    if (all.is_error()) return kError;
    bool skip_private = all.is_empty();
    if (skip_private) {
        Ref<Value> dict = TRY(get_attribute(thread, module, thread.interp.names().__dict__));
        all = TRY(call_method(thread, dict, thread.interp.names().keys));
        all = to_list(thread, all);  // a copy: importing may change the module
        if (all.is_error()) return kError;
    }
    return for_each(thread, all, [&](Value item) -> Status {
        Str* name = as_str(item);
        if (!name) {
            Ref<Value> owner = TRY(get_attribute(thread, module, thread.interp.names().__name__));
            Ref<Str> owner_text = TRY(to_str(thread, owner));
            return raise_type_error(thread, "%s in %s.%s must be str, not %.100s",
                                    skip_private ? "Key" : "Item", to_utf8(owner_text.get()).c_str(),
                                    skip_private ? "__dict__" : "__all__", type_name(thread, item));
        }
        if (skip_private && name->length && name->at(0) == '_') return {};
        Ref<Str> interned = TRY(intern(thread, name));
        Ref<Value> value = TRY(get_attribute(thread, module, interned.get()));
        if (is_exact<Dict>(locals)) return dict_set_str(thread, locals.as<Dict>(), interned.get(), value);
        return set_item(thread, locals, interned.value(), value);
    });
}

}  // namespace

Value* run_IMPORT_FROM(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Str* name = frame.exec->names[arg];
    Ref<Value> found = find_attribute(thread, sp[-1], name);
    if (found.is_empty()) found = submodule(thread, sp[-1], name);
    if (found.is_empty()) found = raise_cannot_import(thread, sp[-1], name);
    return push(sp, std::move(found));
}
Value* run_IMPORT_STAR(Thread& thread, Frame& frame, uint32_t, Value* sp) {
    if (!import_star(thread, frame.locals_dict(), sp[-1]).ok()) return nullptr;
    Value module = *--sp;
    decref(module);
    return sp;
}

}  // namespace moult::interp
