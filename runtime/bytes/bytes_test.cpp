// bytes, bytearray and memoryview.
#include "runtime/strings/bytes.h"

#include "runtime/state/types.h"
#include "runtime/text/text_test_support.h"

namespace moult {
namespace {

class BytesTest : public TextTest {
  protected:
    V make(Type* type, std::initializer_list<V> args) {
        std::vector<Value> values;
        for (const V& arg : args) values.push_back(arg);
        return call(thread, Value(type), CallArgs{values.data(), static_cast<uint32_t>(values.size())});
    }
    std::string set(const V& target, const V& key, const V& value) {
        return failed(set_item(thread, target, key, value)) ? show(kError) : show(target);
    }
};

TEST_F(BytesTest, AreMadeFromManyThings) {
    Type* bytes = interp.types().bytes;
    EXPECT_EQ(show(make(bytes, {})), "b''");
    EXPECT_EQ(show(make(bytes, {i(3)})), "b'\\x00\\x00\\x00'");
    EXPECT_EQ(show(make(bytes, {list({i(1), i(255)})})), "b'\\x01\\xff'");
    EXPECT_EQ(show(make(bytes, {s("é"), s("utf8")})), "b'\\xc3\\xa9'");
    EXPECT_EQ(show(make(bytes, {i(-1)})), "ValueError: negative count");
    EXPECT_EQ(show(make(bytes, {list({i(256)})})), "ValueError: bytes must be in range(0, 256)");
    EXPECT_EQ(show(make(bytes, {s("a")})), "TypeError: string argument without an encoding");
    EXPECT_EQ(show(make(bytes, {d(1.5)})), "TypeError: cannot convert 'float' object to bytes");
    EXPECT_EQ(show(make(interp.types().bytearray, {b("a'b")})), "bytearray(b\"a\\'b\")");
}

TEST_F(BytesTest, KeepTheReceiversType) {
    EXPECT_EQ(run(b("a,b"), "split", {b(",")}), "[b'a', b'b']");
    EXPECT_EQ(run(a("a,b"), "split", {b(",")}), "[bytearray(b'a'), bytearray(b'b')]");
    EXPECT_EQ(run(a("abc"), "upper"), "bytearray(b'ABC')");
    EXPECT_EQ(run(b(","), "join", {list({b("a"), a("b")})}), "b'a,b'");
}

TEST_F(BytesTest, SearchForBytesAndNumbers) {
    EXPECT_EQ(run(b("abcb"), "find", {i(98)}), "1");
    EXPECT_EQ(run(b("abcb"), "rfind", {b("b")}), "3");
    EXPECT_EQ(run(b("abc"), "find", {i(300)}), "ValueError: byte must be in range(0, 256)");
    EXPECT_EQ(run(b("abc"), "find", {s("a")}),
              "TypeError: argument should be integer or bytes-like object, not 'str'");
    EXPECT_EQ(run(b("abc"), "replace", {b(""), b("-"), i(2)}), "b'-a-bc'");
    EXPECT_EQ(run(b("abc"), "startswith", {s("a")}),
              "TypeError: startswith first arg must be bytes or a tuple of bytes, not str");
}

TEST_F(BytesTest, ConvertToHexadecimalAndBack) {
    EXPECT_EQ(run(b("abcde"), "hex", {s(":"), i(2)}), "'61:6263:6465'");
    EXPECT_EQ(run(b("abcde"), "hex", {s(":"), i(-2)}), "'6162:6364:65'");
    EXPECT_EQ(show(method(Ref<Value>::share(interp.types().bytes), "fromhex", {s("ab cd\n01")})),
              "b'\\xab\\xcd\\x01'");
    EXPECT_EQ(show(method(Ref<Value>::share(interp.types().bytes), "fromhex", {s("abc")})),
              "ValueError: non-hexadecimal number found in fromhex() arg at position 3");
}

TEST_F(BytesTest, ArraysChangeInPlace) {
    V array = a("abc");
    EXPECT_EQ(set(array, i(0), i(122)), "bytearray(b'zbc')");
    EXPECT_EQ(set(array, slice(i(1), i(2), none()), b("XYZ")), "bytearray(b'zXYZc')");
    EXPECT_EQ(set(array, slice(none(), none(), i(2)), V::empty()), "bytearray(b'XZ')");
    EXPECT_EQ(set(array, slice(i(0), i(0), none()), array), "bytearray(b'XZXZ')");
    EXPECT_EQ(set(array, i(0), i(256)), "ValueError: byte must be in range(0, 256)");
    EXPECT_EQ(run(array, "pop"), "90");
    EXPECT_EQ(run(array, "insert", {i(1), i(45)}), "None");
    EXPECT_EQ(run(array, "extend", {array}), "None");
    EXPECT_EQ(show(array), "bytearray(b'X-ZXX-ZX')");
    EXPECT_EQ(run(array, "remove", {i(1)}), "ValueError: value not found in bytearray");
}

TEST_F(BytesTest, ViewsForbidResizing) {
    V array = a("abc");
    V view = make(interp.types().memoryview, {array});
    EXPECT_EQ(run(array, "append", {i(1)}),
              "BufferError: Existing exports of data: object cannot be re-sized");
    V part = get_item(thread, view, slice(none(), none(), i(2)));
    EXPECT_EQ(run(part, "tobytes"), "b'ac'");
    EXPECT_TRUE(set_item(thread, part, i(1), i(120)).ok());
    EXPECT_EQ(show(array), "bytearray(b'abx')");
    EXPECT_EQ(run(view, "release"), "None");
    EXPECT_EQ(run(part, "release"), "None");
    EXPECT_EQ(run(array, "append", {i(121)}), "None");
    EXPECT_EQ(show(get_item(thread, view, i(0))),
              "ValueError: operation forbidden on released memoryview object");
}

}  // namespace
}  // namespace moult
