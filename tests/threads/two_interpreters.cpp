// Runs programs in two interpreters at the same time, each on a thread of its own and with a lock of its own:
//     two_interpreters FOLDER --tier=jit --jit-sync -- PROGRAM...
// One takes them in the order given, the other one begins in the middle. What a program prints goes to FOLDER/0/NAME.out or
// FOLDER/1/NAME.out and NAME.err, its exit code to NAME.code. For run_two_interpreters.py.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/machine_options.h"
#include "cli/session.h"
#include "cli/trace_tier.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/import/source_finder.h"
#include "interp/options.h"
#include "interp/reporting/traceback_print.h"
#include "modules/builtins/startup.h"
#include "modules/io/file_object.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/thread.h"
#include "specializer/specializer.h"

namespace {

using namespace moult;

struct Streams {
    int out, err;
};

// What sys.stdout and sys.stderr write to instead.
Status redirect(Thread& thread, Streams streams) {
    for (const auto& [name, fd] : {std::pair("stdout", streams.out), std::pair("stderr", streams.err)}) {
        Ref<FileObject> stream = TRY(make_standard_stream(thread, fd, "<file>", "w", "backslashreplace"));
        stream->owns_fd = false;
        for (const std::string& key : {std::string(name), "__" + std::string(name) + "__"}) {
            Ref<Str> interned = TRY(intern(thread, key));
            TRY(dict_set_str(thread, thread.interp.sys->dict.get(), interned.get(), stream.value()));
        }
    }
    return {};
}

Status run_text(Thread& thread, const std::string& file) {
    std::string text;
    if (!read_source_file(file, &text)) return raise_runtime_error(thread, "cannot read the program");
    Ref<Dict> space = TRY(cli::make_main_namespace(thread, file));
    Ref<Code> code = TRY(interp::compile_bytes(thread, text, file, "exec", 0));
    return as_status(interp::run_code(thread, code.get(), space.get(), space.value(), Value::empty()));
}

int run_program(const InterpreterOptions& options, const std::string& file, Streams streams) {
    InterpreterOptions own = options;
    own.argv = {file};
    own.path0 = std::filesystem::path(file).parent_path().string();
    own.dont_write_bytecode = true;
    auto interp = std::make_unique<Interpreter>(own);
    Thread& thread = *interp->main_thread;
    interp::install_interpreter(*interp);
    specializer::install_specializer(*interp);
    interp::set_tier(*interp, interp->options.machine.of<interp::InterpOptions>().tier);
    cli::install_traces(*interp);
    if (!initialize_builtins(thread).ok() || !redirect(thread, streams).ok()) return handle_uncaught(thread);
    int code = run_text(thread, file).ok() ? 0 : handle_uncaught(thread);
    wait_for_threads(thread);
    cli::end_traces(thread);
    if (!finalize(thread) && code == 0) code = 120;
    return code;
}

// "--jit-threshold=1"; what is wrong with it, or nothing.
std::string set_flag(Options& options, std::string_view flag) {
    size_t equals = std::min(flag.find('='), flag.size());
    std::string name(flag.substr(0, equals));
    name.erase(0, 2);
    std::replace(name.begin(), name.end(), '-', '_');
    Option option = options.find(name);
    if (!option) return std::string(flag) + ": there is no such option";
    return options.set(option, equals < flag.size() ? flag.substr(equals + 1) : "true", OptionSource::kFlag);
}

void run_all(const InterpreterOptions& options, const std::vector<std::string>& programs, size_t from,
             const std::string& folder) {
    for (size_t i = 0; i < programs.size(); ++i) {
        const std::string& file = programs[(from + i) % programs.size()];
        std::string name = folder + "/" + std::filesystem::path(file).stem().string();
        constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
        Streams streams = {open((name + ".out").c_str(), kFlags, 0666),
                           open((name + ".err").c_str(), kFlags, 0666)};
        int code = run_program(options, file, streams);
        close(streams.out);
        close(streams.err);
        std::ofstream(name + ".code") << code << "\n";
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> programs;
    InterpreterOptions options;
    options.machine = cli::machine_options();
    int next = 2;
    for (; next < argc && std::string(argv[next]) != "--"; ++next) {
        std::string problem = set_flag(options.machine, argv[next]);
        if (!problem.empty()) {
            std::fprintf(stderr, "two_interpreters: %s\n", problem.c_str());
            return 2;
        }
    }
    for (++next; next < argc; ++next) programs.emplace_back(argv[next]);
    if (programs.empty()) {
        std::fputs("usage: two_interpreters FOLDER [OPTION...] -- PROGRAM...\n", stderr);
        return 2;
    }
    std::vector<std::thread> threads;
    for (size_t i = 0; i < 2; ++i) {
        std::string folder = std::string(argv[1]) + "/" + std::to_string(i);
        std::filesystem::create_directories(folder);
        threads.emplace_back(run_all, std::cref(options), std::cref(programs), i * programs.size() / 2,
                             folder);
    }
    for (std::thread& thread : threads) thread.join();
    return 0;
}
