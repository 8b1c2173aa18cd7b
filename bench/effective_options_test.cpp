// Reading what `moult --dump-options=json` prints.
#include "bench/effective_options.h"

#include <gtest/gtest.h>

namespace moult::bench {

namespace {

TEST(EffectiveOptions, AreReadWithValuesOfEveryType) {
    std::vector<EffectiveOption> options;
    ASSERT_TRUE(parse_effective_options(
        R"({"version": "1", "options": [
            {"name": "sync", "value": true, "source": "flag", "help": "h"},
            {"name": "dump", "value": ["ir", "asm"], "source": "default"},
            {"name": "alloc", "value": "arena", "source": "variable"}]})",
        options));
    ASSERT_EQ(options.size(), 3u);
    EXPECT_EQ(options[0].name, "sync");
    EXPECT_EQ(options[0].json, "true");
    EXPECT_EQ(options[0].source, "flag");
    EXPECT_EQ(options[1].json, R"(["ir","asm"])");
    EXPECT_EQ(options[2].json, R"("arena")");
}

TEST(EffectiveOptions, AnythingElseIsRefused) {
    std::vector<EffectiveOption> options;
    for (const char* text : {"", "[]", "{}", "3", R"({"options": [3]})", R"({"options": [{"name": "x"}]})",
                             R"({"options": [{"name": 1, "value": 1, "source": "flag"}]})"})
        EXPECT_FALSE(parse_effective_options(text, options)) << text;
}

}  // namespace

}  // namespace moult::bench
