// The builtin exceptions, one row each: field of Types, Python name, base's field, C++ layout (see
// exceptions/exception.h), docstring. Bases stand before what derives from them.
#pragma once

#define MOULT_EXCEPTION_TYPES(X)                                                                             \
    X(base_exception, BaseException, object, kPlain, "Common base class for all exceptions")                 \
    X(base_exception_group, BaseExceptionGroup, base_exception, kGroup,                                      \
      "A combination of multiple unrelated exceptions.")                                                     \
    X(generator_exit, GeneratorExit, base_exception, kPlain, "Request that a generator exit.")               \
    X(keyboard_interrupt, KeyboardInterrupt, base_exception, kPlain, "Program interrupted by user.")         \
    X(system_exit, SystemExit, base_exception, kSystemExit, "Request to exit from the interpreter.")         \
    X(exception, Exception, base_exception, kPlain, "Common base class for all non-exit exceptions.")        \
    X(exception_group, ExceptionGroup, base_exception_group, kGroup, nullptr)                                \
    X(arithmetic_error, ArithmeticError, exception, kPlain, "Base class for arithmetic errors.")             \
    X(floating_point_error, FloatingPointError, arithmetic_error, kPlain,                                    \
      "Floating point operation failed.")                                                                    \
    X(overflow_error, OverflowError, arithmetic_error, kPlain, "Result too large to be represented.")        \
    X(zero_division_error, ZeroDivisionError, arithmetic_error, kPlain,                                      \
      "Second argument to a division or modulo operation was zero.")                                         \
    X(assertion_error, AssertionError, exception, kPlain, "Assertion failed.")                               \
    X(attribute_error, AttributeError, exception, kAttribute, "Attribute not found.")                        \
    X(buffer_error, BufferError, exception, kPlain, "Buffer error.")                                         \
    X(eof_error, EOFError, exception, kPlain, "Read beyond end of file.")                                    \
    X(import_error, ImportError, exception, kImport,                                                         \
      "Import can't find module, or can't find name in module.")                                             \
    X(module_not_found_error, ModuleNotFoundError, import_error, kImport, "Module not found.")               \
    X(lookup_error, LookupError, exception, kPlain, "Base class for lookup errors.")                         \
    X(index_error, IndexError, lookup_error, kPlain, "Sequence index out of range.")                         \
    X(key_error, KeyError, lookup_error, kPlain, "Mapping key not found.")                                   \
    X(memory_error, MemoryError, exception, kPlain, "Out of memory.")                                        \
    X(name_error, NameError, exception, kName, "Name not found globally.")                                   \
    X(unbound_local_error, UnboundLocalError, name_error, kName,                                             \
      "Local name referenced but not bound to a value.")                                                     \
    X(os_error, OSError, exception, kOs, "Base class for I/O related errors.")                               \
    X(blocking_io_error, BlockingIOError, os_error, kOs, "I/O operation would block.")                       \
    X(child_process_error, ChildProcessError, os_error, kOs, "Child process error.")                         \
    X(connection_error, ConnectionError, os_error, kOs, "Connection error.")                                 \
    X(broken_pipe_error, BrokenPipeError, connection_error, kOs, "Broken pipe.")                             \
    X(connection_aborted_error, ConnectionAbortedError, connection_error, kOs, "Connection aborted.")        \
    X(connection_refused_error, ConnectionRefusedError, connection_error, kOs, "Connection refused.")        \
    X(connection_reset_error, ConnectionResetError, connection_error, kOs, "Connection reset.")              \
    X(file_exists_error, FileExistsError, os_error, kOs, "File already exists.")                             \
    X(file_not_found_error, FileNotFoundError, os_error, kOs, "File not found.")                             \
    X(interrupted_error, InterruptedError, os_error, kOs, "Interrupted by signal.")                          \
    X(is_a_directory_error, IsADirectoryError, os_error, kOs, "Operation doesn't work on directories.")      \
    X(not_a_directory_error, NotADirectoryError, os_error, kOs, "Operation only works on directories.")      \
    X(permission_error, PermissionError, os_error, kOs, "Not enough permissions.")                           \
    X(process_lookup_error, ProcessLookupError, os_error, kOs, "Process not found.")                         \
    X(timeout_error, TimeoutError, os_error, kOs, "Timeout expired.")                                        \
    X(reference_error, ReferenceError, exception, kPlain, "Weak ref proxy used after referent went away.")   \
    X(runtime_error, RuntimeError, exception, kPlain, "Unspecified run-time error.")                         \
    X(not_implemented_error, NotImplementedError, runtime_error, kPlain,                                     \
      "Method or function hasn't been implemented yet.")                                                     \
    X(recursion_error, RecursionError, runtime_error, kPlain, "Recursion limit exceeded.")                   \
    X(stop_async_iteration, StopAsyncIteration, exception, kPlain,                                           \
      "Signal the end from iterator.__anext__().")                                                           \
    X(stop_iteration, StopIteration, exception, kStopIteration, "Signal the end from iterator.__next__().")  \
    X(syntax_error, SyntaxError, exception, kSyntax, "Invalid syntax.")                                      \
    X(indentation_error, IndentationError, syntax_error, kSyntax, "Improper indentation.")                   \
    X(tab_error, TabError, indentation_error, kSyntax, "Improper mixture of spaces and tabs.")               \
    X(system_error, SystemError, exception, kPlain, "Internal error in the interpreter.")                    \
    X(type_error, TypeError, exception, kPlain, "Inappropriate argument type.")                              \
    X(value_error, ValueError, exception, kPlain, "Inappropriate argument value (of correct type).")         \
    X(unicode_error, UnicodeError, value_error, kPlain, "Unicode related error.")                            \
    X(unicode_decode_error, UnicodeDecodeError, unicode_error, kUnicode, "Unicode decoding error.")          \
    X(unicode_encode_error, UnicodeEncodeError, unicode_error, kUnicode, "Unicode encoding error.")          \
    X(unicode_translate_error, UnicodeTranslateError, unicode_error, kUnicode, "Unicode translation error.") \
    X(warning, Warning, exception, kPlain, "Base class for warning categories.")                             \
    X(bytes_warning, BytesWarning, warning, kPlain,                                                          \
      "Base class for warnings about bytes and buffer related problems.")                                    \
    X(deprecation_warning, DeprecationWarning, warning, kPlain,                                              \
      "Base class for warnings about deprecated features.")                                                  \
    X(encoding_warning, EncodingWarning, warning, kPlain, "Base class for warnings about encodings.")        \
    X(future_warning, FutureWarning, warning, kPlain,                                                        \
      "Base class for warnings about constructs that will change semantically in the future.")               \
    X(import_warning, ImportWarning, warning, kPlain,                                                        \
      "Base class for warnings about probable mistakes in module imports")                                   \
    X(pending_deprecation_warning, PendingDeprecationWarning, warning, kPlain,                               \
      "Base class for warnings about features which will be deprecated in the future.")                      \
    X(resource_warning, ResourceWarning, warning, kPlain, "Base class for warnings about resource usage.")   \
    X(runtime_warning, RuntimeWarning, warning, kPlain,                                                      \
      "Base class for warnings about dubious runtime behavior.")                                             \
    X(syntax_warning, SyntaxWarning, warning, kPlain, "Base class for warnings about dubious syntax.")       \
    X(unicode_warning, UnicodeWarning, warning, kPlain,                                                      \
      "Base class for warnings about Unicode related problems, mostly related to conversion problems.")      \
    X(user_warning, UserWarning, warning, kPlain, "Base class for warnings generated by user code.")
