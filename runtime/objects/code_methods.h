// The methods of code objects that walk the location table or make changed copies.
#pragma once

#include "runtime/native.h"

namespace moult {

Ref<Value> code_lines_method(Thread&, Args);      // co_lines()
Ref<Value> code_positions_method(Thread&, Args);  // co_positions()
Ref<Value> code_replace_method(Thread&, Args);    // replace(**changes)

}  // namespace moult
