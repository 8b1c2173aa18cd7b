// .pyc files: CPython 3.11's 16 bytes of header (PEP 552), then a marshalled code object. Where they lie (PEP
// 3147, PEP 488) and how they are written. See docs/pyc.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/classes/function.h"
#include "runtime/strings/bytes.h"

namespace moult {

inline constexpr uint32_t kPycMagic = 0x0a0d0da7;  // 3495 and "\r\n"
inline constexpr size_t kPycHeaderSize = 16;

// How it is found out whether the source has changed.
enum class PycValidation : uint8_t { kTimestamp, kCheckedHash, kUncheckedHash };

struct PycHeader {
    PycValidation validation = PycValidation::kTimestamp;
    uint32_t source_time = 0, source_size = 0;  // the low 32 bits; of kTimestamp
    uint64_t source_hash = 0;                   // of the others

    std::string bytes() const;
};

// None for another magic number, flags that do not exist, and files that are too short.
std::optional<PycHeader> parse_pyc_header(std::string_view content);
// What hash-based .pyc files keep of their source.
uint64_t pyc_source_hash(std::string_view source);

// The code object behind the header; ImportError "Non-code object in PATH" for another value, and marshal's
// errors.
Ref<Code> load_pyc_code(Thread&, std::string_view content, Str* path);
// The content of a .pyc file.
Ref<Bytes> make_pyc(Thread&, const PycHeader&, Code*);

// "/a/b.py" -> "/a/__pycache__/b.cpython-311.opt-1.pyc"; with a prefix, "PREFIX/a/b.cpython-311.opt-1.pyc".
// `source` is absolute when there is a prefix.
std::string pyc_path(std::string_view source, int optimize, std::string_view prefix = {});

// Writes a file under another name in its folder, which is made if it is not there, and renames it: no reader
// sees a part of it. `mode`: permissions. False with errno set, and then nothing is left behind.
bool write_file_atomically(const std::string& path, std::string_view content, unsigned mode);

}  // namespace moult
