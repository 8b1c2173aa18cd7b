// Tests of the measured child process, with the shell as the child.
#include "bench/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace moult::bench {
namespace {

ProcessResult shell(const std::string& script, double timeout = 20) {
    SignalHold hold;
    return run_process({.command = {"/bin/sh", "-c", script}, .timeout_seconds = timeout}, hold);
}

TEST(Process, CapturesOutputAndErrorTextApart) {
    ProcessResult result = shell("echo one; echo two >&2; echo three");
    EXPECT_TRUE(result.succeeded());
    EXPECT_EQ(result.output, "one\nthree\n");
    EXPECT_EQ(result.error_text, "two\n");
}

TEST(Process, TakesAReportApartFromWhatIsPrinted) {
    SignalHold hold;
    ProcessRequest request{.command = {"/bin/sh", "-c", "echo text; echo 1.5 >&3"}, .with_report = true};
    ProcessResult result = run_process(request, hold);
    EXPECT_TRUE(result.succeeded());
    EXPECT_EQ(result.output, "text\n");
    EXPECT_EQ(result.report, "1.5\n");
    request.with_report = false;
    EXPECT_FALSE(run_process(request, hold).succeeded());
}

TEST(Process, RunsOnOneProcessorWhenAsked) {
    SignalHold hold;
    ProcessRequest request{.command = {"/bin/sh", "-c", "nproc"}};
    std::string all = run_process(request, hold).output;
    request.on_one_processor = true;
    EXPECT_EQ(run_process(request, hold).output, "1\n");
    request.on_one_processor = false;
    EXPECT_EQ(run_process(request, hold).output, all) << "it is for one child alone";
}

TEST(Process, ReportsTheExitCode) {
    ProcessResult result = shell("exit 7");
    EXPECT_FALSE(result.succeeded());
    EXPECT_EQ(result.ending, Ending::kExited);
    EXPECT_EQ(result.status, 7);
    EXPECT_EQ(describe_ending(result), "ended with exit code 7");
}

TEST(Process, ReportsTheSignalThatKilledIt) {
    ProcessResult result = shell("kill -SEGV $$");
    EXPECT_EQ(result.ending, Ending::kSignalled);
    EXPECT_EQ(result.status, SIGSEGV);
    EXPECT_EQ(describe_ending(result), "was killed by signal 11 (Segmentation fault)");
}

TEST(Process, KillsWhatRunsOutOfTime) {
    ProcessResult result = shell("sleep 30; echo late", 0.2);
    EXPECT_EQ(result.ending, Ending::kTimedOut);
    EXPECT_GE(result.wall_seconds, 0.19);
    EXPECT_LT(result.wall_seconds, 15);
    EXPECT_EQ(result.output, "");
}

TEST(Process, KillsWhatPrintsWithoutEnd) {
    SignalHold hold;
    ProcessResult result =
        run_process({.command = {"/bin/sh", "-c", "while :; do echo text; done"}, .text_limit = 1000}, hold);
    EXPECT_EQ(result.ending, Ending::kTooMuchText);
    EXPECT_EQ(result.output.size(), 1000u);
}

TEST(Process, SaysWhatCouldNotBeStarted) {
    SignalHold hold;
    ProcessResult result = run_process({.command = {"/no/such/program"}}, hold);
    EXPECT_EQ(result.ending, Ending::kNotStarted);
    EXPECT_EQ(result.status, ENOENT);
    EXPECT_EQ(describe_ending(result), "could not be started: No such file or directory");
}

TEST(Process, MeasuresTimeAndMemory) {
    ProcessResult result = shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done");
    EXPECT_TRUE(result.succeeded());
    EXPECT_GT(result.wall_seconds, 0);
    EXPECT_GT(result.user_seconds + result.system_seconds, 0);
    EXPECT_GT(result.peak_kib, 100);
}

TEST(Process, StandardInputIsEmpty) {
    EXPECT_EQ(shell("cat; echo end").output, "end\n");
}

TEST(Process, AnInterruptionKillsTheChildAndIsReported) {
    SignalHold hold;  // before the thread, so that the thread holds the signals back too
    std::thread interrupter([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        kill(getpid(), SIGINT);
    });
    ProcessResult result = run_process({.command = {"/bin/sh", "-c", "sleep 30"}}, hold);
    interrupter.join();
    EXPECT_TRUE(result.interrupted());
    EXPECT_EQ(result.status, SIGINT);
    EXPECT_LT(result.wall_seconds, 15);
}

TEST(Process, AnInterruptionBetweenTwoProcessesStopsTheNext) {
    SignalHold hold;
    kill(getpid(), SIGTERM);
    ProcessResult result = run_process({.command = {"/bin/sh", "-c", "exit 0"}}, hold);
    EXPECT_TRUE(result.interrupted());
    EXPECT_EQ(result.status, SIGTERM);
}

}  // namespace
}  // namespace moult::bench
