// The abstract syntax tree of Python 3.11: node kinds and fields as the `ast` module documents them.
// Knows nothing of tokens, scopes or bytecode. Nodes live in an Arena and are never freed one by one.
//
// Depth: chains that read as a list (a + b + c, a.b().c(), elif) are deep trees, because that is what the
// language defines. Whoever walks the tree counts its depth and reports an error past its limit.
//
// Change: nodes may be changed in place. To replace an expression by another kind of node, assign to the slot
// that holds it (a field `Expr*`, or an element of a `Seq<Expr*>`): every child has exactly one parent slot.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/arena.h"
#include "compiler/code_unit.h"

namespace moult::compiler::ast {

// A sequence of mutable elements in the arena.
template <class T>
using Seq = std::span<T>;

// A name in UTF-8, normalized to NFKC, interned in the arena. Private names are not mangled. Where a field is
// optional, one without data is absent (`is_absent`). Names of trees that were not parsed may be empty.
using Identifier = std::string_view;
using TypeComment = Identifier;  // kept only on demand
inline bool is_absent(Identifier name) {
    return name.data() == nullptr;
}

enum class ExprContext : uint8_t { Load, Store, Del };
enum class BoolOperator : uint8_t { And, Or };
enum class Operator : uint8_t {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
};
enum class UnaryOperator : uint8_t { Invert, Not, UAdd, USub };
enum class CompareOperator : uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };

// clang-format off
#define MOULT_AST_MODS(X)                                                                              \
    X(Module) X(Interactive) X(Expression) X(FunctionType)
#define MOULT_AST_STMTS(X)                                                                             \
    X(FunctionDef) X(AsyncFunctionDef) X(ClassDef) X(Return) X(Delete) X(Assign) X(AugAssign)          \
    X(AnnAssign) X(For) X(AsyncFor) X(While) X(If) X(With) X(AsyncWith) X(Match) X(Raise) X(Try)       \
    X(TryStar) X(Assert) X(Import) X(ImportFrom) X(Global) X(Nonlocal) X(ExprStmt) X(Pass) X(Break)    \
    X(Continue)
#define MOULT_AST_EXPRS(X)                                                                             \
    X(BoolOp) X(NamedExpr) X(BinOp) X(UnaryOp) X(Lambda) X(IfExp) X(Dict) X(Set) X(ListComp)           \
    X(SetComp) X(DictComp) X(GeneratorExp) X(Await) X(Yield) X(YieldFrom) X(Compare) X(Call)           \
    X(FormattedValue) X(JoinedStr) X(Constant) X(Attribute) X(Subscript) X(Starred) X(Name) X(List)    \
    X(Tuple) X(Slice)
#define MOULT_AST_PATTERNS(X)                                                                          \
    X(MatchValue) X(MatchSingleton) X(MatchSequence) X(MatchMapping) X(MatchClass) X(MatchStar)        \
    X(MatchAs) X(MatchOr)
// clang-format on

#define MOULT_AST_ENUMERATOR(name) name,
enum class ModKind : uint8_t { MOULT_AST_MODS(MOULT_AST_ENUMERATOR) };
enum class StmtKind : uint8_t { MOULT_AST_STMTS(MOULT_AST_ENUMERATOR) };
enum class ExprKind : uint8_t { MOULT_AST_EXPRS(MOULT_AST_ENUMERATOR) };
enum class PatternKind : uint8_t { MOULT_AST_PATTERNS(MOULT_AST_ENUMERATOR) };
#undef MOULT_AST_ENUMERATOR

// Where a node stands in the source. Lines count from 1; columns count UTF-8 bytes from 0; the end is
// exclusive.
struct Location {
    int lineno = 0;
    int col_offset = 0;
    int end_lineno = 0;
    int end_col_offset = 0;
};

struct Mod {
    ModKind kind;
};
struct Stmt : Location {
    StmtKind kind;
};
struct Expr : Location {
    ExprKind kind;
};
struct Pattern : Location {
    PatternKind kind;
};

// --- Pieces that are neither statement nor expression
// -----------------------------------------------------------------

struct Arg : Location {  // `arg`
    Identifier arg;
    Expr* annotation = nullptr;  // optional
    TypeComment type_comment;    // optional
};

struct Arguments {  // `arguments`
    Seq<Arg*> posonlyargs;
    Seq<Arg*> args;
    Arg* vararg = nullptr;  // optional
    Seq<Arg*> kwonlyargs;
    Seq<Expr*> kw_defaults;  // one per kwonlyarg, null where there is no default
    Arg* kwarg = nullptr;    // optional
    Seq<Expr*> defaults;     // of the last positional parameters
};

struct Keyword : Location {  // `keyword`
    Identifier arg;          // absent: `**value`
    Expr* value = nullptr;
};

struct Alias : Location {  // `alias`
    Identifier name;       // dotted for `import a.b`; "*" for `from m import *`
    Identifier asname;     // optional
};

struct WithItem {  // `withitem`
    Expr* context_expr = nullptr;
    Expr* optional_vars = nullptr;  // optional
};

struct MatchCase {  // `match_case`
    Pattern* pattern = nullptr;
    Expr* guard = nullptr;  // optional
    Seq<Stmt*> body;
};

struct ExceptHandler : Location {
    Expr* type = nullptr;  // optional
    Identifier name;       // optional
    Seq<Stmt*> body;
};

struct Comprehension {  // `comprehension`
    Expr* target = nullptr;
    Expr* iter = nullptr;
    Seq<Expr*> ifs;
    bool is_async = false;
};

// --- Modules
// ---------------------------------------------------------------------------------------------------------

// A comment `# type: ignore`.
struct TypeIgnore {
    int lineno = 0;
    Identifier tag;  // what follows; may be empty
};

struct Module : Mod {
    static constexpr ModKind kKind = ModKind::Module;
    Seq<Stmt*> body;
    Seq<TypeIgnore*> type_ignores;  // kept only on demand
};
struct Interactive : Mod {
    static constexpr ModKind kKind = ModKind::Interactive;
    Seq<Stmt*> body;
};
struct Expression : Mod {
    static constexpr ModKind kKind = ModKind::Expression;
    Expr* body = nullptr;
};
struct FunctionType : Mod {  // a function's type comment by itself: `(int, str) -> bool`
    static constexpr ModKind kKind = ModKind::FunctionType;
    Seq<Expr*> argtypes;
    Expr* returns = nullptr;
};

// --- Statements
// ------------------------------------------------------------------------------------------------------

// FunctionDef and AsyncFunctionDef have the same fields; so do For and AsyncFor, With and AsyncWith, Try and
// TryStar.
struct FunctionDefBase : Stmt {
    Identifier name;
    Arguments* args = nullptr;
    Seq<Stmt*> body;
    Seq<Expr*> decorator_list;
    Expr* returns = nullptr;   // optional
    TypeComment type_comment;  // optional
};
struct FunctionDef : FunctionDefBase {
    static constexpr StmtKind kKind = StmtKind::FunctionDef;
};
struct AsyncFunctionDef : FunctionDefBase {
    static constexpr StmtKind kKind = StmtKind::AsyncFunctionDef;
};
struct ClassDef : Stmt {
    static constexpr StmtKind kKind = StmtKind::ClassDef;
    Identifier name;
    Seq<Expr*> bases;
    Seq<Keyword*> keywords;
    Seq<Stmt*> body;
    Seq<Expr*> decorator_list;
};
struct Return : Stmt {
    static constexpr StmtKind kKind = StmtKind::Return;
    Expr* value = nullptr;  // optional
};
struct Delete : Stmt {
    static constexpr StmtKind kKind = StmtKind::Delete;
    Seq<Expr*> targets;
};
struct Assign : Stmt {
    static constexpr StmtKind kKind = StmtKind::Assign;
    Seq<Expr*> targets;
    Expr* value = nullptr;
    TypeComment type_comment;  // optional
};
struct AugAssign : Stmt {
    static constexpr StmtKind kKind = StmtKind::AugAssign;
    Expr* target = nullptr;
    Operator op = Operator::Add;
    Expr* value = nullptr;
};
struct AnnAssign : Stmt {
    static constexpr StmtKind kKind = StmtKind::AnnAssign;
    Expr* target = nullptr;
    Expr* annotation = nullptr;
    Expr* value = nullptr;  // optional
    bool simple = false;    // the target is a name without parentheses
};
struct ForBase : Stmt {
    Expr* target = nullptr;
    Expr* iter = nullptr;
    Seq<Stmt*> body;
    Seq<Stmt*> orelse;
    TypeComment type_comment;  // optional
};
struct For : ForBase {
    static constexpr StmtKind kKind = StmtKind::For;
};
struct AsyncFor : ForBase {
    static constexpr StmtKind kKind = StmtKind::AsyncFor;
};
struct While : Stmt {
    static constexpr StmtKind kKind = StmtKind::While;
    Expr* test = nullptr;
    Seq<Stmt*> body;
    Seq<Stmt*> orelse;
};
struct If : Stmt {
    static constexpr StmtKind kKind = StmtKind::If;
    Expr* test = nullptr;
    Seq<Stmt*> body;
    Seq<Stmt*> orelse;
};
struct WithBase : Stmt {
    Seq<WithItem*> items;
    Seq<Stmt*> body;
    TypeComment type_comment;  // optional
};
struct With : WithBase {
    static constexpr StmtKind kKind = StmtKind::With;
};
struct AsyncWith : WithBase {
    static constexpr StmtKind kKind = StmtKind::AsyncWith;
};
struct Match : Stmt {
    static constexpr StmtKind kKind = StmtKind::Match;
    Expr* subject = nullptr;
    Seq<MatchCase*> cases;
};
struct Raise : Stmt {
    static constexpr StmtKind kKind = StmtKind::Raise;
    Expr* exc = nullptr;    // optional
    Expr* cause = nullptr;  // optional
};
struct TryBase : Stmt {
    Seq<Stmt*> body;
    Seq<ExceptHandler*> handlers;
    Seq<Stmt*> orelse;
    Seq<Stmt*> finalbody;
};
struct Try : TryBase {
    static constexpr StmtKind kKind = StmtKind::Try;
};
struct TryStar : TryBase {
    static constexpr StmtKind kKind = StmtKind::TryStar;
};
struct Assert : Stmt {
    static constexpr StmtKind kKind = StmtKind::Assert;
    Expr* test = nullptr;
    Expr* msg = nullptr;  // optional
};
struct Import : Stmt {
    static constexpr StmtKind kKind = StmtKind::Import;
    Seq<Alias*> names;
};
struct ImportFrom : Stmt {
    static constexpr StmtKind kKind = StmtKind::ImportFrom;
    Identifier module;  // optional, dotted
    Seq<Alias*> names;
    int level = 0;
};
struct Global : Stmt {
    static constexpr StmtKind kKind = StmtKind::Global;
    Seq<Identifier> names;
};
struct Nonlocal : Stmt {
    static constexpr StmtKind kKind = StmtKind::Nonlocal;
    Seq<Identifier> names;
};
struct ExprStmt : Stmt {  // `Expr` in the ast module; that name is taken by the expressions' base here
    static constexpr StmtKind kKind = StmtKind::ExprStmt;
    Expr* value = nullptr;
};
struct Pass : Stmt {
    static constexpr StmtKind kKind = StmtKind::Pass;
};
struct Break : Stmt {
    static constexpr StmtKind kKind = StmtKind::Break;
};
struct Continue : Stmt {
    static constexpr StmtKind kKind = StmtKind::Continue;
};

// --- Expressions
// -----------------------------------------------------------------------------------------------------

struct BoolOp : Expr {
    static constexpr ExprKind kKind = ExprKind::BoolOp;
    BoolOperator op = BoolOperator::And;
    Seq<Expr*> values;
};
struct NamedExpr : Expr {
    static constexpr ExprKind kKind = ExprKind::NamedExpr;
    Expr* target = nullptr;
    Expr* value = nullptr;
};
struct BinOp : Expr {
    static constexpr ExprKind kKind = ExprKind::BinOp;
    Expr* left = nullptr;
    Operator op = Operator::Add;
    Expr* right = nullptr;
};
struct UnaryOp : Expr {
    static constexpr ExprKind kKind = ExprKind::UnaryOp;
    UnaryOperator op = UnaryOperator::Not;
    Expr* operand = nullptr;
};
struct Lambda : Expr {
    static constexpr ExprKind kKind = ExprKind::Lambda;
    Arguments* args = nullptr;
    Expr* body = nullptr;
};
struct IfExp : Expr {
    static constexpr ExprKind kKind = ExprKind::IfExp;
    Expr* test = nullptr;
    Expr* body = nullptr;
    Expr* orelse = nullptr;
};
struct Dict : Expr {
    static constexpr ExprKind kKind = ExprKind::Dict;
    Seq<Expr*> keys;  // null where the value is unpacked: `**value`
    Seq<Expr*> values;
};
struct Set : Expr {
    static constexpr ExprKind kKind = ExprKind::Set;
    Seq<Expr*> elts;
};
// ListComp, SetComp and GeneratorExp have the same fields.
struct ComprehensionBase : Expr {
    Expr* elt = nullptr;
    Seq<Comprehension*> generators;
};
struct ListComp : ComprehensionBase {
    static constexpr ExprKind kKind = ExprKind::ListComp;
};
struct SetComp : ComprehensionBase {
    static constexpr ExprKind kKind = ExprKind::SetComp;
};
struct DictComp : Expr {
    static constexpr ExprKind kKind = ExprKind::DictComp;
    Expr* key = nullptr;
    Expr* value = nullptr;
    Seq<Comprehension*> generators;
};
struct GeneratorExp : ComprehensionBase {
    static constexpr ExprKind kKind = ExprKind::GeneratorExp;
};
struct Await : Expr {
    static constexpr ExprKind kKind = ExprKind::Await;
    Expr* value = nullptr;
};
struct Yield : Expr {
    static constexpr ExprKind kKind = ExprKind::Yield;
    Expr* value = nullptr;  // optional
};
struct YieldFrom : Expr {
    static constexpr ExprKind kKind = ExprKind::YieldFrom;
    Expr* value = nullptr;
};
struct Compare : Expr {
    static constexpr ExprKind kKind = ExprKind::Compare;
    Expr* left = nullptr;
    Seq<CompareOperator> ops;
    Seq<Expr*> comparators;
};
struct Call : Expr {
    static constexpr ExprKind kKind = ExprKind::Call;
    Expr* func = nullptr;
    Seq<Expr*> args;
    Seq<Keyword*> keywords;
};
struct FormattedValue : Expr {
    static constexpr ExprKind kKind = ExprKind::FormattedValue;
    Expr* value = nullptr;
    int conversion = -1;          // 's', 'r', 'a', or -1 for none
    Expr* format_spec = nullptr;  // optional; a JoinedStr
};
struct JoinedStr : Expr {
    static constexpr ExprKind kKind = ExprKind::JoinedStr;
    Seq<Expr*> values;
};
struct Constant : Expr {
    static constexpr ExprKind kKind = ExprKind::Constant;
    compiler::Constant value;
    bool is_u = false;  // the ast module's `kind`: 'u' for a literal written u"...", else None
};
struct Attribute : Expr {
    static constexpr ExprKind kKind = ExprKind::Attribute;
    Expr* value = nullptr;
    Identifier attr;
    ExprContext ctx = ExprContext::Load;
};
struct Subscript : Expr {
    static constexpr ExprKind kKind = ExprKind::Subscript;
    Expr* value = nullptr;
    Expr* slice = nullptr;
    ExprContext ctx = ExprContext::Load;
};
struct Starred : Expr {
    static constexpr ExprKind kKind = ExprKind::Starred;
    Expr* value = nullptr;
    ExprContext ctx = ExprContext::Load;
};
struct Name : Expr {
    static constexpr ExprKind kKind = ExprKind::Name;
    Identifier id;
    ExprContext ctx = ExprContext::Load;
};
struct List : Expr {
    static constexpr ExprKind kKind = ExprKind::List;
    Seq<Expr*> elts;
    ExprContext ctx = ExprContext::Load;
};
struct Tuple : Expr {
    static constexpr ExprKind kKind = ExprKind::Tuple;
    Seq<Expr*> elts;
    ExprContext ctx = ExprContext::Load;
};
struct Slice : Expr {
    static constexpr ExprKind kKind = ExprKind::Slice;
    Expr* lower = nullptr;  // optional
    Expr* upper = nullptr;  // optional
    Expr* step = nullptr;   // optional
};

// --- Patterns
// --------------------------------------------------------------------------------------------------------

struct MatchValue : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchValue;
    Expr* value = nullptr;
};
struct MatchSingleton : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchSingleton;
    compiler::Constant value;  // None, True or False
};
struct MatchSequence : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchSequence;
    Seq<Pattern*> patterns;
};
struct MatchMapping : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchMapping;
    Seq<Expr*> keys;
    Seq<Pattern*> patterns;
    Identifier rest;  // optional
};
struct MatchClass : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchClass;
    Expr* cls = nullptr;
    Seq<Pattern*> patterns;
    Seq<Identifier> kwd_attrs;
    Seq<Pattern*> kwd_patterns;
};
struct MatchStar : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchStar;
    Identifier name;  // absent: `*_`
};
struct MatchAs : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchAs;
    Pattern* pattern = nullptr;  // optional
    Identifier name;             // absent: the wildcard `_`
};
struct MatchOr : Pattern {
    static constexpr PatternKind kKind = PatternKind::MatchOr;
    Seq<Pattern*> patterns;
};

// --- Making and casting
// ----------------------------------------------------------------------------------------------

// A new node of kind T at a place; its fields have their defaults.
template <class T>
T* make(Arena& arena, const Location& where) {
    T* node = arena.make<T>();
    node->kind = T::kKind;
    static_cast<Location&>(*node) = where;
    return node;
}

// Whether the node is a T. The node must not be null.
template <class T, class Base>
bool is(const Base* node) {
    return node->kind == T::kKind;
}

// The node as a T, or null if it is of another kind (or null itself).
template <class T, class Base>
T* as(Base* node) {
    return node != nullptr && node->kind == T::kKind ? static_cast<T*>(node) : nullptr;
}
template <class T, class Base>
const T* as(const Base* node) {
    return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

// The node as the T that it is known to be; checked in debug builds.
template <class T, class Base>
T& cast(Base* node) {
    assert(node != nullptr && node->kind == T::kKind && "the node is of another kind");
    return static_cast<T&>(*node);
}
template <class T, class Base>
const T& cast(const Base* node) {
    assert(node != nullptr && node->kind == T::kKind && "the node is of another kind");
    return static_cast<const T&>(*node);
}

// --- Names, for messages and dumps
// -----------------------------------------------------------------------------------

// The class name in the `ast` module ("Expr" for ExprStmt).
std::string_view kind_name(ModKind kind);
std::string_view kind_name(StmtKind kind);
std::string_view kind_name(ExprKind kind);
std::string_view kind_name(PatternKind kind);
std::string_view operator_name(Operator op);         // "Add"
std::string_view operator_name(UnaryOperator op);    // "USub"
std::string_view operator_name(CompareOperator op);  // "NotIn"
std::string_view operator_name(BoolOperator op);     // "And"
std::string_view context_name(ExprContext context);  // "Load"

}  // namespace moult::compiler::ast
