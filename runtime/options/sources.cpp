// Flags and variables.
#include "runtime/options/sources.h"

#include <algorithm>

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

// The part of the machine whose option this would be, going by its first word, if that is not built in.
std::string missing_part(Options& options, std::string_view name) {
    std::string missing;
    options.for_each([&](const Option& option) {
        for (const char* part : option.row->traits.parts) {
            if (!part || options.has_part(part)) continue;
            size_t i = 0;
            while (i < name.size() && part[i] && upper(name[i]) == upper(part[i])) ++i;
            if (i < name.size() && !part[i] && (name[i] == '-' || name[i] == '_')) missing = part;
        }
    });
    return missing;
}

// The end of a message about a name that begins with so many letters that all have.
std::string why_not(Options& options, std::string_view name, size_t prefix,
                    const std::vector<std::string>& known) {
    if (name.size() > prefix)
        if (std::string part = missing_part(options, name.substr(prefix)); !part.empty())
            return "; this moult was built without " + part;
    std::string like = nearest(name, known);
    return like.empty() ? "" : "; did you mean " + like + "?";
}

std::string read_variable(Options& options, std::string_view name, std::string_view value) {
    Option option = find_where(
        options, [name](const OptionRow& row) { return is_variable_of(row, name.substr(kPrefix.size())); });
    if (!option) {
        std::vector<std::string> known;
        options.for_each([&](const Option& each) { known.push_back(each.row->variable()); });
        return std::string(name) + ": no option has this variable" +
               why_not(options, name, kPrefix.size(), known);
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

// What is wrong with names of a set that only other options can bring along.
std::string check_others(const Options& options, const Option& option) {
    const OptionRow& row = *option.row;
    if (!row.traits.more_choices) return {};
    const std::vector<std::string>& others = static_cast<const OptionMembers*>(option.value)->others;
    if (others.empty()) return {};
    std::vector<std::string> names;
    row.traits.more_choices(options, &names);
    for (const std::string& name : others) {
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        for (size_t i = 0; !row.choice(i).empty(); ++i) names.emplace_back(row.choice(i));
        return option.name_of_source() + "=" + value_text(row, option.value) + ": " +
               unknown_choice(name, names);
    }
    return {};
}

}  // namespace

Option find_flag(Options& options, std::string_view flag) {
    if (!flag.starts_with("--")) return {};
    return find_where(options, [flag](const OptionRow& row) { return is_flag_of(row, flag.substr(2)); });
}

FlagTaken take_flag(Options& options, std::span<char* const> arguments, size_t* index, std::string* problem) {
    std::string_view argument = arguments[*index];
    size_t equals = argument.find('=');
    std::string_view flag = argument.substr(0, equals);
    Option option = find_flag(options, flag);
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

std::string refuse_flag(Options& options, std::string_view flag, const std::vector<std::string>& known) {
    return std::string(flag) + ": there is no such option" + why_not(options, flag, 2, known);
}

std::vector<std::string> option_flags(Options& options) {
    std::vector<std::string> flags;
    options.for_each([&](const Option& option) { flags.push_back(option.row->flag()); });
    return flags;
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
        if (problem.empty()) problem = check_others(options, option);
    });
    return problem;
}

}  // namespace moult
