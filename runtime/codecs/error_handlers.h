// The error handlers that are built in, as functions that Python can call.
#pragma once

#include <span>

#include "runtime/model/native.h"

namespace moult {

struct ErrorHandlerRow {
    const char* name;  // under which it is registered
    const MethodDef* function;
};
std::span<const ErrorHandlerRow> builtin_error_handlers();

}  // namespace moult
