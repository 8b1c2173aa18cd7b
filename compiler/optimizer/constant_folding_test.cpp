// Arithmetic on constants: results, limits, and what is left for run time.
#include "compiler/optimizer/constant_folding.h"

#include <gtest/gtest.h>

namespace moult::compiler {
namespace {

using ast::Operator;

std::string text(const std::optional<Constant>& result) {
    return result ? constant_repr(*result) : "not folded";
}

std::string fold(const Constant& left, Operator op, const Constant& right) {
    return text(fold_binary(op, left, right));
}

Constant integer(const char* digits) {
    return Constant{mpz_class(digits)};
}
Constant real(double number) {
    return Constant{number};
}

TEST(ConstantFolding, IntegersDivideAsPythonDoes) {
    EXPECT_EQ(fold(int_constant(7), Operator::FloorDiv, int_constant(-2)), "-4");
    EXPECT_EQ(fold(int_constant(-7), Operator::Mod, int_constant(3)), "2");
    EXPECT_EQ(fold(int_constant(1), Operator::Div, int_constant(3)), "0.3333333333333333");
    EXPECT_EQ(fold(int_constant(0), Operator::Div, int_constant(-5)), "-0.0");
    EXPECT_EQ(fold(integer("12345678901234567890"), Operator::Div, int_constant(7)), "1.763668414462081e+18");
    EXPECT_EQ(fold(int_constant(1), Operator::Div, int_constant(0)), "not folded");
}

TEST(ConstantFolding, LargeIntegersAreLeftForRunTime) {
    EXPECT_EQ(fold(int_constant(1), Operator::LShift, int_constant(127)),
              "170141183460469231731687303715884105728");
    EXPECT_EQ(fold(int_constant(1), Operator::LShift, int_constant(128)), "not folded");
    EXPECT_EQ(fold(int_constant(2), Operator::Pow, int_constant(128)), "not folded");
    EXPECT_EQ(fold(int_constant(0), Operator::Pow, integer("1000000000000000000000")), "0");
}

TEST(ConstantFolding, PowersChangeTheirType) {
    EXPECT_EQ(fold(int_constant(2), Operator::Pow, int_constant(-1)), "0.5");
    EXPECT_EQ(fold(int_constant(-8), Operator::Pow, real(0.5)),
              "(1.7319121124709868e-16+2.8284271247461903j)");
    EXPECT_EQ(fold(real(0.0), Operator::Pow, int_constant(-1)), "not folded");
    EXPECT_EQ(fold(real(3.0), Operator::Pow, int_constant(1000)), "not folded");
}

TEST(ConstantFolding, RemaindersOfFloatsHaveTheDivisorsSign) {
    EXPECT_EQ(fold(real(-7.5), Operator::Mod, int_constant(3)), "1.5");
    EXPECT_EQ(fold(real(5.0), Operator::FloorDiv, real(0.3)), "16.0");
    EXPECT_EQ(fold(real(0.0), Operator::FloorDiv, int_constant(-3)), "-0.0");
}

TEST(ConstantFolding, BooleansStayBooleansUnderLogic) {
    EXPECT_EQ(fold(Constant{true}, Operator::BitOr, Constant{false}), "True");
    EXPECT_EQ(fold(Constant{true}, Operator::Add, Constant{true}), "2");
    EXPECT_EQ(text(fold_unary(ast::UnaryOperator::Invert, Constant{true})), "-2");
}

TEST(ConstantFolding, SequencesAreRepeatedWithinLimits) {
    EXPECT_EQ(fold(string_constant("ab"), Operator::Mult, int_constant(2)), "'abab'");
    EXPECT_EQ(fold(int_constant(4097), Operator::Mult, string_constant("a")), "not folded");
    EXPECT_EQ(fold(string_constant("a"), Operator::Mult, int_constant(-1)), "not folded");
    EXPECT_EQ(fold(string_constant(""), Operator::Mult, int_constant(-5)), "''");
    Constant pair{TupleConstant{{int_constant(1), int_constant(2)}}};
    EXPECT_EQ(fold(pair, Operator::Mult, int_constant(2)), "(1, 2, 1, 2)");
    EXPECT_EQ(fold(pair, Operator::Mult, int_constant(129)), "not folded");
}

TEST(ConstantFolding, StringsAreIndexedByCharacter) {
    EXPECT_EQ(text(fold_subscript(string_constant("a\u00e9z"), int_constant(-2))), "'\u00e9'");
    EXPECT_EQ(text(fold_subscript(string_constant("abc"), int_constant(3))), "not folded");
    EXPECT_EQ(text(fold_subscript(Constant{BytesConstant{"abc"}}, int_constant(0))), "97");
}

TEST(ConstantFolding, TypesThatDoNotFitAreLeftForRunTime) {
    EXPECT_EQ(fold(string_constant("a"), Operator::Add, int_constant(1)), "not folded");
    EXPECT_EQ(fold(none_constant(), Operator::Add, int_constant(1)), "not folded");
    EXPECT_EQ(fold(string_constant("%s"), Operator::Mod, int_constant(1)), "not folded");
}

}  // namespace
}  // namespace moult::compiler
