// Lists: slices of every kind against a vector, growth, sorting with keys and mischief.
#include "runtime/containers/list.h"
#include "runtime/operations/native_type.h"

#include <gtest/gtest.h>

#include <random>

#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

class ListTest : public RuntimeTest {
  protected:
    Ref<List> list_of(const std::vector<int64_t>& numbers) {
        Ref<List> list = make_list(thread);
        for (int64_t i : numbers) EXPECT_TRUE(list_append(thread, list.get(), integer(i)).ok());
        return list;
    }
    std::vector<int64_t> numbers(Value list) {
        std::vector<int64_t> result;
        for (Value item : list.as<List>()->span()) result.push_back(item.as_small_int());
        return result;
    }
    Value bound(int64_t i) { return i == kNone ? Value(Value::none()) : integer(i); }
    bool raised(Type* type) {
        bool matches = thread.has_error() && error_matches(thread, type);
        clear_error(thread);
        return matches;
    }
    static constexpr int64_t kNone = 1000;
};

TEST_F(ListTest, SlicesTakeReplaceAndDeleteWhatTheirPositionsSay) {
    std::mt19937 random(1);
    auto choose = [&] { return random() % 6 == 0 ? kNone : static_cast<int64_t>(random() % 24) - 12; };
    for (int round = 0; round < 20000; ++round) {
        std::vector<int64_t> expected(random() % 10);
        for (size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<int64_t>(i);
        Ref<List> list = list_of(expected);
        int64_t step = random() % 2 ? kNone : static_cast<int64_t>(random() % 7) - 3;
        if (step == 0) step = 1;
        int64_t start = choose(), stop = choose(), stride = step == kNone ? 1 : step;

        // The definition of a slice, item by item.
        auto n = static_cast<int64_t>(expected.size());
        int64_t low = stride < 0 ? -1 : 0, high = stride < 0 ? n - 1 : n;
        auto place = [&](int64_t b, int64_t otherwise) {
            if (b == kNone) return otherwise;
            return std::clamp(b < 0 ? b + n : b, low, high);
        };
        int64_t from = place(start, stride < 0 ? high : low), to = place(stop, stride < 0 ? low : high);
        std::vector<size_t> places;
        for (int64_t i = from; stride < 0 ? i > to : i < to; i += stride)
            places.push_back(static_cast<size_t>(i));

        Ref<Slice> slice = make_slice(thread, bound(start), bound(stop), bound(step));
        std::vector<int64_t> taken;
        for (size_t i : places) taken.push_back(expected[i]);
        Ref<Value> got = get_item(thread, list.value(), slice.value());
        ASSERT_EQ(numbers(got), taken);

        bool plain = stride == 1;
        std::vector<int64_t> fresh(plain ? random() % 6 : places.size(), 99);
        ASSERT_TRUE(set_item(thread, list.value(), slice.value(), list_of(fresh).value()).ok());
        std::vector<int64_t> replaced = expected;
        if (plain) {
            auto begin = replaced.begin() + from;
            begin = replaced.erase(begin, begin + static_cast<int64_t>(places.size()));
            replaced.insert(begin, fresh.begin(), fresh.end());
        } else {
            for (size_t i : places) replaced[i] = 99;
        }
        ASSERT_EQ(numbers(list.value()), replaced);

        Ref<List> shorter = list_of(expected);
        ASSERT_TRUE(set_item(thread, shorter.value(), slice.value(), Value::empty()).ok());
        std::vector<int64_t> kept;
        for (size_t i = 0; i < expected.size(); ++i)
            if (std::find(places.begin(), places.end(), i) == places.end()) kept.push_back(expected[i]);
        ASSERT_EQ(numbers(shorter.value()), kept);
    }
}

TEST_F(ListTest, AssigningTheWrongNumberToAnExtendedSliceFails) {
    Ref<List> list = list_of({1, 2, 3});
    Ref<Slice> slice = make_slice(thread, Value::none(), Value::none(), integer(2));
    EXPECT_FALSE(set_item(thread, list.value(), slice.value(), list_of({1}).value()).ok());
    EXPECT_TRUE(raised(interp.types().value_error));
    EXPECT_FALSE(set_item(thread, list.value(), slice.value(), integer(1)).ok());
    EXPECT_TRUE(raised(interp.types().type_error));
    EXPECT_EQ(numbers(list.value()), (std::vector<int64_t>{1, 2, 3}));
}

TEST_F(ListTest, IndicesCountFromBothEndsAndStayInBounds) {
    Ref<List> list = list_of({10, 20, 30});
    EXPECT_EQ(get_item(thread, list.value(), integer(-1)).get(), integer(30));
    EXPECT_EQ(get_item(thread, list.value(), Value::boolean(true)).get(), integer(20));
    EXPECT_TRUE(get_item(thread, list.value(), integer(3)).is_error());
    EXPECT_TRUE(raised(interp.types().index_error));
    EXPECT_TRUE(get_item(thread, list.value(), integer(-4)).is_error());
    EXPECT_TRUE(raised(interp.types().index_error));
    EXPECT_TRUE(get_item(thread, list.value(), Value::none()).is_error());
    EXPECT_TRUE(raised(interp.types().type_error));
}

TEST_F(ListTest, ExtendsItself) {
    Ref<List> list = list_of({1, 2, 3});
    ASSERT_TRUE(list_extend(thread, list.get(), list.value()).ok());
    EXPECT_EQ(numbers(list.value()), (std::vector<int64_t>{1, 2, 3, 1, 2, 3}));
}

TEST_F(ListTest, ComparesLikeTheFirstDifference) {
    auto less = [&](std::vector<int64_t> a, std::vector<int64_t> b) {
        return compare_truth(thread, list_of(a).value(), list_of(b).value(), CompareOp::kLt).value();
    };
    EXPECT_TRUE(less({1, 2}, {1, 3}));
    EXPECT_TRUE(less({1}, {1, 0}));
    EXPECT_FALSE(less({2}, {1, 5}));
    EXPECT_FALSE(less({1, 2}, {1, 2}));
    EXPECT_TRUE(equals(thread, list_of({1, 2}).value(), list_of({1, 2}).value()).value());
}

TEST_F(ListTest, SortsEveryKindOfKey) {
    Ref<List> ints = list_of({3, -1, 2, 2, -5});
    ASSERT_TRUE(list_sort(thread, ints.get(), Value::none(), false).ok());
    EXPECT_EQ(numbers(ints.value()), (std::vector<int64_t>{-5, -1, 2, 2, 3}));
    ASSERT_TRUE(list_sort(thread, ints.get(), Value::none(), true).ok());
    EXPECT_EQ(numbers(ints.value()), (std::vector<int64_t>{3, 2, 2, -1, -5}));

    Ref<List> mixed = make_list(thread);
    for (Value v :
         {Value(Value::number(2.5)), integer(3), Value(Value::boolean(true)), Value(Value::number(-1))})
        ASSERT_TRUE(list_append(thread, mixed.get(), v).ok());
    ASSERT_TRUE(list_sort(thread, mixed.get(), Value::none(), false).ok());
    EXPECT_EQ(mixed->items[0], Value(Value::number(-1)));
    EXPECT_EQ(mixed->items[1], Value(Value::boolean(true)));
    EXPECT_EQ(mixed->items[3], integer(3));

    Ref<List> strs = make_list(thread);
    for (const char* text : {"pear", "apple", "fig", "\xc3\xa9", "zoo"})
        ASSERT_TRUE(list_append(thread, strs.get(), make_str(thread, text).value()).ok());
    ASSERT_TRUE(list_sort(thread, strs.get(), Value::none(), false).ok());
    EXPECT_EQ(to_utf8(strs->items[0].as<Str>()), "apple");
    EXPECT_EQ(to_utf8(strs->items[4].as<Str>()), "\xc3\xa9");
}

TEST_F(ListTest, SortingWhatDoesNotCompareFailsAndKeepsTheItems) {
    Ref<List> list = list_of({3, 1, 2});
    ASSERT_TRUE(list_append(thread, list.get(), Value::none()).ok());
    EXPECT_FALSE(list_sort(thread, list.get(), Value::none(), false).ok());
    EXPECT_TRUE(raised(interp.types().type_error));
    EXPECT_EQ(list->length, 4u);
}

// An item whose comparison appends to the list that is being sorted.
struct Intruder : Object {
    List* list;
};

TEST_F(ListTest, NoticesChangesDuringSorting) {
    static constexpr TypeSpec kType = native<Intruder>(
        {.name = "Intruder", .slots = {.compare = [](Thread& t, Value self, Value, CompareOp) -> Ref<Value> {
                                 EXPECT_EQ(self.as<Intruder>()->list->length, 0u);  // looks empty meanwhile
                                 TRY(list_append(t, self.as<Intruder>()->list, Value::none()));
                                 list_clear(t, self.as<Intruder>()->list);
                                 TRY(list_append(t, self.as<Intruder>()->list, Value::none()));
                                 self.as<Intruder>()->list->length = 0;
                                 return Value::boolean(true);
                             }}});
    Type* type = native_type(interp, kType);
    Ref<List> list = make_list(thread);
    for (int i = 0; i < 5; ++i) {
        auto* object = static_cast<Intruder*>(interp.heap.allocate(sizeof(Intruder)));
        object->refcount = 1;
        object->flags = 0;
        object->shape = type->root_shape;
        object->list = list.get();
        Ref<Value> item = Ref<Value>::take(object);
        ASSERT_TRUE(list_append(thread, list.get(), item).ok());
    }
    EXPECT_FALSE(list_sort(thread, list.get(), Value::none(), false).ok());
    EXPECT_TRUE(raised(interp.types().value_error));
    EXPECT_EQ(list->length, 5u);
}

TEST_F(ListTest, ReleasesWhatItDrops) {
    Ref<Tuple> item = make_tuple(thread, {integer(1)});
    Ref<List> list = make_list(thread);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(list_append(thread, list.get(), item.value()).ok());
    EXPECT_EQ(item->refcount, 101u);
    Ref<Slice> odd = make_slice(thread, integer(1), Value::none(), integer(2));
    ASSERT_TRUE(set_item(thread, list.value(), odd.value(), Value::empty()).ok());
    EXPECT_EQ(item->refcount, 51u);
    Ref<Slice> tail = make_slice(thread, integer(10), Value::none(), Value::none());
    ASSERT_TRUE(set_item(thread, list.value(), tail.value(), list_of({}).value()).ok());
    EXPECT_EQ(item->refcount, 11u);
    list_clear(thread, list.get());
    EXPECT_EQ(item->refcount, 1u);
}

}  // namespace
}  // namespace moult
