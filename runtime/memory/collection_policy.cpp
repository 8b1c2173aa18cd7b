// The policies.
#include "runtime/memory/collection_policy.h"

#include <algorithm>

namespace moult {

namespace {

constexpr int64_t kNever = INT64_MAX;

// CPython's: the youngest generation after so many allocations, an older one after so many collections of the
// one below. The old one also waits until as many objects have joined it as it had, so that what a
// growing program pays for full collections is in proportion to its objects.
struct Generational final : CollectionPolicy {
    int64_t limit(const CollectionCounts& counts) const override {
        return counts.thresholds[0] > 0 ? counts.thresholds[0] : kNever;
    }
    int due(const CollectionCounts& counts) const override {
        if (counts.thresholds[0] <= 0 || counts.allocated <= counts.thresholds[0]) return -1;
        for (int generation = kGenerations - 1; generation > 0; --generation) {
            if (counts.collections[generation] <= counts.thresholds[generation]) continue;
            bool is_full = generation == kGenerations - 1;
            if (is_full && counts.survivors < counts.old) continue;
            return generation;
        }
        return 0;
    }
};

struct Full final : CollectionPolicy {
    int64_t limit(const CollectionCounts& counts) const override {
        return counts.thresholds[0] > 0 ? std::max(counts.thresholds[0], counts.old / 4) : kNever;
    }
    int due(const CollectionCounts& counts) const override {
        return counts.allocated > limit(counts) ? kGenerations - 1 : -1;
    }
};

}  // namespace

std::unique_ptr<CollectionPolicy> make_collection_policy(CollectionMode mode) {
    if (mode == CollectionMode::kFull) return std::make_unique<Full>();
    return std::make_unique<Generational>();
}

}  // namespace moult
