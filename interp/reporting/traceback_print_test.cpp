// Tests of the text of exceptions without frames, edit distances, and lines of source files.
#include "interp/reporting/traceback_print.h"

#include <cstdio>
#include <fstream>

#include "interp/reporting/source_lines.h"
#include "interp/reporting/suggestions.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class TracebackPrintTest : public RuntimeTest {
  protected:
    Ref<ExceptionObject> make(Type* type, const char* message) {
        return make_exception(thread, type, {text(message).value()});
    }
};

TEST_F(TracebackPrintTest, AnExceptionWithoutTracebackIsOneLine) {
    EXPECT_EQ(format_exception(thread, make(thread.types().value_error, "why").value()), "ValueError: why\n");
    Ref<ExceptionObject> plain = make_exception(thread, thread.types().eof_error, {});
    EXPECT_EQ(format_exception(thread, plain.value()), "EOFError\n");
}

TEST_F(TracebackPrintTest, CausesAndContextsComeFirst) {
    Ref<ExceptionObject> cause = make(thread.types().key_error, "k");
    Ref<ExceptionObject> context = make(thread.types().type_error, "t");
    Ref<ExceptionObject> last = make(thread.types().value_error, "v");
    set_exception_context(last.get(), context.value());
    EXPECT_EQ(format_exception(thread, last.value()),
              "TypeError: t\n\nDuring handling of the above exception, another exception "
              "occurred:\n\nValueError: v\n");
    set_exception_cause(last.get(), cause.value());
    EXPECT_EQ(format_exception(thread, last.value()),
              "KeyError: 'k'\n\nThe above exception was the direct cause of the following "
              "exception:\n\nValueError: v\n");
    set_exception_cause(last.get(), Value::none());
    EXPECT_EQ(format_exception(thread, last.value()), "ValueError: v\n");
}

TEST_F(TracebackPrintTest, ACycleOfContextsEnds) {
    Ref<ExceptionObject> a = make(thread.types().value_error, "a");
    Ref<ExceptionObject> b = make(thread.types().value_error, "b");
    a->context = share(b.value()).release();
    b->context = share(a.value()).release();
    EXPECT_EQ(format_exception(thread, a.value()),
              "ValueError: b\n\nDuring handling of the above exception, another exception "
              "occurred:\n\nValueError: a\n");
    decref(std::exchange(a->context, Value::empty()));
}

TEST_F(TracebackPrintTest, AGroupWithinAGroupIsATree) {
    Ref<Tuple> leaves = make_tuple(thread, {make(thread.types().value_error, "1").value()});
    Ref<ExceptionObject> inner =
        make_exception(thread, thread.types().exception_group, {text("inner").value(), leaves.value()});
    Ref<Tuple> members = make_tuple(thread, {inner.value(), make(thread.types().type_error, "2").value()});
    Ref<ExceptionObject> outer =
        make_exception(thread, thread.types().exception_group, {text("outer").value(), members.value()});
    EXPECT_EQ(format_exception(thread, outer.value()),
              "  | ExceptionGroup: outer (2 sub-exceptions)\n"
              "  +-+---------------- 1 ----------------\n"
              "    | ExceptionGroup: inner (1 sub-exception)\n"
              "    +-+---------------- 1 ----------------\n"
              "      | ValueError: 1\n"
              "      +------------------------------------\n"
              "    +---------------- 2 ----------------\n"
              "    | TypeError: 2\n"
              "    +------------------------------------\n");
}

TEST_F(TracebackPrintTest, ASyntaxErrorShowsItsPlace) {
    Ref<Tuple> details = make_tuple(thread, {text("file").value(), integer(3), integer(5),
                                             text("  a b\n").value(), integer(3), integer(6)});
    Ref<ExceptionObject> broken =
        make_exception(thread, thread.types().syntax_error, {text("bad").value(), details.value()});
    EXPECT_EQ(format_exception(thread, broken.value()),
              "  File \"file\", line 3\n    a b\n      ^\nSyntaxError: bad\n");
}

TEST_F(TracebackPrintTest, ExitCodesOfSystemExit) {
    auto code_of = [&](std::initializer_list<Value> args) {
        static_cast<void>(
            raise_object(thread, make_exception(thread, thread.types().system_exit, args).value()));
        return handle_uncaught(thread);
    };
    EXPECT_EQ(code_of({}), 0);
    EXPECT_EQ(code_of({Value::none()}), 0);
    EXPECT_EQ(code_of({integer(3)}), 3);
    EXPECT_EQ(code_of({integer(256 + 7)}), 7);
    EXPECT_EQ(code_of({integer(-1)}), 255);
    EXPECT_FALSE(thread.has_error());
}

TEST(EditDistanceTest, CountsMovesTwiceAndCaseOnce) {
    EXPECT_EQ(edit_distance("", "", 10), 0);
    EXPECT_EQ(edit_distance("abc", "abc", 10), 0);
    EXPECT_EQ(edit_distance("abc", "abd", 10), 2);
    EXPECT_EQ(edit_distance("abc", "abC", 10), 1);
    EXPECT_EQ(edit_distance("abc", "ab", 10), 2);
    EXPECT_EQ(edit_distance("abcd", "acbd", 10), 4);
    EXPECT_EQ(edit_distance("kitten", "sitting", 20), 6);
    EXPECT_GT(edit_distance("kitten", "sitting", 5), 5);
}

class SourceLinesTest : public RuntimeTest {
  protected:
    void SetUp() override { path_ = testing::TempDir() + "source_lines_test.py"; }
    void TearDown() override { std::remove(path_.c_str()); }
    std::string line(const std::string& content, int number) {
        std::ofstream(path_, std::ios::binary) << content;
        std::string found;
        return read_source_line(thread, text(path_).get(), number, &found) ? found : "(none)";
    }
    std::string path_;
};

TEST_F(SourceLinesTest, EveryNewlineEndsALine) {
    std::string content = "one\ntwo\r\nthree\rfour";
    EXPECT_EQ(line(content, 1), "one");
    EXPECT_EQ(line(content, 2), "two");
    EXPECT_EQ(line(content, 3), "three");
    EXPECT_EQ(line(content, 4), "four");
    EXPECT_EQ(line(content, 5), "(none)");
    EXPECT_EQ(line(content, 0), "(none)");
}

TEST_F(SourceLinesTest, TheDeclaredEncodingIsUsed) {
    EXPECT_EQ(line("# -*- coding: latin-1 -*-\n\xe9\n", 2), "é");
    EXPECT_EQ(line("\xef\xbb\xbf"
                   "first é\n",
                   1),
              "first é");
    EXPECT_EQ(line("\xff\n", 1), "(none)");
    EXPECT_EQ(line("x = 1\n\n# coding: latin-1\n\xc3\xa9\n", 4), "é");
    EXPECT_FALSE(thread.has_error());
}

TEST_F(SourceLinesTest, AMissingFileHasNoLines) {
    std::string found;
    EXPECT_FALSE(read_source_line(thread, text("/nonexistent/file").get(), 1, &found));
}

}  // namespace
}  // namespace moult
