// ForkHooks: what parts of the machine have to do when the process is copied (os.fork). The copy has the calling
// thread alone, and locks as they stood.
#pragma once

#include <functional>
#include <vector>

namespace moult {

// interp.module_states.of<ForkHooks>(): called in the order of their registration, `before` the other way round.
struct ForkHooks {
    std::vector<std::function<void()>> before, in_parent, in_child;
};

}  // namespace moult
