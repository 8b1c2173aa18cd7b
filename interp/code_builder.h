// From the compiler's output to code objects, and compile() as Python sees it.
#pragma once

#include <string_view>

#include "compiler/code_unit.h"
#include "compiler/parser/parser.h"
#include "runtime/classes/function.h"

namespace moult::interp {

// A code object with everything in it (constants become values, names are interned). Null: MemoryError.
Ref<Code> build_code(Thread&, const compiler::CodeUnit&);

// A constant as a value. Errors: MemoryError.
Ref<Value> build_constant(Thread&, const compiler::Constant&);

struct CompileRequest {
    Value source;
    Str* filename;
    const char* mode;
    uint32_t flags = 0;          // future features and the ast module's flags, as in compile()
    bool inherit_flags = false;  // add those of the running code
    int optimize = -1;           // -1: the interpreter's level
    int feature_version = -1;    // of a tree: the minor version of Python whose syntax is allowed; -1: all
};
// The hook behind compile(), exec() and eval().
Ref<Value> compile_source(Thread&, const CompileRequest&);
// Compiles the bytes of the file that is run as the program (encoding by BOM or cookie). Errors are
// SyntaxErrors with all their fields.
Ref<Code> compile_bytes(Thread&, std::string_view source, std::string_view filename, const char* mode,
                        int optimize);

// The tree of a source file's bytes, as ast.parse() reads them: warnings are shown, an error is raised and
// the result null. The tree lives in the arena.
compiler::ast::Mod* parse_bytes(Thread&, std::string_view source, Str* filename, compiler::ParseOptions,
                                compiler::Arena&);
// Raises an error of the stages behind the parser, with the line from the file.
Failure raise_front_end_error(Thread&, compiler::SyntaxError, Str* filename);

}  // namespace moult::interp
