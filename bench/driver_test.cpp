// Tests of the reading of the driver's report; and, where there is a python3.11, of the driver itself.
#include "bench/driver.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bench/process.h"

namespace moult::bench {
namespace {

using Texts = std::vector<std::string>;

const std::string kMark = "\x1emoult bench: next call\n";

TEST(DriverReport, GivesTheTimeAndTheTextOfEachCall) {
    std::optional<DriverReport> report =
        read_driver_report("main\n0.25\n1.5e-3\n", "loading\n" + kMark + "1\n2\n" + kMark + "no newline");
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->has_main);
    EXPECT_EQ(report->times, (std::vector<double>{0.25, 0.0015}));
    EXPECT_EQ(report->texts, (Texts{"loading\n", "1\n2\n", "no newline"}));
}

TEST(DriverReport, TellsThatThereIsNoMain) {
    std::optional<DriverReport> report = read_driver_report("no main\n", "text\n");
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->has_main);
}

TEST(DriverReport, IsRefusedWhenItDoesNotFitTheOutput) {
    EXPECT_FALSE(read_driver_report("", ""));
    EXPECT_FALSE(read_driver_report("something\n", ""));
    EXPECT_FALSE(read_driver_report("main\n", ""));
    EXPECT_FALSE(read_driver_report("main\n", kMark + "printed before exit()\n"));
    EXPECT_FALSE(read_driver_report("main\n0.5\n", kMark + "1\n" + kMark + "printed before exit()\n"));
    EXPECT_FALSE(read_driver_report("main\nnonsense\n", kMark + "1\n"));
}

class DriverRun : public testing::Test {
  protected:
    void SetUp() override {
        if (access(kPython, X_OK) != 0) GTEST_SKIP() << kPython << " is not installed";
        std::string pattern = (std::filesystem::temp_directory_path() / "driver_test.XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override {
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    std::optional<DriverReport> run(const std::string& program, double seconds) {
        std::filesystem::path file = folder_ / "program.py";
        std::ofstream(file) << program;
        ProcessRequest request{.command = {kPython, "-S", "-E"}, .with_report = true};
        for (const std::string& word : driver_arguments(seconds, file.string()))
            request.command.push_back(word);
        SignalHold hold;
        ProcessResult result = run_process(request, hold);
        EXPECT_TRUE(result.succeeded()) << result.error_text;
        return read_driver_report(result.report, result.output);
    }

    static constexpr const char* kPython = "/usr/bin/python3.11";
    std::filesystem::path folder_;
};

TEST_F(DriverRun, CallsMainUntilTheTimeIsOver) {
    std::optional<DriverReport> report =
        run("import sys, time\n"
            "print('loading', __name__)\n"
            "def main(seconds=0.02):\n"
            "    time.sleep(seconds)\n"
            "    print(len(sys.argv), sys.path[0] == sys.argv[0][:-len('/program.py')])\n"
            "if __name__ == '__main__': main()\n",
            0.5);
    ASSERT_TRUE(report);
    EXPECT_GE(report->times.size(), 3u);
    EXPECT_LE(report->times.size(), 25u);
    for (double time : report->times) EXPECT_GE(time, 0.02);
    EXPECT_EQ(report->texts[0], "loading __benchmark__\n");
    for (size_t i = 1; i < report->texts.size(); ++i) EXPECT_EQ(report->texts[i], "1 True\n");
}

TEST_F(DriverRun, CallsMainAtLeastThreeTimesUnlessThatTakesFarTooLong) {
    EXPECT_EQ(run("import time\ndef main(): time.sleep(0.2)\n", 0.1).value().times.size(), 3u);
    EXPECT_EQ(run("import time\ndef main(): time.sleep(0.2)\n", 0.01).value().times.size(), 1u);
    EXPECT_EQ(run("def main(): pass\n", 0).value().times.size(), 1u);
}

TEST_F(DriverRun, DoesNotRunAProgramThatHasNoMain) {
    std::optional<DriverReport> report = run("print('must not be seen')\nraise ValueError\n", 1);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->has_main);
}

TEST_F(DriverRun, CallsNoMainThatNeedsArguments) {
    EXPECT_FALSE(run("def main(arguments): pass\n", 1).value().has_main);
    EXPECT_FALSE(run("def main(*, size): pass\n", 1).value().has_main);
    EXPECT_FALSE(run("main = 3\n", 1).value().has_main);
    EXPECT_TRUE(run("def main(size=1, *rest, other=2): pass\n", 0).value().has_main);
}

}  // namespace
}  // namespace moult::bench
