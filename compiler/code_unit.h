// The compiler's output: a code object's fields as plain data, before the runtime makes a heap object of
// them. Knows nothing of values, heaps or interpreters, so that the front end can be tested and fuzzed alone.
// The fields are CPython 3.11's (Include/cpython/code.h documents them); see docs/compiler.md.
#pragma once

#include <gmpxx.h>

#include <complex>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace moult::compiler {

struct CodeUnit;
struct Constant;

struct NoneConstant {};
struct EllipsisConstant {};
struct BytesConstant {
    std::string bytes;
};
struct TupleConstant {
    std::vector<Constant> items;
};
struct FrozenSetConstant {
    std::vector<Constant> items;
};  // in the order in which they were written

// One entry of co_consts. Text (std::string) is UTF-8 in which lone surrogates are encoded too
// ("surrogatepass").
struct Constant {
    using Variant = std::variant<NoneConstant, EllipsisConstant, bool, mpz_class, double,
                                 std::complex<double>, std::string, BytesConstant, TupleConstant,
                                 FrozenSetConstant, std::shared_ptr<const CodeUnit>>;
    Variant value;
};

// What each entry of `localsplusnames` is; the bits are CPython's (CO_FAST_LOCAL, CO_FAST_CELL,
// CO_FAST_FREE).
enum LocalKind : uint8_t { kFastLocal = 0x20, kFastCell = 0x40, kFastFree = 0x80 };

struct CodeUnit {
    int argcount = 0;  // positional parameters, positional-only ones included
    int posonlyargcount = 0;
    int kwonlyargcount = 0;
    int stacksize = 0;
    uint32_t flags = 0;  // co_flags
    int firstlineno = 1;
    std::string code;  // wordcode with zeroed inline cache entries, as co_code shows it
    std::vector<Constant> consts;
    std::vector<std::string> names;
    std::vector<std::string> localsplusnames;  // locals (parameters first), cells, free variables
    std::vector<uint8_t> localspluskinds;      // LocalKind bits, one per name
    std::string filename;
    std::string name;
    std::string qualname;
    std::string linetable;       // the location table of PEP 657, CPython 3.11's encoding
    std::string exceptiontable;  // CPython 3.11's varint encoding
};

}  // namespace moult::compiler
