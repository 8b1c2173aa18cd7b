// Conversion of arguments for the text types' methods.
#include "runtime/strings/text_arguments.h"

#include "runtime/containers/tuple.h"
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
    if (v.is_small_int()) return v.as_small_int();
    return index_as_int64(thread, v, thread.types().overflow_error);
}

Result<size_t> limit_argument(Thread& thread, Value v) {
    if (v.is_empty()) return SIZE_MAX;
    int64_t count = TRY(size_argument(thread, v));
    return count < 0 ? SIZE_MAX : static_cast<size_t>(count);
}

Status bind_optional(Thread& thread, const char* function, std::span<const char* const> names, CallArgs args,
                     Value* out) {
    if (args.total() > names.size())
        return raise_type_error(thread, "%s() takes at most %zu argument%s (%u given)", function,
                                names.size(), names.size() == 1 ? "" : "s", args.total());
    for (size_t i = 0; i < names.size(); ++i) out[i] = i < args.positional ? args.values[i] : Value::empty();
    for (uint32_t k = 0; k < args.keyword_count(); ++k) {
        Str* name = as_str(args.names->items()[k]);
        size_t place = 0;
        while (place < names.size() && !str_equal_ascii(name, names[place])) ++place;
        if (place == names.size())
            return raise_type_error(thread, "'%s' is an invalid keyword argument for %s()",
                                    to_utf8(name).c_str(), function);
        if (!out[place].is_empty())
            return raise_type_error(thread, "argument for %s() given by name ('%s') and position (%zu)",
                                    function, names[place], place + 1);
        out[place] = args.values[args.positional + k];
    }
    return {};
}

Result<size_t> repeated_length(Thread& thread, size_t length, int64_t count) {
    if (count <= 0 || length == 0) return size_t{0};
    if (length > static_cast<size_t>(PTRDIFF_MAX) / static_cast<size_t>(count))
        return raise_out_of_memory(thread);
    return length * static_cast<size_t>(count);
}

}  // namespace moult
