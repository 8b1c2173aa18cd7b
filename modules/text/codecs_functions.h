// The functions of the module _codecs that encode and decode.
#pragma once

#include <span>

#include "runtime/model/native.h"

namespace moult::codecs {

std::span<const MethodDef> utf_functions();     // codecs_utf.cpp
std::span<const MethodDef> escape_functions();  // codecs_escapes.cpp

}  // namespace moult::codecs
