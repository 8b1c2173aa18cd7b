// Tests of what the table and the result file say of given measurements.
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

ProgramSamples program(const std::string& name, const std::vector<double>& baseline,
                       const std::vector<double>& adaptive) {
    ProgramSamples samples;
    samples.name = name;
    for (const std::vector<double>& times : {baseline, adaptive}) {
        Samples one;
        for (double time : times) {
            one.wall_seconds.push_back(time);
            one.cpu_seconds.push_back(time / 2);
            one.peak_kib.push_back(2048);
        }
        samples.by_configuration.push_back(one);
    }
    return samples;
}

Measurements measurements() {
    Measurements measured;
    measured.configurations = {"baseline", "adaptive"};
    measured.commands = {{"moult", "--tier=baseline"}, {"moult", "--tier=adaptive"}};
    measured.subject = 1;
    measured.programs = {program("queens", {2.0, 2.2, 1.8}, {1.0, 1.1, 0.9}),
                         program("nbody", {8.0, 8.0, 8.0}, {1.0, 1.0, 1.0})};
    measured.startup = program("startup", {0.006}, {0.005});
    return measured;
}

std::string report(const Measurements& measured) {
    std::ostringstream out;
    print_report(measured, out);
    return out.str();
}

// The words of the report's line that begins with `start`.
std::string line(const std::string& text, const std::string& start) {
    std::istringstream lines(text);
    for (std::string one; std::getline(lines, one);) {
        if (!one.starts_with(start)) continue;
        std::istringstream words(one);
        std::string joined;
        for (std::string word; words >> word;) joined += (joined.empty() ? "" : " ") + word;
        return joined;
    }
    return "(no line)";
}

TEST(Report, ShowsMediansRatiosAndMemory) {
    std::string text = report(measurements());
    EXPECT_EQ(line(text, "queens"), "queens 3 2.000 1.000 2.00x 2.0 2.0");
    EXPECT_EQ(line(text, "nbody"), "nbody 3 8.000 1.000 8.00x 2.0 2.0");
    EXPECT_EQ(line(text, "geometric mean"), "geometric mean 4.00x");
    EXPECT_EQ(line(text, "startup"), "startup 1 6.0 5.0 1.20x 2.0 2.0");
}

TEST(Report, ShowsIntervalsWhenAskedTo) {
    Measurements measured = measurements();
    measured.intervals = true;
    EXPECT_EQ(line(report(measured), "nbody"), "nbody 3 8.000 1.000 8.00x [8.00, 8.00] 2.0 2.0");
}

TEST(Report, LeavesFailedProgramsOutOfTheMean) {
    Measurements measured = measurements();
    measured.programs[1].failed = true;
    std::string text = report(measured);
    EXPECT_EQ(line(text, "nbody"), "nbody failed");
    EXPECT_EQ(line(text, "geometric mean"), "geometric mean 2.00x");
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
    ASSERT_EQ(document["benchmarks"].size(), 6u);
    nlohmann::json first = document["benchmarks"][0];
    EXPECT_EQ(first["metadata"]["name"], "queens (baseline)");
    EXPECT_EQ(first["metadata"]["command"], "moult --tier=baseline");
    ASSERT_EQ(first["runs"].size(), 3u);
    EXPECT_EQ(first["runs"][1]["values"], nlohmann::json::array({2.2}));
    EXPECT_EQ(first["runs"][1]["metadata"]["mem_max_rss"], 2048 * 1024);
}

TEST_F(ResultFile, CanBeOnePerConfiguration) {
    std::string error;
    ASSERT_TRUE(write_pyperf_json(measurements(), (folder_ / "r-{config}.json").string(), error)) << error;
    EXPECT_EQ(read("r-baseline.json")["benchmarks"].size(), 3u);
    EXPECT_EQ(read("r-adaptive.json")["benchmarks"][1]["metadata"]["name"], "nbody");
}

TEST_F(ResultFile, SaysWhyItCannotBeWritten) {
    std::string error;
    EXPECT_FALSE(write_pyperf_json(measurements(), (folder_ / "none/all.json").string(), error));
    EXPECT_EQ(error, "cannot write " + (folder_ / "none/all.json").string() + ": No such file or directory");
}

}  // namespace
}  // namespace moult::bench
