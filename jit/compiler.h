// Compiles recorded traces, at once or one after the other on a thread of its own. Touches the trace, the backend and
// constants of the process, nothing of an interpreter: code may die and a program may end meanwhile, and nobody waits.
// See docs/jit.md.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "jit/options.h"
#include "jit/trace_record.h"

namespace moult::jit {

class Compiler {
  public:
    struct Settings {
        TraceOptions options;
        BackendHost host;
        uint32_t exit_threshold = 1;       // ExitRecord::left
        void* leave = nullptr;             // ExitRecord::target
        bool tells_why_it_is_off = false;  // on standard error
        // Called on the compiler's thread: take_ready() or take_look() has something; and whether the program is in a
        // trace.
        std::function<void()> ready;
        std::function<bool()> is_in_trace;
    };
    explicit Compiler(Settings settings) : settings_(std::move(settings)) {}
    // Waits for the end of what is under way, after which nothing runs any more.
    ~Compiler();

    void compile(TraceRecord&);  // on this thread
    void submit(TraceRecord*);   // for the other one; the record stays where it is until it is handed back
    std::vector<TraceRecord*> take_ready();
    // Takes back what is chosen of that with which it has not begun.
    std::vector<TraceRecord*> withdraw(const std::function<bool(const TraceRecord&)>& chosen);
    // Has the other thread look in some milliseconds where the program is; and what it has seen, if that is over.
    void look_later();
    std::optional<bool> take_look();
    // Begins with nothing more, and tells nobody. Does not wait.
    void close();
    bool is_busy();
    // Around copying the process (fork), of which the copy has the calling thread alone: hold() waits for what is under
    // way, and nothing goes on until one of the others is called. In the copy, a new thread goes on with the rest.
    void hold();
    void go_on();
    void go_on_in_copy();
    bool has_failed() const { return failed_; }  // there is no backend
    void release(uint64_t handle);               // Backend::release

  private:
    void work();
    void look();
    void make_code(TraceRecord&);
    Backend* open_backend();

    const Settings settings_;
    std::unique_ptr<Backend> backend_;
    std::atomic<bool> failed_ = false;
    std::thread worker_;
    std::mutex mutex_;  // of what follows
    std::condition_variable wakes_;
    std::deque<TraceRecord*> queue_;
    std::vector<TraceRecord*> ready_;
    bool closed_ = false, stopping_ = false, busy_ = false, looks_ = false;
    std::optional<bool> saw_trace_;  // at the last look
};

void dump_trace(const char* title, const TraceRecord&, const std::string& text);

}  // namespace moult::jit
