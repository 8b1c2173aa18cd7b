// Tests of what the tables and the result file say of given measurements.
#include "bench/report.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/pyperf_json.h"

namespace moult::bench {
namespace {

using Processes = std::vector<std::vector<double>>;  // the times of each process's calls

ProcessResult process() {
    ProcessResult result;
    result.ending = Ending::kExited;
    result.user_seconds = 0.5;
    result.peak_kib = 2048;
    return result;
}

// A program with repeated calls; one list of processes per configuration.
ProgramSamples program(const std::string& name, const std::vector<Processes>& by_configuration) {
    ProgramSamples samples;
    samples.name = name;
    for (const Processes& processes : by_configuration) {
        Samples& one = samples.by_configuration.emplace_back();
        for (const std::vector<double>& times : processes) one.add_calls(process(), times);
    }
    return samples;
}

ProgramSamples whole_program(const std::string& name, const std::vector<double>& seconds) {
    ProgramSamples samples;
    samples.name = name;
    samples.whole_processes = true;
    for (double time : seconds) {
        ProcessResult result = process();
        result.wall_seconds = time;
        samples.by_configuration.emplace_back().add_process(result);
    }
    return samples;
}

// Three configurations; the second is the base, and the third is compared with the first as well.
Measurements measurements() {
    Measurements measured;
    measured.configurations = {"python3.11", "adaptive", "jit"};
    measured.commands = {{"python3.11"}, {"moult", "--tier=adaptive"}, {"moult", "--tier=jit"}};
    measured.options = {{},
                        {{"tier", "\"adaptive\"", "flag"}},
                        {{"tier", "\"jit\"", "flag"},
                         {"jit_dump", R"(["ir","asm"])", "variable"},
                         {"jit_threshold", "1000", "default"},
                         {"jit_sync", "false", "default"}}};
    measured.comparisons = {{0, 1}, {2, 1}, {2, 0}};
    measured.programs = {
        program("queens",
                {{{2.0, 2.0}, {2.2, 2.2}, {1.8, 1.8}},
                 {{1.0, 1.0}, {1.1, 1.1}, {0.9, 0.9}},
                 {{1.5, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5}, {0.5, 0.5}, {1.5, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5}}}),
        program("nbody", {{{8.0, 8.0}}, {{4.0, 4.0}}, {{4.0, 3.0, 2.0, 0.5}}}),
    };
    measured.startup = whole_program("startup", {0.006, 0.003, 0.004});
    return measured;
}

std::string report(const Measurements& measured) {
    std::ostringstream out;
    print_report(measured, out);
    return out.str();
}

// The words of the report's lines that begin with `start`, one string for each.
std::vector<std::string> lines(const std::string& text, const std::string& start) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string one; std::getline(stream, one);) {
        if (!one.starts_with(start)) continue;
        std::istringstream words(one);
        std::string& joined = found.emplace_back();
        for (std::string word; words >> word;) joined += (joined.empty() ? "" : " ") + word;
    }
    return found;
}

using Lines = std::vector<std::string>;

TEST(Report, ShowsSpeedWarmUpAndMemory) {
    std::string text = report(measurements());
    EXPECT_EQ(lines(text, "queens"), (Lines{
                                         "queens 3 2.0000 1.0000 0.5000 0.50x 2.00x 4.00x",
                                         "queens 0.00 0.00 1.50 1.00 1.00 3.00",
                                         "queens 2.0 2.0 2.0",
                                     }));
    EXPECT_EQ(lines(text, "geometric mean"), Lines{"geometric mean 0.50x 4.00x 8.00x"});
    EXPECT_EQ(lines(text, "startup"),
              (Lines{"startup 2.0 2.0 2.0", "startup 1 6.0 3.0 4.0 0.50x 0.75x 1.50x"}));
}

TEST(Report, MarksAWarmUpThatWentOnToTheEnd) {
    EXPECT_EQ(lines(report(measurements()), "nbody").at(1), "nbody 0.00 0.00 >7.50 1.00 1.00 8.00");
}

TEST(Report, NamesWhatIsComparedWithWhat) {
    std::string text = report(measurements());
    EXPECT_EQ(lines(text, "program"), (Lines{"program runs python3.11 adaptive jit python3.11 jit jit",
                                             "program python3.11 adaptive jit python3.11 adaptive jit"}));
    EXPECT_EQ(lines(text, "  ").at(0), "seconds seconds seconds / adaptive / adaptive / python3.11");
}

TEST(Report, ShowsWhatOneRunTakes) {
    Measurements measured = measurements();
    EXPECT_EQ(lines(report(measured), "one run"), Lines{}) << "where nothing was run once";
    measured.programs[0].once = whole_program("queens", {0.2, 0.1, 0.11}).by_configuration;
    measured.programs[0].once[2].cpu_seconds[0] = 0.75;
    std::string text = report(measured);
    EXPECT_EQ(lines(text, "one run"),
              (Lines{"one run python3.11 python3.11 adaptive adaptive jit jit python3.11 "
                     "cpu python3.11 jit cpu jit jit cpu jit"}));
    EXPECT_EQ(lines(text, "queens").at(2), "queens 200 500 100 500 110 750 2.00 1.00 1.10 1.50 0.55 1.50");
    EXPECT_EQ(lines(text, "geometric mean").at(1), "geometric mean 2.00 1.00 1.10 1.50 0.55 1.50");
}

TEST(Report, ShowsIntervalsWhenAskedTo) {
    Measurements measured = measurements();
    measured.intervals = true;
    EXPECT_EQ(lines(report(measured), "nbody").at(0),
              "nbody 1 8.0000 4.0000 0.5000 0.50x [0.50, 0.50] 8.00x [8.00, 8.00] 16.00x [16.00, 16.00]");
}

TEST(Report, MarksWhatWasMeasuredAsWholeProcesses) {
    Measurements measured = measurements();
    EXPECT_EQ(lines(report(measured), "*:"), Lines{});
    measured.programs[1] = whole_program("nbody", {8, 4, 2});
    std::string text = report(measured);
    EXPECT_EQ(lines(text, "nbody"),
              (Lines{"nbody * 1 8.0000 4.0000 2.0000 0.50x 2.00x 4.00x", "nbody 2.0 2.0 2.0"}));
    EXPECT_EQ(lines(text, "*:").size(), 1u);
}

TEST(Report, LeavesFailedProgramsOutOfTheMean) {
    Measurements measured = measurements();
    measured.programs[1].failed = true;
    std::string text = report(measured);
    EXPECT_EQ(lines(text, "nbody"), Lines{"nbody failed"});
    EXPECT_EQ(lines(text, "geometric mean"), Lines{"geometric mean 0.50x 2.00x 4.00x"});
}

class ResultFile : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "result_file.XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    nlohmann::json read(const std::string& name) {
        std::ifstream file(folder_ / name);
        return nlohmann::json::parse(file);
    }

    std::filesystem::path folder_;
};

TEST_F(ResultFile, HoldsEveryProcessAsARunOfPyperf) {
    std::string error;
    ASSERT_TRUE(write_pyperf_json(measurements(), (folder_ / "all.json").string(), error)) << error;
    nlohmann::json document = read("all.json");
    EXPECT_EQ(document["version"], "1.0");
    ASSERT_EQ(document["benchmarks"].size(), 9u);
    nlohmann::json first = document["benchmarks"][0];
    EXPECT_EQ(first["metadata"]["name"], "queens (python3.11)");
    nlohmann::json queens = document["benchmarks"][6];
    EXPECT_EQ(queens["metadata"]["name"], "queens (jit)");
    EXPECT_EQ(queens["metadata"]["command"], "moult --tier=jit");
    EXPECT_EQ(queens["metadata"]["moult_option_tier"], "jit");
    EXPECT_EQ(queens["metadata"]["moult_option_jit_dump"], "ir asm");
    EXPECT_EQ(queens["metadata"]["moult_option_jit_threshold"], 1000);
    EXPECT_EQ(queens["metadata"]["moult_option_jit_sync"], false);
    EXPECT_EQ(queens["metadata"]["moult_options_given"], "tier (flag), jit_dump (variable)");
    EXPECT_FALSE(first["metadata"].contains("moult_options_given"));
    ASSERT_EQ(queens["runs"].size(), 3u);
    nlohmann::json run = queens["runs"][0];
    EXPECT_EQ(run["metadata"]["mem_max_rss"], 2048 * 1024);
    EXPECT_EQ(run["metadata"]["cpu_seconds"], 0.5);
    EXPECT_EQ(run["warmups"], nlohmann::json::parse("[[1, 1.5], [1, 1.0], [1, 0.5], [1, 0.5]]"));
    EXPECT_EQ(run["values"], nlohmann::json::parse("[0.5, 0.5, 0.5]"));
    EXPECT_EQ(run["metadata"]["moult_warm_up_calls"], 2);
    EXPECT_EQ(run["metadata"]["moult_warm_up_seconds"], 1.5);
}

TEST_F(ResultFile, GivesAWholeProcessAsOneValue) {
    std::string error;
    ASSERT_TRUE(write_pyperf_json(measurements(), (folder_ / "all.json").string(), error)) << error;
    nlohmann::json startup = read("all.json")["benchmarks"][2];
    EXPECT_EQ(startup["metadata"]["name"], "startup (python3.11)");
    EXPECT_EQ(startup["runs"][0]["values"], nlohmann::json::array({0.006}));
    EXPECT_FALSE(startup["runs"][0].contains("warmups"));
}

TEST_F(ResultFile, CanBeOnePerConfiguration) {
    std::string error;
    ASSERT_TRUE(write_pyperf_json(measurements(), (folder_ / "r-{config}.json").string(), error)) << error;
    EXPECT_EQ(read("r-jit.json")["benchmarks"].size(), 3u);
    EXPECT_EQ(read("r-adaptive.json")["benchmarks"][1]["metadata"]["name"], "nbody");
}

TEST_F(ResultFile, SaysWhyItCannotBeWritten) {
    std::string error;
    EXPECT_FALSE(write_pyperf_json(measurements(), (folder_ / "none/all.json").string(), error));
    EXPECT_EQ(error, "cannot write " + (folder_ / "none/all.json").string() + ": No such file or directory");
}

}  // namespace
}  // namespace moult::bench
