// posix_spawn, sigtimedwait and wait4: a measured child with a time limit, killed cleanly on Ctrl-C.
#include "bench/process.h"

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <ctime>
#include <optional>

namespace moult::bench {
namespace {

constexpr double kLookInterval = 0.5;  // seconds between looks at how much a child has printed

double monotonic_seconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// A file in memory that takes what a child prints: nothing has to be read while it runs.
class Capture {
  public:
    explicit Capture(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {}
    ~Capture() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    int descriptor() const { return descriptor_; }

    int64_t size() const {
        struct stat status;
        return fstat(descriptor_, &status) == 0 ? status.st_size : 0;
    }

    std::string text(int64_t limit) const {
        std::string bytes(static_cast<size_t>(std::min(size(), limit)), '\0');
        size_t done = 0;
        while (done < bytes.size()) {
            ssize_t count =
                pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (count <= 0) break;
            done += static_cast<size_t>(count);
        }
        bytes.resize(done);
        return bytes;
    }

  private:
    int descriptor_;
};

void fill_interruptions(sigset_t& set) {
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
}

// While it is alive, this process may use one processor alone: a child that it starts keeps that.
class OneProcessor {
  public:
    OneProcessor() {
        if (sched_getaffinity(0, sizeof before_, &before_) != 0) return;
        cpu_set_t one;
        CPU_ZERO(&one);
        for (size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i)
            if (CPU_ISSET(i, &before_)) CPU_SET(i, &one);
        is_set_ = sched_setaffinity(0, sizeof one, &one) == 0;
    }
    ~OneProcessor() {
        if (is_set_) sched_setaffinity(0, sizeof before_, &before_);
    }
    OneProcessor(const OneProcessor&) = delete;
    OneProcessor& operator=(const OneProcessor&) = delete;

  private:
    cpu_set_t before_;
    bool is_set_ = false;
};

// Starts the command; 0 or the errno.
int start(const ProcessRequest& request, const Capture& output, const Capture& error_text,
          const Capture& report, pid_t& child) {
    std::vector<char*> arguments;
    for (const std::string& argument : request.command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, error_text.descriptor(), STDERR_FILENO);
    if (request.with_report) posix_spawn_file_actions_adddup2(&files, report.descriptor(), kReportDescriptor);
    // Nothing else that this process has inherited.
    posix_spawn_file_actions_addclosefrom_np(&files,
                                             request.with_report ? kReportDescriptor + 1 : STDERR_FILENO + 1);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t set;
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes, &set);
    fill_interruptions(set);
    sigaddset(&set, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &set);

    std::optional<OneProcessor> one_processor;
    if (request.on_one_processor) one_processor.emplace();
    int error = posix_spawnp(&child, arguments[0], &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

void set_ending(ProcessResult& result, int wait_status) {
    if (WIFSIGNALED(wait_status)) {
        result.ending = Ending::kSignalled;
        result.status = WTERMSIG(wait_status);
    } else {
        result.ending = Ending::kExited;
        result.status = WEXITSTATUS(wait_status);
    }
}

// Waits for one of the signals held back; 0 when none comes in time. Time in seconds, below 0 is as 0.
int take_signal(const sigset_t& set, double timeout) {
    timeout = std::max(timeout, 0.0);
    timespec limit;
    limit.tv_sec = static_cast<time_t>(timeout);
    limit.tv_nsec = static_cast<long>((timeout - static_cast<double>(limit.tv_sec)) * 1e9);
    int signal = sigtimedwait(&set, nullptr, &limit);
    return signal > 0 ? signal : 0;
}

}  // namespace

SignalHold::SignalHold() {
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;  // where SIGCHLD is ignored, children vanish before they can be measured
    sigaction(SIGCHLD, &action, &previous_child_action_);
    sigset_t set;
    fill_interruptions(set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, &previous_mask_);
}

SignalHold::~SignalHold() {
    sigprocmask(SIG_SETMASK, &previous_mask_, nullptr);
    sigaction(SIGCHLD, &previous_child_action_, nullptr);
}

ProcessResult run_process(const ProcessRequest& request, const SignalHold&) {
    ProcessResult result;
    sigset_t signals;
    fill_interruptions(signals);
    if (int signal = take_signal(signals, 0)) {
        result.ending = Ending::kInterrupted;
        result.status = signal;
        return result;
    }
    sigaddset(&signals, SIGCHLD);
    Capture output("output");
    Capture error_text("error text");
    Capture report("report");

    double started = monotonic_seconds();
    pid_t child = 0;
    result.status = start(request, output, error_text, report, child);
    if (result.status != 0) return result;

    rusage usage = {};
    int wait_status = 0;
    bool killed = false;
    auto kill_group = [&](Ending why, int status) {
        result.ending = why;
        result.status = status;
        killed = true;
        kill(-child, SIGKILL);
        kill(child, SIGKILL);  // it may not have reached its own group yet
    };
    while (wait4(child, &wait_status, WNOHANG, &usage) == 0) {
        if (killed) {
            take_signal(signals, kLookInterval);
            continue;
        }
        double left = started + request.timeout_seconds - monotonic_seconds();
        int signal = take_signal(signals, std::min(left, kLookInterval));
        if (signal == SIGCHLD) continue;
        if (signal != 0) {
            kill_group(Ending::kInterrupted, signal);
        } else if (left <= 0) {
            kill_group(Ending::kTimedOut, 0);
        } else if (std::max({output.size(), error_text.size(), report.size()}) > request.text_limit) {
            kill_group(Ending::kTooMuchText, 0);
        }
    }
    result.wall_seconds = monotonic_seconds() - started;
    result.user_seconds = seconds(usage.ru_utime);
    result.system_seconds = seconds(usage.ru_stime);
    result.peak_kib = usage.ru_maxrss;
    if (!killed) set_ending(result, wait_status);
    result.output = output.text(request.text_limit);
    result.error_text = error_text.text(request.text_limit);
    result.report = report.text(request.text_limit);
    return result;
}

std::string describe_ending(const ProcessResult& result) {
    switch (result.ending) {
        case Ending::kExited: return "ended with exit code " + std::to_string(result.status);
        case Ending::kSignalled:
            return "was killed by signal " + std::to_string(result.status) + " (" + strsignal(result.status) +
                   ")";
        case Ending::kTimedOut:
            return "ran out of time and was killed after " +
                   std::to_string(std::lround(result.wall_seconds)) + " s";
        case Ending::kTooMuchText: return "printed without end";
        case Ending::kInterrupted: return "was interrupted";
        case Ending::kNotStarted: return std::string("could not be started: ") + std::strerror(result.status);
    }
    return "";
}

}  // namespace moult::bench
