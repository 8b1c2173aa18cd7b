// A plugin for tests: a module over a library that the command does not link.
#include <zlib.h>

#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/state/errors.h"
#include "runtime/strings/bytes.h"

namespace moult {

namespace {

Ref<Value> sum_of(Thread& thread, Args args) {
    if (!is_exact<Bytes>(args[0])) return raise_type_error(thread, "crc32() needs bytes");
    std::string_view data = args[0].as<Bytes>()->view();
    return make_int(thread, static_cast<int64_t>(crc32(0, reinterpret_cast<const Bytef*>(data.data()),
                                                       static_cast<uInt>(data.size()))));
}
constexpr MethodDef kFunctions[] = {
    {"crc32(data, /)", sum_of, "The checksum of gzip files."},
};
constexpr ModuleSpec kChecksumModule = {"_checksum", "Checksums by zlib.", kFunctions};
MOULT_MODULE(kChecksumModule);

}  // namespace

}  // namespace moult
