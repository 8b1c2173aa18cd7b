// Reading, writing and naming .pyc files.
#include "interp/import/pyc_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/marshal/marshal.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/siphash.h"

namespace moult {

namespace {

constexpr uint32_t kHashBased = 1, kCheckSource = 2;
constexpr std::string_view kTag = ".cpython-311";

template <class T>
void add_number(std::string* out, T number) {
    out->append(reinterpret_cast<const char*>(&number), sizeof number);
}
template <class T>
T number_at(std::string_view bytes, size_t at) {
    T number;
    memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

// Makes a folder and those above it.
bool make_folders(const std::string& path) {
    if (path.empty() || ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return true;
    if (errno != ENOENT) return false;
    size_t slash = path.rfind('/');
    if (slash == std::string::npos || !make_folders(path.substr(0, slash))) return false;
    return ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST;
}

bool write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        content.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

}  // namespace

std::string PycHeader::bytes() const {
    std::string out;
    add_number(&out, kPycMagic);
    if (validation == PycValidation::kTimestamp) {
        add_number(&out, uint32_t{0});
        add_number(&out, source_time);
        add_number(&out, source_size);
    } else {
        add_number(&out, validation == PycValidation::kCheckedHash ? kHashBased | kCheckSource : kHashBased);
        add_number(&out, source_hash);
    }
    return out;
}

std::optional<PycHeader> parse_pyc_header(std::string_view content) {
    if (content.size() < kPycHeaderSize || number_at<uint32_t>(content, 0) != kPycMagic) return std::nullopt;
    auto flags = number_at<uint32_t>(content, 4);
    if (flags & ~(kHashBased | kCheckSource)) return std::nullopt;
    PycHeader header;
    if (flags & kHashBased) {
        header.validation =
            flags & kCheckSource ? PycValidation::kCheckedHash : PycValidation::kUncheckedHash;
        header.source_hash = number_at<uint64_t>(content, 8);
    } else {
        header.source_time = number_at<uint32_t>(content, 8);
        header.source_size = number_at<uint32_t>(content, 12);
    }
    return header;
}

uint64_t pyc_source_hash(std::string_view source) {
    const uint64_t key[2] = {kPycMagic, 0};
    return siphash13(key, source.data(), source.size());
}

Ref<Code> load_pyc_code(Thread& thread, std::string_view content, Str* path) {
    Ref<Value> value = TRY(marshal_load(thread, content.substr(kPycHeaderSize)));
    if (!is_exact<Code>(value))
        return raise(thread, thread.types().import_error, "Non-code object in %s",
                     repr_text(thread, Value(path)).c_str());
    return take_as<Code>(std::move(value));
}

Ref<Bytes> make_pyc(Thread& thread, const PycHeader& header, Code* code) {
    Ref<Bytes> body = TRY(marshal_dump(thread, Value(code)));
    std::string content = header.bytes();
    content += body->view();
    return make_bytes(thread, content);
}

std::string pyc_path(std::string_view source, int optimize, std::string_view prefix) {
    size_t slash = source.rfind('/');
    std::string_view folder =
        slash == std::string_view::npos ? std::string_view() : source.substr(0, slash + 1);
    std::string_view name = source.substr(folder.size());
    if (size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
    std::string path;
    if (prefix.empty())
        path.append(folder).append("__pycache__/");
    else
        path.append(prefix).append(folder);
    path.append(name).append(kTag);
    if (optimize > 0) path += ".opt-" + std::to_string(optimize);
    return path + ".pyc";
}

bool write_file_atomically(const std::string& path, std::string_view content, unsigned mode) {
    size_t slash = path.rfind('/');
    if (slash != std::string::npos && !make_folders(path.substr(0, slash))) return false;
    std::string temporary = path + "." + std::to_string(::getpid());
    int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0666);
    if (fd < 0) return false;
    bool written = write_all(fd, content);
    int error = errno;
    if (::close(fd) != 0 && written) written = false, error = errno;
    if (written && ::rename(temporary.c_str(), path.c_str()) == 0) return true;
    if (written) error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    return false;
}

}  // namespace moult
