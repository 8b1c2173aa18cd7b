// Objects whose repr tells how to use them, and that can be called.
#include "modules/builtins/site_builtins.h"

#include "interp/import/import.h"
#include "interp/reporting/standard_streams.h"
#include "runtime/containers/dict.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct SiteBuiltin : Object {
    const char* text;  // what repr gives, and what calling prints
};
// The structs tell the types apart (native_type.h).
struct Quitter : SiteBuiltin {};
struct Printer : SiteBuiltin {};
struct Helper : SiteBuiltin {};

Ref<Value> site_repr(Thread& thread, Value self) {
    return make_str(thread, self.as<SiteBuiltin>()->text);
}

Ref<Value> leave(Thread& thread, Value, Args args) {
    // Standard input is closed, so that interactive readers end too.
    Ref<Value> in = share(sys_attribute(thread.interp, "stdin"));
    if (in.get().is_object() && call_method(thread, in, thread.interp.names().close).is_error())
        clear_error(thread);
    Ref<ExceptionObject> error = TRY(make_exception(thread, thread.types().system_exit, {args[0]}));
    return raise_object(thread, error.value());
}

Ref<Value> print_text(Thread& thread, Value self, Args) {
    Value out = sys_attribute(thread.interp, "stdout");
    std::string text = self.as<SiteBuiltin>()->text;
    if (!out.is_empty() && !out.is_none()) TRY(write_text(thread, out, text + "\n"));
    return Value::none();
}

Ref<Value> help(Thread& thread, Value, CallArgs args) {
    Ref<Str> name = TRY(intern(thread, "pydoc"));
    Ref<Value> pydoc = TRY(import_module(thread, name.get()));
    Ref<Value> function = TRY(get_attribute(thread, pydoc, "help"));
    return call(thread, function, args);
}

constexpr TypeSpec kQuitterType = native<Quitter>({.name = "_sitebuiltins.Quitter",
                                                   .flags = kDisallowNew,
                                                   .call = {"@python Quitter.__call__(code=None)", leave},
                                                   .slots = {.repr = site_repr}});
constexpr TypeSpec kPrinterType = native<Printer>({.name = "_sitebuiltins._Printer",
                                                   .flags = kDisallowNew,
                                                   .call = {"@python _Printer.__call__()", print_text},
                                                   .slots = {.repr = site_repr}});
constexpr TypeSpec kHelperType = native<Helper>(
    {.name = "_sitebuiltins._Helper", .flags = kDisallowNew, .slots = {.repr = site_repr, .call = help}});

struct Row {
    const char* name;
    const TypeSpec& type;
    const char* text;
};
constexpr Row kRows[] = {
    {"exit", kQuitterType, "Use exit() or Ctrl-D (i.e. EOF) to exit"},
    {"quit", kQuitterType, "Use quit() or Ctrl-D (i.e. EOF) to exit"},
    {"copyright", kPrinterType, "moult is free software; see the file LICENSE of its source."},
    {"credits", kPrinterType, "moult runs the Python language, which Guido van Rossum and many others made."},
    {"license", kPrinterType, "moult is free software; see the file LICENSE of its source."},
    {"help", kHelperType, "Type help() for interactive help, or help(object) for help about object."},
};

}  // namespace

Status add_site_builtins(Thread& thread, Dict* builtins) {
    for (const Row& row : kRows) {
        Ref<SiteBuiltin> object = TRY(new_object<SiteBuiltin>(thread, native_type(thread.interp, row.type)));
        object->text = row.text;
        Ref<Str> name = TRY(intern(thread, row.name));
        TRY(dict_set_str(thread, builtins, name.get(), object.value()));
    }
    return {};
}

}  // namespace moult
