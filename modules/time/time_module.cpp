// The module time: clocks, sleeping, and the module itself. The calendar is in time_calendar.cpp.
#include <cerrno>
#include <ctime>

#include "interp/eval.h"
#include "modules/time/time_struct.h"
#include "runtime/classes/descriptors.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

constexpr int64_t kSecond = 1'000'000'000;

Result<int64_t> clock_nanoseconds(Thread& thread, clockid_t clock) {
    timespec t;
    if (clock_gettime(clock, &t) != 0) return raise_os_error(thread, errno);
    return t.tv_sec * kSecond + t.tv_nsec;
}

double to_seconds(int64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / 1e9;
}

template <clockid_t kClock>
Ref<Value> read_clock(Thread& thread, Args) {
    return Value::number(to_seconds(TRY(clock_nanoseconds(thread, kClock))));
}
template <clockid_t kClock>
Ref<Value> read_clock_ns(Thread& thread, Args) {
    return make_int(thread, TRY(clock_nanoseconds(thread, kClock)));
}

Result<clockid_t> clock_argument(Thread& thread, Value value) {
    int64_t i = TRY(index_as_int64(thread, value, thread.types().overflow_error));
    return static_cast<clockid_t>(i);
}

Ref<Value> time_clock_gettime(Thread& thread, Args args) {
    clockid_t clock = TRY(clock_argument(thread, args[0]));
    return Value::number(to_seconds(TRY(clock_nanoseconds(thread, clock))));
}

Ref<Value> time_clock_gettime_ns(Thread& thread, Args args) {
    clockid_t clock = TRY(clock_argument(thread, args[0]));
    return make_int(thread, TRY(clock_nanoseconds(thread, clock)));
}

Ref<Value> time_clock_getres(Thread& thread, Args args) {
    clockid_t clock = TRY(clock_argument(thread, args[0]));
    timespec t;
    if (clock_getres(clock, &t) != 0) return raise_os_error(thread, errno);
    return Value::number(to_seconds(t.tv_sec * kSecond + t.tv_nsec));
}

// Signals interrupt the sleep; after their handlers it goes on to the time planned (PEP 475).
Ref<Value> time_sleep(Thread& thread, Args args) {
    int64_t span = TRY(read_span(thread, args[0]));
    if (span < 0) return raise_value_error(thread, "sleep length must be non-negative");
    int64_t now = TRY(clock_nanoseconds(thread, CLOCK_MONOTONIC)), end;
    if (__builtin_add_overflow(now, span, &end)) end = INT64_MAX;
    timespec until = {end / kSecond, end % kSecond};
    int error;
    auto sleep = [&] { return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr); };
    while ((error = unlocked(thread, sleep)) == EINTR) TRY(interp::handle_signals(thread));
    if (error) return raise_os_error(thread, error);
    return Value::none();
}

struct ClockInfo {
    const char* name;
    const char* implementation;
    bool monotonic, adjustable;
    clockid_t clock;
};
constexpr ClockInfo kClocks[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", false, true, CLOCK_REALTIME},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, CLOCK_PROCESS_CPUTIME_ID},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, CLOCK_THREAD_CPUTIME_ID},
};

Ref<Value> time_get_clock_info(Thread& thread, Args args) {
    Str* name = as_str(args[0]);
    if (!name) return raise_bad_argument(thread, "get_clock_info", "argument 1", "str", args[0]);
    for (const ClockInfo& info : kClocks) {
        if (!str_equal_ascii(name, info.name)) continue;
        timespec t;
        if (clock_getres(info.clock, &t) != 0) return raise_os_error(thread, errno);
        Ref<Value> result = TRY(make_namespace(thread));
        Ref<Str> implementation = TRY(make_str(thread, info.implementation));
        const std::pair<const char*, Value> attributes[] = {
            {"implementation", implementation.value()},
            {"monotonic", Value::boolean(info.monotonic)},
            {"adjustable", Value::boolean(info.adjustable)},
            {"resolution", Value::number(to_seconds(t.tv_sec * kSecond + t.tv_nsec))}};
        for (const auto& [key, value] : attributes) {
            Ref<Str> interned = TRY(intern(thread, key));
            TRY(set_attribute(thread, result, interned.get(), value));
        }
        return result;
    }
    return raise_value_error(thread, "unknown clock");
}

// --- the time zone

// The zone at a moment: seconds west of Greenwich, and the name.
struct Zone {
    long west;
    std::string name;
};
Zone zone_at(time_t moment) {
    tm t{};
    localtime_r(&moment, &t);
    return {-t.tm_gmtoff, t.tm_zone ? t.tm_zone : "UTC"};
}

Status set_item_of(Thread& thread, Dict* dict, const char* name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, dict, key.get(), value);
}

// timezone, altzone, daylight, tzname: from January and July, whichever is farther west being the standard
// time.
Status set_zone(Thread& thread, Dict* dict) {
    constexpr time_t kYear = 31'556'952;  // seconds, on average
    tzset();
    time_t january = time(nullptr) / kYear * kYear;
    Zone winter = zone_at(january), summer = zone_at(january + kYear / 2);
    if (winter.west < summer.west) std::swap(winter, summer);
    TRY(set_item_of(thread, dict, "timezone", Value::small_int(winter.west)));
    TRY(set_item_of(thread, dict, "altzone", Value::small_int(summer.west)));
    TRY(set_item_of(thread, dict, "daylight", Value::small_int(winter.west != summer.west)));
    Ref<Str> standard = TRY(make_str(thread, winter.name)), alternative = TRY(make_str(thread, summer.name));
    Ref<Tuple> names = TRY(make_tuple(thread, {standard.value(), alternative.value()}));
    return set_item_of(thread, dict, "tzname", names.value());
}

Ref<Value> time_tzset(Thread& thread, Args) {
    Ref<Str> name = TRY(intern(thread, "time"));
    Value module = TRY(dict_get(thread, thread.interp.modules.get(), name.value()));
    if (auto* time_module = as_instance<Module>(module)) {
        Ref<Dict> dict = time_module->dict;
        TRY(set_zone(thread, dict.get()));
    } else {
        tzset();
    }
    return Value::none();
}

constexpr MethodDef kTimeFunctions[] = {
    {"asctime(t=..., /)", time_asctime,
     "A time tuple, or the present local time, as in 'Sat Jun 06 16:26:11 1998'."},
    {"clock_getres(clk_id, /)", time_clock_getres, "The resolution of a clock, in seconds."},
    {"clock_gettime(clk_id, /)", time_clock_gettime, "The time of a clock, in seconds."},
    {"clock_gettime_ns(clk_id, /)", time_clock_gettime_ns, "The time of a clock, in nanoseconds."},
    {"ctime(seconds=None, /)", time_ctime,
     "Seconds since the epoch as text in local time: asctime(localtime(s))."},
    {"get_clock_info(name, /)", time_get_clock_info, "What is known about a clock such as 'perf_counter'."},
    {"gmtime(seconds=None, /)", time_gmtime, "Seconds since the epoch, or now, as a struct_time in UTC."},
    {"localtime(seconds=None, /)", time_localtime,
     "Seconds since the epoch, or now, as a struct_time in local time."},
    {"mktime(t, /)", time_mktime, "A local time tuple as seconds since the epoch."},
    {"monotonic()", read_clock<CLOCK_MONOTONIC>, "Seconds of a clock that cannot go backwards."},
    {"monotonic_ns()", read_clock_ns<CLOCK_MONOTONIC>, "Nanoseconds of a clock that cannot go backwards."},
    {"perf_counter()", read_clock<CLOCK_MONOTONIC>, "Seconds of the clock to measure short durations with."},
    {"perf_counter_ns()", read_clock_ns<CLOCK_MONOTONIC>,
     "Nanoseconds of the clock to measure short durations with."},
    {"process_time()", read_clock<CLOCK_PROCESS_CPUTIME_ID>, "CPU seconds that the process has used."},
    {"process_time_ns()", read_clock_ns<CLOCK_PROCESS_CPUTIME_ID>,
     "CPU nanoseconds that the process has used."},
    {"sleep(seconds, /)", time_sleep, "Waits for so many seconds; they may be a float."},
    {"strftime(format, t=..., /)", time_strftime,
     "A time tuple, or the present local time, as text in the form of a specification."},
    {"thread_time()", read_clock<CLOCK_THREAD_CPUTIME_ID>, "CPU seconds that the thread has used."},
    {"thread_time_ns()", read_clock_ns<CLOCK_THREAD_CPUTIME_ID>, "CPU nanoseconds that the thread has used."},
    {"time()", read_clock<CLOCK_REALTIME>, "Seconds since the epoch, 1970-01-01 00:00 UTC."},
    {"time_ns()", read_clock_ns<CLOCK_REALTIME>, "Nanoseconds since the epoch, 1970-01-01 00:00 UTC."},
    {"tzset()", time_tzset, "Reads the time zone anew from the environment variable TZ."},
};

Status init_time(Thread& thread, Module* module) {
    constexpr std::pair<const char*, int> kConstants[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME},
        {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
        {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
        {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
        {"CLOCK_TAI", CLOCK_TAI},
        {"_STRUCT_TM_ITEMS", 11},
    };
    Dict* dict = module->dict.get();
    for (const auto& [name, value] : kConstants)
        TRY(set_item_of(thread, dict, name, Value::small_int(value)));
    TRY(set_item_of(thread, dict, "struct_time", struct_time_type(thread.interp)));
    return set_zone(thread, dict);
}

}  // namespace

constexpr ModuleSpec kTimeModule = {"time", "Clocks, sleeping, and times by the calendar.", kTimeFunctions,
                                    init_time};
MOULT_MODULE(kTimeModule);

}  // namespace moult
