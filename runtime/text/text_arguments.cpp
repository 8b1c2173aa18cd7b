// Conversion of arguments for the text types' methods.
#include "runtime/text/text_arguments.h"

#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Result<int64_t> edge(Thread& thread, Value v, int64_t otherwise, int64_t length) {
    if (v.is_empty() || v.is_none()) return otherwise;
    int64_t i;
    if (v.is_small_int()) {
        i = v.as_small_int();
    } else {
        if (!is_int(v) && !thread.interp.type_of(v)->slots.index)
            return raise_type_error(thread,
                                    "slice indices must be integers or None or have an __index__ method");
        i = TRY(index_as_int64(thread, v, nullptr));
    }
    return i < 0 ? std::max<int64_t>(i + length, 0) : i;
}

}  // namespace

Result<Window> window(Thread& thread, Value start, Value end, size_t length) {
    auto n = static_cast<int64_t>(length);
    int64_t begin = TRY(edge(thread, start, 0, n));
    int64_t stop = TRY(edge(thread, end, n, n));
    return Window{begin, std::min(stop, n)};
}

Result<int64_t> size_argument(Thread& thread, Value v) {
    return as_ssize(thread, v);
}

Result<size_t> limit_argument(Thread& thread, Value v) {
    if (v.is_empty()) return SIZE_MAX;
    int64_t count = TRY(size_argument(thread, v));
    return count < 0 ? SIZE_MAX : static_cast<size_t>(count);
}

Status check_codec_arguments(Thread& thread, const char* function, Value encoding, Value errors) {
    for (auto [argument, name] : {std::pair{encoding, "encoding"}, {errors, "errors"}})
        if (!argument.is_empty() && !as_str(argument))
            return raise_type_error(thread, "%s() argument '%s' must be str, not %s", function, name,
                                    argument.is_none() ? "None" : type_name(thread, argument));
    return {};
}

Result<size_t> repeated_length(Thread& thread, size_t length, int64_t count) {
    if (count <= 0 || length == 0) return size_t{0};
    if (length > static_cast<size_t>(PTRDIFF_MAX) / static_cast<size_t>(count))
        return raise_out_of_memory(thread);
    return length * static_cast<size_t>(count);
}

}  // namespace moult
