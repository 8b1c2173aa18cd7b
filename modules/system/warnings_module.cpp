// _warnings: the part of the module warnings that is no Python.
#include "interp/reporting/warnings.h"

#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// What the warning is an instance of, or is to be: a class derived from Warning.
Ref<Value> category_of(Thread& thread, Value message, Value category) {
    Value warning(thread.types().warning);
    if (TRY(is_instance(thread, message, warning))) return share(Value(thread.interp.type_of(message)));
    if (category.is_none()) return share(Value(thread.types().user_warning));
    if (!as_instance<Type>(category) || !TRY(is_subclass(thread, category, warning)))
        return raise_type_error(thread, "category must be a Warning subclass, not '%s'",
                                type_name(thread, category));
    return share(category);
}

Ref<Value> warn_function(Thread& thread, Args args) {
    int64_t stack_level = TRY(index_as_int64(thread, args[2], thread.types().overflow_error));
    Ref<Value> category = TRY(category_of(thread, args[0], args[1]));
    TRY(warn(thread, args[0], category, stack_level, args[3].is_none() ? Value::empty() : args[3]));
    return Value::none();
}

// The line of a module's source, by its loader (PEP 302); empty when the loader gives none.
Ref<Value> line_from_loader(Thread& thread, Value globals, int64_t line) {
    Dict* space = as_instance<Dict>(globals);
    Ref<Str> loader_name = TRY(intern(thread, "__loader__"));
    Ref<Value> loader = share(dict_get_str(space, loader_name.get()));
    Ref<Value> name = share(dict_get_str(space, thread.interp.names().__name__));
    if (loader.is_empty() || name.is_empty()) return share(Value::empty());
    Ref<Str> get_source = TRY(intern(thread, "get_source"));
    Ref<Value> method = TRY(find_attribute(thread, loader, get_source.get()));
    if (method.is_empty()) return share(Value::empty());
    Ref<Value> source = TRY(call(thread, method, {name.get()}));
    if (source.get().is_none()) return share(Value::empty());
    Ref<Str> splitlines = TRY(intern(thread, "splitlines"));
    Ref<Value> lines = TRY(call_method(thread, source, splitlines.get(), {}));
    Ref<Value> text = TRY(get_item(thread, lines, Value::small_int(line - 1)));
    if (!as_str(text))
        return raise_type_error(thread, "the source's lines must be str, not %s", type_name(thread, text));
    return text;
}

Ref<Value> warn_explicit_function(Thread& thread, Args args) {
    Str* filename = as_str(args[2]);
    if (!filename) return raise_bad_argument(thread, "warn_explicit", "argument 3", "str", args[2]);
    Warning warning{args[0], args[1], filename,
                    TRY(index_as_int64(thread, args[3], thread.types().overflow_error))};
    warning.module = args[4];
    warning.registry = args[5];
    Value globals = args[6];
    if (!globals.is_empty() && !globals.is_none() && !as_instance<Dict>(globals))
        return raise_type_error(thread, "module_globals must be a dict, not '%.200s'",
                                type_name(thread, globals));
    Ref<Value> source_line = share(Value::empty());
    if (as_instance<Dict>(globals)) source_line = TRY(line_from_loader(thread, globals, warning.line));
    warning.source_line = source_line;
    warning.source = args[7].is_none() ? Value::empty() : args[7];
    TRY(warn_explicit(thread, warning));
    return Value::none();
}

Ref<Value> filters_mutated(Thread& thread, Args) {
    ++TRY(warning_state(thread))->filters_version;
    return Value::none();
}

Status add_state(Thread& thread, Module* module) {
    WarningState* state = TRY(warning_state(thread));
    const std::pair<const char*, Value> entries[] = {{"filters", Value(state->filters.get())},
                                                     {"_onceregistry", Value(state->once_registry.get())},
                                                     {"_defaultaction", state->default_action.get()}};
    for (auto [name, value] : entries) {
        Ref<Str> key = TRY(intern(thread, name));
        TRY(dict_set_str(thread, module->dict.get(), key.get(), value));
    }
    return {};
}

constexpr MethodDef kFunctions[] = {
    {"warn(message, category=None, stacklevel=1, source=None)", warn_function,
     "Issue a warning, or maybe ignore it or raise an exception."},
    {"warn_explicit(message, category, filename, lineno, module=..., registry=..., module_globals=..., "
     "source=None)",
     warn_explicit_function,
     "Issue a warning, or maybe ignore it or raise an exception, with its place given."},
    {"_filters_mutated()", filters_mutated, "The filters have changed: what was shown may be shown again."},
};

}  // namespace

constexpr ModuleSpec kWarningsModule = {"_warnings", "What the module warnings needs of the interpreter.",
                                        kFunctions, add_state};
MOULT_MODULE(kWarningsModule);

}  // namespace moult
