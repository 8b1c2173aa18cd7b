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

// How the printed text differs from the expected one, which it does. `place` stands behind the line's number.
std::string describe_difference(const std::string& expected_text, const std::string& printed_text,
                                const std::string& source, const std::string& place) {
    std::vector<std::string> expected = split_lines(expected_text);
    std::vector<std::string> printed = split_lines(printed_text);
    size_t line = 0;
    while (line < expected.size() && line < printed.size() && expected[line] == printed[line]) ++line;
    if (line == expected.size() && line == printed.size()) {
        return "printed the same lines as " + source + place + ", but for the end of the last one";
    }
    return "printed something different from " + source + " at line " + std::to_string(line + 1) + place +
           "\n    expected: " + line_or_end(expected, line) + "\n    printed:  " + line_or_end(printed, line);
}

}  // namespace

void OutputCheck::expect(std::span<const std::string> texts, std::string source) {
    expected_.assign(texts.begin(),
                     texts.begin() + static_cast<ptrdiff_t>(std::min(texts.size(), size_t{2})));
    source_ = std::move(source);
}

std::optional<std::string> OutputCheck::find_fault(const ProcessResult& result,
                                                   std::span<const std::string> texts) const {
    if (!result.succeeded()) {
        std::string fault = describe_ending(result);
        if (!result.error_text.empty())
            fault += "; the end of its error text:" + last_lines(result.error_text);
        return fault;
    }
    bool calls_apart = expected_.size() > 1;
    for (size_t i = 0; i < texts.size(); ++i) {
        const std::string& expected = expected_[std::min(i, expected_.size() - 1)];
        if (texts[i] == expected) continue;
        std::string place;
        if (calls_apart)
            place = i == 0 ? " of what it printed while loading" : " of call " + std::to_string(i);
        return describe_difference(expected, texts[i], source_, place);
    }
    return std::nullopt;
}

}  // namespace moult::bench
