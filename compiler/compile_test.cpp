// Whole programs through the compiler: code objects, errors with their places, warnings, limits.
#include "compiler/compile.h"

#include <gtest/gtest.h>

#include "compiler/opcode.h"
#include "compiler/parser/parser.h"

namespace moult::compiler {
namespace {

CompileResult compile_text(std::string_view text, CompileOptions options = {},
                           ParseMode mode = ParseMode::Exec) {
    Arena arena;
    ParseOptions parse_options;
    parse_options.mode = mode;
    ParseResult parsed = parse_text(text, parse_options, arena);
    if (!parsed) return {nullptr, parsed.error, {}, 0};
    return compile(parsed.module, arena, options);
}

// The instructions' names, caches left out.
std::vector<std::string> names_of(const CodeUnit& code) {
    std::vector<std::string> names;
    for (size_t at = 0; at < code.code.size(); at += 2) {
        auto opcode = static_cast<Opcode>(static_cast<unsigned char>(code.code[at]));
        if (opcode != Opcode::CACHE) names.emplace_back(opcode_info(opcode).name);
    }
    return names;
}

const CodeUnit& nested(const CodeUnit& code, size_t index) {
    size_t seen = 0;
    for (const Constant& constant : code.consts) {
        auto* unit = std::get_if<std::shared_ptr<const CodeUnit>>(&constant.value);
        if (unit != nullptr && seen++ == index) return **unit;
    }
    ADD_FAILURE() << "there is no nested code object " << index;
    return code;
}

void expect_error(std::string_view text, std::string_view message, int line, int offset, int end_offset) {
    CompileResult result = compile_text(text);
    ASSERT_TRUE(result.error.has_value()) << text;
    EXPECT_FALSE(result);
    EXPECT_EQ(result.error->message, message);
    EXPECT_EQ(result.error->lineno, line);
    EXPECT_EQ(result.error->offset, offset);
    EXPECT_EQ(result.error->end_offset, end_offset);
}

TEST(Compile, AnEmptyModuleReturnsNone) {
    CompileResult result = compile_text("");
    ASSERT_TRUE(result);
    EXPECT_EQ(names_of(*result.code), (std::vector<std::string>{"RESUME", "LOAD_CONST", "RETURN_VALUE"}));
    EXPECT_EQ(result.code->name, "<module>");
    EXPECT_EQ(result.code->stacksize, 1);
    EXPECT_EQ(result.code->firstlineno, 1);
}

TEST(Compile, AnExpressionReturnsItsValue) {
    CompileResult result = compile_text("a + 1", {}, ParseMode::Eval);
    ASSERT_TRUE(result);
    EXPECT_EQ(names_of(*result.code),
              (std::vector<std::string>{"RESUME", "LOAD_NAME", "LOAD_CONST", "BINARY_OP", "RETURN_VALUE"}));
}

TEST(Compile, AnInteractiveStatementPrintsItsValue) {
    CompileResult result = compile_text("a\n", {}, ParseMode::Single);
    ASSERT_TRUE(result);
    EXPECT_EQ(names_of(*result.code),
              (std::vector<std::string>{"RESUME", "LOAD_NAME", "PRINT_EXPR", "LOAD_CONST", "RETURN_VALUE"}));
}

TEST(Compile, FunctionsKnowTheirParametersAndCells) {
    CompileResult result =
        compile_text("def f(a, /, b, *c, d=1, **e):\n    x = a\n    return lambda: (x, b)\n");
    ASSERT_TRUE(result);
    const CodeUnit& function = nested(*result.code, 0);
    EXPECT_EQ(function.argcount, 2);
    EXPECT_EQ(function.posonlyargcount, 1);
    EXPECT_EQ(function.kwonlyargcount, 1);
    EXPECT_EQ(function.localsplusnames, (std::vector<std::string>{"a", "b", "d", "c", "e", "x"}));
    EXPECT_EQ(function.localspluskinds[1], kFastLocal | kFastCell);
    EXPECT_EQ(function.localspluskinds[5], kFastCell);
    EXPECT_EQ(function.flags,
              static_cast<uint32_t>(kCodeOptimized | kCodeNewLocals | kCodeVarArgs | kCodeVarKeywords));
    const CodeUnit& lambda = nested(function, 0);
    EXPECT_EQ(lambda.qualname, "f.<locals>.<lambda>");
    EXPECT_EQ(lambda.localsplusnames, (std::vector<std::string>{"b", "x"}));
    EXPECT_EQ(lambda.localspluskinds, (std::vector<uint8_t>{kFastFree, kFastFree}));
}

TEST(Compile, PrivateNamesAreMangledInClasses) {
    CompileResult result = compile_text("class _A:\n    __x = 1\n    __y__ = 2\n");
    ASSERT_TRUE(result);
    const std::vector<std::string>& names = nested(*result.code, 0).names;
    EXPECT_EQ(names[names.size() - 2], "_A__x");
    EXPECT_EQ(names.back(), "__y__");
}

TEST(Compile, OptimizationDropsAssertsAndDocstrings) {
    const char* text = "def f():\n    'doc'\n    assert x\n";
    CompileOptions options;
    options.optimize = 2;
    CompileResult plain = compile_text(text);
    CompileResult optimized = compile_text(text, options);
    ASSERT_TRUE(plain && optimized);
    EXPECT_EQ(std::get<std::string>(nested(*plain.code, 0).consts[0].value), "doc");
    EXPECT_TRUE(std::holds_alternative<NoneConstant>(nested(*optimized.code, 0).consts[0].value));
    EXPECT_LT(nested(*optimized.code, 0).code.size(), nested(*plain.code, 0).code.size());
}

TEST(Compile, EqualFunctionsOfAFinallyClauseAreOneConstant) {
    CompileResult result = compile_text("try: a\nfinally: b(lambda: 1)\n");
    ASSERT_TRUE(result);
    int functions = 0;
    for (const Constant& constant : result.code->consts) {
        functions += std::holds_alternative<std::shared_ptr<const CodeUnit>>(constant.value) ? 1 : 0;
    }
    EXPECT_EQ(functions, 1);
}

TEST(Compile, FutureFeaturesShowInTheFlags) {
    CompileResult result = compile_text("from __future__ import annotations\nx: a+b\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result.code->flags, static_cast<uint32_t>(kCodeFutureAnnotations));
    EXPECT_EQ(result.future_flags, static_cast<uint32_t>(kCodeFutureAnnotations));
    CompileOptions options;
    options.flags = kCodeFutureAnnotations;
    EXPECT_EQ(compile_text("", options).code->flags, static_cast<uint32_t>(kCodeFutureAnnotations));
}

TEST(Compile, TopLevelAwaitMakesTheModuleACoroutine) {
    CompileOptions options;
    options.allow_top_level_await = true;
    CompileResult result = compile_text("await a\n", options);
    ASSERT_TRUE(result);
    EXPECT_EQ(result.code->flags, static_cast<uint32_t>(kCodeCoroutine));
}

TEST(Compile, ErrorsPointToTheNode) {
    expect_error("def f():\n  nonlocal x\n", "no binding for nonlocal 'x' found", 2, 3, 13);
    expect_error("def f(a, a): pass\n", "duplicate argument 'a' in function definition", 1, 10, 11);
    expect_error("return 1\n", "'return' outside function", 1, 1, 9);
    expect_error("if a:\n  break\n", "'break' outside loop", 2, 3, 8);
    expect_error("a, *b, *c = d\n", "multiple starred expressions in assignment", 1, 1, 10);
    expect_error("f(a=1, a=2)\n", "keyword argument repeated: a", 1, 8, 11);
    expect_error("__debug__ = 1\n", "cannot assign to __debug__", 1, 1, 10);
}

TEST(Compile, TheFirstErrorIsReported) {
    expect_error("break\nreturn\n", "'break' outside loop", 1, 1, 6);
}

TEST(Compile, WarningsComeBesideTheCode) {
    CompileResult result = compile_text("x is 1\n(1)()\nassert (x, 1)\n");
    ASSERT_TRUE(result);
    ASSERT_EQ(result.warnings.size(), 3U);
    EXPECT_EQ(result.warnings[0].message, "\"is\" with a literal. Did you mean \"==\"?");
    EXPECT_EQ(result.warnings[1].message, "'int' object is not callable; perhaps you missed a comma?");
    EXPECT_EQ(result.warnings[2].lineno, 3);
}

TEST(Compile, NestingBeyondTheLimitIsARecursionError) {
    std::string sum = "a";
    for (int index = 0; index < 5000; ++index) sum += "+a";
    CompileResult result = compile_text(sum);
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->kind, ErrorKind::RecursionError);
    EXPECT_EQ(result.error->message, "maximum recursion depth exceeded during compilation");
}

TEST(Compile, LongJumpsGetPrefixes) {
    std::string loop = "while x:\n";
    for (int index = 0; index < 20000; ++index) loop += " a.b\n";
    CompileResult result = compile_text(loop);
    ASSERT_TRUE(result);
    std::vector<std::string> names = names_of(*result.code);
    EXPECT_EQ(names[2], "EXTENDED_ARG");
    EXPECT_EQ(names[4], "POP_JUMP_FORWARD_IF_FALSE");
}

}  // namespace
}  // namespace moult::compiler
