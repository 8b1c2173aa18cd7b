// Tests of the methods of code objects.
#include "runtime/objects/code_methods.h"

#include "runtime/classes/function.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult {

namespace {

class CodeMethodsTest : public RuntimeTest {
  protected:
    // Three units, on lines 10 (columns 4 to 6), 12 (no columns), and none.
    Ref<Code> code() {
        CodeParts parts;
        parts.argcount = 1;
        parts.stacksize = 1;
        parts.firstlineno = 10;
        parts.flags = kCodeOptimized;
        Ref<Str> variable = name("a"), free = name("f");
        parts.wordcode = make_bytes(thread, std::string(6, '\x09'));
        parts.localspluskinds = make_bytes(thread, "\x20\x80");
        parts.linetable = make_bytes(thread, std::string_view("\x80\x42\xe8\x04\xf8", 5));
        parts.exceptiontable = make_bytes(thread, "");
        parts.consts = parts.names = moult::make_tuple(thread, std::span<const Value>());
        parts.localsplusnames = moult::make_tuple(thread, {variable.value(), free.value()});
        parts.filename = parts.name = parts.qualname = name("test");
        return make_code(thread, std::move(parts));
    }
    std::string list_of(const char* method) {
        Ref<Value> iterator = call_method(thread, code().value(), name(method).get());
        Ref<Value> list = call(thread, Value(thread.types().list), {iterator});
        return repr_of(list);
    }
    // What replace(**{field: value}) gives.
    Ref<Value> replaced(const char* field, Value value) {
        Ref<Str> key = name(field);
        Ref<Tuple> names = moult::make_tuple(thread, {key.value()});
        Ref<Value> method = attribute(code().value(), "replace");
        return call(thread, method, CallArgs{&value, 0, names.get()});
    }
};

TEST_F(CodeMethodsTest, LinesHaveTheirRanges) {
    EXPECT_EQ(list_of("co_lines"), "[(0, 2, 10), (2, 4, 12), (4, 6, None)]");
}

TEST_F(CodeMethodsTest, PositionsAreOnePerUnit) {
    EXPECT_EQ(list_of("co_positions"), "[(10, 10, 4, 6), (12, 12, None, None), (None, None, None, None)]");
}

TEST_F(CodeMethodsTest, ReplaceChangesACopy) {
    Ref<Str> other = name("other");
    Ref<Value> copy = replaced("co_name", other.value());
    EXPECT_EQ(repr_of(attribute(copy, "co_name")), "'other'");
    EXPECT_EQ(repr_of(attribute(copy, "co_varnames")), "('a',)");
    EXPECT_EQ(repr_of(attribute(copy, "co_freevars")), "('f',)");
}

TEST_F(CodeMethodsTest, ReplaceJoinsNamesAnew) {
    Ref<Str> first = name("x"), second = name("a");
    Ref<Tuple> names = moult::make_tuple(thread, {first.value(), second.value()});
    Ref<Value> copy = replaced("co_cellvars", names.value());
    EXPECT_EQ(repr_of(attribute(copy, "co_cellvars")), "('a', 'x')");
    EXPECT_EQ(repr_of(attribute(copy, "co_varnames")), "('a',)");
}

TEST_F(CodeMethodsTest, ReplaceChecksWhatItIsGiven) {
    EXPECT_TRUE(replaced("co_consts", integer(1)).is_error());
    EXPECT_EQ(error(), "TypeError: replace() argument 'co_consts' must be tuple, not int");
    EXPECT_TRUE(replaced("co_argcount", integer(-1)).is_error());
    EXPECT_EQ(error(), "ValueError: co_argcount must be a positive integer");
    EXPECT_TRUE(replaced("co_argcount", integer(5)).is_error());
    EXPECT_EQ(error(), "ValueError: code: co_varnames is too small");
    EXPECT_TRUE(replaced("co_nlocals", integer(2)).is_error());
    EXPECT_EQ(error(), "ValueError: code: co_nlocals != len(co_varnames)");
}

}  // namespace

}  // namespace moult
