// posix: what is known of files, and what can be changed of it: stat, access, modes, owners, times.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cmath>

#include "modules/posix/posix.h"
#include "runtime/numbers/float.h"
#include "runtime/state/types.h"

namespace moult::posix {

namespace {

constexpr StructField kStatFields[] = {
    {"st_mode", "protection bits"},
    {"st_ino", "inode"},
    {"st_dev", "device"},
    {"st_nlink", "number of hard links"},
    {"st_uid", "user ID of owner"},
    {"st_gid", "group ID of owner"},
    {"st_size", "total size, in bytes"},
    {nullptr, nullptr},  // the times in whole seconds
    {nullptr, nullptr},
    {nullptr, nullptr},
    {"st_atime", "time of last access"},
    {"st_mtime", "time of last modification"},
    {"st_ctime", "time of last change"},
    {"st_atime_ns", "time of last access in nanoseconds"},
    {"st_mtime_ns", "time of last modification in nanoseconds"},
    {"st_ctime_ns", "time of last change in nanoseconds"},
    {"st_blksize", "blocksize for filesystem I/O"},
    {"st_blocks", "number of blocks allocated"},
    {"st_rdev", "device type (if inode device)"},
};
constexpr StructSequenceSpec kStat = {
    .name = "os.stat_result",
    .doc =
        "stat_result: Result from stat, fstat, or lstat.\n\n"
        "This object may be accessed either as a tuple of\n"
        "  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\n"
        "or via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\n"
        "Posix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\n"
        "or st_flags, they are available as attributes only.\n\n"
        "See os.stat for more information.",
    .fields = kStatFields,
    .visible = 10,
    // Made from whole seconds alone, the times are these.
    .fill_in =
        [](std::span<Value> values) {
            for (size_t i = 7; i < 10; ++i)
                if (values[i + 3].is_none()) values[i + 3] = values[i];
        },
};

constexpr StructField kStatvfsFields[] = {
    {"f_bsize", nullptr},  {"f_frsize", nullptr},  {"f_blocks", nullptr}, {"f_bfree", nullptr},
    {"f_bavail", nullptr}, {"f_files", nullptr},   {"f_ffree", nullptr},  {"f_favail", nullptr},
    {"f_flag", nullptr},   {"f_namemax", nullptr}, {"f_fsid", nullptr},
};
constexpr StructSequenceSpec kStatvfs = {
    .name = "os.statvfs_result",
    .doc =
        "statvfs_result: Result from statvfs or fstatvfs.\n\n"
        "This object may be accessed either as a tuple of\n"
        "  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\n"
        "or via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\n"
        "See os.statvfs for more information.",
    .fields = kStatvfsFields,
    .visible = 10,
};

// --- stat

// What stat() takes; folder is AT_FDCWD unless one is given.
Ref<Value> stat_path(Thread& thread, const Path& path, int folder, bool follow, const char* function) {
    if (folder != AT_FDCWD && path.is_descriptor)
        return raise_value_error(thread, "%s: can't specify dir_fd without matching path", function);
    if (path.descriptor > 0 && !follow)
        return raise_value_error(thread, "%s: cannot use fd and follow_symlinks together", function);
    struct ::stat status;
    auto result = TRY(blocking(thread, [&] {
        if (path.is_descriptor) return ::fstat(path.descriptor, &status);
        return ::fstatat(folder, path.c_str(), &status, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    }));
    if (result < 0) return raise_errno(thread, path);
    return stat_value(thread, status);
}

Ref<Value> stat_function(Thread& thread, Args args) {  // path, dir_fd, follow_symlinks
    Path path;
    TRY(read_path(thread, args[0], "stat", "path", kOrDescriptor, &path));
    int folder = TRY(read_folder(thread, args[1]));
    bool follow = TRY(truth(thread, args[2]));
    return stat_path(thread, path, folder, follow, "stat");
}
Ref<Value> lstat_function(Thread& thread, Args args) {  // path, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "lstat", "path", kPathOnly, &path));
    int folder = TRY(read_folder(thread, args[1]));
    return stat_path(thread, path, folder, false, "lstat");
}
Ref<Value> fstat_function(Thread& thread, Args args) {
    int descriptor = TRY(as_c_int(thread, args[0]));
    struct ::stat status;
    if (TRY(blocking(thread, [&] { return ::fstat(descriptor, &status); })) < 0) return raise_errno(thread);
    return stat_value(thread, status);
}

Ref<Value> statvfs_value(Thread& thread, const struct ::statvfs& status) {
    const uint64_t numbers[] = {status.f_bsize,  status.f_frsize,  status.f_blocks, status.f_bfree,
                                status.f_bavail, status.f_files,   status.f_ffree,  status.f_favail,
                                status.f_flag,   status.f_namemax, status.f_fsid};
    Ref<Value> held[std::size(numbers)];
    Value values[std::size(numbers)];
    for (size_t i = 0; i < std::size(numbers); ++i) {
        held[i] = TRY(make_int(thread, numbers[i]));
        values[i] = held[i];
    }
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kStatvfs>), kStatvfs,
                                values);
}
Ref<Value> statvfs_function(Thread& thread, Args args) {
    Path path;
    TRY(read_path(thread, args[0], "statvfs", "path", kOrDescriptor, &path));
    struct ::statvfs status;
    auto result = TRY(blocking(thread, [&] {
        return path.is_descriptor ? ::fstatvfs(path.descriptor, &status) : ::statvfs(path.c_str(), &status);
    }));
    if (result < 0) return raise_errno(thread, path);
    return statvfs_value(thread, status);
}
Ref<Value> fstatvfs_function(Thread& thread, Args args) {
    int descriptor = TRY(as_c_int(thread, args[0]));
    struct ::statvfs status;
    if (TRY(blocking(thread, [&] { return ::fstatvfs(descriptor, &status); })) < 0)
        return raise_errno(thread);
    return statvfs_value(thread, status);
}

// --- access and modes

Ref<Value> access_function(Thread& thread, Args args) {  // path, mode, dir_fd, effective_ids, follow_symlinks
    Path path;
    TRY(read_path(thread, args[0], "access", "path", kPathOnly, &path));
    int mode = TRY(as_c_int(thread, args[1])), folder = TRY(read_folder(thread, args[2]));
    int flags = TRY(truth(thread, args[3])) ? AT_EACCESS : 0;
    if (!TRY(truth(thread, args[4]))) flags |= AT_SYMLINK_NOFOLLOW;
    return Value::boolean(::faccessat(folder, path.c_str(), mode, flags) == 0);
}

Ref<Value> chmod_function(Thread& thread, Args args) {  // path, mode, dir_fd, follow_symlinks
    Path path;
    TRY(read_path(thread, args[0], "chmod", "path", kOrDescriptor, &path));
    auto mode = static_cast<mode_t>(TRY(as_c_int(thread, args[1])));
    int folder = TRY(read_folder(thread, args[2]));
    bool follow = TRY(truth(thread, args[3]));
    auto result = TRY(blocking(thread, [&] {
        if (path.is_descriptor) return ::fchmod(path.descriptor, mode);
        return ::fchmodat(folder, path.c_str(), mode, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    }));
    if (result < 0 && !follow && (errno == ENOTSUP || errno == EOPNOTSUPP))
        return raise(thread, thread.types().not_implemented_error, "chmod: %s unavailable on this platform",
                     folder == AT_FDCWD ? "follow_symlinks" : "dir_fd and follow_symlinks");
    return none_or_error(thread, result, path);
}
Ref<Value> fchmod_function(Thread& thread, Args args) {  // fd, mode
    int descriptor = TRY(as_c_int(thread, args[0])), mode = TRY(as_c_int(thread, args[1]));
    return none_or_error(
        thread, TRY(blocking(thread, [&] { return ::fchmod(descriptor, static_cast<mode_t>(mode)); })));
}

Ref<Value> chown_path(Thread& thread, Args args, const char* function, unsigned allowed, int folder,
                      bool follow) {
    Path path;
    TRY(read_path(thread, args[0], function, "path", allowed, &path));
    uint32_t user = TRY(read_id(thread, args[1], "uid")), group = TRY(read_id(thread, args[2], "gid"));
    if (path.descriptor > 0 && !follow)
        return raise_value_error(thread, "%s: cannot use fd and follow_symlinks together", function);
    auto result = TRY(blocking(thread, [&] {
        if (path.is_descriptor) return ::fchown(path.descriptor, user, group);
        return ::fchownat(folder, path.c_str(), user, group, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    }));
    return none_or_error(thread, result, path);
}
Ref<Value> chown_function(Thread& thread, Args args) {  // path, uid, gid, dir_fd, follow_symlinks
    int folder = TRY(read_folder(thread, args[3]));
    return chown_path(thread, args, "chown", kOrDescriptor, folder, TRY(truth(thread, args[4])));
}
Ref<Value> lchown_function(Thread& thread, Args args) {
    return chown_path(thread, args, "lchown", kPathOnly, AT_FDCWD, false);
}
Ref<Value> fchown_function(Thread& thread, Args args) {  // fd, uid, gid
    int descriptor = TRY(as_c_int(thread, args[0]));
    uint32_t user = TRY(read_id(thread, args[1], "uid")), group = TRY(read_id(thread, args[2], "gid"));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::fchown(descriptor, user, group); })));
}

Ref<Value> umask_function(Thread& thread, Args args) {
    return make_int(thread, ::umask(static_cast<mode_t>(TRY(as_c_int(thread, args[0])))));
}

// --- times

constexpr int64_t kSecond = 1'000'000'000;

Failure raise_time_overflow(Thread& thread) {
    return raise_overflow_error(thread, "timestamp out of range for platform time_t");
}

// Seconds as int or float, rounded down to nanoseconds.
Result<timespec> read_seconds(Thread& thread, Value value) {
    if (value.is_double()) {
        double whole, fraction = std::modf(value.as_double(), &whole);
        if (!std::isfinite(value.as_double()))
            return raise_value_error(thread, "Invalid value NaN (not a number)");
        double nanoseconds = std::floor(fraction * 1e9);
        if (nanoseconds < 0) {
            nanoseconds += 1e9;
            whole -= 1;
        } else if (nanoseconds >= 1e9) {
            nanoseconds -= 1e9;
            whole += 1;
        }
        if (std::fabs(whole) >= 0x1p63) return raise_time_overflow(thread);
        return timespec{static_cast<time_t>(whole), static_cast<long>(nanoseconds)};
    }
    Ref<Value> index = TRY(to_index(thread, value));
    int64_t seconds;
    if (!int_to_int64(index, &seconds)) return raise_time_overflow(thread);
    return timespec{seconds, 0};
}

Result<timespec> read_nanoseconds(Thread& thread, Value value) {
    Ref<Value> pair = TRY(divmod(thread, value, Value::small_int(kSecond)));
    Tuple* parts = as_tuple(pair);
    if (!parts || parts->length != 2)
        return raise_type_error(thread, "%.200s.__divmod__() must return a 2-tuple, not %.200s",
                                type_name(thread, value), type_name(thread, pair));
    Ref<Value> first = TRY(to_index(thread, parts->items()[0])),
               second = TRY(to_index(thread, parts->items()[1]));
    int64_t seconds, rest;
    if (!int_to_int64(first, &seconds) || !int_to_int64(second, &rest)) return raise_time_overflow(thread);
    return timespec{seconds, static_cast<long>(rest)};
}

Ref<Value> utime_function(Thread& thread, Args args) {  // path, times, ns, dir_fd, follow_symlinks
    Path path;
    TRY(read_path(thread, args[0], "utime", "path", kOrDescriptor, &path));
    int folder = TRY(read_folder(thread, args[3]));
    bool follow = TRY(truth(thread, args[4]));
    bool by_seconds = !args[1].is_none(), by_nanoseconds = !args[2].is_empty();
    if (by_seconds && by_nanoseconds)
        return raise_value_error(thread, "utime: you may specify either 'times' or 'ns' but not both");
    timespec times[2];
    if (by_seconds || by_nanoseconds) {
        Tuple* pair = as_tuple(by_seconds ? args[1] : args[2]);
        if (!pair || pair->length != 2)
            return raise_type_error(thread, by_seconds
                                                ? "utime: 'times' must be either a tuple of two ints or None"
                                                : "utime: 'ns' must be a tuple of two ints");
        for (size_t i = 0; i < 2; ++i)
            times[i] = by_seconds ? TRY(read_seconds(thread, pair->items()[i]))
                                  : TRY(read_nanoseconds(thread, pair->items()[i]));
    }
    if (path.is_descriptor && folder != AT_FDCWD)
        return raise_value_error(thread, "utime: can't specify dir_fd without matching path");
    if (path.descriptor > 0 && !follow)
        return raise_value_error(thread, "utime: cannot use fd and follow_symlinks together");
    const timespec* given = by_seconds || by_nanoseconds ? times : nullptr;
    int result = path.is_descriptor
                     ? ::futimens(path.descriptor, given)
                     : ::utimensat(folder, path.c_str(), given, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return none_or_error(thread, result);
}

constexpr MethodDef kFunctions[] = {
    {"stat(path, *, dir_fd=None, follow_symlinks=True)", stat_function,
     "Perform a stat system call on the given path."},
    {"lstat(path, *, dir_fd=None)", lstat_function,
     "Perform a stat system call on the given path, without following symbolic links."},
    {"fstat(fd)", fstat_function, "Perform a stat system call on the given file descriptor."},
    {"statvfs(path)", statvfs_function, "Perform a statvfs system call on the given path."},
    {"fstatvfs(fd, /)", fstatvfs_function, "Perform an fstatvfs system call on the given fd."},
    {"access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", access_function,
     "Use the real uid/gid to test for access to a path."},
    {"chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", chmod_function,
     "Change the access permissions of a file."},
    {"fchmod(fd, mode)", fchmod_function,
     "Change the access permissions of the file given by file descriptor fd."},
    {"chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", chown_function,
     "Change the owner and group id of path to the numeric uid and gid."},
    {"lchown(path, uid, gid)", lchown_function,
     "Change the owner and group id of path to the numeric uid and gid, without following symbolic links."},
    {"fchown(fd, uid, gid)", fchown_function,
     "Change the owner and group id of the file specified by file descriptor."},
    {"umask(mask, /)", umask_function, "Set the current numeric umask and return the previous umask."},
    {"@hidden utime(path, times=None, *, ns=..., dir_fd=None, follow_symlinks=True)", utime_function,
     "Set the access and modified time of path."},
};

Status init(Thread& thread, Module* module) {
    TRY(add(thread, module, "stat_result", native_type(thread.interp, kStructSequenceType<kStat>)));
    return add(thread, module, "statvfs_result", native_type(thread.interp, kStructSequenceType<kStatvfs>));
}

}  // namespace

Ref<Value> stat_value(Thread& thread, const struct ::stat& status) {
    const timespec* times[] = {&status.st_atim, &status.st_mtim, &status.st_ctim};
    Ref<Value> held[std::size(kStatFields)];
    const int64_t numbers[] = {status.st_mode,
                               0,
                               0,
                               static_cast<int64_t>(status.st_nlink),
                               status.st_uid,
                               status.st_gid,
                               status.st_size,
                               times[0]->tv_sec,
                               times[1]->tv_sec,
                               times[2]->tv_sec};
    for (size_t i = 0; i < std::size(numbers); ++i) held[i] = TRY(make_int(thread, numbers[i]));
    held[1] = TRY(make_int(thread, uint64_t{status.st_ino}));
    held[2] = TRY(make_int(thread, uint64_t{status.st_dev}));
    for (size_t i = 0; i < 3; ++i) {
        auto seconds = static_cast<double>(times[i]->tv_sec);
        held[10 + i] = Value::number(seconds + 1e-9 * static_cast<double>(times[i]->tv_nsec));
        Ref<Value> whole = TRY(int_multiply(thread, held[7 + i], Value::small_int(kSecond)));
        held[13 + i] = TRY(int_add(thread, whole, Value::small_int(times[i]->tv_nsec)));
    }
    held[16] = TRY(make_int(thread, status.st_blksize));
    held[17] = TRY(make_int(thread, status.st_blocks));
    held[18] = TRY(make_int(thread, uint64_t{status.st_rdev}));
    Value values[std::size(held)];
    for (size_t i = 0; i < std::size(held); ++i) values[i] = held[i];
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kStat>), kStat,
                                values);
}

constexpr Part kStatPart = {kFunctions, init};

}  // namespace moult::posix
