// Measurements as pyperf's "benchmarks" with one run per process.
#include "bench/pyperf_json.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

namespace moult::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPlaceholder = "{config}";

Json common_metadata(const Measurements& measurements) {
    Json metadata{{"unit", "second"},
                  {"timer", "clock_gettime(CLOCK_MONOTONIC)"},
                  {"date", measurements.started_at},
                  {"cpu_count", std::thread::hardware_concurrency()},
                  {"moult_version", MOULT_VERSION}};
    double load = 0;
    if (getloadavg(&load, 1) == 1) metadata["load_avg_1min"] = load;
    std::ifstream cpu_information("/proc/cpuinfo");
    for (std::string line; std::getline(cpu_information, line);) {
        if (!line.starts_with("model name")) continue;
        metadata["cpu_model_name"] = line.substr(line.find(':') + 2);
        break;
    }
    return metadata;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

Json benchmark(const Measurements& measurements, const ProgramSamples& program, size_t configuration,
               const std::string& name) {
    const Samples& samples = program.by_configuration[configuration];
    Json runs = Json::array();
    for (size_t i = 0; i < samples.wall_seconds.size(); ++i) {
        Json metadata{{"mem_max_rss", static_cast<int64_t>(samples.peak_kib[i]) * 1024},
                      {"cpu_seconds", samples.cpu_seconds[i]}};
        runs.push_back({{"metadata", std::move(metadata)}, {"values", {samples.wall_seconds[i]}}});
    }
    Json metadata{{"name", name},
                  {"loops", 1},
                  {"moult_config", measurements.configurations[configuration]},
                  {"command", joined(measurements.commands[configuration])}};
    return {{"metadata", std::move(metadata)}, {"runs", std::move(runs)}};
}

bool write_file(const std::string& path, const Json& benchmarks, const Json& metadata, std::string& error) {
    Json document{{"version", "1.0"}, {"metadata", metadata}, {"benchmarks", benchmarks}};
    std::ofstream file(path);
    file << document.dump(1) << '\n';
    file.close();
    if (file) return true;
    error = "cannot write " + path + ": " + std::strerror(errno);
    return false;
}

}  // namespace

bool write_pyperf_json(const Measurements& measurements, const std::string& path, std::string& error) {
    std::vector<const ProgramSamples*> programs;
    for (const ProgramSamples& program : measurements.programs) programs.push_back(&program);
    programs.push_back(&measurements.startup);

    Json metadata = common_metadata(measurements);
    size_t placeholder = path.find(kPlaceholder);
    Json benchmarks = Json::array();
    for (size_t i = 0; i < measurements.configurations.size(); ++i) {
        const std::string& configuration = measurements.configurations[i];
        for (const ProgramSamples* program : programs) {
            if (program->failed || program->by_configuration.empty()) continue;
            std::string name = program->name;
            if (placeholder == std::string::npos) name += " (" + configuration + ")";
            benchmarks.push_back(benchmark(measurements, *program, i, name));
        }
        if (placeholder == std::string::npos) continue;
        std::string own_path = path;
        own_path.replace(placeholder, std::strlen(kPlaceholder), configuration);
        if (!write_file(own_path, benchmarks, metadata, error)) return false;
        benchmarks.clear();
    }
    return placeholder != std::string::npos || write_file(path, benchmarks, metadata, error);
}

}  // namespace moult::bench
