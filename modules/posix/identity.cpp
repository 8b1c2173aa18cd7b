// posix: who a process is: its numbers, its user's and groups', its terminal and its share of the processor.
#include <grp.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vector>

#include "modules/posix/posix.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/state/types.h"

namespace moult::posix {

namespace {

template <auto call>
Ref<Value> number_of(Thread& thread, Args) {
    return make_int(thread, static_cast<int64_t>(call()));
}
// What a call with one number gives; failure by errno.
template <auto call>
Ref<Value> number_by(Thread& thread, Args args) {
    return number_or_error(thread, call(TRY(as_c_int(thread, args[0]))));
}

struct OfUser {
    static constexpr const char* kName = "uid";
};
struct OfGroup {
    static constexpr const char* kName = "gid";
};
// Calls that set one, two or three ids.
template <class Of, auto call, size_t count>
Ref<Value> set_ids(Thread& thread, Args args) {
    uint32_t ids[count];
    for (size_t i = 0; i < count; ++i) ids[i] = TRY(read_id(thread, args[i], Of::kName));
    int result;
    if constexpr (count == 1)
        result = call(ids[0]);
    else if constexpr (count == 2)
        result = call(ids[0], ids[1]);
    else
        result = call(ids[0], ids[1], ids[2]);
    return none_or_error(thread, result);
}
template <auto call>
Ref<Value> three_ids(Thread& thread, Args) {
    uint32_t first, second, third;
    if (call(&first, &second, &third) < 0) return raise_errno(thread);
    return moult::make_tuple(thread,
                             {Value::small_int(first), Value::small_int(second), Value::small_int(third)});
}

Ref<Value> setpgid_function(Thread& thread, Args args) {  // pid, pgrp
    int pid = TRY(as_c_int(thread, args[0])), group = TRY(as_c_int(thread, args[1]));
    return none_or_error(thread, ::setpgid(pid, group));
}
Ref<Value> setpgrp_function(Thread& thread, Args) {
    return none_or_error(thread, ::setpgrp());
}
Ref<Value> setsid_function(Thread& thread, Args) {
    return none_or_error(thread, ::setsid());
}
Ref<Value> tcsetpgrp_function(Thread& thread, Args args) {  // fd, pgid
    int descriptor = TRY(as_c_int(thread, args[0])), group = TRY(as_c_int(thread, args[1]));
    return none_or_error(thread, ::tcsetpgrp(descriptor, group));
}

Ref<Value> list_of(Thread& thread, std::span<const gid_t> groups) {
    Ref<List> list = TRY(make_list(thread));
    for (gid_t group : groups) TRY(list_append(thread, list.get(), Value::small_int(group)));
    return list;
}
Ref<Value> getgroups_function(Thread& thread, Args) {
    int count = ::getgroups(0, nullptr);
    if (count < 0) return raise_errno(thread);
    std::vector<gid_t> groups(static_cast<size_t>(count));
    count = ::getgroups(count, groups.data());
    if (count < 0) return raise_errno(thread);
    return list_of(thread, std::span<const gid_t>(groups).first(static_cast<size_t>(count)));
}
Ref<Value> setgroups_function(Thread& thread, Args args) {
    if (!thread.interp.type_of(args[0])->slots.get_item)
        return raise_type_error(thread, "setgroups argument must be a sequence");
    Ref<Tuple> groups = TRY(to_tuple(thread, args[0]));
    std::vector<gid_t> ids;
    for (Value group : groups->span()) ids.push_back(TRY(read_id(thread, group, "gid")));
    return none_or_error(thread, ::setgroups(ids.size(), ids.data()));
}
Ref<Value> getgrouplist_function(Thread& thread, Args args) {  // user, group
    std::string user;
    TRY(read_fs_text(thread, args[0], &user));
    gid_t group = TRY(read_id(thread, args[1], "gid"));
    int count = 64;
    std::vector<gid_t> groups(64);
    while (::getgrouplist(user.c_str(), group, groups.data(), &count) < 0)
        groups.resize(static_cast<size_t>(count = 2 * count));
    return list_of(thread, std::span<const gid_t>(groups).first(static_cast<size_t>(count)));
}
Ref<Value> initgroups_function(Thread& thread, Args args) {  // username, gid
    std::string user;
    TRY(read_fs_text(thread, args[0], &user));
    gid_t group = TRY(read_id(thread, args[1], "gid"));
    return none_or_error(thread, ::initgroups(user.c_str(), group));
}
Ref<Value> getlogin_function(Thread& thread, Args) {
    errno = 0;
    const char* name = ::getlogin();
    if (name) return path_value(thread, name);
    if (errno) return raise_errno(thread);
    return raise(thread, thread.types().os_error, "unable to determine login name");
}

// --- the processor

Ref<Value> nice_function(Thread& thread, Args args) {
    int step = TRY(as_c_int(thread, args[0]));
    errno = 0;
    int priority = ::nice(step);
    if (priority == -1 && errno) return raise_errno(thread);
    return Value::small_int(priority);
}
Ref<Value> getpriority_function(Thread& thread, Args args) {  // which, who
    auto which = static_cast<__priority_which_t>(TRY(as_c_int(thread, args[0])));
    int who = TRY(as_c_int(thread, args[1]));
    errno = 0;
    int priority = ::getpriority(which, static_cast<id_t>(who));
    if (errno) return raise_errno(thread);
    return Value::small_int(priority);
}
Ref<Value> setpriority_function(Thread& thread, Args args) {  // which, who, priority
    auto which = static_cast<__priority_which_t>(TRY(as_c_int(thread, args[0])));
    int who = TRY(as_c_int(thread, args[1])), priority = TRY(as_c_int(thread, args[2]));
    return none_or_error(thread, ::setpriority(which, static_cast<id_t>(who), priority));
}
Ref<Value> sched_yield_function(Thread& thread, Args) {
    return none_or_error(thread, ::sched_yield());
}
Ref<Value> sched_getaffinity_function(Thread& thread, Args args) {
    int pid = TRY(as_c_int(thread, args[0]));
    cpu_set_t processors;
    if (::sched_getaffinity(pid, sizeof processors, &processors) < 0) return raise_errno(thread);
    Ref<Set> set = TRY(make_set(thread));
    for (int i = 0; i < CPU_SETSIZE; ++i)
        if (CPU_ISSET(i, &processors)) TRY(set_add(thread, set.get(), Value::small_int(i)));
    return set;
}
Ref<Value> sched_setaffinity_function(Thread& thread, Args args) {  // pid, mask
    int pid = TRY(as_c_int(thread, args[0]));
    cpu_set_t processors;
    CPU_ZERO(&processors);
    TRY(for_each(thread, args[1], [&](Value item) -> Status {
        int processor = TRY(as_c_int(thread, item));
        if (processor < 0) return raise_value_error(thread, "negative CPU number");
        if (processor >= CPU_SETSIZE) return raise_overflow_error(thread, "CPU number too large");
        CPU_SET(static_cast<size_t>(processor), &processors);
        return {};
    }));
    return none_or_error(thread, ::sched_setaffinity(pid, sizeof processors, &processors));
}

constexpr MethodDef kFunctions[] = {
    {"getpid()", number_of<::getpid>, "Return the current process id."},
    {"getppid()", number_of<::getppid>, "Return the parent's process id."},
    {"getuid()", number_of<::getuid>, "Return the current process's user id."},
    {"geteuid()", number_of<::geteuid>, "Return the current process's effective user id."},
    {"getgid()", number_of<::getgid>, "Return the current process's group id."},
    {"getegid()", number_of<::getegid>, "Return the current process's effective group id."},
    {"getpgrp()", number_of<::getpgrp>, "Return the current process group id."},
    {"getpgid(pid)", number_by<::getpgid>, "Call the system call getpgid(), and return the result."},
    {"getsid(pid, /)", number_by<::getsid>, "Call the system call getsid(pid) and return the result."},
    {"getresuid()", three_ids<::getresuid>,
     "Return a tuple of the current process's real, effective, and saved user ids."},
    {"getresgid()", three_ids<::getresgid>,
     "Return a tuple of the current process's real, effective, and saved group ids."},
    {"setuid(uid, /)", set_ids<OfUser, ::setuid, 1>, "Set the current process's user id."},
    {"seteuid(euid, /)", set_ids<OfUser, ::seteuid, 1>, "Set the current process's effective user id."},
    {"setgid(gid, /)", set_ids<OfGroup, ::setgid, 1>, "Set the current process's group id."},
    {"setegid(egid, /)", set_ids<OfGroup, ::setegid, 1>, "Set the current process's effective group id."},
    {"setreuid(ruid, euid, /)", set_ids<OfUser, ::setreuid, 2>,
     "Set the current process's real and effective user ids."},
    {"setregid(rgid, egid, /)", set_ids<OfGroup, ::setregid, 2>,
     "Set the current process's real and effective group ids."},
    {"setresuid(ruid, euid, suid, /)", set_ids<OfUser, ::setresuid, 3>,
     "Set the current process's real, effective, and saved user ids."},
    {"setresgid(rgid, egid, sgid, /)", set_ids<OfGroup, ::setresgid, 3>,
     "Set the current process's real, effective, and saved group ids."},
    {"setpgid(pid, pgrp, /)", setpgid_function, "Call the system call setpgid(pid, pgrp)."},
    {"setpgrp()", setpgrp_function, "Make the current process the leader of its process group."},
    {"setsid()", setsid_function, "Call the system call setsid()."},
    {"tcgetpgrp(fd, /)", number_by<::tcgetpgrp>,
     "Return the process group associated with the terminal specified by fd."},
    {"tcsetpgrp(fd, pgid, /)", tcsetpgrp_function,
     "Set the process group associated with the terminal specified by fd."},
    {"getgroups()", getgroups_function, "Return list of supplemental group IDs for the process."},
    {"setgroups(groups, /)", setgroups_function, "Set the groups of the current process to list."},
    {"getgrouplist(user, group, /)", getgrouplist_function,
     "Returns a list of groups to which a user belongs."},
    {"initgroups(username, gid, /)", initgroups_function, "Initialize the group access list."},
    {"getlogin()", getlogin_function, "Return the actual login name."},
    {"nice(increment, /)", nice_function,
     "Add increment to the priority of process and return the new priority."},
    {"getpriority(which, who)", getpriority_function, "Return program scheduling priority."},
    {"setpriority(which, who, priority)", setpriority_function, "Set program scheduling priority."},
    {"sched_yield()", sched_yield_function, "Voluntarily relinquish the CPU."},
    {"sched_get_priority_max(policy)", number_by<::sched_get_priority_max>,
     "Get the maximum scheduling priority for policy."},
    {"sched_get_priority_min(policy)", number_by<::sched_get_priority_min>,
     "Get the minimum scheduling priority for policy."},
    {"sched_getaffinity(pid, /)", sched_getaffinity_function,
     "Return the affinity of the process identified by pid (or the current process if zero)."},
    {"sched_setaffinity(pid, mask, /)", sched_setaffinity_function,
     "Set the CPU affinity of the process identified by pid to mask."},
};

}  // namespace

constexpr Part kIdentityPart = {kFunctions};

}  // namespace moult::posix
