// The command behind `./dev bench --micro`: Google Benchmark's own options, with less time for each benchmark
// than it takes by itself.
#include <string>
#include <vector>

#include "bench/micro/micro.h"

int main(int argc, char** argv) {
    std::string least_time = "--benchmark_min_time=0.1";
    std::vector<char*> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1, least_time.data());  // what is given counts more
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

    moult::micro::register_allocators();
    moult::micro::register_collector();
    moult::micro::register_tables();
    moult::micro::register_dispatch();
    moult::micro::register_translation();
#ifdef MOULT_JIT
    moult::micro::register_traces();
#endif
    moult::micro::register_startup();
    size_t run = benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return run > 0 ? 0 : 1;
}
