// Tests of what native<T>() derives from a struct that names its fields.
#include "runtime/operations/native_type.h"

#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/operations/operations.h"
#include "runtime/state/test_support.h"

namespace moult {
namespace {

struct Pair : Object {
    Value first;
    Ref<Value> others[2];
    int count;  // owns nothing
    static constexpr auto kFields = fields<&Pair::first, &Pair::others>;
    static constexpr bool kClears = true;

    static Status init(Thread&, Pair& pair, Args args) {
        pair.first = share(args[0]).release();
        pair.others[0] = share(args[1]);
        pair.count = static_cast<int>(args.rest_count);
        return {};
    }
    static Ref<Value> length(Thread&, Pair& pair, Args) { return Value::small_int(pair.count); }
    static Ref<Value> repr(Thread& thread, Pair& pair) {
        return format_str(thread, "Pair of %d", pair.count);
    }
};
constexpr MethodDef kPairMethods[] = {{"length(self, /)", method<&Pair::length>, nullptr}};
constexpr TypeSpec kPairType = native<Pair>({.name = "test.Pair",
                                             .flags = kBaseType,
                                             .make = {"Pair(first, second=None, /, *rest)"},
                                             .slots = {.repr = slot<&Pair::repr>},
                                             .methods = kPairMethods});

// Owns a buffer and values in it, which are no fields; keeps the first when it is cleared.
struct Buffer : Object {
    Value* values;
    static void release(Interpreter& interp, Buffer& buffer) {
        for (size_t i = 0; buffer.values && i < 2; ++i) decref(buffer.values[i]);
        interp.heap.free(buffer.values);
        buffer.values = nullptr;
    }
    static void visit(Buffer& buffer, Visitor& visitor) {
        for (size_t i = 0; buffer.values && i < 2; ++i) visitor.visit(buffer.values[i]);
    }
    static void clear(Interpreter&, Buffer& buffer) { replace_field(buffer.values[1], Value::empty()); }
};
constexpr TypeSpec kBufferType = native<Buffer>({.name = "Buffer", .flags = kDisallowNew});

struct Number : Object {
    int number;
    static Status init(Thread&, Number& self, Args) {
        self.number = 1;
        return {};
    }
};
constexpr TypeSpec kNumberType =
    native<Number>({.name = "Number",
                    .make = {"Number()"},
                    .call = {"Number(x, y=2)", [](Thread& thread, Value, Args args) -> Ref<Value> {
                                 return moult::make_tuple(thread, {args[0], args[1]});
                             }}});

struct Atoms : Object {
    Value text;
    static constexpr auto kFields = fields<&Atoms::text>;
};
constexpr TypeSpec kAtomsType = native<Atoms>({.name = "Atoms", .flags = kHoldsAtoms | kDisallowNew});

struct Counter : Object {
    Value value;
    static constexpr auto kFields = fields<&Counter::value>;
    static Status init(Thread&, Counter& counter, Args args) {
        replace_field(counter.value, args[0]);
        return {};
    }
};
constexpr TypeSpec kCounterType =
    native<Counter>({.name = "Counter", .flags = kBaseType, .init = {"Counter(value)"}});

struct SeenBy : Visitor {
    std::vector<Value> seen;
    void visit_slot(Value& slot) override {
        if (!slot.is_empty()) seen.push_back(slot);
    }
};

class NativeTypeTest : public RuntimeTest {
  protected:
    Ref<Value> make(const TypeSpec& spec, std::initializer_list<Value> values) {
        CallArgs args{values.begin(), static_cast<uint32_t>(values.size()), nullptr};
        return call(thread, Value(native_type(interp, spec)), args);
    }
    std::vector<Value> seen_in(Object* object) {
        SeenBy visitor;
        object->type()->slots.traverse(object, visitor);
        return visitor.seen;
    }
    static uint32_t references(Value value) { return static_cast<uint32_t>(value.as_object()->refcount); }
};

TEST_F(NativeTypeTest, FieldsAreSeenClearedAndLetGo) {
    Ref<Str> first = make_str(thread, "the first of some length"),
             second = make_str(thread, "and the second");
    uint32_t before = references(first.value());
    Ref<Value> pair = make(kPairType, {first.value(), second.value()});
    ASSERT_FALSE(pair.is_error());
    EXPECT_EQ(references(first.value()), before + 1);
    EXPECT_EQ(seen_in(pair.get().as_object()), (std::vector<Value>{first.value(), second.value()}));

    const Type* type = pair.get().as_object()->type();
    type->slots.clear(interp, pair.get().as_object());
    EXPECT_TRUE(seen_in(pair.get().as_object()).empty());
    EXPECT_EQ(references(first.value()), before);

    pair = make(kPairType, {first.value(), second.value()});
    EXPECT_EQ(references(second.value()), before + 1);
    pair = Value::none();
    EXPECT_EQ(references(first.value()), before);
    EXPECT_EQ(references(second.value()), before);
}

TEST_F(NativeTypeTest, WhatIsNoFieldIsTheTypesOwnCare) {
    Ref<Buffer> buffer = new_instance<Buffer>(thread, native_type(interp, kBufferType));
    Ref<Str> text = make_str(thread, "in a buffer");
    uint32_t before = references(text.value());
    buffer->values = static_cast<Value*>(interp.heap.allocate(2 * sizeof(Value)));
    for (size_t i = 0; i < 2; ++i) buffer->values[i] = share(text.value()).release();
    EXPECT_EQ(seen_in(buffer.get()).size(), 2u);
    buffer->type()->slots.clear(interp, buffer.get());
    EXPECT_EQ(seen_in(buffer.get()).size(), 1u);
    buffer = nullptr;
    EXPECT_EQ(references(text.value()), before);
}

TEST_F(NativeTypeTest, FlagsSayWhatTheCollectorHasToDo) {
    EXPECT_TRUE(native_type(interp, kPairType)->flags & kGcType);
    EXPECT_TRUE(native_type(interp, kBufferType)->flags & kGcType);
    for (const TypeSpec* spec : {&kNumberType, &kAtomsType}) {
        Type* type = native_type(interp, *spec);
        EXPECT_FALSE(type->flags & kGcType) << spec->name;
        EXPECT_EQ(type->slots.traverse, nullptr) << spec->name;
        EXPECT_EQ(type->slots.clear, nullptr) << spec->name;
    }
    EXPECT_EQ(native_type(interp, kCounterType)->slots.clear,
              nullptr);  // its code has not said that it copes
}

TEST_F(NativeTypeTest, ConstructorsAreBoundBySignature) {
    EXPECT_EQ(repr_of(make(kPairType, {integer(1), integer(2), integer(3)})), "Pair of 1");
    EXPECT_TRUE(make(kPairType, {}).is_error());
    EXPECT_EQ(error(), "TypeError: Pair expected at least 1 argument, got 0");
    EXPECT_TRUE(make(kNumberType, {integer(1)}).is_error());
    EXPECT_EQ(error(), "TypeError: Number takes no arguments");
    EXPECT_TRUE(make(kBufferType, {}).is_error());
    EXPECT_EQ(error(), "TypeError: cannot create 'Buffer' instances");
}

TEST_F(NativeTypeTest, InstancesAreCalledBySignature) {
    Ref<Value> number = make(kNumberType, {});
    Value one = integer(1);
    EXPECT_EQ(repr_of(call(thread, number, {one})), "(1, 2)");
    EXPECT_TRUE(call(thread, number, CallArgs{}).is_error());
    EXPECT_EQ(error(), "TypeError: Number() missing required argument 'x' (pos 1)");
}

TEST_F(NativeTypeTest, InitAloneMakesAnEmptyInstanceFirst) {
    Ref<Value> counter = make(kCounterType, {integer(5)});
    EXPECT_EQ(counter.as<Counter>()->value, Value::small_int(5));
    Value one = integer(1);
    Ref<Value> bare =
        native_type(interp, kCounterType)
            ->slots.new_instance(thread, native_type(interp, kCounterType), CallArgs{&one, 1, nullptr});
    EXPECT_TRUE(bare.as<Counter>()->value.is_empty());
}

// The spec is a constant, from which each interpreter makes a type of its own; nothing gets from one into the other.
TEST_F(NativeTypeTest, EachInterpreterMakesItsOwnType) {
    Type* type = native_type(interp, kPairType);
    EXPECT_EQ(native_type(interp, kPairType), type);
    EXPECT_EQ(type->spec, &kPairType);
    EXPECT_EQ(type->basic_size, sizeof(Pair));
    EXPECT_EQ(full_name(type), "test.Pair");
    EXPECT_NE(native_type(interp, kNumberType)->slots.repr, type->slots.repr);
    EXPECT_EQ(native_type(interp, kNumberType)->flags & kBaseType, 0u);
}

}  // namespace
}  // namespace moult
