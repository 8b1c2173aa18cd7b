// Parsing of the command line: the options of the machine (runtime/options/), and Python's own flags, whose
// table is here.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <sstream>

#include "cli/machine_options.h"
#include "cli/options.h"
#include "cli/subcommand.h"
#include "runtime/options/listing.h"
#include "runtime/options/sources.h"

namespace moult::cli {

namespace {

// What Python's own flags say, and what stands behind them.
struct Arguments {
    std::string command;
    std::vector<std::string> warnings;
    int optimize = 0;
    bool has_command = false, help = false, version = false, dont_write_bytecode = false, unbuffered = false;
    PycHashCheck check_hash_pycs = PycHashCheck::kDefault;
    enum class Dump : uint8_t { kNone, kText, kJson } dump = Dump::kNone;
    std::string program;  // "-" or empty: standard input
    size_t own = 0;       // how many arguments are moult's: up to the program's name or the command
};

// Applies a flag; false when its value is none of those that it may have.
using ApplyFlag = bool (*)(Arguments&, std::string_view value);

// A flag that python3.11 has too, or that is about the command rather than the machine.
struct Flag {
    char letter;        // 0: none
    const char* name;   // with dashes; or null
    const char* value;  // what help calls it; null: it has none
    const char* help;
    ApplyFlag apply;
    bool is_value_optional = false;
};

bool set_command(Arguments& arguments, std::string_view value) {
    arguments.command = value;
    return arguments.has_command = true;
}
bool set_optimize(Arguments& arguments, std::string_view) {
    arguments.optimize = std::min(arguments.optimize + 1, 2);
    return true;
}
bool add_warning(Arguments& arguments, std::string_view value) {
    arguments.warnings.emplace_back(value);
    return true;
}
bool set_dont_write(Arguments& arguments, std::string_view) {
    return arguments.dont_write_bytecode = true;
}
bool set_unbuffered(Arguments& arguments, std::string_view) {
    return arguments.unbuffered = true;
}
bool set_hash_check(Arguments& arguments, std::string_view value) {
    if (value == "always")
        arguments.check_hash_pycs = PycHashCheck::kAlways;
    else if (value == "never")
        arguments.check_hash_pycs = PycHashCheck::kNever;
    else
        arguments.check_hash_pycs = PycHashCheck::kDefault;
    return value == "always" || value == "never" || value == "default";
}
bool set_dump(Arguments& arguments, std::string_view value) {
    arguments.dump = value == "json" ? Arguments::Dump::kJson : Arguments::Dump::kText;
    return value == "json" || value == "text" || value.empty();
}
bool set_version(Arguments& arguments, std::string_view) {
    return arguments.version = true;
}
bool set_help(Arguments& arguments, std::string_view) {
    return arguments.help = true;
}

constexpr Flag kFlags[] = {
    {'c', nullptr, "CMD", "Run CMD, a program passed in as a string", set_command},
    {'O', nullptr, nullptr, "Drop assert statements and __debug__-dependent code; -OO drops docstrings too",
     set_optimize},
    {'W', nullptr, "ARG",
     "Warning filter, action:message:category:module:line; more than one -W are read in order, behind those "
     "of PYTHONWARNINGS",
     add_warning},
    {'B', nullptr, nullptr, "Write no .pyc files into the cache (also PYTHONDONTWRITEBYTECODE=x)",
     set_dont_write},
    {'u', nullptr, nullptr,
     "Keep nothing back of what is written to stdout and stderr (also PYTHONUNBUFFERED=x)", set_unbuffered},
    {0, "--check-hash-based-pycs", "MODE",
     "Which hash-based .pyc files are compared with their source: default, always or never", set_hash_check},
    {0, "--dump-options", "FORMAT",
     "Print every option of the machine with its value and where that came from, and exit; as text or json",
     set_dump, true},
    {'V', "--version", nullptr, "Print the version and exit", set_version},
    {'h', "--help", nullptr, "Print this help and exit", set_help},
};

const Flag* find_flag(char letter) {
    for (const Flag& flag : kFlags)
        if (flag.letter == letter) return &flag;
    return nullptr;
}
const Flag* find_flag(std::string_view name) {
    for (const Flag& flag : kFlags)
        if (flag.name && flag.name == name) return &flag;
    return nullptr;
}

class Parser {
  public:
    Parser(std::span<char* const> all, Options& options) : all_(all), options_(options) {}

    // What is wrong; empty when nothing is.
    std::string parse(Arguments* arguments) {
        for (index_ = 1; index_ < all_.size() && !arguments->has_command; ++index_) {
            std::string_view argument = all_[index_];
            bool is_end = argument == "--";
            if (is_end && ++index_ == all_.size()) break;
            if (is_end || argument == "-" || !argument.starts_with('-')) {
                arguments->program = all_[index_++];
                break;
            }
            std::string problem =
                argument.starts_with("--") ? take_long(*arguments) : take_letters(*arguments);
            if (!problem.empty()) return problem;
        }
        arguments->own = std::min(index_, all_.size());
        return {};
    }

  private:
    std::string take_long(Arguments& arguments) {
        std::string problem;
        switch (take_flag(options_, all_, &index_, &problem)) {
            case FlagTaken::kTaken: return {};
            case FlagTaken::kRefused: return problem;
            case FlagTaken::kNotAnOption: break;
        }
        std::string_view argument = all_[index_];
        size_t equals = argument.find('=');
        std::string name(argument.substr(0, equals));
        const Flag* flag = find_flag(name);
        if (!flag) return refuse(name);
        std::string_view value;
        bool has_value = equals != std::string_view::npos;
        if (has_value) {
            if (!flag->value) return name + ": takes no value";
            value = argument.substr(equals + 1);
        } else if (flag->value && !flag->is_value_optional && !next(&value)) {
            return name + ": needs a value";
        }
        if (flag->apply(arguments, value)) return {};
        return name + "=" + std::string(value) + ": there is no such " + flag->value;
    }

    // One letter or more; of the last, the rest or the next argument may be the value.
    std::string take_letters(Arguments& arguments) {
        std::string_view letters = std::string_view(all_[index_]).substr(1);
        while (!letters.empty()) {
            std::string name = std::string("-") + letters[0];
            const Flag* flag = find_flag(letters[0]);
            if (!flag) return refuse(name);
            letters.remove_prefix(1);
            std::string_view value;
            if (flag->value) {
                value = std::exchange(letters, {});
                if (value.empty() && !next(&value)) return name + ": needs a value";
            }
            flag->apply(arguments, value);
        }
        return {};
    }

    bool next(std::string_view* value) {
        if (index_ + 1 >= all_.size()) return false;
        *value = all_[++index_];
        return true;
    }

    std::string refuse(const std::string& name) {
        std::vector<std::string> known = option_flags(options_);
        for (const Flag& flag : kFlags)
            if (flag.name) known.emplace_back(flag.name);
        return refuse_flag(options_, name, known);
    }

    std::span<char* const> all_;
    Options& options_;
    size_t index_ = 0;
};

std::string help_text(Options& options) {
    std::string text =
        "moult, a Python 3.11 virtual machine to be taken apart\n\n"
        "Usage: moult [OPTIONS] [FILE | -c CMD | -] [ARGUMENTS]\n"
        "       moult [OPTIONS] COMMAND [ARGUMENTS]\n\n"
        "ARGUMENTS are the program's (sys.argv). Without FILE, or with -, the program is read from standard "
        "input.\n\nPython's options:\n";
    for (const Flag& flag : kFlags) {
        std::string left = flag.letter ? std::string("-") + flag.letter : "";
        if (flag.name) left += (left.empty() ? "" : ", ") + std::string(flag.name);
        std::string value = flag.value ? flag.value : "";
        if (flag.value)
            left += flag.is_value_optional ? "[=" + value + "]" : flag.name ? "=" + value : " " + value;
        text += help_line(left, flag.help);
    }
    text += "\n" + options_help(options);
    text += "\nSubcommands:\n";
    for (const Subcommand& subcommand : subcommands())
        text += help_line(std::string(subcommand.name), subcommand.summary);
    return text;
}

// The filters of PYTHONWARNINGS, which commas separate.
std::vector<std::string> environment_warnings() {
    const char* value = std::getenv("PYTHONWARNINGS");
    std::vector<std::string> filters;
    std::istringstream text(value ? value : "");
    for (std::string filter; std::getline(text, filter, ',');) {
        if (!filter.empty()) filters.push_back(filter);
    }
    return filters;
}

void fill(const Arguments& arguments, std::span<char* const> all, RunOptions* options) {
    std::vector<std::string>& argv = options->interpreter.argv;
    if (arguments.has_command) {
        options->source = RunOptions::Source::kCommand;
        options->text = arguments.command;
        argv.emplace_back("-c");
    } else if (arguments.program.empty() || arguments.program == "-") {
        options->source = RunOptions::Source::kStdin;
        argv.push_back(arguments.program);
    } else {
        options->source = RunOptions::Source::kFile;
        options->text = arguments.program;
        argv.push_back(arguments.program);
    }
    for (char* argument : all.subspan(arguments.own)) argv.emplace_back(argument);
    options->interpreter.warn_options = environment_warnings();
    for (const std::string& filter : arguments.warnings) options->interpreter.warn_options.push_back(filter);
    options->interpreter.optimize = arguments.optimize;
    const char* dont_write = std::getenv("PYTHONDONTWRITEBYTECODE");
    options->interpreter.dont_write_bytecode = arguments.dont_write_bytecode || (dont_write && *dont_write);
    const char* unbuffered = std::getenv("PYTHONUNBUFFERED");
    options->interpreter.unbuffered = arguments.unbuffered || (unbuffered && *unbuffered);
    if (const char* prefix = std::getenv("PYTHONPYCACHEPREFIX")) options->interpreter.pycache_prefix = prefix;
    options->interpreter.check_hash_pycs = arguments.check_hash_pycs;
}

int report(const std::string& problem) {
    std::fprintf(stderr, "moult: %s\nTry 'moult --help' for more information.\n", problem.c_str());
    return 2;
}

}  // namespace

bool parse_command_line(int argc, char** argv, RunOptions* options, int* exit_code) {
    std::span<char* const> all(argv, static_cast<size_t>(argc));
    Options& machine = options->interpreter.machine = machine_options();
    Arguments arguments;
    std::string problem = Parser(all, machine).parse(&arguments);
    bool only_tells = problem.empty() && (arguments.help || arguments.version);
    if (problem.empty() && !only_tells) problem = read_variables(machine, environ);
    if (problem.empty() && !only_tells) problem = check_options(machine);
    if (!problem.empty()) {
        *exit_code = report(problem);
    } else if (arguments.help) {
        std::fputs(help_text(machine).c_str(), stdout);
    } else if (arguments.version) {
        std::printf("Python 3.11.2 (moult %s)\n", MOULT_VERSION);
    } else if (arguments.dump != Arguments::Dump::kNone) {
        bool as_json = arguments.dump == Arguments::Dump::kJson;
        std::fputs((as_json ? options_json(machine) : options_text(machine)).c_str(), stdout);
    } else {
        fill(arguments, all, options);
        const Subcommand* subcommand = arguments.has_command ? nullptr : find_subcommand(arguments.program);
        if (!subcommand) return true;
        size_t name = arguments.own - 1;
        *exit_code = subcommand->run(*options, argc - static_cast<int>(name), argv + name);
    }
    return false;
}

}  // namespace moult::cli
