// OSError: arguments, the subclass that an errno chooses, text (PEP 3151).
#include <cerrno>

#include "runtime/classes/instance.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/numbers/int.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

struct OsErrorObject : ExceptionObject {};  // whose constructors are OSError's

Type* type_for_errno(const Types& types, int64_t number) {
    switch (number) {
        case EAGAIN:
        case EALREADY:
        case EINPROGRESS: return types.blocking_io_error;
        case EPIPE:
        case ESHUTDOWN: return types.broken_pipe_error;
        case ECHILD: return types.child_process_error;
        case ECONNABORTED: return types.connection_aborted_error;
        case ECONNREFUSED: return types.connection_refused_error;
        case ECONNRESET: return types.connection_reset_error;
        case EEXIST: return types.file_exists_error;
        case ENOENT: return types.file_not_found_error;
        case EISDIR: return types.is_a_directory_error;
        case ENOTDIR: return types.not_a_directory_error;
        case EINTR: return types.interrupted_error;
        case EACCES:
        case EPERM: return types.permission_error;
        case ESRCH: return types.process_lookup_error;
        case ETIMEDOUT: return types.timeout_error;
        default: return nullptr;
    }
}

// A class with an __init__ of its own but not a __new__ gets its arguments' meaning in OSError.__init__, the
// others in __new__, which can then choose the subclass.
bool interprets_in_init(const Type* type) {
    return type->slots.init != kOSErrorType.slots.init &&
           type->slots.new_instance == kOSErrorType.slots.new_instance;
}

// Sets the attributes from the arguments; two to five of them mean (errno, strerror, filename, winerror,
// filename2).
Status interpret_arguments(Thread& thread, ExceptionObject* exception, Args args) {
    std::span<const Value> given = args.rest();
    if (given.size() >= 2 && given.size() <= 5) {
        set_exception_field(exception, kOsErrorNumber, given[0]);
        set_exception_field(exception, kOsErrorText, given[1]);
        Value filename = given.size() > 2 ? given[2] : Value::empty();
        if (!filename.is_empty() && !filename.is_none()) {
            if (exception->type() == thread.types().blocking_io_error &&
                (is_int(filename) || filename.is_double() || thread.interp.type_of(filename)->slots.index)) {
                int64_t written = TRY(index_as_int64(thread, filename, thread.types().value_error));
                Ref<Value> number = TRY(make_int(thread, written));
                set_exception_field(exception, kOsErrorCharactersWritten, number);
            } else {
                set_exception_field(exception, kOsErrorFilename, filename);
                if (given.size() > 4 && !given[4].is_none())
                    set_exception_field(exception, kOsErrorFilename2, given[4]);
                given = given.first(2);  // the file names are no part of args
            }
        }
    }
    Ref<Tuple> stored = TRY(make_tuple(thread, given));
    std::swap(exception->args, stored);
    return {};
}

// Keywords are for the classes that take them in an __init__ of their own.
Status refuse_keywords(Thread& thread, const Type* type, Value keywords) {
    if (keywords.is_empty() || keywords.as<Dict>()->length == 0) return {};
    return raise_type_error(thread, "%s() takes no keyword arguments", to_utf8(type->name.get()).c_str());
}

Ref<Value> os_error_make(Thread& thread, Type* type, Args args) {  // *args, **kwargs
    if (interprets_in_init(type)) return allocate_exception(thread, type, {});
    TRY(refuse_keywords(thread, type, args[0]));
    if (type == thread.types().os_error && args.rest_count >= 2 && args.rest_count <= 5) {
        int64_t number;
        if (Value exact = as_int(args.rest()[0]); !exact.is_empty() && int_to_int64(exact, &number))
            if (Type* better = type_for_errno(thread.types(), number)) type = better;
    }
    Ref<Value> made = TRY(allocate_exception(thread, type, {}));
    TRY(interpret_arguments(thread, made.as<ExceptionObject>(), args));
    return made;
}

Status os_error_init(Thread& thread, Value self, Args args) {  // *args, **kwargs
    auto* exception = self.as<ExceptionObject>();
    if (!interprets_in_init(exception->type())) return {};
    TRY(refuse_keywords(thread, exception->type(), args[0]));
    return interpret_arguments(thread, exception, args);
}

Ref<Value> os_error_str(Thread& thread, Value self) {
    auto* exception = self.as<ExceptionObject>();
    auto field = [&](ExceptionField which) {
        Value v = exception->fields[which];
        return v.is_empty() ? share(Value(Value::none())) : share(v);
    };
    Ref<Value> number = field(kOsErrorNumber), text = field(kOsErrorText);
    Ref<Value> filename = field(kOsErrorFilename), filename2 = field(kOsErrorFilename2);
    bool has_filename = !exception->fields[kOsErrorFilename].is_empty();
    bool has_filename2 = !exception->fields[kOsErrorFilename2].is_empty();
    if (!has_filename &&
        (exception->fields[kOsErrorNumber].is_empty() || exception->fields[kOsErrorText].is_empty()))
        return exception_str(thread, self);
    StrBuilder out(thread);
    Ref<Str> number_text = TRY(to_str(thread, number));
    Ref<Str> message = TRY(to_str(thread, text));
    out.add_ascii("[Errno ");
    out.add(number_text.get());
    out.add_ascii("] ");
    out.add(message.get());
    if (has_filename) {
        Ref<Str> name = TRY(repr(thread, filename));
        out.add_ascii(": ");
        out.add(name.get());
        if (has_filename2) {
            Ref<Str> name2 = TRY(repr(thread, filename2));
            out.add_ascii(" -> ");
            out.add(name2.get());
        }
    }
    return out.finish();
}

// The file names, which args lacks, are put back.
Ref<Value> os_error_reduce(Thread& thread, Args arguments) {
    auto* exception = arguments[0].as<ExceptionObject>();
    Ref<Tuple> args = exception->args;
    Value filename = exception->fields[kOsErrorFilename], filename2 = exception->fields[kOsErrorFilename2];
    if (args->length == 2 && !filename.is_empty()) {
        Value number = args->items()[0], text = args->items()[1];
        args = filename2.is_empty()
                   ? TRY(make_tuple(thread, {number, text, filename}))
                   : TRY(make_tuple(thread, {number, text, filename, Value(Value::none()), filename2}));
    }
    Ref<Dict> state = TRY(instance_attributes(thread, exception));
    if (state->length == 0) return make_tuple(thread, {Value(exception->type()), args.value()});
    return make_tuple(thread, {Value(exception->type()), args.value(), state.value()});
}

Ref<Value> get_characters_written(Thread& thread, Value self) {
    auto* exception = self.as<ExceptionObject>();
    Value written = exception->fields[kOsErrorCharactersWritten];
    if (written.is_empty()) {
        Ref<Str> name = TRY(intern(thread, "characters_written"));
        return raise_attribute_error(thread, self, name.get(), "characters_written");
    }
    return share(written);
}
Status set_characters_written(Thread& thread, Value self, Value value) {
    auto* exception = self.as<ExceptionObject>();
    if (value.is_empty()) {
        if (exception->fields[kOsErrorCharactersWritten].is_empty()) {
            Ref<Str> name = TRY(intern(thread, "characters_written"));
            return raise_attribute_error(thread, self, name.get(), "characters_written");
        }
        set_exception_field(exception, kOsErrorCharactersWritten, Value::empty());
        return {};
    }
    int64_t written = TRY(index_as_int64(thread, value, thread.types().value_error));
    Ref<Value> number = TRY(make_int(thread, written));
    set_exception_field(exception, kOsErrorCharactersWritten, number);
    return {};
}

constexpr MethodDef kMethods[] = {
    {"__reduce__(self, /)", os_error_reduce, "Support for pickle and copy."},
};
constexpr GetSetDef kAttributes[] = {
    {"errno", exception_field<kOsErrorNumber>, assign_exception_field<kOsErrorNumber>,
     "POSIX exception code"},
    {"strerror", exception_field<kOsErrorText>, assign_exception_field<kOsErrorText>, "exception strerror"},
    {"filename", exception_field<kOsErrorFilename>, assign_exception_field<kOsErrorFilename>,
     "exception filename"},
    {"filename2", exception_field<kOsErrorFilename2>, assign_exception_field<kOsErrorFilename2>,
     "second exception filename"},
    {"characters_written", get_characters_written, set_characters_written, nullptr},
};

}  // namespace

constexpr TypeSpec kOSErrorType =
    native<OsErrorObject>({.name = "OSError",
                           .kind = Kind::kException,
                           .flags = kExceptionFlags,
                           .make = {"@hidden OSError(*args, **kwargs)", os_error_make},
                           .init = {"@hidden OSError(*args, **kwargs)", os_error_init},
                           .doc = "Base class for I/O related errors.",
                           .slots = {.str = os_error_str},
                           .methods = kMethods,
                           .attributes = kAttributes,
                           .base = &kExceptionType});

}  // namespace moult
