// Properties of characters, as Python 3.11 (Unicode 14) sees them. Knows nothing of objects.
#pragma once

#include <cstdint>

namespace moult::unicode {

bool is_printable(char32_t c);

}  // namespace moult::unicode
