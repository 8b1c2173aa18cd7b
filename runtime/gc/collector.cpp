// One collection from beginning to end, in CPython's order: unreachable objects, weak references, finalizers,
// what they have brought back, and the end of the rest.
#include "runtime/gc/collector.h"

#include <algorithm>
#include <tuple>

#include "runtime/gc/aside.h"
#include "runtime/gc/tracking.h"
#include "runtime/memory/heap_walk.h"
#include "runtime/objects/weakref.h"
#include "runtime/state/errors.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/runtime_options.h"

namespace moult {

namespace {

using Reach = Heap::Reach;

constexpr int kOldest = kGenerations - 1;

const RuntimeOptions& options_of(Interpreter& interp) {
    return interp.options.machine.of<RuntimeOptions>();
}

Reach reach_of(int generation) {
    return generation == 0 ? Reach::kYoung : generation == 1 ? Reach::kMiddle : Reach::kAll;
}

bool is_weakref(const Object* object) {
    return object->shape->base_kind == Kind::kWeakRef || object->shape->base_kind == Kind::kWeakProxy;
}

// Those of the objects for which it is wanted, in the order of their making where that is known.
template <class Wanted>
std::vector<Object*> in_order(const SideTable& table, std::span<Object* const> objects, Wanted&& wanted) {
    struct Chosen {
        uint32_t birth;
        size_t place;
        Object* object;
    };
    std::vector<Chosen> chosen;
    for (Object* object : objects)
        if (table.age(object) == Age::kCondemned && wanted(object))
            chosen.push_back({table.birth(object), chosen.size(), object});
    std::sort(chosen.begin(), chosen.end(), [](const Chosen& a, const Chosen& b) {
        return std::tie(a.birth, a.place) < std::tie(b.birth, b.place);
    });
    std::vector<Object*> ordered;
    for (const Chosen& one : chosen) ordered.push_back(one.object);
    return ordered;
}

}  // namespace

Collector::Collector(Interpreter& interp)
    : interp_(interp),
      heap_(interp.heap),
      table_(heap_.side_table()),
      reachability_(heap_),
      policy_(make_collection_policy(options_of(interp).gc)),
      stress_(options_of(interp).gc_stress),
      until_stress_(stress_) {
    const RuntimeOptions& options = options_of(interp);
    set_thresholds({options.gc_threshold, options.gc_threshold1, options.gc_threshold2});
    heap_.reset_allocated();
    enable(options.gc != CollectionMode::kOff);
}

Collector::~Collector() {
    heap_.notify(nullptr, INT64_MAX);
}

// --- when

void Collector::many_allocated() {
    if (!collecting_) request();
}

void Collector::request() {
    Thread* thread = interp_.current ? interp_.current : interp_.main_thread;
    if (thread) thread->request(kCollectionPending);
}

void Collector::update_limit() {
    heap_.notify(this, enabled_ ? policy_->limit(counts_) : INT64_MAX);
    if (enabled_ && (stress_ || heap_.allocated() > policy_->limit(counts_))) request();
}

void Collector::enable(bool on) {
    enabled_ = on;
    update_limit();
}

void Collector::set_thresholds(const int64_t (&thresholds)[kGenerations]) {
    std::copy_n(thresholds, kGenerations, counts_.thresholds);
    update_limit();
}

const CollectionCounts& Collector::counts() {
    counts_.allocated = heap_.allocated();
    return counts_;
}

// Under stress the generations take turns as with thresholds of 10.
int Collector::stress_generation() {
    if (--until_stress_ != 0) return -1;
    until_stress_ = stress_;
    ++stress_turns_;
    return stress_turns_ % 100 == 0 ? 2 : stress_turns_ % 10 == 0 ? 1 : 0;
}

void Collector::serve(Thread& thread) {
    if (!enabled_ || collecting_) return;
    int generation = stress_ ? stress_generation() : policy_->due(counts());
    if (generation >= 0) collect_now(thread, generation);
    if (stress_ && enabled_) request();
}

// --- how

int64_t Collector::collect(Thread& thread, int generation) {
    ++asked_for_;
    return collect_now(thread, generation);
}

int64_t Collector::collect_now(Thread& thread, int generation) {
    if (collecting_) return 0;
    collecting_ = true;
    CollectionResult result;
    {
        Aside aside(thread);
        CollectionObserver* observer = observer_.get();
        if (observer) observer->before(thread, generation);
        result = run(thread, generation);
        if (observer) observer->after(thread, generation, result);
    }
    collecting_ = false;
    update_limit();
    return result.collected + result.uncollectable;
}

CollectionResult Collector::run(Thread& thread, int generation) {
    if (observer_) observer_->searching(thread, generation);
    heap_.reset_allocated();
    for (int younger = 1; younger <= generation; ++younger) counts_.collections[younger] = 0;
    if (generation < kOldest) ++counts_.collections[generation + 1];
    Garbage garbage = search(generation);
    CollectionResult result;
    if (!garbage.objects.empty()) result = bury(thread, garbage);
    heap_.end_collection();
    if (observer_) observer_->done(thread, result);
    GenerationStatistics& statistics = statistics_[generation];
    ++statistics.collections;
    statistics.collected += result.collected;
    statistics.uncollectable += result.uncollectable;
    return result;
}

// The unreachable objects of the generation and younger ones; all others grow older.
Collector::Garbage Collector::search(int generation) {
    AgeSet set = {Age::kYoung};
    if (generation >= 1) set = set | AgeSet{Age::kMiddle};
    if (generation == kOldest) set = set | AgeSet{old_};
    Age other_old = old_ == Age::kOld ? Age::kOldToo : Age::kOld;
    survivors_ = generation == 0 ? Age::kMiddle : generation == 1 ? old_ : other_old;
    const InterpreterHooks& hooks = interp_.hooks;
    caches_ = hooks.can_drop_traces && hooks.can_drop_traces(interp_) ? Reachability::Caches::kDoNotKeep
                                                                      : Reachability::Caches::kKeep;
    Reachability::Found found = reachability_.search(set, reach_of(generation), survivors_, caches_);
    auto reachable = static_cast<int64_t>(found.reachable);
    if (generation == 1) {
        counts_.survivors += reachable;
    } else if (generation == kOldest) {
        old_ = other_old;
        counts_.survivors = 0;
        counts_.old = reachable;
    }
    Garbage garbage;
    if (found.unreachable()) {
        garbage.objects.reserve(found.unreachable());
        heap_.for_each_object(set, reach_of(generation), [&](Object* object) {
            table_.with(object, [](Age& age, uint32_t& seen) {
                age = Age::kCondemned;
                seen = 0;
            });
            add(garbage, object);
        });
    }
    heap_.settle_large(set);
    heap_.settle_pools(reach_of(generation));
    return garbage;
}

void Collector::add(Garbage& garbage, Object* object) {
    uint32_t flags = object->type()->flags;
    garbage.objects.push_back(object);
    garbage.has_weakrefs |= (object->flags & kHasWeakrefs) || is_weakref(object);
    garbage.has_finalizers |= (flags & kHasFinalizer) && !(object->flags & kFinalized);
    garbage.tracked += is_tracked(table_, object);
}

CollectionResult Collector::bury(Thread& thread, Garbage& garbage) {
    if (observer_) observer_->found(thread, garbage.objects);
    bool has_run = garbage.has_weakrefs && forget_weakrefs(thread, garbage.objects);
    has_run |= garbage.has_finalizers && finalize(thread, garbage.objects);
    if (has_run) {
        reachability_.search(Age::kCondemned, garbage.objects, survivors_, caches_);
        Garbage rest;
        for (Object* object : garbage.objects) {
            if (!is_condemned(object)) continue;
            table_.seen(object) = 0;
            add(rest, object);
        }
        garbage = std::move(rest);
    }
    CollectionResult result = free(thread, garbage);
    heap_.settle_large({Age::kCondemned});
    for (Object* object : garbage.objects) heap_.leave_out_of_count(object);
    return result;
}

// No weak reference leads to garbage any more. Callbacks of those that are garbage themselves never run. True:
// callbacks have run.
bool Collector::forget_weakrefs(Thread& thread, const std::vector<Object*>& garbage) {
    std::vector<Ref<WeakRef>> callbacks;
    for (Object* object : garbage)
        if (object->shape->base_kind == Kind::kWeakRef)
            detach_weakref(interp_, static_cast<WeakRef*>(object));
    for (Object* object : in_order(table_, garbage, [](Object* it) { return it->flags & kHasWeakrefs; }))
        for (WeakRef* ref : detach_weakrefs_to(interp_, object))
            if (!ref->callback.is_empty() && !is_condemned(ref)) callbacks.push_back(share(ref));
    for (const Ref<WeakRef>& ref : callbacks) call_weakref_callback(thread, ref.get());
    return !callbacks.empty();
}

// True: finalizers have run.
bool Collector::finalize(Thread& thread, const std::vector<Object*>& garbage) {
    auto has_finalizer = [](Object* object) {
        return (object->type()->flags & kHasFinalizer) && !(object->flags & kFinalized);
    };
    std::vector<Object*> finalized = in_order(table_, garbage, has_finalizer);
    for (Object* object : finalized) {
        if (!is_condemned(object) || (object->flags & kFinalized)) continue;  // another one has freed it
        Ref<Object> held = share(object);
        object->flags |= kFinalized;
        object->type()->slots.finalize(thread, object);
        if (thread.has_error()) report_unraisable(thread, held.value());
    }
    return !finalized.empty();
}

// Lets go of what garbage holds, so that it dies by its reference counts.
CollectionResult Collector::free(Thread& thread, const Garbage& garbage) {
    CollectionResult result;
    result.collected = garbage.tracked;
    if (caches_ == Reachability::Caches::kDoNotKeep)
        interp_.hooks.drop_traces(interp_, [this](const Object* object) { return is_condemned(object); });
    for (Object* object : garbage.objects) {
        if (!is_condemned(object)) continue;
        if (observer_ && observer_->keep(thread, object)) {
            table_.age(object) = survivors_;
            continue;
        }
        if (auto clear = object->type()->slots.clear) {
            Ref<Object> held = share(object);
            clear(interp_, object);
        }
        if (is_condemned(object)) table_.age(object) = survivors_;  // it may die later
    }
    return result;
}

// --- what the module gc shows

AgeSet Collector::ages_of(int generation) {
    return generation == 0   ? AgeSet{Age::kYoung}
           : generation == 1 ? AgeSet{Age::kMiddle}
                             : AgeSet{Age::kOld, Age::kOldToo, Age::kLasting};
}

void Collector::set_ages(AgeSet from, Age to) {
    heap_.for_each_object(from, Reach::kAll, [&](Object* object) { table_.age(object) = to; });
    heap_.settle_large(from);
}

void Collector::keep_what_there_is() {
    set_ages(kCollectedAges, Age::kLasting);
    heap_.settle_lasting();
    heap_.reset_allocated();
}

void Collector::freeze() {
    set_ages(kCollectedAges, Age::kPermanent);
    heap_.settle_pools(Reach::kAll);
    heap_.reset_allocated();
    for (int64_t& count : counts_.collections) count = 0;
}

void Collector::unfreeze() {
    set_ages({Age::kPermanent}, old_);
}

int64_t Collector::count_objects(AgeSet ages) const {
    int64_t count = 0;
    heap_.for_each_object(ages, Reach::kAll, [&](Object* object) { count += is_tracked(table_, object); });
    return count;
}

std::vector<Ref<Object>> Collector::objects(AgeSet ages) const {
    std::vector<Ref<Object>> found;
    heap_.for_each_object(ages, Reach::kAll, [&](Object* object) {
        if (is_presentable(table_, object)) found.push_back(share(object));
    });
    return found;
}

}  // namespace moult
