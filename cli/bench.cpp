// `moult bench`: measures programs.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/command.h"
#include "bench/runner.h"
#include "cli/subcommand.h"

namespace moult::cli {

namespace {

// The first option that a flag has set; what is measured are processes of their own, which do not see it.
std::string find_given_flag(Options options) {
    std::string flag;
    options.for_each([&](const Option& option) {
        if (flag.empty() && *option.source == OptionSource::kFlag) flag = option.row->flag();
    });
    return flag;
}

}  // namespace

int run_bench_command(const RunOptions& run_options, int argc, char** argv) {
    CLI::App app;
    bench::BenchOptions options;
    bench::add_bench_options(app, options);
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    std::string flag = find_given_flag(run_options.interpreter.machine);
    if (!flag.empty()) {
        std::fprintf(
            stderr, "moult bench: %s has no effect on what is measured; --configs=\"NAME=moult %s...\" has\n",
            flag.c_str(), flag.c_str());
        return 2;
    }
    return bench::run_bench(options);
}

}  // namespace moult::cli
