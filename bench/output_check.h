// Whether a measured process did what it should: it succeeded, and printed what CPython prints.
// Without CPython, the first configuration that succeeds sets what the others have to print.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bench/process.h"

namespace moult::bench {

// The expected output of one program. What a process printed comes as texts: a single one for a whole
// process; what was printed while the program was loaded, and by each call of its main(), where these are
// called repeatedly.
class OutputCheck {
  public:
    bool has_expectation() const { return !expected_.empty(); }
    // At least one text, or at least two with the calls apart. The last of the texts kept, that of the first
    // call, is also what every later call has to print.
    void expect(std::span<const std::string> texts, std::string source);

    // Nothing when the process did well; else what is wrong, in a few lines for people, without the names of
    // program and configuration. Needs an expectation when the process succeeded.
    std::optional<std::string> find_fault(const ProcessResult& result,
                                          std::span<const std::string> texts) const;

  private:
    std::vector<std::string> expected_;
    std::string source_;  // the configuration it comes from
};

}  // namespace moult::bench
