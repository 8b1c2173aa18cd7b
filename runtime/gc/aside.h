// Aside: what destruction and collections set aside while they run Python code in the middle of other work.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

// Keeps the exception on its way apart from code that runs in between, and lets destroy() start at depth 0 in
// that code: it may run for long and wants its garbage freed meanwhile. Its own nesting is bounded by the
// limit on Python calls.
class Aside {
  public:
    explicit Aside(Thread& thread)
        : thread_(thread), raised_(std::move(thread.raised)), depth_(thread.heap.destroy_depth) {
        thread.heap.destroy_depth = 0;
    }
    ~Aside() {
        thread_.heap.destroy_depth = depth_;
        thread_.raised = std::move(raised_);
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

  private:
    Thread& thread_;
    Ref<Value> raised_;
    uint32_t depth_;
};

}  // namespace moult
