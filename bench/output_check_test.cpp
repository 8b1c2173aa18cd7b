// Tests of the comparison of a process's output with the expected one.
#include "bench/output_check.h"

#include <gtest/gtest.h>

namespace moult::bench {
namespace {

using Texts = std::vector<std::string>;

OutputCheck expecting(const Texts& texts) {
    OutputCheck check;
    check.expect(texts, "python3.11");
    return check;
}

// The fault of a process that ended well after it printed the texts.
std::optional<std::string> fault(const OutputCheck& check, const Texts& printed) {
    ProcessResult result;
    result.ending = Ending::kExited;
    return check.find_fault(result, printed);
}

TEST(OutputCheck, TheSameOutputIsNoFault) {
    EXPECT_EQ(fault(expecting({"1\n2\n"}), {"1\n2\n"}), std::nullopt);
    EXPECT_EQ(fault(expecting({""}), {""}), std::nullopt);
}

TEST(OutputCheck, ShowsTheFirstLineThatDiffers) {
    EXPECT_EQ(fault(expecting({"1\n2\n3\n"}), {"1\n9\n3\n"}),
              "printed something different from python3.11 at line 2\n    expected: 2\n    printed:  9");
}

TEST(OutputCheck, ShowsLinesMissingAtTheEnd) {
    EXPECT_EQ(fault(expecting({"1\n2\n"}), {"1\n"}),
              "printed something different from python3.11 at line 2\n    expected: 2\n    printed:  (no "
              "such line)");
    EXPECT_EQ(fault(expecting({"1\n"}), {"1\n2\n"}),
              "printed something different from python3.11 at line 2\n    expected: (no such line)\n    "
              "printed:  2");
}

TEST(OutputCheck, NoticesAMissingLastNewline) {
    EXPECT_EQ(fault(expecting({"1\n"}), {"1"}),
              "printed the same lines as python3.11, but for the end of the last one");
}

TEST(OutputCheck, AFailedProcessIsAFaultWhateverItPrinted) {
    ProcessResult result;
    result.ending = Ending::kExited;
    result.status = 1;
    result.error_text = "Traceback\nValueError: no\n";
    EXPECT_EQ(expecting({"1\n"}).find_fault(result, Texts{"1\n"}),
              "ended with exit code 1; the end of its error text:\n    Traceback\n    ValueError: no");
}

TEST(OutputCheck, ShowsOnlyTheEndOfALongErrorText) {
    ProcessResult result;
    result.ending = Ending::kSignalled;
    result.status = 9;
    for (int i = 0; i < 100; ++i) result.error_text += "line " + std::to_string(i) + "\n";
    std::string text = expecting({""}).find_fault(result, {}).value();
    EXPECT_EQ(text.find("line 91"), std::string::npos);
    EXPECT_NE(text.find("line 92\n"), std::string::npos);
    EXPECT_NE(text.find("line 99"), std::string::npos);
}

TEST(OutputCheck, EveryCallHasToPrintWhatTheFirstOnePrints) {
    OutputCheck check = expecting({"loading\n", "1\n", "not kept\n"});
    EXPECT_EQ(fault(check, {"loading\n", "1\n", "1\n", "1\n"}), std::nullopt);
    EXPECT_EQ(
        fault(check, {"loading\n", "1\n", "1\n", "2\n"}),
        "printed something different from python3.11 at line 1 of call 3\n    expected: 1\n    printed: "
        " 2");
    EXPECT_EQ(fault(check, {"", "1\n"}),
              "printed something different from python3.11 at line 1 of what it printed while loading\n    "
              "expected: loading\n    printed:  (no such line)");
}

}  // namespace
}  // namespace moult::bench
