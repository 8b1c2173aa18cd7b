// Tests of the marshal format: what python3.11 writes for the same values, damaged streams, bounds on memory.
#include "runtime/marshal/marshal.h"

#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/numbers/int.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

using std::string_view_literals::operator""sv;

class MarshalTest : public RuntimeTest {
  protected:
    std::string load(std::string_view bytes) {
        Ref<Value> value = marshal_load(thread, bytes);
        return value.is_error() ? error() : repr_of(value);
    }
    std::string dump(Value value, int version = 4) {
        Ref<Bytes> bytes = marshal_dump(thread, value, version);
        return bytes ? std::string(bytes->view()) : error();
    }
};

TEST_F(MarshalTest, NumbersAreWrittenAsCPythonWritesThem) {
    EXPECT_EQ(dump(integer(1)), "\xe9\x01\0\0\0"sv);
    EXPECT_EQ(dump(integer(1), 2), "i\x01\0\0\0"sv);
    EXPECT_EQ(dump(integer(-(int64_t{1} << 31)), 2), "i\0\0\0\x80"sv);
    EXPECT_EQ(dump(integer(int64_t{1} << 31), 2), "l\x03\0\0\0\0\0\0\0\x02\0"sv);
    EXPECT_EQ(dump(Value::number(1.5), 2), "g\0\0\0\0\0\0\xf8\x3f"sv);
    EXPECT_EQ(dump(Value::number(1.5), 1),
              "f\x03"
              "1.5"sv);
}

TEST_F(MarshalTest, WhatIsSharedIsWrittenOnce) {
    Ref<Str> shared = text("two words");
    Ref<List> list = make_list(thread);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(list_append(thread, list.get(), shared.value()).ok());
    EXPECT_EQ(dump(list.value()), "[\x02\0\0\0\xfa\x09two wordsr\0\0\0\0"sv);
}

TEST_F(MarshalTest, LongNumbersComeBack) {
    Ref<Value> number = int_from_text(thread, "-123456789012345678901234567890123456789", 10, Value::none());
    Ref<Bytes> bytes = marshal_dump(thread, number);
    EXPECT_EQ(load(bytes->view()), "-123456789012345678901234567890123456789");
}

TEST_F(MarshalTest, SetsAreWrittenInTheOrderOfTheirItemsBytes) {
    Ref<Set> set = make_set(thread);
    for (int i : {300, 2, 1}) ASSERT_TRUE(set_add(thread, set.get(), integer(i)).ok());
    EXPECT_EQ(dump(set.value(), 2), "<\x03\0\0\0i\x01\0\0\0i\x02\0\0\0i\x2c\x01\0\0"sv);
}

TEST_F(MarshalTest, DamagedStreamsGiveCPythonsErrors) {
    EXPECT_EQ(load(""), "EOFError: EOF read where object expected");
    EXPECT_EQ(load("i\0\0"sv), "EOFError: marshal data too short");
    EXPECT_EQ(load("?"), "ValueError: bad marshal data (unknown type code)");
    EXPECT_EQ(load("0"), "TypeError: NULL object in marshal data for object");
    EXPECT_EQ(load(")\x01"
                   "0"),
              "TypeError: NULL object in marshal data for tuple");
    EXPECT_EQ(load("r\0\0\0\0"sv), "ValueError: bad marshal data (invalid reference)");
    EXPECT_EQ(load("l\x01\0\0\0\0\x80"sv), "ValueError: bad marshal data (digit out of range in long)");
}

TEST_F(MarshalTest, LengthsThatCannotBeTrueCostNoMemory) {
    EXPECT_EQ(load("s\xff\xff\xff\x7f"sv), "EOFError: marshal data too short");
    EXPECT_EQ(load("l\xff\xff\xff\x7f"sv), "EOFError: marshal data too short");
    for (char letter : {'(', '[', '<', '>'}) {
        std::string nested;
        for (int i = 0; i < 500; ++i) nested += letter + std::string("\xff\xff\xff\x7f");
        EXPECT_EQ(load(nested), "EOFError: EOF read where object expected") << letter;
    }
    // Each length alone could be true, but not all of them.
    std::string nested;
    for (int i = 0; i < 1000; ++i) nested += std::string("(\0\0\x10\0", 5);
    nested += std::string(1 << 20, 'N');
    EXPECT_EQ(load(nested), "EOFError: EOF read where object expected");
}

TEST_F(MarshalTest, NestingHasALimit) {
    std::string deep;
    for (int i = 0; i < kMarshalDepth; ++i) deep += ")\x01";
    EXPECT_EQ(load(deep + "N"), "ValueError: recursion limit exceeded");
    Ref<List> list = make_list(thread);
    ASSERT_TRUE(list_append(thread, list.get(), list.value()).ok());
    EXPECT_EQ(dump(list.value(), 2), "ValueError: object too deeply nested to marshal");
    list_clear(thread, list.get());
}

TEST_F(MarshalTest, AReferenceMayShowATupleBeforeItIsComplete) {
    // Here it is the key of a dict, and so its hash is asked for.
    Ref<Value> value = marshal_load(thread, "\xa9\x02{r\0\0\0\0N0N"sv);
    EXPECT_EQ(repr_of(value), "({(...): None}, None)");
    dict_clear(thread, value.as<Tuple>()->items()[0].as<Dict>());
    EXPECT_EQ(load("\xbe\x01\0\0\0r\0\0\0\0"sv), "ValueError: bad marshal data (invalid reference)");
}

TEST_F(MarshalTest, PartsOfCodeHaveToFitTogether) {
    std::string counts(20, '\0');
    std::string code = "c" + counts;
    EXPECT_EQ(load(code), "EOFError: EOF read where object expected");
    for (int i = 0; i < 8; ++i) code += 'N';
    code += std::string(4, '\0') + "NN";
    EXPECT_EQ(load(code), "SystemError: code: bad argument to internal function");
    EXPECT_EQ(load("(\x01\0\0\0c"sv), "EOFError: marshal data too short");
}

TEST_F(MarshalTest, OtherTypesCannotBeWritten) {
    EXPECT_EQ(dump(Value(thread.types().int_)), "ValueError: unmarshallable object");
}

}  // namespace

}  // namespace moult
