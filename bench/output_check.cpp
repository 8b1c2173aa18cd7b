// Compares outputs line by line, and shortens what is shown of them.
#include "bench/output_check.h"

#include <algorithm>
#include <vector>

namespace moult::bench {
namespace {

constexpr size_t kShownLines = 8;
constexpr size_t kShownColumns = 160;

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t start = 0; start < text.size();) {
        size_t end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

std::string shortened(const std::string& line) {
    return line.size() <= kShownColumns ? line : line.substr(0, kShownColumns) + " ...";
}

std::string last_lines(const std::string& text) {
    std::vector<std::string> lines = split_lines(text);
    std::string shown;
    for (size_t i = lines.size() - std::min(lines.size(), kShownLines); i < lines.size(); ++i) {
        shown += "\n    " + shortened(lines[i]);
    }
    return shown;
}

std::string line_or_end(const std::vector<std::string>& lines, size_t index) {
    return index < lines.size() ? shortened(lines[index]) : "(no such line)";
}

}  // namespace

std::optional<std::string> OutputCheck::find_fault(const ProcessResult& result) const {
    if (!result.succeeded()) {
        std::string fault = describe_ending(result);
        if (!result.error_text.empty())
            fault += "; the end of its error text:" + last_lines(result.error_text);
        return fault;
    }
    if (result.output == expected_) return std::nullopt;
    std::vector<std::string> expected = split_lines(*expected_);
    std::vector<std::string> printed = split_lines(result.output);
    size_t line = 0;
    while (line < expected.size() && line < printed.size() && expected[line] == printed[line]) ++line;
    if (line == expected.size() && line == printed.size()) {
        return "printed the same lines as " + source_ + ", but for the end of the last one";
    }
    return "printed something different from " + source_ + " at line " + std::to_string(line + 1) +
           "\n    expected: " + line_or_end(expected, line) + "\n    printed:  " + line_or_end(printed, line);
}

}  // namespace moult::bench
