// Definite assignment: which locals surely have a value at each LOAD_FAST. Loads of the others check.
#pragma once

#include <vector>

#include "interp/wordcode.h"

namespace moult::interp {

class Assignment {
  public:
    // A forward dataflow analysis over basic blocks and exception edges. O(blocks * locals / 64 * passes).
    Assignment(const Code*, const std::vector<WordInstr>&, const std::vector<bool>& leaders,
               const std::vector<ExceptionRange>&);

    // Whether the LOAD_FAST with that index among the instructions reads a local that surely has a value.
    bool is_assigned(size_t instruction, uint32_t local) const {
        return local < local_count_ && assigned_loads_[instruction];
    }

  private:
    uint32_t local_count_;
    std::vector<bool> assigned_loads_;  // per instruction
};

}  // namespace moult::interp
