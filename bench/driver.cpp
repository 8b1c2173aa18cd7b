// Starts the driver with `-c`; takes its report and marked output apart.
#include "bench/driver.h"

#include <cstdlib>
#include <sstream>
#include <string_view>

#include "bench/process.h"

namespace moult::bench {

extern const char* const kDriverText;  // of bench/driver.py; CMake writes the file that defines it

namespace {

constexpr std::string_view kMark = "\x1emoult bench: next call\n";  // MARK in the driver

std::vector<std::string> split_at_marks(std::string_view output) {
    std::vector<std::string> texts;
    for (;;) {
        size_t mark = output.find(kMark);
        texts.emplace_back(output.substr(0, mark));
        if (mark == std::string_view::npos) return texts;
        output.remove_prefix(mark + kMark.size());
    }
}

}  // namespace

std::vector<std::string> driver_arguments(double seconds, const std::string& file) {
    return {"-c", kDriverText, std::to_string(kReportDescriptor), std::to_string(seconds), file};
}

std::optional<DriverReport> read_driver_report(const std::string& report, const std::string& output) {
    std::istringstream lines(report);
    std::string line;
    if (!std::getline(lines, line) || (line != "main" && line != "no main")) return std::nullopt;
    DriverReport found;
    if (line == "no main") return found;
    found.has_main = true;
    while (std::getline(lines, line)) {
        double seconds = std::strtod(line.c_str(), nullptr);
        if (!(seconds > 0)) return std::nullopt;
        found.times.push_back(seconds);
    }
    found.texts = split_at_marks(output);
    if (found.times.empty() || found.texts.size() != found.times.size() + 1) return std::nullopt;
    return found;
}

}  // namespace moult::bench
