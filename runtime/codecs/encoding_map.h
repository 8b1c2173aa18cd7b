// EncodingMap: the table that turns characters into bytes for codecs of 256 characters.
#pragma once

#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Str;

struct EncodingMap : Object {
    static constexpr uint8_t kNone = 0xff;
    uint8_t block_of[512];  // of each 128 characters of the basic plane; kNone: no byte for any of them
    uint8_t* blocks;        // owned: 128 bytes each, 0 for characters that have none
    int large_blocks;       // how many 2048s, and 128s, of characters have bytes
    int block_count;
    static void release(Interpreter&, EncodingMap&);

    // The character's byte; -1: it has none.
    int find(char32_t c) const {
        if (c > 0xffff) return -1;
        if (c == 0) return 0;
        uint8_t block = block_of[c >> 7];
        if (block == kNone) return -1;
        uint8_t byte = blocks[block * 128u + (c & 0x7f)];
        return byte ? byte : -1;
    }
};
// The map in a value; null when there is none.
EncodingMap* as_encoding_map(Thread&, Value);

// What encodes text that `decoding` decodes, whose characters are those of the bytes 0 to 255: an EncodingMap, or a dict where
// the first character is not the null character, or some are beyond the basic plane. U+FFFE stands for no character.
Ref<Value> build_encoding_map(Thread&, Str* decoding);

}  // namespace moult
