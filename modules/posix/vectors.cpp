// posix: descriptors, beyond plain reading and writing: several buffers at once, splice, counters, attributes of files.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <string>

#include "modules/posix/posix.h"
#include "modules/posix/vectors.h"
#include "runtime/containers/list.h"

namespace moult::posix {

namespace {

// --- several buffers

template <bool kReads, bool kAt>
Ref<Value> transfer(Thread& thread, Args args) {  // fd, buffers, offset, flags
    int descriptor = TRY(as_c_int(thread, args[0]));
    off_t at = 0;
    int flags = 0;
    if (kAt) {
        at = TRY(as_ssize(thread, args[2]));
        flags = TRY(as_c_int(thread, args[3]));
    }
    Buffers buffers;
    const char* name = kAt ? (kReads ? "preadv" : "pwritev") : (kReads ? "readv" : "writev");
    TRY(buffers.take(thread, args[1], kReads, name));
    const iovec* vectors = buffers.vectors.data();
    ssize_t count = TRY(blocking(thread, [&] {
        if (kAt)
            return kReads ? ::preadv2(descriptor, vectors, buffers.count(), at, flags)
                          : ::pwritev2(descriptor, vectors, buffers.count(), at, flags);
        return kReads ? ::readv(descriptor, vectors, buffers.count())
                      : ::writev(descriptor, vectors, buffers.count());
    }));
    return number_or_error(thread, count);
}

Ref<Value> splice_function(Thread& thread, Args args) {  // src, dst, count, offset_src, offset_dst, flags
    int from = TRY(as_c_int(thread, args[0])), to = TRY(as_c_int(thread, args[1]));
    int64_t count = TRY(as_ssize(thread, args[2]));
    if (count < 0) return raise_value_error(thread, "negative value for 'count' not allowed");
    off_t from_at = args[3].is_none() ? 0 : TRY(as_ssize(thread, args[3]));
    off_t to_at = args[4].is_none() ? 0 : TRY(as_ssize(thread, args[4]));
    auto flags = static_cast<unsigned>(TRY(as_c_int(thread, args[5])));
    ssize_t moved = TRY(blocking(thread, [&] {
        return ::splice(from, args[3].is_none() ? nullptr : &from_at, to,
                        args[4].is_none() ? nullptr : &to_at, static_cast<size_t>(count), flags);
    }));
    return number_or_error(thread, moved);
}

// --- counters of events

Ref<Value> eventfd_function(Thread& thread, Args args) {  // initval, flags
    Value given = as_int(args[0]);
    if (given.is_empty()) return raise_type_error(thread, "an integer is required");
    int64_t number = TRY(as_ssize(thread, given));
    int flags = args[1].is_empty() ? EFD_CLOEXEC : TRY(as_c_int(thread, args[1]));
    return number_or_error(thread, ::eventfd(static_cast<unsigned>(number), flags));
}
Ref<Value> eventfd_read_function(Thread& thread, Args args) {
    int descriptor = TRY(read_descriptor(thread, args[0]));
    eventfd_t value;
    if (TRY(blocking(thread, [&] { return ::eventfd_read(descriptor, &value); })) < 0)
        return raise_errno(thread);
    return make_int(thread, uint64_t{value});
}
Ref<Value> eventfd_write_function(Thread& thread, Args args) {  // fd, value
    int descriptor = TRY(read_descriptor(thread, args[0]));
    Value number = as_int(args[1]);
    uint64_t value;
    if (number.is_empty()) return raise_type_error(thread, "an integer is required");
    if (int_sign(number) < 0) return raise_value_error(thread, "value must be positive");
    if (!int_to_uint64(number, &value)) return raise_overflow_error(thread, "int too big to convert");
    return none_or_error(thread, TRY(blocking(thread, [&] { return ::eventfd_write(descriptor, value); })));
}

// --- extended attributes

constexpr size_t kLargest = 65536;  // that Linux lets an attribute, or the list of them, be

struct Attributes {
    Path path;
    bool follow = true;

    Status read(Thread& thread, Value given, Value follow_symlinks, const char* function, unsigned allowed) {
        TRY(read_path(thread, given, function, "path", allowed, &path));
        follow = TRY(truth(thread, follow_symlinks));
        if (path.descriptor > 0 && !follow)
            return raise_value_error(thread, "%s: cannot use fd and follow_symlinks together", function);
        return {};
    }
    // One of three calls: for descriptors, for paths, for paths that may be links.
    template <class OfDescriptor, class OfPath, class OfLink, class... A>
    auto call(OfDescriptor of_descriptor, OfPath of_path, OfLink of_link, A... arguments) const {
        if (path.is_descriptor) return of_descriptor(path.descriptor, arguments...);
        return follow ? of_path(path.c_str(), arguments...) : of_link(path.c_str(), arguments...);
    }
    // What a call gives that fills as much as there is, of which nobody knows how much it is.
    template <class Call>
    Result<ssize_t> fill(Thread& thread, std::string* text, Call&& call) const {
        for (size_t size : {size_t{256}, kLargest}) {
            text->resize(size);
            ssize_t length = TRY(blocking(thread, [&] { return call(text->data(), size); }));
            if (length >= 0) {
                text->resize(static_cast<size_t>(length));
                return length;
            }
            if (errno != ERANGE) break;
        }
        return raise_errno(thread, path);
    }
};

Ref<Value> getxattr_function(Thread& thread, Args args) {  // path, attribute, follow_symlinks
    Attributes file;
    Path name;
    TRY(read_path(thread, args[1], "getxattr", "attribute", kPathOnly, &name));
    TRY(file.read(thread, args[0], args[2], "getxattr", kOrDescriptor));
    std::string value;
    TRY(file.fill(thread, &value, [&](char* data, size_t size) {
        return file.call(::fgetxattr, ::getxattr, ::lgetxattr, name.c_str(), static_cast<void*>(data), size);
    }));
    return make_bytes(thread, value);
}
Ref<Value> setxattr_function(Thread& thread, Args args) {  // path, attribute, value, flags, follow_symlinks
    Attributes file;
    Path name;
    Buffer value;
    TRY(read_path(thread, args[1], "setxattr", "attribute", kPathOnly, &name));
    TRY(value.take(thread, args[2], false));
    int flags = TRY(as_c_int(thread, args[3]));
    TRY(file.read(thread, args[0], args[4], "setxattr", kOrDescriptor));
    auto result = TRY(blocking(thread, [&] {
        return file.call(::fsetxattr, ::setxattr, ::lsetxattr, name.c_str(),
                         static_cast<const void*>(value.bytes().data()), value.bytes().size(), flags);
    }));
    return none_or_error(thread, result, file.path);
}
Ref<Value> removexattr_function(Thread& thread, Args args) {  // path, attribute, follow_symlinks
    Attributes file;
    Path name;
    TRY(read_path(thread, args[1], "removexattr", "attribute", kPathOnly, &name));
    TRY(file.read(thread, args[0], args[2], "removexattr", kOrDescriptor));
    auto result = TRY(blocking(
        thread, [&] { return file.call(::fremovexattr, ::removexattr, ::lremovexattr, name.c_str()); }));
    return none_or_error(thread, result, file.path);
}
Ref<Value> listxattr_function(Thread& thread, Args args) {  // path, follow_symlinks
    Attributes file;
    TRY(file.read(thread, args[0], args[1], "listxattr", kOrDescriptor | kOrNone));
    std::string names;
    TRY(file.fill(thread, &names, [&](char* data, size_t size) {
        return file.call(::flistxattr, ::listxattr, ::llistxattr, data, size);
    }));
    Ref<List> list = TRY(make_list(thread));
    for (size_t begin = 0; begin < names.size();) {
        size_t end = names.find('\0', begin);
        if (end == std::string::npos) end = names.size();
        Ref<Value> name = TRY(path_value(thread, std::string_view(names).substr(begin, end - begin)));
        TRY(list_append(thread, list.get(), name));
        begin = end + 1;
    }
    return list;
}

constexpr MethodDef kFunctions[] = {
    {"readv(fd, buffers, /)", transfer<true, false>,
     "Read from a file descriptor fd into an iterable of buffers."},
    {"writev(fd, buffers, /)", transfer<false, false>,
     "Iterate over buffers, and write the contents of each to a file descriptor."},
    {"preadv(fd, buffers, offset, flags=0, /)", transfer<true, true>,
     "Reads from a file descriptor into a number of mutable bytes-like objects."},
    {"pwritev(fd, buffers, offset, flags=0, /)", transfer<false, true>,
     "Writes the contents of bytes-like objects to a file descriptor at a given offset."},
    {"splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)", splice_function,
     "Transfer count bytes from one pipe to a descriptor or vice versa."},
    {"@hidden eventfd(initval, flags=...)", eventfd_function,
     "Creates and returns an event notification file descriptor."},
    {"eventfd_read(fd)", eventfd_read_function, "Read eventfd value"},
    {"eventfd_write(fd, value)", eventfd_write_function, "Write eventfd value."},
    {"getxattr(path, attribute, *, follow_symlinks=True)", getxattr_function,
     "Return the value of extended attribute attribute on path."},
    {"setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)", setxattr_function,
     "Set extended attribute attribute on path to value."},
    {"removexattr(path, attribute, *, follow_symlinks=True)", removexattr_function,
     "Remove extended attribute attribute on path."},
    {"listxattr(path=None, *, follow_symlinks=True)", listxattr_function,
     "Return a list of extended attributes on path."},
};

}  // namespace

constexpr Part kVectorsPart = {kFunctions};

}  // namespace moult::posix
