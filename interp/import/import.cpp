// __import__ and the loading of modules.
#include "interp/import/import.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "interp/eval.h"
#include "interp/import/import_internal.h"
#include "interp/import/import_turns.h"
#include "interp/import/module_code.h"
#include "interp/import/source_finder.h"
#include "interp/registry.h"
#include "interp/reporting/standard_streams.h"
#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/runtime_options.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

Failure raise_not_found(Thread& thread, Str* name, const std::string& message) {
    Ref<Str> text = TRY(make_str(thread, message));
    Ref<ExceptionObject> error =
        TRY(make_exception(thread, thread.types().module_not_found_error, {text.value()}));
    set_exception_field(error.get(), kImportErrorName, name);
    return raise_object(thread, error.value());
}

size_t last_dot(const Str* name) {
    for (size_t i = name->length; i-- > 0;)
        if (name->at(i) == '.') return i;
    return SIZE_MAX;
}

// sys.modules[name], borrowed; empty when it is not there. The program may have replaced sys.modules' entry
// by None.
Result<Value> loaded(Thread& thread, Str* name) {
    Value found = dict_get_str(thread.interp.modules.get(), name);
    if (found.is_none())
        return raise_not_found(thread, name, "import of " + to_utf8(name) + " halted; None in sys.modules");
    return found;
}

Status set_attribute_of_parent(Thread& thread, Value parent, Str* tail, Value module) {
    return set_attribute(thread, parent, tail, module);
}

// --- loading

// The strs of a list such as sys.path or __path__.
Status folders_of(Thread& thread, Value list, std::vector<std::string>* out) {
    return for_each(thread, list, [&](Value item) -> Status {
        if (Str* text = as_str(item)) {
            Ref<Bytes> bytes = TRY(encode_text(thread, text, "utf-8", "surrogateescape"));
            out->emplace_back(bytes->view());
        }
        return {};
    });
}

Ref<Str> path_text(Thread& thread, const std::string& path) {
    return decode_text(thread, path, "utf-8", "surrogateescape");
}

// While a module's code runs, its __spec__ says so.
Status set_initializing(Thread& thread, Module* module, bool flag) {
    Value spec = dict_get_str(module->dict.get(), thread.interp.names().__spec__);
    if (!spec.is_object()) return {};
    Ref<Value> held = share(spec);
    Ref<Str> key = TRY(intern(thread, "_initializing"));
    return set_attribute(thread, held, key.get(), Value::boolean(flag));
}

// Runs the file in the module's namespace.
Status run_file(Thread& thread, Module* module, Str* name, const FoundModule& found, Str* filename) {
    Ref<Code> code = TRY(load_module_code(thread, name, found, filename));
    Ref<Dict> space = module->dict;
    TRY(set_initializing(thread, module, true));
    TRY(as_status(interp::run_code(thread, code.get(), space.get(), space.value(), Value::empty())));
    return set_initializing(thread, module, false);
}

Ref<Value> load_source(Thread& thread, Str* name, const FoundModule& found) {
    const Names& names = thread.interp.names();
    Ref<Module> module = TRY(make_module(thread, name));
    Dict* space = module->dict.get();
    bool is_namespace = found.kind == FoundModule::Kind::kNamespace;
    Ref<Value> filename = Ref<Value>::empty(), locations = Ref<Value>::empty();
    if (!is_namespace) filename = TRY(path_text(thread, found.file));
    if (found.kind != FoundModule::Kind::kModule) {
        Ref<List> list = TRY(make_list(thread));
        for (const std::string& folder : found.folder) {
            Ref<Str> text = TRY(path_text(thread, folder));
            TRY(list_append(thread, list.get(), text.value()));
        }
        TRY(dict_set_str(thread, space, names.__path__, list.value()));
        locations = std::move(list);
    }
    TRY(set_module_spec(thread, module.get(), name, filename, locations));
    TRY(dict_set_str(thread, space, names.__file__, is_namespace ? Value(Value::none()) : filename.get()));
    if (!is_namespace) {
        Ref<Str> cached = TRY(path_text(thread, cached_name(thread, found)));
        TRY(dict_set_str(thread, space, names.__cached__, cached.value()));
        Ref<Str> attribute = TRY(intern(thread, "cached"));
        Value spec = dict_get_str(space, names.__spec__);
        TRY(set_attribute(thread, spec, attribute.get(), cached.value()));
    }
    TRY(dict_set_str(thread, space, names.__builtins__, thread.interp.builtins.value()));
    Dict* modules = thread.interp.modules.get();
    TRY(dict_set_str(thread, modules, name, module.value()));
    if (is_namespace) return module;
    if (!run_file(thread, module.get(), name, found, filename.as<Str>()).ok()) {
        Ref<Value> error = take_error(thread);
        if (!dict_remove(thread, thread.interp.modules.get(), name).ok()) clear_error(thread);
        restore_error(thread, std::move(error));
        return kError;
    }
    // The module may have put something else into its place. What is there moves to the end: modules stand in
    // the order in which they were completed.
    Ref<Value> current = TRY(dict_pop(thread, thread.interp.modules.get(), name));
    if (current.is_empty())
        return raise(thread, thread.types().key_error, "%s", repr_text(thread, name).c_str());
    TRY(dict_set_str(thread, thread.interp.modules.get(), name, current));
    return current;
}

// Finders that the program has put into sys.meta_path (PEP 451); empty when they know nothing of the module.
Ref<Value> load_by_finders(Thread& thread, Str* name, Value path) {
    Value list = sys_attribute(thread.interp, "meta_path");
    if (!as_instance<List>(list) || list.as<List>()->length == 0) return Ref<Value>::empty();
    Ref<Tuple> finders = TRY(to_tuple(thread, list));
    Ref<Str> find_spec = TRY(intern(thread, "find_spec"));
    for (Value finder : finders->span()) {
        Ref<Value> method = TRY(find_attribute(thread, finder, find_spec.get()));
        if (method.is_empty()) continue;
        Value path_or_none = path.is_empty() ? Value(Value::none()) : path;
        Ref<Value> spec = TRY(call(thread, method, {Value(name), path_or_none, Value::none()}));
        if (spec.is_none()) continue;
        Ref<Str> util = TRY(intern(thread, "importlib._bootstrap"));
        Ref<Value> bootstrap = TRY(import_module(thread, util.get()));
        Ref<Str> load = TRY(intern(thread, "_load_unlocked"));
        return call_method(thread, bootstrap, load.get(), {spec.get()});
    }
    return Ref<Value>::empty();
}

// Finds and loads a module that is not in sys.modules; empty when there is none of the name.
Ref<Value> find_and_load(Thread& thread, Str* name, Value parent_path) {
    if (parent_path.is_empty()) {
        Ref<Value> builtin = TRY(import_builtin(thread, name));
        if (!builtin.is_empty()) return builtin;
    }
    Ref<Value> found = TRY(load_by_finders(thread, name, parent_path));
    if (!found.is_empty()) return found;
    Value path = parent_path.is_empty() ? sys_attribute(thread.interp, "path") : parent_path;
    if (path.is_empty() || path.is_none()) return Ref<Value>::empty();
    std::vector<std::string> folders;
    TRY(folders_of(thread, path, &folders));
    std::string text = to_utf8(name);
    size_t dot = text.rfind('.');
    FoundModule source = find_source(dot == std::string::npos ? text : text.substr(dot + 1), folders);
    if (source.kind == FoundModule::Kind::kNone)
        return parent_path.is_empty() ? import_beside_command(thread, name) : Ref<Value>::empty();
    return load_source(thread, name, source);
}

// --- names

// The package that a relative import in this namespace starts from (PEP 366).
Ref<Str> current_package(Thread& thread, Value globals_value) {
    const Names& names = thread.interp.names();
    auto* globals = as_instance<Dict>(globals_value);
    if (!globals) return raise(thread, thread.types().key_error, "'__name__' not in globals");
    Value package = dict_get_str(globals, names.__package__);
    if (!package.is_empty() && !package.is_none()) {
        if (!as_str(package)) return raise_type_error(thread, "package must be a string");
        return share(as_str(package));
    }
    Value spec = dict_get_str(globals, names.__spec__);
    if (spec.is_object()) {
        Ref<Value> parent = TRY(get_attribute(thread, spec, "parent"));
        if (!as_str(parent)) return raise_type_error(thread, "__spec__.parent must be a string");
        return share(as_str(parent));
    }
    Value name = dict_get_str(globals, names.__name__);
    if (name.is_empty()) return raise(thread, thread.types().key_error, "'__name__' not in globals");
    if (!as_str(name)) return raise_type_error(thread, "__name__ must be a string");
    if (!dict_get_str(globals, names.__path__).is_empty()) return share(as_str(name));
    return parent_name(thread, as_str(name));
}

Ref<Str> resolve_name(Thread& thread, Str* name, Value globals, int64_t level) {
    Ref<Str> package = TRY(current_package(thread, globals));
    if (package->length == 0)
        return raise(thread, thread.types().import_error,
                     "attempted relative import with no known parent package");
    for (int64_t i = 1; i < level; ++i) {
        if (last_dot(package.get()) == SIZE_MAX)
            return raise(thread, thread.types().import_error,
                         "attempted relative import beyond top-level package");
        package = TRY(parent_name(thread, package.get()));
    }
    if (name->length == 0) return intern(thread, package.get());
    return intern(thread, to_utf8(package.get()) + "." + to_utf8(name));
}

// --- from lists

Status import_submodules(Thread& thread, Value module, Value fromlist, bool is_all);

Status import_submodule(Thread& thread, Value module, Str* item) {
    Ref<Str> attribute = TRY(intern(thread, item));
    Ref<Value> present = TRY(find_attribute(thread, module, attribute.get()));
    if (!present.is_empty()) return {};
    Ref<Value> package = TRY(get_attribute(thread, module, thread.interp.names().__name__));
    if (!as_str(package)) return raise_type_error(thread, "__name__ must be a string");
    Ref<Str> full = TRY(intern(thread, to_utf8(as_str(package)) + "." + to_utf8(item)));
    Ref<Value> imported = import_module(thread, full.get());
    if (!imported.is_error()) return {};
    // No such submodule: the from statement itself complains about the missing name.
    if (!error_matches(thread, thread.types().module_not_found_error)) return kError;
    Value missing = thread.raised.as<ExceptionObject>()->fields[kImportErrorName];
    if (!as_str(missing) || !str_equal(as_str(missing), full.get())) return kError;
    if (dict_get_str(thread.interp.modules.get(), full.get()).is_none()) return kError;
    clear_error(thread);
    return {};
}

Status import_submodules(Thread& thread, Value module, Value fromlist, bool is_all) {
    return for_each(thread, fromlist, [&](Value item) -> Status {
        Str* text = as_str(item);
        if (!text) {
            if (is_all) {
                Ref<Value> name = TRY(get_attribute(thread, module, thread.interp.names().__name__));
                Ref<Str> shown = TRY(to_str(thread, name));
                return raise_type_error(thread, "Item in %s.__all__ must be str, not %s",
                                        to_utf8(shown.get()).c_str(), type_name(thread, item));
            }
            return raise_type_error(thread, "Item in ``from list'' must be str, not %s",
                                    type_name(thread, item));
        }
        if (!str_equal_ascii(text, "*")) return import_submodule(thread, module, text);
        if (is_all) return {};
        Ref<Value> all = TRY(find_attribute(thread, module, thread.interp.names().__all__));
        if (all.is_empty()) return {};
        return import_submodules(thread, module, all, true);
    });
}

// "import a.b.c" binds a, the package that the name begins with.
Ref<Value> head_of(Thread& thread, Str* name, Str* absolute, int64_t level, Ref<Value> module) {
    size_t dot = 0;
    while (dot < name->length && name->at(dot) != '.') ++dot;
    if (dot == name->length) return module;
    if (level == 0) {
        Ref<Str> head = TRY(substring(thread, name, 0, dot));
        Ref<Str> interned = TRY(intern(thread, head.get()));
        return import_module(thread, interned.get());
    }
    Ref<Str> part = TRY(substring(thread, absolute, 0, absolute->length - (name->length - dot)));
    Ref<Str> wanted = TRY(intern(thread, part.get()));
    Value found = dict_get_str(thread.interp.modules.get(), wanted.get());
    if (found.is_empty())
        return raise(thread, thread.types().key_error, "%s not in sys.modules as expected",
                     repr_text(thread, wanted.value()).c_str());
    return share(found);
}

}  // namespace

Ref<Value> import_module(Thread& thread, Str* name) {
    if (!interp::machine_of(thread).imports.empty()) TRY(wait_for_import(thread, name));
    Value already = TRY(loaded(thread, name));
    if (!already.is_empty()) return share(already);
    RecursionGuard guard(thread, " during import");
    if (guard.failed()) return kError;
    size_t dot = last_dot(name);
    Ref<Value> parent = Ref<Value>::empty(), path = Ref<Value>::empty();
    Ref<Str> tail;
    if (dot != SIZE_MAX) {
        Ref<Str> parent_text = TRY(parent_name(thread, name));
        parent = share(dict_get_str(thread.interp.modules.get(), parent_text.get()));
        if (parent.is_empty()) parent = TRY(import_module(thread, parent_text.get()));
        already = TRY(loaded(thread, name));
        if (!already.is_empty()) return share(already);
        path = TRY(find_attribute(thread, parent, thread.interp.names().__path__));
        if (path.is_empty())
            return raise_not_found(thread, name,
                                   "No module named " + repr_text(thread, name) + "; " +
                                       repr_text(thread, parent_text.value()) + " is not a package");
        Ref<Str> part = TRY(substring(thread, name, dot + 1, name->length));
        tail = TRY(intern(thread, part.get()));
    }
    // Another thread may have begun with it while this one was busy with its package.
    TRY(wait_for_import(thread, name));
    already = TRY(loaded(thread, name));
    if (!already.is_empty()) return share(already);
    ImportTurn turn(thread, name);
    Ref<Value> module = TRY(find_and_load(thread, name, path));
    if (module.is_empty()) return raise_not_found(thread, name, "No module named " + repr_text(thread, name));
    if (tail) TRY(set_attribute_of_parent(thread, parent, tail.get(), module));
    return module;
}

Ref<Value> import_name(Thread& thread, Str* name, Value globals, Value fromlist, int64_t level) {
    if (level < 0) return raise_value_error(thread, "level must be >= 0");
    if (level == 0 && name->length == 0) return raise_value_error(thread, "Empty module name");
    Ref<Str> absolute =
        level > 0 ? TRY(resolve_name(thread, name, globals, level)) : TRY(intern(thread, name));
    Ref<Value> module = TRY(import_module(thread, absolute.get()));
    bool has_list = false;
    if (!fromlist.is_none()) has_list = TRY(truth(thread, fromlist));
    if (!has_list) {
        if (level > 0 && name->length == 0) return module;
        return head_of(thread, name, absolute.get(), level, std::move(module));
    }
    Ref<Value> path = TRY(find_attribute(thread, module, thread.interp.names().__path__));
    if (!path.is_empty()) TRY(import_submodules(thread, module, fromlist, false));
    return module;
}

Ref<Value> initial_path(Thread& thread) {
    InterpreterOptions& options = thread.interp.options;
    Ref<List> path = TRY(make_list(thread));
    auto add = [&](const std::string& folder) -> Status {
        Ref<Str> text = TRY(path_text(thread, folder));
        return list_append(thread, path.get(), text.value());
    };
    TRY(add(options.path0));
    if (const char* more = std::getenv("PYTHONPATH")) {
        std::string_view rest = more;
        while (!rest.empty()) {
            size_t colon = rest.find(':');
            if (colon != 0) TRY(add(std::string(rest.substr(0, colon))));
            rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
        }
    }
    TRY(add(options.machine.of<RuntimeOptions>().stdlib));
    return path;
}

}  // namespace moult
