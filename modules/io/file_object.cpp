// The types of file objects: methods, attributes, iteration.
#include "modules/io/file_object.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

FileObject* file_of(Value self) {
    return self.as<FileObject>();
}

Status check_open(Thread& thread, const FileObject* file, const char* binary_action) {
    if (!file->closed) return {};
    if (file->is_text() || !binary_action)
        return raise_value_error(thread, "I/O operation on closed file%s", file->is_text() ? "." : "");
    return raise_value_error(thread, "%s closed file", binary_action);
}
Status check_readable(Thread& thread, const FileObject* file, const char* action) {
    TRY(check_open(thread, file, action));
    if (!file->readable) return raise_unsupported(thread, file->is_text() ? "not readable" : "read");
    return {};
}
Status check_writable(Thread& thread, const FileObject* file) {
    TRY(check_open(thread, file, "write to"));
    if (!file->writable) return raise_unsupported(thread, file->is_text() ? "not writable" : "write");
    return {};
}

// A size argument: None and negative numbers mean all.
Result<int64_t> size_of(Thread& thread, Value value) {
    if (value.is_none()) return -1;
    if (!is_int(value) && !thread.interp.type_of(value)->slots.index)
        return raise_type_error(thread, "argument should be integer or None, not '%s'",
                                type_name(thread, value));
    return index_as_int64(thread, value, thread.types().overflow_error);
}

// --- reading

Ref<Value> read_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_readable(thread, file, "read of"));
    int64_t size = TRY(size_of(thread, args[1]));
    return file_read(thread, file, size);
}
Ref<Value> readline_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_readable(thread, file, "readline of"));
    int64_t size = file->is_text() ? TRY(index_as_int64(thread, args[1], thread.types().overflow_error))
                                   : TRY(size_of(thread, args[1]));
    return file_read_line(thread, file, size);
}
bool is_nothing(Value line) {
    if (const Str* text = as_str(line)) return text->length == 0;
    return as_bytes(line)->length == 0;
}
// A line for iteration.
Ref<Value> next_line(Thread& thread, FileObject* file) {
    file->in_iteration = true;
    Ref<Value> line = TRY(file_read_line(thread, file, -1));
    if (is_nothing(line)) file->in_iteration = false;
    return line;
}
Ref<Value> readlines_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_readable(thread, file, "readline of"));
    int64_t hint = TRY(size_of(thread, args[1]));
    Ref<List> lines = TRY(make_list(thread));
    for (int64_t total = 0; hint <= 0 || total < hint;) {
        Ref<Value> line = TRY(next_line(thread, file));
        if (is_nothing(line)) break;
        total += static_cast<int64_t>(as_str(line) ? as_str(line)->length : as_bytes(line)->length);
        TRY(list_append(thread, lines.get(), line));
    }
    return lines;
}
Ref<Value> readinto_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_readable(thread, file, "readinto of"));
    auto* target = as_instance<ByteArray>(args[1]);
    if (!target)
        return raise_type_error(thread, "readinto() argument must be read-write bytes-like object, not %s",
                                type_name(thread, args[1]));
    Ref<Value> content = TRY(file_read(thread, file, static_cast<int64_t>(target->length)));
    const Bytes* bytes = as_bytes(content);
    size_t count = std::min(bytes->length, target->length);
    std::copy_n(bytes->data(), count, target->data);
    return Value::small_int(static_cast<int64_t>(count));
}
Ref<Value> file_next(Thread& thread, Value self) {
    FileObject* file = file_of(self);
    TRY(check_readable(thread, file, "readline of"));
    Ref<Value> line = TRY(next_line(thread, file));
    if (is_nothing(line)) return Ref<Value>::empty();
    return line;
}
Ref<Value> file_iter(Thread& thread, Value self) {
    TRY(check_open(thread, file_of(self), nullptr));
    return share(self);
}

// --- writing

Ref<Value> write_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    if (file->is_text()) {
        Str* text = as_str(args[1]);
        if (!text) return raise_bad_argument(thread, "write", "argument", "str", args[1]);
        TRY(check_writable(thread, file));
        TRY(file_write(thread, file, text));
        return make_int(thread, text->length);
    }
    TRY(check_writable(thread, file));
    std::string_view bytes;
    if (!as_buffer(args[1], &bytes))
        return raise_type_error(thread, "a bytes-like object is required, not '%s'",
                                type_name(thread, args[1]));
    TRY(file_write_bytes(thread, file, bytes));
    return make_int(thread, bytes.size());
}
Ref<Value> writelines_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), nullptr));
    TRY(for_each(thread, args[1], [&](Value line) -> Status {
        const Value values[] = {args[0], line};
        return as_status(write_method(thread, Args{values, 2, 0}));
    }));
    return Value::none();
}
Ref<Value> flush_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_open(thread, file, "flush of"));
    TRY(file_flush(thread, file));
    file->in_iteration = false;
    return Value::none();
}
Ref<Value> close_method(Thread& thread, Args args) {
    TRY(file_close(thread, file_of(args[0])));
    return Value::none();
}

// --- position and state

Ref<Value> seek_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_open(thread, file, "seek of"));
    file->in_iteration = false;
    int64_t offset = TRY(index_as_int64(thread, args[1], thread.types().overflow_error));
    int64_t whence = TRY(index_as_int64(thread, args[2], thread.types().overflow_error));
    if (whence < 0 || whence > 2)
        return raise_value_error(thread, "invalid whence (%d, should be 0, 1 or 2)",
                                 static_cast<int>(whence));
    if (file->is_text() && offset != 0 && whence != SEEK_SET)
        return raise_unsupported(thread, whence == SEEK_CUR ? "can't do nonzero cur-relative seeks"
                                                            : "can't do nonzero end-relative seeks");
    if (whence == SEEK_SET && offset < 0)
        return file->is_text() ? Ref<Value>(raise_value_error(thread, "negative seek position %lld",
                                                              static_cast<long long>(offset)))
                               : Ref<Value>(raise_os_error(thread, EINVAL));
    int64_t position = TRY(file_seek(thread, file, offset, static_cast<int>(whence)));
    return make_int(thread, position);
}
Ref<Value> tell_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_open(thread, file, "tell of"));
    if (file->is_text() && file->in_iteration)
        return raise(thread, thread.types().os_error, "telling position disabled by next() call");
    int64_t position = TRY(file_tell(thread, file));
    return make_int(thread, position);
}
Ref<Value> truncate_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    TRY(check_open(thread, file, "truncate of"));
    if (!file->writable)
        return raise_unsupported(thread, file->is_text() ? "File not open for writing" : "truncate");
    TRY(file_flush(thread, file));
    int64_t size = args[1].is_none() ? TRY(file_tell(thread, file))
                                     : TRY(index_as_int64(thread, args[1], thread.types().overflow_error));
    if (::ftruncate(file->fd, size) != 0) return raise_os_error(thread, errno);
    return make_int(thread, size);
}
Ref<Value> fileno_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), "fileno of"));
    return Value::small_int(file_of(args[0])->fd);
}
Ref<Value> isatty_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), "isatty of"));
    return Value::boolean(::isatty(file_of(args[0])->fd));
}
Ref<Value> readable_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), nullptr));
    return Value::boolean(file_of(args[0])->readable);
}
Ref<Value> writable_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), nullptr));
    return Value::boolean(file_of(args[0])->writable);
}
Ref<Value> seekable_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), nullptr));
    return Value::boolean(::lseek(file_of(args[0])->fd, 0, SEEK_CUR) >= 0);
}
Ref<Value> enter_method(Thread& thread, Args args) {
    TRY(check_open(thread, file_of(args[0]), nullptr));
    return share(args[0]);
}
Ref<Value> exit_method(Thread& thread, Args args) {
    TRY(file_close(thread, file_of(args[0])));
    return Value::none();
}
Ref<Value> reconfigure_method(Thread& thread, Args args) {
    FileObject* file = file_of(args[0]);
    if (!file->is_text()) return raise_no_attribute(thread, args[0], intern_immortal(thread, "reconfigure"));
    TRY(file_flush(thread, file));
    if (const Str* encoding = as_str(args[1])) {
        Ref<Bytes> probe = TRY(encode_text(thread, thread.interp.empty_str, to_utf8(encoding), "strict"));
        std::string name = to_utf8(encoding);
        file->encoding = name;
        file->codec =
            name == "utf-8" || name == "utf8" || name == "UTF-8" ? FileEncoding::kUtf8 : FileEncoding::kOther;
        file->errors = "strict";
    }
    if (const Str* errors = as_str(args[2])) file->errors = to_utf8(errors);
    if (!args[4].is_none()) file->line_buffering = TRY(truth(thread, args[4]));
    if (!args[5].is_none()) file->unbuffered = TRY(truth(thread, args[5]));
    return Value::none();
}

constexpr MethodDef kMethods[] = {
    {"read(self, size=-1, /)", read_method, "Read so many characters or bytes, all by default."},
    {"readline(self, size=-1, /)", readline_method, "Read to the end of the line, or so much of it."},
    {"readlines(self, hint=-1, /)", readlines_method,
     "The lines up to the end, or until they exceed the hint."},
    {"readinto(self, buffer, /)", readinto_method, "Read bytes into a bytearray; how many, is returned."},
    {"write(self, text, /)", write_method, "Write text or bytes; the number of them is returned."},
    {"writelines(self, lines, /)", writelines_method, "Write every item of an iterable."},
    {"flush(self, /)", flush_method, "Hand buffered output to the system."},
    {"close(self, /)", close_method, "Flush and close the file."},
    {"seek(self, cookie, whence=0, /)", seek_method, "Move to a position."},
    {"tell(self, /)", tell_method, "The current position."},
    {"truncate(self, pos=None, /)", truncate_method,
     "Cut the file at a position, by default the current one."},
    {"fileno(self, /)", fileno_method, "The file descriptor."},
    {"isatty(self, /)", isatty_method, "Whether the file is a terminal."},
    {"readable(self, /)", readable_method, "Whether the file can be read."},
    {"writable(self, /)", writable_method, "Whether the file can be written."},
    {"seekable(self, /)", seekable_method, "Whether the file has positions."},
    {"@hidden __enter__(self, /)", enter_method, "The file itself."},
    {"@hidden __exit__(self, /, *args)", exit_method, "Close the file."},
    {"reconfigure(self, /, *, encoding=None, errors=None, newline=None,\n"
     "            line_buffering=None, write_through=None)",
     reconfigure_method, "Change how text is encoded and buffered."},
};

// --- attributes

Ref<Value> get_name(Thread&, Value self) {
    return share(file_of(self)->name);
}
Ref<Value> get_mode(Thread&, Value self) {
    return share(file_of(self)->mode);
}
Ref<Value> get_closed(Thread&, Value self) {
    return Value::boolean(file_of(self)->closed);
}
Ref<Value> text_attribute(Thread& thread, Value self, const char* name, const std::string& value) {
    if (!file_of(self)->is_text()) return raise_no_attribute(thread, self, intern_immortal(thread, name));
    return make_str(thread, value);
}
Ref<Value> get_encoding(Thread& thread, Value self) {
    return text_attribute(thread, self, "encoding", file_of(self)->encoding);
}
Ref<Value> get_errors(Thread& thread, Value self) {
    return text_attribute(thread, self, "errors", file_of(self)->errors);
}
Ref<Value> get_line_buffering(Thread&, Value self) {
    return Value::boolean(file_of(self)->line_buffering);
}
Ref<Value> get_newlines(Thread&, Value) {
    return Value::none();
}
// The binary file under a text file: the same descriptor, and the same input read ahead.
Ref<Value> get_buffer(Thread& thread, Value self) {
    FileObject* file = file_of(self);
    if (!file->is_text()) return raise_no_attribute(thread, self, intern_immortal(thread, "buffer"));
    if (!file->buffer.is_empty()) return share(file->buffer);
    const TypeSpec& type = file->readable && file->writable ? kRandomFileType
                           : file->readable                 ? kReaderFileType
                                                            : kWriterFileType;
    Ref<FileObject> made = TRY(new_object<FileObject>(thread, native_type(thread.interp, type)));
    made->fd = file->fd;
    made->readable = file->readable;
    made->writable = file->writable;
    made->owns_fd = false;
    made->unbuffered = true;
    made->name = share(file->name).release();
    Ref<Str> mode = TRY(make_str(thread, file->readable ? "rb" : "wb"));
    made->mode = mode.release();
    if (file->readable) made->parent = share(self).release();
    Ref<Value> result = std::move(made);
    file->buffer = share(result.get()).release();
    return result;
}

constexpr GetSetDef kAttributes[] = {
    {"name", get_name, nullptr, nullptr},
    {"mode", get_mode, nullptr, nullptr},
    {"closed", get_closed, nullptr, nullptr},
    {"encoding", get_encoding, nullptr, nullptr},
    {"errors", get_errors, nullptr, nullptr},
    {"newlines", get_newlines, nullptr, nullptr},
    {"line_buffering", get_line_buffering, nullptr, nullptr},
    {"buffer", get_buffer, nullptr, nullptr},
};

Ref<Value> file_repr(Thread& thread, Value self) {
    FileObject* file = file_of(self);
    Ref<Str> name = TRY(repr(thread, file->name));
    StrBuilder out(thread);
    out.add_ascii("<_io.");
    out.add(file->type()->name.get());
    out.add_ascii(" name=");
    out.add(name.get());
    if (file->is_text()) {
        Ref<Str> mode = TRY(repr(thread, file->mode));
        out.add_ascii(" mode=");
        out.add(mode.get());
        out.add_ascii(" encoding='" + file->encoding + "'");
    }
    out.add('>');
    return out.finish();
}

}  // namespace

void FileObject::release(Interpreter&, FileObject& file) {
    if (!file.closed) {
        for (size_t done = 0; done < file.output.size();) {
            ssize_t count = ::write(file.fd, file.output.data() + done, file.output.size() - done);
            if (count < 0 && errno != EINTR) break;
            if (count > 0) done += static_cast<size_t>(count);
        }
        if (file.owns_fd) ::close(file.fd);
    }
    for (std::string FileObject::* text :
         {&FileObject::newline, &FileObject::write_newline, &FileObject::encoding, &FileObject::errors,
          &FileObject::input, &FileObject::output})
        std::string().swap(file.*text);
}

namespace {

consteval TypeSpec file_type(const char* name) {
    return native<FileObject>({.name = name,
                               .flags = kHasWeakrefSupport,
                               .doc = "A file.",
                               .slots = {.repr = file_repr, .iter = file_iter, .next = file_next},
                               .methods = kMethods,
                               .attributes = kAttributes});
}

}  // namespace

constexpr TypeSpec kTextFileType = file_type("_io.TextIOWrapper");
constexpr TypeSpec kReaderFileType = file_type("_io.BufferedReader");
constexpr TypeSpec kWriterFileType = file_type("_io.BufferedWriter");
constexpr TypeSpec kRandomFileType = file_type("_io.BufferedRandom");

FileObject* as_file(const Interpreter&, Value v) {
    if (!v.is_object()) return nullptr;
    const TypeSpec* spec = v.as_object()->type()->spec;
    bool is_file = spec == &kTextFileType || spec == &kReaderFileType || spec == &kWriterFileType ||
                   spec == &kRandomFileType;
    return is_file ? v.as<FileObject>() : nullptr;
}

Ref<Value> unsupported_operation_class(Thread& thread) {
    // Kept in the namespace of the text files' type: a class like any other, made when it is first needed.
    Dict* home = native_type(thread.interp, kTextFileType)->dict.get();
    Ref<Str> key = TRY(intern(thread, "_unsupported_operation"));
    if (Value found = dict_get_str(home, key.get()); !found.is_empty()) return share(found);
    Ref<Str> name = TRY(intern(thread, "UnsupportedOperation"));
    Ref<Tuple> bases =
        TRY(make_tuple(thread, {Value(thread.types().os_error), Value(thread.types().value_error)}));
    Ref<Dict> names = TRY(make_dict(thread));
    Ref<Str> module = TRY(intern(thread, "io"));
    TRY(dict_set_str(thread, names.get(), thread.interp.names().__module__, module.value()));
    Ref<Value> made = TRY(call(thread, thread.types().type, {name.value(), bases.value(), names.value()}));
    TRY(dict_set_str(thread, home, key.get(), made));
    return made;
}

Failure raise_unsupported(Thread& thread, const char* message) {
    Ref<Value> type = TRY(unsupported_operation_class(thread));
    Ref<Str> text = TRY(make_str(thread, message));
    Ref<Value> error = TRY(call(thread, type, {text.value()}));
    return raise_object(thread, error);
}

}  // namespace moult
