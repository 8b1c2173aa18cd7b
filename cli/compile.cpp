// `moult compile`: programs to .pyc files, which python3.11 loads too.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "interp/code_builder.h"
#include "interp/import/pyc_file.h"
#include "interp/import/source_finder.h"
#include "interp/reporting/traceback_print.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"

namespace moult::cli {

namespace {

struct Arguments {
    std::vector<std::string> files;
    std::string output, base, validation = "timestamp";
    int optimize = 0;
};

// Where the .pyc file of a source goes.
std::string target_of(const Arguments& arguments, const std::string& source) {
    if (arguments.output.empty()) return pyc_path(source, arguments.optimize);
    std::string_view name = source;
    if (!arguments.base.empty() && name.starts_with(arguments.base))
        name.remove_prefix(arguments.base.size());
    else if (size_t slash = name.rfind('/'); slash != std::string_view::npos)
        name.remove_prefix(slash);
    while (name.starts_with('/')) name.remove_prefix(1);
    if (name.ends_with(".py")) name.remove_suffix(3);
    return arguments.output + "/" + std::string(name) + ".pyc";
}

bool report(const std::string& path) {
    std::fprintf(stderr, "moult compile: '%s': [Errno %d] %s\n", path.c_str(), errno, std::strerror(errno));
    return false;
}

PycHeader header_of(const Arguments& arguments, const struct stat& status, std::string_view source) {
    PycHeader header;
    if (arguments.validation == "timestamp") {
        header.source_time = static_cast<uint32_t>(status.st_mtime);
        header.source_size = static_cast<uint32_t>(status.st_size);
        return header;
    }
    header.validation =
        arguments.validation == "checked-hash" ? PycValidation::kCheckedHash : PycValidation::kUncheckedHash;
    header.source_hash = pyc_source_hash(source);
    return header;
}

// The content of the .pyc file; null: an exception.
Ref<Bytes> compile_to_pyc(Thread& thread, const Arguments& arguments, const std::string& path,
                          const struct stat& status, std::string_view text) {
    Ref<Str> filename = TRY(make_str(thread, path));
    Ref<Bytes> source = TRY(make_bytes(thread, text));
    interp::CompileRequest request{source.value(), filename.get(), "exec"};
    request.optimize = arguments.optimize;
    Ref<Value> code = TRY(interp::compile_source(thread, request));
    return make_pyc(thread, header_of(arguments, status, text), code.as<Code>());
}

bool compile_file(Thread& thread, const Arguments& arguments, const std::string& path) {
    std::string text;
    struct stat status;
    if (::stat(path.c_str(), &status) != 0 || !read_source_file(path, &text)) return report(path);
    Ref<Bytes> content = compile_to_pyc(thread, arguments, path, status, text);
    if (!content) {
        show_uncaught(thread);
        return false;
    }
    std::string target = target_of(arguments, path);
    if (!write_file_atomically(target, content->view(), status.st_mode | 0200)) return report(target);
    return true;
}

// The names that standard input has, one a line.
void read_names(std::vector<std::string>* files) {
    std::string names;
    read_all(fileno(stdin), &names);
    for (size_t begin = 0; begin < names.size();) {
        size_t end = std::min(names.find('\n', begin), names.size());
        if (end > begin) files->push_back(names.substr(begin, end - begin));
        begin = end + 1;
    }
}

}  // namespace

int run_compile_command(const RunOptions& options, int argc, char** argv) {
    Arguments arguments;
    arguments.optimize = options.interpreter.optimize;
    CLI::App app("Compiles programs to .pyc files, which python3.11 loads and runs as well.");
    app.add_option("FILE", arguments.files, "The programs; - for names on standard input, one a line")
        ->required();
    app.add_option("-o", arguments.output,
                   "Folder for the .pyc files; otherwise __pycache__ beside each program")
        ->type_name("DIR");
    app.add_option("--base", arguments.base, "With -o: keep the folders of programs below this one")
        ->type_name("DIR");
    app.add_flag("-O{1}", arguments.optimize, "Drop assert statements; -OO drops docstrings too");
    app.add_option("--invalidation-mode", arguments.validation,
                   "How users of a file find out that its program has changed: timestamp, checked-hash or "
                   "unchecked-hash")
        ->check(CLI::IsMember({"timestamp", "checked-hash", "unchecked-hash"}));
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    arguments.optimize = std::min(arguments.optimize, 2);
    if (arguments.files == std::vector<std::string>{"-"}) {
        arguments.files.clear();
        read_names(&arguments.files);
    }
    return run_in_interpreter(options, [&](Thread& thread) {
        bool compiled = true;
        for (const std::string& file : arguments.files) compiled &= compile_file(thread, arguments, file);
        return compiled ? 0 : 1;
    });
}

}  // namespace moult::cli
