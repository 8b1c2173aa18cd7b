// Warnings, as PEP 230 and the module `warnings` have them: filters decide whether one is shown, ignored or
// raised. The state is the interpreter's; a program that has imported `warnings` may replace every part of
// it.
#pragma once

#include <string_view>

#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/state/thread.h"

namespace moult {

// What `_warnings` shows of itself. Made by the first warning, or with the module.
struct WarningState {
    Ref<List> filters;            // of tuples (action, message, category, module, line)
    Ref<Dict> once_registry;      // what the action "once" has shown
    Ref<Value> default_action;    // a str
    int64_t filters_version = 0;  // registries of another version are void

    void forget(Interpreter&);  // filters about the program's own classes, and all that was shown once
};
Result<WarningState*> warning_state(Thread&);

// A warning at a place. Everything is borrowed.
struct Warning {
    Value message;  // an instance of Warning, whose type is the category; or what the category is called with
    Value category;
    Str* filename;
    int64_t line;
    Value module = Value::empty();       // its name; empty: after the file; None: nothing is warned of
    Value registry = Value::empty();     // the place's __warningregistry__: a dict, None or empty
    Value source_line = Value::empty();  // a str to be shown instead of the file's line
    Value source = Value::empty();       // the object that ResourceWarning is about
};

// Each fails with the warning itself as exception where a filter says "error", and with whatever the
// program's own functions for showing warnings raise.
Status warn_explicit(Thread&, const Warning&);
Status warn_explicit(Thread&, Type* category, std::string_view message, Str* filename, int64_t line);
// Where the innermost frame stands (stack level 1), or one further out.
Status warn(Thread&, Value message, Value category, int64_t stack_level, Value source);
// What warn() of runtime/state/errors.h does.
Status warn_here(Thread&, Type* category, std::string_view message);

// If the program was started with warning options, `import warnings`, which reads them.
void apply_warning_options(Thread&);

}  // namespace moult
