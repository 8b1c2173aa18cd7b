// Dicts: order, growth through all widths of the index table, versions, merging, and keys whose comparison
// changes the dict under the search.
#include "runtime/containers/dict.h"
#include "runtime/operations/native_type.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

// What the keys of MischievousDictTest do when they are compared.
struct Mischief {
    Dict* dict = nullptr;
    int comparisons = 0;
    void (*act)(Thread&, Dict*, int comparison) = nullptr;
};
struct MischievousKey : Object {
    int64_t hash;
    Mischief* mischief;
};

class DictTest : public RuntimeTest {
  protected:
    Value get(const Ref<Dict>& dict, Value key) {
        Result<Value> found = dict_get(thread, dict.get(), key);
        EXPECT_TRUE(found.ok());
        return found.ok() ? found.value() : Value::error();
    }
    std::vector<int64_t> int_keys(const Ref<Dict>& dict) {
        std::vector<int64_t> keys;
        size_t position = 0;
        for (Value key, value; dict_next(dict.get(), &position, &key, &value);)
            keys.push_back(key.as_small_int());
        return keys;
    }
    bool raised(Type* type) {
        bool matches = thread.has_error() && error_matches(thread, type);
        clear_error(thread);
        return matches;
    }
};

TEST_F(DictTest, KeepsTheOrderOfInsertion) {
    Ref<Dict> dict = make_dict(thread);
    for (int key : {5, 3, 9, 1}) ASSERT_TRUE(dict_set(thread, dict.get(), integer(key), integer(key)).ok());
    ASSERT_TRUE(dict_remove(thread, dict.get(), integer(3)).value());
    EXPECT_FALSE(dict_remove(thread, dict.get(), integer(3)).value());
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(5), integer(50)).ok());
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(3), integer(30)).ok());
    EXPECT_EQ(int_keys(dict), (std::vector<int64_t>{5, 9, 1, 3}));
    EXPECT_EQ(get(dict, integer(5)), integer(50));
}

TEST_F(DictTest, AgreesWithAMapOverManyRandomChanges) {
    for (int limit : {10, 200, 40000, 200000}) {  // tables with cells of one, two and four bytes
        Ref<Dict> dict = make_dict(thread);
        std::map<int64_t, int64_t> expected;
        std::mt19937 random(static_cast<unsigned>(limit));
        for (int i = 0; i < limit * 3; ++i) {
            int64_t key = static_cast<int64_t>(random() % static_cast<unsigned>(limit)) << (random() % 3 * 8);
            if (random() % 3 == 0) {
                ASSERT_EQ(dict_remove(thread, dict.get(), integer(key)).value(), expected.erase(key) == 1);
            } else {
                ASSERT_TRUE(dict_set(thread, dict.get(), integer(key), integer(i)).ok());
                expected[key] = i;
            }
        }
        ASSERT_EQ(dict->length, expected.size());
        for (auto [key, value] : expected) ASSERT_EQ(get(dict, integer(key)), integer(value));
        ASSERT_TRUE(get(dict, integer(-1)).is_empty());
    }
}

TEST_F(DictTest, KeepsAShortTableWhileAllKeysAreStrs) {
    Ref<Dict> dict = make_dict(thread);
    for (int i = 0; i < 1000; ++i)
        ASSERT_TRUE(dict_set_str(thread, dict.get(), text("key" + std::to_string(i)).get(), integer(i)).ok());
    EXPECT_TRUE(dict->table->str_keys);
    EXPECT_TRUE(get(dict, integer(7)).is_empty());
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(7), integer(-7)).ok());
    EXPECT_FALSE(dict->table->str_keys);
    for (int i = 0; i < 1000; ++i) {
        Ref<Str> key = text("key" + std::to_string(i));
        ASSERT_EQ(get(dict, key.value()), integer(i));
        ASSERT_EQ(dict_get_str(dict.get(), key.get()), integer(i));
    }
    EXPECT_EQ(get(dict, integer(7)), integer(-7));
    EXPECT_EQ(dict_str_index(dict.get(), text("key1").get()), -1);
}

TEST_F(DictTest, GivesTheKeysANewVersionWhenTheyChangeOnly) {
    Ref<Dict> dict = make_dict(thread);
    Ref<Str> a = text("a"), b = text("b");
    ASSERT_TRUE(dict_set_str(thread, dict.get(), a.get(), integer(1)).ok());
    uint32_t version = dict_keys_version(interp, dict.get());
    EXPECT_NE(version, 0u);
    EXPECT_EQ(dict_keys_version(interp, dict.get()), version);
    ASSERT_TRUE(dict_set_str(thread, dict.get(), a.get(), integer(2)).ok());
    EXPECT_EQ(dict->table->version, version);
    EXPECT_EQ(dict_str_index(dict.get(), a.get()), 0);
    EXPECT_EQ(dict_str_index(dict.get(), b.get()), -1);

    ASSERT_TRUE(dict_set_str(thread, dict.get(), b.get(), integer(3)).ok());
    EXPECT_EQ(dict->table->version, 0u);
    EXPECT_EQ(dict_str_index(dict.get(), b.get()), 1);
    uint32_t second = dict_keys_version(interp, dict.get());
    EXPECT_NE(second, version);
    ASSERT_TRUE(dict_remove(thread, dict.get(), a.value()).value());
    EXPECT_EQ(dict->table->version, 0u);
}

TEST_F(DictTest, CopiesDoNotShareWithTheirOriginal) {
    Ref<Dict> dict = make_dict(thread);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(dict_set(thread, dict.get(), integer(i), integer(i)).ok());
    for (int i = 0; i < 90; ++i) ASSERT_TRUE(dict_remove(thread, dict.get(), integer(i)).value());
    uint32_t version = dict_keys_version(interp, dict.get());
    Ref<Dict> copy = dict_copy(thread, dict.get());
    EXPECT_EQ(int_keys(copy), int_keys(dict));
    EXPECT_NE(dict_keys_version(interp, copy.get()), version);
    dict_clear(thread, dict.get());
    EXPECT_EQ(dict->length, 0u);
    EXPECT_EQ(get(copy, integer(95)), integer(95));
}

TEST_F(DictTest, MergesByMode) {
    Ref<Dict> a = make_dict(thread), b = make_dict(thread);
    ASSERT_TRUE(dict_set(thread, a.get(), integer(1), integer(10)).ok());
    ASSERT_TRUE(dict_set(thread, b.get(), integer(1), integer(11)).ok());
    ASSERT_TRUE(dict_set(thread, b.get(), integer(2), integer(22)).ok());
    Ref<Dict> kept = dict_copy(thread, a.get());
    ASSERT_TRUE(dict_merge(thread, kept.get(), b.value(), MergeMode::kKeep).ok());
    EXPECT_EQ(get(kept, integer(1)), integer(10));
    EXPECT_EQ(get(kept, integer(2)), integer(22));
    Ref<Dict> overridden = dict_copy(thread, a.get());
    ASSERT_TRUE(dict_merge(thread, overridden.get(), b.value(), MergeMode::kOverride).ok());
    EXPECT_EQ(get(overridden, integer(1)), integer(11));
    EXPECT_FALSE(dict_merge(thread, a.get(), b.value(), MergeMode::kRaise).ok());
    EXPECT_TRUE(raised(interp.types().key_error));
}

TEST_F(DictTest, TakesPairsButNothingElseFromIterables) {
    Ref<Dict> dict = make_dict(thread);
    Ref<Tuple> pair = make_tuple(thread, {integer(1), integer(2)});
    Ref<List> pairs = make_list(thread);
    ASSERT_TRUE(list_append(thread, pairs.get(), pair.value()).ok());
    ASSERT_TRUE(dict_update(thread, dict.get(), pairs.value()).ok());
    EXPECT_EQ(get(dict, integer(1)), integer(2));
    EXPECT_FALSE(dict_merge(thread, dict.get(), pairs.value(), MergeMode::kOverride).ok());
    EXPECT_TRUE(raised(interp.types().attribute_error));  // no mapping
    Ref<Tuple> triple = make_tuple(thread, {integer(1), integer(2), integer(3)});
    ASSERT_TRUE(list_append(thread, pairs.get(), triple.value()).ok());
    EXPECT_FALSE(dict_update(thread, dict.get(), pairs.value()).ok());
    EXPECT_TRUE(raised(interp.types().value_error));
    Ref<List> numbers = make_list(thread);
    ASSERT_TRUE(list_append(thread, numbers.get(), integer(1)).ok());
    EXPECT_FALSE(dict_update(thread, dict.get(), numbers.value()).ok());
    EXPECT_TRUE(raised(interp.types().type_error));
}

TEST_F(DictTest, RefusesUnhashableKeys) {
    Ref<Dict> dict = make_dict(thread);
    Ref<List> list = make_list(thread);
    EXPECT_FALSE(dict_set(thread, dict.get(), list.value(), integer(1)).ok());
    EXPECT_TRUE(raised(interp.types().type_error));
    EXPECT_EQ(dict->length, 0u);
}

TEST_F(DictTest, IteratorNoticesAChangedSize) {
    Ref<Dict> dict = make_dict(thread);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(dict_set(thread, dict.get(), integer(i), integer(i)).ok());
    Ref<Value> iterator = get_iterator(thread, dict.value());
    EXPECT_EQ(iterator_next(thread, iterator).get(), integer(0));
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(1), integer(100)).ok());
    EXPECT_EQ(iterator_next(thread, iterator).get(), integer(1));
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(9), integer(9)).ok());
    EXPECT_TRUE(iterator_next(thread, iterator).is_error());
    EXPECT_TRUE(raised(interp.types().runtime_error));
    ASSERT_TRUE(dict_remove(thread, dict.get(), integer(9)).value());
    EXPECT_TRUE(iterator_next(thread, iterator).is_error());  // and never recovers
    EXPECT_TRUE(raised(interp.types().runtime_error));
}

TEST_F(DictTest, IteratorNoticesExchangedKeys) {
    Ref<Dict> dict = make_dict(thread);
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(1), integer(1)).ok());
    Ref<Value> iterator = get_iterator(thread, dict.value());
    EXPECT_EQ(iterator_next(thread, iterator).get(), integer(1));
    ASSERT_TRUE(dict_remove(thread, dict.get(), integer(1)).value());
    ASSERT_TRUE(dict_set(thread, dict.get(), integer(2), integer(2)).ok());
    EXPECT_TRUE(iterator_next(thread, iterator).is_error());
    EXPECT_TRUE(raised(interp.types().runtime_error));
    EXPECT_TRUE(iterator_next(thread, iterator).is_empty());
}

TEST_F(DictTest, ReleasesKeysAndValues) {
    Ref<List> value = make_list(thread);
    Ref<Tuple> key = make_tuple(thread, {integer(1)});
    {
        Ref<Dict> dict = make_dict(thread);
        ASSERT_TRUE(dict_set(thread, dict.get(), key.value(), value.value()).ok());
        EXPECT_EQ(value->refcount, 2u);
        Ref<Dict> copy = dict_copy(thread, dict.get());
        EXPECT_EQ(value->refcount, 3u);
        Ref<Value> popped = dict_pop(thread, dict.get(), key.value());
        EXPECT_EQ(key->refcount, 2u);
        EXPECT_EQ(popped.get(), value.value());
    }
    EXPECT_EQ(value->refcount, 1u);
    EXPECT_EQ(key->refcount, 1u);
}

class MischievousDictTest : public DictTest {
  protected:
    Mischief mischief;
    Type* key_type = nullptr;

    void SetUp() override {
        static constexpr TypeSpec kType = native<MischievousKey>(
            {.name = "MischievousKey",
             .slots = {.hash = [](Thread&, Value self) -> Result<int64_t> {
                           return self.as<MischievousKey>()->hash;
                       },
                       .compare = [](Thread& t, Value self, Value, CompareOp) -> Ref<Value> {
                           Mischief* m = self.as<MischievousKey>()->mischief;
                           ++m->comparisons;
                           if (m->act) m->act(t, m->dict, m->comparisons);
                           if (t.has_error()) return kError;
                           return Value::boolean(false);
                       }}});
        key_type = native_type(interp, kType);
    }
    Ref<Value> key(int64_t hash) {
        auto* object = static_cast<MischievousKey*>(interp.heap.allocate(sizeof(MischievousKey)));
        object->refcount = 1;
        object->flags = 0;
        object->shape = key_type->root_shape;
        object->hash = hash;
        object->mischief = &mischief;
        return Ref<Value>::take(object);
    }
};

TEST_F(MischievousDictTest, SearchSurvivesAClearedDict) {
    Ref<Dict> dict = make_dict(thread);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(dict_set(thread, dict.get(), key(42), integer(i)).ok());
    mischief = {dict.get(), 0, [](Thread& t, Dict* d, int) { dict_clear(t, d); }};
    EXPECT_TRUE(get(dict, key(42)).is_empty());
    EXPECT_EQ(mischief.comparisons, 1);
    EXPECT_EQ(dict->length, 0u);
}

TEST_F(MischievousDictTest, SearchStartsAnewInAGrownDict) {
    Ref<Dict> dict = make_dict(thread);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(dict_set(thread, dict.get(), key(42), integer(i)).ok());
    mischief = {dict.get(), 0, [](Thread& t, Dict* d, int comparison) {
                    if (comparison != 2) return;
                    for (int i = 1000; i < 2000; ++i)
                        (void)dict_set(t, d, Value::small_int(i), Value::none()).ok();
                }};
    EXPECT_TRUE(get(dict, key(42)).is_empty());
    EXPECT_EQ(mischief.comparisons, 2 + 4);  // all four again
    EXPECT_EQ(dict->length, 1004u);
}

TEST_F(MischievousDictTest, FailedComparisonsFailTheSearch) {
    Ref<Dict> dict = make_dict(thread);
    ASSERT_TRUE(dict_set(thread, dict.get(), key(42), integer(1)).ok());
    mischief = {dict.get(), 0, [](Thread& t, Dict*, int) { (void)raise_value_error(t, "no"); }};
    EXPECT_FALSE(dict_get(thread, dict.get(), key(42)).ok());
    EXPECT_TRUE(raised(interp.types().value_error));
    EXPECT_FALSE(dict_set(thread, dict.get(), key(42), integer(1)).ok());
    EXPECT_TRUE(raised(interp.types().value_error));
    EXPECT_EQ(dict->length, 1u);
}

}  // namespace
}  // namespace moult
