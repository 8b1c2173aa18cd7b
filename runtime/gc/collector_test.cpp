// Tests of the collector on graphs made in C++: what dies, what lives, and what it leaves behind. Programs
// about it are tests/language/gc_*.py.
#include "runtime/gc/collector.h"

#include <map>
#include <random>
#include <set>

#include "runtime/containers/list.h"
#include "runtime/gc/tracking.h"
#include "runtime/memory/heap_walk.h"
#include "runtime/objects/weakref.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class CollectorTest : public RuntimeTest {
  protected:
    CollectorTest() {
        collector.enable(false);
        collector.collect(thread);
    }
    Ref<List> node() { return make_list(thread); }
    void link(List* from, List* to) { ASSERT_TRUE(list_append(thread, from, to).ok()); }
    // A ring of lists; the first one. The caller's reference is the only one from outside.
    Ref<List> ring(size_t length) {
        Ref<List> first = node();
        Ref<List> last = first;
        for (size_t i = 1; i < length; ++i) {
            Ref<List> next = node();
            link(last.get(), next.get());
            last = next;
        }
        link(last.get(), first.get());
        return first;
    }
    int64_t collect(int generation = 2) { return collector.collect(thread, generation); }
    std::set<Object*> objects() {
        std::set<Object*> found;
        heap.for_each_object(Collector::kCollectedAges, Heap::Reach::kAll,
                             [&](Object* object) { found.insert(object); });
        return found;
    }
    uint64_t blocks() { return heap.statistics().blocks_in_use; }
    // What each collection must leave behind.
    void expect_clean() {
        const SideTable& table = heap.side_table();
        AgeSet all = Collector::kCollectedAges | AgeSet{Age::kPermanent, Age::kUntracked, Age::kCondemned};
        heap.for_each_object(all, Heap::Reach::kAll, [&](Object* object) {
            EXPECT_EQ(table.seen(object), 0u);
            EXPECT_NE(table.age(object), Age::kCondemned);
        });
    }

    Heap& heap = interp.heap;
    Collector& collector = *interp.collector;
};

TEST_F(CollectorTest, RingsDieAndRingsInUseLive) {
    uint64_t before = blocks();
    for (size_t length : {1, 2, 3, 100, 5000}) {
        Ref<List> first = ring(length);
        EXPECT_EQ(collect(), 0);
        first = nullptr;
        EXPECT_GT(blocks(), before);
        EXPECT_EQ(collect(), static_cast<int64_t>(length));
        EXPECT_EQ(blocks(), before);
    }
    expect_clean();
}

TEST_F(CollectorTest, AnyReferenceFromOutsideKeepsAll) {
    Ref<List> first = ring(10);
    for (size_t i = 0; i < 10; ++i) {
        Ref<List> held = share(first->items[0].as<List>());
        first = nullptr;
        EXPECT_EQ(collect(), 0);
        first = std::move(held);
    }
    first = nullptr;
    EXPECT_EQ(collect(), 10);
}

TEST_F(CollectorTest, WhatGarbageHoldsDiesWithItUnlessItIsInUse) {
    Ref<List> used = node();
    Ref<List> first = ring(3);
    link(first.get(), used.get());
    link(first.get(), node().get());
    Ref<Str> text = make_str(thread, "held by garbage and by the test");
    ASSERT_TRUE(list_append(thread, first.get(), text.value()).ok());
    first = nullptr;
    EXPECT_EQ(collect(), 4);
    EXPECT_EQ(used->refcount, 1u);
    EXPECT_EQ(text->refcount, 1u);
}

TEST_F(CollectorTest, ARingOfAMillionNeedsLittleStack) {
    uint64_t before = blocks();
    Ref<List> first = ring(1'000'000);
    EXPECT_EQ(collect(), 0);
    first = nullptr;
    EXPECT_EQ(collect(), 1'000'000);
    EXPECT_EQ(blocks(), before);
}

TEST_F(CollectorTest, MoreObjectsWaitToBeFollowedThanFitOnTheStack) {
    constexpr size_t kCount = 100'000;
    Ref<List> hub = node();
    std::vector<Ref<List>> leaves;
    for (size_t i = 0; i < kCount; ++i) leaves.push_back(ring(1));
    std::mt19937 random(5);
    std::shuffle(leaves.begin(), leaves.end(), random);
    for (const Ref<List>& leaf : leaves) link(hub.get(), leaf.get());
    leaves.clear();
    for (int generation : {0, 1, 2, 2}) EXPECT_EQ(collect(generation), 0);
    EXPECT_EQ(hub->length, kCount);
    expect_clean();
    hub = nullptr;
    EXPECT_EQ(collect(), static_cast<int64_t>(kCount));
}

TEST_F(CollectorTest, AChainBackThroughTheHeapIsFollowed) {
    // Each list refers to the one made before it, so that a walk in the order of addresses meets it too late.
    Ref<List> last = node();
    for (size_t i = 0; i < 300'000; ++i) {
        Ref<List> next = ring(1);
        link(next.get(), last.get());
        last = std::move(next);
    }
    for (int generation : {0, 1, 2, 2}) EXPECT_EQ(collect(generation), 0);
    last = nullptr;
    EXPECT_EQ(collect(), 300'001);
}

TEST_F(CollectorTest, YoungCollectionsLeaveOldGarbageAlone) {
    Ref<List> old = ring(2);
    collect(0);
    collect(1);
    old = nullptr;
    Ref<List> middle = ring(3);
    collect(0);
    middle = nullptr;
    (void)ring(4);
    EXPECT_EQ(collect(0), 4);
    EXPECT_EQ(collect(0), 0);
    EXPECT_EQ(collect(1), 3);
    EXPECT_EQ(collect(1), 0);
    EXPECT_EQ(collect(2), 2);
}

TEST_F(CollectorTest, AYoungCollectionLooksAtYoungObjectsOnly) {
    Ref<List> all = node();
    for (size_t i = 0; i < 200'000; ++i) link(all.get(), node().get());
    collect();
    Ref<List> few = ring(10);
    Reachability reachability(heap);
    Reachability::Found found = reachability.search({Age::kYoung}, Heap::Reach::kYoung, Age::kMiddle);
    EXPECT_LT(found.objects, 20u);
    EXPECT_EQ(found.unreachable(), 0u);
}

TEST_F(CollectorTest, ObjectsInPlacesOfDeadOnesAreYoung) {
    std::vector<Ref<List>> lists;
    for (int i = 0; i < 5000; ++i) lists.push_back(node());
    collect();
    collect();
    std::mt19937 random(6);
    std::shuffle(lists.begin(), lists.end(), random);
    lists.resize(2500);
    for (int i = 0; i < 1000; ++i) (void)ring(1);
    EXPECT_EQ(collect(0), 1000);
}

// The same graph by the book.
class Model {
  public:
    void add(Object* object) { edges_[object] = {}; }  // in the place of one that is gone, perhaps
    void link(Object* from, Object* to) { edges_[from].push_back(to); }
    std::set<Object*> reachable(const std::vector<Ref<List>>& roots) const {
        std::set<Object*> found;
        std::vector<Object*> pending;
        for (const Ref<List>& root : roots) pending.push_back(root.get());
        while (!pending.empty()) {
            Object* object = pending.back();
            pending.pop_back();
            if (!found.insert(object).second) continue;
            for (Object* next : edges_.at(object)) pending.push_back(next);
        }
        return found;
    }
    void keep(const std::set<Object*>& alive) {
        std::erase_if(edges_, [&](const auto& entry) { return !alive.contains(entry.first); });
    }

  private:
    std::map<Object*, std::vector<Object*>> edges_;
};

TEST_F(CollectorTest, RandomGraphsLoseWhatTheRootsDoNotReach) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        std::mt19937 random(seed);
        std::set<Object*> others = objects();
        Model model;
        std::vector<Ref<List>> roots;
        for (int round = 0; round < 12; ++round) {
            for (size_t i = 0, count = random() % 60; i < count; ++i) {
                // Short and long ones, so that some are larger than pools take.
                Ref<List> made = make_list(thread, random() % 4 ? 2 : 16);
                model.add(made.get());
                if (!roots.empty() && random() % 3) {
                    List* from = roots[random() % roots.size()].get();
                    link(from, made.get());
                    model.link(from, made.get());
                }
                roots.push_back(std::move(made));
            }
            for (size_t i = 0, count = random() % 100; i < count && !roots.empty(); ++i) {
                List* from = roots[random() % roots.size()].get();
                List* to = roots[random() % roots.size()].get();
                link(from, to);
                model.link(from, to);
            }
            std::shuffle(roots.begin(), roots.end(), random);
            roots.resize(roots.size() - roots.size() / (1 + random() % 4));
            int generation = static_cast<int>(random() % 3);
            collect(generation);
            expect_clean();
            std::set<Object*> reachable = model.reachable(roots), alive;
            for (Object* object : objects())
                if (!others.contains(object)) alive.insert(object);
            for (Object* object : reachable) EXPECT_TRUE(alive.contains(object)) << "seed " << seed;
            if (generation == 2) {
                EXPECT_EQ(alive, reachable) << "seed " << seed;
                model.keep(reachable);
            }
        }
        roots.clear();
        collect();
        EXPECT_EQ(objects(), others);
    }
}

TEST_F(CollectorTest, TuplesOfAtomsAreLeftOutOnceTheyHaveBeenMet) {
    const SideTable& table = heap.side_table();
    Ref<Tuple> atoms = moult::make_tuple(thread, {integer(1), Value::none(), name("x").value()});
    Ref<Tuple> outer = moult::make_tuple(thread, {atoms.value(), integer(2)});
    Ref<Tuple> lists = moult::make_tuple(thread, {node().value(), integer(2)});
    Ref<Tuple> unfinished = allocate_tuple(thread, 3);
    EXPECT_TRUE(is_tracked(table, atoms.get()));
    collect();
    collect();
    EXPECT_FALSE(is_tracked(table, atoms.get()));
    EXPECT_FALSE(is_tracked(table, outer.get()));
    EXPECT_TRUE(is_tracked(table, lists.get()));
    EXPECT_TRUE(is_tracked(table, unfinished.get())) << "it may still get a list";
    EXPECT_FALSE(is_presentable(table, unfinished.get()));
    // What takes its place in memory is tracked again.
    Object* place = atoms.get();
    Ref<List> item = node();
    outer = nullptr;
    atoms = nullptr;
    Ref<Tuple> next = moult::make_tuple(thread, {integer(1), item.value(), integer(3)});
#if !__has_feature(address_sanitizer)  // which gives no place anew for a while
    ASSERT_EQ(next.get(), place);
#endif
    EXPECT_TRUE(is_tracked(table, next.get())) << place;
}

TEST_F(CollectorTest, LargeObjectsAreCollectedToo) {
    uint64_t before = heap.statistics().large_blocks;
    {
        Ref<List> hub = node();
        for (int i = 0; i < 100; ++i) {
            Ref<Tuple> tuple = allocate_tuple(thread, 1000);
            for (Value& item : std::span(tuple->items(), tuple->length)) item = share(hub.value()).release();
            ASSERT_TRUE(list_append(thread, hub.get(), tuple.value()).ok());
        }
        for (int generation : {0, 1, 2, 2}) EXPECT_EQ(collect(generation), 0);
    }
    EXPECT_EQ(collect(), 101);
    EXPECT_EQ(heap.statistics().large_blocks, before);
    expect_clean();
}

TEST_F(CollectorTest, WeakReferencesToGarbageAreClearedAndOnlyThoseOutsideCallBack) {
    Ref<Type> type = make_class("Node");
    Ref<List> log = node();
    Ref<Value> append = attribute(log.value(), "append");
    Ref<Value> object = instance_of(type);
    ASSERT_TRUE(set(object, "itself", object));
    Ref<Value> outside = make_weakref(thread, object, append);
    Ref<Value> inside = make_weakref(thread, object, append);
    ASSERT_TRUE(set(object, "ref", inside));
    inside = Ref<Value>::empty();
    object = Ref<Value>::empty();
    EXPECT_GT(collect(), 0);
    EXPECT_EQ(outside.as<WeakRef>()->referent, nullptr);
    ASSERT_EQ(log->length, 1u);
    EXPECT_EQ(log->items[0], outside.get());
}

TEST_F(CollectorTest, ClassesDie) {
    uint64_t before = 0;
    for (int i = 0; i < 3; ++i) {
        {
            Ref<Type> base = make_class("Base"), derived = make_class("Derived", {base.get()});
            Ref<Value> object = instance_of(derived);
            ASSERT_TRUE(set(object, "attribute", integer(1)));
            ASSERT_TRUE(set(derived.value(), "instance", object));
        }
        EXPECT_GT(collect(), 0);
        if (i == 0) before = blocks();
    }
    EXPECT_EQ(blocks(), before);
    EXPECT_TRUE(interp.types().object->subclasses.empty() ||
                std::none_of(interp.types().object->subclasses.begin(),
                             interp.types().object->subclasses.end(),
                             [](Type* type) { return to_utf8(type->name.get()) == "Base"; }));
}

TEST_F(CollectorTest, WhatTheMethodCacheKnowsDiesUnlessItIsInUse) {
    Ref<Str> attribute_name = name("attribute");
    auto is_cached = [&](const Object* object) {
        const MethodCacheEntry* begin = interp.method_cache.get();
        return std::any_of(begin, begin + Interpreter::kMethodCacheSize, [&](const MethodCacheEntry& entry) {
            return entry.value.is_object() && entry.value.as_object() == object;
        });
    };
    uint64_t before = 0;
    for (int i = 0; i < 3; ++i) {
        Ref<Type> owner = make_class("Owner"), type = make_class("Held");
        Ref<Value> held = instance_of(type);
        Ref<Value> seen = make_weakref(thread, held, Value::none());
        ASSERT_TRUE(set(owner.value(), "attribute", held));
        ASSERT_TRUE(set(held, "owner", owner.value()));
        EXPECT_EQ(lookup_in_type(owner.get(), attribute_name.get()), held.get());
        EXPECT_TRUE(is_cached(held.get().as_object()));

        // In use by the class alone.
        held = Ref<Value>::empty();
        type = nullptr;
        EXPECT_EQ(collect(), 0);
        EXPECT_NE(seen.as<WeakRef>()->referent, nullptr);
        EXPECT_EQ(lookup_in_type(owner.get(), attribute_name.get()).as_object(),
                  seen.as<WeakRef>()->referent);

        owner = nullptr;
        EXPECT_GT(collect(), 0);
        EXPECT_EQ(seen.as<WeakRef>()->referent, nullptr);
        // A class that comes to lie there finds nothing of it.
        Ref<Type> next = make_class("Owner");
        EXPECT_TRUE(lookup_in_type(next.get(), attribute_name.get()).is_empty());
        next = nullptr;
        seen = Ref<Value>::empty();
        collect();
        if (i == 0) before = blocks();
    }
    EXPECT_EQ(blocks(), before);
}

TEST_F(CollectorTest, FrozenObjectsAreNotCollectedUntilTheyAreThawed) {
    Ref<List> first = ring(5);
    collector.freeze();
    EXPECT_GE(collector.count_objects({Age::kPermanent}), 5);
    first = nullptr;
    EXPECT_EQ(collect(), 0);
    collector.unfreeze();
    EXPECT_EQ(collector.count_objects({Age::kPermanent}), 0);
    EXPECT_EQ(collect(), 5);
}

TEST_F(CollectorTest, ACollectionIsAskedForAfterSevenHundredObjectsAndServedOnce) {
    collector.enable(true);
    (void)ring(300);
    EXPECT_FALSE(thread.requests() & kCollectionPending);
    std::vector<Ref<List>> alive;
    while (!(thread.requests() & kCollectionPending) && alive.size() < 2000) alive.push_back(node());
    EXPECT_GT(alive.size(), 350u);
    EXPECT_LT(alive.size(), 750u);
    EXPECT_TRUE(thread.take_request(kCollectionPending));
    collector.serve(thread);
    EXPECT_EQ(collector.statistics(0).collected, 300);
    EXPECT_LT(collector.counts().allocated, 5);
    EXPECT_EQ(collector.counts().collections[1], 1);
    EXPECT_FALSE(thread.requests() & kCollectionPending);
}

TEST_F(CollectorTest, NoCollectionIsAskedForWhileItIsDisabled) {
    for (int i = 0; i < 10'000; ++i) (void)ring(1);
    EXPECT_FALSE(thread.requests() & kCollectionPending);
    collector.enable(true);
    EXPECT_TRUE(thread.requests() & kCollectionPending);
}

}  // namespace
}  // namespace moult
