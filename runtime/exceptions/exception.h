// Exception instances. One C++ layout serves all builtin exceptions.
#pragma once

#include "runtime/containers/tuple.h"
#include "runtime/model/fields.h"

namespace moult {

struct ExceptionObject : Object {
    static constexpr Kind kKind = Kind::kException;
    Ref<Tuple> args;
    Value traceback;  // Traceback or empty; owned, as all values here
    Value context;    // ExceptionObject or empty
    Value cause;      // ExceptionObject, None or empty
    bool suppress_context;
    Value fields[8];  // what they mean depends on the type: ExceptionField; empty when not set

    static constexpr auto kFields =
        moult::fields<&ExceptionObject::fields, &ExceptionObject::args, &ExceptionObject::traceback,
                      &ExceptionObject::cause, &ExceptionObject::context>;
    static void clear(Interpreter&, ExceptionObject&);  // leaves empty args
};

// Indices into ExceptionObject::fields.
enum ExceptionField : uint8_t {
    kStopIterationValue = 0,
    kSystemExitCode = 0,
    kNameErrorName = 0,
    kAttributeErrorName = 0,
    kAttributeErrorObject = 1,
    kImportErrorMessage = 0,
    kImportErrorName = 1,
    kImportErrorPath = 2,
    kOsErrorNumber = 0,
    kOsErrorText = 1,
    kOsErrorFilename = 2,
    kOsErrorFilename2 = 3,
    kOsErrorCharactersWritten = 4,
    kSyntaxErrorMessage = 0,
    kSyntaxErrorFilename = 1,
    kSyntaxErrorLine = 2,
    kSyntaxErrorOffset = 3,
    kSyntaxErrorText = 4,
    kSyntaxErrorEndLine = 5,
    kSyntaxErrorEndOffset = 6,
    kSyntaxErrorPrintFileAndLine = 7,
    kUnicodeErrorEncoding = 0,
    kUnicodeErrorObject = 1,
    kUnicodeErrorStart = 2,  // exact ints
    kUnicodeErrorEnd = 3,
    kUnicodeErrorReason = 4,
    kGroupMessage = 0,
    kGroupExceptions = 1,  // an exact tuple
};

struct Code;

struct Traceback : Object {
    static constexpr int32_t kLineUnknown = INT32_MIN;
    static constexpr Kind kKind = Kind::kTraceback;
    Value next;          // Traceback or empty
    Value frame;         // frame object or empty: made when somebody asks
    Value code;          // Code: what the traceback printer needs when no frame object was made
    Value globals;       // Dict of the frame
    int32_t lasti;       // byte offset into the wordcode
    int32_t lineno;      // given by the program, or kLineUnknown: see traceback_line
    const void* origin;  // the frame's address, to find it by while it lives; never followed

    static constexpr auto kFields =
        fields<&Traceback::next, &Traceback::frame, &Traceback::code, &Traceback::globals>;
    static void clear(Interpreter&, Traceback&);  // keeps what printing it needs
};

// An instance of a builtin exception type with these arguments; runs no Python code. Null: MemoryError.
Ref<ExceptionObject> make_exception(Thread&, Type*, std::initializer_list<Value> args);
// exception.fields[field] = value; shares the value.
void set_exception_field(ExceptionObject*, ExceptionField, Value value);
// Makes `context` the __context__ of the exception, unless they are one; breaks a cycle that this would
// close.
void set_exception_context(ExceptionObject* exception, Value context);
// Sets __cause__ (an exception, or None) and __suppress_context__.
void set_exception_cause(ExceptionObject* exception, Value cause);
// Prepends an entry for a frame that the exception passes.
void add_traceback(Thread&, ExceptionObject*, Code*, Dict* globals, int32_t lasti);
// The line of an entry, found in the location table when asked for; -1 where there is none.
int32_t traceback_line(const Traceback*);
// The part of an exception group whose leaves are also leaves of one of `kept` (groups or plain exceptions);
// None when there is none. The groups in it are made by the originals' derive().
Ref<Value> exception_group_projection(Thread&, Value group, std::span<const Value> kept);
void init_exceptions(Interpreter&);

inline ExceptionObject* as_exception(Value v) {
    return as_instance<ExceptionObject>(v);
}

}  // namespace moult
