// Tests of files below their methods: buffering, line ends, decoding across blocks.
#include "modules/io/file_object.h"

#include <cstdio>
#include <fstream>

#include "runtime/state/test_support.h"
#include "runtime/strings/bytes.h"

namespace moult {
namespace {

class FileObjectTest : public RuntimeTest {
  protected:
    void SetUp() override { path_ = testing::TempDir() + "file_object_test"; }
    void TearDown() override { std::remove(path_.c_str()); }

    Ref<FileObject> open(const char* mode, Value newline = Value::none()) {
        Ref<Value> file =
            open_file(thread, {text(path_).value(), text(mode).value(), integer(-1), Value::none(),
                               Value::none(), newline, Value::boolean(true), Value::none()});
        return take_as<FileObject>(std::move(file));
    }
    void content(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
    std::string on_disk() {
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string line(FileObject* file) { return to_utf8(as_str(file_read_line(thread, file, -1))); }

    std::string path_;
};

TEST_F(FileObjectTest, OutputWaitsInTheBufferUntilFlushed) {
    Ref<FileObject> file = open("w");
    ASSERT_TRUE(file_write(thread, file.get(), text("héllo").get()).ok());
    EXPECT_EQ(on_disk(), "");
    ASSERT_TRUE(file_flush(thread, file.get()).ok());
    EXPECT_EQ(on_disk(), "héllo");
}

TEST_F(FileObjectTest, ADyingFileWritesWhatItHolds) {
    Ref<FileObject> file = open("w");
    ASSERT_TRUE(file_write(thread, file.get(), text("held").get()).ok());
    file = nullptr;
    EXPECT_EQ(on_disk(), "held");
}

TEST_F(FileObjectTest, MuchOutputDoesNotWait) {
    Ref<FileObject> file = open("w");
    Ref<Str> large = text(std::string(100000, 'x'));
    ASSERT_TRUE(file_write(thread, file.get(), large.get()).ok());
    EXPECT_EQ(on_disk().size(), 100000u);
}

TEST_F(FileObjectTest, UniversalNewlinesAreTranslated) {
    content("a\r\nb\rc\n\r\r\nd");
    Ref<FileObject> file = open("r");
    for (const char* expected : {"a\n", "b\n", "c\n", "\n", "\n", "d", ""})
        EXPECT_EQ(line(file.get()), expected);
}

TEST_F(FileObjectTest, ALineEndAcrossTwoBlocksIsOneLineEnd) {
    std::string first(64 * 1024 - 1, 'x');  // the carriage return is the last byte of the first block
    content(first + "\r\nrest");
    Ref<FileObject> file = open("r");
    EXPECT_EQ(line(file.get()), first + "\n");
    EXPECT_EQ(line(file.get()), "rest");
}

TEST_F(FileObjectTest, ACharacterAcrossTwoBlocksIsOneCharacter) {
    content(std::string(64 * 1024 - 1, 'x') + "é!");
    Ref<FileObject> file = open("r");
    Ref<Value> all = file_read(thread, file.get(), 64 * 1024);
    EXPECT_EQ(as_str(all)->length, 64u * 1024);
    EXPECT_EQ(as_str(all)->at(64 * 1024 - 1), U'é');
    EXPECT_EQ(line(file.get()), "!");
}

TEST_F(FileObjectTest, PositionsCountTheBytesThatWereUsed) {
    content("a\r\nbc\n");
    Ref<FileObject> file = open("r");
    line(file.get());
    EXPECT_EQ(file_tell(thread, file.get()).value(), 3);
    EXPECT_EQ(file_seek(thread, file.get(), 4, SEEK_SET).value(), 4);
    EXPECT_EQ(line(file.get()), "c\n");
}

// As CPython's text layer does, which has read a whole block.
TEST_F(FileObjectTest, WritingTextAfterReadingGoesOnBehindWhatWasReadAhead) {
    content("abcdef");
    Ref<FileObject> file = open("r+");
    EXPECT_EQ(to_utf8(as_str(file_read(thread, file.get(), 2))), "ab");
    ASSERT_TRUE(file_write(thread, file.get(), text("XY").get()).ok());
    ASSERT_TRUE(file_close(thread, file.get()).ok());
    EXPECT_EQ(on_disk(), "abcdefXY");
}

TEST_F(FileObjectTest, WritingBytesAfterReadingGoesOnWhereReadingStopped) {
    content("abcdef");
    Ref<FileObject> file = open("rb+");
    Ref<Value> read = file_read(thread, file.get(), 2);
    EXPECT_EQ(repr_of(read), "b'ab'");
    ASSERT_TRUE(file_write_bytes(thread, file.get(), "XY").ok());
    ASSERT_TRUE(file_close(thread, file.get()).ok());
    EXPECT_EQ(on_disk(), "abXYef");
}

TEST_F(FileObjectTest, UndecodableTextIsAnError) {
    content("a\xff");
    Ref<FileObject> file = open("r");
    EXPECT_TRUE(file_read(thread, file.get(), -1).is_error());
    EXPECT_EQ(error(),
              "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
}

TEST_F(FileObjectTest, MissingFilesAreReportedByName) {
    path_ = "/nonexistent/file";
    EXPECT_FALSE(open("r"));
    EXPECT_EQ(error(), "FileNotFoundError: [Errno 2] No such file or directory: '/nonexistent/file'");
}

}  // namespace
}  // namespace moult
