// Looking at the file system for modules.
#include "runtime/modules/source_finder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace moult {

namespace {

bool is_file(const std::string& path) {
    struct stat status;
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
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
        if (folder && is_file(base + "/__init__.py"))
            return {FoundModule::Kind::kPackage, base + "/__init__.py", {base}};
        if (is_file(base + ".py")) return {FoundModule::Kind::kModule, base + ".py", {}};
        if (folder) found.folder.push_back(base);
    }
    if (!found.folder.empty()) found.kind = FoundModule::Kind::kNamespace;
    return found;
}

bool read_source_file(const std::string& path, std::string* content) {
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat status;
    if (::fstat(fd, &status) == 0 && status.st_size > 0)
        content->reserve(static_cast<size_t>(status.st_size));
    char block[32768];
    ssize_t count;
    while ((count = ::read(fd, block, sizeof block)) != 0) {
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        content->append(block, static_cast<size_t>(count));
    }
    int error = errno;
    ::close(fd);
    errno = error;
    return count == 0;
}

}  // namespace moult
