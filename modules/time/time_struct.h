// What the files of the module time share: struct_time, and times as Python gives them.
#pragma once

#include <ctime>

#include "runtime/model/native.h"
#include "runtime/objects/struct_sequence.h"

namespace moult {

// The type time.struct_time, made on first use.
Type* struct_time_type(Interpreter&);
Ref<Value> make_struct_time(Thread&, const tm&);

// A tuple of nine ints or a struct_time as a C time. TypeError, OverflowError; `function` is for messages.
Status read_time_tuple(Thread&, Value, const char* function, tm* out);
// Checks and corrects what strftime and asctime index with. ValueError "month out of range".
Status check_time(Thread&, tm*);

// Seconds of the kind that gmtime takes: None or nothing is now, floats are rounded down.
Result<time_t> read_seconds(Thread&, Value);
// A span of time in nanoseconds, rounded away from zero. ValueError for NaN, OverflowError.
Result<int64_t> read_span(Thread&, Value);

// time_calendar.cpp
Ref<Value> time_gmtime(Thread&, Args);
Ref<Value> time_localtime(Thread&, Args);
Ref<Value> time_mktime(Thread&, Args);
Ref<Value> time_strftime(Thread&, Args);
Ref<Value> time_asctime(Thread&, Args);
Ref<Value> time_ctime(Thread&, Args);

}  // namespace moult
