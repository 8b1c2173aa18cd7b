// Objects whose repr tells how to use them, and that can be called.
#include "runtime/builtins/site_builtins.h"

#include "runtime/builtins/standard_streams.h"
#include "runtime/containers/dict.h"
#include "runtime/exceptions/exception.h"
#include "runtime/model/allocate.h"
#include "runtime/modules/import.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

enum class Role : uint8_t { kExit, kText, kHelp };

struct SiteBuiltin : Object {
    Role role;
    const char* text;  // what repr gives, and what calling prints
};

Ref<Value> site_repr(Thread& thread, Value self) {
    return make_str(thread, self.as<SiteBuiltin>()->text);
}

Ref<Value> leave(Thread& thread, CallArgs args) {
    if (args.total() > 1)
        return raise_type_error(thread,
                                "Quitter.__call__() takes from 1 to 2 positional arguments but %u were given",
                                args.total() + 1);
    // Standard input is closed, so that interactive readers end too.
    Ref<Value> in = share(sys_attribute(thread.interp, "stdin"));
    if (in.get().is_object() && call_method(thread, in, thread.interp.names.close).is_error())
        clear_error(thread);
    Value code = args.total() ? args.values[0] : Value(Value::none());
    Ref<ExceptionObject> error = TRY(make_exception(thread, thread.types().system_exit, {code}));
    return raise_object(thread, error.value());
}

Ref<Value> help(Thread& thread, CallArgs args) {
    Ref<Str> name = TRY(intern(thread, "pydoc"));
    Ref<Value> pydoc = TRY(import_module(thread, name.get()));
    Ref<Value> function = TRY(get_attribute(thread, pydoc, "help"));
    return call(thread, function, args);
}

Ref<Value> site_call(Thread& thread, Value self, CallArgs args) {
    auto* object = self.as<SiteBuiltin>();
    switch (object->role) {
        case Role::kExit: return leave(thread, args);
        case Role::kHelp: return help(thread, args);
        case Role::kText: break;
    }
    Value out = sys_attribute(thread.interp, "stdout");
    if (!out.is_empty() && !out.is_none()) TRY(write_text(thread, out, std::string(object->text) + "\n"));
    return Value::none();
}

struct Row {
    const char* name;
    Role role;
    const char* text;
};
constexpr Row kRows[] = {
    {"exit", Role::kExit, "Use exit() or Ctrl-D (i.e. EOF) to exit"},
    {"quit", Role::kExit, "Use quit() or Ctrl-D (i.e. EOF) to exit"},
    {"copyright", Role::kText, "moult is free software; see the file LICENSE of its source."},
    {"credits", Role::kText, "moult runs the Python language, which Guido van Rossum and many others made."},
    {"license", Role::kText, "moult is free software; see the file LICENSE of its source."},
    {"help", Role::kHelp, "Type help() for interactive help, or help(object) for help about object."},
};

}  // namespace

void init_site_builtins(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "_sitebuiltins.Quitter";
    spec.flags = kDisallowNew;
    spec.size = sizeof(SiteBuiltin);
    spec.slots.repr = site_repr;
    spec.slots.call = site_call;
    interp.types.site_builtin = make_type(interp, spec);
}

Status add_site_builtins(Thread& thread, Dict* builtins) {
    for (const Row& row : kRows) {
        Ref<SiteBuiltin> object = TRY(new_object<SiteBuiltin>(thread, thread.types().site_builtin));
        object->role = row.role;
        object->text = row.text;
        Ref<Str> name = TRY(intern(thread, row.name));
        TRY(dict_set_str(thread, builtins, name.get(), object.value()));
    }
    return {};
}

}  // namespace moult
