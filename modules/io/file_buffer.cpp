// Files: from the descriptor to text and back. Knows nothing of methods and arguments.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "interp/eval.h"
#include "modules/io/file_object.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/utf8.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

constexpr size_t kOutputLimit = 16 * 1024;
constexpr size_t kReadSize = 64 * 1024;
constexpr int64_t kTextChunk = 8192;  // what text files read at once in CPython

// The file that holds the input: a text file's binary side has none of its own.
FileObject* input_of(FileObject* file) {
    return file->parent.is_empty() ? file : file->parent.as<FileObject>();
}
std::string_view pending(const FileObject* file) {
    return std::string_view(file->input).substr(file->position);
}
void consume(FileObject* file, size_t count) {
    file->position += count;
    if (file->position == file->input.size()) {
        file->input.clear();
        file->position = 0;
    }
}

// While it lives, the file's buffers are this thread's alone.
class FileUse {
  public:
    FileUse(Thread& thread, FileObject* file)
        : thread_(thread), file_(file), is_outermost_(file->user != &thread) {
        // A thread that has ended with the program's end in the middle of it does not come back.
        while (file->user && file->user != &thread && !thread.interp.finalizing)
            thread.interp.threads->wait(thread);
        file->user = &thread;
    }
    ~FileUse() {
        if (!is_outermost_) return;
        file_->user = nullptr;
        if (thread_.interp.threads->count() > 1) thread_.interp.threads->gil().notify();
    }
    FileUse(const FileUse&) = delete;
    FileUse& operator=(const FileUse&) = delete;

  private:
    Thread& thread_;
    FileObject* file_;
    bool is_outermost_;
};

Status write_all(Thread& thread, int fd, std::string_view bytes, size_t* written) {
    while (*written < bytes.size()) {
        ssize_t count =
            unlocked(thread, [&] { return ::write(fd, bytes.data() + *written, bytes.size() - *written); });
        if (count >= 0) {
            *written += static_cast<size_t>(count);
        } else if (errno == EINTR) {
            TRY(interp::handle_signals(thread));
        } else {
            return raise_os_error(thread, errno);
        }
    }
    return {};
}

Ref<Str> decode(Thread& thread, const FileObject* file, std::string_view bytes) {
    switch (file->codec) {
        case FileEncoding::kLatin1: return make_str_latin1(thread, bytes);
        case FileEncoding::kUtf8:
            if (is_ascii(bytes)) return make_str_latin1(thread, bytes);
            return decode_text(thread, bytes, "utf-8", file->errors);
        case FileEncoding::kAscii:
            if (is_ascii(bytes)) return make_str_latin1(thread, bytes);
            return decode_text(thread, bytes, "ascii", file->errors);
        default: return make_str(thread, bytes);  // decoded already, see decode_whole
    }
}

Ref<Value> decoded(Thread& thread, const FileObject* file, std::string_view bytes) {
    if (!file->is_text()) return make_bytes(thread, bytes);
    return decode(thread, file, bytes);
}

// For encodings in which a newline is not one byte: reads all and keeps it as UTF-8.
Status decode_whole(Thread& thread, FileObject* file) {
    std::string all;
    char block[16384];
    for (;;) {
        ssize_t count = unlocked(thread, [&] { return ::read(file->fd, block, sizeof block); });
        if (count > 0)
            all.append(block, static_cast<size_t>(count));
        else if (count == 0)
            break;
        else if (errno == EINTR)
            TRY(interp::handle_signals(thread));
        else
            return raise_os_error(thread, errno);
    }
    file->at_end = true;
    Ref<Str> text = TRY(decode_text(thread, all, file->encoding, file->errors));
    file->input += to_utf8(text.get());
    return {};
}

// Where the first line of the input ends (behind its newline) and how long it is without newline; false: not
// yet to be seen.
struct LineEnd {
    size_t content, end;
};
bool find_line_end(const FileObject* file, std::string_view input, size_t from, LineEnd* out) {
    if (!file->is_text() || !file->universal) {
        std::string_view terminator = file->is_text() ? std::string_view(file->newline) : "\n";
        size_t at = input.find(terminator, from >= terminator.size() ? from - terminator.size() + 1 : 0);
        if (at == std::string_view::npos) return false;
        *out = {at, at + terminator.size()};
        return true;
    }
    const char* start = input.data() + from;
    const auto* feed = static_cast<const char*>(std::memchr(start, '\n', input.size() - from));
    size_t limit = feed ? static_cast<size_t>(feed - start) : input.size() - from;
    if (const auto* carriage = static_cast<const char*>(std::memchr(start, '\r', limit))) {
        size_t at = static_cast<size_t>(carriage - input.data());
        if (at + 1 == input.size() && !file->at_end) return false;  // "\n" may follow
        *out = {at, at + 1 + (at + 1 < input.size() && input[at + 1] == '\n')};
        return true;
    }
    if (!feed) return false;
    size_t at = static_cast<size_t>(feed - input.data());
    *out = {at, at + 1};
    return true;
}

// "\r\n" and "\r" become "\n".
std::string translate_newlines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
            continue;
        }
        out += '\n';
        if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
    return out;
}

// How many bytes hold the first `count` characters (newlines translated); less when the input ends before.
// `complete` tells whether all of them are there.
size_t bytes_of_characters(const FileObject* file, std::string_view input, int64_t count, bool* complete) {
    bool single = file->codec == FileEncoding::kLatin1 || file->codec == FileEncoding::kAscii;
    bool translate = file->universal && file->translate;
    size_t i = 0;
    while (count > 0 && i < input.size()) {
        auto byte = static_cast<uint8_t>(input[i]);
        size_t length = single || byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        if (translate && byte == '\r') {
            if (i + 1 == input.size() && !file->at_end) break;
            if (i + 1 < input.size() && input[i + 1] == '\n') length = 2;
        }
        if (i + length > input.size()) {
            if (!file->at_end) break;
            length = input.size() - i;
        }
        i += length;
        --count;
    }
    *complete = count == 0;
    return i;
}

Ref<Value> take_text(Thread& thread, FileObject* file, size_t bytes) {
    std::string_view raw = pending(file).substr(0, bytes);
    Ref<Value> result = file->universal && file->translate && raw.find('\r') != std::string_view::npos
                            ? Ref<Value>(decode(thread, file, translate_newlines(raw)))
                            : Ref<Value>(decode(thread, file, raw));
    consume(file, bytes);
    return result;
}

}  // namespace

Status file_flush(Thread& thread, FileObject* file) {
    FileUse use(thread, file);
    if (file->output.empty()) return {};
    size_t written = 0;
    Status status = write_all(thread, file->fd, file->output, &written);
    file->output.erase(0, written);
    return status;
}

// Reading ahead moved the descriptor. Writing goes on where reading stopped; in a text file that is behind the last chunk
// that CPython would have read, for its buffer knows nothing of characters.
static void end_reading(FileObject* file) {
    if (file->read_start < 0) return;
    off_t here = ::lseek(file->fd, 0, SEEK_CUR) - static_cast<off_t>(file->input.size() - file->position);
    if (file->is_text() && here > file->read_start) {
        int64_t chunks = (here - file->read_start + kTextChunk - 1) / kTextChunk;
        struct stat status;
        if (::fstat(file->fd, &status) == 0)
            here = std::max<int64_t>(
                here, std::min<int64_t>(file->read_start + chunks * kTextChunk, status.st_size));
    }
    (void)::lseek(file->fd, here, SEEK_SET);
    file->input.clear();
    file->position = 0;
    file->read_start = -1;
}

Status file_write_bytes(Thread& thread, FileObject* file, std::string_view bytes) {
    FileUse use(thread, file);
    end_reading(file);
    if (file->output.size() + bytes.size() > kOutputLimit) {
        TRY(file_flush(thread, file));
        if (bytes.size() > kOutputLimit) {
            size_t written = 0;
            return write_all(thread, file->fd, bytes, &written);
        }
    }
    file->output.append(bytes);
    if (file->unbuffered) return file_flush(thread, file);
    return {};
}

Status file_write(Thread& thread, FileObject* file, Str* text) {
    std::string_view bytes;
    Ref<Bytes> encoded;
    if (text->is_ascii() && file->codec != FileEncoding::kOther) {
        bytes = text->ascii_view();
    } else {
        const char* encoding = file->codec == FileEncoding::kUtf8     ? "utf-8"
                               : file->codec == FileEncoding::kLatin1 ? "latin-1"
                               : file->codec == FileEncoding::kAscii  ? "ascii"
                                                                      : file->encoding.c_str();
        encoded = TRY(encode_text(thread, text, encoding, file->errors));
        bytes = encoded->view();
    }
    bool has_newline = (file->line_buffering || file->write_newline != "\n") &&
                       bytes.find_first_of("\r\n") != std::string_view::npos;
    if (has_newline && file->write_newline != "\n") {
        std::string translated;
        for (char c : bytes) {
            if (c == '\n')
                translated += file->write_newline;
            else
                translated += c;
        }
        TRY(file_write_bytes(thread, file, translated));
    } else {
        TRY(file_write_bytes(thread, file, bytes));
    }
    if (has_newline && file->line_buffering) return file_flush(thread, file);
    return {};
}

Status file_close(Thread& thread, FileObject* file) {
    FileUse use(thread, file);
    if (file->closed) return {};
    Status flushed = file_flush(thread, file);
    file->closed = true;
    file->output.clear();
    file->input.clear();
    file->position = 0;
    if (file->owns_fd && ::close(file->fd) != 0 && flushed.ok()) return raise_os_error(thread, errno);
    return flushed;
}

Status file_fill(Thread& thread, FileObject* file) {
    FileUse use(thread, file);
    TRY(file_flush(thread, file));
    if (file->codec == FileEncoding::kOther) return decode_whole(thread, file);
    if (file->position > 0) {
        file->input.erase(0, file->position);
        file->position = 0;
    }
    if (file->read_start < 0) file->read_start = ::lseek(file->fd, 0, SEEK_CUR);
    size_t old = file->input.size();
    file->input.resize(old + kReadSize);
    for (;;) {
        ssize_t count =
            unlocked(thread, [&] { return ::read(file->fd, file->input.data() + old, kReadSize); });
        if (count >= 0) {
            file->input.resize(old + static_cast<size_t>(count));
            file->at_end = count == 0;
            return {};
        }
        if (errno != EINTR) {
            int error = errno;
            file->input.resize(old);
            return raise_os_error(thread, error);
        }
        Status status = interp::handle_signals(thread);
        if (!status.ok()) {
            file->input.resize(old);
            return status;
        }
    }
}

Ref<Value> file_read_line(Thread& thread, FileObject* self, int64_t limit) {
    FileObject* file = input_of(self);
    FileUse use(thread, file);
    size_t searched = 0;
    LineEnd line{};
    file->at_end = false;
    while (!find_line_end(self, pending(file), searched, &line)) {
        size_t have = pending(file).size();
        if (file->at_end || (limit >= 0 && have >= static_cast<size_t>(limit) * 4)) {
            line = {have, have};
            break;
        }
        searched = have > 0 ? have - 1 : 0;
        TRY(file_fill(thread, file));
    }
    std::string_view raw = pending(file).substr(0, line.end);
    if (limit >= 0) {
        bool complete;
        size_t bytes = self->is_text() ? bytes_of_characters(self, raw, limit, &complete)
                                       : std::min(raw.size(), static_cast<size_t>(limit));
        if (bytes < raw.size()) line = {bytes, bytes};
    }
    raw = raw.substr(0, line.end);
    bool translated = self->is_text() && self->universal && self->translate && line.end > line.content &&
                      (raw[line.content] == '\r');
    Ref<Value> result = translated ? decoded(thread, self, std::string(raw.substr(0, line.content)) + "\n")
                                   : decoded(thread, self, raw);
    consume(file, line.end);
    return result;
}

Ref<Value> file_read(Thread& thread, FileObject* self, int64_t count) {
    FileObject* file = input_of(self);
    FileUse use(thread, file);
    file->at_end = false;
    if (count < 0) {
        while (!file->at_end) TRY(file_fill(thread, file));
        if (self->is_text()) return take_text(thread, file, pending(file).size());
        Ref<Value> result = make_bytes(thread, pending(file));
        consume(file, pending(file).size());
        return result;
    }
    if (!self->is_text()) {
        auto wanted = static_cast<size_t>(count);
        while (pending(file).size() < wanted && !file->at_end) TRY(file_fill(thread, file));
        wanted = std::min(wanted, pending(file).size());
        Ref<Value> result = make_bytes(thread, pending(file).substr(0, wanted));
        consume(file, wanted);
        return result;
    }
    for (;;) {
        bool complete;
        size_t bytes = bytes_of_characters(file, pending(file), count, &complete);
        if (complete || file->at_end) return take_text(thread, file, bytes);
        TRY(file_fill(thread, file));
    }
}

Result<int64_t> file_tell(Thread& thread, FileObject* self) {
    FileObject* file = input_of(self);
    FileUse use(thread, file);
    TRY(file_flush(thread, file));
    off_t at = ::lseek(file->fd, 0, SEEK_CUR);
    if (at < 0) return raise_os_error(thread, errno);
    return static_cast<int64_t>(at) - static_cast<int64_t>(pending(file).size());
}

Result<int64_t> file_seek(Thread& thread, FileObject* self, int64_t offset, int whence) {
    FileObject* file = input_of(self);
    FileUse use(thread, file);
    TRY(file_flush(thread, file));
    if (whence == SEEK_CUR) {
        offset += TRY(file_tell(thread, file));
        whence = SEEK_SET;
    }
    off_t at = ::lseek(file->fd, offset, whence);
    if (at < 0) return raise_os_error(thread, errno);
    file->input.clear();
    file->position = 0;
    file->read_start = -1;
    file->at_end = false;
    return static_cast<int64_t>(at);
}

}  // namespace moult
