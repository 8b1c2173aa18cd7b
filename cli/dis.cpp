// `moult dis`: the wordcode of a program, or the executable form that the interpreter makes of it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/last_reasons.h"
#include "interp/listing/disassembly.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "runtime/state/intern_table.h"
#include "runtime/strings/bytes.h"

namespace moult::cli {

namespace {

struct DisOptions {
    std::string file;
    bool executable = false, run = false;
};

// As dis.py does: the bytes are given to compile().
Ref<Code> compile_file(Thread& thread, const DisOptions& options, const std::string& source) {
    Ref<Value> bytes = TRY(Ref<Value>(make_bytes(thread, source)));
    Ref<Str> name = TRY(make_str(thread, options.file));
    Ref<Value> code = TRY(interp::compile_source(thread, {bytes, name.get(), "exec"}));
    return share(code.as<Code>());
}

Status run(Thread& thread, const DisOptions& options, Code* code, interp::LastReasons* reasons) {
    Ref<Dict> space = TRY(make_main_namespace(thread, absolute_name(options.file)));
    interp::machine_of(thread).observer = reasons;
    Status done = as_status(interp::run_code(thread, code, space.get(), space.value(), Value::empty()));
    interp::machine_of(thread).observer = nullptr;
    return done;
}

Status print(Thread& thread, const DisOptions& options, Code* code, const interp::LastReasons& reasons) {
    std::string text;
    TRY(options.executable ? interp::disassemble_executable(thread, code, &text, &reasons)
                           : interp::disassemble(thread, code, &text));
    return write_text(thread, sys_attribute(thread.interp, "stdout"), text);
}

int disassemble_file(Thread& thread, const DisOptions& options, const std::string& source) {
    Ref<Code> code = compile_file(thread, options, source);
    if (!code) return handle_uncaught(thread);
    int exit_code = 0;
    interp::LastReasons reasons;
    if (options.run && !run(thread, options, code.get(), &reasons).ok()) exit_code = handle_uncaught(thread);
    if (!print(thread, options, code.get(), reasons).ok()) return handle_uncaught(thread);
    return exit_code;
}

}  // namespace

int run_dis_command(const RunOptions& options, int argc, char** argv) {
    CLI::App app("Prints the code objects of a program: its wordcode as python3.11 -m dis prints it.");
    DisOptions dis;
    app.add_option("FILE", dis.file, "The program; - or nothing for standard input");
    app.add_flag(
        "--executable", dis.executable,
        "Print what the interpreter runs instead: instructions with operand modes, counters, caches");
    app.add_flag("--run", dis.run,
                 "Run the program first, so that --executable shows what its instructions have become. What "
                 "the program prints comes first");
    app.footer(
        "Options of the machine stand before the name: moult --tier=baseline dis --executable --run FILE");
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    std::string source;
    if (!read_input("dis", &dis.file, &source)) return 2;
    RunOptions run_options = options;
    if (dis.run) {
        run_options.interpreter.argv = {dis.file};
        run_options.interpreter.path0 = std::filesystem::path(absolute_name(dis.file)).parent_path().string();
    }
    return run_in_interpreter(run_options,
                              [&](Thread& thread) { return disassemble_file(thread, dis, source); });
}

}  // namespace moult::cli
