// The items of memory views: numbers, truth values and single bytes in their native formats.
#pragma once

#include <string_view>

#include "runtime/strings/bytes.h"

namespace moult {

// A single letter, an '@' perhaps in front of it. False: it is another format.
bool find_item_format(std::string_view text, ItemFormat*);
// 'B', 'b' and 'c': those that casts go from and to.
inline bool is_byte_format(ItemFormat format) {
    return format.letter == 'B' || format.letter == 'b' || format.letter == 'c';
}
Ref<Value> unpack_item(Thread&, ItemFormat, const uint8_t* from);
// Fills format.size bytes, 8 at most. TypeError, ValueError: the value does not fit the format. May run Python code.
Status pack_item(Thread&, ItemFormat, uint8_t* to, Value);

}  // namespace moult
