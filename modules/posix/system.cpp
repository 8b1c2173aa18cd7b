// posix: the system as a whole: its name, its limits, its load, random bytes, the environment.
#include <sys/random.h>
#include <sys/sysmacros.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "modules/posix/posix.h"
#include "runtime/state/types.h"

extern char** environ;

namespace moult::posix {

namespace {

// --- struct sequences

constexpr StructField kUnameFields[] = {
    {"sysname", "operating system name"},
    {"nodename", "name of machine on network (implementation-defined)"},
    {"release", "operating system release"},
    {"version", "operating system version"},
    {"machine", "hardware identifier"},
};
constexpr StructSequenceSpec kUname = {
    .name = "posix.uname_result",
    .doc =
        "uname_result: Result from os.uname().\n\n"
        "This object may be accessed either as a tuple of\n"
        "  (sysname, nodename, release, version, machine),\n"
        "or via the attributes sysname, nodename, release, version, and machine.\n\n"
        "See os.uname for more information.",
    .fields = kUnameFields,
    .visible = 5,
};
constexpr StructField kTimesFields[] = {
    {"user", "user time"},
    {"system", "system time"},
    {"children_user", "user time of children"},
    {"children_system", "system time of children"},
    {"elapsed", "elapsed time since an arbitrary point in the past"},
};
constexpr StructSequenceSpec kTimes = {
    .name = "posix.times_result",
    .doc =
        "times_result: Result from os.times().\n\n"
        "This object may be accessed either as a tuple of\n"
        "  (user, system, children_user, children_system, elapsed),\n"
        "or via the attributes user, system, children_user, children_system,\n"
        "and elapsed.\n\n"
        "See os.times for more information.",
    .fields = kTimesFields,
    .visible = 5,
};

Ref<Value> uname_function(Thread& thread, Args) {
    utsname name;
    if (::uname(&name) < 0) return raise_errno(thread);
    Ref<Value> held[5];
    Value values[5];
    const char* texts[] = {name.sysname, name.nodename, name.release, name.version, name.machine};
    for (size_t i = 0; i < 5; ++i) {
        held[i] = TRY(path_value(thread, texts[i]));
        values[i] = held[i];
    }
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kUname>), kUname,
                                values);
}
Ref<Value> times_function(Thread& thread, Args) {
    tms used;
    clock_t elapsed = ::times(&used);
    if (elapsed == clock_t(-1)) return raise_errno(thread);
    auto seconds = [ticks = static_cast<double>(::sysconf(_SC_CLK_TCK))](clock_t time) {
        return Value::number(static_cast<double>(time) / ticks);
    };
    const Value values[] = {seconds(used.tms_utime), seconds(used.tms_stime), seconds(used.tms_cutime),
                            seconds(used.tms_cstime), seconds(elapsed)};
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kTimes>), kTimes,
                                values);
}

// --- figures

Ref<Value> getloadavg_function(Thread& thread, Args) {
    double load[3];
    if (::getloadavg(load, 3) != 3)
        return raise(thread, thread.types().os_error, "Load averages are unobtainable");
    return moult::make_tuple(thread,
                             {Value::number(load[0]), Value::number(load[1]), Value::number(load[2])});
}
Ref<Value> cpu_count_function(Thread& thread, Args) {
    long count = ::sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) return Value::none();
    return make_int(thread, count);
}
Ref<Value> strerror_function(Thread& thread, Args args) {
    return path_value(thread, std::strerror(TRY(as_c_int(thread, args[0]))));
}

Ref<Value> random_bytes(Thread& thread, int64_t size, unsigned flags, bool all) {
    Ref<Bytes> bytes = TRY(allocate_bytes(thread, static_cast<size_t>(size)));
    size_t filled = 0;
    do {
        ssize_t count = TRY(blocking(thread, [&] {
            return ::getrandom(bytes->data() + filled, static_cast<size_t>(size) - filled, flags);
        }));
        if (count < 0) return raise_errno(thread);
        filled += static_cast<size_t>(count);
    } while (all && filled < static_cast<size_t>(size));
    if (filled == static_cast<size_t>(size)) return bytes;
    return make_bytes(thread, bytes->view().substr(0, filled));
}
Ref<Value> urandom_function(Thread& thread, Args args) {
    int64_t size = TRY(as_ssize(thread, args[0]));
    if (size < 0) return raise_value_error(thread, "negative argument not allowed");
    return random_bytes(thread, size, 0, true);
}
Ref<Value> getrandom_function(Thread& thread, Args args) {  // size, flags
    int64_t size = TRY(as_ssize(thread, args[0]));
    int flags = TRY(as_c_int(thread, args[1]));
    if (size < 0) {
        errno = EINVAL;
        return raise_errno(thread);
    }
    return random_bytes(thread, size, static_cast<unsigned>(flags), false);
}

Ref<Value> major_function(Thread& thread, Args args) {
    return make_int(thread, ::major(static_cast<dev_t>(TRY(as_ssize(thread, args[0])))));
}
Ref<Value> minor_function(Thread& thread, Args args) {
    return make_int(thread, ::minor(static_cast<dev_t>(TRY(as_ssize(thread, args[0])))));
}
Ref<Value> makedev_function(Thread& thread, Args args) {  // major, minor
    int high = TRY(as_c_int(thread, args[0])), low = TRY(as_c_int(thread, args[1]));
    return make_int(thread, uint64_t{::makedev(static_cast<unsigned>(high), static_cast<unsigned>(low))});
}
Ref<Value> ctermid_function(Thread& thread, Args) {
    char name[L_ctermid];
    ::ctermid(name);
    return path_value(thread, name);
}

// --- the environment

Ref<Value> putenv_function(Thread& thread, Args args) {  // name, value
    std::string name, value;
    TRY(read_fs_text(thread, args[0], &name));
    TRY(read_fs_text(thread, args[1], &value));
    if (name.find('=') != std::string::npos)
        return raise_value_error(thread, "illegal environment variable name");
    return none_or_error(thread, ::setenv(name.c_str(), value.c_str(), 1));
}
Ref<Value> unsetenv_function(Thread& thread, Args args) {
    std::string name;
    TRY(read_fs_text(thread, args[0], &name));
    return none_or_error(thread, ::unsetenv(name.c_str()));
}
// As bytes; of a name that stands there twice, the first counts.
Ref<Dict> environment(Thread& thread) {
    Ref<Dict> dict = TRY(make_dict(thread));
    for (char** entry = ::environ; entry && *entry; ++entry) {
        std::string_view text = *entry;
        size_t sign = text.find('=', 1);
        if (sign == std::string_view::npos) continue;
        Ref<Bytes> name = TRY(make_bytes(thread, text.substr(0, sign)));
        Ref<Bytes> value = TRY(make_bytes(thread, text.substr(sign + 1)));
        Ref<Value> kept = TRY(dict_set_default(thread, dict.get(), name.value(), value.value()));
    }
    return dict;
}

constexpr MethodDef kFunctions[] = {
    {"uname()", uname_function, "Return an object identifying the current operating system."},
    {"times()", times_function, "Return a collection containing process timing information."},
    {"getloadavg()", getloadavg_function,
     "Return average recent system load information.\n\n"
     "Return the number of processes in the system run queue averaged over\n"
     "the last 1, 5, and 15 minutes as a tuple of three floats."},
    {"cpu_count()", cpu_count_function,
     "Return the number of CPUs in the system; return None if indeterminable."},
    {"strerror(code, /)", strerror_function, "Translate an error code to a message string."},
    {"urandom(size, /)", urandom_function,
     "Return a bytes object containing random bytes suitable for cryptographic use."},
    {"getrandom(size, flags=0)", getrandom_function, "Obtain a series of random bytes."},
    {"major(device, /)", major_function, "Extracts a device major number from a raw device number."},
    {"minor(device, /)", minor_function, "Extracts a device minor number from a raw device number."},
    {"makedev(major, minor, /)", makedev_function,
     "Composes a raw device number from the major and minor device numbers."},
    {"ctermid()", ctermid_function, "Return the name of the controlling terminal for this process."},
    {"putenv(name, value, /)", putenv_function, "Change or add an environment variable."},
    {"unsetenv(name, /)", unsetenv_function, "Delete an environment variable."},
};

Status init(Thread& thread, Module* module) {
    TRY(add(thread, module, "uname_result", native_type(thread.interp, kStructSequenceType<kUname>)));
    TRY(add(thread, module, "times_result", native_type(thread.interp, kStructSequenceType<kTimes>)));
    TRY(add(thread, module, "error", thread.types().os_error));
    Ref<Dict> variables = TRY(environment(thread));
    return add(thread, module, "environ", variables.value());
}

}  // namespace

constexpr Part kSystemPart = {kFunctions, init};

}  // namespace moult::posix
