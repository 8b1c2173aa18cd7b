// Collector: finds the objects that only cycles keep alive, runs their finalizers and frees them, as CPython's
// gc does. It runs at safepoints (the eval breaker's kCollectionPending) and in collect(), never inside an
// allocation. docs/collector.md.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/gc/reachability.h"
#include "runtime/memory/collection_policy.h"

namespace moult {

struct Interpreter;
struct Thread;

struct GenerationStatistics {
    int64_t collections = 0, collected = 0, uncollectable = 0;
};

// What one collection has found.
struct CollectionResult {
    int64_t collected = 0;      // unreachable objects, as programs count them (see is_tracked)
    int64_t uncollectable = 0;  // kept in gc.garbage all the same; always 0
};

// The module gc takes part in collections.
struct CollectionObserver {
    virtual void before(Thread&, int generation) = 0;
    virtual void searching(Thread&, int generation) = 0;  // behind `before`
    // Unreachable objects have been found; nothing has happened to them yet.
    virtual void found(Thread&, std::span<Object* const> garbage) = 0;
    // True: the object is kept as it is.
    virtual bool keep(Thread&, Object* garbage) = 0;
    virtual void done(Thread&, const CollectionResult&) = 0;
    virtual void after(Thread&, int generation, const CollectionResult&) = 0;

    virtual ~CollectionObserver() = default;
};

class Collector final : AllocationListener {
  public:
    explicit Collector(Interpreter&);
    ~Collector();

    // --- collections by themselves
    bool enabled() const { return enabled_; }
    void enable(bool on);
    // Collects if the policy says so. At a safepoint of the thread that has been asked for it.
    void serve(Thread&);

    // Collects this generation and all younger ones: the number of unreachable objects. 0 when a collection is
    // under way. Runs finalizers and callbacks; their errors are reported.
    int64_t collect(Thread&, int generation = kGenerations - 1);
    // How many times that has been called: for the recorder of traces.
    uint64_t collections_asked_for() const { return asked_for_; }
    bool collecting() const { return collecting_; }

    // What there is now lasts as long as the interpreter: collections need not look at it.
    void keep_what_there_is();

    // --- what the module gc shows
    const CollectionCounts& counts();
    void set_thresholds(const int64_t (&thresholds)[kGenerations]);
    const GenerationStatistics& statistics(int generation) const { return statistics_[generation]; }
    CollectionObserver* observer() { return observer_.get(); }
    void observe(std::unique_ptr<CollectionObserver> observer) { observer_ = std::move(observer); }
    // Takes all objects out of further collections, and back into the oldest generation.
    void freeze();
    void unfreeze();
    // The ages of a generation's objects; of what collections may free; of what programs see as tracked.
    static AgeSet ages_of(int generation);
    static constexpr AgeSet kCollectedAges = {Age::kYoung, Age::kMiddle, Age::kOld, Age::kOldToo};
    static constexpr AgeSet kShownAges = kCollectedAges | AgeSet{Age::kLasting};
    int64_t count_objects(AgeSet) const;
    // References to all tracked objects of these ages that a program may see.
    std::vector<Ref<Object>> objects(AgeSet) const;

  private:
    // Unreachable objects, and what must be done about some of them.
    struct Garbage {
        std::vector<Object*> objects;
        bool has_weakrefs = false;    // or weak references to others are among them
        bool has_finalizers = false;  // that have not run
        int64_t tracked = 0;          // what programs count
    };

    void many_allocated() override;
    void request();
    void update_limit();
    int stress_generation();
    int64_t collect_now(Thread&, int generation);
    CollectionResult run(Thread&, int generation);
    Garbage search(int generation);
    CollectionResult bury(Thread&, Garbage&);
    void add(Garbage&, Object*);
    bool forget_weakrefs(Thread&, const std::vector<Object*>&);
    bool finalize(Thread&, const std::vector<Object*>&);
    CollectionResult free(Thread&, const Garbage&);
    void set_ages(AgeSet from, Age to);
    bool is_condemned(const Object* object) const { return table_.age(object) == Age::kCondemned; }

    Interpreter& interp_;
    Heap& heap_;
    SideTable table_;
    Reachability reachability_;
    std::unique_ptr<CollectionPolicy> policy_;
    CollectionCounts counts_;
    GenerationStatistics statistics_[kGenerations];
    std::unique_ptr<CollectionObserver> observer_;
    Age old_ = Age::kOld;                                        // the age that old objects have now
    Reachability::Caches caches_ = Reachability::Caches::kKeep;  // as the collection under way takes them
    Age survivors_ = Age::kOld;  // what becomes of those that the collection under way has not condemned
    uint64_t asked_for_ = 0;
    uint32_t stress_, until_stress_, stress_turns_ = 0;
    bool enabled_ = false, collecting_ = false;
};

}  // namespace moult
