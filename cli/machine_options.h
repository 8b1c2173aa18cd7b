// The options of all layers that are built in.
#pragma once

#include "runtime/options/options.h"

namespace moult::cli {

// All values the default.
Options machine_options();

}  // namespace moult::cli
