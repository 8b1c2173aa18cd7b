// printf-style formatting: str % args and bytes % args.
#pragma once

#include <string_view>

#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

Ref<Str> percent_format(Thread&, Str* format, Value args);
// The bytes form, for bytes and bytearray. `format` must stay alive and unchanged meanwhile.
Ref<Bytes> percent_format_bytes(Thread&, std::string_view format, Value args);

}  // namespace moult
