// The table: one row per program; times, ratios and memory side by side.
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

class Report {
  public:
    Report(const Measurements& measurements, std::ostream& out) : measured_(measurements), out_(out) {}

    void print() {
        const std::string& subject = measured_.configurations[measured_.subject];
        out_ << "\nSeconds: the median of fresh processes, start-up included. Columns `/ NAME`: how many "
                "times faster\n"
             << subject << " is than NAME"
             << (measured_.intervals ? ", with its 95 % bootstrap interval" : "")
             << ". MiB: peak resident memory.\n\n";
        add_heading("program");
        for (const ProgramSamples& program : measured_.programs) add_program(program, 1, "%.3f");
        add_means();
        table_.print(out_);

        if (measured_.startup.failed || measured_.startup.by_configuration.empty()) return;
        table_ = {};
        add_heading("milliseconds");
        add_program(measured_.startup, 1000, "%.1f");
        out_ << '\n';
        table_.print(out_);
    }

  private:
    template <typename Action>
    void for_each_other(Action action) {
        for (size_t i = 0; i < measured_.configurations.size(); ++i) {
            if (i != measured_.subject) action(i);
        }
    }

    void add_heading(const std::string& first) {
        std::vector<std::string> row{first, "runs"};
        for (const std::string& name : measured_.configurations) row.push_back(name);
        for_each_other([&](size_t other) { row.push_back("vs " + measured_.configurations[other]); });
        for (const std::string& name : measured_.configurations) row.push_back("MiB " + name);
        table_.add(std::move(row));
        table_.rule();
    }

    SamplePair pair(const ProgramSamples& program, size_t other) const {
        return {program.by_configuration[other].wall_seconds,
                program.by_configuration[measured_.subject].wall_seconds};
    }

    std::string ratio(double value, std::span<const SamplePair> pairs) const {
        std::string text = format("%.2fx", value);
        if (measured_.intervals) {
            Interval interval = bootstrap_ratios(pairs, {});
            text += format(" [%.2f", interval.low) + format(", %.2f]", interval.high);
        }
        return text;
    }

    void add_program(const ProgramSamples& program, double scale, const char* pattern) {
        if (program.failed) {
            table_.add({program.name, "failed"});
            return;
        }
        std::vector<std::string> row{program.name,
                                     std::to_string(program.by_configuration[0].wall_seconds.size())};
        for (const Samples& samples : program.by_configuration) {
            row.push_back(format(pattern, median(samples.wall_seconds) * scale));
        }
        for_each_other([&](size_t other) {
            SamplePair times = pair(program, other);
            row.push_back(ratio(ratio_of_medians(times), {&times, 1}));
        });
        for (const Samples& samples : program.by_configuration) {
            row.push_back(format("%.1f", median(samples.peak_kib) / 1024));
        }
        table_.add(std::move(row));
    }

    void add_means() {
        std::vector<const ProgramSamples*> good;
        for (const ProgramSamples& program : measured_.programs) {
            if (!program.failed) good.push_back(&program);
        }
        if (good.empty()) return;
        std::vector<std::string> row{"geometric mean", ""};
        row.resize(2 + measured_.configurations.size());
        for_each_other([&](size_t other) {
            std::vector<SamplePair> pairs;
            std::vector<double> ratios;
            for (const ProgramSamples* program : good) {
                pairs.push_back(pair(*program, other));
                ratios.push_back(ratio_of_medians(pairs.back()));
            }
            row.push_back(ratio(geometric_mean(ratios), pairs));
        });
        table_.rule();
        table_.add(std::move(row));
    }

    const Measurements& measured_;
    std::ostream& out_;
    Table table_;
};

}  // namespace

void print_report(const Measurements& measurements, std::ostream& out) {
    Report(measurements, out).print();
}

}  // namespace moult::bench
