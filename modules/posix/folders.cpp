// posix: the names of files: folders, links, renaming, removing; and texts of paths.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <vector>

#include "modules/posix/posix.h"
#include "runtime/containers/list.h"

namespace moult::posix {

namespace {

Ref<Value> current_folder(Thread& thread, bool as_bytes) {
    std::string text(PATH_MAX, '\0');
    while (!::getcwd(text.data(), text.size())) {
        if (errno != ERANGE) return raise_errno(thread);
        text.resize(2 * text.size());
    }
    return path_value(thread, text.c_str(), as_bytes);
}
Ref<Value> getcwd_function(Thread& thread, Args) {
    return current_folder(thread, false);
}
Ref<Value> getcwdb_function(Thread& thread, Args) {
    return current_folder(thread, true);
}
Ref<Value> chdir_function(Thread& thread, Args args) {
    Path path;
    TRY(read_path(thread, args[0], "chdir", "path", kOrDescriptor, &path));
    auto result = TRY(blocking(
        thread, [&] { return path.is_descriptor ? ::fchdir(path.descriptor) : ::chdir(path.c_str()); }));
    return none_or_error(thread, result, path);
}
Ref<Value> fchdir_function(Thread& thread, Args args) {
    int descriptor = TRY(read_descriptor(thread, args[0]));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::fchdir(descriptor); })));
}
Ref<Value> chroot_function(Thread& thread, Args args) {
    Path path;
    TRY(read_path(thread, args[0], "chroot", "path", kPathOnly, &path));
    return none_or_error(thread, ::chroot(path.c_str()), path);
}

Ref<Value> listdir_function(Thread& thread, Args args) {
    Path path;
    TRY(read_path(thread, args[0], "listdir", "path", kOrDescriptor | kOrNone, &path));
    DIR* folder;
    if (path.is_descriptor) {
        int copy = ::fcntl(path.descriptor, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) return raise_errno(thread, path);
        folder = ::fdopendir(copy);
        if (folder)
            ::rewinddir(folder);
        else
            ::close(copy);
    } else {
        folder = ::opendir(path.c_str());
    }
    if (!folder) return raise_errno(thread, path);
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(folder);
        if (!entry) break;
        std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    int error = errno;
    if (path.is_descriptor) ::rewinddir(folder);
    ::closedir(folder);
    errno = error;
    if (error) return raise_errno(thread, path);
    Ref<List> list = TRY(make_list(thread, names.size()));
    for (const std::string& name : names) {
        Ref<Value> value = TRY(path_value(thread, name, path.is_bytes));
        TRY(list_append(thread, list.get(), value));
    }
    return list;
}

Ref<Value> mkdir_function(Thread& thread, Args args) {  // path, mode, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "mkdir", "path", kPathOnly, &path));
    auto mode = static_cast<mode_t>(TRY(as_c_int(thread, args[1])));
    int folder = TRY(read_folder(thread, args[2]));
    return none_or_error(thread, unlocked(thread, [&] { return ::mkdirat(folder, path.c_str(), mode); }),
                         path);
}
Ref<Value> remove_name(Thread& thread, Args args, const char* function, int flags) {  // path, dir_fd
    Path path;
    TRY(read_path(thread, args[0], function, "path", kPathOnly, &path));
    int folder = TRY(read_folder(thread, args[1]));
    return none_or_error(thread, unlocked(thread, [&] { return ::unlinkat(folder, path.c_str(), flags); }),
                         path);
}
Ref<Value> rmdir_function(Thread& thread, Args args) {
    return remove_name(thread, args, "rmdir", AT_REMOVEDIR);
}
Ref<Value> unlink_function(Thread& thread, Args args) {
    return remove_name(thread, args, "unlink", 0);
}
Ref<Value> remove_function(Thread& thread, Args args) {
    return remove_name(thread, args, "remove", 0);
}

Ref<Value> rename_to(Thread& thread, Args args, const char* function) {  // src, dst, src_dir_fd, dst_dir_fd
    Path from, to;
    TRY(read_path(thread, args[0], function, "src", kPathOnly, &from));
    TRY(read_path(thread, args[1], function, "dst", kPathOnly, &to));
    int from_folder = TRY(read_folder(thread, args[2])), to_folder = TRY(read_folder(thread, args[3]));
    if (unlocked(thread, [&] { return ::renameat(from_folder, from.c_str(), to_folder, to.c_str()); }) < 0)
        return raise_errno(thread, from, to);
    return Value::none();
}
Ref<Value> rename_function(Thread& thread, Args args) {
    return rename_to(thread, args, "rename");
}
Ref<Value> replace_function(Thread& thread, Args args) {
    return rename_to(thread, args, "replace");
}

Ref<Value> link_function(Thread& thread, Args args) {  // src, dst, src_dir_fd, dst_dir_fd, follow_symlinks
    Path from, to;
    TRY(read_path(thread, args[0], "link", "src", kPathOnly, &from));
    TRY(read_path(thread, args[1], "link", "dst", kPathOnly, &to));
    int from_folder = TRY(read_folder(thread, args[2])), to_folder = TRY(read_folder(thread, args[3]));
    bool follow = TRY(truth(thread, args[4]));
    // With its defaults the function is link(), which on Linux does not follow the source.
    bool plain = follow && from_folder == AT_FDCWD && to_folder == AT_FDCWD;
    int flags = follow && !plain ? AT_SYMLINK_FOLLOW : 0;
    if (::linkat(from_folder, from.c_str(), to_folder, to.c_str(), flags) < 0)
        return raise_errno(thread, from, to);
    return Value::none();
}
Ref<Value> symlink_function(Thread& thread, Args args) {  // src, dst, target_is_directory, dir_fd
    Path from, to;
    TRY(read_path(thread, args[0], "symlink", "src", kPathOnly, &from));
    TRY(read_path(thread, args[1], "symlink", "dst", kPathOnly, &to));
    int folder = TRY(read_folder(thread, args[3]));
    if (::symlinkat(from.c_str(), folder, to.c_str()) < 0) return raise_errno(thread, from, to);
    return Value::none();
}
Ref<Value> readlink_function(Thread& thread, Args args) {  // path, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "readlink", "path", kPathOnly, &path));
    int folder = TRY(read_folder(thread, args[1]));
    char text[PATH_MAX + 1];
    ssize_t length = ::readlinkat(folder, path.c_str(), text, sizeof text);
    if (length < 0) return raise_errno(thread, path);
    return path_value(thread, {text, static_cast<size_t>(length)}, path.is_bytes);
}
Ref<Value> mkfifo_function(Thread& thread, Args args) {  // path, mode, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "mkfifo", "path", kPathOnly, &path));
    auto mode = static_cast<mode_t>(TRY(as_c_int(thread, args[1])));
    int folder = TRY(read_folder(thread, args[2]));
    return none_or_error(thread,
                         TRY(blocking(thread, [&] { return ::mkfifoat(folder, path.c_str(), mode); })), path);
}

Ref<Value> mknod_function(Thread& thread, Args args) {  // path, mode, device, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "mknod", "path", kPathOnly, &path));
    auto mode = static_cast<mode_t>(TRY(as_c_int(thread, args[1])));
    auto device = static_cast<dev_t>(TRY(as_ssize(thread, args[2])));
    int folder = TRY(read_folder(thread, args[3]));
    return none_or_error(
        thread, TRY(blocking(thread, [&] { return ::mknodat(folder, path.c_str(), mode, device); })));
}

Ref<Value> fspath_function(Thread& thread, Args args) {
    return fspath(thread, args[0]);
}

// What posixpath.normpath() is made of: single slashes, neither "." nor ".." where they can be resolved. Nothing for
// the current folder, unless it was given by its name alone, as in CPython.
Ref<Value> normpath_function(Thread& thread, Args args) {
    Str* given = as_str(args[0]);
    if (!given) return raise_type_error(thread, "expected 'str', not '%s'", type_name(thread, args[0]));
    size_t length = given->length;
    size_t slashes = 0;
    while (slashes < length && given->at(slashes) == '/') ++slashes;
    size_t root = slashes == 2 ? 2 : slashes ? 1 : 0;
    std::vector<std::pair<size_t, size_t>> parts;  // where they begin and end
    auto is = [&](std::pair<size_t, size_t> part, std::string_view text) {
        if (part.second - part.first != text.size()) return false;
        for (size_t i = 0; i < text.size(); ++i)
            if (given->at(part.first + i) != static_cast<unsigned char>(text[i])) return false;
        return true;
    };
    for (size_t begin = slashes; begin < length;) {
        size_t end = begin;
        while (end < length && given->at(end) != '/') ++end;
        std::pair part(begin, end);
        if (is(part, "..") && !parts.empty() && !is(parts.back(), ".."))
            parts.pop_back();
        else if (end > begin && !is(part, ".") && !(is(part, "..") && root))
            parts.push_back(part);
        begin = end + 1;
    }
    StrBuilder out(thread);
    for (size_t i = 0; i < root; ++i) out.add('/');
    for (size_t i = 0; i < parts.size(); ++i) {
        if (i) out.add('/');
        out.add_range(given, parts[i].first, parts[i].second);
    }
    if (length == 1 && given->at(0) == '.') out.add('.');
    return out.finish();
}

constexpr MethodDef kFunctions[] = {
    {"getcwd()", getcwd_function, "Return a unicode string representing the current working directory."},
    {"getcwdb()", getcwdb_function, "Return a bytes string representing the current working directory."},
    {"chdir(path)", chdir_function, "Change the current working directory to the specified path."},
    {"fchdir(fd)", fchdir_function, "Change to the directory of the given file descriptor."},
    {"chroot(path)", chroot_function, "Change root directory to path."},
    {"listdir(path=None)", listdir_function,
     "Return a list containing the names of the files in the directory."},
    {"mkdir(path, mode=511, *, dir_fd=None)", mkdir_function, "Create a directory."},
    {"rmdir(path, *, dir_fd=None)", rmdir_function, "Remove a directory."},
    {"unlink(path, *, dir_fd=None)", unlink_function, "Remove a file (same as remove())."},
    {"remove(path, *, dir_fd=None)", remove_function, "Remove a file (same as unlink())."},
    {"rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", rename_function, "Rename a file or directory."},
    {"replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", replace_function,
     "Rename a file or directory, overwriting the destination."},
    {"link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", link_function,
     "Create a hard link to a file."},
    {"symlink(src, dst, target_is_directory=False, *, dir_fd=None)", symlink_function,
     "Create a symbolic link pointing to src named dst."},
    {"readlink(path, *, dir_fd=None)", readlink_function,
     "Return a string representing the path to which the symbolic link points."},
    {"mkfifo(path, mode=438, *, dir_fd=None)", mkfifo_function, "Create a \"fifo\" (a POSIX named pipe)."},
    {"mknod(path, mode=384, device=0, *, dir_fd=None)", mknod_function, "Create a node in the file system."},
    {"fspath(path)", fspath_function, "Return the file system path representation of the object."},
    {"_path_normpath(path)", normpath_function, "Basic path normalization."},
};

}  // namespace

constexpr Part kFoldersPart = {kFunctions};

}  // namespace moult::posix
