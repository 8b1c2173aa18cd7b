// The way of a warning: registry, filters, and then nothing, an exception, or the text on standard error.
#include "interp/reporting/warnings.h"

#include "interp/import/import.h"
#include "interp/reporting/source_lines.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "interp/running.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Status add_filter(Thread& thread, List* filters, const char* action, Type* category, const char* module) {
    Ref<Str> action_name = TRY(intern(thread, action));
    Ref<Value> module_name = Value::none();
    if (module) module_name = TRY(intern(thread, module));
    Ref<Tuple> filter = TRY(make_tuple(thread, {action_name.value(), Value::none(), Value(category),
                                                module_name.get(), Value::small_int(0)}));
    return list_append(thread, filters, filter.value());
}

Ref<List> default_filters(Thread& thread) {
    const Types& types = thread.types();
    Ref<List> filters = TRY(make_list(thread));
    TRY(add_filter(thread, filters.get(), "default", types.deprecation_warning, "__main__"));
    for (Type* ignored : {types.deprecation_warning, types.pending_deprecation_warning, types.import_warning,
                          types.resource_warning})
        TRY(add_filter(thread, filters.get(), "ignore", ignored, nullptr));
    return filters;
}

// An attribute of the module `warnings`; empty when it is not there or not imported.
Ref<Value> warnings_attribute(Thread& thread, const char* name) {
    if (!thread.interp.modules) return share(Value::empty());
    Ref<Str> module_name = TRY(intern(thread, "warnings"));
    Ref<Value> module = share(dict_get_str(thread.interp.modules.get(), module_name.get()));
    if (module.is_empty() || module.get().is_none()) return share(Value::empty());
    Ref<Str> key = TRY(intern(thread, name));
    return find_attribute(thread, module, key.get());
}

Ref<Value> once_registry(Thread& thread) {
    Ref<Value> registry = TRY(warnings_attribute(thread, "onceregistry"));
    if (registry.is_empty()) return share(Value(TRY(warning_state(thread))->once_registry.get()));
    if (!as_instance<Dict>(registry))
        return raise_type_error(thread, "_warnings.once_registry must be a dict, not '%.200s'",
                                type_name(thread, registry));
    return registry;
}

Ref<Value> default_action(Thread& thread) {
    Ref<Value> action = TRY(warnings_attribute(thread, "defaultaction"));
    WarningState* state = TRY(warning_state(thread));
    if (action.is_empty()) return share(state->default_action);
    if (!as_str(action))
        return raise_type_error(thread, "_warnings.defaultaction must be a string, not '%.200s'",
                                type_name(thread, action));
    state->default_action = share(action);
    return action;
}

// Whether a filter's pattern admits the text: None does, a string when it is equal, a compiled expression
// when it matches.
Result<bool> admits(Thread& thread, Value pattern, Value text) {
    if (pattern.is_none()) return true;
    if (is_exact<Str>(pattern)) return as_str(text) && str_equal(pattern.as<Str>(), as_str(text));
    Ref<Str> match = TRY(intern(thread, "match"));
    Ref<Value> matched = TRY(call_method(thread, pattern, match.get(), {text}));
    return truth(thread, matched);
}

struct Decision {
    Ref<Value> action;  // a str
    Ref<Value> filter;  // that took it, or empty
};

// The action of the first filter that fits.
Status decide(Thread& thread, Value category, Value text, int64_t line, Value module, Decision* decision) {
    WarningState* state = TRY(warning_state(thread));
    Ref<Value> replaced = TRY(warnings_attribute(thread, "filters"));
    if (!replaced.is_empty()) {
        if (!as_instance<List>(replaced))
            return raise_value_error(thread, "_warnings.filters must be a list");
        state->filters = share(replaced.as<List>());
    }
    Ref<List> filters = state->filters;
    for (size_t i = 0; i < filters->length; ++i) {
        Ref<Value> item = share(filters->items[i]);
        const Tuple* parts = as_tuple(item);
        if (!parts || parts->length != 5)
            return raise_value_error(thread, "_warnings.filters item %zu isn't a 5-tuple", i);
        std::span<const Value> fields = parts->span();
        if (!as_str(fields[0]))
            return raise_type_error(thread, "action must be a string, not '%.200s'",
                                    type_name(thread, fields[0]));
        bool text_fits = TRY(admits(thread, fields[1], text));
        bool module_fits = TRY(admits(thread, fields[3], module));
        bool fits = TRY(is_subclass(thread, category, fields[2])) && text_fits && module_fits;
        int64_t wanted_line = TRY(index_as_int64(thread, fields[4], thread.types().overflow_error));
        if (!fits || (wanted_line != 0 && wanted_line != line)) continue;
        decision->action = share(fields[0]);
        decision->filter = std::move(item);
        return {};
    }
    decision->action = TRY(default_action(thread));
    return {};
}

// Whether the registry has the key; a registry from before the last change of the filters is emptied.
Result<bool> already_warned(Thread& thread, Dict* registry, Value key) {
    WarningState* state = TRY(warning_state(thread));
    Ref<Str> version_key = TRY(intern(thread, "version"));
    Value version = dict_get_str(registry, version_key.get());
    if (!version.is_small_int() || version.as_small_int() != state->filters_version) {
        dict_clear(thread, registry);
        TRY(dict_set_str(thread, registry, version_key.get(), Value::small_int(state->filters_version)));
        return false;
    }
    Ref<Value> found = share(TRY(dict_get(thread, registry, key)));
    if (found.is_empty()) return false;
    return truth(thread, found);
}

Result<bool> note_in(Thread& thread, Dict* registry, Value text, Value category) {
    Ref<Tuple> key = TRY(make_tuple(thread, {text, category}));
    bool already = TRY(already_warned(thread, registry, key.value()));
    TRY(dict_set(thread, registry, key.value(), Value::boolean(true)));
    return already;
}

Ref<Str> module_of_file(Thread& thread, Str* filename) {
    if (filename->length == 0) return intern(thread, "<unknown>");
    size_t length = filename->length;
    bool is_python = length >= 3 && filename->at(length - 3) == '.' && filename->at(length - 2) == 'p' &&
                     filename->at(length - 1) == 'y';
    return is_python ? substring(thread, filename, 0, length - 3) : share(filename);
}

// As the module `warnings` would: "file:line: Category: text", the line of source, a hint for what has an
// owner.
Status show_plainly(Thread& thread, const Warning& warning, Value text, Value category) {
    Ref<Str> shown = TRY(to_str(thread, text));
    Ref<Value> name = TRY(get_attribute(thread, category, "__name__"));
    Ref<Str> category_name = TRY(to_str(thread, name));
    std::string message = to_utf8(warning.filename) + ":" + std::to_string(warning.line) + ": " +
                          to_utf8(category_name.get()) + ": " + to_utf8(shown.get()) + "\n";
    std::string line;
    bool found = !warning.source_line.is_empty();
    if (found)
        line = to_utf8(as_str(warning.source_line));
    else
        found = read_source_line(thread, warning.filename, static_cast<int>(warning.line), &line);
    size_t begin = found ? line.find_first_not_of(" \t\f") : std::string::npos;
    if (begin != std::string::npos) message += "  " + line.substr(begin) + "\n";
    if (!warning.source.is_empty())
        message +=
            to_utf8(category_name.get()) + ": Enable tracemalloc to get the object allocation traceback\n";
    write_standard_error(thread, message);
    return {};
}

Status show(Thread& thread, const Warning& warning, Value text, Value message, Value category) {
    Ref<Value> function = TRY(warnings_attribute(thread, "_showwarnmsg"));
    if (function.is_empty()) return show_plainly(thread, warning, text, category);
    if (!thread.interp.type_of(function)->slots.call)
        return raise_type_error(thread, "warnings._showwarnmsg() must be set to a callable");
    Ref<Value> class_ = TRY(warnings_attribute(thread, "WarningMessage"));
    if (class_.is_empty()) return raise_runtime_error(thread, "unable to get warnings.WarningMessage");
    Ref<Value> line = TRY(make_int(thread, warning.line));
    Value source = warning.source.is_empty() ? Value::none() : warning.source;
    Ref<Value> record = TRY(
        call(thread, class_,
             {message, category, Value(warning.filename), line.get(), Value::none(), Value::none(), source}));
    return as_status(call(thread, function, {record.get()}));
}

// Where a warning about a stack level belongs.
struct Context {
    Ref<Str> filename;
    int64_t line = 1;
    Ref<Value> module, registry;
};

// The frames of the import system do not count as callers.
bool is_internal(const interp::FramePlace& place) {
    std::string name = to_utf8(place.filename);
    return name.find("importlib") != std::string::npos && name.find("_bootstrap") != std::string::npos;
}

// The frame of the level; false: there are not so many.
bool find_place(Thread& thread, int64_t level, interp::FramePlace* place) {
    if (!interp::frame_place(thread, 0, place)) return false;
    bool count_all = level <= 0 || is_internal(*place);
    for (int64_t depth = 1; level > 1; ++depth) {
        if (!interp::frame_place(thread, depth, place)) return false;
        if (count_all || !is_internal(*place)) --level;
    }
    return true;
}

Status find_context(Thread& thread, int64_t level, Context* context) {
    interp::FramePlace place;
    Dict* globals = nullptr;
    if (find_place(thread, level, &place)) {
        globals = place.globals;
        context->filename = share(place.filename);
        context->line = place.line;
    } else {
        context->filename = TRY(intern(thread, "sys"));
        if (thread.interp.sys) globals = thread.interp.sys->dict.get();
    }
    context->registry = Value::none();
    context->module = TRY(intern(thread, "<string>"));
    if (!globals) return {};
    Ref<Str> registry_key = TRY(intern(thread, "__warningregistry__"));
    context->registry = share(dict_get_str(globals, registry_key.get()));
    if (context->registry.is_empty()) {
        context->registry = TRY(make_dict(thread));
        TRY(dict_set_str(thread, globals, registry_key.get(), context->registry));
    }
    Value module = dict_get_str(globals, thread.interp.names().__name__);
    if (as_str(module) || module.is_none()) context->module = share(module);
    return {};
}

}  // namespace

Result<WarningState*> warning_state(Thread& thread) {
    ModuleStates& states = thread.interp.module_states;
    if (auto* state = states.find<WarningState>()) return state;
    Ref<List> filters = TRY(default_filters(thread));
    Ref<Dict> registry = TRY(make_dict(thread));
    Ref<Str> action = TRY(intern(thread, "default"));
    return &states.put(
        std::make_unique<WarningState>(std::move(filters), std::move(registry), share(action.value())));
}

void WarningState::forget(Interpreter& interp) {
    Thread& thread = *interp.main_thread;
    Ref<List> kept = make_list(thread);
    for (size_t i = 0; kept && i < filters->length; ++i) {
        Tuple* filter = as_instance<Tuple>(filters->items[i]);
        Type* category = filter && filter->length == 5 ? as_instance<Type>(filter->items()[2]) : nullptr;
        if (category && !category->is_heap_type() && !list_append(thread, kept.get(), filter).ok())
            kept = nullptr;
    }
    if (!kept) return clear_error(thread);
    filters = std::move(kept);
    dict_clear(thread, once_registry.get());
}

Status warn_explicit(Thread& thread, const Warning& warning) {
    if (warning.module.is_none()) return {};  // the interpreter is coming to its end
    Dict* registry = as_instance<Dict>(warning.registry);
    if (!registry && !warning.registry.is_empty() && !warning.registry.is_none())
        return raise_type_error(thread, "'registry' must be a dict or None");
    Ref<Value> module = share(warning.module);
    if (module.is_empty()) module = TRY(module_of_file(thread, warning.filename));

    Ref<Value> message = share(warning.message), text = share(warning.message),
               category = share(warning.category);
    if (TRY(is_instance(thread, warning.message, Value(thread.types().warning)))) {
        text = TRY(to_str(thread, warning.message));
        category = share(Value(thread.interp.type_of(warning.message)));
    } else {
        message = TRY(call(thread, warning.category, {warning.message}));
    }
    Ref<Value> line = TRY(make_int(thread, warning.line));
    Ref<Tuple> key = TRY(make_tuple(thread, {text.get(), category.get(), line.get()}));
    if (registry && TRY(already_warned(thread, registry, key.value()))) return {};

    Decision decision;
    TRY(decide(thread, category, text, warning.line, module, &decision));
    Str* action = as_str(decision.action);
    if (str_equal_ascii(action, "error")) return raise_object(thread, message);
    if (str_equal_ascii(action, "ignore")) return {};
    if (!str_equal_ascii(action, "always")) {
        if (registry) TRY(dict_set(thread, registry, key.value(), Value::boolean(true)));
        bool already = false;
        if (str_equal_ascii(action, "once")) {
            Ref<Value> once = registry ? share(Value(registry)) : TRY(once_registry(thread));
            already = TRY(note_in(thread, once.as<Dict>(), text, category));
        } else if (str_equal_ascii(action, "module")) {
            already = registry && TRY(note_in(thread, registry, text, category));
        } else if (!str_equal_ascii(action, "default")) {
            std::string filter = decision.filter.is_empty() ? "None" : repr_text(thread, decision.filter);
            return raise_runtime_error(thread, "Unrecognized action (%s) in warnings.filters:\n %s",
                                       repr_text(thread, decision.action).c_str(), filter.c_str());
        }
        if (already) return {};
    }
    return show(thread, warning, text, message, category);
}

Status warn_explicit(Thread& thread, Type* category, std::string_view message, Str* filename, int64_t line) {
    Ref<Str> text = TRY(make_str(thread, message));
    return warn_explicit(thread, Warning{text.value(), Value(category), filename, line});
}

Status warn(Thread& thread, Value message, Value category, int64_t stack_level, Value source) {
    Context context;
    TRY(find_context(thread, stack_level, &context));
    Warning warning{message, category, context.filename.get(), context.line};
    warning.module = context.module;
    warning.registry = context.registry;
    warning.source = source;
    return warn_explicit(thread, warning);
}

Status warn_here(Thread& thread, Type* category, std::string_view message) {
    Ref<Str> text = TRY(make_str(thread, message));
    return warn(thread, text.value(), Value(category), 1, Value::empty());
}

void apply_warning_options(Thread& thread) {
    if (thread.interp.options.warn_options.empty()) return;
    Ref<Str> name = intern(thread, "warnings");
    if (name && !import_module(thread, name.get()).is_error()) return;
    write_standard_error(thread, "'import warnings' failed; traceback:\n");
    show_uncaught(thread);
}

}  // namespace moult
