// posix: other programs: execv, execve.
#include <unistd.h>

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

constexpr MethodDef kFunctions[] = {
    {"execv(path, argv, /)", execv_function,
     "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", execve_function,
     "Execute an executable path with arguments, replacing current process."},
};

}  // namespace

constexpr Part kSpawnPart = {kFunctions};

}  // namespace moult::posix
