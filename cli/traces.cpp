// `moult traces`: runs a program and prints the traces that its hot loops and functions became.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "cli/trace_tier.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"

namespace moult::cli {

int run_traces_command(const RunOptions& options, int argc, char** argv) {
    CLI::App app(
        "Runs a program in the trace tier and prints its traces: where they are, by source line how many\n"
        "nodes and guards, how often their exits were taken, what compiling cost; and the recordings that\n"
        "were given up, with the reason.");
    std::string file;
    std::vector<std::string> arguments;
    app.add_option("FILE", file, "The program; - or nothing for standard input");
    app.add_option("ARGUMENTS", arguments, "The program's arguments (sys.argv)");
    app.footer("Options of the machine stand before the name: moult --jit-threshold=100 traces FILE");
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    std::string source;
    if (!read_input("traces", &file, &source)) return 2;
    RunOptions with_traces = options;
    Options& machine = with_traces.interpreter.machine;
    std::string problem = machine.set(machine.find("tier"), "jit", OptionSource::kProgram);
    if (problem.empty()) problem = machine.set(machine.find("jit_keep_texts"), "on", OptionSource::kProgram);
    if (!problem.empty()) {
        std::fprintf(stderr, "moult traces: %s\n", problem.c_str());
        return 2;
    }
    with_traces.interpreter.argv = {file};
    with_traces.interpreter.argv.insert(with_traces.interpreter.argv.end(), arguments.begin(),
                                        arguments.end());
    return run_in_interpreter(with_traces, [&](Thread& thread) {
        auto run = [&]() -> Status {
            Ref<Dict> space = TRY(make_main_namespace(thread, absolute_name(file)));
            Ref<Code> code =
                TRY(interp::compile_bytes(thread, source, file, "exec", thread.interp.options.optimize));
            return as_status(
                interp::run_code(thread, code.get(), space.get(), space.value(), Value::empty()));
        };
        int code = run().ok() ? 0 : handle_uncaught(thread);
        Status written = write_text(thread, sys_attribute(thread.interp, "stdout"), describe_traces(thread));
        return written.ok() ? code : handle_uncaught(thread);
    });
}

}  // namespace moult::cli
