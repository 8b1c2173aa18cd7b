// Tests of destruction: long chains, finalizers, weak references, immortal objects.
#include "runtime/operations/destroy.h"

#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/objects/weakref.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class DestroyTest : public RuntimeTest {
  protected:
    // A class whose __del__ is a native function.
    Ref<Type> class_with_finalizer(const MethodDef* finalizer) {
        Ref<MethodDescriptor> method = new_object<MethodDescriptor>(thread, thread.types().method_descriptor);
        method->def = finalizer;
        method->owner = thread.types().object;
        return make_class("Finalized", {}, {{"__del__", method.value()}});
    }
    uint64_t blocks() { return interp.heap.statistics().blocks_in_use; }
};

TEST_F(DestroyTest, AMillionNestedListsNeedLittleStack) {
    uint64_t before = blocks();
    {
        Ref<Value> nested = Value::none();
        for (int i = 0; i < 1'000'000; ++i)
            nested = make_list(thread, std::span<const Value>({nested.get()}));
    }
    EXPECT_EQ(blocks(), before);
    EXPECT_EQ(interp.heap.destroy_depth, 0u);
    EXPECT_TRUE(interp.heap.destroy_later.empty());
}

TEST_F(DestroyTest, AMillionNestedInstancesNeedLittleStack) {
    Ref<Type> node = make_class("Node");
    Ref<Str> next = name("next");
    {
        Ref<Value> warm = instance_of(node);  // the shape with `next` stays
        ASSERT_TRUE(set_attribute(thread, warm, next.get(), Value::none()).ok());
    }
    uint64_t before = blocks();
    {
        Ref<Value> nested = Value::none();
        for (int i = 0; i < 1'000'000; ++i) {
            Ref<Value> outer = instance_of(node);
            ASSERT_TRUE(set_attribute(thread, outer, next.get(), nested).ok());
            nested = std::move(outer);
        }
    }
    EXPECT_EQ(blocks(), before);
}

// Finalizers keep their notes in a list that the class holds as `log`.
Ref<Value> note_death(Thread& thread, Args args) {
    Ref<Value> log = get_attribute(thread, args[0], "log");
    if (log.is_error() || !list_append(thread, log.as<List>(), Value::small_int(1)).ok()) return kError;
    return Value::none();
}
constexpr MethodDef kNoteDeath = {"__del__(self)", note_death, nullptr};

Ref<Value> live_on(Thread& thread, Args args) {
    Ref<Value> log = get_attribute(thread, args[0], "log");
    if (log.is_error() || !list_append(thread, log.as<List>(), args[0]).ok()) return kError;
    return Value::none();
}
constexpr MethodDef kLiveOn = {"__del__(self)", live_on, nullptr};

TEST_F(DestroyTest, TheFinalizerRunsOnceAndKeepsTheExceptionOnItsWay) {
    Ref<Type> type = class_with_finalizer(&kNoteDeath);
    Ref<List> log = make_list(thread);
    ASSERT_TRUE(set(type.value(), "log", log.value()));
    Ref<Value> object = instance_of(type);
    ASSERT_FALSE(object.is_error());
    (void)raise_value_error(thread, "on its way");
    object = Ref<Value>::empty();
    EXPECT_EQ(log->length, 1u);
    EXPECT_EQ(error(), "ValueError: on its way");
}

TEST_F(DestroyTest, AFinalizerCanBringItsObjectBackButRunsOnlyOnce) {
    Ref<Type> type = class_with_finalizer(&kLiveOn);
    Ref<List> log = make_list(thread);
    ASSERT_TRUE(set(type.value(), "log", log.value()));
    Ref<Value> object = instance_of(type);
    ASSERT_TRUE(set(object, "x", integer(7)));
    object = Ref<Value>::empty();
    ASSERT_EQ(log->length, 1u);
    EXPECT_EQ(attribute(log->items[0], "x").get(), integer(7));
    EXPECT_EQ(log->items[0].as_object()->refcount, 1u);
    list_clear(thread, log.get());
    EXPECT_EQ(log->length, 0u) << "dead for good the second time";
}

TEST_F(DestroyTest, WeakReferencesLoseADyingObject) {
    Ref<Type> type = make_class("Referenced");
    Ref<Value> object = instance_of(type);
    Ref<Value> weak = make_weakref(thread, object, Value::empty());
    ASSERT_FALSE(weak.is_error());
    EXPECT_EQ(weak.as<WeakRef>()->referent, object.get().as_object());
    object = Ref<Value>::empty();
    EXPECT_EQ(weak.as<WeakRef>()->referent, nullptr);
}

TEST_F(DestroyTest, ImmortalObjectsSurviveACountOfZero) {
    Type* type = thread.types().int_;
    uint32_t count = type->refcount;
    type->refcount = 1;
    decref(static_cast<Object*>(type));
    EXPECT_EQ(type->refcount, Object::kImmortal);
    type->refcount = count;
}

TEST_F(DestroyTest, ImmortalObjectsOfTypesThatSayHowTheyDieSurviveToo) {
    Ref<List> list = make_list(thread, 3);
    Ref<Str> text = make_str(thread, "never interned, long enough");
    for (Object* object : {static_cast<Object*>(list.get()), static_cast<Object*>(text.get())}) {
        ASSERT_NE(object->type()->destroy, &destroy_any);
        incref(object);
        object->refcount = 1;
        object->flags |= kForever;
        decref(object);
        EXPECT_EQ(object->refcount, Object::kImmortal);
        object->flags &= ~uint32_t{kForever};
        object->refcount = 1;
    }
}

TEST_F(DestroyTest, WeakReferencesLoseSetsAndFunctionsToo) {
    Ref<Set> set = make_set(thread);
    Ref<Value> weak = make_weakref(thread, set.value(), Value::empty());
    ASSERT_FALSE(weak.is_error());
    ASSERT_NE(set->type()->destroy, &destroy_any);
    set = Ref<Set>();
    EXPECT_EQ(weak.as<WeakRef>()->referent, nullptr);
}

TEST_F(DestroyTest, WhateverDiesNextFreesWhatWaits) {
    for (bool leaf : {false, true}) {
        uint64_t before = blocks();
        Object* waiting = make_list(thread, 2).release();
        waiting->refcount = 0;
        interp.heap.destroy_later.push_back(waiting);
        Ref<Value> dies = Value::none();
        if (leaf)
            dies = make_str(thread, "long enough to be on the heap");
        else
            dies = make_list(thread);
        dies = Ref<Value>::empty();
        EXPECT_TRUE(interp.heap.destroy_later.empty());
        EXPECT_EQ(blocks(), before);
    }
}

TEST_F(DestroyTest, BelowTheLimitOfDepthEverythingWaits) {
    Ref<List> list = make_list(thread);
    interp.heap.destroy_depth = kDestroyDepthLimit;
    Object* object = list.get();
    list = Ref<List>();
    ASSERT_EQ(interp.heap.destroy_later.size(), 1u);
    EXPECT_EQ(interp.heap.destroy_later[0], object);
    interp.heap.destroy_depth = 0;
    (void)make_list(thread);
    EXPECT_TRUE(interp.heap.destroy_later.empty());
}

TEST_F(DestroyTest, SubclassesTakeTheLongWay) {
    Ref<Type> type = make_class("Mine", {thread.types().list});
    EXPECT_EQ(type->destroy, &destroy_any);
}

}  // namespace
}  // namespace moult
