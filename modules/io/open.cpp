// open(): its arguments, the system call, and the standard streams.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>

#include "interp/eval.h"
#include "modules/io/file_object.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

struct Mode {
    bool create = false, read = false, write = false, append = false, update = false, text = false,
         binary = false;
};

Result<Mode> parse_mode(Thread& thread, Value value) {
    Mode mode;
    const Str* text = as_str(value);
    std::string flags = to_utf8(text);
    bool valid = true;
    for (size_t i = 0; i < flags.size(); ++i) {
        bool* flag = flags[i] == 'x'   ? &mode.create
                     : flags[i] == 'r' ? &mode.read
                     : flags[i] == 'w' ? &mode.write
                     : flags[i] == 'a' ? &mode.append
                     : flags[i] == '+' ? &mode.update
                     : flags[i] == 't' ? &mode.text
                     : flags[i] == 'b' ? &mode.binary
                                       : nullptr;
        if (!flag || *flag) {
            valid = false;
            break;
        }
        *flag = true;
    }
    if (!valid) return raise_value_error(thread, "invalid mode: %s", repr_text(thread, value).c_str());
    if (mode.text && mode.binary) return raise_value_error(thread, "can't have text and binary mode at once");
    int ways = mode.create + mode.read + mode.write + mode.append;
    if (ways == 0)
        return raise_value_error(
            thread, "Must have exactly one of create/read/write/append mode and at most one plus");
    if (ways > 1) return raise_value_error(thread, "must have exactly one of create/read/write/append mode");
    return mode;
}

// The file's name as the system wants it: str, bytes, or by __fspath__. A descriptor gives an empty name.
Result<bool> path_argument(Thread& thread, Value file, std::string* path) {
    Ref<Value> value = share(file);
    if (!as_str(file) && !as_bytes(file)) {
        Ref<Str> name = TRY(intern(thread, "__fspath__"));
        Ref<Value> method = TRY(find_special(thread, file, name.get()));
        if (method.is_empty())
            return raise_type_error(thread, "expected str, bytes or os.PathLike object, not %s",
                                    type_name(thread, file));
        value = TRY(call(thread, method));
        if (!as_str(value) && !as_bytes(value))
            return raise_type_error(thread, "expected %s.__fspath__() to return str or bytes, not %s",
                                    type_name(thread, file), type_name(thread, value));
    }
    if (Str* text = as_str(value)) {
        Ref<Bytes> bytes = TRY(encode_text(thread, text, "utf-8", "surrogateescape"));
        path->assign(bytes->view());
    } else {
        path->assign(as_bytes(value)->view());
    }
    if (path->find('\0') != std::string::npos) return raise_value_error(thread, "embedded null byte");
    return true;
}

FileEncoding codec_of(std::string_view name) {
    std::string normal;
    for (char c : name)
        normal += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (normal == "utf-8" || normal == "utf8") return FileEncoding::kUtf8;
    if (normal == "ascii" || normal == "us-ascii") return FileEncoding::kAscii;
    if (normal == "latin-1" || normal == "latin1" || normal == "iso-8859-1" || normal == "iso8859-1")
        return FileEncoding::kLatin1;
    return FileEncoding::kOther;
}

Status set_newline(Thread& thread, FileObject* file, Value newline) {
    if (newline.is_none()) return {};
    const Str* text = as_str(newline);
    if (!text) return raise_bad_argument(thread, "open", "argument 'newline'", "str or None", newline);
    std::string value = to_utf8(text);
    if (!value.empty() && value != "\n" && value != "\r" && value != "\r\n")
        return raise_value_error(thread, "illegal newline value: %s", value.c_str());
    file->universal = value.empty();
    file->translate = false;
    file->newline = value;
    file->write_newline = value.empty() ? "\n" : value;
    return {};
}

Result<int> open_descriptor(Thread& thread, const OpenArguments& arguments, const Mode& mode) {
    int flags = O_CLOEXEC;
    flags |= mode.update ? O_RDWR : mode.read ? O_RDONLY : O_WRONLY;
    if (mode.create) flags |= O_CREAT | O_EXCL;
    if (mode.write) flags |= O_CREAT | O_TRUNC;
    if (mode.append) flags |= O_CREAT | O_APPEND;
    if (!arguments.opener.is_none()) {
        Ref<Value> result = TRY(call(thread, arguments.opener, {arguments.file, Value::small_int(flags)}));
        Value number = as_int(result);
        int64_t descriptor;
        if (number.is_empty() || !int_to_int64(number, &descriptor))
            return raise_type_error(thread, "expected integer from opener");
        if (descriptor < 0)
            return raise_value_error(thread, "opener returned %lld", static_cast<long long>(descriptor));
        return static_cast<int>(descriptor);
    }
    std::string path;
    TRY(path_argument(thread, arguments.file, &path));
    int descriptor;
    while ((descriptor = unlocked(thread, [&] { return ::open(path.c_str(), flags, 0666); })) < 0 &&
           errno == EINTR)
        TRY(interp::handle_signals(thread));
    if (descriptor < 0) return raise_os_error(thread, errno, arguments.file);
    return descriptor;
}

Result<int> descriptor_of(Thread& thread, const OpenArguments& arguments, const Mode& mode, bool close_fd) {
    if (Value number = as_int(arguments.file); !number.is_empty()) {
        int64_t descriptor;
        if (!int_to_int64(number, &descriptor) || descriptor > INT32_MAX)
            return raise_overflow_error(thread, "Python int too large to convert to C int");
        if (descriptor < 0) return raise_value_error(thread, "negative file descriptor");
        return static_cast<int>(descriptor);
    }
    if (!close_fd) return raise_value_error(thread, "Cannot use closefd=False with file name");
    return open_descriptor(thread, arguments, mode);
}

Status check_text_arguments(Thread& thread, const OpenArguments& arguments, const Mode& mode) {
    const char* names[] = {"encoding", "errors", "newline"};
    Value values[] = {arguments.encoding, arguments.errors, arguments.newline};
    for (int i = 0; i < 3; ++i) {
        if (values[i].is_none()) continue;
        if (mode.binary)
            return raise_value_error(thread, "binary mode doesn't take %s %s argument", i == 2 ? "a" : "an",
                                     names[i]);
        if (!as_str(values[i]))
            return raise_type_error(thread, "open() argument '%s' must be str or None, not %s", names[i],
                                    type_name(thread, values[i]));
    }
    return {};
}

const char* raw_mode(const Mode& mode) {
    if (mode.create) return mode.update ? "xb+" : "xb";
    if (mode.append) return mode.update ? "ab+" : "ab";
    if (mode.update) return "rb+";
    return mode.read ? "rb" : "wb";
}

// Closes a descriptor again when what follows its opening fails.
class OpenedDescriptor {
  public:
    OpenedDescriptor(int fd, bool owned) : fd_(fd), owned_(owned) {}
    ~OpenedDescriptor() {
        if (owned_) ::close(fd_);
    }
    void hand_over() { owned_ = false; }

  private:
    int fd_;
    bool owned_;
};

}  // namespace

Ref<Value> open_file(Thread& thread, const OpenArguments& arguments) {
    if (!as_str(arguments.mode))
        return raise_type_error(thread, "open() argument 'mode' must be str, not %s",
                                arguments.mode.is_none() ? "None" : type_name(thread, arguments.mode));
    Mode mode = TRY(parse_mode(thread, arguments.mode));
    TRY(check_text_arguments(thread, arguments, mode));
    int64_t buffering = TRY(index_as_int64(thread, arguments.buffering, thread.types().overflow_error));
    bool close_fd = TRY(truth(thread, arguments.closefd));
    if (buffering == 0 && !mode.binary) return raise_value_error(thread, "can't have unbuffered text I/O");
    if (Str* encoding = as_str(arguments.encoding))
        (void)TRY(encode_text(thread, thread.interp.empty_str, to_utf8(encoding), "strict"));
    int descriptor = TRY(descriptor_of(thread, arguments, mode, close_fd));
    bool by_name = as_int(arguments.file).is_empty();
    OpenedDescriptor opened(descriptor, by_name);

    struct stat status;
    if (::fstat(descriptor, &status) != 0)
        return raise_os_error(thread, errno, by_name ? arguments.file : Value::empty());
    if (S_ISDIR(status.st_mode)) return raise_os_error(thread, EISDIR, arguments.file);

    bool readable = mode.read || mode.update, writable = !mode.read || mode.update;
    const TypeSpec& type = !mode.binary           ? kTextFileType
                           : readable && writable ? kRandomFileType
                           : readable             ? kReaderFileType
                                                  : kWriterFileType;
    Ref<FileObject> file = TRY(new_object<FileObject>(thread, native_type(thread.interp, type)));
    file->closed = true;  // until all is well
    file->fd = descriptor;
    file->readable = readable;
    file->writable = writable;
    file->appending = mode.append;
    file->name = share(arguments.file).release();
    if (mode.binary) {
        Ref<Str> shown = TRY(make_str(thread, raw_mode(mode)));
        file->mode = shown.release();
        file->unbuffered = buffering == 0;
    } else {
        file->mode = share(arguments.mode).release();
        const Str* encoding = as_str(arguments.encoding);
        file->encoding = encoding ? to_utf8(encoding) : "UTF-8";
        file->codec = codec_of(file->encoding);
        const Str* errors = as_str(arguments.errors);
        file->errors = errors ? to_utf8(errors) : "strict";
        TRY(set_newline(thread, file.get(), arguments.newline));
        file->line_buffering = buffering == 1 || (buffering < 0 && ::isatty(descriptor));
    }
    if (mode.append) (void)::lseek(descriptor, 0, SEEK_END);
    opened.hand_over();
    file->owns_fd = close_fd || by_name;
    file->closed = false;
    return file;
}

Ref<FileObject> make_standard_stream(Thread& thread, int fd, const char* name, const char* mode,
                                     const char* errors) {
    Ref<FileObject> file = TRY(new_object<FileObject>(thread, native_type(thread.interp, kTextFileType)));
    file->fd = fd;
    file->owns_fd = false;
    file->readable = mode[0] == 'r';
    file->writable = mode[0] == 'w';
    file->codec = FileEncoding::kUtf8;
    file->encoding = "utf-8";
    file->errors = errors;
    file->name = TRY(make_str(thread, name)).release();
    file->mode = TRY(make_str(thread, mode)).release();
    file->line_buffering = fd == 2 || ::isatty(fd);
    file->unbuffered = thread.interp.options.unbuffered;
    return file;
}

}  // namespace moult
