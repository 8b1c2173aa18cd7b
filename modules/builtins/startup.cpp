// Start and end of an interpreter.
#include "modules/builtins/startup.h"

#include <fcntl.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include <vector>

#include "interp/import/import.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "modules/builtins/builtins_module.h"
#include "modules/io/file_object.h"
#include "modules/system/gc_module.h"
#include "modules/system/sys_module.h"
#include "runtime/classes/function.h"
#include "runtime/exceptions/exception.h"
#include "runtime/gc/collector.h"
#include "runtime/objects/weakref.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

struct StreamRow {
    int fd;
    const char *name, *file_name, *mode, *errors;
};
constexpr StreamRow kStreams[] = {
    {0, "stdin", "<stdin>", "r", "strict"},
    {1, "stdout", "<stdout>", "w", "strict"},
    {2, "stderr", "<stderr>", "w", "backslashreplace"},
};

Status set(Thread& thread, Dict* space, const std::string& name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, space, key.get(), value);
}

// Where the locale says nothing of the encoding, undecodable bytes pass through unharmed (PEP 538, PEP 540).
bool is_plain_locale() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(name);
        if (value && *value) return std::string_view(value) == "C" || std::string_view(value) == "POSIX";
    }
    return true;
}

// A stream whose descriptor is closed is None.
Status make_streams(Thread& thread, Dict* sys) {
    for (const StreamRow& row : kStreams) {
        if (fcntl(row.fd, F_GETFD) < 0) {
            TRY(set(thread, sys, row.name, Value::none()));
            TRY(set(thread, sys, "__" + std::string(row.name) + "__", Value::none()));
            continue;
        }
        const char* errors = row.fd != 2 && is_plain_locale() ? "surrogateescape" : row.errors;
        Ref<FileObject> stream = TRY(make_standard_stream(thread, row.fd, row.file_name, row.mode, errors));
        TRY(set(thread, sys, row.name, stream.value()));
        TRY(set(thread, sys, "__" + std::string(row.name) + "__", stream.value()));
    }
    return {};
}

Status enter_builtin(Thread& thread, Module* module, const char* name) {
    Ref<Str> key = TRY(intern(thread, name));
    Ref<Str> origin = TRY(intern(thread, "built-in"));
    TRY(set_module_spec(thread, module, key.get(), origin.value(), Value::empty()));
    return dict_set_str(thread, thread.interp.modules.get(), key.get(), module);
}

// --- the end

void run_exit_functions(Thread& thread) {
    Ref<Str> name = intern(thread, "atexit");
    Value module = name ? dict_get_str(thread.interp.modules.get(), name.get()) : Value::empty();
    if (module.is_object()) {
        Ref<Value> held = share(module);
        Ref<Value> run = get_attribute(thread, held, "_run_exitfuncs");
        if (!run.is_error()) run = call(thread, run);
    }
    if (thread.has_error()) show_uncaught(thread);
}

}  // namespace

void wait_for_threads(Thread& thread) {
    Ref<Str> name = intern(thread, "threading");
    Value module = name ? dict_get_str(thread.interp.modules.get(), name.get()) : Value::empty();
    if (module.is_object()) {
        Ref<Value> held = share(module);
        Ref<Str> shut_down = intern(thread, "_shutdown");
        if (shut_down) (void)call_method(thread, held, shut_down.get(), {});
        if (thread.has_error()) report_unraisable(thread, held);
    }
    if (thread.has_error()) clear_error(thread);
}

namespace {

// None instead of the values for which `wanted(name, value)` holds.
template <class Wanted>
void clear_values(Thread& thread, Dict* space, Wanted&& wanted) {
    std::vector<Ref<Str>> names;
    size_t position = 0;
    Value key, value;
    while (dict_next(space, &position, &key, &value))
        if (Str* name = as_str(key); name && !value.is_none() && wanted(name, value))
            names.push_back(share(name));
    for (const Ref<Str>& name : names)
        if (!dict_set_str(thread, space, name.get(), Value::none()).ok()) clear_error(thread);
}

// Names with one underscore first, as CPython does. __builtins__ stays; and what has been there before the program,
// or is an atom, for nobody could see it go.
void clear_module_dict(Thread& thread, Dict* space) {
    Str* builtins = thread.interp.names().__builtins__;
    auto matters = [&](Value value) {
        if (!value.is_object()) return false;
        Age age = thread.heap.side_table().age(value.as_object());
        return age == Age::kNone ? (value.as_object()->type()->flags & kHasFinalizer) != 0
                                 : age != Age::kLasting;
    };
    clear_values(thread, space, [&](Str* name, Value value) {
        bool is_private = name->length > 0 && name->at(0) == '_' && (name->length < 2 || name->at(1) != '_');
        return is_private && matters(value);
    });
    clear_values(thread, space, [&](Str* name, Value value) { return name != builtins && matters(value); });
}

// What programs are known to leave in the module sys.
void clear_what_sys_remembers(Thread& thread) {
    Interpreter& interp = thread.interp;
    if (!interp.sys) return;
    Dict* sys = interp.sys->dict.get();
    for (const char* name : {"path", "argv", "ps1", "ps2", "last_type", "last_value", "last_traceback",
                             "path_hooks", "path_importer_cache", "meta_path"})
        if (!set(thread, sys, name, Value::none()).ok()) clear_error(thread);
    for (const StreamRow& row : kStreams) {
        Ref<Str> key = intern(thread, "__" + std::string(row.name) + "__");
        Value original = key ? dict_get_str(sys, key.get()) : Value::empty();
        if (!original.is_empty() && !set(thread, sys, row.name, original).ok()) clear_error(thread);
    }
}

// Modules that nobody else holds die with their entry in sys.modules, and their namespaces with all that is in
// them in the collection that follows, where finalizers find everything in place. What is left of the others is
// cleared by hand, the latest first; builtins and sys last.
void clear_modules(Thread& thread) {
    Interpreter& interp = thread.interp;
    clear_what_sys_remembers(thread);
    std::vector<std::pair<Ref<Str>, Ref<Value>>> modules;  // name and weak reference
    size_t position = 0;
    Value key, value;
    while (dict_next(interp.modules.get(), &position, &key, &value)) {
        if (!as_instance<Module>(value) || !as_str(key)) continue;
        Ref<Value> weak = make_weakref(thread, value, Value::empty());
        if (weak.is_error()) return clear_error(thread);
        modules.emplace_back(share(as_str(key)), std::move(weak));
    }
    for (const auto& [name, module] : modules)
        if (!dict_set_str(thread, interp.modules.get(), name.get(), Value::none()).ok()) clear_error(thread);
    dict_clear(thread, interp.modules.get());
    interp.collector->collect(thread);
    report_garbage(thread);
    Dict* builtins = interp.builtins.get();
    Dict* sys = interp.sys ? interp.sys->dict.get() : nullptr;
    for (size_t i = modules.size(); i-- > 0;) {
        Object* module = modules[i].second.as<WeakRef>()->referent;
        if (!module) continue;
        Ref<Dict> space = static_cast<Module*>(module)->dict;
        if (space && space.get() != builtins && space.get() != sys) clear_module_dict(thread, space.get());
    }
    flush_standard_streams(thread);
    if (sys) clear_module_dict(thread, sys);
    clear_module_dict(thread, builtins);
    interp.module_states.forget(interp);
    interp.collector->collect(thread);
}

}  // namespace

Status initialize_builtins(Thread& thread) {
    Interpreter& interp = thread.interp;
    Ref<Module> builtins = TRY(make_builtins_module(thread));
    TRY(enter_builtin(thread, builtins.get(), "builtins"));
    Ref<Module> sys = TRY(make_sys_module(thread));
    TRY(enter_builtin(thread, sys.get(), "sys"));
    TRY(make_streams(thread, sys->dict.get()));
    Ref<Value> path = TRY(initial_path(thread));
    TRY(set(thread, sys->dict.get(), "path", path));
    interp.sys = sys.release();
    interp.collector->keep_what_there_is();
    return {};
}

bool finalize(Thread& thread) {
    Interpreter& interp = thread.interp;
    run_exit_functions(thread);
    interp.finalizing = true;
    interp.threads->close_to_others(thread);
    bool flushed = flush_file(thread, sys_attribute(interp, "stdout")).ok();
    if (!flushed) {
        report_unraisable(thread, sys_attribute(interp, "stdout"));
        if (FileObject* file = as_file(interp, sys_attribute(interp, "stdout"))) file->output.clear();
    }
    flush_standard_streams(thread);
    thread.base_handled.exception = Ref<Value>();
    interp.collector->collect(thread);
    clear_modules(thread);
    flush_standard_streams(thread);
    return flushed;
}

int exit_as_signalled(int exit_code) {
    if (exit_code != kExitInterrupted) return exit_code;
    std::signal(SIGINT, SIG_DFL);
    ::kill(::getpid(), SIGINT);
    return exit_code;
}

}  // namespace moult
