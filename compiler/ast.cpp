// The names of node kinds and operators.
#include "compiler/ast.h"

namespace moult::compiler::ast {

namespace {

// A table lookup that cannot run past the table, whatever the enumerator.
template <class Enum, size_t size>
std::string_view name_of(const std::string_view (&names)[size], Enum value) {
    auto index = static_cast<size_t>(value);
    assert(index < size && "not an enumerator");
    return names[index];
}

#define MOULT_AST_NAME(name) #name,
constexpr std::string_view kModNames[] = {MOULT_AST_MODS(MOULT_AST_NAME)};
constexpr std::string_view kStmtNames[] = {MOULT_AST_STMTS(MOULT_AST_NAME)};
constexpr std::string_view kExprNames[] = {MOULT_AST_EXPRS(MOULT_AST_NAME)};
constexpr std::string_view kPatternNames[] = {MOULT_AST_PATTERNS(MOULT_AST_NAME)};
#undef MOULT_AST_NAME
constexpr std::string_view kOperatorNames[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                               "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                               "BitXor", "BitAnd", "FloorDiv"};
constexpr std::string_view kUnaryNames[] = {"Invert", "Not", "UAdd", "USub"};
constexpr std::string_view kCompareNames[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                              "GtE", "Is",    "IsNot", "In",  "NotIn"};
constexpr std::string_view kBoolNames[] = {"And", "Or"};
constexpr std::string_view kContextNames[] = {"Load", "Store", "Del"};

}  // namespace

std::string_view kind_name(ModKind kind) {
    return name_of(kModNames, kind);
}
std::string_view kind_name(StmtKind kind) {
    return kind == StmtKind::ExprStmt ? std::string_view("Expr") : name_of(kStmtNames, kind);
}
std::string_view kind_name(ExprKind kind) {
    return name_of(kExprNames, kind);
}
std::string_view kind_name(PatternKind kind) {
    return name_of(kPatternNames, kind);
}
std::string_view operator_name(Operator op) {
    return name_of(kOperatorNames, op);
}
std::string_view operator_name(UnaryOperator op) {
    return name_of(kUnaryNames, op);
}
std::string_view operator_name(CompareOperator op) {
    return name_of(kCompareNames, op);
}
std::string_view operator_name(BoolOperator op) {
    return name_of(kBoolNames, op);
}
std::string_view context_name(ExprContext context) {
    return name_of(kContextNames, context);
}

}  // namespace moult::compiler::ast
