// The program that calls another program's main() again and again (bench/driver.py): how it is started, and
// what is to be read from its report and its output.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace moult::bench {

// The arguments with which any Python runs the driver on the program's file for so many seconds, the report
// going to kReportDescriptor. The driver's text is among them: no file is needed.
std::vector<std::string> driver_arguments(double seconds, const std::string& file);

struct DriverReport {
    bool has_main = false;           // without one, nothing was called and the other fields are empty
    std::vector<double> times;       // seconds of each call, at least one
    std::vector<std::string> texts;  // printed while the program was loaded, and by each call
};

// Reads what a driver that ended well has left. Nothing when report and output do not belong together: the
// program ended the process before the driver was done.
std::optional<DriverReport> read_driver_report(const std::string& report, const std::string& output);

}  // namespace moult::bench
