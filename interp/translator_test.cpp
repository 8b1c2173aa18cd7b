// What wordcode is translated to: the operand modes that loads, stores and jumps become.
#include "interp/code_builder.h"
#include "interp/registry.h"
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class TranslatorTest : public InterpTest {
  protected:
    // The instructions of the one function that the text defines, as "NAME operands -> destination".
    std::vector<std::string> translate(const std::string& text) {
        Ref<Code> module = compile_bytes(thread_, text, "test", "exec", 0);
        EXPECT_TRUE(module);
        for (Value constant : module->consts->span())
            if (is_exact<Code>(constant)) return instructions(constant.as<Code>());
        return {};
    }

  private:
    std::vector<std::string> instructions(Code* code) {
        Executable* exec = executable_of(thread_, code);
        const Registry& registry = machine_of(thread_).registry;
        std::vector<std::string> lines;
        for (uint32_t i = 0; i < exec->instruction_count; ++i) {
            uint16_t op = exec->instructions[i].op;
            const InstructionInfo& info = registry.of_op(op);
            lines.push_back(info.name + modes_of(registry.variant_of_op(op)));
            i += info.cache_words;
        }
        return lines;
    }
    static std::string modes_of(const Variant& variant) {
        static constexpr const char* kIn[] = {" stack", " local", " const"};
        static constexpr const char* kOut[] = {"", " -> stack", " -> local", " -> jump if true",
                                               " -> jump if false"};
        std::string text;
        for (int i = 0; i < variant.arity; ++i) text += kIn[static_cast<int>(variant.in[i])];
        return text + (variant.rotated ? " rotated" : "") + kOut[static_cast<int>(variant.out)];
    }
};

using Lines = std::vector<std::string>;

TEST_F(TranslatorTest, TheExampleOfTheDocumentation) {  // docs/executable-code.md
    EXPECT_EQ(translate("def shrink(box, scale):\n"
                        "    width = box.right - box.left\n"
                        "    if width < 0:\n"
                        "        return None\n"
                        "    return width * scale\n"),
              (Lines{"RESUME", "LOAD_ATTR local -> stack", "LOAD_ATTR local -> stack",
                     "BINARY_OP stack stack -> local", "COMPARE_OP local const -> jump if false",
                     "POP_JUMP_IF_FALSE", "RETURN_CONST", "BINARY_OP local local -> stack", "RETURN_VALUE"}));
}

TEST_F(TranslatorTest, LocalsThatMayBeUnsetAreCheckedAndNotForwarded) {
    EXPECT_EQ(translate("def f(a):\n"
                        "    if a: b = a\n"
                        "    return a + b\n"),
              (Lines{"RESUME", "JUMP_IF_LOCAL_FALSE", "MOVE_LOCAL", "LOAD_LOCAL", "LOAD_LOCAL_CHECKED",
                     "BINARY_OP stack stack -> stack", "RETURN_VALUE"}));
}

TEST_F(TranslatorTest, AugmentedAssignmentsStoreThroughTheRotatedForm) {
    EXPECT_EQ(translate("def f(a): a.b += 1\n"),
              (Lines{"RESUME", "LOAD_LOCAL", "LOAD_ATTR local -> stack", "BINARY_OP stack const -> stack",
                     "STORE_ATTR stack stack rotated", "RETURN_CONST"}));
}

TEST_F(TranslatorTest, LoopsStoreTheirItemsStraightIntoALocal) {  // the store stays for what generators yield
    EXPECT_EQ(translate("def f(a):\n"
                        "    for i in a: pass\n"),
              (Lines{"RESUME", "GET_ITER local -> stack", "FOR_ITER -> local", "STORE_LOCAL", "JUMP_BACKWARD",
                     "RETURN_CONST"}));
}

TEST_F(TranslatorTest, TheNamesOfKeywordArgumentsAreDataBehindTheCall) {
    EXPECT_EQ(
        translate("def f(a): return a(1, k=2)\n"),
        (Lines{"RESUME", "PUSH_NULL", "LOAD_LOCAL", "LOAD_CONST", "LOAD_CONST", "CALL_KW", "RETURN_VALUE"}));
}

}  // namespace

}  // namespace moult::interp
