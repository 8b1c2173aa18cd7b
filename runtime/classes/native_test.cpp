// Tests of argument binding from signatures, and of its error messages.
#include "runtime/model/native.h"

#include "runtime/classes/function.h"
#include "runtime/state/names.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

// Shows what a function got.
Ref<Value> show(Thread& thread, Args args, size_t count) {
    std::vector<Value> values;
    for (size_t i = 0; i < count; ++i)
        values.push_back(args[i].is_empty() ? Value(Value::ellipsis()) : args[i]);
    for (Value value : args.rest()) values.push_back(value);
    return moult::make_tuple(thread, std::span<const Value>(values));
}
template <size_t count>
Ref<Value> shown(Thread& thread, Args args) {
    return show(thread, args, count);
}

constexpr MethodDef kOne = {"one(x, /)", shown<1>, nullptr};
constexpr MethodDef kNone = {"none()", shown<0>, nullptr};
constexpr MethodDef kRange = {"between(x, y=2, z=..., /)", shown<3>, nullptr};
constexpr MethodDef kNamed = {"split(self, /, sep=None, maxsplit=-1)", shown<3>, nullptr};
constexpr MethodDef kKeywords = {"sort(self, /, *, key=None, reverse=False)", shown<3>, nullptr};
constexpr MethodDef kRest = {"most(x, /, *rest)", shown<1>, nullptr};
constexpr MethodDef kAll = {"all(a, b='x', *rest, c, **others)", shown<4>, nullptr};

class NativeTest : public RuntimeTest {
  protected:
    std::string result(const MethodDef& def, std::initializer_list<Value> positional,
                       std::initializer_list<std::pair<const char*, Value>> keywords = {}) {
        Ref<NativeFunction> function = make_native_function(thread, &def, Value::empty(), Value::empty());
        std::vector<Value> values(positional), names;
        std::vector<Ref<Str>> keep;
        for (auto [key, value] : keywords) {
            keep.push_back(name(key));
            names.push_back(keep.back().value());
            values.push_back(value);
        }
        Ref<Tuple> name_tuple = moult::make_tuple(thread, std::span<const Value>(names));
        CallArgs args{values.data(), static_cast<uint32_t>(positional.size()),
                      keywords.size() ? name_tuple.get() : nullptr};
        Ref<Value> answer = call(thread, function.value(), args);
        return answer.is_error() ? error() : repr_of(answer);
    }
};

TEST_F(NativeTest, PositionalArgumentsAndDefaults) {
    EXPECT_EQ(result(kOne, {integer(1)}), "(1,)");
    EXPECT_EQ(result(kRange, {integer(1)}), "(1, 2, Ellipsis)");
    EXPECT_EQ(result(kRange, {integer(1), integer(5), integer(6)}), "(1, 5, 6)");
    EXPECT_EQ(result(kRest, {integer(1), integer(2), integer(3)}), "(1, 2, 3)");
}

TEST_F(NativeTest, KeywordArguments) {
    EXPECT_EQ(result(kNamed, {integer(0)}, {{"maxsplit", integer(3)}}), "(0, None, 3)");
    EXPECT_EQ(result(kKeywords, {integer(0)}, {{"reverse", Value::boolean(true)}}), "(0, None, True)");
    EXPECT_EQ(result(kAll, {integer(1)}, {{"c", integer(3)}, {"d", integer(4)}}), "(1, 'x', 3, {'d': 4})");
    EXPECT_EQ(result(kAll, {integer(1), integer(2), integer(9)}, {{"c", integer(3)}}), "(1, 2, 3, {}, 9)");
}

TEST_F(NativeTest, WrongCounts) {
    EXPECT_EQ(result(kNone, {integer(1)}), "TypeError: none() takes no arguments (1 given)");
    EXPECT_EQ(result(kOne, {}), "TypeError: one() takes exactly one argument (0 given)");
    EXPECT_EQ(result(kOne, {}, {{"x", integer(1)}}), "TypeError: one() takes no keyword arguments");
    EXPECT_EQ(result(kRange, {}), "TypeError: between expected at least 1 argument, got 0");
    EXPECT_EQ(result(kRange, {integer(1), integer(1), integer(1), integer(1)}),
              "TypeError: between expected at most 3 arguments, got 4");
    EXPECT_EQ(result(kRest, {}), "TypeError: most expected at least 1 argument, got 0");
    EXPECT_EQ(result(kNamed, {integer(0), integer(1), integer(2), integer(3)}),
              "TypeError: split() takes at most 2 arguments (3 given)");
    EXPECT_EQ(result(kKeywords, {integer(0), integer(1)}), "TypeError: sort() takes no positional arguments");
}

TEST_F(NativeTest, WrongKeywords) {
    EXPECT_EQ(result(kNamed, {integer(0)}, {{"x", integer(1)}}),
              "TypeError: 'x' is an invalid keyword argument for split()");
    EXPECT_EQ(result(kNamed, {integer(0), integer(1)}, {{"sep", integer(1)}}),
              "TypeError: argument for split() given by name ('sep') and position (1)");
    EXPECT_EQ(result(kAll, {integer(1)}), "TypeError: all() missing required argument 'c' (pos 3)");
}

constexpr MethodDef kBlank = {"@blank complex(real=0, imag=0)", shown<2>, nullptr};
constexpr MethodDef kCounted = {"@counted @hidden zip(*iterables, strict=False)", shown<1>, nullptr};

TEST_F(NativeTest, MarksChangeHowArgumentsAreBound) {
    EXPECT_EQ(result(kBlank, {}), "(Ellipsis, Ellipsis)");
    EXPECT_EQ(result(kBlank, {}, {{"imag", integer(1)}}), "(Ellipsis, 1)");
    EXPECT_EQ(result(kCounted, {integer(1)}, {{"strict", integer(2)}}), "(2, 1)");
    EXPECT_EQ(result(kCounted, {}, {{"a", integer(1)}}),
              "TypeError: 'a' is an invalid keyword argument for zip()");
    EXPECT_EQ(result(kCounted, {}, {{"a", integer(1)}, {"b", integer(1)}}),
              "TypeError: zip() takes at most 1 keyword argument (2 given)");
}

TEST_F(NativeTest, MethodsOfBuiltinTypesNameTheirClass) {
    Ref<Value> list = call(thread, thread.types().list);
    EXPECT_TRUE(call_method(thread, list, interp.names().append).is_error());
    EXPECT_EQ(error(), "TypeError: list.append() takes exactly one argument (0 given)");
    Ref<Value> append = attribute(thread.types().list, "append");
    EXPECT_TRUE(call(thread, append, {integer(1), integer(2)}).is_error());
    EXPECT_EQ(error(), "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
    EXPECT_TRUE(call(thread, append).is_error());
    EXPECT_EQ(error(), "TypeError: unbound method list.append() needs an argument");
    EXPECT_EQ(repr_of(append), "<method 'append' of 'list' objects>");
    EXPECT_EQ(repr_of(attribute(append, "__text_signature__")), "'($self, object, /)'");
}

}  // namespace
}  // namespace moult
