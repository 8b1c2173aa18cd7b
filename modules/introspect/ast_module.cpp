// _ast: the classes of syntax trees, which the module ast gives on with functions of its own.
#include "interp/ast/node_classes.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"

namespace moult {

namespace {

Status init_ast_module(Thread& thread, Module* module) {
    const NodeClasses* classes = TRY(node_classes(thread));
    Dict* dict = module->dict.get();
    auto add = [&](const char* name, Value value) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return dict_set_str(thread, dict, key.get(), value);
    };
    TRY(add("AST", Value(classes->base)));
    TRY(add("PyCF_ALLOW_TOP_LEVEL_AWAIT", Value::small_int(kAllowTopLevelAwait)));
    TRY(add("PyCF_ONLY_AST", Value::small_int(kAstOnly)));
    TRY(add("PyCF_TYPE_COMMENTS", Value::small_int(kAstTypeComments)));
    for (const NodeType& node : classes->nodes) TRY(add(node.name, node.type.value()));
    return {};
}

}  // namespace

constexpr ModuleSpec kAstModule = {"_ast", nullptr, {}, init_ast_module};
MOULT_MODULE(kAstModule);

}  // namespace moult
