// Runs one child process, measures it and captures what it prints. Knows nothing of Python or of benchmarks.
#pragma once

#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

namespace moult::bench {

enum class Ending : uint8_t {
    kExited,       // `status` is the exit code
    kSignalled,    // `status` is the signal that killed it
    kTimedOut,     // killed here, after the time it was given
    kTooMuchText,  // killed here, because it printed without end
    kInterrupted,  // killed here, because this process received `status` (SIGINT, SIGTERM or SIGHUP)
    kNotStarted,   // `status` is the errno of the attempt
};

// The descriptor under which a child finds the file it may report to, apart from what it prints.
inline constexpr int kReportDescriptor = 3;

struct ProcessRequest {
    std::vector<std::string> command;  // searched in PATH when it has no slash
    bool with_report = false;          // whether kReportDescriptor is open in the child
    bool on_one_processor = false;     // the first of those that this process may use, and no other
    double timeout_seconds = 60;
    int64_t text_limit = 64 * 1024 * 1024;  // bytes of output and of error text, each
};

struct ProcessResult {
    Ending ending = Ending::kNotStarted;
    int status = 0;
    double wall_seconds = 0;  // CLOCK_MONOTONIC, from before the start to after the end
    double user_seconds = 0;
    double system_seconds = 0;
    // Peak resident memory. The kernel counts the memory of the process that starts a child into the child's
    // peak, so this is never below the runner's own few megabytes.
    int64_t peak_kib = 0;
    std::string output;
    std::string error_text;
    std::string report;  // what was written to kReportDescriptor

    bool succeeded() const { return ending == Ending::kExited && status == 0; }
    bool interrupted() const { return ending == Ending::kInterrupted; }
};

// While one is alive, SIGINT, SIGTERM, SIGHUP and SIGCHLD are held back for run_process to take; it needs
// one. An interruption that comes between two processes is taken at the start of the next.
class SignalHold {
  public:
    SignalHold();
    ~SignalHold();
    SignalHold(const SignalHold&) = delete;
    SignalHold& operator=(const SignalHold&) = delete;

  private:
    sigset_t previous_mask_;
    struct sigaction previous_child_action_;
};

// Runs the command to its end in a process group of its own, with standard input empty and signals as by
// default. Whatever the ending, the child is gone on return, and so is its group if it was killed here.
ProcessResult run_process(const ProcessRequest& request, const SignalHold& hold);

// One line on how a process that did not succeed ended, for instance "was killed by signal 11 (Segmentation
// fault)".
std::string describe_ending(const ProcessResult& result);

}  // namespace moult::bench
