// The fields of every node, by name and in the `ast` module's order: for dumps, generic walks, conversions.
//
// `for_each_field(node, visit)` calls `visit(name, field)` with a reference to each field. Fields are
// pointers to nodes (null where optional and absent), Seq of those, Identifier, Seq<Identifier>, operators,
// Seq<CompareOperator>, ExprContext, bool, int, and compiler::Constant. A literal's `kind` is visited as the
// flag `is_u`.
// `for_each_child(node, visit)` calls `visit(child)` with a reference to each pointer to a node among them, those in a Seq
// too, in the same order; null where an optional child is absent.
#pragma once

#include <type_traits>

#include "compiler/ast.h"

namespace moult::compiler::ast {

// One row per node: the struct and its fields.
#define MOULT_AST_FIELDS(ROW, F)                                                                       \
    ROW(Module, F(body) F(type_ignores))                                                               \
    ROW(Interactive, F(body))                                                                          \
    ROW(Expression, F(body))                                                                           \
    ROW(FunctionType, F(argtypes) F(returns))                                                          \
    ROW(TypeIgnore, F(lineno) F(tag))                                                                  \
    ROW(FunctionDef, F(name) F(args) F(body) F(decorator_list) F(returns) F(type_comment))             \
    ROW(AsyncFunctionDef, F(name) F(args) F(body) F(decorator_list) F(returns) F(type_comment))        \
    ROW(ClassDef, F(name) F(bases) F(keywords) F(body) F(decorator_list))                              \
    ROW(Return, F(value))                                                                              \
    ROW(Delete, F(targets))                                                                            \
    ROW(Assign, F(targets) F(value) F(type_comment))                                                   \
    ROW(AugAssign, F(target) F(op) F(value))                                                           \
    ROW(AnnAssign, F(target) F(annotation) F(value) F(simple))                                         \
    ROW(For, F(target) F(iter) F(body) F(orelse) F(type_comment))                                      \
    ROW(AsyncFor, F(target) F(iter) F(body) F(orelse) F(type_comment))                                 \
    ROW(While, F(test) F(body) F(orelse))                                                              \
    ROW(If, F(test) F(body) F(orelse))                                                                 \
    ROW(With, F(items) F(body) F(type_comment))                                                        \
    ROW(AsyncWith, F(items) F(body) F(type_comment))                                                   \
    ROW(Match, F(subject) F(cases))                                                                    \
    ROW(Raise, F(exc) F(cause))                                                                        \
    ROW(Try, F(body) F(handlers) F(orelse) F(finalbody))                                               \
    ROW(TryStar, F(body) F(handlers) F(orelse) F(finalbody))                                           \
    ROW(Assert, F(test) F(msg))                                                                        \
    ROW(Import, F(names))                                                                              \
    ROW(ImportFrom, F(module) F(names) F(level))                                                       \
    ROW(Global, F(names))                                                                              \
    ROW(Nonlocal, F(names))                                                                            \
    ROW(ExprStmt, F(value))                                                                            \
    ROW(Pass, )                                                                                        \
    ROW(Break, )                                                                                       \
    ROW(Continue, )                                                                                    \
    ROW(BoolOp, F(op) F(values))                                                                       \
    ROW(NamedExpr, F(target) F(value))                                                                 \
    ROW(BinOp, F(left) F(op) F(right))                                                                 \
    ROW(UnaryOp, F(op) F(operand))                                                                     \
    ROW(Lambda, F(args) F(body))                                                                       \
    ROW(IfExp, F(test) F(body) F(orelse))                                                              \
    ROW(Dict, F(keys) F(values))                                                                       \
    ROW(Set, F(elts))                                                                                  \
    ROW(ListComp, F(elt) F(generators))                                                                \
    ROW(SetComp, F(elt) F(generators))                                                                 \
    ROW(DictComp, F(key) F(value) F(generators))                                                       \
    ROW(GeneratorExp, F(elt) F(generators))                                                            \
    ROW(Await, F(value))                                                                               \
    ROW(Yield, F(value))                                                                               \
    ROW(YieldFrom, F(value))                                                                           \
    ROW(Compare, F(left) F(ops) F(comparators))                                                        \
    ROW(Call, F(func) F(args) F(keywords))                                                             \
    ROW(FormattedValue, F(value) F(conversion) F(format_spec))                                         \
    ROW(JoinedStr, F(values))                                                                          \
    ROW(Constant, F(value) F(is_u))                                                                    \
    ROW(Attribute, F(value) F(attr) F(ctx))                                                            \
    ROW(Subscript, F(value) F(slice) F(ctx))                                                           \
    ROW(Starred, F(value) F(ctx))                                                                      \
    ROW(Name, F(id) F(ctx))                                                                            \
    ROW(List, F(elts) F(ctx))                                                                          \
    ROW(Tuple, F(elts) F(ctx))                                                                         \
    ROW(Slice, F(lower) F(upper) F(step))                                                              \
    ROW(MatchValue, F(value))                                                                          \
    ROW(MatchSingleton, F(value))                                                                      \
    ROW(MatchSequence, F(patterns))                                                                    \
    ROW(MatchMapping, F(keys) F(patterns) F(rest))                                                     \
    ROW(MatchClass, F(cls) F(patterns) F(kwd_attrs) F(kwd_patterns))                                   \
    ROW(MatchStar, F(name))                                                                            \
    ROW(MatchAs, F(pattern) F(name))                                                                   \
    ROW(MatchOr, F(patterns))                                                                          \
    ROW(Arg, F(arg) F(annotation) F(type_comment))                                                     \
    ROW(Arguments, F(posonlyargs) F(args) F(vararg) F(kwonlyargs) F(kw_defaults) F(kwarg) F(defaults)) \
    ROW(Keyword, F(arg) F(value))                                                                      \
    ROW(Alias, F(name) F(asname))                                                                      \
    ROW(WithItem, F(context_expr) F(optional_vars))                                                    \
    ROW(MatchCase, F(pattern) F(guard) F(body))                                                        \
    ROW(ExceptHandler, F(type) F(name) F(body))                                                        \
    ROW(Comprehension, F(target) F(iter) F(ifs) F(is_async))

#define MOULT_AST_VISIT_FIELD(field) visit(#field, node.field);
#define MOULT_AST_VISIT_ROW(Node, fields)                  \
    template <class Visit>                                 \
    void for_each_field(Node& node, Visit&& visit) {       \
        fields                                             \
    }                                                      \
    template <class Visit>                                 \
    void for_each_field(const Node& node, Visit&& visit) { \
        fields                                             \
    }
MOULT_AST_FIELDS(MOULT_AST_VISIT_ROW, MOULT_AST_VISIT_FIELD)
#undef MOULT_AST_VISIT_ROW
#undef MOULT_AST_VISIT_FIELD

template <class T>
inline constexpr bool kIsNodes = false;
template <class T>
inline constexpr bool kIsNodes<Seq<T*>> = true;

template <class Node, class Visit>
void for_each_child(Node& node, Visit&& visit) {
    for_each_field(node, [&](const char*, auto& field) {
        using Field = std::remove_const_t<std::remove_reference_t<decltype(field)>>;
        if constexpr (std::is_pointer_v<Field>) {
            visit(field);
        } else if constexpr (kIsNodes<Field>) {
            for (auto& child : field) visit(child);
        }
    });
}

// Calls `visit(concrete)` with the node as its own struct.
#define MOULT_AST_CASE(Kind, Node) \
    case Kind::Node: return visit(static_cast<Node&>(node));
#define MOULT_AST_CONST_CASE(Kind, Node) \
    case Kind::Node: return visit(static_cast<const Node&>(node));
#define MOULT_AST_DISPATCH(Base, Kind, NODES)           \
    template <class Visit>                              \
    void dispatch(Base& node, Visit&& visit) {          \
        switch (node.kind) { NODES(MOULT_AST_##Base) }  \
    }                                                   \
    template <class Visit>                              \
    void dispatch(const Base& node, Visit&& visit) {    \
        switch (node.kind) { NODES(MOULT_AST_C##Base) } \
    }
#define MOULT_AST_Mod(Node) MOULT_AST_CASE(ModKind, Node)
#define MOULT_AST_CMod(Node) MOULT_AST_CONST_CASE(ModKind, Node)
#define MOULT_AST_Stmt(Node) MOULT_AST_CASE(StmtKind, Node)
#define MOULT_AST_CStmt(Node) MOULT_AST_CONST_CASE(StmtKind, Node)
#define MOULT_AST_Expr(Node) MOULT_AST_CASE(ExprKind, Node)
#define MOULT_AST_CExpr(Node) MOULT_AST_CONST_CASE(ExprKind, Node)
#define MOULT_AST_Pattern(Node) MOULT_AST_CASE(PatternKind, Node)
#define MOULT_AST_CPattern(Node) MOULT_AST_CONST_CASE(PatternKind, Node)
MOULT_AST_DISPATCH(Mod, ModKind, MOULT_AST_MODS)
MOULT_AST_DISPATCH(Stmt, StmtKind, MOULT_AST_STMTS)
MOULT_AST_DISPATCH(Expr, ExprKind, MOULT_AST_EXPRS)
MOULT_AST_DISPATCH(Pattern, PatternKind, MOULT_AST_PATTERNS)
#undef MOULT_AST_DISPATCH
#undef MOULT_AST_CASE
#undef MOULT_AST_CONST_CASE
#undef MOULT_AST_Mod
#undef MOULT_AST_CMod
#undef MOULT_AST_Stmt
#undef MOULT_AST_CStmt
#undef MOULT_AST_Expr
#undef MOULT_AST_CExpr
#undef MOULT_AST_Pattern
#undef MOULT_AST_CPattern

}  // namespace moult::compiler::ast
