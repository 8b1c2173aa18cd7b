// Module objects, and how builtin modules written in C++ are declared.
#pragma once

#include "runtime/containers/dict.h"
#include "runtime/model/fields.h"

namespace moult {

struct Module : Object {
    static constexpr Kind kKind = Kind::kModule;
    Ref<Dict> dict;  // never null: the dict empties itself when the module is part of a cycle
    static constexpr auto kFields = fields<&Module::dict>;
};
struct ModuleSpec {
    const char* name;
    const char* doc;
    std::span<const MethodDef> functions;
    Status (*init)(Thread&, Module*) = nullptr;   // adds what is neither function nor type
    std::span<const TypeSpec* const> types = {};  // under their names, without the module in front
};
Ref<Module> make_module(Thread&, Str* name);
Ref<Module> make_native_module(Thread&, const ModuleSpec&);
void init_module(Interpreter&);

}  // namespace moult
