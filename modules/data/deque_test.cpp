// Tests of the ring of a deque: random operations against a model, and what it owns.
#include "modules/data/deque.h"

#include <algorithm>
#include <deque>
#include <random>

#include "modules/data/collections.h"
#include "runtime/state/test_support.h"

namespace moult {
namespace {

class DequeTest : public RuntimeTest {
  protected:
    Ref<Deque> make_deque() { return new_instance<Deque>(thread, native_type(interp, kDequeType)); }
    static std::deque<int64_t> numbers_of(const Deque& deque) {
        std::deque<int64_t> numbers;
        for (size_t i = 0; i < deque.length; ++i) numbers.push_back(deque.at(i).as_small_int());
        return numbers;
    }
};

TEST_F(DequeTest, DoesWhatAModelDoes) {
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        Ref<Deque> deque = make_deque();
        deque->is_bounded = round % 4 == 3;
        deque->max_length = static_cast<size_t>(round);
        std::deque<int64_t> model;
        for (int step = 0; step < 600; ++step) {
            int64_t number = static_cast<int64_t>(random() % 1000);
            size_t place = model.empty() ? 0 : random() % model.size();
            uint64_t changes = deque->changes;
            bool changed = true;
            switch (random() % (step < 300 ? 6 : 9)) {  // grows at first, shrinks then
                case 0:
                case 1:
                    ASSERT_TRUE(deque_append(thread, *deque, integer(number)).ok());
                    model.push_back(number);
                    if (deque->is_bounded && model.size() > deque->max_length) model.pop_front();
                    break;
                case 2:
                    ASSERT_TRUE(deque_append_left(thread, *deque, integer(number)).ok());
                    model.push_front(number);
                    if (deque->is_bounded && model.size() > deque->max_length) model.pop_back();
                    break;
                case 3: {
                    int64_t places = number % 41 - 20;
                    deque_rotate(*deque, places);
                    changed = model.size() > 1;
                    if (!changed) break;
                    auto size = static_cast<int64_t>(model.size());
                    int64_t left = ((-places % size) + size) % size;
                    std::rotate(model.begin(), model.begin() + left, model.end());
                    break;
                }
                case 4:
                    changed = !deque->is_full();
                    if (!changed) break;
                    ASSERT_TRUE(deque_insert_at(thread, *deque, place, integer(number)).ok());
                    model.insert(model.begin() + static_cast<int64_t>(place), number);
                    break;
                default:
                    changed = !model.empty();
                    if (!changed) break;
                    if (number % 3 == 0) {
                        deque_remove_at(thread, *deque, place);
                        model.erase(model.begin() + static_cast<int64_t>(place));
                    } else if (number % 3 == 1) {
                        EXPECT_EQ(deque_take(thread, *deque).get(), integer(model.back()));
                        model.pop_back();
                    } else {
                        EXPECT_EQ(deque_take_left(thread, *deque).get(), integer(model.front()));
                        model.pop_front();
                    }
            }
            ASSERT_EQ(numbers_of(*deque), model) << "round " << round << ", step " << step;
            EXPECT_EQ(deque->changes != changes, changed);
        }
    }
}

TEST_F(DequeTest, GivesMemoryBackWhenLittleIsInUse) {
    Ref<Deque> deque = make_deque();
    for (int i = 0; i < 10000; ++i) ASSERT_TRUE(deque_append(thread, *deque, integer(i)).ok());
    EXPECT_GE(deque->capacity, 10000u);
    while (deque->length > 10) deque_take_left(thread, *deque) = Ref<Value>();
    EXPECT_LE(deque->capacity, 256u);
    EXPECT_EQ(deque->at(0), integer(9990));
    deque_clear(thread, *deque);
    EXPECT_EQ(deque->capacity, 0u);
}

TEST_F(DequeTest, LetsGoOfEveryItemOnce) {
    Ref<Str> item = make_str(thread, "an item of some length");
    uint32_t before = item->refcount;
    Ref<Deque> deque = make_deque();
    deque->is_bounded = true;
    deque->max_length = 3;
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(deque_append(thread, *deque, item.value()).ok());
    EXPECT_EQ(item->refcount, before + 3);
    deque_remove_at(thread, *deque, 1);
    EXPECT_EQ(item->refcount, before + 2);
    Ref<Value> iterator = deque_iter(thread, deque.value());
    EXPECT_FALSE(iterator_next(thread, iterator).is_empty());
    deque_clear(thread, *deque);
    EXPECT_EQ(item->refcount, before);
    EXPECT_TRUE(iterator_next(thread, iterator).is_error());
    EXPECT_EQ(error(), "RuntimeError: deque mutated during iteration");
    ASSERT_TRUE(deque_extend(thread, *deque, make_tuple(thread, {item.value(), item.value()}).value()).ok());
    iterator = Value::none();
    deque = nullptr;
    EXPECT_EQ(item->refcount, before);
}

}  // namespace
}  // namespace moult
