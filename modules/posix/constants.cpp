// posix: constants, and the names of what sysconf(), pathconf() and confstr() are asked for.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <linux/memfd.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "modules/posix/posix.h"
#include "runtime/containers/list.h"

namespace moult::posix {

namespace {

struct Constant {
    const char* name;
    int64_t value;
};
#define ROW(name) {#name, name}
constexpr Constant kConstants[] = {ROW(CLD_CONTINUED),
                                   ROW(CLD_DUMPED),
                                   ROW(CLD_EXITED),
                                   ROW(CLD_KILLED),
                                   ROW(CLD_STOPPED),
                                   ROW(CLD_TRAPPED),
                                   ROW(EFD_CLOEXEC),
                                   ROW(EFD_NONBLOCK),
                                   ROW(EFD_SEMAPHORE),
                                   ROW(EX_CANTCREAT),
                                   ROW(EX_CONFIG),
                                   ROW(EX_DATAERR),
                                   ROW(EX_IOERR),
                                   ROW(EX_NOHOST),
                                   ROW(EX_NOINPUT),
                                   ROW(EX_NOPERM),
                                   ROW(EX_NOUSER),
                                   ROW(EX_OK),
                                   ROW(EX_OSERR),
                                   ROW(EX_OSFILE),
                                   ROW(EX_PROTOCOL),
                                   ROW(EX_SOFTWARE),
                                   ROW(EX_TEMPFAIL),
                                   ROW(EX_UNAVAILABLE),
                                   ROW(EX_USAGE),
                                   ROW(F_LOCK),
                                   ROW(F_OK),
                                   ROW(F_TEST),
                                   ROW(F_TLOCK),
                                   ROW(F_ULOCK),
                                   ROW(GRND_NONBLOCK),
                                   ROW(GRND_RANDOM),
                                   ROW(MFD_ALLOW_SEALING),
                                   ROW(MFD_CLOEXEC),
                                   ROW(MFD_HUGETLB),
                                   ROW(MFD_HUGE_16GB),
                                   ROW(MFD_HUGE_16MB),
                                   ROW(MFD_HUGE_1GB),
                                   ROW(MFD_HUGE_1MB),
                                   ROW(MFD_HUGE_256MB),
                                   ROW(MFD_HUGE_2GB),
                                   ROW(MFD_HUGE_2MB),
                                   ROW(MFD_HUGE_32MB),
                                   ROW(MFD_HUGE_512KB),
                                   ROW(MFD_HUGE_512MB),
                                   ROW(MFD_HUGE_64KB),
                                   ROW(MFD_HUGE_8MB),
                                   ROW(MFD_HUGE_MASK),
                                   ROW(MFD_HUGE_SHIFT),
                                   ROW(NGROUPS_MAX),
                                   ROW(O_ACCMODE),
                                   ROW(O_APPEND),
                                   ROW(O_ASYNC),
                                   ROW(O_CLOEXEC),
                                   ROW(O_CREAT),
                                   ROW(O_DIRECT),
                                   ROW(O_DIRECTORY),
                                   ROW(O_DSYNC),
                                   ROW(O_EXCL),
                                   ROW(O_FSYNC),
                                   ROW(O_LARGEFILE),
                                   ROW(O_NDELAY),
                                   ROW(O_NOATIME),
                                   ROW(O_NOCTTY),
                                   ROW(O_NOFOLLOW),
                                   ROW(O_NONBLOCK),
                                   ROW(O_PATH),
                                   ROW(O_RDONLY),
                                   ROW(O_RDWR),
                                   ROW(O_RSYNC),
                                   ROW(O_SYNC),
                                   ROW(O_TMPFILE),
                                   ROW(O_TRUNC),
                                   ROW(O_WRONLY),
                                   ROW(POSIX_FADV_DONTNEED),
                                   ROW(POSIX_FADV_NOREUSE),
                                   ROW(POSIX_FADV_NORMAL),
                                   ROW(POSIX_FADV_RANDOM),
                                   ROW(POSIX_FADV_SEQUENTIAL),
                                   ROW(POSIX_FADV_WILLNEED),
                                   ROW(PRIO_PGRP),
                                   ROW(PRIO_PROCESS),
                                   ROW(PRIO_USER),
                                   ROW(P_ALL),
                                   ROW(P_PGID),
                                   ROW(P_PID),
                                   ROW(P_PIDFD),
                                   ROW(RTLD_DEEPBIND),
                                   ROW(RTLD_GLOBAL),
                                   ROW(RTLD_LAZY),
                                   ROW(RTLD_LOCAL),
                                   ROW(RTLD_NODELETE),
                                   ROW(RTLD_NOLOAD),
                                   ROW(RTLD_NOW),
                                   ROW(RWF_APPEND),
                                   ROW(RWF_DSYNC),
                                   ROW(RWF_HIPRI),
                                   ROW(RWF_NOWAIT),
                                   ROW(RWF_SYNC),
                                   ROW(R_OK),
                                   ROW(SCHED_BATCH),
                                   ROW(SCHED_FIFO),
                                   ROW(SCHED_IDLE),
                                   ROW(SCHED_OTHER),
                                   ROW(SCHED_RESET_ON_FORK),
                                   ROW(SCHED_RR),
                                   ROW(SEEK_DATA),
                                   ROW(SEEK_HOLE),
                                   ROW(SPLICE_F_MORE),
                                   ROW(SPLICE_F_MOVE),
                                   ROW(SPLICE_F_NONBLOCK),
                                   ROW(ST_APPEND),
                                   ROW(ST_MANDLOCK),
                                   ROW(ST_NOATIME),
                                   ROW(ST_NODEV),
                                   ROW(ST_NODIRATIME),
                                   ROW(ST_NOEXEC),
                                   ROW(ST_NOSUID),
                                   ROW(ST_RDONLY),
                                   ROW(ST_RELATIME),
                                   ROW(ST_SYNCHRONOUS),
                                   ROW(ST_WRITE),
                                   ROW(TMP_MAX),
                                   ROW(WCONTINUED),
                                   ROW(WEXITED),
                                   ROW(WNOHANG),
                                   ROW(WNOWAIT),
                                   ROW(WSTOPPED),
                                   ROW(WUNTRACED),
                                   ROW(W_OK),
                                   ROW(XATTR_CREATE),
                                   ROW(XATTR_REPLACE),
                                   ROW(XATTR_SIZE_MAX),
                                   ROW(X_OK)};
#undef ROW

#define ROW(name) {#name, _##name}
constexpr Constant kSysconfNames[] = {ROW(SC_2_CHAR_TERM),
                                      ROW(SC_2_C_BIND),
                                      ROW(SC_2_C_DEV),
                                      ROW(SC_2_C_VERSION),
                                      ROW(SC_2_FORT_DEV),
                                      ROW(SC_2_FORT_RUN),
                                      ROW(SC_2_LOCALEDEF),
                                      ROW(SC_2_SW_DEV),
                                      ROW(SC_2_UPE),
                                      ROW(SC_2_VERSION),
                                      ROW(SC_AIO_LISTIO_MAX),
                                      ROW(SC_AIO_MAX),
                                      ROW(SC_AIO_PRIO_DELTA_MAX),
                                      ROW(SC_ARG_MAX),
                                      ROW(SC_ASYNCHRONOUS_IO),
                                      ROW(SC_ATEXIT_MAX),
                                      ROW(SC_AVPHYS_PAGES),
                                      ROW(SC_BC_BASE_MAX),
                                      ROW(SC_BC_DIM_MAX),
                                      ROW(SC_BC_SCALE_MAX),
                                      ROW(SC_BC_STRING_MAX),
                                      ROW(SC_CHARCLASS_NAME_MAX),
                                      ROW(SC_CHAR_BIT),
                                      ROW(SC_CHAR_MAX),
                                      ROW(SC_CHAR_MIN),
                                      ROW(SC_CHILD_MAX),
                                      ROW(SC_CLK_TCK),
                                      ROW(SC_COLL_WEIGHTS_MAX),
                                      ROW(SC_DELAYTIMER_MAX),
                                      ROW(SC_EQUIV_CLASS_MAX),
                                      ROW(SC_EXPR_NEST_MAX),
                                      ROW(SC_FSYNC),
                                      ROW(SC_GETGR_R_SIZE_MAX),
                                      ROW(SC_GETPW_R_SIZE_MAX),
                                      ROW(SC_INT_MAX),
                                      ROW(SC_INT_MIN),
                                      ROW(SC_IOV_MAX),
                                      ROW(SC_JOB_CONTROL),
                                      ROW(SC_LINE_MAX),
                                      ROW(SC_LOGIN_NAME_MAX),
                                      ROW(SC_LONG_BIT),
                                      ROW(SC_MAPPED_FILES),
                                      ROW(SC_MB_LEN_MAX),
                                      ROW(SC_MEMLOCK),
                                      ROW(SC_MEMLOCK_RANGE),
                                      ROW(SC_MEMORY_PROTECTION),
                                      ROW(SC_MESSAGE_PASSING),
                                      ROW(SC_MINSIGSTKSZ),
                                      ROW(SC_MQ_OPEN_MAX),
                                      ROW(SC_MQ_PRIO_MAX),
                                      ROW(SC_NGROUPS_MAX),
                                      ROW(SC_NL_ARGMAX),
                                      ROW(SC_NL_LANGMAX),
                                      ROW(SC_NL_MSGMAX),
                                      ROW(SC_NL_NMAX),
                                      ROW(SC_NL_SETMAX),
                                      ROW(SC_NL_TEXTMAX),
                                      ROW(SC_NPROCESSORS_CONF),
                                      ROW(SC_NPROCESSORS_ONLN),
                                      ROW(SC_NZERO),
                                      ROW(SC_OPEN_MAX),
                                      ROW(SC_PAGESIZE),
                                      ROW(SC_PAGE_SIZE),
                                      ROW(SC_PASS_MAX),
                                      ROW(SC_PHYS_PAGES),
                                      ROW(SC_PII),
                                      ROW(SC_PII_INTERNET),
                                      ROW(SC_PII_INTERNET_DGRAM),
                                      ROW(SC_PII_INTERNET_STREAM),
                                      ROW(SC_PII_OSI),
                                      ROW(SC_PII_OSI_CLTS),
                                      ROW(SC_PII_OSI_COTS),
                                      ROW(SC_PII_OSI_M),
                                      ROW(SC_PII_SOCKET),
                                      ROW(SC_PII_XTI),
                                      ROW(SC_POLL),
                                      ROW(SC_PRIORITIZED_IO),
                                      ROW(SC_PRIORITY_SCHEDULING),
                                      ROW(SC_REALTIME_SIGNALS),
                                      ROW(SC_RE_DUP_MAX),
                                      ROW(SC_RTSIG_MAX),
                                      ROW(SC_SAVED_IDS),
                                      ROW(SC_SCHAR_MAX),
                                      ROW(SC_SCHAR_MIN),
                                      ROW(SC_SELECT),
                                      ROW(SC_SEMAPHORES),
                                      ROW(SC_SEM_NSEMS_MAX),
                                      ROW(SC_SEM_VALUE_MAX),
                                      ROW(SC_SHARED_MEMORY_OBJECTS),
                                      ROW(SC_SHRT_MAX),
                                      ROW(SC_SHRT_MIN),
                                      ROW(SC_SIGQUEUE_MAX),
                                      ROW(SC_SSIZE_MAX),
                                      ROW(SC_STREAM_MAX),
                                      ROW(SC_SYNCHRONIZED_IO),
                                      ROW(SC_THREADS),
                                      ROW(SC_THREAD_ATTR_STACKADDR),
                                      ROW(SC_THREAD_ATTR_STACKSIZE),
                                      ROW(SC_THREAD_DESTRUCTOR_ITERATIONS),
                                      ROW(SC_THREAD_KEYS_MAX),
                                      ROW(SC_THREAD_PRIORITY_SCHEDULING),
                                      ROW(SC_THREAD_PRIO_INHERIT),
                                      ROW(SC_THREAD_PRIO_PROTECT),
                                      ROW(SC_THREAD_PROCESS_SHARED),
                                      ROW(SC_THREAD_SAFE_FUNCTIONS),
                                      ROW(SC_THREAD_STACK_MIN),
                                      ROW(SC_THREAD_THREADS_MAX),
                                      ROW(SC_TIMERS),
                                      ROW(SC_TIMER_MAX),
                                      ROW(SC_TTY_NAME_MAX),
                                      ROW(SC_TZNAME_MAX),
                                      ROW(SC_T_IOV_MAX),
                                      ROW(SC_UCHAR_MAX),
                                      ROW(SC_UINT_MAX),
                                      ROW(SC_UIO_MAXIOV),
                                      ROW(SC_ULONG_MAX),
                                      ROW(SC_USHRT_MAX),
                                      ROW(SC_VERSION),
                                      ROW(SC_WORD_BIT),
                                      ROW(SC_XBS5_ILP32_OFF32),
                                      ROW(SC_XBS5_ILP32_OFFBIG),
                                      ROW(SC_XBS5_LP64_OFF64),
                                      ROW(SC_XBS5_LPBIG_OFFBIG),
                                      ROW(SC_XOPEN_CRYPT),
                                      ROW(SC_XOPEN_ENH_I18N),
                                      ROW(SC_XOPEN_LEGACY),
                                      ROW(SC_XOPEN_REALTIME),
                                      ROW(SC_XOPEN_REALTIME_THREADS),
                                      ROW(SC_XOPEN_SHM),
                                      ROW(SC_XOPEN_UNIX),
                                      ROW(SC_XOPEN_VERSION),
                                      ROW(SC_XOPEN_XCU_VERSION),
                                      ROW(SC_XOPEN_XPG2),
                                      ROW(SC_XOPEN_XPG3),
                                      ROW(SC_XOPEN_XPG4)};
#undef ROW

#define ROW(name) {#name, _##name}
constexpr Constant kPathconfNames[] = {
    ROW(PC_ALLOC_SIZE_MIN),     ROW(PC_ASYNC_IO),          ROW(PC_CHOWN_RESTRICTED),  ROW(PC_FILESIZEBITS),
    ROW(PC_LINK_MAX),           ROW(PC_MAX_CANON),         ROW(PC_MAX_INPUT),         ROW(PC_NAME_MAX),
    ROW(PC_NO_TRUNC),           ROW(PC_PATH_MAX),          ROW(PC_PIPE_BUF),          ROW(PC_PRIO_IO),
    ROW(PC_REC_INCR_XFER_SIZE), ROW(PC_REC_MAX_XFER_SIZE), ROW(PC_REC_MIN_XFER_SIZE), ROW(PC_REC_XFER_ALIGN),
    ROW(PC_SOCK_MAXBUF),        ROW(PC_SYMLINK_MAX),       ROW(PC_SYNC_IO),           ROW(PC_VDISABLE)};
#undef ROW

#define ROW(name) {#name, _##name}
constexpr Constant kConfstrNames[] = {ROW(CS_GNU_LIBC_VERSION),
                                      ROW(CS_GNU_LIBPTHREAD_VERSION),
                                      ROW(CS_LFS64_CFLAGS),
                                      ROW(CS_LFS64_LDFLAGS),
                                      ROW(CS_LFS64_LIBS),
                                      ROW(CS_LFS64_LINTFLAGS),
                                      ROW(CS_LFS_CFLAGS),
                                      ROW(CS_LFS_LDFLAGS),
                                      ROW(CS_LFS_LIBS),
                                      ROW(CS_LFS_LINTFLAGS),
                                      ROW(CS_PATH),
                                      ROW(CS_XBS5_ILP32_OFF32_CFLAGS),
                                      ROW(CS_XBS5_ILP32_OFF32_LDFLAGS),
                                      ROW(CS_XBS5_ILP32_OFF32_LIBS),
                                      ROW(CS_XBS5_ILP32_OFF32_LINTFLAGS),
                                      ROW(CS_XBS5_ILP32_OFFBIG_CFLAGS),
                                      ROW(CS_XBS5_ILP32_OFFBIG_LDFLAGS),
                                      ROW(CS_XBS5_ILP32_OFFBIG_LIBS),
                                      ROW(CS_XBS5_ILP32_OFFBIG_LINTFLAGS),
                                      ROW(CS_XBS5_LP64_OFF64_CFLAGS),
                                      ROW(CS_XBS5_LP64_OFF64_LDFLAGS),
                                      ROW(CS_XBS5_LP64_OFF64_LIBS),
                                      ROW(CS_XBS5_LP64_OFF64_LINTFLAGS),
                                      ROW(CS_XBS5_LPBIG_OFFBIG_CFLAGS),
                                      ROW(CS_XBS5_LPBIG_OFFBIG_LDFLAGS),
                                      ROW(CS_XBS5_LPBIG_OFFBIG_LIBS),
                                      ROW(CS_XBS5_LPBIG_OFFBIG_LINTFLAGS)};
#undef ROW

// What the system has, by the names that os.py asks for.
constexpr const char* kHaveFunctions[] = {
    "HAVE_EVENTFD",      "HAVE_FACCESSAT", "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",       "HAVE_FCHOWNAT",  "HAVE_FEXECVE",   "HAVE_FDOPENDIR", "HAVE_FPATHCONF",
    "HAVE_FSTATAT",      "HAVE_FSTATVFS",  "HAVE_FTRUNCATE", "HAVE_FUTIMENS",  "HAVE_FUTIMES",
    "HAVE_FUTIMESAT",    "HAVE_LINKAT",    "HAVE_LCHOWN",    "HAVE_LSTAT",     "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT",   "HAVE_MKFIFOAT",  "HAVE_MKNODAT",   "HAVE_OPENAT",
    "HAVE_READLINKAT",   "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT",  "HAVE_UTIMENSAT"};

// A name's number, or a number as it is.
Result<int> read_name(Thread& thread, Value value, std::span<const Constant> names) {
    if (is_int(value)) return as_c_int(thread, value);
    Str* name = as_str(value);
    if (!name) return raise_type_error(thread, "configuration names must be strings or integers");
    for (const Constant& row : names)
        if (str_equal_ascii(name, row.name)) return static_cast<int>(row.value);
    return raise_value_error(thread, "unrecognized configuration name");
}

Ref<Value> limit_or_error(Thread& thread, long limit) {
    if (limit == -1 && errno) return raise_errno(thread);
    return make_int(thread, limit);
}
Ref<Value> sysconf_function(Thread& thread, Args args) {
    int name = TRY(read_name(thread, args[0], kSysconfNames));
    errno = 0;
    return limit_or_error(thread, ::sysconf(name));
}
Ref<Value> pathconf_function(Thread& thread, Args args) {  // path, name
    Path path;
    TRY(read_path(thread, args[0], "pathconf", "path", kOrDescriptor, &path));
    int name = TRY(read_name(thread, args[1], kPathconfNames));
    errno = 0;
    long limit = path.is_descriptor ? ::fpathconf(path.descriptor, name) : ::pathconf(path.c_str(), name);
    if (limit == -1 && errno) return raise_errno(thread, path);
    return make_int(thread, limit);
}
Ref<Value> fpathconf_function(Thread& thread, Args args) {  // fd, name
    int descriptor = TRY(read_descriptor(thread, args[0])),
        name = TRY(read_name(thread, args[1], kPathconfNames));
    errno = 0;
    return limit_or_error(thread, ::fpathconf(descriptor, name));
}
Ref<Value> confstr_function(Thread& thread, Args args) {
    int name = TRY(read_name(thread, args[0], kConfstrNames));
    errno = 0;
    size_t length = ::confstr(name, nullptr, 0);
    if (length == 0) {
        if (errno) return raise_errno(thread);
        return Value::none();
    }
    std::vector<char> text(length);
    ::confstr(name, text.data(), length);
    return path_value(thread, {text.data(), length - 1});
}

constexpr MethodDef kFunctions[] = {
    {"sysconf(name, /)", sysconf_function, "Return an integer-valued system configuration variable."},
    {"pathconf(path, name)", pathconf_function,
     "Return the configuration limit name for the file or directory path."},
    {"fpathconf(fd, name, /)", fpathconf_function,
     "Return the configuration limit name for the file descriptor fd."},
    {"confstr(name, /)", confstr_function, "Return a string-valued system configuration variable."},
};

Status add_names(Thread& thread, Module* module, const char* name, std::span<const Constant> names) {
    Ref<Dict> dict = TRY(make_dict(thread));
    for (const Constant& row : names) {
        Ref<Str> key = TRY(intern(thread, row.name));
        TRY(dict_set_str(thread, dict.get(), key.get(), Value::small_int(row.value)));
    }
    return add(thread, module, name, dict.value());
}

Status init(Thread& thread, Module* module) {
    for (const Constant& row : kConstants) TRY(add(thread, module, row.name, Value::small_int(row.value)));
    for (auto [name, value] : {std::pair("POSIX_SPAWN_OPEN", kSpawnOpen),
                               {"POSIX_SPAWN_CLOSE", kSpawnClose},
                               {"POSIX_SPAWN_DUP2", kSpawnDup2}})
        TRY(add(thread, module, name, Value::small_int(value)));
    TRY(add_names(thread, module, "sysconf_names", kSysconfNames));
    TRY(add_names(thread, module, "pathconf_names", kPathconfNames));
    TRY(add_names(thread, module, "confstr_names", kConfstrNames));
    Ref<List> have = TRY(make_list(thread));
    for (const char* name : kHaveFunctions) {
        Ref<Str> text = TRY(make_str(thread, name));
        TRY(list_append(thread, have.get(), text.value()));
    }
    return add(thread, module, "_have_functions", have.value());
}

}  // namespace

constexpr Part kConstantsPart = {kFunctions, init};

}  // namespace moult::posix
