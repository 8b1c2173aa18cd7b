// Tests of itertools: what its iterators own.
#include "modules/functional/itertools.h"

#include "runtime/objects/module_registry.h"
#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class ItertoolsTest : public RuntimeTest {
  protected:
    Ref<Module> module_ = make_native_module(thread, *find_builtin_module("itertools"));

    Ref<Value> made(const char* type, std::initializer_list<Value> arguments) {
        return call(thread, attribute(module_.value(), type), arguments);
    }
    // How many references to the item are more than before, once iterators over it have come and gone: some
    // that were not asked, some that were, some that were taken apart.
    int left_over(const char* type, std::initializer_list<Value> arguments, Value item) {
        uint32_t before = item.as_object()->refcount;
        for (int steps = 0; steps < 4; ++steps) {
            Ref<Value> iterator = made(type, arguments);
            for (int i = 0; i < steps; ++i) {
                Ref<Value> given = iterator_next(thread, iterator);
                EXPECT_FALSE(failed(given)) << type << ": " << error();
            }
            if (std::string_view(type) == "pairwise") continue;
            Ref<Value> parts = call_method(thread, iterator, name("__reduce__").get());
            EXPECT_FALSE(failed(parts)) << type << ": " << error();
        }
        return static_cast<int>(item.as_object()->refcount) - static_cast<int>(before);
    }
};

TEST_F(ItertoolsTest, EveryIteratorLetsGoOfWhatItOwns) {
    Ref<Str> item = make_str(thread, "an item of some length");
    Ref<Tuple> items = make_tuple(thread, {item.value(), item.value(), item.value()});
    Ref<Tuple> pair = make_tuple(thread, {item.value(), Value::small_int(0)});
    Ref<Tuple> pairs = make_tuple(thread, {pair.value(), pair.value()});
    Value list = items.value(), two = Value::small_int(2), none = Value::none();
    Value str_type = thread.types().str, enumerate_type = thread.types().enumerate;
    for (const char* type : {"accumulate", "chain", "cycle", "groupby", "pairwise", "permutations", "product",
                             "zip_longest", "_tee"})
        EXPECT_EQ(left_over(type, {list}, item.value()), 0) << type;
    for (const char* type : {"combinations", "combinations_with_replacement", "islice"})
        EXPECT_EQ(left_over(type, {list, two}, item.value()), 0) << type;
    for (const char* type : {"chain", "product", "zip_longest", "compress"})
        EXPECT_EQ(left_over(type, {list, list}, item.value()), 0) << type;
    for (const char* type : {"dropwhile", "takewhile", "filterfalse"})
        EXPECT_EQ(left_over(type, {str_type, list}, item.value()), 0) << type;
    EXPECT_EQ(left_over("starmap", {enumerate_type, pairs.value()}, item.value()), 0);
    EXPECT_EQ(left_over("repeat", {item.value(), two}, item.value()), 0);
    EXPECT_EQ(left_over("filterfalse", {none, list}, item.value()), 0);
}

TEST_F(ItertoolsTest, TeesShareWhatTheyHaveReadUntilAllHavePassedIt) {
    Ref<List> items = make_list(thread);
    std::vector<Ref<Str>> texts;
    for (int i = 0; i < 200; ++i) {
        texts.push_back(make_str(thread, "text " + std::to_string(i)));
        ASSERT_TRUE(list_append(thread, items.get(), texts.back().value()).ok());
    }
    Ref<Value> tees = made("tee", {items.value()});
    Value first = as_tuple(tees)->items()[0], second = as_tuple(tees)->items()[1];
    auto read = [&](Value tee, int count) {
        for (int i = 0; i < count; ++i) EXPECT_FALSE(iterator_next(thread, tee).is_empty());
    };
    uint32_t before = texts[0]->refcount;
    read(first, 150);
    EXPECT_EQ(texts[0]->refcount, before + 1);
    read(second, 150);
    EXPECT_EQ(texts[0]->refcount, before);
    EXPECT_EQ(texts[149]->refcount, before + 1);
    tees = Value::none();
    for (const Ref<Str>& text : texts) EXPECT_EQ(text->refcount, before);
}

}  // namespace
}  // namespace moult
