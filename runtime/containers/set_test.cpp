// Sets: against std::set over random changes, the algebra, iteration order and hashes like CPython's.
#include "runtime/containers/set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "runtime/containers/list.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

using Numbers = std::vector<int64_t>;

class SetTest : public RuntimeTest {
  protected:
    Ref<Set> set_of(const Numbers& items) {
        Ref<Set> set = make_set(thread);
        for (int64_t i : items) EXPECT_TRUE(set_add(thread, set.get(), integer(i)).ok());
        return set;
    }
    Numbers items(Value set) {
        Numbers result;
        size_t position = 0;
        for (Value key; set_next(set.as<Set>(), &position, &key);) result.push_back(key.as_small_int());
        return result;
    }
    bool raised(Type* type) {
        bool matches = thread.has_error() && error_matches(thread, type);
        clear_error(thread);
        return matches;
    }
};

TEST_F(SetTest, AgreesWithStdSetOverManyRandomChanges) {
    for (unsigned limit : {5u, 100u, 20000u}) {
        Ref<Set> set = make_set(thread);
        std::set<int64_t> expected;
        std::mt19937 random(limit);
        for (unsigned i = 0; i < limit * 5; ++i) {
            int64_t key = static_cast<int64_t>(random() % limit) << (random() % 3 * 7);
            if (random() % 3 == 0) {
                ASSERT_EQ(set_discard(thread, set.get(), integer(key)).value(), expected.erase(key) == 1);
            } else {
                ASSERT_TRUE(set_add(thread, set.get(), integer(key)).ok());
                expected.insert(key);
            }
            ASSERT_EQ(set->length, expected.size());
        }
        Numbers sorted = items(set.value());
        std::sort(sorted.begin(), sorted.end());
        EXPECT_EQ(sorted, Numbers(expected.begin(), expected.end()));
    }
}

TEST_F(SetTest, IteratesOverNumbersInCPythonsOrder) {
    EXPECT_EQ(items(set_of({5, 1, 100, 33, 8, -7}).value()), (Numbers{1, 33, 100, 5, 8, -7}));
    EXPECT_EQ(items(set_of({3, 11, 19, 27}).value()), (Numbers{11, 19, 3, 27}));
    EXPECT_EQ(items(set_of({27, 19, 11, 3, 35, 43}).value()), (Numbers{3, 35, 11, 43, 19, 27}));
}

TEST_F(SetTest, GrowsLikeCPython) {
    Ref<Set> set = make_set(thread);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(set_add(thread, set.get(), integer(i)).ok());
    for (int i = 0; i < 50; i += 3) ASSERT_TRUE(set_discard(thread, set.get(), integer(i)).value());
    for (int i : {1000, 2000, 3000}) ASSERT_TRUE(set_add(thread, set.get(), integer(i)).ok());
    Numbers expected;
    for (int i = 0; i < 50; ++i)
        if (i % 3) expected.push_back(i);
    for (int i : {3000, 2000, 1000}) expected.push_back(i);
    EXPECT_EQ(items(set.value()), expected);
}

TEST_F(SetTest, CombinesLikeCPython) {
    Ref<Set> a = set_of({1, 2, 3, 10, 20}), b = set_of({10, 3, 99, 1});
    auto combined = [&](BinaryOp op) { return items(binary_op(thread, op, a.value(), b.value())); };
    EXPECT_EQ(combined(BinaryOp::kAnd), (Numbers{1, 10, 3}));
    EXPECT_EQ(combined(BinaryOp::kXor), (Numbers{2, 99, 20}));
    EXPECT_EQ(combined(BinaryOp::kSubtract), (Numbers{2, 20}));
    EXPECT_EQ(combined(BinaryOp::kOr), (Numbers{1, 2, 3, 99, 10, 20}));
}

TEST_F(SetTest, OperatorsWantSetsAndMethodsTakeIterables) {
    Ref<Set> set = set_of({1, 2});
    Ref<List> list = make_list(thread);
    ASSERT_TRUE(list_append(thread, list.get(), integer(2)).ok());
    EXPECT_TRUE(binary_op(thread, BinaryOp::kAnd, set.value(), list.value()).is_error());
    EXPECT_TRUE(raised(interp.types().type_error));
    ASSERT_TRUE(set_difference_update(thread, set.get(), list.value()).ok());
    EXPECT_EQ(items(set.value()), Numbers{1});
    ASSERT_TRUE(list_append(thread, list.get(), integer(2)).ok());
    ASSERT_TRUE(set_symmetric_difference_update(thread, set.get(), list.value()).ok());
    EXPECT_EQ(set->length, 2u);  // the 2 that comes twice counts once
}

TEST_F(SetTest, ComparesBySubset) {
    Ref<Set> small_set = set_of({1, 2}), large_set = set_of({1, 2, 3});
    auto holds = [&](Value a, Value b, CompareOp op) { return compare_truth(thread, a, b, op).value(); };
    EXPECT_TRUE(holds(small_set.value(), large_set.value(), CompareOp::kLt));
    EXPECT_TRUE(holds(small_set.value(), small_set.value(), CompareOp::kLe));
    EXPECT_FALSE(holds(small_set.value(), small_set.value(), CompareOp::kLt));
    EXPECT_FALSE(holds(large_set.value(), small_set.value(), CompareOp::kLe));
    EXPECT_TRUE(holds(large_set.value(), small_set.value(), CompareOp::kGt));
    Ref<Set> frozen = make_frozenset(thread, small_set.value());
    EXPECT_TRUE(holds(frozen.value(), small_set.value(), CompareOp::kEq));
}

TEST_F(SetTest, FrozenSetsHashLikeCPythons) {
    EXPECT_EQ(hash(thread, make_frozenset(thread, set_of({1, 2, 3}).value()).value()).value(),
              -272375401224217160);
    EXPECT_EQ(hash(thread, make_frozenset(thread, Value::empty()).value()).value(), 133146708735736);
    Numbers hundred;
    for (int64_t i = 0; i < 100; ++i) hundred.push_back(i);
    EXPECT_EQ(hash(thread, make_frozenset(thread, set_of(hundred).value()).value()).value(),
              4411996150312757951);
}

TEST_F(SetTest, LooksForSetsAsTheFrozenSetsThatTheyEqual) {
    Ref<Set> inner = set_of({1, 2}), outer = make_set(thread);
    EXPECT_FALSE(set_add(thread, outer.get(), inner.value()).ok());
    EXPECT_TRUE(raised(interp.types().type_error));
    ASSERT_TRUE(set_add(thread, outer.get(), make_frozenset(thread, inner.value()).value()).ok());
    EXPECT_TRUE(set_contains(thread, outer.get(), inner.value()).value());
    EXPECT_TRUE(set_discard(thread, outer.get(), inner.value()).value());
    EXPECT_EQ(outer->length, 0u);
}

TEST_F(SetTest, IteratorNoticesAChangedSize) {
    Ref<Set> set = set_of({1, 2, 3});
    Ref<Value> iterator = get_iterator(thread, set.value());
    EXPECT_FALSE(iterator_next(thread, iterator).is_error());
    ASSERT_TRUE(set_add(thread, set.get(), integer(4)).ok());
    EXPECT_TRUE(iterator_next(thread, iterator).is_error());
    EXPECT_TRUE(raised(interp.types().runtime_error));
}

}  // namespace
}  // namespace moult
