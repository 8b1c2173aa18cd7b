// Tests of how names of programs and configurations become files and commands.
#include "bench/matrix.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace moult::bench {
namespace {

// A folder with the programs one.py and two.py and a file that is no program.
class MatrixTest : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "matrix_test.XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        for (const char* name : {"two.py", "one.py", "notes.txt"})
            std::ofstream(folder_ / name) << "print(1)\n";
        options_.programs = {folder_.string()};
        options_.moult = "/opt/moult";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string failure() {
        Matrix matrix;
        std::string error;
        EXPECT_FALSE(make_matrix(options_, matrix, error));
        return error;
    }

    Matrix matrix() {
        Matrix matrix;
        std::string error;
        EXPECT_TRUE(make_matrix(options_, matrix, error)) << error;
        return matrix;
    }

    std::filesystem::path folder_;
    BenchOptions options_;
};

using Words = std::vector<std::string>;

TEST_F(MatrixTest, AFolderGivesItsProgramsInOrder) {
    Matrix found = matrix();
    ASSERT_EQ(found.programs.size(), 2u);
    EXPECT_EQ(found.programs[0].name, "one");
    EXPECT_EQ(found.programs[0].file, (folder_ / "one.py").string());
    EXPECT_EQ(found.programs[0].arguments, Words{(folder_ / "one.py").string()});
    EXPECT_EQ(found.programs[1].name, "two");
}

TEST_F(MatrixTest, AFileIsAProgram) {
    options_.programs = {(folder_ / "two.py").string()};
    Matrix found = matrix();
    ASSERT_EQ(found.programs.size(), 1u);
    EXPECT_EQ(found.programs[0].name, "two");
}

TEST_F(MatrixTest, AnUnknownProgramIsNamed) {
    options_.programs = {"no_such_program"};
    EXPECT_TRUE(failure().starts_with("no such program: no_such_program (not a file, not a folder, and "));
}

TEST_F(MatrixTest, AFolderWithoutProgramsIsAnError) {
    std::filesystem::create_directory(folder_ / "empty");
    options_.programs = {(folder_ / "empty").string()};
    EXPECT_EQ(failure(), "there are no programs (*.py) in " + (folder_ / "empty").string());
}

TEST_F(MatrixTest, TiersAreFlagsOfMoult) {
    options_.configurations = {"baseline", "adaptive"};
    Matrix found = matrix();
    ASSERT_EQ(found.configurations.size(), 2u);
    EXPECT_EQ(found.configurations[0].command, (Words{"/opt/moult", "--tier=baseline"}));
    EXPECT_EQ(found.configurations[1].command, (Words{"/opt/moult", "--tier=adaptive"}));
    EXPECT_EQ(found.comparisons, (std::vector<Comparison>{{0, 1}}));
}

TEST_F(MatrixTest, AConfigurationOfOnesOwnIsNameAndCommand) {
    options_.configurations = {"arena=moult --alloc=arena", "other=/usr/bin/other -x"};
    Matrix found = matrix();
    ASSERT_EQ(found.configurations.size(), 2u);
    EXPECT_EQ(found.configurations[0].name, "arena");
    EXPECT_EQ(found.configurations[0].command, (Words{"/opt/moult", "--alloc=arena"}));
    EXPECT_EQ(found.configurations[1].command, (Words{"/usr/bin/other", "-x"}));
    EXPECT_TRUE(found.configurations[0].is_moult);
    EXPECT_FALSE(found.configurations[1].is_moult);
    EXPECT_EQ(found.comparisons, (std::vector<Comparison>{{1, 0}}));
}

// A command that takes --tier=jit, and one that refuses it, stand in for moult.
TEST_F(MatrixTest, TheTraceTierIsThereWhenMoultTakesIt) {
    std::string error;
    EXPECT_TRUE(has_trace_tier("/bin/true", error));
    EXPECT_FALSE(has_trace_tier("/no/such/moult", error));
    EXPECT_FALSE(has_trace_tier("/bin/false", error));
    EXPECT_EQ(error, "/bin/false has no working trace tier (it refuses --tier=jit)");

    std::filesystem::path complaining = folder_ / "complaining";
    std::ofstream(complaining) << "#!/bin/sh\necho the trace tier is off >&2\n";
    std::filesystem::permissions(complaining, std::filesystem::perms::owner_all);
    EXPECT_FALSE(has_trace_tier(complaining.string(), error));
    EXPECT_EQ(error, complaining.string() + " has no working trace tier (the trace tier is off)");

    options_.configurations = {"baseline", "jit", "adaptive"};
    options_.moult = "/bin/true";
    Matrix found = matrix();
    ASSERT_EQ(found.configurations.size(), 3u);
    EXPECT_EQ(found.configurations[1].command, (Words{"/bin/true", "--tier=jit"}));
    EXPECT_EQ(found.comparisons, (std::vector<Comparison>{{0, 2}, {1, 2}}));

    options_.moult = "/bin/false";
    EXPECT_EQ(failure(), "configuration jit: /bin/false has no working trace tier (it refuses --tier=jit)");
}

TEST_F(MatrixTest, TheDefaultConfigurationsAreTheTiersOfMoult) {
    for (const char* moult : {"/bin/true", "/bin/false"}) {
        options_.moult = moult;
        Words names;
        for (const Configuration& configuration : matrix().configurations)
            names.push_back(configuration.name);
        if (names.back() == "python3.11") names.pop_back();
        Words tiers{"baseline", "adaptive"};
        if (options_.moult == "/bin/true") tiers.emplace_back("jit");
        EXPECT_EQ(names, tiers);
    }
}

TEST_F(MatrixTest, TracesAreComparedWithCPythonToo) {
    options_.configurations = {"adaptive", "jit=moult --tier=jit", "python3.11=/bin/cat"};
    EXPECT_EQ(matrix().comparisons, (std::vector<Comparison>{{1, 0}, {2, 0}, {1, 2}}));
    options_.configurations = {"jit=moult --tier=jit", "python3.11=/bin/cat"};
    EXPECT_EQ(matrix().comparisons, (std::vector<Comparison>{{1, 0}}));
}

TEST_F(MatrixTest, WrongConfigurationsAreNamed) {
    options_.configurations = {"adaptve"};
    EXPECT_TRUE(failure().starts_with("no such configuration: adaptve ("));
    options_.configurations = {"python9.99"};
    EXPECT_EQ(failure(), "configuration python9.99: there is no such command");
    options_.configurations = {"=moult"};
    EXPECT_EQ(failure(), "a configuration of one's own is NAME=COMMAND, not '=moult'");
    options_.configurations = {"adaptive", "adaptive"};
    EXPECT_EQ(failure(), "configuration adaptive is named twice");
}

}  // namespace
}  // namespace moult::bench
