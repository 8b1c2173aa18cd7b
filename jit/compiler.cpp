// See compiler.h.
#include "jit/compiler.h"

#include <time.h>

#include <chrono>
#include <cstdio>

#include "jit/library.h"

namespace moult::jit {

const char* kind_text(TraceKind kind) {
    switch (kind) {
        case TraceKind::kLoop: return "loop";
        case TraceKind::kEntry: return "entry";
        case TraceKind::kSide: return "side";
    }
    return "";
}

namespace {

constexpr std::chrono::milliseconds kLater{4};

double read_clock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

double thread_milliseconds() {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}
double process_milliseconds() {
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void dump_trace(const char* title, const TraceRecord& record, const std::string& text) {
    std::fprintf(stderr, "--- trace %u (%s, %s): %s\n%s\n", record.trace->id, kind_text(record.trace->kind),
                 record.place.c_str(), title, text.c_str());
}

Compiler::~Compiler() {
    {
        std::lock_guard lock(mutex_);
        closed_ = stopping_ = true;
        queue_.clear();
    }
    wakes_.notify_all();
    if (worker_.joinable()) worker_.join();
}

Backend* Compiler::open_backend() {
    if (backend_ || failed_) return backend_.get();
    std::string error;
    backend_ = open_library(settings_.host, &error);
    if (!backend_) {
        if (settings_.tells_why_it_is_off)
            std::fprintf(stderr, "moult: the trace tier is off: %s\n", error.c_str());
        failed_ = true;
    }
    return backend_.get();
}

void Compiler::compile(TraceRecord& record) {
    double start = thread_milliseconds();
    make_code(record);
    record.spent = thread_milliseconds() - start - record.compiled.text_milliseconds;
}

void Compiler::make_code(TraceRecord& record) {
    const TraceOptions& options = settings_.options;
    Trace& trace = *record.trace;
    FunnelOptions funnel;
    funnel.disabled = disabled_passes(options);
    funnel.statistics = record.passes.data();
    run_passes(trace, funnel);
    if (options.jit_dump.has(TraceDump::kIr)) dump_trace("optimized", record, print(trace));
    if (trace.snapshots.size() > 0) {
        record.exits = std::make_unique<ExitRecord[]>(trace.snapshots.size());
        for (uint32_t i = 0; i < trace.snapshots.size(); ++i) {
            const SnapshotFrame& innermost = trace.snapshots[i].frames.back();
            record.exits[i] = {.target = settings_.leave,
                               .count = 0,
                               .ip = innermost.ip,
                               .trace = &trace,
                               .snapshot = i,
                               .depth = static_cast<uint32_t>(innermost.stack.size()),
                               .left = settings_.exit_threshold};
        }
    }
    Backend* backend = open_backend();
    if (!backend) {
        record.compiled.error = "no library";
        return;
    }
    CompileJob job;
    job.trace = &trace;
    job.place = record.place;
    job.exits = record.exits.get();
    job.valid = &record.valid;
    if (trace.nodes.back().op == Op::kLink) job.link_slot = record.link_slot;
    job.want_llvm = options.jit_dump.has(TraceDump::kLlvm) || options.jit_keep_texts;
    job.want_assembly = options.jit_dump.has(TraceDump::kAssembly) || options.jit_keep_texts;
    job.deopt_every = options.jit_deopt_every;
    record.compiled = backend->compile(job);
    if (!record.compiled.error.empty() &&
        (options.jit_dump.has(TraceDump::kTrace) || options.jit_dump.has(TraceDump::kIr)))
        std::fprintf(stderr, "trace %u: not compiled: %s\n", trace.id, record.compiled.error.c_str());
    if (options.jit_dump.has(TraceDump::kLlvm)) dump_trace("llvm", record, record.compiled.llvm);
    if (options.jit_dump.has(TraceDump::kAssembly)) dump_trace("assembly", record, record.compiled.assembly);
}

void Compiler::submit(TraceRecord* record) {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    queue_.push_back(record);
    if (!worker_.joinable()) worker_ = std::thread([this] { work(); });
    wakes_.notify_one();
}

void Compiler::work() {
    std::unique_lock lock(mutex_);
    auto has_work = [this] { return stopping_ || !queue_.empty(); };
    for (;;) {
        wakes_.wait(lock, [&] { return has_work() || looks_; });
        // Not when work comes: who has just recorded is in the interpreter.
        if (looks_ && !wakes_.wait_for(lock, kLater, has_work) && !closed_) {
            look();
            settings_.ready();
        }
        if (stopping_) return;
        if (queue_.empty()) continue;
        TraceRecord* record = queue_.front();
        queue_.pop_front();
        busy_ = true;
        lock.unlock();
        compile(*record);
        lock.lock();
        busy_ = false;
        if (closed_) continue;
        if (looks_) look();
        ready_.push_back(record);
        settings_.ready();
    }
}

std::vector<TraceRecord*> Compiler::take_ready() {
    std::lock_guard lock(mutex_);
    return std::exchange(ready_, {});
}

std::vector<TraceRecord*> Compiler::withdraw(const std::function<bool(const TraceRecord&)>& chosen) {
    std::vector<TraceRecord*> taken;
    std::lock_guard lock(mutex_);
    std::erase_if(queue_, [&](TraceRecord* record) {
        if (!chosen(*record)) return false;
        taken.push_back(record);
        return true;
    });
    return taken;
}

void Compiler::look() {
    looks_ = false;
    saw_trace_ = settings_.is_in_trace();
}

void Compiler::look_later() {
    std::lock_guard lock(mutex_);
    saw_trace_.reset();
    if (closed_ || looks_ || !worker_.joinable()) return;
    looks_ = true;
    wakes_.notify_one();
}

std::optional<bool> Compiler::take_look() {
    std::lock_guard lock(mutex_);
    return std::exchange(saw_trace_, {});
}

void Compiler::close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    looks_ = false;
    queue_.clear();
    ready_.clear();
}

bool Compiler::is_busy() {
    std::lock_guard lock(mutex_);
    return busy_;
}

void Compiler::hold() {
    for (mutex_.lock(); busy_; mutex_.lock()) {
        mutex_.unlock();
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
}

void Compiler::go_on() {
    mutex_.unlock();
}

void Compiler::go_on_in_copy() {
    // The thread that these knew is not there: nobody can be waited for.
    new (&worker_) std::thread();
    new (&wakes_) std::condition_variable();
    looks_ = false;
    if (!queue_.empty()) worker_ = std::thread([this] { work(); });
    mutex_.unlock();
}

void Compiler::release(uint64_t handle) {
    backend_->release(handle);
}

}  // namespace moult::jit
