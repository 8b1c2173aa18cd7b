// The buffers that a system call reads or fills one after the other.
#pragma once

#include <sys/uio.h>

#include <vector>

#include "modules/buffer.h"
#include "modules/posix/posix.h"

namespace moult::posix {

// Of a sequence, for scatter and gather.
struct Buffers {
    std::vector<Buffer> buffers;
    std::vector<iovec> vectors;
    int count() const { return static_cast<int>(vectors.size()); }
    Status take(Thread& thread, Value sequence, bool to_fill, const char* function) {
        if (!thread.interp.type_of(sequence)->slots.get_item || as_instance<Dict>(sequence))
            return raise_type_error(thread, "%s() arg 2 must be a sequence", function);
        Ref<Tuple> items = TRY(to_tuple(thread, sequence));
        buffers.reserve(items->length);  // what moves is pinned once
        for (Value item : items->span()) {
            buffers.emplace_back();
            TRY(buffers.back().take(thread, item, to_fill));
            vectors.push_back({buffers.back().writable_data(), buffers.back().size()});
        }
        return {};
    }
};

}  // namespace moult::posix
