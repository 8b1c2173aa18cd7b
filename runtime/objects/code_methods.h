// The methods of code objects that walk the location table or make changed copies, and their constructor.
#pragma once

#include "runtime/classes/function.h"
#include "runtime/model/native.h"

namespace moult {

// Bits of localspluskinds, as CPython 3.11 has them.
enum CodeNameKind : uint8_t { kCodeNameLocal = 0x20, kCodeNameCell = 0x40, kCodeNameFree = 0x80 };

// The names of locals, cells or free variables, in order.
Ref<Tuple> code_names_of_kind(Thread&, const Code*, CodeNameKind);

// The location table in the format of CPython 3.9: pairs of bytes, how far the next line begins and how many
// lines further it is. Bytes.
Ref<Value> code_lnotab(Thread&, const Code*);

Ref<Value> code_lines_method(Thread&, Args);      // co_lines()
Ref<Value> code_positions_method(Thread&, Args);  // co_positions()
Ref<Value> code_replace_method(Thread&, Args);    // replace(**changes)

Ref<Value> code_make(Thread&, Type*, Args);  // types.CodeType(...)

}  // namespace moult
