// Whether a measured process did what it should: it succeeded, and printed what CPython prints.
// Without CPython, the first configuration that succeeds sets what the others have to print.
#pragma once

#include <optional>
#include <string>

#include "bench/process.h"

namespace moult::bench {

// The expected output of one program.
class OutputCheck {
  public:
    bool has_expectation() const { return expected_.has_value(); }
    void expect(std::string output, std::string source) {
        expected_ = std::move(output);
        source_ = std::move(source);
    }

    // Nothing when the process did well; else what is wrong, in a few lines for people, without the names of
    // program and configuration. Needs an expectation when the process succeeded.
    std::optional<std::string> find_fault(const ProcessResult& result) const;

  private:
    std::optional<std::string> expected_;
    std::string source_;  // the configuration it comes from
};

}  // namespace moult::bench
