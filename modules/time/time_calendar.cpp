// time's calendar functions: gmtime, localtime, mktime, strftime, asctime, ctime.
#include <cerrno>
#include <string>

#include "modules/time/time_struct.h"
#include "runtime/numbers/float.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

using Breakdown = tm* (*)(const time_t*, tm*);

Status break_down(Thread& thread, time_t seconds, Breakdown breakdown, tm* out) {
    errno = 0;
    if (breakdown(&seconds, out)) return {};
    return raise_os_error(thread, errno ? errno : EINVAL);
}

Ref<Value> calendar(Thread& thread, Value seconds, Breakdown breakdown) {
    tm t;
    time_t moment = TRY(read_seconds(thread, seconds));
    TRY(break_down(thread, moment, breakdown, &t));
    return make_struct_time(thread, t);
}

// The tuple, or the present time in the local zone when there is none.
Status time_argument(Thread& thread, Value tuple, const char* function, tm* out) {
    if (tuple.is_empty()) return break_down(thread, time(nullptr), localtime_r, out);
    return read_time_tuple(thread, tuple, function, out);
}

Ref<Value> plain_text(Thread& thread, const tm& t) {  // as C's asctime, but for any year
    static constexpr char kDays[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr char kMonths[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return format_str(thread, "%s %s%3d %.2d:%.2d:%.2d %lld", kDays[t.tm_wday], kMonths[t.tm_mon], t.tm_mday,
                      t.tm_hour, t.tm_min, t.tm_sec, static_cast<long long>(t.tm_year) + 1900);
}

}  // namespace

Ref<Value> time_gmtime(Thread& thread, Args args) {
    return calendar(thread, args[0], gmtime_r);
}

Ref<Value> time_localtime(Thread& thread, Args args) {
    return calendar(thread, args[0], localtime_r);
}

Ref<Value> time_mktime(Thread& thread, Args args) {
    tm t;
    TRY(read_time_tuple(thread, args[0], "mktime", &t));
    t.tm_wday = -1;  // stays when the time cannot be told, for -1 is also a time
    time_t seconds = mktime(&t);
    if (seconds == -1 && t.tm_wday == -1) return raise_overflow_error(thread, "mktime argument out of range");
    return Value::number(static_cast<double>(seconds));
}

Ref<Value> time_strftime(Thread& thread, Args args) {
    Str* format = as_str(args[0]);
    if (!format) return raise_bad_argument(thread, "strftime", "argument 1", "str", args[0]);
    tm t;
    TRY(time_argument(thread, args[1], "strftime", &t));
    TRY(check_time(thread, &t));
    t.tm_isdst = t.tm_isdst < 0 ? -1 : t.tm_isdst > 0;
    std::string spec = to_utf8(format);
    if (spec.find('\0') != std::string::npos) return raise_value_error(thread, "embedded null character");
    // A character at the end tells an empty result from a buffer that is too small.
    spec += '\x1f';
    std::string text(1024, '\0');
    size_t length;
    while ((length = strftime(text.data(), text.size(), spec.c_str(), &t)) == 0) {
        if (text.size() > spec.size() * 256) return make_str(thread, "");
        text.resize(text.size() * 2);
    }
    return make_str(thread, std::string_view(text).substr(0, length - 1));
}

Ref<Value> time_asctime(Thread& thread, Args args) {
    tm t;
    TRY(time_argument(thread, args[0], "asctime", &t));
    TRY(check_time(thread, &t));
    return plain_text(thread, t);
}

Ref<Value> time_ctime(Thread& thread, Args args) {
    tm t;
    time_t moment = TRY(read_seconds(thread, args[0]));
    TRY(break_down(thread, moment, localtime_r, &t));
    return plain_text(thread, t);
}

}  // namespace moult
