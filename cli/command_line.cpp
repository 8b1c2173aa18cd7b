// Parsing of the command line with CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "cli/options.h"
#include "cli/subcommand.h"

namespace moult::cli {

namespace {

struct Flags {
    std::string command, tier, allocator, stdlib;
    std::vector<std::string> warnings;
    int optimize = 0;
    bool version = false, dont_write_bytecode = false;
    std::string check_hash_pycs;
    TraceFlags traces;
};

std::vector<std::string> tiers() {
    std::vector<std::string> names = {"baseline", "adaptive"};
    if (has_trace_tier()) names.emplace_back("jit");
    return names;
}

void add_flags(CLI::App& app, Flags& flags) {
    app.add_option("-c", flags.command, "Run CMD, a program passed in as a string")->type_name("CMD");
    app.add_flag("-O{1}", flags.optimize,
                 "Drop assert statements and __debug__-dependent code; -OO drops docstrings too");
    app.add_option("-W", flags.warnings,
                   "Warning filter, action:message:category:module:line; more than one -W are read in order, "
                   "behind those of PYTHONWARNINGS")
        ->type_name("ARG")
        ->allow_extra_args(false);
    app.add_flag("-B", flags.dont_write_bytecode,
                 "Write no .pyc files into the cache (also PYTHONDONTWRITEBYTECODE=x)");
    app.add_option("--check-hash-based-pycs", flags.check_hash_pycs,
                   "Which hash-based .pyc files are compared with their source: default, always or never")
        ->check(CLI::IsMember({"default", "always", "never"}));
    app.add_flag("-V,--version", flags.version, "Print the version and exit");
    app.add_option(
           "--tier", flags.tier,
           "Highest tier: baseline (generic instructions), adaptive (specializing) or jit (compiled traces)")
        ->check(CLI::IsMember(tiers()))
        ->default_str(tiers().back());
    app.add_option("--alloc", flags.allocator, "Object allocator: arena, mimalloc or malloc")
        ->check(CLI::IsMember({"arena", "mimalloc", "malloc"}))
        ->envname("MOULT_ALLOC")
        ->default_str("arena");
    app.add_option("--stdlib", flags.stdlib, "Folder of CPython 3.11's pure-Python standard library")
        ->envname("MOULT_STDLIB")
        ->type_name("DIR");
    add_trace_flags(app, flags.traces);
}

// The number of arguments that are moult's own: up to and including the program's name, `-`, or -c's command.
int own_arguments(const CLI::App& app, int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::string_view argument = argv[i];
        if (argument == "-c") return std::min(i + 2, argc);
        if (argument.starts_with("-c") && argument.size() > 2) return i + 1;
        if (argument == "-" || !argument.starts_with("-")) return i + 1;
        if (argument.find('=') != std::string_view::npos) continue;
        const CLI::Option* option = app.get_option_no_throw(std::string(argument));
        if (option && option->get_expected_min() > 0) ++i;
    }
    return argc;
}

// The subcommand that the last of moult's own arguments names, or null.
const Subcommand* subcommand_among(int own, char** argv) {
    if (own < 2 || (own > 2 && std::string_view(argv[own - 2]) == "-c")) return nullptr;
    return find_subcommand(argv[own - 1]);
}

std::string help_footer() {
    std::string text =
        "Arguments behind FILE or CMD are the program's (sys.argv). Without FILE, or with -, the program is "
        "read\nfrom standard input.\n\nSubcommands:\n";
    for (const Subcommand& subcommand : subcommands()) {
        std::string name(subcommand.name);
        name.resize(std::max<size_t>(name.size() + 1, 28), ' ');
        text += "  " + name + subcommand.summary + "\n";
    }
    text.pop_back();
    return text;
}

int report(const CLI::Error& error) {
    std::fprintf(stderr, "moult: %s\n", error.what());
    std::fprintf(stderr, "Try 'moult --help' for more information.\n");
    return 2;
}

Allocator allocator_named(const std::string& name) {
    if (name == "mimalloc") return Allocator::kMimalloc;
    if (name == "malloc") return Allocator::kMalloc;
    return Allocator::kArena;
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

void fill(const Flags& flags, const std::string& program, int own, int argc, char** argv,
          RunOptions* options) {
    if (!flags.command.empty() || (own >= 2 && std::string_view(argv[own - 2]) == "-c")) {
        options->source = RunOptions::Source::kCommand;
        options->text = flags.command;
        options->interpreter.argv.push_back("-c");
    } else if (program.empty() || program == "-") {
        options->source = RunOptions::Source::kStdin;
        options->interpreter.argv.push_back(program);
    } else {
        options->source = RunOptions::Source::kFile;
        options->text = program;
        options->interpreter.argv.push_back(program);
    }
    for (int i = own; i < argc; ++i) options->interpreter.argv.push_back(argv[i]);
    if (!flags.tier.empty())
        options->tier = flags.tier == "baseline" ? interp::Tier::kBaseline : interp::Tier::kAdaptive;
    options->traces = flags.traces;
    options->traces.demanded = flags.tier == "jit";
    options->traces.enabled = flags.tier.empty() ? has_trace_tier() : options->traces.demanded;
    if (!flags.allocator.empty()) options->interpreter.allocator = allocator_named(flags.allocator);
    if (!flags.stdlib.empty()) options->interpreter.stdlib = flags.stdlib;
    options->interpreter.warn_options = environment_warnings();
    for (const std::string& filter : flags.warnings) options->interpreter.warn_options.push_back(filter);
    options->interpreter.optimize = std::min(flags.optimize, 2);
    const char* dont_write = std::getenv("PYTHONDONTWRITEBYTECODE");
    options->interpreter.dont_write_bytecode = flags.dont_write_bytecode || (dont_write && *dont_write);
    if (const char* prefix = std::getenv("PYTHONPYCACHEPREFIX")) options->interpreter.pycache_prefix = prefix;
    options->interpreter.check_hash_pycs = flags.check_hash_pycs == "always"  ? PycHashCheck::kAlways
                                           : flags.check_hash_pycs == "never" ? PycHashCheck::kNever
                                                                              : PycHashCheck::kDefault;
}

}  // namespace

bool parse_command_line(int argc, char** argv, RunOptions* options, int* exit_code) {
    CLI::App app("moult, a Python 3.11 virtual machine to be taken apart");
    app.name("moult");
    app.footer(help_footer);
    Flags flags;
    add_flags(app, flags);
    std::string program;
    app.add_option("FILE", program, "The program to run; - for standard input");

    int own = own_arguments(app, argc, argv);
    const Subcommand* subcommand = subcommand_among(own, argv);
    try {
        app.parse(subcommand ? own - 1 : own, argv);
    } catch (const CLI::CallForHelp& help) {
        *exit_code = app.exit(help);
        return false;
    } catch (const CLI::Error& error) {
        *exit_code = report(error);
        return false;
    }
    if (flags.version) {
        std::printf("Python 3.11.2 (moult %s)\n", MOULT_VERSION);
        return false;
    }
    fill(flags, program, own, argc, argv, options);
    Heap::GeneralAllocator functions;
    if (options->interpreter.allocator == Allocator::kMimalloc && !Heap::load_mimalloc(&functions)) {
        std::fprintf(stderr, "moult: --alloc=mimalloc: libmimalloc.so.2 cannot be loaded\n");
        *exit_code = 2;
        return false;
    }
    if (!subcommand) return true;
    *exit_code = subcommand->run(*options, argc - own + 1, argv + own - 1);
    return false;
}

}  // namespace moult::cli
