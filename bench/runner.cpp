// The order of the measurements: rounds over the programs, and in each the configurations one after the other
// (A B C, A B C, ...), so that a drift of the machine meets all of them alike.
#include "bench/runner.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>

#include "bench/driver.h"
#include "bench/effective_options.h"
#include "bench/matrix.h"
#include "bench/output_check.h"
#include "bench/process.h"
#include "bench/progress.h"
#include "bench/pyperf_json.h"
#include "bench/report.h"
#include "bench/samples.h"

namespace moult::bench {
namespace {

struct Mode {
    int once_runs;           // processes that run the program once
    int runs;                // processes per program and configuration
    double seconds;          // of repeated calls in each
    int startup_runs;        // of the empty program
    double timeout_seconds;  // per process
    double budget_seconds;   // no group is started that would end after this, but in the first round
};

constexpr Mode kQuick{3, 3, 0.8, 20, 60, 100};
constexpr Mode kFull{15, 15, 2, 100, 600, 1e9};

// What one process did.
struct Execution {
    ProcessResult process;
    std::vector<double> times;       // of the calls of main(); none of a whole process
    std::vector<std::string> texts;  // printed, as OutputCheck wants it
    bool complete = true;            // false when it succeeded without having called main() and reported that
};

constexpr const char* kIncomplete = "ended well, but before its main() had been called and had returned";

double now_seconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string local_time() {
    time_t now = time(nullptr);
    tm parts;
    localtime_r(&now, &parts);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return text;
}

class Runner {
  public:
    Runner(const BenchOptions& options, const Matrix& matrix)
        : options_(options), matrix_(matrix), mode_(options.full ? kFull : kQuick), started_(now_seconds()) {
        if (options.runs > 0) {
            mode_.runs = mode_.once_runs = options.runs;
            mode_.budget_seconds = kFull.budget_seconds;
        }
        if (options.seconds > 0) mode_.seconds = options.seconds;
        if (options.timeout_seconds > 0) mode_.timeout_seconds = options.timeout_seconds;
        for (const Configuration& configuration : matrix.configurations) {
            measured_.configurations.push_back(configuration.name);
            measured_.commands.push_back(configuration.command);
        }
        measured_.comparisons = matrix.comparisons;
        measured_.intervals = options.full;
        measured_.started_at = local_time();
    }

    int run() {
        for (const std::string& note : matrix_.notes) progress_.message("moult bench: " + note);
        if (!options_.json_file.empty() && !ask_for_options()) return interruption_;
        tasks_.push_back(make_task({"startup", "", {"-c", "pass"}}));
        for (const Program& program : matrix_.programs) tasks_.push_back(make_task(program));
        for (Task& task : tasks_) {
            if (!try_out(task)) return interruption_;
        }

        for (int run = 0; run < mode_.startup_runs && !tasks_[0].samples.failed; ++run) {
            if (!measure_group(tasks_[0], run, mode_.startup_runs)) return interruption_;
        }
        for (size_t i = 1; i < tasks_.size(); ++i) {
            for (int run = 0; run < mode_.once_runs && !tasks_[i].samples.failed; ++run) {
                if (!measure_once(tasks_[i], run)) return interruption_;
            }
        }
        for (int run = 0; run < mode_.runs; ++run) {
            if (!measure_round(run)) return interruption_;
            if (out_of_budget_) break;
        }
        progress_.clear();
        return finish();
    }

  private:
    struct Task {
        Program program;
        ProgramSamples samples;
        OutputCheck check;
        double group_seconds = 0;  // what the last group took
    };

    Task make_task(const Program& program) const {
        Task task{.program = program, .samples = {}, .check = {}};
        task.samples.name = program.name;
        task.samples.by_configuration.resize(matrix_.configurations.size());
        return task;
    }

    // False when interrupted.
    bool ask_for_options() {
        for (const Configuration& configuration : matrix_.configurations) {
            std::vector<EffectiveOption>& found = measured_.options.emplace_back();
            if (!configuration.is_moult) continue;
            ProcessRequest request{.command = configuration.command};
            request.command.emplace_back(kOptionsFlag);
            ProcessResult result = run_process(request, hold_);
            if (is_interruption(result)) return false;
            if (result.succeeded() && parse_effective_options(result.output, found)) continue;
            progress_.message("moult bench: the options of configuration " + configuration.name +
                              " are not recorded: it knows no " + kOptionsFlag);
        }
        return true;
    }

    bool is_interruption(const ProcessResult& result) {
        if (!result.interrupted()) return false;
        progress_.message("moult bench: interrupted");
        interruption_ = 128 + result.status;
        return true;
    }

    // False when interrupted.
    bool measure_round(int run) {
        for (size_t i = 1; i < tasks_.size(); ++i) {
            Task& task = tasks_[i];
            if (task.samples.failed) continue;
            if (run > 0 && now_seconds() - started_ + task.group_seconds > mode_.budget_seconds) {
                out_of_budget_ = true;
                continue;  // a shorter program may still fit
            }
            if (!measure_group(task, run, mode_.runs)) return false;
        }
        return true;
    }

    // Finds out whether the program has a main() to call repeatedly, and what it has to print: by CPython,
    // or, without it, by the first configuration under which the program succeeds. False when interrupted.
    bool try_out(Task& task) {
        std::vector<const Configuration*> candidates;
        Configuration reference{name_of_command(matrix_.reference), matrix_.reference};
        if (!matrix_.reference.empty()) {
            candidates.push_back(&reference);
        } else {
            for (const Configuration& configuration : matrix_.configurations)
                candidates.push_back(&configuration);
        }
        progress_.status(task.program.name + ", the expected output");
        std::optional<std::string> first_fault;
        for (const Configuration* candidate : candidates) {
            // A program that fails when its main() is to be called may still be one to run as a whole.
            for (bool whole : {false, true}) {
                if (!whole && task.program.file.empty()) continue;
                task.samples.whole_processes = whole;
                Execution execution;
                if (!execute(candidate->command, task, 0, execution)) return false;
                if (execution.process.succeeded() && execution.complete) {
                    task.check.expect(execution.texts, candidate->name);
                    return true;
                }
                if (whole && !first_fault) first_fault = task.check.find_fault(execution.process, {});
            }
        }
        report_fault(task, candidates[0]->name, *first_fault);
        return true;
    }

    std::string name_of_command(const std::vector<std::string>& command) const {
        for (const Configuration& configuration : matrix_.configurations) {
            if (configuration.command == command) return configuration.name;
        }
        return command.empty() ? "" : command[0];
    }

    // Runs one process of the program under each configuration, and checks and keeps the results. False when
    // interrupted.
    bool measure_group(Task& task, int run, int runs) {
        double started = now_seconds();
        std::vector<Execution> executions(matrix_.configurations.size());
        std::string position =
            "[run " + std::to_string(run + 1) + "/" + std::to_string(runs) + "] " + task.program.name;
        for (size_t i = 0; i < executions.size(); ++i) {
            const Configuration& configuration = matrix_.configurations[i];
            progress_.status(position + ", " + configuration.name);
            if (!execute(configuration.command, task, mode_.seconds, executions[i])) return false;
            std::optional<std::string> fault =
                task.check.find_fault(executions[i].process, executions[i].texts);
            if (!fault && !executions[i].complete) fault = kIncomplete;
            if (fault) report_fault(task, configuration.name, *fault);
        }
        if (task.samples.failed) return true;
        task.group_seconds = now_seconds() - started;
        std::string times;
        for (size_t i = 0; i < executions.size(); ++i) {
            Samples& samples = task.samples.by_configuration[i];
            if (task.samples.whole_processes) {
                samples.add_process(executions[i].process);
            } else {
                samples.add_calls(executions[i].process, std::move(executions[i].times));
            }
            char text[48];
            std::snprintf(text, sizeof text, " %.3f s", samples.seconds.back());
            times += (i == 0 ? ": " : ", ") + matrix_.configurations[i].name + text;
        }
        if (&task != tasks_.data() || run + 1 == runs) progress_.milestone(position + times);
        return true;
    }

    // Runs the whole program once under each configuration, on one processor. False when interrupted.
    bool measure_once(Task& task, int run) {
        std::string position = "[once " + std::to_string(run + 1) + "/" + std::to_string(mode_.once_runs) +
                               "] " + task.program.name;
        std::vector<Execution> executions(matrix_.configurations.size());
        for (size_t i = 0; i < executions.size(); ++i) {
            const Configuration& configuration = matrix_.configurations[i];
            progress_.status(position + ", " + configuration.name);
            if (!execute(configuration.command, task, 0, executions[i], true)) return false;
            std::optional<std::string> fault =
                task.check.find_fault(executions[i].process, executions[i].texts);
            if (!fault && !executions[i].complete) fault = kIncomplete;
            if (fault) report_fault(task, configuration.name, *fault);
        }
        if (task.samples.failed) return true;
        task.samples.once.resize(executions.size());
        for (size_t i = 0; i < executions.size(); ++i)
            task.samples.once[i].add_process(executions[i].process);
        return true;
    }

    // Runs one process: the whole program, or calls of its main() for so many seconds, at least one. False
    // when interrupted.
    bool execute(const std::vector<std::string>& command, const Task& task, double seconds,
                 Execution& execution, bool on_one_processor = false) {
        bool whole = task.samples.whole_processes;
        std::vector<std::string> arguments =
            whole ? task.program.arguments : driver_arguments(seconds, task.program.file);
        ProcessRequest request{.command = command,
                               .with_report = !whole,
                               .on_one_processor = on_one_processor,
                               .timeout_seconds = mode_.timeout_seconds};
        request.command.insert(request.command.end(), arguments.begin(), arguments.end());
        execution.process = run_process(request, hold_);
        if (is_interruption(execution.process)) return false;
        if (whole) {
            execution.texts = {execution.process.output};
        } else if (execution.process.succeeded()) {
            std::optional<DriverReport> report =
                read_driver_report(execution.process.report, execution.process.output);
            execution.complete = report && report->has_main;
            if (execution.complete) {
                execution.times = std::move(report->times);
                execution.texts = std::move(report->texts);
            }
        }
        return true;
    }

    void report_fault(Task& task, const std::string& configuration, const std::string& fault) {
        task.samples.failed = true;
        std::string text =
            "program " + task.program.name + " under configuration " + configuration + " " + fault;
        progress_.message("moult bench: " + text);
        faults_.push_back(std::move(text));
    }

    int finish() {
        measured_.startup = std::move(tasks_[0].samples);
        for (size_t i = 1; i < tasks_.size(); ++i) measured_.programs.push_back(std::move(tasks_[i].samples));
        print_report(measured_, std::cout);
        std::cout.flush();
        if (out_of_budget_) {
            progress_.message(
                "moult bench: fewer runs than planned, to stay within the time; --full or --runs has no "
                "limit");
        }
        if (!faults_.empty()) {
            progress_.message("\nmoult bench: processes that failed: " + std::to_string(faults_.size()));
            for (const std::string& fault : faults_) progress_.message("  " + fault);
        }
        std::string error;
        if (!options_.json_file.empty() && !write_pyperf_json(measured_, options_.json_file, error)) {
            progress_.message("moult bench: " + error);
            return 1;
        }
        return faults_.empty() ? 0 : 1;
    }

    const BenchOptions& options_;
    const Matrix& matrix_;
    Mode mode_;
    double started_;
    bool out_of_budget_ = false;
    int interruption_ = 0;
    SignalHold hold_;
    Progress progress_;
    std::vector<Task> tasks_;  // the first is the empty program
    std::vector<std::string> faults_;
    Measurements measured_;
};

// Whether the result file's folder can take it: better said before the run than after.
bool folder_is_writable(const std::string& file) {
    std::filesystem::path folder = std::filesystem::path(file).parent_path();
    return access(folder.empty() ? "." : folder.c_str(), W_OK) == 0;
}

}  // namespace

int run_bench(const BenchOptions& options) {
    Matrix matrix;
    std::string error;
    if (!make_matrix(options, matrix, error)) {
        std::cerr << "moult bench: " << error << '\n';
        return 2;
    }
    if (!options.json_file.empty() && !folder_is_writable(options.json_file)) {
        std::cerr << "moult bench: cannot write " << options.json_file
                  << ": its folder is missing or read-only\n";
        return 2;
    }
    return Runner(options, matrix).run();
}

}  // namespace moult::bench
