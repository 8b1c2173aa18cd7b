// Scopes of names in small programs.
#include "compiler/symbols/symtable.h"

#include <gtest/gtest.h>

#include "compiler/parser/parser.h"

namespace moult::compiler {
namespace {

class SymbolTableTest : public ::testing::Test {
  protected:
    SymbolBlock& build(std::string_view text) {
        ParseResult parsed = parse_text(text, {}, arena_);
        EXPECT_TRUE(parsed);
        result_ = build_symbol_table(*parsed.module, arena_, 0, 1000);
        EXPECT_TRUE(result_.table != nullptr);
        return result_.table->top();
    }

    Arena arena_;
    SymbolTableResult result_;
};

TEST_F(SymbolTableTest, AClosuresVariableIsACellOutsideAndFreeInside) {
    SymbolBlock& outer = *build("def f():\n x = 1\n def g(): return x\n").children[0];
    EXPECT_EQ(outer.scope_of("x"), Scope::Cell);
    EXPECT_EQ(outer.scope_of("g"), Scope::Local);
    EXPECT_EQ(outer.children[0]->scope_of("x"), Scope::Free);
    EXPECT_TRUE(outer.children[0]->nested);
}

TEST_F(SymbolTableTest, FreeVariablesPassThroughFunctionsThatDoNotUseThem) {
    SymbolBlock& outer = *build("def f(x):\n def g():\n  def h(): return x\n").children[0];
    EXPECT_EQ(outer.children[0]->scope_of("x"), Scope::Free);
}

TEST_F(SymbolTableTest, ClassVariablesAreNotVisibleInMethods) {
    SymbolBlock& block = *build("class A:\n x = 1\n def f(self): return x\n").children[0];
    EXPECT_EQ(block.scope_of("x"), Scope::Local);
    EXPECT_EQ(block.children[0]->scope_of("x"), Scope::GlobalImplicit);
}

TEST_F(SymbolTableTest, SuperUsesTheClass) {
    SymbolBlock& block = *build("class A:\n def f(self): super().f()\n").children[0];
    EXPECT_TRUE(block.needs_class_closure);
    EXPECT_EQ(block.children[0]->scope_of("__class__"), Scope::Free);
}

TEST_F(SymbolTableTest, AGlobalDeclarationHidesTheEnclosingFunctionsName) {
    SymbolBlock& outer = *build("def f():\n x = 1\n def g():\n  global x\n  def h(): return x\n").children[0];
    EXPECT_EQ(outer.scope_of("x"), Scope::Local);
    EXPECT_EQ(outer.children[0]->scope_of("x"), Scope::GlobalExplicit);
    EXPECT_EQ(outer.children[0]->children[0]->scope_of("x"), Scope::GlobalImplicit);
}

TEST_F(SymbolTableTest, AssignmentExpressionsBindOutsideOfComprehensions) {
    SymbolBlock& function = *build("def f(): return [y := x for x in z]\n").children[0];
    EXPECT_EQ(function.scope_of("y"), Scope::Cell);
    EXPECT_EQ(function.scope_of("x"), Scope::Unknown);
    EXPECT_EQ(function.children[0]->scope_of("y"), Scope::Free);
}

TEST_F(SymbolTableTest, ComprehensionsTakeTheirIteratorAsAParameter) {
    SymbolBlock& block = *build("[x for x in y]\n").children[0];
    EXPECT_EQ(block.comprehension, ComprehensionType::List);
    EXPECT_EQ(block.parameters, (std::vector<ast::Identifier>{".0"}));
}

TEST(Mangle, PrivateNamesGetTheClassWithoutItsUnderscores) {
    Arena arena;
    EXPECT_EQ(mangle(arena, "__A", "__x"), "_A__x");
    EXPECT_EQ(mangle(arena, "A", "__x__"), "__x__");
    EXPECT_EQ(mangle(arena, "A", "_x"), "_x");
    EXPECT_EQ(mangle(arena, "__", "__x"), "__x");
    EXPECT_EQ(mangle(arena, "A", "__x.y"), "__x.y");
    EXPECT_EQ(mangle(arena, "", "__x"), "__x");
}

}  // namespace
}  // namespace moult::compiler
