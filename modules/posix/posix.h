// What the parts of the module posix share: paths and descriptors as arguments, errors with file names, calls that
// signals interrupt. Each part has a file of its own and adds its functions, types and constants to the module.
#pragma once

#include <sys/stat.h>

#include <sched.h>

#include <cerrno>
#include <functional>
#include <string>

#include "interp/eval.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/native.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module.h"
#include "runtime/objects/struct_sequence.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"
#include "runtime/threads/threads.h"

namespace moult::posix {

// A path argument, as CPython's path_t: str, bytes, what has __fspath__; where it is allowed, a descriptor or None.
struct Path {
    Ref<Value> object;    // what errors name: the path as str or bytes, the descriptor as it was given
    std::string text;     // for the system; "." for None
    int descriptor = -1;  // >= 0 or an error of the caller's when is_descriptor
    bool is_descriptor = false;
    bool is_bytes = false;
    const char* c_str() const { return text.c_str(); }
};
enum PathAllowed : unsigned { kPathOnly = 0, kOrDescriptor = 1, kOrNone = 2 };
// Messages begin with "function: argument should be".
Status read_path(Thread&, Value, const char* function, const char* argument, unsigned allowed, Path*);
// The text of a name from the system: str, undecodable bytes as surrogates (PEP 383), or bytes.
Ref<Value> path_value(Thread&, std::string_view text, bool as_bytes = false);
// The bytes for the system of a str, bytes or what has __fspath__: os.fsencode(); no zero byte inside.
Status read_fs_text(Thread&, Value, std::string*);
Ref<Value> fspath(Thread&, Value);  // a str or bytes; TypeError for all else

// The folder that a relative path starts from: a dir_fd argument, AT_FDCWD for None.
Result<int> read_folder(Thread&, Value);
// A descriptor, or what has fileno().
Result<int> read_descriptor(Thread&, Value);

// A user's or group's number; -1 stands for no change. `what` is "uid" or "gid".
Result<uint32_t> read_id(Thread&, Value, const char* what);

// OSError from errno, with the names of the files. Failure to be returned.
Failure raise_errno(Thread&);
Failure raise_errno(Thread&, const Path&);
Failure raise_errno(Thread&, const Path&, const Path&);

// Calls what may block, while other threads run: again after signals, whose handlers run in between (PEP 475). What the
// call gives, with errno as it left it; failure when a handler raised.
template <class Call>
auto blocking(Thread& thread, Call&& call) -> Result<decltype(call())> {
    for (;;) {
        errno = 0;
        auto result = unlocked(thread, call);
        if (result != decltype(result)(-1) || errno != EINTR) return result;
        TRY(interp::handle_signals(thread));
    }
}

// None, or the failure that errno tells.
inline Ref<Value> none_or_error(Thread& thread, int64_t result) {
    if (result < 0) return raise_errno(thread);
    return Value::none();
}
inline Ref<Value> none_or_error(Thread& thread, int64_t result, const Path& path) {
    if (result < 0) return raise_errno(thread, path);
    return Value::none();
}
inline Ref<Value> number_or_error(Thread& thread, int64_t result) {
    if (result < 0) return raise_errno(thread);
    return make_int(thread, result);
}

// The parts: what they add to the module.
struct Part {
    std::span<const MethodDef> functions;
    Status (*init)(Thread&, Module*) = nullptr;
};
extern const Part kStatPart, kFilesPart, kFoldersPart, kScandirPart, kProcessPart, kSpawnPart, kIdentityPart,
    kSystemPart, kConstantsPart, kVectorsPart, kSchedulingPart, kTerminalsPart;

// Copies the process by this call, with all that is to be done around it: 0 in the copy, its number in the other, -1 and
// errno when it fails.
pid_t fork_by(Thread&, const std::function<pid_t()>& fork);
// A sched_param.
Status read_sched_param(Thread&, Value, struct ::sched_param*);

// What a file action of posix_spawn() does.
enum SpawnAction : int { kSpawnOpen = 0, kSpawnClose = 1, kSpawnDup2 = 2 };

Status add(Thread&, Module*, const char* name, Value value);
Ref<Value> stat_value(Thread&, const struct ::stat&);  // an os.stat_result

}  // namespace moult::posix
