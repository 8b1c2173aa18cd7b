// An interpreter that runs Python text for a benchmark. What goes wrong in it ends the process with a
// message: a benchmark that does not do its work has no figure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interp/eval.h"
#include "interp/options.h"
#include "interp/registry.h"
#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"

namespace moult::micro {

class Machine {
  public:
    explicit Machine(interp::Tier tier, Allocator allocator = kDefaultAllocator);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    Thread& thread() { return thread_; }
    Interpreter& interpreter() { return interp_; }
    Ref<Code> compile(const std::string& text, const std::string& name = "micro");
    // Runs statements in the namespace of the benchmark.
    void run(const std::string& text, const std::string& name = "micro");
    // A name of that namespace, borrowed.
    Value global(const char* name);
    // Calls a function of it without arguments.
    void call(Value function);
    // How many instructions a call executes.
    uint64_t count_instructions(Value function);

    // What a call gives; ends the process when it has failed.
    template <class Outcome>
    auto must(Outcome outcome) {
        if (failed(outcome)) die();
        return unwrap(std::move(outcome));
    }

  private:
    [[noreturn]] void die();

    Interpreter interp_;
    Thread& thread_;
    Ref<Dict> globals_;
};

}  // namespace moult::micro
