// Flags and variables.
#include "runtime/options/sources.h"

#include "runtime/options/values.h"

namespace moult {

namespace {

constexpr std::string_view kPrefix = "MOULT_";

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
// Whether a flag without its dashes, or a variable without its prefix, is that of the row.
bool is_flag_of(const OptionRow& row, std::string_view flag) {
    const char* name = row.name;
    for (char c : flag)
        if (*name++ != (c == '-' ? '_' : c == '_' ? '-' : c)) return false;
    return !*name;
}
bool is_variable_of(const OptionRow& row, std::string_view variable) {
    const char* name = row.name;
    for (char c : variable)
        if (c != upper(*name++)) return false;
    return !*name;
}

template <class Matches>
Option find_where(Options& options, Matches matches) {
    Option found;
    options.for_each([&](const Option& option) {
        if (matches(*option.row)) found = option;
    });
    return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    std::string like = nearest(word, candidates);
    return like.empty() ? "" : "; did you mean " + like + "?";
}

std::string read_variable(Options& options, std::string_view name, std::string_view value) {
    Option option = find_where(
        options, [name](const OptionRow& row) { return is_variable_of(row, name.substr(kPrefix.size())); });
    if (!option) {
        std::vector<std::string> known;
        options.for_each([&](const Option& each) { known.push_back(each.row->variable()); });
        return std::string(name) + ": no option has this variable" + did_you_mean(name, known);
    }
    if (*option.source > OptionSource::kVariable) return {};
    std::string problem = options.set(option, value, OptionSource::kVariable);
    if (problem.empty()) return {};
    return std::string(name) + "=" + std::string(value) + ": " + problem;
}

// The value of a variable; null when it is not there or empty.
const char* value_in(char* const* environment, std::string_view name) {
    for (; *environment; ++environment) {
        std::string_view entry = *environment;
        if (entry.size() > name.size() + 1 && entry.starts_with(name) && entry[name.size()] == '=')
            return *environment + name.size() + 1;
    }
    return nullptr;
}

}  // namespace

FlagTaken take_flag(Options& options, std::span<char* const> arguments, size_t* index, std::string* problem) {
    std::string_view argument = arguments[*index];
    size_t equals = argument.find('=');
    std::string_view flag = argument.substr(0, equals);
    if (!flag.starts_with("--")) return FlagTaken::kNotAnOption;
    Option option =
        find_where(options, [flag](const OptionRow& row) { return is_flag_of(row, flag.substr(2)); });
    if (!option) return FlagTaken::kNotAnOption;
    std::string_view value = "on";
    if (equals != std::string_view::npos) {
        value = argument.substr(equals + 1);
    } else if (option.row->kind != OptionKind::kSwitch) {
        if (*index + 1 >= arguments.size()) {
            *problem = std::string(flag) + ": needs a value, " + allowed_values(*option.row, options);
            return FlagTaken::kRefused;
        }
        value = arguments[++*index];
    }
    *problem = options.set(option, value, OptionSource::kFlag);
    if (problem->empty()) return FlagTaken::kTaken;
    *problem = std::string(flag) + "=" + std::string(value) + ": " + *problem;
    return FlagTaken::kRefused;
}

std::string refuse_flag(Options& options, std::string_view flag, std::vector<std::string> others) {
    flag = flag.substr(0, flag.find('='));
    options.for_each([&](const Option& option) { others.push_back(option.row->flag()); });
    return std::string(flag) + ": there is no such option" + did_you_mean(flag, others);
}

std::string read_variables(Options& options, char* const* environment) {
    for (char* const* entry = environment; *entry; ++entry) {
        std::string_view text = *entry;
        if (!text.starts_with(kPrefix)) continue;
        size_t equals = text.find('=');
        if (equals == std::string_view::npos || equals + 1 == text.size()) continue;
        std::string problem = read_variable(options, text.substr(0, equals), text.substr(equals + 1));
        if (!problem.empty()) return problem;
    }
    std::string problem;
    options.for_each([&](const Option& option) {
        const char* name = option.row->traits.python_variable;
        if (!name || *option.source != OptionSource::kDefault || !problem.empty()) return;
        const char* value = value_in(environment, name);
        if (!value) return;
        problem = options.set(option, value, OptionSource::kPythonVariable);
        if (!problem.empty()) problem = std::string(name) + "=" + value + ": " + problem;
    });
    return problem;
}

std::string check_options(Options& options) {
    std::string problem;
    options.for_each([&](const Option& option) {
        if (*option.source == OptionSource::kDefault) return;
        for (OptionCheck check : {option.table->check, option.row->traits.check}) {
            if (!check || !problem.empty()) continue;
            problem = check(options, *option.source);
            if (!problem.empty()) problem = option.name_of_source() + " " + problem;
        }
    });
    return problem;
}

}  // namespace moult
