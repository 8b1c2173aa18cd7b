// Strings as objects: widths, interning, hashing, building, and the methods of the type.
#include "runtime/strings/str.h"

#include "runtime/text/text_test_support.h"

namespace moult {
namespace {

class StrTest : public TextTest {};

TEST_F(StrTest, TakesTheNarrowestWidth) {
    EXPECT_TRUE(s("abc").as<Str>()->is_ascii());
    EXPECT_EQ(s("aé").as<Str>()->width(), 1);
    EXPECT_FALSE(s("aé").as<Str>()->is_ascii());
    EXPECT_EQ(s("a€").as<Str>()->width(), 2);
    EXPECT_EQ(s("a😀").as<Str>()->width(), 4);
    V wide = s("ab😀");
    Ref<Str> narrow = substring(thread, wide.as<Str>(), 0, 2);
    EXPECT_TRUE(narrow->is_ascii());
    EXPECT_TRUE(str_equal(narrow.get(), s("ab").as<Str>()));
}

TEST_F(StrTest, InternsOneObjectPerValue) {
    Ref<Str> first = intern(thread, "moult_interned");
    Ref<Str> second = intern(thread, s("moult_interned").as<Str>());
    EXPECT_EQ(first.get(), second.get());
    EXPECT_EQ(intern(thread, "x").get(), make_char(thread, 'x').get());
    size_t size = interp.interned.size();
    first = nullptr;
    second = nullptr;
    EXPECT_EQ(interp.interned.size(), size - 1) << "a dead string must leave the table";
}

TEST_F(StrTest, FindsInternedStringsAfterManyHaveComeAndGone) {
    std::vector<Ref<Str>> kept;
    for (int n = 0; n < 10000; ++n) kept.push_back(intern(thread, "name_" + std::to_string(n)));
    for (size_t n = 0; n < kept.size(); n += 2) kept[n] = nullptr;
    for (size_t n = 1; n < kept.size(); n += 2)
        EXPECT_EQ(intern(thread, "name_" + std::to_string(n)).get(), kept[n].get());
}

TEST_F(StrTest, BuildsWideTextFromNarrowPieces) {
    StrBuilder builder(thread);
    std::string expected;
    for (int n = 0; n < 300; ++n) {
        builder.add_ascii("ab");
        expected += "ab";
        if (n == 100) builder.add(U'é'), expected += "é";
        if (n == 150) builder.add(s("€").as<Str>()), expected += "€";
        if (n == 200) builder.add(U'😀'), expected += "😀";
    }
    EXPECT_EQ(to_utf8(builder.finish().get()), expected);
}

TEST_F(StrTest, ExtendsInPlaceOnlyWhatNobodyElseHolds) {
    Str* text = take_as<Str>(s("hello")).release();
    V more = s(", world"), wide = s("€");
    {
        Ref<Str> other = share(text);
        EXPECT_EQ(extend_str(thread, text, more.as<Str>()), nullptr);
    }
    str_hash(text);
    text = extend_str(thread, text, more.as<Str>());
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(to_utf8(text), "hello, world");
    EXPECT_EQ(str_hash(text), str_hash(s("hello, world").as<Str>())) << "the old hash must be forgotten";
    EXPECT_EQ(extend_str(thread, text, wide.as<Str>()), nullptr) << "it would have to be wider";
    EXPECT_EQ(extend_str(thread, text, text), nullptr);
    decref(static_cast<Object*>(text));
}

TEST_F(StrTest, ShowsItself) {
    EXPECT_EQ(show(s("it's")), "\"it's\"");
    EXPECT_EQ(show(s("'\"\n\t\\\x7f")), "'\\'\"\\n\\t\\\\\\x7f'");
    EXPECT_EQ(show(s("é\xc2\xad\xe2\x80\xa8😀")), "'é\\xad\\u2028😀'");
}

TEST_F(StrTest, ComparesByCodePoints) {
    auto compare = [&](const char* left, const char* right) {
        return str_compare(s(left).as<Str>(), s(right).as<Str>());
    };
    EXPECT_LT(compare("abc", "abd"), 0);
    EXPECT_LT(compare("ab", "abc"), 0);
    EXPECT_GT(compare("é", "z"), 0);
    EXPECT_LT(compare("\uffff", "😀"), 0);
    EXPECT_EQ(compare("é€", "é€"), 0);
}

TEST_F(StrTest, TakesItemsAndSlices) {
    V text = s("añb😀c");
    EXPECT_EQ(show(get_item(thread, text, i(-2))), "'😀'");
    EXPECT_EQ(show(get_item(thread, text, i(5))), "IndexError: string index out of range");
    EXPECT_EQ(show(get_item(thread, text, s("a"))), "TypeError: string indices must be integers, not 'str'");
    EXPECT_EQ(show(get_item(thread, text, slice(none(), none(), i(-1)))), "'c😀bña'");
    EXPECT_EQ(show(get_item(thread, text, slice(i(1), i(-1), none()))), "'ñb😀'");
    EXPECT_EQ(show(get_item(thread, text, slice(i(3), i(1), none()))), "''");
}

TEST_F(StrTest, Searches) {
    EXPECT_EQ(run(s("banana"), "find", {s("an"), i(2)}), "3");
    EXPECT_EQ(run(s("banana"), "rfind", {s("an"), none(), i(4)}), "1");
    EXPECT_EQ(run(s("banana"), "find", {s("€")}), "-1");
    EXPECT_EQ(run(s("ba€nana"), "find", {s("na")}), "3");
    EXPECT_EQ(run(s("abc"), "find", {s(""), i(4)}), "-1");
    EXPECT_EQ(run(s("abc"), "index", {s("z")}), "ValueError: substring not found");
    EXPECT_EQ(run(s("abc"), "find", {i(1)}), "TypeError: must be str, not int");
    EXPECT_EQ(run(s("aXbXc"), "count", {s("X")}), "2");
    EXPECT_EQ(run(s("abc"), "count", {s("")}), "4");
    EXPECT_EQ(run(s("abc"), "startswith", {tuple({s("x"), s("ab")})}), "True");
    EXPECT_EQ(run(s("abc"), "endswith", {s("bc"), i(2)}), "False");
    EXPECT_EQ(run(s("abc"), "startswith", {i(1)}),
              "TypeError: startswith first arg must be str or a tuple of str, not int");
}

TEST_F(StrTest, Replaces) {
    EXPECT_EQ(run(s("aXbXc"), "replace", {s("X"), s("--")}), "'a--b--c'");
    EXPECT_EQ(run(s("aXbXc"), "replace", {s("X"), s("€"), i(1)}), "'a€bXc'");
    EXPECT_EQ(run(s("abc"), "replace", {s(""), s("-"), i(2)}), "'-a-bc'");
    EXPECT_EQ(run(s("a€"), "replace", {s("€"), s("")}), "'a'");
    EXPECT_EQ(run(s("abc"), "replace", {i(1), s("")}),
              "TypeError: replace() argument 1 must be str, not int");
}

TEST_F(StrTest, SplitsAndJoins) {
    EXPECT_EQ(run(s(" a  b\tc "), "split"), "['a', 'b', 'c']");
    EXPECT_EQ(run(s("a,b,c"), "rsplit", {s(","), i(1)}), "['a,b', 'c']");
    EXPECT_EQ(run(s("a€€b"), "split", {s("€")}), "['a', '', 'b']");
    EXPECT_EQ(run(s("a"), "split", {s("")}), "ValueError: empty separator");
    EXPECT_EQ(run(s("a\nb\r\nc\xe2\x80\xa8"
                    "d"),
                  "splitlines"),
              "['a', 'b', 'c', 'd']");
    EXPECT_EQ(run(s("a=b=c"), "partition", {s("=")}), "('a', '=', 'b=c')");
    EXPECT_EQ(run(s("a=b=c"), "rpartition", {s("=")}), "('a=b', '=', 'c')");
    EXPECT_EQ(run(s("abc"), "rpartition", {s("=")}), "('', '', 'abc')");
    EXPECT_EQ(run(s("xxaxx"), "strip", {s("x")}), "'a'");
    EXPECT_EQ(run(s(", "), "join", {list({s("a"), s("€"), s("b")})}), "'a, €, b'");
    EXPECT_EQ(run(s(","), "join", {list({s(""), s("")})}), "','");
    EXPECT_EQ(run(s(","), "join", {list({s("a"), i(1)})}),
              "TypeError: sequence item 1: expected str instance, int found");
    EXPECT_EQ(run(s(","), "join", {i(1)}), "TypeError: can only join an iterable");
}

TEST_F(StrTest, ChangesCaseByUnicodesRules) {
    EXPECT_EQ(run(s("straße"), "upper"), "'STRASSE'");
    EXPECT_EQ(run(s("ΑΣ ΑΣΑ"), "lower"), "'ας ασα'");
    EXPECT_EQ(run(s("they're ﬁne"), "title"), "\"They'Re Fine\"");
    EXPECT_EQ(run(s("ǆA"), "capitalize"), "'ǅa'");
    EXPECT_EQ(run(s("ẞß"), "casefold"), "'ssss'");
    EXPECT_EQ(run(s("aÉ"), "swapcase"), "'Aé'");
    EXPECT_EQ(run(s("Ab Cd"), "istitle"), "True");
    EXPECT_EQ(run(s("x٣"), "isalnum"), "True");
    EXPECT_EQ(run(s("²"), "isdecimal"), "False");
}

TEST_F(StrTest, LaysOut) {
    EXPECT_EQ(run(s("ab"), "center", {i(5), s("*")}), "'**ab*'");
    EXPECT_EQ(run(s("ab"), "ljust", {i(4), s("€")}), "'ab€€'");
    EXPECT_EQ(run(s("ab"), "ljust", {i(4), s("xy")}),
              "TypeError: The fill character must be exactly one character long");
    EXPECT_EQ(run(s("-7"), "zfill", {i(5)}), "'-0007'");
    EXPECT_EQ(run(s("a\tbc\td"), "expandtabs", {i(4)}), "'a   bc  d'");
}

TEST_F(StrTest, Translates) {
    V table = method(s(""), "maketrans", {s("ab"), s("x€"), s("c")});
    EXPECT_EQ(run(s("abcabc"), "translate", {table}), "'x€x€'");
    EXPECT_EQ(run(s(""), "maketrans", {s("ab"), s("x")}),
              "ValueError: the first two maketrans arguments must have equal length");
}

TEST_F(StrTest, EncodesAndDecodes) {
    EXPECT_EQ(run(s("é€"), "encode"), "b'\\xc3\\xa9\\xe2\\x82\\xac'");
    EXPECT_EQ(run(s("é"), "encode", {s("Latin_1")}), "b'\\xe9'");
    EXPECT_EQ(run(s("aé€"), "encode", {s("ascii"), s("xmlcharrefreplace")}), "b'a&#233;&#8364;'");
    EXPECT_EQ(run(s("aéúb"), "encode", {s("ascii")}),
              "UnicodeEncodeError: 'ascii' codec can't encode characters in position 1-2: ordinal not in "
              "range(128)");
    EXPECT_EQ(run(s("a😀"), "encode", {s("utf-16")}), "b'\\xff\\xfea\\x00=\\xd8\\x00\\xde'");
    EXPECT_EQ(run(b("\xe2\x82"), "decode"),
              "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data");
    EXPECT_EQ(run(b("a\xff"
                    "b"),
                  "decode", {s("utf-8"), s("surrogateescape")}),
              "'a\\udcffb'");
    EXPECT_EQ(run(b("a\xff"
                    "b"),
                  "decode", {s("ascii"), s("backslashreplace")}),
              "'a\\\\xffb'");
    EXPECT_EQ(run(b({"\xd8\x3d\xde\x00", 4}), "decode", {s("utf-16-be")}), "'😀'");
    EXPECT_EQ(run(s("a"), "encode", {s("nonsense")}),
              "LookupError: no codec search functions registered: can't find encoding");
}

}  // namespace
}  // namespace moult
