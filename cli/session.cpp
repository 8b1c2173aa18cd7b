// Reading input; the life of a command's interpreter.
#include "cli/session.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/trace_tier.h"
#include "interp/eval.h"
#include "interp/options.h"
#include "interp/plugins/open.h"
#include "interp/reporting/traceback_print.h"
#include "interp/reporting/warnings.h"
#include "modules/builtins/startup.h"
#include "runtime/objects/module.h"
#include "runtime/state/names.h"
#include "runtime/state/thread.h"
#include "runtime/threads/signals.h"
#include "specializer/specializer.h"

namespace moult::cli {

namespace {

#if __has_feature(address_sanitizer)
constexpr bool kCheckedForLeaks = true;
#else
constexpr bool kCheckedForLeaks = false;
#endif

// What starting up takes from malloc, mapped by one system call instead of a page fault per page. Only a
// hint: failure costs nothing but time.
void map_startup_memory() {
    constexpr size_t kBytes = 320 * 1024;
    mallopt(M_TOP_PAD, kBytes);
    void* top = std::malloc(64 * 1024);  // grows the heap by the pad, too
    auto page = (reinterpret_cast<uintptr_t>(top) + 4095) & ~uintptr_t{4095};
    madvise(reinterpret_cast<void*>(page), kBytes, MADV_POPULATE_WRITE);
    std::free(top);
}

int run_in(Interpreter& interp, const std::function<int(Thread&)>& body) {
    Thread& thread = *interp.main_thread;
    interp::install_interpreter(interp);
    if (std::string problem = interp::open_plugins(interp); !problem.empty()) {
        std::fprintf(stderr, "moult: %s\n",
                     problem.c_str());  // a file has changed since the options were checked
        return 2;
    }
    specializer::install_specializer(interp);
    interp::set_tier(interp, interp.options.machine.of<interp::InterpOptions>().tier);
    install_traces(interp);
    Status started = initialize_builtins(thread);
    if (!started.ok()) return handle_uncaught(thread);
    watch_signals(&thread);
    catch_signal(SIGINT);
    apply_warning_options(thread);
    int exit_code = body(thread);
    wait_for_threads(thread);
    end_traces(thread);
    if (!finalize(thread) && exit_code == 0) exit_code = 120;
    default_signal(SIGINT);
    watch_signals(nullptr);
    return exit_code;
}

}  // namespace

bool read_all(int fd, std::string* text) {
    char buffer[1 << 16];
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n == 0) return true;
        if (n < 0) return false;
        text->append(buffer, static_cast<size_t>(n));
    }
}

bool read_input(const char* command, std::string* name, std::string* text) {
    bool from_stdin = name->empty() || *name == "-";
    if (from_stdin) *name = "<stdin>";
    FILE* file = from_stdin ? stdin : std::fopen(name->c_str(), "rb");
    bool complete = file && read_all(fileno(file), text);
    int error = errno;
    if (file && !from_stdin) std::fclose(file);
    if (complete) return true;
    std::fprintf(stderr, "moult %s: can't open '%s': [Errno %d] %s\n", command, name->c_str(), error,
                 std::strerror(error));
    return false;
}

std::string absolute_name(const std::string& name) {
    std::error_code ignored;
    return std::filesystem::absolute(name.starts_with("./") ? name.substr(2) : name, ignored).string();
}

Ref<Dict> make_main_namespace(Thread& thread, const std::string& file) {
    Interpreter& interp = thread.interp;
    Ref<Module> module = TRY(make_module(thread, interp.names().__main__));
    TRY(dict_set_str(thread, interp.modules.get(), interp.names().__main__, module.value()));
    Dict* dict = module->dict.get();
    Value builtins = dict_get_str(interp.modules.get(), interp.names().builtins);
    TRY(dict_set_str(thread, dict, interp.names().__builtins__, builtins));
    if (!file.empty()) {
        Ref<Str> name = TRY(make_str(thread, file));
        TRY(dict_set_str(thread, dict, interp.names().__file__, name.value()));
        TRY(dict_set_str(thread, dict, interp.names().__cached__, Value::none()));
    }
    return share(dict);
}

int run_in_interpreter(const RunOptions& options, const std::function<int(Thread&)>& body) {
    if (!kCheckedForLeaks) map_startup_memory();
    auto interp = std::make_unique<Interpreter>(options.interpreter);
    int exit_code = run_in(*interp, body);
    if (kCheckedForLeaks) {
        interp.reset();
        return exit_as_signalled(exit_code);
    }
    // Modules are gone and output is flushed: the system takes the memory back faster than the interpreter
    // would give it. Only leak checkers want to see it given back.
    Thread& thread = *interp.release()->main_thread;
    exit_code = exit_as_signalled(exit_code);
    if (is_compiling(thread)) {
        std::fflush(nullptr);
        std::_Exit(exit_code);
    }
    return exit_code;
}

}  // namespace moult::cli
