// Joins the builtin functions, types, exceptions and constants into the module builtins.
#include "modules/builtins/builtins_module.h"

#include "modules/builtins/functions.h"
#include "modules/builtins/site_builtins.h"
#include "runtime/classes/function.h"
#include "runtime/operations/operations.h"
#include "runtime/state/exception_list.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// Names of classes in builtins, without the exceptions.
constexpr Type* Types::* kTypes[] = {
    &Types::bool_,        &Types::memoryview, &Types::bytearray, &Types::bytes,  &Types::classmethod,
    &Types::complex,      &Types::dict,       &Types::enumerate, &Types::filter, &Types::float_,
    &Types::frozenset,    &Types::property,   &Types::int_,      &Types::list,   &Types::map,
    &Types::object,       &Types::range,      &Types::reversed,  &Types::set,    &Types::slice,
    &Types::staticmethod, &Types::str,        &Types::super,     &Types::tuple,  &Types::type,
    &Types::zip,
};
constexpr Type* Types::* kExceptions[] = {
#define MOULT_FIELD(field, ...) &Types::field,
    MOULT_EXCEPTION_TYPES(MOULT_FIELD, MOULT_FIELD, MOULT_FIELD)
#undef MOULT_FIELD
};

Status add(Thread& thread, Dict* space, std::string_view name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, space, key.get(), value);
}

Status add_functions(Thread& thread, Dict* space, std::span<const MethodDef> functions) {
    for (const MethodDef& def : functions) {
        Ref<NativeFunction> function =
            TRY(make_native_function(thread, &def, Value::empty(), thread.interp.names().builtins));
        TRY(add(thread, space, def.name(), function.value()));
    }
    return {};
}

Status add_types(Thread& thread, Dict* space) {
    const Types& types = thread.types();
    for (auto field : kTypes)
        if (Type* type = types.*field) TRY(dict_set_str(thread, space, type->name.get(), type));
    for (auto field : kExceptions) TRY(dict_set_str(thread, space, (types.*field)->name.get(), types.*field));
    TRY(add(thread, space, "EnvironmentError", types.os_error));
    return add(thread, space, "IOError", types.os_error);
}

Status add_constants(Thread& thread, Dict* space) {
    TRY(add(thread, space, "None", Value::none()));
    TRY(add(thread, space, "Ellipsis", Value::ellipsis()));
    TRY(add(thread, space, "NotImplemented", Value::not_implemented()));
    TRY(add(thread, space, "False", Value::boolean(false)));
    TRY(add(thread, space, "True", Value::boolean(true)));
    return add(thread, space, "__debug__", Value::boolean(thread.interp.options.optimize == 0));
}

Status fill(Thread& thread, Module* module) {
    Dict* space = module->dict.get();
    for (auto functions : {code_functions(), number_functions(), object_functions(), iteration_functions(),
                           stream_functions()})
        TRY(add_functions(thread, space, functions));
    TRY(add_constants(thread, space));
    TRY(add_types(thread, space));
    return add_site_builtins(thread, space);
}

constexpr ModuleSpec kSpec{
    "builtins", "Functions, types, exceptions and constants that are there without an import.", {}, fill};

}  // namespace

Ref<Module> make_builtins_module(Thread& thread) {
    Ref<Module> module = TRY(make_native_module(thread, kSpec));
    thread.interp.builtins = module->dict;
    return module;
}

}  // namespace moult
