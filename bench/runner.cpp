// The order of the measurements: rounds over the programs, and in each the configurations one after the other
// (A B C, A B C, ...), so that a drift of the machine meets all of them alike.
#include "bench/runner.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>

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
    int runs;                // per program and configuration
    int startup_runs;        // of the empty program
    double timeout_seconds;  // per process
    double
        budget_seconds;  // no further group is started that would end after this; the first round always runs
};

constexpr Mode kQuick{5, 20, 60, 150};
constexpr Mode kFull{25, 100, 600, 1e9};

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
            mode_.runs = options.runs;
            mode_.budget_seconds = kFull.budget_seconds;
        }
        if (options.timeout_seconds > 0) mode_.timeout_seconds = options.timeout_seconds;
        for (const Configuration& configuration : matrix.configurations) {
            measured_.configurations.push_back(configuration.name);
            measured_.commands.push_back(configuration.command);
        }
        measured_.subject = matrix.subject;
        measured_.intervals = options.full;
        measured_.started_at = local_time();
    }

    int run() {
        for (const std::string& note : matrix_.notes) progress_.message("moult bench: " + note);
        Program empty{"startup", {"-c", "pass"}};
        tasks_.push_back(make_task(empty));
        for (const Program& program : matrix_.programs) tasks_.push_back(make_task(program));

        for (int run = 0; run < mode_.startup_runs && !tasks_[0].samples.failed; ++run) {
            if (!measure_group(tasks_[0], run, mode_.startup_runs)) return interruption_;
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

    // Runs the program once under each configuration, and checks and keeps the results. False when
    // interrupted.
    bool measure_group(Task& task, int run, int runs) {
        double started = now_seconds();
        std::vector<ProcessResult> results;
        std::string position =
            "[run " + std::to_string(run + 1) + "/" + std::to_string(runs) + "] " + task.program.name;
        for (const Configuration& configuration : matrix_.configurations) {
            progress_.status(position + ", " + configuration.name);
            if (!execute(configuration.command, task.program, results)) return false;
        }
        if (!task.check.has_expectation() && !settle_expectation(task, results)) return false;
        for (size_t i = 0; i < results.size(); ++i) {
            std::optional<std::string> fault = task.check.find_fault(results[i]);
            if (!fault) continue;
            report_fault(task, matrix_.configurations[i].name, *fault);
        }
        if (task.samples.failed) return true;
        task.group_seconds = now_seconds() - started;
        std::string times;
        for (size_t i = 0; i < results.size(); ++i) {
            task.samples.by_configuration[i].add(results[i]);
            char text[48];
            std::snprintf(text, sizeof text, " %.3f s", results[i].wall_seconds);
            times += (i == 0 ? ": " : ", ") + matrix_.configurations[i].name + text;
        }
        if (&task != tasks_.data() || run + 1 == runs) progress_.milestone(position + times);
        return true;
    }

    // False when interrupted; else the result is added.
    bool execute(const std::vector<std::string>& command, const Program& program,
                 std::vector<ProcessResult>& results) {
        ProcessRequest request{.command = command, .timeout_seconds = mode_.timeout_seconds};
        request.command.insert(request.command.end(), program.arguments.begin(), program.arguments.end());
        results.push_back(run_process(request, hold_));
        if (!results.back().interrupted()) return true;
        progress_.message("moult bench: interrupted");
        interruption_ = 128 + results.back().status;
        return false;
    }

    // Finds out what the program has to print: from CPython's run among the results, from a run of its own,
    // or, without CPython, from the first configuration that succeeded. False when interrupted.
    bool settle_expectation(Task& task, const std::vector<ProcessResult>& results) {
        for (size_t i = 0; i < results.size(); ++i) {
            const Configuration& configuration = matrix_.configurations[i];
            if (configuration.command != matrix_.reference || !results[i].succeeded()) continue;
            task.check.expect(results[i].output, configuration.name);
            return true;
        }
        if (!matrix_.reference.empty()) {
            std::vector<ProcessResult> reference;
            progress_.status(task.program.name + ", the expected output");
            if (!execute(matrix_.reference, task.program, reference)) return false;
            if (reference[0].succeeded()) {
                task.check.expect(reference[0].output, matrix_.reference[0]);
                return true;
            }
            report_fault(task, matrix_.reference[0], *task.check.find_fault(reference[0]));
        }
        auto good = std::find_if(results.begin(), results.end(),
                                 [](const auto& result) { return result.succeeded(); });
        if (good == results.end()) return true;  // each of them is a fault of its own
        task.check.expect(good->output,
                          matrix_.configurations[static_cast<size_t>(good - results.begin())].name);
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
