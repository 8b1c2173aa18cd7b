// Tests of the module time and of struct_time.
#include "modules/time/time_struct.h"
#include "runtime/number_types/number_test_support.h"
#include "runtime/objects/module_registry.h"

namespace moult {
namespace {

class TimeTest : public NumberTest {
  protected:
    Ref<Module> module_ = make_native_module(thread, *find_builtin_module("time"));

    std::string time(const char* function, std::initializer_list<Value> arguments = {}) {
        return method(module_.value(), function, arguments);
    }
    Ref<Value> tuple(std::initializer_list<int64_t> fields) {
        std::vector<Value> values;
        for (int64_t field : fields) values.push_back(integer(field));
        return moult::make_tuple(thread, std::span<const Value>(values));
    }
};

constexpr const char* kEpoch =
    "time.struct_time(tm_year=1970, tm_mon=1, tm_mday=1, tm_hour=0, tm_min=0, tm_sec=0, tm_wday=3, "
    "tm_yday=1, "
    "tm_isdst=0)";

TEST_F(TimeTest, GmtimeRoundsDown) {
    EXPECT_EQ(time("gmtime", {integer(0)}), kEpoch);
    EXPECT_EQ(time("gmtime", {real(0.9)}), kEpoch);
    EXPECT_NE(time("gmtime", {real(-0.1)}), kEpoch);
    EXPECT_EQ(time("gmtime", {real(1e20)}), "OverflowError: timestamp out of range for platform time_t");
    EXPECT_EQ(time("gmtime", {text("a").value()}),
              "TypeError: 'str' object cannot be interpreted as an integer");
}

TEST_F(TimeTest, StructTimeIsATupleWithNames) {
    Ref<Value> gmtime = get_attribute(thread, module_.value(), "gmtime");
    Ref<Value> epoch = call(thread, gmtime, {integer(0)});
    EXPECT_EQ(length(thread, epoch).value(), 9);
    EXPECT_EQ(shown(attribute(epoch, "tm_year")), "1970");
    EXPECT_EQ(shown(attribute(epoch, "tm_zone")), "'GMT'");
    EXPECT_EQ(shown(get_item(thread, epoch, integer(6))), "3");
    EXPECT_TRUE(compare_truth(thread, epoch, tuple({1970, 1, 1, 0, 0, 0, 3, 1, 0}), CompareOp::kEq).value());
    EXPECT_EQ(
        method(epoch, "__reduce__"),
        "(<class 'time.struct_time'>, ((1970, 1, 1, 0, 0, 0, 3, 1, 0), {'tm_zone': 'GMT', 'tm_gmtoff': 0}))");

    Type* type = struct_time_type(interp);
    EXPECT_EQ(construct(type, {tuple({1, 2})}),
              "TypeError: time.struct_time() takes an at least 9-sequence (2-sequence given)");
    EXPECT_EQ(construct(type, {tuple({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})}),
              "TypeError: time.struct_time() takes an at most 11-sequence (12-sequence given)");
    EXPECT_EQ(construct(type, {integer(5)}), "TypeError: constructor requires a sequence");
    Ref<Value> made = call(thread, type, {tuple({1, 2, 3, 4, 5, 6, 7, 8, 9, 10})});
    EXPECT_EQ(shown(attribute(made, "tm_zone")), "10");
    EXPECT_EQ(shown(attribute(made, "tm_gmtoff")), "None");
    EXPECT_EQ(shown(attribute(type, "n_fields")), "11");
}

TEST_F(TimeTest, WritesTimesAsText) {
    EXPECT_EQ(time("asctime", {tuple({2000, 1, 1, 0, 0, 0, 0, 0, -1})}), "'Mon Jan  1 00:00:00 2000'");
    EXPECT_EQ(time("asctime", {tuple({2000, 13, 1, 0, 0, 0, 0, 0, -1})}), "ValueError: month out of range");
    EXPECT_EQ(time("asctime", {tuple({2000, 1})}), "TypeError: asctime(): illegal time tuple argument");
    EXPECT_EQ(time("strftime", {text("%Y-%m-%d %H %%").value(), tuple({1999, 12, 31, 5, 0, 0, 0, 1, 0})}),
              "'1999-12-31 05 %'");
    EXPECT_EQ(time("strftime", {text("").value(), tuple({1999, 12, 31, 5, 0, 0, 0, 1, 0})}), "''");
    EXPECT_EQ(time("strftime", {text("x").value(), integer(5)}),
              "TypeError: Tuple or struct_time argument required");
}

TEST_F(TimeTest, ClocksAdvance) {
    Ref<Value> clock = get_attribute(thread, module_.value(), "monotonic_ns");
    Ref<Value> before = call(thread, clock);
    EXPECT_EQ(time("sleep", {real(0.002)}), "None");
    Ref<Value> after = call(thread, clock);
    EXPECT_GE(after.get().as_small_int() - before.get().as_small_int(), 2'000'000);
    EXPECT_EQ(time("sleep", {integer(-1)}), "ValueError: sleep length must be non-negative");
    EXPECT_EQ(time("get_clock_info", {text("time").value()}),
              "namespace(implementation='clock_gettime(CLOCK_REALTIME)', monotonic=False, adjustable=True, "
              "resolution=1e-09)");
    EXPECT_EQ(time("get_clock_info", {text("x").value()}), "ValueError: unknown clock");
}

}  // namespace
}  // namespace moult
