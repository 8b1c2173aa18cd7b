// When the heap is collected, apart from how: a policy is asked after so many allocations, and says which
// generation. Another policy is one more class here and a name in collection_policy.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace moult {

inline constexpr int kGenerations = 3;

// What policies decide by. gc.set_threshold() changes the thresholds.
struct CollectionCounts {
    int64_t thresholds[kGenerations] = {700, 10, 10};
    int64_t allocated = 0;  // objects, net, since the last collection
    int64_t collections[kGenerations] =
        {};                 // of the generation below since the last one of this; [0] is unused
    int64_t survivors = 0;  // objects that have become old since the last full collection
    int64_t old = 0;        // objects that it left
};

class CollectionPolicy {
  public:
    virtual ~CollectionPolicy() = default;
    // It wants to be asked when more objects than these have been allocated.
    virtual int64_t limit(const CollectionCounts&) const = 0;
    // The generation to collect now, or -1.
    virtual int due(const CollectionCounts&) const = 0;
};

enum class CollectionMode : uint8_t {
    kGenerational,  // as CPython
    kFull,          // no generations: everything, when the heap has grown by a quarter
    kOff,           // as kGenerational, but it begins disabled, as by gc.disable()
};

std::unique_ptr<CollectionPolicy> make_collection_policy(CollectionMode);

}  // namespace moult
