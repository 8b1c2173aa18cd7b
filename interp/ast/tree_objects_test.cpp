// Tests of trees as objects: that the two descriptions of the fields agree, that nothing is made too early,
// and that the code of trees is not taken on trust. What programs see is in tests/language/ast_*.py.
#include "interp/ast/tree_objects.h"

#include "compiler/ast_fields.h"
#include "interp/ast/node_kinds.h"
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class TreeObjectsTest : public InterpTest {
  protected:
    template <class Node>
    void expect_same_fields(const char* name) {
        const NodeClasses* classes = node_classes(thread_).value();
        ASSERT_NE(kNodeClass<Node>, NodeClass::kCount) << name;
        const NodeType& type = (*classes)[kNodeClass<Node>];
        size_t index = 0;
        Node node;
        for_each_field(node, [&](std::string_view field, const auto&) {
            ASSERT_LT(index, type.fields.size()) << name;
            std::string expected = field == "is_u" ? "kind" : std::string(field);
            EXPECT_EQ(to_utf8(type.fields[index].name), expected) << name;
            ++index;
        });
        EXPECT_EQ(index, type.fields.size()) << name;
        EXPECT_EQ(!type.attributes.empty(), (std::is_base_of_v<compiler::ast::Location, Node>)) << name;
    }
};

TEST_F(TreeObjectsTest, TheGrammarAndTheCompilersNodesHaveTheSameFields){
#define MOULT_AST_EXPECT(Node, fields) expect_same_fields<compiler::ast::Node>(#Node);
    MOULT_AST_FIELDS(MOULT_AST_EXPECT, )
#undef MOULT_AST_EXPECT
}

TEST_F(TreeObjectsTest, ClassesAreMadeWhenATreeIsAskedFor) {
    EXPECT_EQ(eval("compile('x', 'f', 'exec').co_name"), "'<module>'");
    EXPECT_EQ(interp_.module_states.find<NodeClasses>(), nullptr);
    EXPECT_EQ(eval("type(compile('x', 'f', 'eval', 0x400)).__name__"), "'Expression'");
    EXPECT_NE(interp_.module_states.find<NodeClasses>(), nullptr);
}

TEST_F(TreeObjectsTest, TheCodeOfATreeIsVerifiedBeforeItRuns) {
    Ref<Value> from_text = value("compile('lambda: 1', 'f', 'eval')");
    EXPECT_TRUE(from_text.as<Code>()->verified);
    Ref<Value> from_tree = value("compile(compile('lambda: 1', 'f', 'eval', 0x400), 'f', 'eval')");
    auto* code = from_tree.as<Code>();
    EXPECT_FALSE(code->verified);
    for (Value constant : code->consts->span())
        if (is_exact<Code>(constant)) EXPECT_FALSE(constant.as<Code>()->verified);
    run("made = eval(compile(compile('lambda: 1', 'f', 'eval', 0x400), 'f', 'eval'))()");
    EXPECT_EQ(eval("made"), "1");
}

}  // namespace

}  // namespace moult::interp
