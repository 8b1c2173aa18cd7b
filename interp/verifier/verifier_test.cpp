// Tests of the verifier: code made by hand, one for each reason to refuse it, and its sound neighbour.
#include "interp/verifier/verifier.h"

#include <initializer_list>

#include "compiler/opcode.h"
#include "interp/eval.h"
#include "runtime/state/test_support.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

namespace {

using compiler::Opcode;

struct Unit {
    Opcode op;
    uint8_t arg = 0;
};

class VerifierTest : public RuntimeTest {
  protected:
    VerifierTest() { install_interpreter(interp); }

    // Wordcode with the cache entries that each instruction needs.
    static std::string wordcode(std::initializer_list<Unit> units) {
        std::string bytes;
        for (Unit unit : units) {
            bytes += static_cast<char>(unit.op);
            bytes += static_cast<char>(unit.arg);
            bytes.append(2 * static_cast<size_t>(compiler::cache_entries(unit.op)), '\0');
        }
        return bytes;
    }
    // consts: None, "text", ("a",), a code object without and one with a free variable. names: x. variables:
    // local v, cell c, free f.
    Ref<Code> code(const std::string& bytes) {
        CodeParts parts;
        parts.stacksize = stacksize_;
        parts.flags = flags_;
        parts.wordcode = make_bytes(thread, bytes);
        parts.localspluskinds = make_bytes(thread, "\x20\x40\x80");
        parts.linetable = make_bytes(thread, "");
        parts.exceptiontable = make_bytes(thread, exceptiontable_);
        Ref<Str> text = name("text"), a = name("a"), x = name("x");
        Ref<Tuple> keys = make_tuple(thread, {a.value()});
        parts.consts = make_tuple(
            thread, {Value::none(), text.value(), keys.value(), nested("").value(), nested("\x80").value()});
        parts.names = make_tuple(thread, {x.value()});
        Ref<Str> v = name("v"), c = name("c"), f = name("f");
        parts.localsplusnames = make_tuple(thread, {v.value(), c.value(), f.value()});
        parts.filename = parts.name = parts.qualname = name("made");
        return make_checked_code(thread, std::move(parts));
    }
    Ref<Code> nested(const char* kinds) {
        CodeParts parts;
        parts.stacksize = 1;
        parts.wordcode = make_bytes(thread, wordcode({{Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}));
        parts.localspluskinds = make_bytes(thread, kinds);
        parts.linetable = parts.exceptiontable = make_bytes(thread, "");
        parts.consts = make_tuple(thread, {Value::none()});
        parts.names = make_tuple(thread, std::span<const Value>());
        Ref<Str> f = name("f");
        parts.localsplusnames = *kinds ? make_tuple(thread, {f.value()}) : parts.names;
        parts.filename = parts.name = parts.qualname = name("nested");
        return make_checked_code(thread, std::move(parts));
    }
    std::string defect(std::initializer_list<Unit> units) { return find_defect(code(wordcode(units)).get()); }

    int stacksize_ = 4;
    uint32_t flags_ = kCodeOptimized | kCodeNewLocals;
    std::string exceptiontable_;
};

TEST_F(VerifierTest, SoundCodePasses) {
    EXPECT_EQ(defect({{Opcode::RESUME}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}), "");
    EXPECT_EQ(defect({{Opcode::MAKE_CELL, 1},
                      {Opcode::COPY_FREE_VARS, 1},
                      {Opcode::LOAD_DEREF, 1},
                      {Opcode::LOAD_DEREF, 2},
                      {Opcode::BINARY_OP},
                      {Opcode::RETURN_VALUE}}),
              "");
}

TEST_F(VerifierTest, InstructionsHaveToExist) {
    std::string bytes = wordcode({{Opcode::NOP}}) + std::string("\x03\0", 2);
    EXPECT_EQ(find_defect(code(bytes).get()),
              "an instruction that does not exist, or is cut off, at offset 2");
    EXPECT_EQ(find_defect(code("").get()), "there are no instructions at offset 0");
    EXPECT_EQ(defect({{Opcode::CACHE}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "the instruction is not to be executed at offset 0");
}

TEST_F(VerifierTest, CacheEntriesHaveToBeThere) {
    std::string bytes = wordcode({{Opcode::LOAD_CONST}, {Opcode::LOAD_ATTR}});
    bytes.resize(bytes.size() - 2);
    EXPECT_EQ(find_defect(code(bytes).get()),
              "an instruction that does not exist, or is cut off, at offset 2");
    // A jump to where a cache is.
    EXPECT_EQ(
        defect(
            {{Opcode::JUMP_FORWARD, 2}, {Opcode::LOAD_CONST}, {Opcode::LOAD_ATTR}, {Opcode::RETURN_VALUE}}),
        "a jump to where no instruction begins at offset 0");
}

TEST_F(VerifierTest, JumpsHaveToStayInTheCode) {
    EXPECT_EQ(defect({{Opcode::JUMP_FORWARD, 9}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "a jump to where no instruction begins at offset 0");
    EXPECT_EQ(defect({{Opcode::JUMP_BACKWARD, 9}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "a jump to where no instruction begins at offset 0");
    EXPECT_EQ(defect({{Opcode::JUMP_BACKWARD, 1}}), "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}}), "execution runs off the end at offset 0");
    // Into the middle of an instruction with its extended argument.
    EXPECT_EQ(defect({{Opcode::JUMP_FORWARD, 1},
                      {Opcode::EXTENDED_ARG},
                      {Opcode::LOAD_CONST},
                      {Opcode::RETURN_VALUE}}),
              "a jump to where no instruction begins at offset 0");
}

TEST_F(VerifierTest, OperandsHaveToBeInTheirTables) {
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 5}, {Opcode::RETURN_VALUE}}),
              "there is no such constant at offset 0");
    EXPECT_EQ(defect({{Opcode::LOAD_GLOBAL, 2}, {Opcode::RETURN_VALUE}}),
              "there is no such name at offset 0");
    EXPECT_EQ(defect({{Opcode::LOAD_GLOBAL, 0}, {Opcode::RETURN_VALUE}}), "");
    EXPECT_EQ(defect({{Opcode::LOAD_FAST, 3}, {Opcode::RETURN_VALUE}}),
              "there is no such variable at offset 0");
    EXPECT_EQ(defect({{Opcode::EXTENDED_ARG, 1}, {Opcode::LOAD_FAST}, {Opcode::RETURN_VALUE}}),
              "there is no such variable at offset 2");
    EXPECT_EQ(
        defect({{Opcode::LOAD_CONST}, {Opcode::COPY, 1}, {Opcode::COMPARE_OP, 6}, {Opcode::RETURN_VALUE}}),
        "the argument is out of range at offset 4");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::COPY, 0}, {Opcode::RETURN_VALUE}}),
              "the argument is out of range at offset 2");
}

TEST_F(VerifierTest, TheStackHasToBeDeepEnough) {
    EXPECT_EQ(defect({{Opcode::RETURN_VALUE}}), "the stack is not that deep at offset 0");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::BINARY_OP}, {Opcode::RETURN_VALUE}}),
              "the stack is not that deep at offset 2");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::SWAP, 2}, {Opcode::RETURN_VALUE}}),
              "the stack is not that deep at offset 2");
    EXPECT_EQ(defect({{Opcode::EXTENDED_ARG, 255}, {Opcode::BUILD_TUPLE, 255}, {Opcode::RETURN_VALUE}}),
              "the stack is not that deep at offset 2");
}

TEST_F(VerifierTest, TheStackHasToStayWithinItsSize) {
    stacksize_ = 1;
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::LOAD_CONST}, {Opcode::POP_TOP}, {Opcode::RETURN_VALUE}}),
              "the stack grows beyond co_stacksize at offset 2");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::EXTENDED_ARG, 255}, {Opcode::UNPACK_SEQUENCE, 255}}),
              "the stack grows beyond co_stacksize at offset 4");
    stacksize_ = 1 << 30;
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "co_stacksize is too large at offset 0");
}

TEST_F(VerifierTest, PathsThatMeetHaveToAgree) {
    // One path pushes a value more than the other.
    EXPECT_EQ(defect({{Opcode::LOAD_CONST},
                      {Opcode::POP_JUMP_FORWARD_IF_TRUE, 1},
                      {Opcode::LOAD_CONST},
                      {Opcode::LOAD_CONST},
                      {Opcode::RETURN_VALUE}}),
              "paths with different stacks meet at offset 6");
    // A loop that leaves a value behind each time.
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::JUMP_BACKWARD, 2}}),
              "paths with different stacks meet at offset 0");
    // Null on one path: no operand.
    EXPECT_EQ(defect({{Opcode::LOAD_CONST},
                      {Opcode::POP_JUMP_FORWARD_IF_TRUE, 2},
                      {Opcode::LOAD_CONST},
                      {Opcode::JUMP_FORWARD, 1},
                      {Opcode::PUSH_NULL},
                      {Opcode::RETURN_VALUE}}),
              "an operand is null at offset 10");
}

TEST_F(VerifierTest, OperandsHaveToBeOfTheirTypes) {
    EXPECT_EQ(
        defect({{Opcode::PUSH_NULL}, {Opcode::STORE_FAST}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
        "an operand is null at offset 2");
    EXPECT_EQ(
        defect(
            {{Opcode::LOAD_CONST}, {Opcode::LOAD_CONST}, {Opcode::LIST_APPEND, 1}, {Opcode::RETURN_VALUE}}),
        "no container of that type is being built there at offset 4");
    EXPECT_EQ(
        defect(
            {{Opcode::BUILD_LIST}, {Opcode::LOAD_CONST}, {Opcode::LIST_APPEND, 1}, {Opcode::RETURN_VALUE}}),
        "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::BUILD_STRING, 1}, {Opcode::RETURN_VALUE}}),
              "the operand is no str at offset 2");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 1}, {Opcode::BUILD_STRING, 1}, {Opcode::RETURN_VALUE}}), "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::LOAD_CONST, 1}, {Opcode::BUILD_CONST_KEY_MAP, 1}}),
              "the keys are no constant tuple of that length at offset 4");
    EXPECT_EQ(defect({{Opcode::PUSH_NULL},
                      {Opcode::LOAD_CONST},
                      {Opcode::LOAD_CONST, 2},
                      {Opcode::LOAD_CONST},
                      {Opcode::CALL_FUNCTION_EX, 1},
                      {Opcode::RETURN_VALUE}}),
              "the keyword arguments are no dict at offset 8");
}

TEST_F(VerifierTest, CellsHaveToBeMadeFirst) {
    EXPECT_EQ(defect({{Opcode::LOAD_DEREF, 1}, {Opcode::RETURN_VALUE}}),
              "the variable is no cell there at offset 0");
    EXPECT_EQ(defect({{Opcode::MAKE_CELL, 1},
                      {Opcode::LOAD_CONST},
                      {Opcode::STORE_FAST, 1},
                      {Opcode::LOAD_CLOSURE, 1},
                      {Opcode::RETURN_VALUE}}),
              "the variable is no cell there at offset 6");
    EXPECT_EQ(defect({{Opcode::COPY_FREE_VARS, 2}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "the argument is out of range at offset 0");
}

TEST_F(VerifierTest, FunctionsAreMadeOfWhatFitsThem) {
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 3}, {Opcode::MAKE_FUNCTION}, {Opcode::RETURN_VALUE}}), "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::MAKE_FUNCTION}, {Opcode::RETURN_VALUE}}),
              "the operand is no constant code object at offset 2");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 4}, {Opcode::MAKE_FUNCTION}, {Opcode::RETURN_VALUE}}),
              "the code object needs a closure at offset 2");
    EXPECT_EQ(defect({{Opcode::MAKE_CELL, 1},
                      {Opcode::LOAD_CLOSURE, 1},
                      {Opcode::BUILD_TUPLE, 1},
                      {Opcode::LOAD_CONST, 4},
                      {Opcode::MAKE_FUNCTION, 8},
                      {Opcode::RETURN_VALUE}}),
              "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 2}, {Opcode::LOAD_CONST, 4}, {Opcode::MAKE_FUNCTION, 8}}),
              "the closure does not fit the code object at offset 4");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::LOAD_CONST, 3}, {Opcode::MAKE_FUNCTION, 1}}),
              "the operand is no tuple at offset 4");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST, 2}, {Opcode::LOAD_CONST, 3}, {Opcode::MAKE_FUNCTION, 4}}),
              "the annotations are no tuple of pairs at offset 4");
}

TEST_F(VerifierTest, GeneratorsAreMadeBeforeTheyYield) {
    flags_ |= kCodeGenerator;
    EXPECT_EQ(defect({{Opcode::RETURN_GENERATOR},
                      {Opcode::POP_TOP},
                      {Opcode::LOAD_CONST},
                      {Opcode::YIELD_VALUE},
                      {Opcode::RETURN_VALUE}}),
              "");
    EXPECT_EQ(defect({{Opcode::LOAD_CONST}, {Opcode::YIELD_VALUE}, {Opcode::RETURN_VALUE}}),
              "no generator is running at offset 2");
    EXPECT_EQ(
        defect({{Opcode::LOAD_CONST}, {Opcode::RETURN_GENERATOR}, {Opcode::POP_TOP}, {Opcode::RETURN_VALUE}}),
        "the generator is not made first at offset 2");
    EXPECT_EQ(defect({{Opcode::RETURN_GENERATOR},
                      {Opcode::LOAD_CONST},
                      {Opcode::SEND, 1},
                      {Opcode::NOP},
                      {Opcode::RETURN_VALUE}}),
              "SEND without its YIELD_VALUE at offset 4");
    flags_ &= ~kCodeGenerator;
    EXPECT_EQ(defect({{Opcode::RETURN_GENERATOR}, {Opcode::RETURN_VALUE}}),
              "the code is no generator's at offset 0");
}

TEST_F(VerifierTest, KeywordNamesBelongToTheNextCall) {
    EXPECT_EQ(defect({{Opcode::KW_NAMES, 2}, {Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}),
              "keyword names without a call at offset 0");
    EXPECT_EQ(defect({{Opcode::PUSH_NULL},
                      {Opcode::LOAD_CONST},
                      {Opcode::KW_NAMES, 2},
                      {Opcode::PRECALL},
                      {Opcode::CALL}}),
              "more keyword names than arguments at offset 4");
    EXPECT_EQ(defect({{Opcode::PUSH_NULL},
                      {Opcode::LOAD_CONST},
                      {Opcode::LOAD_CONST},
                      {Opcode::KW_NAMES, 2},
                      {Opcode::PRECALL, 1},
                      {Opcode::CALL, 1},
                      {Opcode::RETURN_VALUE}}),
              "");
}

TEST_F(VerifierTest, OnlyModulesAndClassesHaveANamespace) {
    EXPECT_EQ(defect({{Opcode::LOAD_NAME}, {Opcode::RETURN_VALUE}}),
              "functions have no namespace at offset 0");
    flags_ = 0;
    EXPECT_EQ(defect({{Opcode::LOAD_NAME}, {Opcode::RETURN_VALUE}}), "");
}

TEST_F(VerifierTest, TheExceptionTableIsWholeAndLeadsToHandlers) {
    auto with_table = [&](std::string_view table) {
        exceptiontable_ = table;
        return defect({{Opcode::LOAD_CONST},
                       {Opcode::LOAD_ATTR},
                       {Opcode::RETURN_VALUE},
                       {Opcode::POP_TOP},
                       {Opcode::LOAD_CONST},
                       {Opcode::RETURN_VALUE}});
    };
    using std::string_view_literals::operator""sv;
    // start, length, handler, depth * 2 + whether lasti is pushed
    EXPECT_EQ(with_table("\x00\x07\x07\x00"sv), "");
    EXPECT_EQ(with_table("\x00\x07\x07"sv), "the exception table is malformed");
    EXPECT_EQ(with_table("\x00\x07\x47"sv), "the exception table is malformed");
    EXPECT_EQ(with_table("\x00\x3f\x07\x00"sv), "the exception table is malformed");
    EXPECT_EQ(with_table("\x00\x07\x3f\x00"sv), "the exception table is malformed");
    EXPECT_EQ(with_table("\x00\x07\x03\x00"sv),
              "an exception handler where no instruction begins at offset 6");
    EXPECT_EQ(with_table("\x01\x06\x07\x02"sv), "an exception handler deeper than the stack at offset 2");
    stacksize_ = 1;
    EXPECT_EQ(with_table("\x01\x06\x07\x01"sv), "an exception handler deeper than co_stacksize at offset 2");
}

TEST_F(VerifierTest, RefusedCodeRaisesAndSoundCodeIsRemembered) {
    Ref<Code> bad = code(wordcode({{Opcode::RETURN_VALUE}}));
    EXPECT_EQ(executable_of(thread, bad.get()), nullptr);
    EXPECT_EQ(error(), "SystemError: invalid bytecode in 'made': the stack is not that deep at offset 0");
    EXPECT_FALSE(bad->verified);
    Ref<Code> good = code(wordcode({{Opcode::LOAD_CONST}, {Opcode::RETURN_VALUE}}));
    EXPECT_NE(executable_of(thread, good.get()), nullptr);
    EXPECT_TRUE(good->verified);
}

}  // namespace

}  // namespace moult::interp
