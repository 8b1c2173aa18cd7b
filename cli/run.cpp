// Running a program from a file, a string or standard input.
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/options.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "runtime/builtins/startup.h"
#include "runtime/builtins/traceback_print.h"
#include "runtime/objects/module.h"
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "specializer/specializer.h"

namespace moult::cli {

namespace {

#if __has_feature(address_sanitizer)
constexpr bool kCheckedForLeaks = true;
#else
constexpr bool kCheckedForLeaks = false;
#endif

// The thread that Ctrl-C interrupts. A signal handler can reach nothing but what is static.
Thread* interrupted_thread = nullptr;

void on_interrupt(int) {
    if (interrupted_thread)
        interrupted_thread->eval_breaker = interrupted_thread->eval_breaker | kSignalPending;
}

void handle_interrupts(Thread* thread) {
    interrupted_thread = thread;
    struct sigaction action = {};
    action.sa_handler = thread ? on_interrupt : SIG_DFL;
    sigaction(SIGINT, &action, nullptr);  // without SA_RESTART: reads and sleeps return
}

// Reads a whole file descriptor; false with errno set.
bool read_all(int fd, std::string* text) {
    char buffer[1 << 16];
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n == 0) return true;
        if (n < 0) return false;
        text->append(buffer, static_cast<size_t>(n));
    }
}

// A file's name as tracebacks show it: absolute, otherwise as it was given.
std::string absolute_name(const std::string& name) {
    std::error_code ignored;
    return std::filesystem::absolute(name.starts_with("./") ? name.substr(2) : name, ignored).string();
}

// The program's text, and the name that tracebacks show. False: reported, exit with *exit_code.
bool load_program(const RunOptions& options, std::string* text, std::string* filename, int* exit_code) {
    switch (options.source) {
        case RunOptions::Source::kCommand:
            *text = options.text + "\n";
            *filename = "<string>";
            return true;
        case RunOptions::Source::kStdin: *filename = "<stdin>"; return read_all(STDIN_FILENO, text);
        case RunOptions::Source::kFile: break;
    }
    *filename = absolute_name(options.text);
    FILE* file = std::fopen(options.text.c_str(), "rb");
    struct stat info;
    if (file && fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
        std::fclose(file);
        std::fprintf(stderr, "moult: can't find '__main__' module in '%s'\n", options.text.c_str());
        *exit_code = 1;
        return false;
    }
    if (!file || !read_all(fileno(file), text)) {
        std::fprintf(stderr, "moult: can't open file '%s': [Errno %d] %s\n", filename->c_str(), errno,
                     std::strerror(errno));
        if (file) std::fclose(file);
        *exit_code = 2;
        return false;
    }
    std::fclose(file);
    return true;
}

// The namespace of __main__.
Ref<Dict> main_namespace(Thread& thread, const RunOptions& options) {
    Interpreter& interp = thread.interp;
    Ref<Module> module = TRY(make_module(thread, interp.names.__main__));
    TRY(dict_set_str(thread, interp.modules.get(), interp.names.__main__, module.value()));
    Dict* dict = module->dict.get();
    Value builtins = dict_get_str(interp.modules.get(), interp.names.builtins);
    TRY(dict_set_str(thread, dict, interp.names.__builtins__, builtins));
    if (options.source == RunOptions::Source::kFile) {
        Ref<Str> file = TRY(make_str(thread, absolute_name(options.text)));
        TRY(dict_set_str(thread, dict, interp.names.__file__, file.value()));
        TRY(dict_set_str(thread, dict, interp.names.__cached__, Value::none()));
    }
    return share(dict);
}

Status run_text(Thread& thread, const RunOptions& options, const std::string& text,
                const std::string& filename) {
    Ref<Dict> space = TRY(main_namespace(thread, options));
    Ref<Code> code =
        TRY(interp::compile_bytes(thread, text, filename, "exec", thread.interp.options.optimize));
    Ref<Value> result = TRY(interp::run_code(thread, code.get(), space.get(), space.value(), Value::empty()));
    return {};
}

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

int run_in(Interpreter& interp, const RunOptions& options, const std::string& text,
           const std::string& filename) {
    Thread& thread = *interp.main_thread;
    interp::install_interpreter(interp);
    specializer::install_specializer(interp);
    interp::set_tier(interp, options.tier);
    Status started = initialize_builtins(thread);
    if (!started.ok()) return handle_uncaught(thread);
    handle_interrupts(&thread);
    int exit_code = run_text(thread, options, text, filename).ok() ? 0 : handle_uncaught(thread);
    if (!finalize(thread) && exit_code == 0) exit_code = 120;
    handle_interrupts(nullptr);
    return exit_code;
}

}  // namespace

int run_program(const RunOptions& options) {
    std::string text, filename;
    int exit_code = 0;
    if (!load_program(options, &text, &filename, &exit_code)) return exit_code;
    InterpreterOptions interpreter_options = options.interpreter;
    if (options.source == RunOptions::Source::kFile)
        interpreter_options.path0 = std::filesystem::path(filename).parent_path().string();
    if (!kCheckedForLeaks) map_startup_memory();
    // Modules are gone and output is flushed: the system takes the memory back faster than the interpreter
    // would give it. Only leak checkers want to see it given back.
    auto interp = std::make_unique<Interpreter>(std::move(interpreter_options));
    exit_code = run_in(*interp, options, text, filename);
    if (!kCheckedForLeaks) (void)interp.release();
    interp.reset();
    return exit_as_signalled(exit_code);
}

}  // namespace moult::cli
