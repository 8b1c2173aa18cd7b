// Which class of the module ast each node of the compiler's tree is an instance of.
#pragma once

#include "compiler/ast.h"
#include "interp/ast/node_classes.h"

namespace moult::interp {

// The classes by the names of the compiler's structs, where those differ.
namespace node_names {
using enum NodeClass;
inline constexpr NodeClass kExprStmt = kExpr, kArg = karg, kArguments = karguments, kKeyword = kkeyword,
                           kAlias = kalias, kWithItem = kwithitem, kMatchCase = kmatch_case,
                           kComprehension = kcomprehension;
}  // namespace node_names

// kNodeClass<compiler::ast::If> is NodeClass::kIf; of a base such as compiler::ast::Stmt, the class that all
// derive from.
template <class Node>
inline constexpr NodeClass kNodeClass = NodeClass::kCount;
#define MOULT_AST_NODE_CLASS(name) \
    template <>                    \
    inline constexpr NodeClass kNodeClass<compiler::ast::name> = node_names::k##name;
MOULT_AST_MODS(MOULT_AST_NODE_CLASS)
MOULT_AST_STMTS(MOULT_AST_NODE_CLASS)
MOULT_AST_EXPRS(MOULT_AST_NODE_CLASS)
MOULT_AST_PATTERNS(MOULT_AST_NODE_CLASS)
MOULT_AST_NODE_CLASS(Arg)
MOULT_AST_NODE_CLASS(Arguments)
MOULT_AST_NODE_CLASS(Keyword)
MOULT_AST_NODE_CLASS(Alias)
MOULT_AST_NODE_CLASS(WithItem)
MOULT_AST_NODE_CLASS(MatchCase)
MOULT_AST_NODE_CLASS(Comprehension)
MOULT_AST_NODE_CLASS(ExceptHandler)
MOULT_AST_NODE_CLASS(TypeIgnore)
#undef MOULT_AST_NODE_CLASS
template <>
inline constexpr NodeClass kNodeClass<compiler::ast::Mod> = NodeClass::kmod;
template <>
inline constexpr NodeClass kNodeClass<compiler::ast::Stmt> = NodeClass::kstmt;
template <>
inline constexpr NodeClass kNodeClass<compiler::ast::Expr> = NodeClass::kexpr;
template <>
inline constexpr NodeClass kNodeClass<compiler::ast::Pattern> = NodeClass::kpattern;

// Of the enumerations, the class of the first enumerator; the others follow in the same order.
template <class Enum>
inline constexpr NodeClass kFirstOf = NodeClass::kCount;
template <>
inline constexpr NodeClass kFirstOf<compiler::ast::ExprContext> = NodeClass::kLoad;
template <>
inline constexpr NodeClass kFirstOf<compiler::ast::BoolOperator> = NodeClass::kAnd;
template <>
inline constexpr NodeClass kFirstOf<compiler::ast::Operator> = NodeClass::kAdd;
template <>
inline constexpr NodeClass kFirstOf<compiler::ast::UnaryOperator> = NodeClass::kInvert;
template <>
inline constexpr NodeClass kFirstOf<compiler::ast::CompareOperator> = NodeClass::kEq;

template <class Enum>
constexpr NodeClass node_class_of(Enum enumerator) {
    return static_cast<NodeClass>(static_cast<int>(kFirstOf<Enum>) + static_cast<int>(enumerator));
}
static_assert(node_class_of(compiler::ast::ExprContext::Del) == NodeClass::kDel);
static_assert(node_class_of(compiler::ast::BoolOperator::Or) == NodeClass::kOr);
static_assert(node_class_of(compiler::ast::Operator::FloorDiv) == NodeClass::kFloorDiv);
static_assert(node_class_of(compiler::ast::Operator::BitXor) == NodeClass::kBitXor);
static_assert(node_class_of(compiler::ast::UnaryOperator::USub) == NodeClass::kUSub);
static_assert(node_class_of(compiler::ast::CompareOperator::NotIn) == NodeClass::kNotIn);

}  // namespace moult::interp
