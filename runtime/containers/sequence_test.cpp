// Tuples, ranges, slices and the iterators over them.
#include <gtest/gtest.h>

#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/names.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

class SequenceTest : public RuntimeTest {
  protected:
    Ref<Value> range(int64_t start, int64_t stop, int64_t step = 1) {
        return make_range(thread, integer(start), integer(stop), integer(step));
    }
    Ref<Value> slice(Value start, Value stop, Value step) { return make_slice(thread, start, stop, step); }
    std::vector<int64_t> numbers(Value iterable) {
        std::vector<int64_t> result;
        Ref<List> list = to_list(thread, iterable);
        EXPECT_TRUE(list);
        for (Value item : list->span()) result.push_back(item.as_small_int());
        return result;
    }
    bool raised(Type* type) {
        bool matches = thread.has_error() && error_matches(thread, type);
        clear_error(thread);
        return matches;
    }
};
using Numbers = std::vector<int64_t>;

TEST_F(SequenceTest, TuplesHashLikeCPythons) {
    Ref<Tuple> inner = make_tuple(thread, {integer(2), integer(3)});
    EXPECT_EQ(hash(thread, make_tuple(thread, {integer(1), integer(2), integer(3)}).value()).value(),
              529344067295497451);
    EXPECT_EQ(hash(thread, make_tuple(thread, {}).value()).value(), 5740354900026072187);
    EXPECT_EQ(hash(thread, make_tuple(thread, {integer(-1), integer(0)}).value()).value(),
              2575514064802888272);
    EXPECT_EQ(hash(thread, make_tuple(thread, {integer(1), inner.value()}).value()).value(),
              7267574591690527098);
}

TEST_F(SequenceTest, ThereIsOneEmptyTuple) {
    EXPECT_EQ(make_tuple(thread, {}).get(), to_tuple(thread, make_list(thread).value()).get());
}

TEST_F(SequenceTest, TuplesPrintTheirItems) {
    Ref<Tuple> one = make_tuple(thread, {integer(1)});
    EXPECT_EQ(repr_of(one.value()), "(1,)");
    EXPECT_EQ(repr_of(make_tuple(thread, {one.value(), integer(2)}).value()), "((1,), 2)");
    Ref<List> list = make_list(thread);
    ASSERT_TRUE(list_append(thread, list.get(), list.value()).ok());
    EXPECT_EQ(repr_of(list.value()), "[[...]]");
    list_clear(thread, list.get());
}

TEST_F(SequenceTest, RangesKnowTheirNumbers) {
    EXPECT_EQ(numbers(range(10, -10, -3)), (Numbers{10, 7, 4, 1, -2, -5, -8}));
    EXPECT_EQ(length(thread, range(10, -10, -3)).value(), 7);
    EXPECT_EQ(length(thread, range(5, 5)).value(), 0);
    EXPECT_EQ(get_item(thread, range(10, -10, -3), integer(-1)).get(), integer(-8));
    EXPECT_TRUE(contains(thread, range(10, -10, -3), integer(-2)).value());
    EXPECT_FALSE(contains(thread, range(10, -10, -3), integer(-1)).value());
    EXPECT_FALSE(contains(thread, range(10, -10, -3), integer(-11)).value());
    EXPECT_TRUE(contains(thread, range(0, 3), Value::number(2.0)).value());
    EXPECT_TRUE(make_range(thread, integer(0), integer(1), integer(0)).get() == nullptr);
    EXPECT_TRUE(raised(interp.types().value_error));
}

TEST_F(SequenceTest, RangesGoBeyondMachineIntegers) {
    Ref<Value> big = int_power(thread, integer(10), integer(30), Value::empty());
    Ref<Value> end = int_add(thread, big, integer(3));
    Ref<Value> wide = make_range(thread, big, end, integer(1));
    EXPECT_EQ(length(thread, wide).value(), 3);
    Ref<List> items = to_list(thread, wide);
    ASSERT_EQ(items->length, 3u);
    EXPECT_EQ(repr_of(items->items[2]), "1000000000000000000000000000002");
    EXPECT_TRUE(contains(thread, wide, items->items[1]).value());
    EXPECT_FALSE(contains(thread, wide, end).value());
    Ref<Value> whole = make_range(thread, integer(0), big, integer(1));
    EXPECT_FALSE(length(thread, whole).ok());
    EXPECT_TRUE(raised(interp.types().overflow_error));
    EXPECT_EQ(repr_of(get_item(thread, whole, integer(-1))), "999999999999999999999999999999");
}

TEST_F(SequenceTest, SlicesOfRangesAreRanges) {
    EXPECT_EQ(repr_of(get_item(thread, range(10, -10, -3), slice(integer(2), integer(5), Value::none()))),
              "range(4, -5, -3)");
    EXPECT_EQ(repr_of(get_item(thread, range(0, 10), slice(Value::none(), Value::none(), integer(-1)))),
              "range(9, -1, -1)");
}

TEST_F(SequenceTest, RangesHashAndCompareByTheirNumbers) {
    EXPECT_EQ(hash(thread, range(0, 3)).value(), -8338477496398685190);
    EXPECT_EQ(hash(thread, range(0, 0)).value(), hash(thread, range(5, 1, 2)).value());
    EXPECT_EQ(hash(thread, range(5, 6, 7)).value(), hash(thread, range(5, 8, 9)).value());
    EXPECT_TRUE(equals(thread, range(0, 10, 3), range(0, 12, 3)).value());
    EXPECT_TRUE(equals(thread, range(5, 5), range(9, 2)).value());
    EXPECT_FALSE(equals(thread, range(0, 3), range(1, 3)).value());
}

TEST_F(SequenceTest, IteratorsStayAtTheirEnd) {
    Ref<List> list = make_list(thread);
    ASSERT_TRUE(list_append(thread, list.get(), integer(1)).ok());
    Ref<Value> iterator = get_iterator(thread, list.value());
    EXPECT_EQ(iterator_next(thread, iterator).get(), integer(1));
    EXPECT_TRUE(iterator_next(thread, iterator).is_empty());
    ASSERT_TRUE(list_append(thread, list.get(), integer(2)).ok());
    EXPECT_TRUE(iterator_next(thread, iterator).is_empty());
}

TEST_F(SequenceTest, IteratorsOverShrunkListsEnd) {
    Ref<List> list = make_list(thread);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(list_append(thread, list.get(), integer(i)).ok());
    Ref<Value> forwards = get_iterator(thread, list.value());
    Ref<Value> backwards = call_method(thread, list.value(), interp.names().__reversed__);
    for (int i = 0; i < 5; ++i) ASSERT_EQ(iterator_next(thread, forwards).get(), integer(i));
    list_clear(thread, list.get());
    EXPECT_TRUE(iterator_next(thread, forwards).is_empty());
    EXPECT_TRUE(iterator_next(thread, backwards).is_empty());
}

TEST_F(SequenceTest, EnumerateAndZipUseTheirTupleAgainOnlyWhenItIsFree) {
    Ref<Value> numbered = call(thread, interp.types().enumerate, {range(5, 9)});
    ASSERT_FALSE(numbered.is_error());
    Ref<Value> kept = iterator_next(thread, numbered);
    {
        Ref<Value> second = iterator_next(thread, numbered);
        EXPECT_NE(second.get(), kept.get());
        EXPECT_EQ(repr_of(second), "(1, 6)");
    }
    EXPECT_EQ(repr_of(kept), "(0, 5)");
    EXPECT_EQ(repr_of(iterator_next(thread, numbered)), "(2, 7)");

    Ref<Value> pairs = call(thread, interp.types().zip, {range(0, 4), range(10, 14)});
    Value first = iterator_next(thread, pairs).get();   // dropped at once
    Value second = iterator_next(thread, pairs).get();  // so the tuple comes again
    EXPECT_EQ(first, second);
}

TEST_F(SequenceTest, MapAndFilterCallAndChoose) {
    Ref<Value> strs = call(thread, interp.types().map, {Value(interp.types().str), range(0, 3)});
    EXPECT_EQ(repr_of(to_list(thread, strs).value()), "['0', '1', '2']");
    Ref<Value> truthy = call(thread, interp.types().filter, {Value::none(), range(-2, 3)});
    EXPECT_EQ(numbers(truthy), (Numbers{-2, -1, 1, 2}));
    Ref<Value> backwards =
        call(thread, interp.types().reversed, {make_tuple(thread, {integer(1), integer(2)}).value()});
    EXPECT_EQ(numbers(backwards), (Numbers{2, 1}));
}

}  // namespace
}  // namespace moult
