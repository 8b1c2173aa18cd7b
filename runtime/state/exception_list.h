// The builtin exceptions, one row each: field of Types, Python name and, unless the type has a spec of its
// own (OWN, in runtime/exceptions/), base and docstring. PLAIN types are made as BaseException is, HEIRs as
// their base, which is OWN. Bases stand before what derives from them.
#pragma once

#define MOULT_EXCEPTION_TYPES(PLAIN, HEIR, OWN)                                                             \
    OWN(base_exception, BaseException)                                                                      \
    OWN(base_exception_group, BaseExceptionGroup)                                                           \
    PLAIN(generator_exit, GeneratorExit, BaseException, "Request that a generator exit.")                   \
    PLAIN(keyboard_interrupt, KeyboardInterrupt, BaseException, "Program interrupted by user.")             \
    OWN(system_exit, SystemExit)                                                                            \
    PLAIN(exception, Exception, BaseException, "Common base class for all non-exit exceptions.")            \
    OWN(exception_group, ExceptionGroup)                                                                    \
    PLAIN(arithmetic_error, ArithmeticError, Exception, "Base class for arithmetic errors.")                \
    PLAIN(floating_point_error, FloatingPointError, ArithmeticError, "Floating point operation failed.")    \
    PLAIN(overflow_error, OverflowError, ArithmeticError, "Result too large to be represented.")            \
    PLAIN(zero_division_error, ZeroDivisionError, ArithmeticError,                                          \
          "Second argument to a division or modulo operation was zero.")                                    \
    PLAIN(assertion_error, AssertionError, Exception, "Assertion failed.")                                  \
    OWN(attribute_error, AttributeError)                                                                    \
    PLAIN(buffer_error, BufferError, Exception, "Buffer error.")                                            \
    PLAIN(eof_error, EOFError, Exception, "Read beyond end of file.")                                       \
    OWN(import_error, ImportError)                                                                          \
    HEIR(module_not_found_error, ModuleNotFoundError, ImportError, "Module not found.")                     \
    PLAIN(lookup_error, LookupError, Exception, "Base class for lookup errors.")                            \
    PLAIN(index_error, IndexError, LookupError, "Sequence index out of range.")                             \
    OWN(key_error, KeyError)                                                                                \
    OWN(memory_error, MemoryError)                                                                          \
    OWN(name_error, NameError)                                                                              \
    HEIR(unbound_local_error, UnboundLocalError, NameError,                                                 \
         "Local name referenced but not bound to a value.")                                                 \
    OWN(os_error, OSError)                                                                                  \
    HEIR(blocking_io_error, BlockingIOError, OSError, "I/O operation would block.")                         \
    HEIR(child_process_error, ChildProcessError, OSError, "Child process error.")                           \
    HEIR(connection_error, ConnectionError, OSError, "Connection error.")                                   \
    HEIR(broken_pipe_error, BrokenPipeError, ConnectionError, "Broken pipe.")                               \
    HEIR(connection_aborted_error, ConnectionAbortedError, ConnectionError, "Connection aborted.")          \
    HEIR(connection_refused_error, ConnectionRefusedError, ConnectionError, "Connection refused.")          \
    HEIR(connection_reset_error, ConnectionResetError, ConnectionError, "Connection reset.")                \
    HEIR(file_exists_error, FileExistsError, OSError, "File already exists.")                               \
    HEIR(file_not_found_error, FileNotFoundError, OSError, "File not found.")                               \
    HEIR(interrupted_error, InterruptedError, OSError, "Interrupted by signal.")                            \
    HEIR(is_a_directory_error, IsADirectoryError, OSError, "Operation doesn't work on directories.")        \
    HEIR(not_a_directory_error, NotADirectoryError, OSError, "Operation only works on directories.")        \
    HEIR(permission_error, PermissionError, OSError, "Not enough permissions.")                             \
    HEIR(process_lookup_error, ProcessLookupError, OSError, "Process not found.")                           \
    HEIR(timeout_error, TimeoutError, OSError, "Timeout expired.")                                          \
    PLAIN(reference_error, ReferenceError, Exception, "Weak ref proxy used after referent went away.")      \
    PLAIN(runtime_error, RuntimeError, Exception, "Unspecified run-time error.")                            \
    PLAIN(not_implemented_error, NotImplementedError, RuntimeError,                                         \
          "Method or function hasn't been implemented yet.")                                                \
    PLAIN(recursion_error, RecursionError, RuntimeError, "Recursion limit exceeded.")                       \
    PLAIN(stop_async_iteration, StopAsyncIteration, Exception, "Signal the end from iterator.__anext__().") \
    OWN(stop_iteration, StopIteration)                                                                      \
    OWN(syntax_error, SyntaxError)                                                                          \
    HEIR(indentation_error, IndentationError, SyntaxError, "Improper indentation.")                         \
    HEIR(tab_error, TabError, IndentationError, "Improper mixture of spaces and tabs.")                     \
    PLAIN(system_error, SystemError, Exception, "Internal error in the interpreter.")                       \
    PLAIN(type_error, TypeError, Exception, "Inappropriate argument type.")                                 \
    PLAIN(value_error, ValueError, Exception, "Inappropriate argument value (of correct type).")            \
    PLAIN(unicode_error, UnicodeError, ValueError, "Unicode related error.")                                \
    OWN(unicode_decode_error, UnicodeDecodeError)                                                           \
    OWN(unicode_encode_error, UnicodeEncodeError)                                                           \
    OWN(unicode_translate_error, UnicodeTranslateError)                                                     \
    PLAIN(warning, Warning, Exception, "Base class for warning categories.")                                \
    PLAIN(bytes_warning, BytesWarning, Warning,                                                             \
          "Base class for warnings about bytes and buffer related problems.")                               \
    PLAIN(deprecation_warning, DeprecationWarning, Warning,                                                 \
          "Base class for warnings about deprecated features.")                                             \
    PLAIN(encoding_warning, EncodingWarning, Warning, "Base class for warnings about encodings.")           \
    PLAIN(future_warning, FutureWarning, Warning,                                                           \
          "Base class for warnings about constructs that will change semantically in the future.")          \
    PLAIN(import_warning, ImportWarning, Warning,                                                           \
          "Base class for warnings about probable mistakes in module imports")                              \
    PLAIN(pending_deprecation_warning, PendingDeprecationWarning, Warning,                                  \
          "Base class for warnings about features which will be deprecated in the future.")                 \
    PLAIN(resource_warning, ResourceWarning, Warning, "Base class for warnings about resource usage.")      \
    PLAIN(runtime_warning, RuntimeWarning, Warning,                                                         \
          "Base class for warnings about dubious runtime behavior.")                                        \
    PLAIN(syntax_warning, SyntaxWarning, Warning, "Base class for warnings about dubious syntax.")          \
    PLAIN(unicode_warning, UnicodeWarning, Warning,                                                         \
          "Base class for warnings about Unicode related problems, mostly related to conversion problems.") \
    PLAIN(user_warning, UserWarning, Warning, "Base class for warnings generated by user code.")
