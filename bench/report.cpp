// The tables: one row per program in each; speed, warm-up, memory, and the start-up's speed.
#include "bench/report.h"

#include <algorithm>
#include <cstdio>
#include <span>

#include "bench/statistics.h"

namespace moult::bench {
namespace {

std::string format(const char* pattern, double value) {
    char text[64];
    std::snprintf(text, sizeof text, pattern, value);
    return text;
}

// Cells in rows; the first column is set left, the others right. An empty row is a rule.
class Table {
  public:
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void rule() { rows_.emplace_back(); }

    void print(std::ostream& out) const {
        std::vector<size_t> widths;
        for (const auto& row : rows_) {
            widths.resize(std::max(widths.size(), row.size()));
            for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
        }
        size_t total = 0;
        for (size_t width : widths) total += width + 2;
        for (const auto& row : rows_) {
            if (row.empty()) out << std::string(total - 2, '-');
            for (size_t i = 0; i < row.size(); ++i) {
                std::string padding(widths[i] - row[i].size(), ' ');
                out << (i == 0 ? row[i] + padding : "  " + padding + row[i]);
            }
            out << '\n';
        }
    }

  private:
    std::vector<std::vector<std::string>> rows_;
};

// A number of each process under one configuration.
using Figures = std::vector<double> Samples::*;

class Report {
  public:
    Report(const Measurements& measurements, std::ostream& out) : measured_(measurements), out_(out) {}

    void print() {
        bool calls = std::any_of(measured_.programs.begin(), measured_.programs.end(), has_calls);
        print_speed();
        if (calls) print_warm_up();
        print_once();
        print_memory();
        print_startup();
    }

  private:
    static bool has_calls(const ProgramSamples& program) {
        return !program.failed && !program.whole_processes;
    }

    bool has_startup() const {
        return !measured_.startup.failed && !measured_.startup.by_configuration.empty();
    }

    void print_speed() {
        out_ << "\nSeconds: a call of main() in the steady state, the median of the processes. A column of "
                "two "
                "names: how many\ntimes as fast the upper one is as the lower one"
             << (measured_.intervals ? ", with the 95 % bootstrap interval" : "") << ".\n";
        if (std::any_of(measured_.programs.begin(), measured_.programs.end(),
                        [](const auto& program) { return program.whole_processes; })) {
            out_ << "*: has no main() that could be called repeatedly; whole processes, start-up included.\n";
        }
        Table table;
        add_speed_heading(table, "program", "seconds");
        for (const ProgramSamples& program : measured_.programs) add_speed(table, program, 1, "%.4f");
        add_means(table);
        print(table);
    }

    void print_warm_up() {
        out_ << "\nWarm-up: how many seconds longer the calls before the steady state took than steady ones; "
                "> "
                "where a process\nwas warming up for most of its time. First: the first call, in times of a "
                "steady one. Medians of the processes.\n";
        Table table;
        std::vector<std::string> names{"program"};
        std::vector<std::string> units{""};
        for (const char* unit : {"warm-up", "first"}) {
            for (const std::string& name : measured_.configurations) {
                names.push_back(name);
                units.emplace_back(unit);
            }
        }
        table.add(std::move(names));
        table.add(std::move(units));
        table.rule();
        for (const ProgramSamples& program : measured_.programs) {
            if (!has_calls(program)) continue;
            std::vector<std::string> row{program.name};
            for (const Samples& samples : program.by_configuration) {
                bool more = std::any_of(samples.steady.begin(), samples.steady.end(),
                                        [](const SteadyState& state) { return state.still_warming_up; });
                row.push_back(format(more ? ">%.2f" : "%.2f", median(samples.warm_up_seconds)));
            }
            add_figures(row, program, &Samples::first_ratios, 1, "%.2f");
            table.add(std::move(row));
        }
        print(table);
    }

    // Times, not speeds: what a short program pays.
    void print_once() {
        std::vector<const ProgramSamples*> programs;
        for (const ProgramSamples& program : measured_.programs)
            if (!program.failed && !program.once.empty()) programs.push_back(&program);
        if (programs.empty()) return;
        out_ << "\nOne run: whole processes that run the program once, start-up included, on one processor. "
                "ms: time "
                "by the clock; cpu:\nprocessor time of all threads. A column of two names: what the upper "
                "one takes, "
                "in times of the lower one. Medians.\n";
        Table table;
        std::vector<std::string> upper{"one run"}, lower{""};
        for (const std::string& name : measured_.configurations)
            for (const char* unit : {"ms", "cpu"}) {
                upper.push_back(name);
                lower.emplace_back(unit);
            }
        for (const Comparison& comparison : measured_.comparisons)
            for (const char* unit : {"", "cpu "}) {
                upper.push_back(unit + measured_.configurations[comparison.which]);
                lower.push_back("/ " + measured_.configurations[comparison.base]);
            }
        table.add(std::move(upper));
        table.add(std::move(lower));
        table.rule();
        constexpr Figures kBoth[] = {&Samples::seconds, &Samples::cpu_seconds};
        std::vector<std::vector<double>> ratios(2 * measured_.comparisons.size());
        for (const ProgramSamples* program : programs) {
            std::vector<std::string> row{program->name};
            for (const Samples& samples : program->once)
                for (Figures figures : kBoth) row.push_back(format("%.0f", median(samples.*figures) * 1000));
            size_t column = 0;
            for (const Comparison& comparison : measured_.comparisons)
                for (Figures figures : kBoth) {
                    double ratio = median(program->once[comparison.which].*figures) /
                                   median(program->once[comparison.base].*figures);
                    row.push_back(format("%.2f", ratio));
                    ratios[column++].push_back(ratio);
                }
            table.add(std::move(row));
        }
        table.rule();
        std::vector<std::string> means{"geometric mean"};
        means.resize(1 + 2 * measured_.configurations.size());
        for (const std::vector<double>& column : ratios)
            means.push_back(format("%.2f", geometric_mean(column)));
        table.add(std::move(means));
        print(table);
    }

    void print_memory() {
        Table table;
        std::vector<std::string> heading{"peak memory, MiB"};
        for (const std::string& name : measured_.configurations) heading.push_back(name);
        table.add(std::move(heading));
        table.rule();
        auto add = [&](const ProgramSamples& program) {
            std::vector<std::string> row{program.name};
            add_figures(row, program, &Samples::peak_kib, 1.0 / 1024, "%.1f");
            table.add(std::move(row));
        };
        for (const ProgramSamples& program : measured_.programs) {
            if (!program.failed) add(program);
        }
        if (has_startup()) add(measured_.startup);
        print(table);
    }

    void print_startup() {
        if (!has_startup()) return;
        Table table;
        add_speed_heading(table, "empty program", "ms");
        add_speed(table, measured_.startup, 1000, "%.1f");
        print(table);
    }

    void print(const Table& table) {
        out_ << '\n';
        table.print(out_);
    }

    void add_speed_heading(Table& table, const std::string& first, const std::string& unit) const {
        std::vector<std::string> upper{first, "runs"};
        std::vector<std::string> lower{"", ""};
        for (const std::string& name : measured_.configurations) {
            upper.push_back(name);
            lower.push_back(unit);
        }
        for (const Comparison& comparison : measured_.comparisons) {
            upper.push_back(measured_.configurations[comparison.which]);
            lower.push_back("/ " + measured_.configurations[comparison.base]);
        }
        table.add(std::move(upper));
        table.add(std::move(lower));
        table.rule();
    }

    // The more time the other one takes, the faster is `which`.
    static SamplePair pair(const ProgramSamples& program, const Comparison& comparison) {
        return {program.by_configuration[comparison.base].seconds,
                program.by_configuration[comparison.which].seconds};
    }

    std::string ratio(double value, std::span<const SamplePair> pairs) const {
        std::string text = format("%.2fx", value);
        if (measured_.intervals) {
            Interval interval = bootstrap_ratios(pairs, {});
            text += format(" [%.2f", interval.low) + format(", %.2f]", interval.high);
        }
        return text;
    }

    static void add_figures(std::vector<std::string>& row, const ProgramSamples& program, Figures figures,
                            double scale, const char* pattern) {
        for (const Samples& samples : program.by_configuration) {
            row.push_back(format(pattern, median(samples.*figures) * scale));
        }
    }

    void add_speed(Table& table, const ProgramSamples& program, double scale, const char* pattern) const {
        bool marked = program.whole_processes && &program != &measured_.startup;
        std::string name = program.name + (marked ? " *" : "");
        if (program.failed) {
            table.add({name, "failed"});
            return;
        }
        std::vector<std::string> row{name, std::to_string(program.by_configuration[0].seconds.size())};
        add_figures(row, program, &Samples::seconds, scale, pattern);
        for (const Comparison& comparison : measured_.comparisons) {
            SamplePair times = pair(program, comparison);
            row.push_back(ratio(ratio_of_medians(times), {&times, 1}));
        }
        table.add(std::move(row));
    }

    void add_means(Table& table) const {
        std::vector<const ProgramSamples*> good;
        for (const ProgramSamples& program : measured_.programs) {
            if (!program.failed) good.push_back(&program);
        }
        if (good.empty()) return;
        std::vector<std::string> row{"geometric mean", ""};
        row.resize(2 + measured_.configurations.size());
        for (const Comparison& comparison : measured_.comparisons) {
            std::vector<SamplePair> pairs;
            std::vector<double> ratios;
            for (const ProgramSamples* program : good) {
                pairs.push_back(pair(*program, comparison));
                ratios.push_back(ratio_of_medians(pairs.back()));
            }
            row.push_back(ratio(geometric_mean(ratios), pairs));
        }
        table.rule();
        table.add(std::move(row));
    }

    const Measurements& measured_;
    std::ostream& out_;
};

}  // namespace

void print_report(const Measurements& measurements, std::ostream& out) {
    Report(measurements, out).print();
}

}  // namespace moult::bench
