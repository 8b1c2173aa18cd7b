// posix: descriptors: opening, reading, writing, copying, and what they are.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/buffer.h"
#include "modules/posix/posix.h"

namespace moult::posix {

namespace {

Result<int> fd(Thread& thread, Value value) {
    return as_c_int(thread, value);
}

// A position or a length in a file.
Result<int64_t> offset(Thread& thread, Value value) {
    Ref<Value> index = TRY(to_index(thread, value));
    int64_t number;
    if (!int_to_int64(index, &number))
        return raise_overflow_error(thread, "Python int too large to convert to C long");
    return number;
}

Ref<Value> open_function(Thread& thread, Args args) {  // path, flags, mode, dir_fd
    Path path;
    TRY(read_path(thread, args[0], "open", "path", kPathOnly, &path));
    int flags = TRY(as_c_int(thread, args[1])), mode = TRY(as_c_int(thread, args[2]));
    int folder = TRY(read_folder(thread, args[3]));
    int made = TRY(blocking(thread, [&] {
        return ::openat(folder, path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
    }));
    if (made < 0) return raise_errno(thread, path);
    return Value::small_int(made);
}

// Not tried again after a signal: the descriptor may be somebody else's by then.
Ref<Value> close_function(Thread& thread, Args args) {
    int descriptor = TRY(fd(thread, args[0]));
    int result = unlocked(thread, [&] { return ::close(descriptor); });
    if (result < 0 && errno == EINTR) result = 0;
    return none_or_error(thread, result);
}
Ref<Value> closerange_function(Thread& thread, Args args) {
    int low = TRY(fd(thread, args[0])), high = TRY(fd(thread, args[1]));
    if (low < 0) low = 0;
    if (low < high) ::close_range(static_cast<unsigned>(low), static_cast<unsigned>(high - 1), 0);
    return Value::none();
}

constexpr int64_t kMostBytes = 0x7ffff000;  // that Linux reads or writes at once

template <class Call>
Ref<Value> read_bytes(Thread& thread, Value length, Call&& read) {
    int64_t wanted = TRY(as_ssize(thread, length));
    if (wanted < 0) {
        errno = EINVAL;
        return raise_errno(thread);
    }
    wanted = std::min(wanted, kMostBytes);
    Ref<Bytes> bytes = TRY(allocate_bytes(thread, static_cast<size_t>(wanted)));
    ssize_t count = TRY(blocking(thread, [&] { return read(bytes->data(), static_cast<size_t>(wanted)); }));
    if (count < 0) return raise_errno(thread);
    if (count == wanted) return bytes;
    return make_bytes(thread, bytes->view().substr(0, static_cast<size_t>(count)));
}
Ref<Value> read_function(Thread& thread, Args args) {  // fd, length
    int descriptor = TRY(fd(thread, args[0]));
    return read_bytes(thread, args[1], [&](void* to, size_t size) { return ::read(descriptor, to, size); });
}
Ref<Value> pread_function(Thread& thread, Args args) {  // fd, length, offset
    int descriptor = TRY(fd(thread, args[0]));
    int64_t at = TRY(offset(thread, args[2]));
    return read_bytes(thread, args[1],
                      [&](void* to, size_t size) { return ::pread(descriptor, to, size, at); });
}

template <class Call>
Ref<Value> write_bytes(Thread& thread, Value data, Call&& write) {
    Buffer buffer;
    TRY(buffer.take(thread, data, false));
    std::string_view bytes = buffer.bytes();
    size_t size = std::min(bytes.size(), static_cast<size_t>(kMostBytes));
    return number_or_error(thread, TRY(blocking(thread, [&] { return write(bytes.data(), size); })));
}
Ref<Value> write_function(Thread& thread, Args args) {  // fd, data
    int descriptor = TRY(fd(thread, args[0]));
    return write_bytes(thread, args[1],
                       [&](const void* from, size_t size) { return ::write(descriptor, from, size); });
}
Ref<Value> pwrite_function(Thread& thread, Args args) {  // fd, buffer, offset
    int descriptor = TRY(fd(thread, args[0]));
    int64_t at = TRY(offset(thread, args[2]));
    return write_bytes(thread, args[1],
                       [&](const void* from, size_t size) { return ::pwrite(descriptor, from, size, at); });
}

Ref<Value> lseek_function(Thread& thread, Args args) {  // fd, position, how
    int descriptor = TRY(fd(thread, args[0]));
    int64_t position = TRY(offset(thread, args[1]));
    int how = TRY(as_c_int(thread, args[2]));
    return number_or_error(thread, ::lseek(descriptor, position, how));
}
Ref<Value> fsync_function(Thread& thread, Args args) {
    int descriptor = TRY(read_descriptor(thread, args[0]));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::fsync(descriptor); })));
}
Ref<Value> fdatasync_function(Thread& thread, Args args) {
    int descriptor = TRY(read_descriptor(thread, args[0]));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::fdatasync(descriptor); })));
}
Ref<Value> sync_function(Thread& thread, Args) {
    unlocked(thread, ::sync);
    return Value::none();
}
Ref<Value> truncate_function(Thread& thread, Args args) {  // path, length
    Path path;
    TRY(read_path(thread, args[0], "truncate", "path", kOrDescriptor, &path));
    int64_t length = TRY(offset(thread, args[1]));
    auto result = TRY(blocking(thread, [&] {
        return path.is_descriptor ? ::ftruncate(path.descriptor, length) : ::truncate(path.c_str(), length);
    }));
    return none_or_error(thread, result, path);
}
Ref<Value> ftruncate_function(Thread& thread, Args args) {  // fd, length
    int descriptor = TRY(fd(thread, args[0]));
    int64_t length = TRY(offset(thread, args[1]));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::ftruncate(descriptor, length); })));
}
Ref<Value> lockf_function(Thread& thread, Args args) {  // fd, command, length
    int descriptor = TRY(fd(thread, args[0])), command = TRY(as_c_int(thread, args[1]));
    int64_t length = TRY(offset(thread, args[2]));
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::lockf(descriptor, command, length); })));
}
Ref<Value> fallocate_function(Thread& thread, Args args) {  // fd, offset, length
    int descriptor = TRY(fd(thread, args[0]));
    int64_t at = TRY(offset(thread, args[1])), length = TRY(offset(thread, args[2]));
    errno = TRY(blocking(thread, [&] { return ::posix_fallocate(descriptor, at, length); }));
    return none_or_error(thread, errno ? -1 : 0);
}
Ref<Value> fadvise_function(Thread& thread, Args args) {  // fd, offset, length, advice
    int descriptor = TRY(fd(thread, args[0])), advice = TRY(as_c_int(thread, args[3]));
    int64_t at = TRY(offset(thread, args[1])), length = TRY(offset(thread, args[2]));
    errno = ::posix_fadvise(descriptor, at, length, advice);
    return none_or_error(thread, errno ? -1 : 0);
}

// --- copies of descriptors, pipes

Ref<Value> dup_function(Thread& thread, Args args) {
    return number_or_error(thread, ::fcntl(TRY(fd(thread, args[0])), F_DUPFD_CLOEXEC, 0));
}
Ref<Value> dup2_function(Thread& thread, Args args) {  // fd, fd2, inheritable
    int from = TRY(fd(thread, args[0])), to = TRY(fd(thread, args[1]));
    bool inheritable = TRY(truth(thread, args[2]));
    if (from < 0 || to < 0) {
        errno = EBADF;
        return raise_errno(thread);
    }
    int result = TRY(blocking(
        thread, [&] { return inheritable || from == to ? ::dup2(from, to) : ::dup3(from, to, O_CLOEXEC); }));
    return number_or_error(thread, result);
}

Ref<Value> pair_of(Thread& thread, int result, const int* descriptors) {
    if (result < 0) return raise_errno(thread);
    return moult::make_tuple(thread, {Value::small_int(descriptors[0]), Value::small_int(descriptors[1])});
}
Ref<Value> pipe_function(Thread& thread, Args) {
    int descriptors[2];
    return pair_of(thread, ::pipe2(descriptors, O_CLOEXEC), descriptors);
}
Ref<Value> pipe2_function(Thread& thread, Args args) {
    int descriptors[2], flags = TRY(as_c_int(thread, args[0]));
    return pair_of(thread, ::pipe2(descriptors, flags), descriptors);
}

Ref<Value> sendfile_function(Thread& thread, Args args) {  // out_fd, in_fd, offset, count
    int out = TRY(fd(thread, args[0])), in = TRY(fd(thread, args[1]));
    off_t at = args[2].is_none() ? 0 : TRY(offset(thread, args[2]));
    int64_t count = TRY(as_ssize(thread, args[3]));
    ssize_t sent = TRY(blocking(thread, [&] {
        return ::sendfile(out, in, args[2].is_none() ? nullptr : &at, static_cast<size_t>(count));
    }));
    return number_or_error(thread, sent);
}
Ref<Value> copy_file_range_function(Thread& thread, Args args) {  // src, dst, count, offset_src, offset_dst
    int source = TRY(fd(thread, args[0])), target = TRY(fd(thread, args[1]));
    int64_t count = TRY(as_ssize(thread, args[2]));
    if (count < 0) return raise_value_error(thread, "negative value for 'count' not allowed");
    off_t from = args[3].is_none() ? 0 : TRY(offset(thread, args[3]));
    off_t to = args[4].is_none() ? 0 : TRY(offset(thread, args[4]));
    ssize_t copied = TRY(blocking(thread, [&] {
        return ::copy_file_range(source, args[3].is_none() ? nullptr : &from, target,
                                 args[4].is_none() ? nullptr : &to, static_cast<size_t>(count), 0);
    }));
    return number_or_error(thread, copied);
}
Ref<Value> memfd_create_function(Thread& thread, Args args) {  // name, flags
    std::string name;
    TRY(read_fs_text(thread, args[0], &name));
    unsigned flags = args[1].is_empty() ? MFD_CLOEXEC : static_cast<unsigned>(TRY(as_c_int(thread, args[1])));
    return number_or_error(thread, ::memfd_create(name.c_str(), flags));
}

// --- what they are

Ref<Value> get_inheritable_function(Thread& thread, Args args) {
    int flags = ::fcntl(TRY(fd(thread, args[0])), F_GETFD);
    if (flags < 0) return raise_errno(thread);
    return Value::boolean(!(flags & FD_CLOEXEC));
}
Ref<Value> set_inheritable_function(Thread& thread, Args args) {  // fd, inheritable
    int descriptor = TRY(fd(thread, args[0])), inheritable = TRY(as_c_int(thread, args[1]));
    int flags = ::fcntl(descriptor, F_GETFD);
    if (flags < 0) return raise_errno(thread);
    flags = inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
    return none_or_error(thread, ::fcntl(descriptor, F_SETFD, flags));
}
Ref<Value> get_blocking_function(Thread& thread, Args args) {
    int flags = ::fcntl(TRY(fd(thread, args[0])), F_GETFL);
    if (flags < 0) return raise_errno(thread);
    return Value::boolean(!(flags & O_NONBLOCK));
}
Ref<Value> set_blocking_function(Thread& thread, Args args) {  // fd, blocking
    int descriptor = TRY(fd(thread, args[0])), wanted = TRY(as_c_int(thread, args[1]));
    int flags = ::fcntl(descriptor, F_GETFL);
    if (flags < 0) return raise_errno(thread);
    flags = wanted ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return none_or_error(thread, ::fcntl(descriptor, F_SETFL, flags));
}
Ref<Value> isatty_function(Thread& thread, Args args) {
    return Value::boolean(::isatty(TRY(fd(thread, args[0]))) == 1);
}
Ref<Value> ttyname_function(Thread& thread, Args args) {
    char name[256];
    errno = ::ttyname_r(TRY(fd(thread, args[0])), name, sizeof name);
    if (errno) return raise_errno(thread);
    return path_value(thread, name);
}
Ref<Value> device_encoding_function(Thread& thread, Args args) {
    if (!::isatty(TRY(fd(thread, args[0])))) return Value::none();
    return make_str(thread, "utf-8");
}

constexpr StructField kTerminalSizeFields[] = {
    {"columns", "width of the terminal window in characters"},
    {"lines", "height of the terminal window in characters"},
};
constexpr StructSequenceSpec kTerminalSize = {
    .name = "os.terminal_size",
    .doc = "A tuple of (columns, lines) for holding terminal window size",
    .fields = kTerminalSizeFields,
    .visible = 2,
};
Ref<Value> get_terminal_size_function(Thread& thread, Args args) {
    int descriptor = args[0].is_empty() ? STDOUT_FILENO : TRY(fd(thread, args[0]));
    winsize size;
    if (::ioctl(descriptor, TIOCGWINSZ, &size) < 0) return raise_errno(thread);
    const Value values[] = {Value::small_int(size.ws_col), Value::small_int(size.ws_row)};
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kTerminalSize>),
                                kTerminalSize, values);
}

constexpr MethodDef kFunctions[] = {
    {"open(path, flags, mode=511, *, dir_fd=None)", open_function,
     "Open a file for low level IO.  Returns a file descriptor (integer)."},
    {"close(fd)", close_function, "Close a file descriptor."},
    {"closerange(fd_low, fd_high, /)", closerange_function,
     "Closes all file descriptors in [fd_low, fd_high), ignoring errors."},
    {"read(fd, length, /)", read_function, "Read from a file descriptor.  Returns a bytes object."},
    {"pread(fd, length, offset, /)", pread_function,
     "Read a number of bytes from a file descriptor starting at a particular offset."},
    {"write(fd, data, /)", write_function, "Write a bytes object to a file descriptor."},
    {"pwrite(fd, buffer, offset, /)", pwrite_function,
     "Write bytes to a file descriptor starting at a particular offset."},
    {"lseek(fd, position, how, /)", lseek_function,
     "Set the position of a file descriptor.  Return the new position."},
    {"fsync(fd)", fsync_function, "Force write of fd to disk."},
    {"fdatasync(fd)", fdatasync_function, "Force write of fd to disk without forcing update of metadata."},
    {"sync()", sync_function, "Force write of everything to disk."},
    {"truncate(path, length)", truncate_function,
     "Truncate a file, specified by path, to a specific length."},
    {"ftruncate(fd, length, /)", ftruncate_function,
     "Truncate a file, specified by file descriptor, to a specific length."},
    {"lockf(fd, command, length, /)", lockf_function,
     "Apply, test or remove a POSIX lock on an open file descriptor."},
    {"posix_fallocate(fd, offset, length, /)", fallocate_function,
     "Ensure a file has allocated at least a particular number of bytes on disk."},
    {"posix_fadvise(fd, offset, length, advice, /)", fadvise_function,
     "Announce an intention to access data in a specific pattern."},
    {"dup(fd, /)", dup_function, "Return a duplicate of a file descriptor."},
    {"dup2(fd, fd2, inheritable=True)", dup2_function, "Duplicate file descriptor."},
    {"pipe()", pipe_function, "Create a pipe."},
    {"pipe2(flags, /)", pipe2_function, "Create a pipe with flags set atomically."},
    {"sendfile(out_fd, in_fd, offset, count)", sendfile_function,
     "Copy count bytes from file descriptor in_fd to file descriptor out_fd."},
    {"copy_file_range(src, dst, count, offset_src=None, offset_dst=None)", copy_file_range_function,
     "Copy count bytes from one file descriptor to another."},
    {"@hidden memfd_create(name, flags=...)", memfd_create_function, nullptr},
    {"get_inheritable(fd, /)", get_inheritable_function,
     "Get the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable(fd, inheritable, /)", set_inheritable_function,
     "Set the inheritable flag of the specified file descriptor."},
    {"get_blocking(fd, /)", get_blocking_function, "Get the blocking mode of the file descriptor."},
    {"set_blocking(fd, blocking, /)", set_blocking_function,
     "Set the blocking mode of the specified file descriptor."},
    {"isatty(fd, /)", isatty_function, "Return True if the fd is connected to a terminal."},
    {"ttyname(fd, /)", ttyname_function, "Return the name of the terminal device connected to 'fd'."},
    {"device_encoding(fd)", device_encoding_function,
     "Return a string describing the encoding of a terminal's file descriptor."},
    {"@hidden get_terminal_size(fd=..., /)", get_terminal_size_function,
     "Return the size of the terminal window as (columns, lines)."},
};

Status init(Thread& thread, Module* module) {
    return add(thread, module, "terminal_size",
               native_type(thread.interp, kStructSequenceType<kTerminalSize>));
}

}  // namespace

constexpr Part kFilesPart = {kFunctions, init};

}  // namespace moult::posix
