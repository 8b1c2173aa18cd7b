// Exception instances. One C++ layout serves all builtin exceptions of a group (see exception_list.h).
#pragma once

#include "runtime/objects/tuple.h"

namespace moult {

struct ExceptionObject : Object {
    static constexpr Kind kKind = Kind::kException;
    Ref<Tuple> args;
    Value traceback;  // Traceback or empty; owned, as all values here
    Value context;    // ExceptionObject or empty
    Value cause;      // ExceptionObject, None or empty
    Value notes;      // list or empty: __notes__ is an ordinary attribute in CPython; kept here
    bool suppress_context;
    // What a group's attributes mean is in exception.cpp: StopIteration.value, SystemExit.code,
    // NameError.name, AttributeError.name/.obj, ImportError.msg/.name/.path,
    // OSError.errno/.strerror/.filename/.filename2,
    // SyntaxError.msg/.filename/.lineno/.offset/.text/.end_lineno/.end_offset/.print_file_and_line,
    // UnicodeError.encoding/.object/.start/.end/.reason, ExceptionGroup.message/.exceptions. Empty when not
    // set.
    Value fields[8];
};

struct Code;

struct Traceback : Object {
    static constexpr Kind kKind = Kind::kTraceback;
    Value next;     // Traceback or empty
    Value frame;    // frame object or empty
    Value code;     // Code: what the traceback printer needs when no frame object was made
    Value globals;  // Dict of the frame
    int32_t lasti;  // byte offset into the wordcode
    int32_t lineno;
};

// An instance of a builtin exception type with these arguments; runs no Python code. Null: MemoryError.
Ref<ExceptionObject> make_exception(Thread&, Type*, std::initializer_list<Value> args);
// Prepends an entry for a frame that the exception passes.
void add_traceback(Thread&, ExceptionObject*, Code*, Dict* globals, int32_t lasti, int32_t lineno);
void init_exceptions(Interpreter&);

}  // namespace moult
