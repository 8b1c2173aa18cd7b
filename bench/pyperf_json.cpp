// Measurements as pyperf's "benchmarks" with one run per process. Where main() was called repeatedly, the
// calls that count are the run's values and those before them its warm-ups.
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

void add_calls(Json& run, const std::vector<double>& times, const SteadyState& steady) {
    Json warm_ups = Json::array();
    Json values = Json::array();
    for (size_t i = 0; i < times.size(); ++i) {
        if (i < steady.counted) {
            warm_ups.push_back({1, times[i]});  // loops and seconds
        } else {
            values.push_back(times[i]);
        }
    }
    run["metadata"]["moult_warm_up_seconds"] = steady.warm_up_seconds;
    run["metadata"]["moult_warm_up_calls"] = steady.settled;
    if (!warm_ups.empty()) run["warmups"] = std::move(warm_ups);
    run["values"] = std::move(values);
}

// The value of each, and which are not the defaults. Metadata are texts and numbers alone: of a list, the
// text.
void add_options(Json& metadata, const std::vector<EffectiveOption>& options) {
    if (options.empty()) return;
    std::string given;
    for (const EffectiveOption& option : options) {
        Json value = Json::parse(option.json);
        if (value.is_array()) {
            std::vector<std::string> members = value;
            value = joined(members);
        }
        metadata["moult_option_" + option.name] = std::move(value);
        if (option.source != "default")
            given += (given.empty() ? "" : ", ") + option.name + " (" + option.source + ")";
    }
    metadata["moult_options_given"] = given;
}

Json benchmark(const Measurements& measurements, const ProgramSamples& program, size_t configuration,
               const std::string& name) {
    const Samples& samples = program.by_configuration[configuration];
    Json runs = Json::array();
    for (size_t i = 0; i < samples.seconds.size(); ++i) {
        Json metadata{{"mem_max_rss", static_cast<int64_t>(samples.peak_kib[i]) * 1024},
                      {"cpu_seconds", samples.cpu_seconds[i]}};
        Json run{{"metadata", std::move(metadata)}};
        if (program.whole_processes) {
            run["values"] = {samples.seconds[i]};
        } else {
            add_calls(run, samples.times[i], samples.steady[i]);
        }
        runs.push_back(std::move(run));
    }
    Json metadata{{"name", name},
                  {"loops", 1},
                  {"moult_config", measurements.configurations[configuration]},
                  {"command", joined(measurements.commands[configuration])}};
    if (configuration < measurements.options.size())
        add_options(metadata, measurements.options[configuration]);
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
