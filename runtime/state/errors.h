// Raising exceptions from C++; runtime/exceptions/ makes them. Every function sets thread.raised and returns
// kError, so that one writes
//     return raise_type_error(thread, "'%s' object is not iterable", type_name(thread, value));
#pragma once

#include <string>
#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

// The message is printf-style UTF-8 text, at most what memory allows.
[[gnu::format(printf, 3, 4)]] Failure raise(Thread&, Type* exception_type, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_type_error(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_value_error(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_index_error(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_overflow_error(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_runtime_error(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_zero_division(Thread&, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Failure raise_system_error(Thread&, const char* format, ...);
// AttributeError with its .name and .obj, from which suggestions are made.
[[gnu::format(printf, 4, 5)]] Failure raise_attribute_error(Thread&, Value object, Str* name,
                                                            const char* format, ...);
Failure raise_no_attribute(Thread&, Value object, Str* name);  // "'list' object has no attribute 'x'"
Failure raise_key_error(Thread&, Value key);
Failure raise_name_error(Thread&, Str* name);  // "name 'x' is not defined"
Failure raise_unbound_local(Thread&, Str* name);
Failure raise_stop_iteration(Thread&, Value value);  // empty value: without argument
// "module() argument 'name' must be str, not int": `argument` is "argument 'name'" or "argument 1".
Failure raise_bad_argument(Thread&, const char* function, const char* argument, const char* wanted,
                           Value given);
Failure raise_out_of_memory(Thread&);
Failure raise_recursion_error(Thread&, const char* where);  // "maximum recursion depth exceeded" + where
Failure raise_os_error(Thread&, int error_number, Value filename = Value::empty());
// Raises an instance that nothing else has raised before; sets __context__ from what is being handled.
Failure raise_made(Thread&, Ref<ExceptionObject>);
// Raises an instance, or instantiates a class, as the raise statement does; sets __context__ from what is
// being handled.
Failure raise_object(Thread&, Value exception);
// Makes `cause` the __cause__ and the __context__ of the exception on its way.
Failure raise_from(Thread&, Ref<Value> cause);

// Whether the exception on its way is an instance of the type.
bool error_matches(Thread&, const Type* type);
// Takes the exception away (empty when there was none).
Ref<Value> take_error(Thread&);
void restore_error(Thread&, Ref<Value> exception);  // puts a taken exception back, untouched
void clear_error(Thread&);
// For failures in places that cannot report them (finalizers, callbacks): prints CPython's "Exception ignored
// in: ...", or with other words than "in".
void report_unraisable(Thread&, Value where, const char* how = "in");
// Warns where the innermost frame stands, as PEP 230 has it: fails with the warning itself where a filter says so.
Status warn(Thread&, Type* category, std::string_view message);

const char* type_name(Thread&, Value value);  // UTF-8, valid as long as the type

}  // namespace moult
