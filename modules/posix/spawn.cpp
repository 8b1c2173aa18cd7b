// posix: other programs: execv, execve, posix_spawn.
#include <spawn.h>
#include <unistd.h>

#include <csignal>

#include "modules/posix/posix.h"
#include "runtime/containers/list.h"

namespace moult::posix {

namespace {

// Texts as the system wants them: an array of pointers with a null at the end.
struct Texts {
    std::vector<std::string> texts;
    std::vector<char*> pointers;
    char** array() {
        pointers.clear();
        for (std::string& text : texts) pointers.push_back(text.data());
        pointers.push_back(nullptr);
        return pointers.data();
    }
};

// A tuple's or a list's items; false: it is neither.
bool items_of(Value sequence, std::span<const Value>* items) {
    if (Tuple* tuple = as_tuple(sequence))
        *items = tuple->span();
    else if (List* list = as_instance<List>(sequence))
        *items = list->span();
    else
        return false;
    return true;
}

// `name` is how messages begin: "execv() arg 2" or "execve: argv".
Status read_arguments(Thread& thread, Value given, const char* name, Texts* texts) {
    std::span<const Value> items;
    if (!items_of(given, &items)) return raise_type_error(thread, "%s must be a tuple or list", name);
    if (items.empty()) return raise_value_error(thread, "%s must not be empty", name);
    Ref<Tuple> held = TRY(make_tuple(thread, items));  // __fspath__ may change a list
    for (Value item : held->span()) {
        std::string text;
        TRY(read_fs_text(thread, item, &text));
        texts->texts.push_back(std::move(text));
    }
    if (texts->texts[0].empty()) return raise_value_error(thread, "%s first element cannot be empty", name);
    return {};
}

Status read_environment(Thread& thread, Value given, const char* function, Texts* texts) {
    if (!thread.interp.type_of(given)->slots.get_item || as_str(given) || as_bytes(given))
        return raise_type_error(thread, "%s: environment must be a mapping object", function);
    std::vector<Ref<Value>> columns;
    for (const char* method : {"keys", "values"}) {
        Ref<Str> name = TRY(intern(thread, method));
        Ref<Value> column = TRY(call_method(thread, given, name.get()));
        columns.push_back(TRY(to_tuple(thread, column)));
    }
    std::span<const Value> keys = as_tuple(columns[0])->span(), values = as_tuple(columns[1])->span();
    for (size_t i = 0; i < std::min(keys.size(), values.size()); ++i) {
        std::string key, value;
        TRY(read_fs_text(thread, keys[i], &key));
        TRY(read_fs_text(thread, values[i], &value));
        if (key.empty() || key.find('=', 1) != std::string::npos)
            return raise_value_error(thread, "illegal environment variable name");
        texts->texts.push_back(key + "=" + value);
    }
    return {};
}

Ref<Value> execv_function(Thread& thread, Args args) {  // path, argv
    Path path;
    TRY(read_path(thread, args[0], "execv", "path", kPathOnly, &path));
    Texts arguments;
    TRY(read_arguments(thread, args[1], "execv() arg 2", &arguments));
    ::execv(path.c_str(), arguments.array());
    return raise_errno(thread);
}
Ref<Value> execve_function(Thread& thread, Args args) {  // path, argv, env
    Path path;
    TRY(read_path(thread, args[0], "execve", "path", kOrDescriptor, &path));
    Texts arguments, environment;
    std::span<const Value> items;
    if (items_of(args[1], &items) && !thread.interp.type_of(args[2])->slots.get_item)
        return raise_type_error(thread, "execve: environment must be a mapping object");
    TRY(read_arguments(thread, args[1], "execve: argv", &arguments));
    TRY(read_environment(thread, args[2], "execve", &environment));
    if (path.is_descriptor)
        ::fexecve(path.descriptor, arguments.array(), environment.array());
    else
        ::execve(path.c_str(), arguments.array(), environment.array());
    return raise_errno(thread, path);
}

// --- posix_spawn

// What posix_spawn() is told beside arguments and environment.
struct SpawnPlan {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
};

// The result of a function that gives its error instead of leaving it in errno.
Status check_error(Thread& thread, int error) {
    if (!error) return {};
    errno = error;
    return raise_errno(thread);
}

Status add_action(Thread& thread, SpawnPlan& plan, Value given) {
    Tuple* action = as_tuple(given);
    if (!action || action->length == 0)
        return raise_type_error(thread, "Each file_actions element must be a non-empty tuple");
    const Value* parts = action->items();
    auto needs = [&](const char* what, size_t count, bool good = true) -> Status {
        if (action->length == count && good) return {};
        return raise_type_error(thread, "A %s file_action tuple must have %zu elements", what, count);
    };
    switch (TRY(as_c_int(thread, parts[0]))) {
        case kSpawnOpen: {
            TRY(needs("open", 5, is_int(parts[action->length - 1])));
            int descriptor = TRY(as_c_int(thread, parts[1]));
            std::string path;
            TRY(read_fs_text(thread, parts[2], &path));
            int flags = TRY(as_c_int(thread, parts[3]));
            auto mode = static_cast<mode_t>(TRY(as_ssize(thread, parts[4])));
            return check_error(thread, ::posix_spawn_file_actions_addopen(&plan.actions, descriptor,
                                                                          path.c_str(), flags, mode));
        }
        case kSpawnClose: {
            TRY(needs("close", 2));
            int descriptor = TRY(as_c_int(thread, parts[1]));
            return check_error(thread, ::posix_spawn_file_actions_addclose(&plan.actions, descriptor));
        }
        case kSpawnDup2: {
            TRY(needs("dup2", 3));
            int from = TRY(as_c_int(thread, parts[1])), to = TRY(as_c_int(thread, parts[2]));
            return check_error(thread, ::posix_spawn_file_actions_adddup2(&plan.actions, from, to));
        }
        default: return raise_type_error(thread, "Unknown file_actions identifier");
    }
}

Status read_signals(Thread& thread, Value given, sigset_t* signals) {
    ::sigemptyset(signals);
    return for_each(thread, given, [&](Value item) -> Status {
        int signal = TRY(as_c_int(thread, item));
        if (signal < 1 || signal > SIGRTMAX)
            return raise_value_error(thread, "signal number %d out of range [1; %d]", signal, SIGRTMAX);
        ::sigaddset(signals, signal);
        return {};
    });
}

enum SpawnArgument : size_t {
    kSetGroup = 4,
    kResetIds,
    kSetSession,
    kSignalMask,
    kSignalDefaults,
    kScheduler
};

Status read_attributes(Thread& thread, SpawnPlan& plan, Args args) {
    short flags = 0;
    if (!args[kSetGroup].is_empty()) {
        int group = TRY(as_c_int(thread, args[kSetGroup]));
        TRY(check_error(thread, ::posix_spawnattr_setpgroup(&plan.attributes, group)));
        flags |= POSIX_SPAWN_SETPGROUP;
    }
    if (TRY(truth(thread, args[kResetIds]))) flags |= POSIX_SPAWN_RESETIDS;
    if (TRY(truth(thread, args[kSetSession]))) flags |= POSIX_SPAWN_SETSID;
    sigset_t signals;
    if (!as_tuple(args[kSignalMask]) || as_tuple(args[kSignalMask])->length) {
        TRY(read_signals(thread, args[kSignalMask], &signals));
        TRY(check_error(thread, ::posix_spawnattr_setsigmask(&plan.attributes, &signals)));
        flags |= POSIX_SPAWN_SETSIGMASK;
    }
    if (!as_tuple(args[kSignalDefaults]) || as_tuple(args[kSignalDefaults])->length) {
        TRY(read_signals(thread, args[kSignalDefaults], &signals));
        TRY(check_error(thread, ::posix_spawnattr_setsigdefault(&plan.attributes, &signals)));
        flags |= POSIX_SPAWN_SETSIGDEF;
    }
    if (!args[kScheduler].is_empty()) {
        Tuple* scheduler = as_tuple(args[kScheduler]);
        if (!scheduler || scheduler->length != 2)
            return raise_type_error(thread, "A scheduler tuple must have two elements");
        Value policy = scheduler->items()[0];
        if (!policy.is_none()) {
            TRY(check_error(
                thread, ::posix_spawnattr_setschedpolicy(&plan.attributes, TRY(as_c_int(thread, policy)))));
            flags |= POSIX_SPAWN_SETSCHEDULER;
        }
        sched_param parameters;
        TRY(read_sched_param(thread, scheduler->items()[1], &parameters));
        TRY(check_error(thread, ::posix_spawnattr_setschedparam(&plan.attributes, &parameters)));
        flags |= POSIX_SPAWN_SETSCHEDPARAM;
    }
    return check_error(thread, ::posix_spawnattr_setflags(&plan.attributes, flags));
}

template <bool kSearches>
Ref<Value> spawn_function(Thread& thread, Args args) {  // path, argv, env, file_actions and attributes
    constexpr const char* kName = kSearches ? "posix_spawnp" : "posix_spawn";
    Path path;
    TRY(read_path(thread, args[0], kName, "path", kPathOnly, &path));
    std::string text = std::string(kName) + ": argv";
    Texts arguments, environment;
    TRY(read_arguments(thread, args[1], text.c_str(), &arguments));
    TRY(read_environment(thread, args[2], kName, &environment));
    SpawnPlan plan;
    if (!args[3].is_none()) {
        Ref<Value> actions =
            TRY(to_list_or_tuple(thread, args[3], "file_actions must be a sequence or None"));
        TRY(for_each(thread, actions, [&](Value action) { return add_action(thread, plan, action); }));
    }
    TRY(read_attributes(thread, plan, args));
    pid_t pid;
    auto spawn = kSearches ? ::posix_spawnp : ::posix_spawn;
    errno =
        spawn(&pid, path.c_str(), &plan.actions, &plan.attributes, arguments.array(), environment.array());
    if (errno) return raise_errno(thread, path);
    return Value::small_int(pid);
}

constexpr MethodDef kFunctions[] = {
    {"@hidden posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=..., resetids=False, "
     "setsid=False, "
     "setsigmask=(), setsigdef=(), scheduler=...)",
     spawn_function<false>, "Execute the program specified by path in a new process."},
    {"@hidden posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=..., resetids=False, "
     "setsid=False, "
     "setsigmask=(), setsigdef=(), scheduler=...)",
     spawn_function<true>, "Execute the program specified by path in a new process."},
    {"execv(path, argv, /)", execv_function,
     "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", execve_function,
     "Execute an executable path with arguments, replacing current process."},
};

}  // namespace

constexpr Part kSpawnPart = {kFunctions};

}  // namespace moult::posix
