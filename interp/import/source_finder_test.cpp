// Tests of the search for modules in folders.
#include "interp/import/source_finder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace moult {
namespace {

class SourceFinderTest : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "finder_XXXXXX";
        root_ = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(root_); }
    void file(const std::string& name) {
        std::filesystem::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << "content";
    }
    FoundModule find(const std::string& name, std::vector<std::string> folders) {
        for (std::string& folder : folders) folder = (root_ / folder).string();
        return find_source(name, folders);
    }
    std::filesystem::path root_;
};

TEST_F(SourceFinderTest, AFileIsAModule) {
    file("a/m.py");
    FoundModule found = find("m", {"a"});
    EXPECT_EQ(found.kind, FoundModule::Kind::kModule);
    EXPECT_EQ(found.file, (root_ / "a/m.py").string());
}

TEST_F(SourceFinderTest, APackageGoesBeforeAModuleOfTheSameFolder) {
    file("a/m.py");
    file("a/m/__init__.py");
    FoundModule found = find("m", {"a"});
    EXPECT_EQ(found.kind, FoundModule::Kind::kPackage);
    ASSERT_EQ(found.folder.size(), 1u);
    EXPECT_EQ(found.folder[0], (root_ / "a/m").string());
}

TEST_F(SourceFinderTest, TheFirstFolderWins) {
    file("b/m.py");
    file("a/m.py");
    EXPECT_EQ(find("m", {"b", "a"}).file, (root_ / "b/m.py").string());
}

TEST_F(SourceFinderTest, FoldersMakeANamespacePackageOnlyWhenNothingElseIsThere) {
    file("a/m/x.py");
    file("b/m/y.py");
    FoundModule both = find("m", {"a", "b"});
    EXPECT_EQ(both.kind, FoundModule::Kind::kNamespace);
    EXPECT_EQ(both.folder.size(), 2u);
    file("c/m.py");
    EXPECT_EQ(find("m", {"a", "b", "c"}).kind, FoundModule::Kind::kModule);
}

TEST_F(SourceFinderTest, BytecodeAloneIsAModuleAndSourcesGoFirst) {
    file("a/m.pyc");
    FoundModule found = find("m", {"a"});
    EXPECT_EQ(found.kind, FoundModule::Kind::kModule);
    EXPECT_EQ(found.file, (root_ / "a/m.pyc").string());
    EXPECT_TRUE(found.is_bytecode);
    file("a/m.py");
    found = find("m", {"a"});
    EXPECT_EQ(found.file, (root_ / "a/m.py").string());
    EXPECT_FALSE(found.is_bytecode);
    EXPECT_EQ(found.source_size, 7u);
    file("a/p/__init__.pyc");
    EXPECT_EQ(find("p", {"a"}).kind, FoundModule::Kind::kPackage);
}

TEST_F(SourceFinderTest, WhatIsNotThereIsNotFound) {
    EXPECT_EQ(find("m", {"a", "nowhere"}).kind, FoundModule::Kind::kNone);
    std::string content;
    EXPECT_FALSE(read_source_file((root_ / "none.py").string(), &content));
    EXPECT_EQ(errno, ENOENT);
    file("a/m.py");
    EXPECT_TRUE(read_source_file((root_ / "a/m.py").string(), &content));
    EXPECT_EQ(content, "content");
}

}  // namespace
}  // namespace moult
