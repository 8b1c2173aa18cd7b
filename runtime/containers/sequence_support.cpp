// What list and tuple have in common.
#include "runtime/containers/sequence_support.h"

#include <algorithm>

#include "runtime/containers/range.h"
#include "runtime/numbers/int.h"

namespace moult {

Result<SearchBounds> search_bounds(Thread& thread, Value start, Value stop, size_t length) {
    SearchBounds bounds{TRY(slice_index(thread, start)), TRY(slice_index(thread, stop))};
    auto n = static_cast<int64_t>(length);
    if (bounds.start < 0) bounds.start = std::max<int64_t>(bounds.start + n, 0);
    if (bounds.stop < 0) bounds.stop = std::max<int64_t>(bounds.stop + n, 0);
    return bounds;
}

Result<int64_t> position_argument(Thread& thread, Value v) {
    return as_ssize(thread, v);
}

Result<int64_t> sequence_index(Thread& thread, Value key, const char* type) {
    if (key.is_immediate_integral()) return key.as_immediate_integral();
    if (!thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "%s indices must be integers or slices, not %s", type,
                                type_name(thread, key));
    return as_position(thread, key);
}

}  // namespace moult
