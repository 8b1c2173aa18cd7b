// Tests of the comparison of a process's output with the expected one.
#include "bench/output_check.h"

#include <gtest/gtest.h>

namespace moult::bench {
namespace {

ProcessResult printed(const std::string& output) {
    ProcessResult result;
    result.ending = Ending::kExited;
    result.output = output;
    return result;
}

OutputCheck expecting(const std::string& output) {
    OutputCheck check;
    check.expect(output, "python3.11");
    return check;
}

TEST(OutputCheck, TheSameOutputIsNoFault) {
    EXPECT_EQ(expecting("1\n2\n").find_fault(printed("1\n2\n")), std::nullopt);
    EXPECT_EQ(expecting("").find_fault(printed("")), std::nullopt);
}

TEST(OutputCheck, ShowsTheFirstLineThatDiffers) {
    EXPECT_EQ(expecting("1\n2\n3\n").find_fault(printed("1\n9\n3\n")),
              "printed something different from python3.11 at line 2\n    expected: 2\n    printed:  9");
}

TEST(OutputCheck, ShowsLinesMissingAtTheEnd) {
    EXPECT_EQ(expecting("1\n2\n").find_fault(printed("1\n")),
              "printed something different from python3.11 at line 2\n    expected: 2\n    printed:  (no "
              "such line)");
    EXPECT_EQ(expecting("1\n").find_fault(printed("1\n2\n")),
              "printed something different from python3.11 at line 2\n    expected: (no such line)\n    "
              "printed:  2");
}

TEST(OutputCheck, NoticesAMissingLastNewline) {
    EXPECT_EQ(expecting("1\n").find_fault(printed("1")),
              "printed the same lines as python3.11, but for the end of the last one");
}

TEST(OutputCheck, AFailedProcessIsAFaultWhateverItPrinted) {
    ProcessResult result = printed("1\n");
    result.status = 1;
    result.error_text = "Traceback\nValueError: no\n";
    EXPECT_EQ(expecting("1\n").find_fault(result),
              "ended with exit code 1; the end of its error text:\n    Traceback\n    ValueError: no");
}

TEST(OutputCheck, ShowsOnlyTheEndOfALongErrorText) {
    ProcessResult result = printed("");
    result.ending = Ending::kSignalled;
    result.status = 9;
    for (int i = 0; i < 100; ++i) result.error_text += "line " + std::to_string(i) + "\n";
    std::string fault = expecting("").find_fault(result).value();
    EXPECT_EQ(fault.find("line 91"), std::string::npos);
    EXPECT_NE(fault.find("line 92\n"), std::string::npos);
    EXPECT_NE(fault.find("line 99"), std::string::npos);
}

}  // namespace
}  // namespace moult::bench
