// The table of the module ast's classes: the abstract grammar of Python 3.11, in the notation of ASDL (the
// page of the module ast shows it whole: https://docs.python.org/3.11/library/ast.html#abstract-grammar).
// Names, fields, defaults and docstrings of the classes come from it.
//
// A field is a type and a name: `?` after the type means that it is optional, `*` that it is a list. SUM is a
// class that others derive from (those in the rows NODE after it), with the attributes that all of these
// have; PRODUCT is one that nothing derives from, with fields and attributes.
#pragma once

#include <cstdint>

namespace moult {

// clang-format off
#define MOULT_AST_PLACE "int lineno, int col_offset, int? end_lineno, int? end_col_offset"
#define MOULT_AST_CLASSES(SUM, NODE, PRODUCT)                                                             \
    SUM(mod, "")                                                                                          \
        NODE(Module, "stmt* body, type_ignore* type_ignores")                                             \
        NODE(Interactive, "stmt* body")                                                                   \
        NODE(Expression, "expr body")                                                                     \
        NODE(FunctionType, "expr* argtypes, expr returns")                                                \
    SUM(stmt, MOULT_AST_PLACE)                                                                            \
        NODE(FunctionDef,                                                                                 \
             "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, "         \
             "string? type_comment")                                                                      \
        NODE(AsyncFunctionDef,                                                                            \
             "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, "         \
             "string? type_comment")                                                                      \
        NODE(ClassDef,                                                                                    \
             "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list")         \
        NODE(Return, "expr? value")                                                                       \
        NODE(Delete, "expr* targets")                                                                     \
        NODE(Assign, "expr* targets, expr value, string? type_comment")                                   \
        NODE(AugAssign, "expr target, operator op, expr value")                                           \
        NODE(AnnAssign, "expr target, expr annotation, expr? value, int simple")                          \
        NODE(For, "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")               \
        NODE(AsyncFor, "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")          \
        NODE(While, "expr test, stmt* body, stmt* orelse")                                                \
        NODE(If, "expr test, stmt* body, stmt* orelse")                                                   \
        NODE(With, "withitem* items, stmt* body, string? type_comment")                                   \
        NODE(AsyncWith, "withitem* items, stmt* body, string? type_comment")                              \
        NODE(Match, "expr subject, match_case* cases")                                                    \
        NODE(Raise, "expr? exc, expr? cause")                                                             \
        NODE(Try, "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")                   \
        NODE(TryStar, "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")               \
        NODE(Assert, "expr test, expr? msg")                                                              \
        NODE(Import, "alias* names")                                                                      \
        NODE(ImportFrom, "identifier? module, alias* names, int? level")                                  \
        NODE(Global, "identifier* names")                                                                 \
        NODE(Nonlocal, "identifier* names")                                                               \
        NODE(Expr, "expr value")                                                                          \
        NODE(Pass, "")                                                                                    \
        NODE(Break, "")                                                                                   \
        NODE(Continue, "")                                                                                \
    SUM(expr, MOULT_AST_PLACE)                                                                            \
        NODE(BoolOp, "boolop op, expr* values")                                                           \
        NODE(NamedExpr, "expr target, expr value")                                                        \
        NODE(BinOp, "expr left, operator op, expr right")                                                 \
        NODE(UnaryOp, "unaryop op, expr operand")                                                         \
        NODE(Lambda, "arguments args, expr body")                                                         \
        NODE(IfExp, "expr test, expr body, expr orelse")                                                  \
        NODE(Dict, "expr* keys, expr* values")                                                            \
        NODE(Set, "expr* elts")                                                                           \
        NODE(ListComp, "expr elt, comprehension* generators")                                             \
        NODE(SetComp, "expr elt, comprehension* generators")                                              \
        NODE(DictComp, "expr key, expr value, comprehension* generators")                                 \
        NODE(GeneratorExp, "expr elt, comprehension* generators")                                         \
        NODE(Await, "expr value")                                                                         \
        NODE(Yield, "expr? value")                                                                        \
        NODE(YieldFrom, "expr value")                                                                     \
        NODE(Compare, "expr left, cmpop* ops, expr* comparators")                                         \
        NODE(Call, "expr func, expr* args, keyword* keywords")                                            \
        NODE(FormattedValue, "expr value, int conversion, expr? format_spec")                             \
        NODE(JoinedStr, "expr* values")                                                                   \
        NODE(Constant, "constant value, string? kind")                                                    \
        NODE(Attribute, "expr value, identifier attr, expr_context ctx")                                  \
        NODE(Subscript, "expr value, expr slice, expr_context ctx")                                       \
        NODE(Starred, "expr value, expr_context ctx")                                                     \
        NODE(Name, "identifier id, expr_context ctx")                                                     \
        NODE(List, "expr* elts, expr_context ctx")                                                        \
        NODE(Tuple, "expr* elts, expr_context ctx")                                                       \
        NODE(Slice, "expr? lower, expr? upper, expr? step")                                               \
    SUM(expr_context, "")                                                                                 \
        NODE(Load, "")                                                                                    \
        NODE(Store, "")                                                                                   \
        NODE(Del, "")                                                                                     \
    SUM(boolop, "")                                                                                       \
        NODE(And, "")                                                                                     \
        NODE(Or, "")                                                                                      \
    SUM(operator, "")                                                                                     \
        NODE(Add, "")                                                                                     \
        NODE(Sub, "")                                                                                     \
        NODE(Mult, "")                                                                                    \
        NODE(MatMult, "")                                                                                 \
        NODE(Div, "")                                                                                     \
        NODE(Mod, "")                                                                                     \
        NODE(Pow, "")                                                                                     \
        NODE(LShift, "")                                                                                  \
        NODE(RShift, "")                                                                                  \
        NODE(BitOr, "")                                                                                   \
        NODE(BitXor, "")                                                                                  \
        NODE(BitAnd, "")                                                                                  \
        NODE(FloorDiv, "")                                                                                \
    SUM(unaryop, "")                                                                                      \
        NODE(Invert, "")                                                                                  \
        NODE(Not, "")                                                                                     \
        NODE(UAdd, "")                                                                                    \
        NODE(USub, "")                                                                                    \
    SUM(cmpop, "")                                                                                        \
        NODE(Eq, "")                                                                                      \
        NODE(NotEq, "")                                                                                   \
        NODE(Lt, "")                                                                                      \
        NODE(LtE, "")                                                                                     \
        NODE(Gt, "")                                                                                      \
        NODE(GtE, "")                                                                                     \
        NODE(Is, "")                                                                                      \
        NODE(IsNot, "")                                                                                   \
        NODE(In, "")                                                                                      \
        NODE(NotIn, "")                                                                                   \
    PRODUCT(comprehension, "expr target, expr iter, expr* ifs, int is_async", "")                         \
    SUM(excepthandler, MOULT_AST_PLACE)                                                                   \
        NODE(ExceptHandler, "expr? type, identifier? name, stmt* body")                                   \
    PRODUCT(arguments,                                                                                    \
         "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, "     \
         "expr* defaults", "")                                                                            \
    PRODUCT(arg, "identifier arg, expr? annotation, string? type_comment", MOULT_AST_PLACE)               \
    PRODUCT(keyword, "identifier? arg, expr value", MOULT_AST_PLACE)                                      \
    PRODUCT(alias, "identifier name, identifier? asname", MOULT_AST_PLACE)                                \
    PRODUCT(withitem, "expr context_expr, expr? optional_vars", "")                                       \
    PRODUCT(match_case, "pattern pattern, expr? guard, stmt* body", "")                                   \
    SUM(pattern, "int lineno, int col_offset, int end_lineno, int end_col_offset")                        \
        NODE(MatchValue, "expr value")                                                                    \
        NODE(MatchSingleton, "constant value")                                                            \
        NODE(MatchSequence, "pattern* patterns")                                                          \
        NODE(MatchMapping, "expr* keys, pattern* patterns, identifier? rest")                             \
        NODE(MatchClass, "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns")     \
        NODE(MatchStar, "identifier? name")                                                               \
        NODE(MatchAs, "pattern? pattern, identifier? name")                                               \
        NODE(MatchOr, "pattern* patterns")                                                                \
    SUM(type_ignore, "")                                                                                  \
        NODE(TypeIgnore, "int lineno, string tag")
// clang-format on

// One per row.
enum class NodeClass : uint8_t {
#define MOULT_AST_ENUMERATOR(name, ...) k##name,
    MOULT_AST_CLASSES(MOULT_AST_ENUMERATOR, MOULT_AST_ENUMERATOR, MOULT_AST_ENUMERATOR)
#undef MOULT_AST_ENUMERATOR
        kCount,
};

}  // namespace moult
