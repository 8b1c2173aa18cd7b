// Looking at the file system for modules.
#include "interp/import/source_finder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace moult {

namespace {

// No source or .pyc file is larger; a special file may go on for ever.
constexpr size_t kLargestFile = size_t{1} << 31;

// Whether one of the two files is there: fills in what is known of it.
bool find_file(const std::string& base, FoundModule* found) {
    for (bool bytecode : {false, true}) {
        std::string path = base + (bytecode ? ".pyc" : ".py");
        struct stat status;
        if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        found->file = std::move(path);
        found->is_bytecode = bytecode;
        found->source_time = static_cast<uint32_t>(status.st_mtime);
        found->source_size = static_cast<uint32_t>(status.st_size);
        found->mode = status.st_mode & 0777;
        return true;
    }
    return false;
}
bool is_folder(const std::string& path) {
    struct stat status;
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// An empty entry of sys.path is the current folder.
std::string absolute_folder(const std::string& folder) {
    if (folder.starts_with('/')) return folder;
    char buffer[4096];
    if (!::getcwd(buffer, sizeof buffer)) return folder;
    return folder.empty() ? std::string(buffer) : std::string(buffer) + "/" + folder;
}

}  // namespace

FoundModule find_source(std::string_view name, const std::vector<std::string>& folders) {
    FoundModule found;
    for (const std::string& entry : folders) {
        std::string base = absolute_folder(entry);
        if (!base.ends_with('/')) base += '/';
        base += name;
        bool folder = is_folder(base);
        if (folder && find_file(base + "/__init__", &found)) {
            found.kind = FoundModule::Kind::kPackage;
            found.folder = {base};
            return found;
        }
        if (find_file(base, &found)) {
            found.kind = FoundModule::Kind::kModule;
            found.folder.clear();
            return found;
        }
        if (folder) found.folder.push_back(base);
    }
    if (!found.folder.empty()) found.kind = FoundModule::Kind::kNamespace;
    return found;
}

bool read_source_file(const std::string& path, std::string* content) {
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat status;
    if (::fstat(fd, &status) == 0 && status.st_size > 0 &&
        static_cast<size_t>(status.st_size) <= kLargestFile)
        content->reserve(static_cast<size_t>(status.st_size));
    char block[32768];
    ssize_t count;
    while ((count = ::read(fd, block, sizeof block)) != 0) {
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        if (content->size() + static_cast<size_t>(count) > kLargestFile) {
            errno = EFBIG;
            count = -1;
            break;
        }
        content->append(block, static_cast<size_t>(count));
    }
    int error = errno;
    ::close(fd);
    errno = error;
    return count == 0;
}

}  // namespace moult
