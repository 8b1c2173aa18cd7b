// The classes of the module ast, made from the rows of node_table.h.
#include "interp/ast/node_classes.h"

#include <string>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

enum class RowKind : uint8_t { kSum, kNode, kProduct };
struct Row {
    RowKind kind;
    const char* name;
    const char* fields;      // of sums: none
    const char* attributes;  // of nodes: their sum has them
};
constexpr Row kRows[] = {
#define MOULT_AST_SUM(name, attributes) {RowKind::kSum, #name, "", attributes},
#define MOULT_AST_NODE(name, fields) {RowKind::kNode, #name, fields, ""},
#define MOULT_AST_PRODUCT(name, fields, attributes) {RowKind::kProduct, #name, fields, attributes},
    MOULT_AST_CLASSES(MOULT_AST_SUM, MOULT_AST_NODE, MOULT_AST_PRODUCT)
#undef MOULT_AST_SUM
#undef MOULT_AST_NODE
#undef MOULT_AST_PRODUCT
};

// "stmt* body, expr? returns" and the like.
std::vector<NodeField> parse_fields(Thread& thread, std::string_view text) {
    std::vector<NodeField> fields;
    while (!text.empty()) {
        std::string_view field = text.substr(0, text.find(", "));
        text.remove_prefix(std::min(text.size(), field.size() + 2));
        size_t space = field.find(' ');
        std::string_view type = field.substr(0, space);
        auto quantity = NodeField::Quantity::kOne;
        if (type.ends_with('?')) quantity = NodeField::Quantity::kOptional;
        if (type.ends_with('*')) quantity = NodeField::Quantity::kSequence;
        if (quantity != NodeField::Quantity::kOne) type.remove_suffix(1);
        fields.push_back({intern_immortal(thread, field.substr(space + 1)), type, quantity});
    }
    return fields;
}

// What the class is in the abstract grammar: its docstring.
std::string signature_of(const Row& row) {
    std::string text = row.name;
    if (*row.fields) text.append("(").append(row.fields).append(")");
    return text;
}

// The rows that derive from the sum stand after it.
std::string alternatives_of(const Row* sum) {
    std::string text = sum->name;
    bool has_fields = *sum->attributes;
    for (const Row* row = sum + 1; row != std::end(kRows) && row->kind == RowKind::kNode; ++row)
        has_fields |= *row->fields != '\0';
    std::string separator = has_fields ? "\n" + std::string(text.size() + 1, ' ') + "| " : " | ";
    for (const Row* row = sum + 1; row != std::end(kRows) && row->kind == RowKind::kNode; ++row)
        text.append(row == sum + 1 ? " = " : separator).append(signature_of(*row));
    return text;
}

Ref<Tuple> names_of(Thread& thread, const std::vector<NodeField>& fields) {
    Ref<Tuple> names = TRY(allocate_tuple(thread, fields.size()));
    for (size_t i = 0; i < fields.size(); ++i) names->items()[i] = Value(share(fields[i].name).release());
    return names;
}

// Optional fields are None where an instance does not have them.
Status set_defaults(Thread& thread, Type* type, const std::vector<NodeField>& fields) {
    for (const NodeField& field : fields)
        if (field.quantity == NodeField::Quantity::kOptional)
            TRY(set_type_attribute(thread, type, field.name, Value::none()));
    return {};
}

Ref<Type> make_class(Thread& thread, Type* base, const Row& row, const NodeType& node) {
    Ref<Tuple> fields = TRY(names_of(thread, node.fields));
    Ref<Str> name = TRY(intern(thread, row.name));
    Ref<Str> doc =
        TRY(make_str(thread, row.kind == RowKind::kSum ? alternatives_of(&row) : signature_of(row)));
    Ref<Dict> space = TRY(make_dict(thread));
    const Names& names = thread.interp.names();
    TRY(dict_set_str(thread, space.get(), intern_immortal(thread, "_fields"), fields.value()));
    TRY(dict_set_str(thread, space.get(), names.__match_args__, fields.value()));
    TRY(dict_set_str(thread, space.get(), names.__module__, intern_immortal(thread, "ast")));
    TRY(dict_set_str(thread, space.get(), names.__doc__, doc.value()));
    Ref<Tuple> bases = TRY(make_tuple(thread, {Value(base)}));
    Ref<Value> made =
        TRY(create_class(thread, thread.types().type, name.get(), bases.get(), space.get(), {}));
    Ref<Type> type = take_as<Type>(std::move(made));
    if (row.kind != RowKind::kNode) {
        Ref<Tuple> attributes = TRY(names_of(thread, node.attributes));
        TRY(set_type_attribute(thread, type.get(), intern_immortal(thread, "_attributes"),
                               attributes.value()));
    }
    TRY(set_defaults(thread, type.get(), node.fields));
    if (row.kind != RowKind::kNode) TRY(set_defaults(thread, type.get(), node.attributes));
    return type;
}

Status fill(Thread& thread, NodeClasses& classes) {
    for (const char* name : {"_fields", "__match_args__", "_attributes"})
        TRY(set_type_attribute(thread, classes.base, intern_immortal(thread, name),
                               Value(thread.interp.empty_tuple)));
    size_t sum = 0;
    for (size_t i = 0; i < std::size(kRows); ++i) {
        const Row& row = kRows[i];
        NodeType& node = classes.nodes[i];
        if (row.kind != RowKind::kNode) sum = i;
        node.name = row.name;
        node.sum = static_cast<NodeClass>(sum);
        node.is_sum = row.kind == RowKind::kSum;
        node.fields = parse_fields(thread, row.fields);
        node.attributes = parse_fields(thread, kRows[sum].attributes);
        Type* base = row.kind == RowKind::kNode ? classes.nodes[sum].type.get() : classes.base;
        node.type = TRY(make_class(thread, base, row, node));
        classes.by_type.emplace(node.type.get(), static_cast<NodeClass>(i));
    }
    // The alternatives of a sum in which none has fields are given as one object each.
    for (size_t i = 0; i < std::size(kRows); ++i) {
        if (!classes.nodes[i].is_sum || *kRows[i].attributes) continue;
        size_t end = i + 1;
        bool simple = true;
        for (; end < std::size(kRows) && kRows[end].kind == RowKind::kNode; ++end)
            simple &= classes.nodes[end].fields.empty();
        for (size_t alternative = i + 1; simple && alternative < end; ++alternative) {
            NodeType& node = classes.nodes[alternative];
            node.instance = TRY(allocate_instance(thread, node.type.get()));
        }
    }
    return {};
}

}  // namespace

Result<NodeClasses*> node_classes(Thread& thread) {
    ModuleStates& states = thread.interp.module_states;
    if (auto* classes = states.find<NodeClasses>()) return classes;
    auto fresh = std::make_unique<NodeClasses>();
    fresh->base = node_base(thread.interp);
    TRY(fill(thread, *fresh));
    return &states.put(std::move(fresh));
}

Result<bool> is_node(Thread& thread, Value value) {
    const auto* classes = thread.interp.module_states.find<NodeClasses>();
    if (!classes) return false;
    return is_instance(thread, value, Value(classes->base));
}

}  // namespace moult
