// Arguments and errors of the module posix.
#include <fcntl.h>

#include <climits>
#include <cstring>

#include "modules/posix/posix.h"
#include "runtime/exceptions/exception.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"

namespace moult::posix {

namespace {

Failure raise_not_a_path(Thread& thread, Value given, const char* function, const char* argument,
                         unsigned allowed) {
    bool descriptor = allowed & kOrDescriptor, none = allowed & kOrNone;
    const char* wanted = descriptor && none ? "string, bytes, os.PathLike, integer or None"
                         : descriptor       ? "string, bytes, os.PathLike or integer"
                         : none             ? "string, bytes, os.PathLike or None"
                                            : "string, bytes or os.PathLike";
    return raise_type_error(thread, "%s: %s should be %s, not %.200s", function, argument, wanted,
                            type_name(thread, given));
}

// What __fspath__ gives; empty when the value has none.
Ref<Value> by_fspath(Thread& thread, Value value) {
    Ref<Str> name = TRY(intern(thread, "__fspath__"));
    Ref<Value> method = TRY(find_special(thread, value, name.get()));
    if (method.is_empty()) return method;
    Ref<Value> path = TRY(call(thread, method));
    if (!as_str(path) && !as_bytes(path))
        return raise_type_error(thread, "expected %.200s.__fspath__() to return str or bytes, not %.200s",
                                type_name(thread, value), type_name(thread, path));
    return path;
}

// The system's bytes of a str or bytes.
Status system_text(Thread& thread, Value path, std::string* text) {
    if (Str* str = as_str(path)) {
        Ref<Bytes> bytes = TRY(encode_text(thread, str, "utf-8", "surrogateescape"));
        text->assign(bytes->view());
    } else {
        text->assign(as_bytes(path)->view());
    }
    if (text->find('\0') != std::string::npos) return raise_value_error(thread, "embedded null byte");
    return {};
}

// A descriptor among paths.
Result<int> number_as_descriptor(Thread& thread, Value value) {
    Ref<Value> index = TRY(to_index(thread, value));
    int64_t number;
    bool fits = int_to_int64(index, &number);
    if (!fits) number = int_sign(index) < 0 ? INT64_MIN : INT64_MAX;
    if (number > INT_MAX) return raise_overflow_error(thread, "fd is greater than maximum");
    if (number < INT_MIN) return raise_overflow_error(thread, "fd is less than minimum");
    return static_cast<int>(number);
}

// OSError(number, text, filename, None, filename2): the class follows from the number.
Failure raise_with_names(Thread& thread, int number, Value first, Value second) {
    Ref<Str> text = TRY(make_str(thread, std::strerror(number)));
    Ref<Value> error = TRY(call(thread, Value(thread.types().os_error),
                                {Value::small_int(number), text.value(), first, Value::none(), second}));
    return raise_object(thread, error);
}

}  // namespace

Status read_path(Thread& thread, Value given, const char* function, const char* argument, unsigned allowed,
                 Path* path) {
    path->object = share(given);
    if (given.is_none()) {
        if (!(allowed & kOrNone)) return raise_not_a_path(thread, given, function, argument, allowed);
        path->text = ".";
        return {};
    }
    std::string_view buffer;
    if (as_str(given) || as_bytes(given)) {
        path->is_bytes = as_bytes(given) != nullptr;
        return system_text(thread, given, &path->text);
    }
    if (as_buffer(given, &buffer)) {
        static_cast<void>(raise_not_a_path(thread, given, function, argument, allowed));
        Ref<Value> message = take_error(thread);
        Ref<Str> text = TRY(to_str(thread, message));
        TRY(warn(thread, thread.types().deprecation_warning, to_utf8(text.get())));
        if (!as_buffer(given, &buffer)) return raise_value_error(thread, "buffer changed");
        path->is_bytes = true;
        Ref<Bytes> bytes = TRY(make_bytes(thread, buffer));
        return system_text(thread, bytes.value(), &path->text);
    }
    if ((allowed & kOrDescriptor) && thread.interp.type_of(given)->slots.index) {
        path->is_descriptor = true;
        path->descriptor = TRY(number_as_descriptor(thread, given));
        return {};
    }
    Ref<Value> found = TRY(by_fspath(thread, given));
    if (found.is_empty()) return raise_not_a_path(thread, given, function, argument, allowed);
    path->object = found;
    path->is_bytes = as_bytes(found) != nullptr;
    return system_text(thread, found, &path->text);
}

Ref<Value> fspath(Thread& thread, Value value) {
    if (as_str(value) || as_bytes(value)) return share(value);
    Ref<Value> path = TRY(by_fspath(thread, value));
    if (path.is_empty())
        return raise_type_error(thread, "expected str, bytes or os.PathLike object, not %.200s",
                                type_name(thread, value));
    return path;
}

Status read_fs_text(Thread& thread, Value value, std::string* text) {
    Ref<Value> path = TRY(fspath(thread, value));
    return system_text(thread, path, text);
}

Ref<Value> path_value(Thread& thread, std::string_view text, bool wants_bytes) {
    if (wants_bytes) return make_bytes(thread, text);
    return decode_text(thread, text, "utf-8", "surrogateescape");
}

Result<int> read_folder(Thread& thread, Value value) {
    if (value.is_none()) return AT_FDCWD;
    if (!thread.interp.type_of(value)->slots.index)
        return raise_type_error(thread, "argument should be integer or None, not %.200s",
                                type_name(thread, value));
    return number_as_descriptor(thread, value);
}

Result<int> read_descriptor(Thread& thread, Value value) {
    Ref<Value> number = share(value);
    if (!is_int(value)) {
        Ref<Str> name = TRY(intern(thread, "fileno"));
        Ref<Value> method = TRY(find_attribute(thread, value, name.get()));
        if (method.is_empty())
            return raise_type_error(thread, "argument must be an int, or have a fileno() method.");
        number = TRY(call(thread, method));
        if (!is_int(number)) return raise_type_error(thread, "fileno() returned a non-integer");
    }
    int descriptor = TRY(as_c_int(thread, number));
    if (descriptor < 0)
        return raise_value_error(thread, "file descriptor cannot be a negative integer (%d)", descriptor);
    return descriptor;
}

Result<uint32_t> read_id(Thread& thread, Value value, const char* what) {
    if (!thread.interp.type_of(value)->slots.index)
        return raise_type_error(thread, "%s should be integer, not %.200s", what, type_name(thread, value));
    Ref<Value> index = TRY(to_index(thread, value));
    int64_t number;
    bool fits = int_to_int64(index, &number);
    // The messages of CPython, which takes what a long holds, and is no id, for too small.
    if (!fits && int_sign(index) > 0) return raise_overflow_error(thread, "%s is greater than maximum", what);
    if (!fits || number < -1 || number > int64_t{UINT32_MAX})
        return raise_overflow_error(thread, "%s is less than minimum", what);
    return static_cast<uint32_t>(number);
}

Failure raise_errno(Thread& thread) {
    return raise_os_error(thread, errno);
}
Failure raise_errno(Thread& thread, const Path& path) {
    if (path.object.is_none()) return raise_os_error(thread, errno);
    return raise_os_error(thread, errno, path.object);
}
Failure raise_errno(Thread& thread, const Path& first, const Path& second) {
    return raise_with_names(thread, errno, first.object, second.object);
}

Status add(Thread& thread, Module* module, const char* name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, module->dict.get(), key.get(), value);
}

}  // namespace moult::posix
