// Tests of the parser that need no reference implementation: shapes of trees, modes, errors, limits.
// Comparison with CPython is in tests/differential.
#include "compiler/parser/parser.h"

#include <gtest/gtest.h>

#include "compiler/listing/ast_dump.h"

namespace moult::compiler {
namespace {

ParseOptions in_mode(ParseMode mode) {
    ParseOptions options;
    options.mode = mode;
    return options;
}

// The dump of an expression without places, or the error's message.
std::string tree_of(std::string_view text, ParseOptions options = in_mode(ParseMode::Eval)) {
    Arena arena;
    ParseResult result = parse_text(text, options, arena);
    if (!result) return "error: " + result.error->message;
    return dump_ast(result.module, {.attributes = false});
}

std::string error_of(std::string_view text) {
    Arena arena;
    ParseResult result = parse_text(text, {}, arena);
    return result ? "no error" : result.error->message;
}

TEST(Parser, BindsPowerTighterThanUnaryMinusOnItsLeft) {
    EXPECT_EQ(tree_of("-2**-x"),
              "Expression(body=UnaryOp(op=USub(), operand=BinOp(left=Constant(value=2), op=Pow(), "
              "right=UnaryOp(op=USub(), operand=Name(id='x', ctx=Load())))))");
}

TEST(Parser, ChainsComparisonsIntoOneNode) {
    EXPECT_EQ(tree_of("a < b is not c"),
              "Expression(body=Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), IsNot()], "
              "comparators=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load())]))");
}

TEST(Parser, MergesAdjacentLiteralsOfAnFString) {
    EXPECT_EQ(tree_of("'a' f'b{x!r:>{w}}' 'c'"),
              "Expression(body=JoinedStr(values=[Constant(value='ab'), "
              "FormattedValue(value=Name(id='x', "
              "ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), "
              "FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), Constant(value='c')]))");
}

TEST(Parser, MarksTargetsAsStored) {
    EXPECT_EQ(
        tree_of("(a, *b[0]), c.d = x\n", in_mode(ParseMode::Exec)),
        "Module(body=[Assign(targets=[Tuple(elts=[Tuple(elts=[Name(id='a', ctx=Store()), "
        "Starred(value=Subscript(value=Name(id='b', ctx=Load()), slice=Constant(value=0), "
        "ctx=Store()), ctx=Store())], ctx=Store()), Attribute(value=Name(id='c', ctx=Load()), attr='d', "
        "ctx=Store())], ctx=Store())], value=Name(id='x', ctx=Load()))], type_ignores=[])");
}

TEST(Parser, TreatsMatchAsANameWhereItIsNoStatement) {
    EXPECT_EQ(error_of("match = 1\nmatch[0] = match(match)\nmatch * a\nprint(match)\n"), "no error");
    EXPECT_EQ(error_of("match x, *y:\n  case [a, *_] | {'k': None, **r} if a: pass\n"), "no error");
}

TEST(Parser, NormalizesIdentifiers) {
    EXPECT_EQ(tree_of("\xEF\xAC\x81"), "Expression(body=Name(id='fi', ctx=Load()))");  // the ligature fi
}

TEST(Parser, GivesPlacesInBytes) {
    Arena arena;
    ParseResult result = parse_text("'\xC3\xA9' + xyz", in_mode(ParseMode::Eval), arena);
    ASSERT_TRUE(result);
    const auto& sum = ast::cast<ast::BinOp>(static_cast<ast::Expression*>(result.module)->body);
    EXPECT_EQ(sum.right->col_offset, 7);
    EXPECT_EQ(sum.right->end_col_offset, 10);
}

TEST(Parser, ReportsOffsetsInCharacters) {
    Arena arena;
    ParseResult result = parse_text("'\xC3\xA9' xyz", {}, arena);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->message, "invalid syntax");
    EXPECT_EQ(result.error->offset, 5);
}

TEST(Parser, ExplainsKnownMistakes) {
    EXPECT_EQ(error_of("f() = 1"),
              "cannot assign to function call here. Maybe you meant '==' instead of '='?");
    EXPECT_EQ(error_of("[a b]"), "invalid syntax. Perhaps you forgot a comma?");
    EXPECT_EQ(error_of("if a:\nb"), "expected an indented block after 'if' statement on line 1");
    EXPECT_EQ(error_of("f(a=1, b)"), "positional argument follows keyword argument");
}

TEST(Parser, LimitsNestingWithAMemoryError) {
    Arena arena;
    ParseResult result = parse_text(std::string(100'000, '-') + "x", {}, arena);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::MemoryError);
}

// That of the place where each mistake is looked for in the one before, too.
TEST(Parser, LimitsNestingOfItsDiagnosis) {
    for (std::string_view part : {"x ", "print x "}) {
        std::string text;
        for (int i = 0; i < 20'000; ++i) text += part;
        Arena arena;
        ParseResult result = parse_text(text, {}, arena);
        ASSERT_TRUE(result.error);
        EXPECT_EQ(result.error->kind, ErrorKind::MemoryError);
    }
}

TEST(Parser, CountsEachElifAsOneLevel) {
    for (int count : {5000, 7000}) {
        std::string text = "if a: b\n";
        for (int i = 0; i < count; ++i) text += "elif a: b\n";
        Arena arena;
        ParseResult result = parse_text(text, {}, arena);
        EXPECT_EQ(result.error.has_value(), count == 7000);
    }
}

TEST(Parser, StaysAboveTheLimitOfTheStack) {
    char here = 0;
    for (std::string text : {std::string(3000, '-') + "x", std::string(150, '(') + std::string(150, ')')}) {
        for (size_t below : {size_t{4} << 20, size_t{16} << 10}) {
            ParseOptions options;
            options.stack_limit = &here - below;
            Arena arena;
            ParseResult result = parse_text(text, options, arena);
            ASSERT_EQ(result.error.has_value(), below < 1 << 20) << text.size();
            if (result.error) EXPECT_EQ(result.error->kind, ErrorKind::MemoryError);
        }
    }
}

TEST(Parser, ReadsLongChainsWithoutNesting) {
    std::string sum = "a", path = "a";
    for (int i = 0; i < 50'000; ++i) {
        sum += "+a";
        path += ".b()";
    }
    EXPECT_EQ(error_of(sum), "no error");
    EXPECT_EQ(error_of(path), "no error");
}

TEST(Parser, StaysLinearWhenItExplainsNestedMistakes) {
    std::string text;
    for (int i = 0; i < 45; ++i) text += "f([{(";
    text += "a b";
    for (int i = 0; i < 45; ++i) text += ")}])";
    EXPECT_EQ(error_of(text), "invalid syntax. Perhaps you forgot a comma?");
}

TEST(Parser, LooksUpCharacterNamesThroughTheCaller) {
    ParseOptions options = in_mode(ParseMode::Eval);
    EXPECT_EQ(
        tree_of("'\\N{BULLET}'", options),
        "error: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-9: unknown Unicode "
        "character name");
    options.name_lookup = [](void*, std::string_view name, std::string& utf8) {
        utf8 += name == "BULLET" ? "*" : "";
        return name == "BULLET";
    };
    EXPECT_EQ(tree_of("'\\N{BULLET}'", options), "Expression(body=Constant(value='*'))");
}

TEST(Parser, KeepsTypeCommentsOnDemand) {
    ParseOptions options = in_mode(ParseMode::Exec);
    const char* text = "def f(a, # type: int\n  ):\n  # type: (...) -> x\n  pass # type: ignore!\n";
    EXPECT_EQ(
        tree_of(text, options),
        "Module(body=[FunctionDef(name='f', args=arguments(posonlyargs=[], args=[arg(arg='a')], "
        "kwonlyargs=[], kw_defaults=[], defaults=[]), body=[Pass()], decorator_list=[])], type_ignores=[])");
    options.type_comments = true;
    EXPECT_EQ(
        tree_of(text, options),
        "Module(body=[FunctionDef(name='f', args=arguments(posonlyargs=[], args=[arg(arg='a', "
        "type_comment='int')], kwonlyargs=[], kw_defaults=[], defaults=[]), body=[Pass()], "
        "decorator_list=[], type_comment='(...) -> x')], type_ignores=[TypeIgnore(lineno=4, tag='!')])");
    EXPECT_EQ(tree_of("x # type: int\n", options), "error: invalid syntax");
}

TEST(Parser, RefusesSyntaxThatIsNewerThanAskedFor) {
    ParseOptions options = in_mode(ParseMode::Exec);
    options.feature_version = 7;
    EXPECT_EQ(tree_of("(x := 1)", options),
              "error: Assignment expressions are only supported in Python 3.8 and greater");
    EXPECT_EQ(tree_of("with (a, b): pass", options),
              "error: Parenthesized context managers are only supported in Python 3.9 and greater");
    EXPECT_EQ(tree_of("async = 1", options), "error: invalid syntax");
    options.feature_version = 6;
    EXPECT_EQ(tree_of("async", options),
              "Module(body=[Expr(value=Name(id='async', ctx=Load()))], type_ignores=[])");
    EXPECT_EQ(tree_of("async def f(): pass; await = 1\n", options), "error: invalid syntax");
    EXPECT_EQ(tree_of("async def f(): await\nawait\n", options), "error: invalid syntax");
    EXPECT_EQ(tree_of("if x:\n  await\nawait\n", options),
              "Module(body=[If(test=Name(id='x', ctx=Load()), body=[Expr(value=Name(id='await', "
              "ctx=Load()))], orelse=[]), Expr(value=Name(id='await', ctx=Load()))], type_ignores=[])");
}

TEST(Parser, WarnsOfAnInvalidEscapeSequenceInEachRun) {
    Arena arena;
    EXPECT_EQ(parse_text("x = '\\d'\n", {}, arena).warnings.size(), 1u);
    ParseResult result = parse_text("x = '\\d'\nx y\n", {}, arena);
    ASSERT_TRUE(result.error);
    ASSERT_EQ(result.warnings.size(), 2u);
    EXPECT_EQ(result.warnings[0].kind, WarningKind::DeprecationWarning);
    EXPECT_EQ(result.warnings[0].message, "invalid escape sequence '\\d'");
}

TEST(Parser, ReadsOneInteractiveStatement) {
    ParseOptions single = in_mode(ParseMode::Single);
    EXPECT_EQ(
        tree_of("a; b\n", single),
        "Interactive(body=[Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load()))])");
    EXPECT_EQ(
        tree_of("if a:\n  b\n", single),
        "Interactive(body=[If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], "
        "orelse=[])])");
    EXPECT_EQ(tree_of("a\nb\n", single),
              "error: multiple statements found while compiling a single statement");
}

TEST(Parser, TellsIncompleteInputOnRequest) {
    ParseOptions options = in_mode(ParseMode::Single);
    options.allow_incomplete_input = true;
    options.dont_imply_dedent = true;
    EXPECT_EQ(tree_of("if a:\n", options), "error: incomplete input");
    EXPECT_EQ(tree_of("f(\n", options), "error: incomplete input");
    EXPECT_EQ(tree_of("a b\n", options), "error: invalid syntax");
}

TEST(Parser, RefusesNul) {
    EXPECT_EQ(error_of({"a\0b", 3}), "source code string cannot contain null bytes");
}

}  // namespace
}  // namespace moult::compiler
