// Tests of instance attributes: shapes, growth, dict mode, change of class.
#include "runtime/classes/instance.h"

#include "runtime/classes/type_internals.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class InstanceTest : public RuntimeTest {
  protected:
    Shape* shape(const Ref<Value>& object) { return object.as<Object>()->shape; }
};

TEST_F(InstanceTest, EqualHistoriesShareAShape) {
    Ref<Type> type = make_class("P");
    Ref<Value> a = instance_of(type), b = instance_of(type);
    ASSERT_TRUE(set(a, "x", integer(1)) && set(a, "y", integer(2)));
    ASSERT_TRUE(set(b, "x", integer(3)) && set(b, "y", integer(4)));
    EXPECT_EQ(shape(a), shape(b));
    EXPECT_EQ(shape(a)->slot_count, 2);
    Ref<Value> c = instance_of(type);
    ASSERT_TRUE(set(c, "y", integer(1)));
    EXPECT_NE(shape(c), shape(a)->parent);
}

TEST_F(InstanceTest, ManyAttributesOverflowAndLaterInstancesKeepThemInline) {
    Ref<Type> type = make_class("P");
    Ref<Value> first = instance_of(type);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(set(first, "a" + std::to_string(i), integer(i)));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(attribute(first, "a" + std::to_string(i)).get(), integer(i));
    EXPECT_GT(shape(first)->slot_count, shape(first)->inline_capacity);
    Ref<Value> second = instance_of(type);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(set(second, "a" + std::to_string(i), integer(-i)));
    EXPECT_LE(shape(second)->slot_count, shape(second)->inline_capacity);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(attribute(second, "a" + std::to_string(i)).get(), integer(-i));
}

TEST_F(InstanceTest, TheDictHasTheAttributesInOrderAndIsLive) {
    Ref<Type> type = make_class("P");
    Ref<Value> object = instance_of(type);
    ASSERT_TRUE(set(object, "b", integer(1)) && set(object, "a", integer(2)));
    Ref<Value> dict = attribute(object, "__dict__");
    EXPECT_EQ(repr_of(dict), "{'b': 1, 'a': 2}");
    EXPECT_EQ(shape(object)->mode, AttributeMode::kDict);
    ASSERT_TRUE(set(object, "c", integer(3)));
    EXPECT_EQ(repr_of(dict), "{'b': 1, 'a': 2, 'c': 3}");
    ASSERT_TRUE(dict_set(thread, dict.as<Dict>(), name("d").value(), integer(4)).ok());
    EXPECT_EQ(attribute(object, "d").get(), integer(4));
}

TEST_F(InstanceTest, DeletedAttributesAreGone) {
    Ref<Type> type = make_class("P");
    Ref<Value> object = instance_of(type);
    ASSERT_TRUE(set(object, "a", integer(1)) && set(object, "b", integer(2)));
    ASSERT_TRUE(set(object, "b", Value::empty()));
    EXPECT_EQ(shape(object)->mode, AttributeMode::kSlots);  // the last one: back to the parent shape
    ASSERT_TRUE(set(object, "c", integer(3)));
    ASSERT_TRUE(set(object, "a", Value::empty()));
    EXPECT_EQ(repr_of(attribute(object, "__dict__")), "{'c': 3}");
    EXPECT_FALSE(set(object, "a", Value::empty()));
    EXPECT_EQ(error(), "AttributeError: 'P' object has no attribute 'a'");
}

TEST_F(InstanceTest, ObjectsWithVeryManyAttributesGoToDictMode) {
    Ref<Type> type = make_class("P");
    Ref<Value> object = instance_of(type);
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(set(object, "a" + std::to_string(i), integer(i)));
    EXPECT_EQ(shape(object)->mode, AttributeMode::kDict);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(attribute(object, "a" + std::to_string(i)).get(), integer(i));
}

TEST_F(InstanceTest, ValuesAreReleasedWithTheirObject) {
    Ref<Type> type = make_class("P");
    Ref<Value> held = instance_of(type);
    uint32_t count = held.as<Object>()->refcount;
    {
        Ref<Value> object = instance_of(type);
        for (int i = 0; i < 12; ++i) ASSERT_TRUE(set(object, "a" + std::to_string(i), held));
        EXPECT_EQ(held.as<Object>()->refcount, count + 12);
    }
    EXPECT_EQ(held.as<Object>()->refcount, count);
}

TEST_F(InstanceTest, TheClassOfAnInstanceCanBeChanged) {
    Ref<Type> a = make_class("A", {}, {{"kind", integer(1)}});
    Ref<Type> b = make_class("B", {}, {{"kind", integer(2)}});
    Ref<Value> object = instance_of(a);
    ASSERT_TRUE(set(object, "x", integer(7)));
    ASSERT_TRUE(set(object, "__class__", b.value())) << error();
    EXPECT_EQ(attribute(object, "kind").get(), integer(2));
    EXPECT_EQ(attribute(object, "x").get(), integer(7));
    EXPECT_FALSE(set(object, "__class__", thread.types().int_));
    EXPECT_EQ(error(),
              "TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses");
    Ref<Type> with_slots = make_class("S", {}, {{"__slots__", name("y").value()}});
    EXPECT_FALSE(set(object, "__class__", with_slots.value()));
    EXPECT_EQ(error(), "TypeError: __class__ assignment: 'S' object layout differs from 'B'");
}

}  // namespace
}  // namespace moult
