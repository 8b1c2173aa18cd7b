// Resolves program and configuration names.
#include "bench/matrix.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>

#include "bench/process.h"

namespace moult::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReferenceName = "python3.11";
constexpr const char* kReferencePath = "/usr/bin/python3.11";
constexpr const char* kTraceTier = "jit";

bool is_executable(const fs::path& path) {
    return fs::is_regular_file(path) && access(path.c_str(), X_OK) == 0;
}

// The path of a command, as the shell would find it.
std::optional<std::string> find_command(const std::string& name) {
    if (name.find('/') != std::string::npos) return is_executable(name) ? std::optional(name) : std::nullopt;
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (is_executable(fs::path(folder) / name)) return fs::path(folder) / name;
    }
    return std::nullopt;
}

std::optional<std::string> find_reference() {
    if (is_executable(kReferencePath)) return kReferencePath;
    return find_command(kReferenceName);
}

// Another Python runs without `site` and without PYTHON variables, which moult does not read either.
std::vector<std::string> python_command(const std::string& path) {
    return {path, "-S", "-E"};
}

std::vector<std::string> split_words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::optional<fs::path> find_programs_folder() {
    for (const fs::path& start : {fs::path(own_path()).parent_path(), fs::current_path()}) {
        for (fs::path folder = start;; folder = folder.parent_path()) {
            if (fs::is_directory(folder / "bench/programs")) return folder / "bench/programs";
            if (folder == folder.parent_path()) break;
        }
    }
    return std::nullopt;
}

Program program_of_file(const fs::path& file) {
    std::string path = fs::absolute(file).string();
    return {file.stem().string(), path, {path}};
}

bool add_folder(const fs::path& folder, std::vector<Program>& programs, std::string& error) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".py") files.push_back(entry.path());
    }
    if (files.empty()) {
        error = "there are no programs (*.py) in " + folder.string();
        return false;
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) programs.push_back(program_of_file(file));
    return true;
}

bool add_named_program(const std::string& name, std::vector<Program>& programs, std::string& error) {
    if (fs::is_directory(name)) return add_folder(name, programs, error);
    if (fs::path(name).extension() == ".py" && fs::is_regular_file(name)) {
        programs.push_back(program_of_file(name));
        return true;
    }
    std::optional<fs::path> folder = find_programs_folder();
    fs::path file = folder.value_or("bench/programs") / (name + ".py");
    if (!fs::is_regular_file(file)) {
        error = "no such program: " + name + " (not a file, not a folder, and " + file.string() +
                " does not exist)";
        return false;
    }
    programs.push_back(program_of_file(file));
    return true;
}

bool find_programs(const BenchOptions& options, std::vector<Program>& programs, std::string& error) {
    if (options.programs.empty()) {
        std::optional<fs::path> folder = find_programs_folder();
        if (folder) return add_folder(*folder, programs, error);
        error = "no bench/programs folder here or near the executable; name one with --programs";
        return false;
    }
    for (const std::string& name : options.programs) {
        if (!add_named_program(name, programs, error)) return false;
    }
    return true;
}

// A configuration by its name, or NAME=COMMAND, in which the command `moult` is the one being measured.
bool find_configuration(const std::string& text, const std::string& moult, Configuration& found,
                        std::string& error) {
    size_t equals = text.find('=');
    if (equals != std::string::npos) {
        found = {text.substr(0, equals), split_words(text.substr(equals + 1))};
        if (found.name.empty() || found.command.empty()) {
            error = "a configuration of one's own is NAME=COMMAND, not '" + text + "'";
            return false;
        }
        if (found.command[0] == "moult") found.command[0] = moult;
        found.is_moult = found.command[0] == moult || fs::path(found.command[0]).filename() == "moult";
        return true;
    }
    if (text == "baseline" || text == "adaptive" || text == kTraceTier) {
        if (text == kTraceTier && !has_trace_tier(moult, error)) {
            error = "configuration jit: " + error;
            return false;
        }
        found = {text, {moult, "--tier=" + text}, true};
        return true;
    }
    if (text.starts_with("python") || text.starts_with("pypy")) {
        if (std::optional<std::string> path =
                text == kReferenceName ? find_reference() : find_command(text)) {
            found = {text, python_command(*path)};
            return true;
        }
        error = "configuration " + text + ": there is no such command";
        return false;
    }
    error = "no such configuration: " + text +
            " (there are baseline, adaptive, jit, python3.11 and other Pythons by their command's name, and "
            "NAME=COMMAND)";
    return false;
}

std::optional<size_t> find_index(const std::vector<Configuration>& configurations, const std::string& name) {
    for (size_t i = 0; i < configurations.size(); ++i) {
        if (configurations[i].name == name) return i;
    }
    return std::nullopt;
}

std::vector<Comparison> make_comparisons(const std::vector<Configuration>& configurations) {
    std::vector<Comparison> comparisons;
    size_t base = find_index(configurations, "adaptive").value_or(0);
    for (size_t i = 0; i < configurations.size(); ++i) {
        if (i != base) comparisons.push_back({i, base});
    }
    std::optional<size_t> traces = find_index(configurations, kTraceTier);
    std::optional<size_t> reference = find_index(configurations, kReferenceName);
    if (traces && reference && base != traces && base != reference)
        comparisons.push_back({*traces, *reference});
    return comparisons;
}

}  // namespace

bool has_trace_tier(const std::string& moult, std::string& error) {
    SignalHold hold;
    std::string tier = std::string("--tier=") + kTraceTier;
    // Hot enough for a trace, which opens the tier's library; synchronous, so that it is opened before the
    // end.
    ProcessResult result =
        run_process({.command = {moult, tier, "--jit-sync", "-c", "for i in range(200000): pass"}}, hold);
    if (result.succeeded() && result.error_text.empty()) return true;
    error = moult + " has no working trace tier";
    std::string text = result.succeeded() ? result.error_text : "it refuses " + tier;
    error += " (" + text.substr(0, text.find('\n')) + ")";
    return false;
}

std::string own_path() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).string();
}

bool make_matrix(const BenchOptions& options, Matrix& matrix, std::string& error) {
    if (!find_programs(options, matrix.programs, error)) return false;

    if (std::optional<std::string> path = find_reference()) matrix.reference = python_command(*path);
    std::string moult = options.moult.empty() ? own_path() : options.moult;
    std::vector<std::string> names = options.configurations;
    if (names.empty()) {
        names = {"baseline", "adaptive"};
        if (std::string fault; has_trace_tier(moult, fault)) {
            names.emplace_back(kTraceTier);
        } else {
            matrix.notes.push_back("without configuration jit: " + fault);
        }
        if (!matrix.reference.empty()) {
            names.emplace_back(kReferenceName);
        } else {
            matrix.notes.emplace_back(
                "python3.11 is not installed: the tiers are compared with each other alone, their outputs "
                "too");
        }
    }
    for (const std::string& name : names) {
        Configuration configuration;
        if (!find_configuration(name, moult, configuration, error)) return false;
        if (find_index(matrix.configurations, configuration.name)) {
            error = "configuration " + configuration.name + " is named twice";
            return false;
        }
        matrix.configurations.push_back(std::move(configuration));
    }
    matrix.comparisons = make_comparisons(matrix.configurations);
    return true;
}

}  // namespace moult::bench
