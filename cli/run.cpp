// Running a program from a file, a string or standard input.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

#include "cli/options.h"
#include "cli/session.h"
#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/import/pyc_file.h"
#include "interp/reporting/traceback_print.h"
#include "runtime/marshal/marshal.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::cli {

namespace {

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

bool is_pyc(const std::string& filename, std::string_view content) {
    return filename.ends_with(".pyc") || content.starts_with(PycHeader().bytes().substr(0, 2));
}

// A .pyc file that is run as the program: of its header only the magic number counts.
Ref<Code> load_pyc(Thread& thread, std::string_view content) {
    std::string magic = PycHeader().bytes().substr(0, 4);
    if (!content.starts_with(magic)) return raise_runtime_error(thread, "Bad magic number in .pyc file");
    if (content.size() < kPycHeaderSize)
        return raise(thread, thread.types().eof_error, "EOF read where not expected");
    Ref<Value> code = marshal_load(thread, content.substr(kPycHeaderSize));
    if (is_exact<Code>(code)) return take_as<Code>(std::move(code));
    clear_error(thread);
    return raise_runtime_error(thread, "Bad code object in .pyc file");
}

Status run_text(Thread& thread, const RunOptions& options, const std::string& text,
                const std::string& filename) {
    bool is_file = options.source == RunOptions::Source::kFile;
    Ref<Dict> space = TRY(make_main_namespace(thread, is_file ? filename : ""));
    Ref<Code> code =
        is_file && is_pyc(filename, text)
            ? TRY(load_pyc(thread, text))
            : TRY(interp::compile_bytes(thread, text, filename, "exec", thread.interp.options.optimize));
    Ref<Value> result = TRY(interp::run_code(thread, code.get(), space.get(), space.value(), Value::empty()));
    return {};
}

}  // namespace

int run_program(const RunOptions& options) {
    std::string text, filename;
    int exit_code = 0;
    if (!load_program(options, &text, &filename, &exit_code)) return exit_code;
    RunOptions with_path = options;
    if (options.source == RunOptions::Source::kFile)
        with_path.interpreter.path0 = std::filesystem::path(filename).parent_path().string();
    return run_in_interpreter(with_path, [&](Thread& thread) {
        return run_text(thread, options, text, filename).ok() ? 0 : handle_uncaught(thread);
    });
}

}  // namespace moult::cli
