// Tests of classes: construction, resolution order, attributes, slots, invalidation.
#include "runtime/model/type.h"

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/list.h"
#include "runtime/state/names.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class TypeTest : public RuntimeTest {};

TEST_F(TypeTest, EveryBuiltinTypeOfTheModelExists) {
    EXPECT_EQ(repr_of(thread.types().object), "<class 'object'>");
    EXPECT_EQ(repr_of(thread.types().type), "<class 'type'>");
    EXPECT_EQ(repr_of(thread.types().namespace_), "<class 'types.SimpleNamespace'>");
    EXPECT_EQ(interp.type_of(thread.types().type), thread.types().type);
    EXPECT_TRUE(thread.types().bool_->is_subtype(thread.types().int_));
    EXPECT_FALSE(thread.types().int_->is_subtype(thread.types().bool_));
}

TEST_F(TypeTest, ClassesHaveNameBasesAndOrder) {
    Ref<Type> a = make_class("A");
    Ref<Type> b = make_class("B", {a.get()});
    Ref<Type> c = make_class("C", {a.get()});
    Ref<Type> d = make_class("D", {b.get(), c.get()});
    ASSERT_TRUE(d);
    std::string order;
    for (Value item : d->mro->span()) order += to_utf8(item.as<Type>()->name.get()) + " ";
    EXPECT_EQ(order, "D B C A object ");
    EXPECT_TRUE(d->is_subtype(a.get()));
}

TEST_F(TypeTest, InconsistentOrdersAreErrors) {
    Ref<Type> a = make_class("A");
    Ref<Type> b = make_class("B", {a.get()});
    EXPECT_FALSE(make_class("C", {a.get(), b.get()}));
    EXPECT_EQ(error(), "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases A, B");
    EXPECT_FALSE(make_class("C", {a.get(), a.get()}));
    EXPECT_EQ(error(), "TypeError: duplicate base class A");
    EXPECT_FALSE(make_class("C", {thread.types().int_, thread.types().str}));
    EXPECT_EQ(error(), "TypeError: multiple bases have instance lay-out conflict");
    EXPECT_FALSE(make_class("C", {thread.types().bool_}));
    EXPECT_EQ(error(), "TypeError: type 'bool' is not an acceptable base type");
}

TEST_F(TypeTest, InstancesFindAttributesOfTheirClasses) {
    Ref<Type> a = make_class("A", {}, {{"x", integer(1)}});
    Ref<Type> b = make_class("B", {a.get()});
    Ref<Value> object = instance_of(b);
    EXPECT_EQ(attribute(object, "x").get(), integer(1));
    ASSERT_TRUE(set(object, "x", integer(2)));
    EXPECT_EQ(attribute(object, "x").get(), integer(2));
    EXPECT_EQ(attribute(a.value(), "x").get(), integer(1));
    EXPECT_TRUE(attribute(object, "y").is_error());
    EXPECT_EQ(error(), "AttributeError: 'B' object has no attribute 'y'");
    EXPECT_TRUE(attribute(b.value(), "y").is_error());
    EXPECT_EQ(error(), "AttributeError: type object 'B' has no attribute 'y'");
}

TEST_F(TypeTest, ChangingAClassInvalidatesItAndItsSubclasses) {
    Ref<Type> a = make_class("A", {}, {{"x", integer(1)}});
    Ref<Type> b = make_class("B", {a.get()});
    Ref<Value> object = instance_of(b);
    EXPECT_EQ(attribute(object, "x").get(), integer(1));
    uint32_t version = type_version(b.get());
    uint32_t identity = shape_identity(object.as<Object>()->shape);
    EXPECT_NE(version, 0u);
    EXPECT_EQ(version, type_version(b.get()));
    ASSERT_TRUE(set(a.value(), "x", integer(5)));
    EXPECT_EQ(attribute(object, "x").get(), integer(5));
    EXPECT_NE(type_version(b.get()), version);
    EXPECT_NE(shape_identity(object.as<Object>()->shape), identity);
}

TEST_F(TypeTest, SlotsFollowTheNamespace) {
    Ref<Type> a = make_class("A");
    Ref<Type> b = make_class("B", {a.get()});
    EXPECT_EQ(b->slots.length, nullptr);
    Ref<Value> of_list = attribute(thread.types().list, "__len__");
    ASSERT_TRUE(set(a.value(), "__len__", of_list));
    EXPECT_NE(b->slots.length, nullptr);
    Ref<Value> object = instance_of(b);
    EXPECT_FALSE(length(thread, object).ok());
    EXPECT_EQ(error(), "TypeError: descriptor '__len__' requires a 'list' object but received a 'B'");
    ASSERT_TRUE(set(a.value(), "__len__", Value::empty()));
    EXPECT_EQ(b->slots.length, nullptr);
}

TEST_F(TypeTest, SubclassesOfBuiltinTypesUseTheirSlotsDirectly) {
    Ref<Type> sub = make_class("L", {thread.types().list});
    EXPECT_EQ(sub->slots.length, thread.types().list->slots.length);
    EXPECT_EQ(sub->slots.add, nullptr);
    EXPECT_EQ(sub->slots.concat, thread.types().list->slots.concat);
    Ref<Value> object = instance_of(sub);
    ASSERT_FALSE(object.is_error()) << error();
    ASSERT_FALSE(call_method(thread, object, interp.names().append, {integer(3)}).is_error()) << error();
    EXPECT_EQ(repr_of(object), "[3]");
    ASSERT_TRUE(set(object, "note", integer(1)));
    EXPECT_EQ(attribute(object, "note").get(), integer(1));
}

TEST_F(TypeTest, PayloadSubclassesKeepValueAndAttributes) {
    Ref<Type> sub = make_class("I", {thread.types().int_});
    Ref<Value> object = call(thread, sub.value(), {integer(41)});
    ASSERT_FALSE(object.is_error()) << error();
    ASSERT_TRUE(set(object, "unit", integer(1)));
    Ref<Value> sum = binary_op(thread, BinaryOp::kAdd, object, integer(1));
    EXPECT_EQ(sum.get(), integer(42));
    EXPECT_EQ(attribute(object, "unit").get(), integer(1));
}

TEST_F(TypeTest, ClassesThatDefineEqualityAreUnhashable) {
    Ref<Type> a = make_class("A", {}, {{"__eq__", Value::none()}});
    Ref<Value> object = instance_of(a);
    EXPECT_FALSE(hash(thread, object).ok());
    EXPECT_EQ(error(), "TypeError: unhashable type: 'A'");
}

TEST_F(TypeTest, SlotsRequestsMakeMembers) {
    Ref<Tuple> names = make_tuple(thread, {text("x").value(), text("__private").value()});
    Ref<Type> a = make_class("A", {}, {{"__slots__", names.value()}});
    ASSERT_TRUE(a) << error();
    Ref<Value> object = instance_of(a);
    EXPECT_TRUE(attribute(object, "x").is_error());
    EXPECT_EQ(error(), "AttributeError: 'A' object has no attribute 'x'");
    ASSERT_TRUE(set(object, "x", integer(1)));
    ASSERT_TRUE(set(object, "_A__private", integer(2)));
    EXPECT_EQ(attribute(object, "x").get(), integer(1));
    EXPECT_FALSE(set(object, "y", integer(1)));
    EXPECT_EQ(error(), "AttributeError: 'A' object has no attribute 'y'");
    EXPECT_EQ(object.as<Object>()->shape->mode, AttributeMode::kNone);
    // A subclass without __slots__ has both.
    Ref<Type> b = make_class("B", {a.get()});
    Ref<Value> other = instance_of(b);
    ASSERT_TRUE(set(other, "x", integer(3)));
    ASSERT_TRUE(set(other, "y", integer(4)));
    EXPECT_EQ(attribute(other, "x").get(), integer(3));
    EXPECT_EQ(attribute(other, "y").get(), integer(4));
}

TEST_F(TypeTest, ConstructionChecksArguments) {
    Ref<Type> a = make_class("C");
    EXPECT_TRUE(call(thread, a.value(), {integer(1)}).is_error());
    EXPECT_EQ(error(), "TypeError: C() takes no arguments");
    EXPECT_TRUE(call(thread, thread.types().object, {integer(1)}).is_error());
    EXPECT_EQ(error(), "TypeError: object() takes no arguments");
    EXPECT_TRUE(call(thread, thread.types().type, {integer(1), integer(2)}).is_error());
    EXPECT_EQ(error(), "TypeError: type() takes 1 or 3 arguments");
    Ref<Value> object_new_method = attribute(thread.types().object, "__new__");
    EXPECT_TRUE(call(thread, object_new_method, {Value(thread.types().int_)}).is_error());
    EXPECT_EQ(error(), "TypeError: object.__new__(int) is not safe, use int.__new__()");
    EXPECT_FALSE(set(thread.types().int_, "x", integer(1)));
    EXPECT_EQ(error(), "TypeError: cannot set 'x' attribute of immutable type 'int'");
}

TEST_F(TypeTest, BasesCanBeAssigned) {
    Ref<Type> a = make_class("A", {}, {{"x", integer(1)}});
    Ref<Type> b = make_class("B", {}, {{"x", integer(2)}});
    Ref<Type> c = make_class("C", {a.get()});
    Ref<Type> d = make_class("D", {c.get()});
    EXPECT_EQ(attribute(d.value(), "x").get(), integer(1));
    Ref<Tuple> bases = make_tuple(thread, {b.value()});
    ASSERT_TRUE(set(c.value(), "__bases__", bases.value())) << error();
    EXPECT_EQ(attribute(d.value(), "x").get(), integer(2));
    EXPECT_EQ(d->mro->length, 4u);
}

}  // namespace
}  // namespace moult
