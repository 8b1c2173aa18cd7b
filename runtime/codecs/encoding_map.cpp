// EncodingMap.
#include "runtime/codecs/encoding_map.h"

#include <algorithm>
#include <cstring>

#include "runtime/containers/dict.h"
#include "runtime/operations/native_type.h"
#include "runtime/state/errors.h"
#include "runtime/state/native_types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

constexpr char32_t kUndefined = 0xfffe;

Ref<Value> map_size(Thread&, Args args) {
    auto* map = args[0].as<EncodingMap>();
    constexpr int kHeader = 63;  // as CPython's, which has a level more
    return Value::small_int(kHeader + 16 * map->large_blocks + 128 * map->block_count);
}

constexpr MethodDef kMethods[] = {
    {"@hidden size(self, /)", map_size, "Return the size (in bytes) of this object."},
};

}  // namespace

constexpr TypeSpec kEncodingMapType = native<EncodingMap>({
    .name = "EncodingMap",
    .flags = kDisallowNew,
    .methods = kMethods,
});

void EncodingMap::release(Interpreter& interp, EncodingMap& map) {
    interp.heap.free(map.blocks);
}

EncodingMap* as_encoding_map(Thread& thread, Value value) {
    if (!value.is_object()) return nullptr;
    return value.as_object()->type()->spec == &kEncodingMapType ? value.as<EncodingMap>() : nullptr;
}

namespace {

// What a map of these characters is made of.
struct Plan {
    bool fits = true;  // into an EncodingMap
    uint8_t block_of[512];
    int large_blocks = 0, blocks = 0;

    Plan(const Str* decoding, size_t length) {
        std::fill(std::begin(block_of), std::end(block_of), EncodingMap::kNone);
        bool large_seen[32] = {};
        fits = decoding->at(0) == 0;
        for (size_t i = 1; i < length && fits; ++i) {
            char32_t c = decoding->at(i);
            if (c == kUndefined) continue;
            fits = c != 0 && c <= 0xffff;
            if (!fits) break;
            if (!large_seen[c >> 11]) ++large_blocks;
            large_seen[c >> 11] = true;
            if (block_of[c >> 7] == EncodingMap::kNone) block_of[c >> 7] = static_cast<uint8_t>(blocks++);
        }
        if (blocks >= EncodingMap::kNone) fits = false;
    }
};

Ref<Value> build_dict(Thread& thread, const Str* decoding, size_t length) {
    Ref<Dict> dict = TRY(make_dict(thread));
    for (size_t i = 0; i < length; ++i)
        TRY(dict_set(thread, dict.get(), Value::small_int(decoding->at(i)),
                     Value::small_int(static_cast<int64_t>(i))));
    return dict;
}

}  // namespace

Ref<Value> build_encoding_map(Thread& thread, Str* decoding) {
    if (decoding->length == 0) return raise_type_error(thread, "bad argument type for built-in operation");
    const size_t length = std::min<size_t>(decoding->length, 256);
    const Plan plan(decoding, length);
    if (!plan.fits) return build_dict(thread, decoding, length);
    Ref<EncodingMap> map = TRY(new_object<EncodingMap>(thread, native_type(thread.interp, kEncodingMapType)));
    const size_t size = static_cast<size_t>(plan.blocks) * 128;
    map->blocks = static_cast<uint8_t*>(thread.heap.allocate(std::max<size_t>(size, 1)));
    if (!map->blocks) return raise_out_of_memory(thread);
    std::memset(map->blocks, 0, size);
    std::memcpy(map->block_of, plan.block_of, sizeof plan.block_of);
    map->large_blocks = plan.large_blocks;
    map->block_count = plan.blocks;
    for (size_t i = 1; i < length; ++i)
        if (char32_t c = decoding->at(i); c != kUndefined)
            map->blocks[map->block_of[c >> 7] * 128u + (c & 0x7f)] = static_cast<uint8_t>(i);
    return map;
}

}  // namespace moult
