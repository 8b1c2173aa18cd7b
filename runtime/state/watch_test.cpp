// Reports of watched objects: every way to change a dict, a class or a function is told, once, with its key.
#include "runtime/state/watch.h"

#include <vector>

#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/dict.h"
#include "runtime/model/type.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

class WatchTest : public RuntimeTest {
  protected:
    WatchTest() {
        thread.interp.watcher = {
            .state = this,
            .changed = [](void* state, Object* object,
                          const Str* key) { static_cast<WatchTest*>(state)->changed(object, key); },
            .freed = [](void* state, Object*) { static_cast<WatchTest*>(state)->log_ += "freed "; },
        };
        dict_ = make_dict(thread);
        set("a", 1);
        set("b", 2);
        dict_->flags |= kWatched;
    }
    ~WatchTest() override { thread.interp.watcher = {}; }

    void changed(Object*, const Str* key) { log_ += key ? to_utf8(key) + " " : "any "; }
    std::string told() { return std::exchange(log_, ""); }
    Str* key(const char* text) {
        kept_.push_back(name(text));
        return kept_.back().get();
    }
    void set(const char* text, int64_t value) {
        ASSERT_TRUE(dict_set(thread, dict_.get(), Value(key(text)), integer(value)).ok());
    }
    void call(const char* method, std::initializer_list<Value> arguments = {}) {
        Ref<Value> bound = attribute(dict_.value(), method);
        ASSERT_FALSE(bound.is_error());
        Ref<Value> result = moult::call(thread, bound, arguments);
        ASSERT_FALSE(result.is_error()) << error();
    }

    Ref<Dict> dict_;
    std::vector<Ref<Str>> kept_;
    std::string log_;
};

TEST_F(WatchTest, TellsEveryChangeOfADict) {
    EXPECT_EQ(told(), "");
    set("a", 5);
    EXPECT_EQ(told(), "a ");
    set("c", 3);
    EXPECT_EQ(told(), "c ");
    ASSERT_TRUE(dict_set_str(thread, dict_.get(), key("d"), Value::none()).ok());
    EXPECT_EQ(told(), "d ");
    EXPECT_TRUE(dict_remove(thread, dict_.get(), Value(key("a"))).ok());
    EXPECT_EQ(told(), "a ");
    call("setdefault", {Value(key("e")), integer(1)});
    EXPECT_EQ(told(), "e ");
    call("pop", {Value(key("b"))});
    EXPECT_EQ(told(), "b ");
    call("popitem");
    EXPECT_EQ(told(), "e ");
    Ref<Dict> other = make_dict(thread);
    ASSERT_TRUE(dict_set(thread, other.get(), Value(key("c")), integer(8)).ok());
    ASSERT_TRUE(dict_set(thread, other.get(), Value(key("x")), integer(9)).ok());
    call("update", {other.value()});
    EXPECT_EQ(told(), "c x ");
    call("clear");
    EXPECT_EQ(told(), "any ");
    call("update", {other.value()});  // copies the table as a whole
    EXPECT_EQ(told(), "any ");
    dict_ = nullptr;
    EXPECT_EQ(told(), "freed ");
}

TEST_F(WatchTest, TellsNothingWhenNothingChanges) {
    set("a", 1);
    call("setdefault", {Value(key("a")), integer(7)});
    call("pop", {Value(key("missing")), Value::none()});
    EXPECT_EQ(dict_get_str(dict_.get(), key("a")), integer(1));
    Ref<Dict> copy = dict_copy(thread, dict_.get());
    ASSERT_TRUE(dict_set(thread, copy.get(), Value(key("a")), Value::none()).ok());
    for (int i = 0; i < 100; ++i) dict_->flags &= ~uint32_t{kWatched}, set("grown", i);
    EXPECT_EQ(told(), "");
}

// A key that is no str may equal one.
TEST_F(WatchTest, TellsOfOddKeysAsOfAnyItem) {
    ASSERT_TRUE(dict_set(thread, dict_.get(), integer(1), Value::none()).ok());
    EXPECT_EQ(told(), "any ");
    ASSERT_TRUE(dict_set(thread, dict_.get(), integer(1), Value::boolean(true)).ok());
    EXPECT_EQ(told(), "any ");
    set("a", 9);
    EXPECT_EQ(told(), "a ");
}

TEST_F(WatchTest, TellsChangesOfClassesAndTheirBases) {
    Ref<Type> base = make_class("Base"), derived = make_class("Derived", {base.get()});
    static_cast<Object*>(derived.get())->flags |= kWatched;
    ASSERT_NE(type_version(derived.get()), 0u);
    ASSERT_TRUE(set_type_attribute(thread, base.get(), key("x"), Value::none()).ok());
    EXPECT_EQ(told(), "any ");
    // Nothing is found through it until somebody asks again.
    ASSERT_TRUE(set_type_attribute(thread, base.get(), key("x"), Value::none()).ok());
    EXPECT_EQ(told(), "");
    ASSERT_NE(type_version(derived.get()), 0u);
    ASSERT_TRUE(set_type_attribute(thread, derived.get(), key("y"), Value::none()).ok());
    EXPECT_EQ(told(), "any ");
}

TEST_F(WatchTest, TellsThatAnObjectHasAnotherClass) {
    Ref<Module> module = make_module(thread, key("m"));
    module->flags |= kWatched;
    Ref<Type> type = make_class("Mine", {thread.types().module});
    ASSERT_TRUE(instance_set_class(thread, module.get(), type.get()).ok()) << error();
    EXPECT_EQ(told(), "any ");
}

}  // namespace

}  // namespace moult
