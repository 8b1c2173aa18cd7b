// struct_time, and conversions between Python's times and C's.
#include "modules/time/time_struct.h"

#include <climits>
#include <cmath>

#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

constexpr StructField kFields[] = {
    {"tm_year", "year, for example, 1993"},
    {"tm_mon", "month of year, range [1, 12]"},
    {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"},
    {"tm_min", "minutes, range [0, 59]"},
    {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"},
    {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
    {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"},
};
constexpr size_t kItems = 9;
constexpr StructSequenceSpec kStructTime = {
    "time.struct_time",
    "A time by its calendar fields, as gmtime() and localtime() give it and mktime() takes it.", kFields,
    kItems, true};

// A C int for a field of a time.
Result<int> read_field(Thread& thread, Value value) {
    Ref<Value> exact = TRY(to_index(thread, value));
    int64_t i;
    if (!int_to_int64(exact, &i))
        return raise_overflow_error(thread, "Python int too large to convert to C long");
    if (i > INT_MAX) return raise_overflow_error(thread, "signed integer is greater than maximum");
    if (i < INT_MIN) return raise_overflow_error(thread, "signed integer is less than minimum");
    return static_cast<int>(i);
}

}  // namespace

Type* struct_time_type(Interpreter& interp) {
    if (!interp.types().struct_time)
        interp.types().struct_time = native_type(interp, kStructSequenceType<kStructTime>);
    return interp.types().struct_time;
}

Ref<Value> make_struct_time(Thread& thread, const tm& t) {
    Ref<Str> zone = TRY(make_str(thread, t.tm_zone ? t.tm_zone : ""));
    const Value values[] = {Value::small_int(int64_t{t.tm_year} + 1900),
                            Value::small_int(t.tm_mon + 1),
                            Value::small_int(t.tm_mday),
                            Value::small_int(t.tm_hour),
                            Value::small_int(t.tm_min),
                            Value::small_int(t.tm_sec),
                            Value::small_int((t.tm_wday + 6) % 7),
                            Value::small_int(t.tm_yday + 1),
                            Value::small_int(t.tm_isdst),
                            zone.value(),
                            Value::small_int(t.tm_gmtoff)};
    return make_struct_sequence(thread, struct_time_type(thread.interp), kStructTime, values);
}

Status read_time_tuple(Thread& thread, Value value, const char* function, tm* out) {
    Tuple* tuple = as_tuple(value);
    if (!tuple) return raise_type_error(thread, "Tuple or struct_time argument required");
    if (tuple->length != kItems)
        return raise_type_error(thread, "%s(): illegal time tuple argument", function);
    Ref<Value> held = share(value);
    int fields[kItems];
    for (size_t i = 0; i < kItems; ++i) fields[i] = TRY(read_field(thread, tuple->items()[i]));
    if (fields[0] < INT_MIN + 1900) return raise_overflow_error(thread, "year out of range");
    *out = tm{};
    out->tm_year = fields[0] - 1900;
    out->tm_mon = static_cast<int>(static_cast<unsigned>(fields[1]) - 1);
    out->tm_mday = fields[2];
    out->tm_hour = fields[3];
    out->tm_min = fields[4];
    out->tm_sec = fields[5];
    out->tm_wday = static_cast<int>((int64_t{fields[6]} + 1) % 7);
    out->tm_yday = static_cast<int>(static_cast<unsigned>(fields[7]) - 1);
    out->tm_isdst = fields[8];
    if (thread.interp.type_of(value) == thread.types().struct_time) {
        if (Str* zone = as_str(struct_sequence::field(value, kItems)); zone && zone->is_ascii())
            out->tm_zone = zone->data<char>();  // as long as the value
        Value offset = struct_sequence::field(value, kItems + 1);
        if (offset.is_small_int()) out->tm_gmtoff = offset.as_small_int();
    }
    return {};
}

Status check_time(Thread& thread, tm* t) {
    if (t->tm_mon == -1) t->tm_mon = 0;
    if (t->tm_mon < 0 || t->tm_mon > 11) return raise_value_error(thread, "month out of range");
    if (t->tm_mday == 0) t->tm_mday = 1;
    if (t->tm_mday < 0 || t->tm_mday > 31) return raise_value_error(thread, "day of month out of range");
    if (t->tm_hour < 0 || t->tm_hour > 23) return raise_value_error(thread, "hour out of range");
    if (t->tm_min < 0 || t->tm_min > 59) return raise_value_error(thread, "minute out of range");
    if (t->tm_sec < 0 || t->tm_sec > 61) return raise_value_error(thread, "seconds out of range");
    if (t->tm_wday < 0) return raise_value_error(thread, "day of week out of range");
    if (t->tm_yday == -1) t->tm_yday = 0;
    if (t->tm_yday < 0 || t->tm_yday > 365) return raise_value_error(thread, "day of year out of range");
    return {};
}

Result<time_t> read_seconds(Thread& thread, Value value) {
    constexpr const char* kOutOfRange = "timestamp out of range for platform time_t";
    if (value.is_none()) return time(nullptr);
    double d;
    if (as_float(value, &d)) {
        if (std::isnan(d)) return raise_value_error(thread, "Invalid value NaN (not a number)");
        d = std::floor(d);
        if (d < -0x1p63 || d >= 0x1p63) return raise_overflow_error(thread, "%s", kOutOfRange);
        return static_cast<time_t>(d);
    }
    Ref<Value> exact = TRY(to_index(thread, value));
    int64_t i;
    if (!int_to_int64(exact, &i)) return raise_overflow_error(thread, "%s", kOutOfRange);
    return static_cast<time_t>(i);
}

Result<int64_t> read_span(Thread& thread, Value value) {
    constexpr int64_t kSecond = 1'000'000'000;
    constexpr const char* kTooLarge = "timestamp too large to convert to C _PyTime_t";
    double d;
    if (as_float(value, &d)) {
        if (std::isnan(d)) return raise_value_error(thread, "Invalid value NaN (not a number)");
        d *= 1e9;
        d = d < 0 ? std::floor(d) : std::ceil(d);
        if (d < -0x1p63 || d >= 0x1p63) return raise_overflow_error(thread, "%s", kTooLarge);
        return static_cast<int64_t>(d);
    }
    Ref<Value> exact = TRY(to_index(thread, value));
    int64_t seconds, span;
    if (!int_to_int64(exact, &seconds) || __builtin_mul_overflow(seconds, kSecond, &span))
        return raise_overflow_error(thread, "%s", kTooLarge);
    return span;
}

}  // namespace moult
