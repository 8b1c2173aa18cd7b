// Specializations by the types of their operands: a site warms up with some, then meets others.
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

struct OperandCase {
    const char* instruction;  // what the site becomes
    const char* expression;   // over a, b and c
    const char* warm;         // the operands at first
    const char* other;        // the operands after that
    const char* expected;     // repr of the expression with those
    const char* becomes;      // what the site is once it has seen enough of them
};

// clang-format off
const OperandCase kOperandCases[] = {
    {"BINARY_OP_ADD_INT", "a + b", "1, 2", "1.5, 2.5", "4.0", "BINARY_OP_ADD_FLOAT"},
    {"BINARY_OP_SUBTRACT_INT", "a - b", "1, 2", "1.5, 2.5", "-1.0", "BINARY_OP_SUBTRACT_FLOAT"},
    {"BINARY_OP_MULTIPLY_INT", "a * b", "1, 2", "1.5, 2.5", "3.75", "BINARY_OP_MULTIPLY_FLOAT"},
    {"BINARY_OP_FLOOR_DIVIDE_INT", "a // b", "7, 2", "7.5, 2.0", "3.0", "BINARY_OP"},
    {"BINARY_OP_REMAINDER_INT", "a % b", "7, 2", "'%s!', 2", "'2!'", "BINARY_OP"},
    {"BINARY_OP_TRUE_DIVIDE_INT", "a / b", "1, 2", "1.5, 2.0", "0.75", "BINARY_OP_TRUE_DIVIDE_FLOAT"},
    {"BINARY_OP_AND_INT", "a & b", "6, 3", "{1, 2}, {2, 3}", "{2}", "BINARY_OP"},
    {"BINARY_OP_OR_INT", "a | b", "6, 3", "True, False", "True", "BINARY_OP"},
    {"BINARY_OP_XOR_INT", "a ^ b", "6, 3", "2**70, 2**70 + 5", "5", "BINARY_OP"},
    {"BINARY_OP_LSHIFT_INT", "a << b", "6, 3", "2**60, 1", "2305843009213693952", "BINARY_OP"},
    {"BINARY_OP_RSHIFT_INT", "a >> b", "6, 1", "2**60, 1", "576460752303423488", "BINARY_OP"},
    {"BINARY_OP_ADD_FLOAT", "a + b", "1.5, 2.5", "1, 2.5", "3.5", "BINARY_OP_ADD_MIXED"},
    {"BINARY_OP_SUBTRACT_FLOAT", "a - b", "1.5, 2.5", "1, 2.5", "-1.5", "BINARY_OP_SUBTRACT_MIXED"},
    {"BINARY_OP_MULTIPLY_FLOAT", "a * b", "1.5, 2.5", "2, 2.5", "5.0", "BINARY_OP_MULTIPLY_MIXED"},
    {"BINARY_OP_TRUE_DIVIDE_FLOAT", "a / b", "1.5, 2.5", "3, 1.5", "2.0", "BINARY_OP_TRUE_DIVIDE_MIXED"},
    {"BINARY_OP_POWER_FLOAT", "a ** b", "1.5, 2.0", "1.5, 2", "2.25", "BINARY_OP_POWER_MIXED"},
    {"BINARY_OP_ADD_MIXED", "a + b", "1, 2.5", "1, 2", "3", "BINARY_OP_ADD_INT"},
    {"BINARY_OP_SUBTRACT_MIXED", "a - b", "1.5, 2", "1, 2", "-1", "BINARY_OP_SUBTRACT_INT"},
    {"BINARY_OP_MULTIPLY_MIXED", "a * b", "1, 2.5", "'ab', 2", "'abab'", "BINARY_OP"},
    {"BINARY_OP_TRUE_DIVIDE_MIXED", "a / b", "1, 2.5", "1, 2", "0.5", "BINARY_OP_TRUE_DIVIDE_INT"},
    {"BINARY_OP_POWER_MIXED", "a ** b", "1.5, 2", "3, 2", "9", "BINARY_OP"},
    {"BINARY_OP_ADD_UNICODE", "a + b", "'a', 'b'", "b'a', b'b'", "b'ab'", "BINARY_OP"},
    {"BINARY_OP_ADD_LIST", "a + b", "[1], [2]", "(1,), (2,)", "(1, 2)", "BINARY_OP"},
    {"COMPARE_OP_INT_LT", "a < b", "1, 2", "1.5, 0.5", "False", "COMPARE_OP_FLOAT_LT"},
    {"COMPARE_OP_INT_LE", "a <= b", "1, 2", "1.5, 1.5", "True", "COMPARE_OP_FLOAT_LE"},
    {"COMPARE_OP_INT_EQ", "a == b", "1, 2", "'a', 'a'", "True", "COMPARE_OP_STR_EQ"},
    {"COMPARE_OP_INT_NE", "a != b", "1, 2", "'a', 'a'", "False", "COMPARE_OP_STR_NE"},
    {"COMPARE_OP_INT_GT", "a > b", "1, 2", "1.5, 0.5", "True", "COMPARE_OP_FLOAT_GT"},
    {"COMPARE_OP_INT_GE", "a >= b", "1, 2", "1.5, 1.5", "True", "COMPARE_OP_FLOAT_GE"},
    {"COMPARE_OP_FLOAT_LT", "a < b", "1.5, 2", "1, 2", "True", "COMPARE_OP_INT_LT"},
    {"COMPARE_OP_FLOAT_LE", "a <= b", "1.5, 2", "2**70, 2**70", "True", "COMPARE_OP"},
    {"COMPARE_OP_FLOAT_EQ", "a == b", "1.5, 2", "1, 1", "True", "COMPARE_OP_INT_EQ"},
    {"COMPARE_OP_FLOAT_NE", "a != b", "1.5, 2", "1, 1", "False", "COMPARE_OP_INT_NE"},
    {"COMPARE_OP_FLOAT_GT", "a > b", "1.5, 2", "{1, 2}, {1}", "True", "COMPARE_OP"},
    {"COMPARE_OP_FLOAT_GE", "a >= b", "1.5, 2", "1, 1", "True", "COMPARE_OP_INT_GE"},
    {"COMPARE_OP_STR_EQ", "a == b", "'a', 'b'", "1, 1", "True", "COMPARE_OP_INT_EQ"},
    {"COMPARE_OP_STR_NE", "a != b", "'a', 'b'", "b'a', b'a'", "False", "COMPARE_OP"},
    {"CONTAINS_OP_DICT", "a in b", "1, {1: 2}", "1, {1}", "True", "CONTAINS_OP_SET"},
    {"CONTAINS_OP_DICT", "a not in b", "1, {1: 2}", "1, [1]", "False", "CONTAINS_OP"},
    {"CONTAINS_OP_SET", "a in b", "1, {1}", "set(), {frozenset()}", "True", "CONTAINS_OP"},
    {"CONTAINS_OP_SET", "a not in b", "1, frozenset((1,))", "'b', 'abc'", "False", "CONTAINS_OP"},
    {"UNARY_NEGATIVE_INT", "-a", "1", "1.5", "-1.5", "UNARY_NEGATIVE_FLOAT"},
    {"UNARY_NEGATIVE_FLOAT", "-a", "1.5", "True", "-1", "UNARY_NEGATIVE"},
    {"UNARY_NOT_PLAIN", "not a", "None", "[]", "True", "UNARY_NOT"},
    {"GET_ITER_SELF", "[i for i in a()]", "(lambda: iter([1]))", "(lambda: [1, 2])", "[1, 2]", "GET_ITER_LIST"},
    {"GET_ITER_LIST", "[i for i in a]", "[1]", "(1, 2)", "[1, 2]", "GET_ITER_TUPLE"},
    {"GET_ITER_TUPLE", "[i for i in a]", "(1,)", "range(2)", "[0, 1]", "GET_ITER_RANGE"},
    {"GET_ITER_RANGE", "[i for i in a]", "range(2)", "'ab'", "['a', 'b']", "GET_ITER"},
    {"BINARY_SUBSCR_LIST_INT", "a[b]", "[1, 2], 1", "(1, 2), 1", "2", "BINARY_SUBSCR_TUPLE_INT"},
    {"BINARY_SUBSCR_TUPLE_INT", "a[b]", "(1, 2), 1", "'ab', 1", "'b'", "BINARY_SUBSCR_STR_INT"},
    {"BINARY_SUBSCR_STR_INT", "a[b]", "'ab', 1", "'\\u20acb', 0", "'\u20ac'", "BINARY_SUBSCR"},
    {"BINARY_SUBSCR_STR_INT", "a[b]", "'ab', 1", "'ab', True", "'b'", "BINARY_SUBSCR"},
    {"BINARY_SUBSCR_DICT", "a[b]", "{1: 2}, 1", "[1, 2], 1", "2", "BINARY_SUBSCR_LIST_INT"},
    {"BINARY_SLICE_LIST", "a[b:c]", "[1, 2, 3], 1, 2", "(1, 2, 3), 1, 2", "(2,)", "BINARY_SLICE_TUPLE"},
    {"BINARY_SLICE_TUPLE", "a[b:c]", "(1, 2, 3), 1, 2", "'abc', 1, 2", "'b'", "BINARY_SLICE_STR"},
    {"BINARY_SLICE_STR", "a[b:c]", "'abc', 1, 2", "b'abc', 1, 2", "b'b'", "BINARY_SLICE"},
};
// clang-format on

class OperandSite : public SpecializationTest, public testing::WithParamInterface<OperandCase> {};

TEST_P(OperandSite, MeetsOtherOperandsAndBecomesAnotherInstruction) {
    const OperandCase& c = GetParam();
    run(std::string("def f(a, b=None, c=None): return ") + c.expression + "\nx = (" + c.warm + ",)");
    for (int i = 0; i < 50; ++i) eval("f(*x)");
    ASSERT_TRUE(has("f", c.instruction)) << testing::PrintToString(instructions("f"));
    run(std::string("x = (") + c.other + ",)");
    for (int i = 0; i < 300; ++i) ASSERT_EQ(eval("f(*x)"), c.expected) << i;
    EXPECT_TRUE(has("f", c.becomes) && !has("f", c.instruction)) << testing::PrintToString(instructions("f"));
}
INSTANTIATE_TEST_SUITE_P(All, OperandSite, testing::ValuesIn(kOperandCases), [](const auto& info) {
    return std::string(info.param.instruction) + "_" + std::to_string(info.index);
});

}  // namespace

}  // namespace moult::specializer
