// Takes the place of LLVM's llvm/lib/Support/Compression.cpp: what it compresses are debug sections, which
// traces have none of, and so the library needs neither zlib's compressor nor Zstandard.
#include <llvm/Support/Compression.h>

#include <llvm/ADT/SmallVector.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/ErrorHandling.h>

namespace llvm::compression {

using Bytes = ArrayRef<uint8_t>;
using Buffer = SmallVectorImpl<uint8_t>;

namespace {

Error refuse() {
    return createStringError("compressed sections are not read here");
}

}  // namespace

namespace zlib {

bool isAvailable() {
    return false;
}
void compress(Bytes, Buffer&, int) {
    report_fatal_error("nothing compresses here");
}
Error decompress(Bytes, uint8_t*, size_t&) {
    return refuse();
}
Error decompress(Bytes, Buffer&, size_t) {
    return refuse();
}

}  // namespace zlib

namespace zstd {

bool isAvailable() {
    return false;
}
void compress(Bytes, Buffer&, int, bool) {
    report_fatal_error("nothing compresses here");
}
Error decompress(Bytes, uint8_t*, size_t&) {
    return refuse();
}
Error decompress(Bytes, Buffer&, size_t) {
    return refuse();
}

}  // namespace zstd

const char* getReasonIfUnsupported(Format) {
    return "it is left out of this library";
}
void compress(Params, Bytes, Buffer&) {
    report_fatal_error("nothing compresses here");
}
Error decompress(DebugCompressionType, Bytes, uint8_t*, size_t) {
    return refuse();
}
Error decompress(DebugCompressionType, Bytes, Buffer&, size_t) {
    return refuse();
}
Error decompress(Format, Bytes, Buffer&, size_t) {
    return refuse();
}

}  // namespace llvm::compression
