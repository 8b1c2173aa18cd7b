// Reachability: which objects of a set nothing outside of the set refers to. The mechanism of the collector
// (https://devguide.python.org/internals/garbage-collector/); knows nothing of finalizers and weak references.
// docs/collector.md.
#pragma once

#include <memory>
#include <span>

#include "runtime/memory/heap.h"
#include "runtime/model/visitor.h"

namespace moult {

// Counts, for each object of the set, the references that objects of the set have to it. An object with more
// references than these is reachable, and so is what reachable ones refer to. All others are unreachable.
class Reachability {
  public:
    explicit Reachability(Heap& heap);

    struct Found {
        size_t objects = 0;    // of the set
        size_t reachable = 0;  // those of them that are reachable
        size_t unreachable() const { return objects - reachable; }
    };
    // Whether what a cache alone holds (Visitor::visit_cached) is reachable with the cache.
    enum class Caches : bool { kDoNotKeep, kKeep };

    // The set: all objects of these ages, which lie within reach. Reachable ones have the age `reached`
    // afterwards, or kUntracked; unreachable ones keep theirs, and the caller has to set SideTable::seen of these
    // back to zero. Whoever holds a reference that is not a field of
    // an object (frames, C++ code) makes its object reachable. O(size of the set and of what it refers to).
    Found search(AgeSet set, Heap::Reach reach, Age reached, Caches caches = Caches::kKeep);
    // The set: those objects of a list that are of this age.
    Found search(Age set, std::span<Object* const> list, Age reached, Caches caches = Caches::kKeep);

  private:
    struct Counter;
    struct Marker;
    // `each(visit)` calls visit(Object*) for every object of the set.
    template <class Each>
    Found search_in(AgeSet set, Age reached, Caches caches, Each&& each);

    // Objects that have been reached and whose references are still to be followed. When it is full, objects
    // wait in the heap itself: reachable ones that are still of the set.
    static constexpr size_t kStackSize = 4096;

    Heap& heap_;
    SideTable table_;
    std::unique_ptr<Object*[]> stack_;
};

}  // namespace moult
