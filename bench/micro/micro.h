// Micro-benchmarks of moult's C++ parts, on Google Benchmark: one file per part registers its benchmarks in
// one function. See docs/benchmarks.md.
#pragma once

#include <benchmark/benchmark.h>
#include <time.h>

#include <string>
#include <utility>

namespace moult::micro {

void register_allocators();
void register_collector();
void register_dispatch();
void register_startup();
void register_tables();
void register_translation();
#ifdef MOULT_JIT
void register_traces();
#endif

// The figure that a benchmark is about: each iteration does `count` of `what`, and the time of one of them
// stands in the column per_WHAT, in seconds.
inline void report_per(benchmark::State& state, const char* what, double count) {
    state.counters[std::string("per_") + what] = benchmark::Counter(
        count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

// The processor time of this thread, for benchmarks that time a part of what they do: other programs do not count.
inline double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Registers "a/b/c" with a function of the state.
template <class Function>
benchmark::internal::Benchmark* add(const std::string& name, Function&& function) {
    return benchmark::RegisterBenchmark(name.c_str(), std::forward<Function>(function));
}

}  // namespace moult::micro
