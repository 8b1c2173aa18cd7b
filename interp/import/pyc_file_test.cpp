// Tests of .pyc files: headers, names, code objects that are none.
#include "interp/import/pyc_file.h"

#include <filesystem>
#include <fstream>

#include "runtime/state/test_support.h"

namespace moult {

namespace {

using std::string_view_literals::operator""sv;

TEST(PycHeader, ReadsWhatItWrites) {
    PycHeader header;
    header.source_time = 0x01020304;
    header.source_size = 99;
    std::string bytes = header.bytes();
    EXPECT_EQ(bytes, "\xa7\x0d\x0d\x0a\0\0\0\0\x04\x03\x02\x01\x63\0\0\0"sv);
    std::optional<PycHeader> read = parse_pyc_header(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->validation, PycValidation::kTimestamp);
    EXPECT_EQ(read->source_time, 0x01020304u);
    EXPECT_EQ(read->source_size, 99u);
    header.validation = PycValidation::kCheckedHash;
    header.source_hash = 0x1122334455667788;
    read = parse_pyc_header(header.bytes());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->validation, PycValidation::kCheckedHash);
    EXPECT_EQ(read->source_hash, 0x1122334455667788u);
}

TEST(PycHeader, RefusesWhatIsNone) {
    EXPECT_FALSE(parse_pyc_header(""));
    EXPECT_FALSE(parse_pyc_header("\xa7\x0d\x0d\x0a\0\0\0\0\0\0\0\0\0\0\0"sv));    // too short
    EXPECT_FALSE(parse_pyc_header("\xa6\x0d\x0d\x0a\0\0\0\0\0\0\0\0\0\0\0\0"sv));  // another magic number
    EXPECT_FALSE(
        parse_pyc_header("\xa7\x0d\x0d\x0a\4\0\0\0\0\0\0\0\0\0\0\0"sv));  // a flag that does not exist
}

TEST(PycSourceHash, IsCPythons) {
    // importlib.util.source_hash() of python3.11
    EXPECT_EQ(pyc_source_hash("print(1)\n"), 0x59307a407f2d81dau);
    EXPECT_EQ(pyc_source_hash(""), 0x737fe8d5d59c8d73u);
}

TEST(PycPath, IsCPythons) {
    EXPECT_EQ(pyc_path("/a/b.py", 0), "/a/__pycache__/b.cpython-311.pyc");
    EXPECT_EQ(pyc_path("/a/b.py", 2), "/a/__pycache__/b.cpython-311.opt-2.pyc");
    EXPECT_EQ(pyc_path("b.c.py", 1), "__pycache__/b.c.cpython-311.opt-1.pyc");
    EXPECT_EQ(pyc_path("/a/b.py", 0, "/cache"), "/cache/a/b.cpython-311.pyc");
}

TEST(WriteFileAtomically, MakesFoldersAndLeavesNothingBehindOnFailure) {
    auto root = std::filesystem::temp_directory_path() / ("pyc_file_test." + std::to_string(getpid()));
    std::string path = (root / "a/b/c.pyc").string();
    EXPECT_TRUE(write_file_atomically(path, "one", 0644));
    EXPECT_TRUE(write_file_atomically(path, "two", 0644));
    std::ifstream file(path);
    std::string content;
    file >> content;
    EXPECT_EQ(content, "two");
    EXPECT_FALSE(write_file_atomically((root / "a/b").string(), "x", 0644));  // a folder is there
    EXPECT_FALSE(write_file_atomically(path + "/d", "x", 0644));              // a file is no folder
    size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::recursive_directory_iterator(root)) ++entries;
    EXPECT_EQ(entries, 3u);
    std::filesystem::remove_all(root);
}

class PycFileTest : public RuntimeTest {};

TEST_F(PycFileTest, HoldsACodeObject) {
    Ref<Str> path = text("f.pyc");
    EXPECT_FALSE(load_pyc_code(thread, PycHeader().bytes() + "N", path.get()));
    EXPECT_EQ(error(), "ImportError: Non-code object in 'f.pyc'");
    EXPECT_FALSE(load_pyc_code(thread, PycHeader().bytes() + "c", path.get()));
    EXPECT_EQ(error(), "EOFError: marshal data too short");
}

}  // namespace

}  // namespace moult
