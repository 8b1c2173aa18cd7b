// From the compiler's output to code objects, and compile() as Python sees it.
#pragma once

#include <string_view>

#include "compiler/code_unit.h"
#include "runtime/objects/function.h"

namespace moult::interp {

// A code object with everything in it (constants become values, names are interned). Null: MemoryError.
Ref<Code> build_code(Thread&, const compiler::CodeUnit&);

// The hook behind compile(), exec() and eval().
Ref<Value> compile_source(Thread&, const CompileRequest&);
// Compiles the bytes of the file that is run as the program (encoding by BOM or cookie). Errors are
// SyntaxErrors with all their fields.
Ref<Code> compile_bytes(Thread&, std::string_view source, std::string_view filename, const char* mode,
                        int optimize);

}  // namespace moult::interp
