// Where marshalled bytes come from: memory, or a file object that is asked for exactly what is needed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/state/thread.h"

namespace moult::marshal {

class Source {
  public:
    Source(Thread& thread, std::string_view bytes) : thread_(thread), bytes_(bytes) {}
    Source(Thread& thread, Value file) : thread_(thread), file_(file) {}

    // The next `count` bytes, valid until the next call. EOFError when there are fewer.
    Result<std::string_view> take(size_t count);
    // The next byte, or -1 at the end (nothing is raised) or after an error of the file's (raised).
    int take_byte();
    // How many bytes are still to come; SIZE_MAX for a file.
    size_t remaining() const { return file_.is_empty() ? bytes_.size() - at_ : SIZE_MAX; }

  private:
    Status read_file(size_t count);

    Thread& thread_;
    std::string_view bytes_;
    size_t at_ = 0;
    Value file_;          // borrowed; empty for memory
    std::string buffer_;  // what take() shows of a file
};

}  // namespace moult::marshal
