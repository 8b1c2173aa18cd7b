// Hashing of short texts, and tables from hash to index, for the compiler's many small tables. Texts come
// from the program being compiled, so a hostile one can make equal hashes; it costs time within its own
// compilation only.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace moult::compiler {

inline uint64_t mix(uint64_t a, uint64_t b) {
    auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// Eight bytes at a time; the last eight overlap those before them.
inline size_t hash_text(std::string_view text) {
    constexpr uint64_t kFactor = 0x9E37'79B9'7F4A'7C15, kSeed = 0x2545'F491'4F6C'DD1D;
    const char* data = text.data();
    size_t size = text.size();
    uint64_t hash = kSeed ^ size;
    uint64_t part = 0;
    if (size >= 8) {
        for (size_t at = 0; at + 8 < size; at += 8) {
            std::memcpy(&part, data + at, 8);
            hash = mix(hash ^ part, kFactor);
        }
        std::memcpy(&part, data + size - 8, 8);
    } else if (size >= 4) {
        uint32_t first, last;
        std::memcpy(&first, data, 4);
        std::memcpy(&last, data + size - 4, 4);
        part = uint64_t{first} << 32 | last;
    } else if (size > 0) {
        auto byte = [data](size_t at) { return static_cast<uint64_t>(static_cast<unsigned char>(data[at])); };
        part = byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1);
    }
    return mix(hash ^ part, kFactor);
}

struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return hash_text(text); }
};

// The indices of things that stand in a list of their own, by their hashes. Open addressing; nothing is
// removed.
class HashIndex {
  public:
    // The index for which equal(index) is true among those with this hash, or -1.
    template <class Equal>
    int find(size_t hash, Equal equal) const {
        if (slots_.empty()) return -1;
        for (size_t at = hash;; ++at) {
            const Slot& slot = slots_[at & (slots_.size() - 1)];
            if (slot.index < 0) return -1;
            if (slot.hash == hash && equal(slot.index)) return slot.index;
        }
    }
    void add(size_t hash, int index) {
        if ((used_ + 1) * 2 > slots_.size()) grow();
        ++used_;
        put({hash, index});
    }
    void clear() {
        slots_.clear();
        used_ = 0;
    }

  private:
    struct Slot {
        size_t hash = 0;
        int index = -1;
    };
    void put(Slot slot) {
        size_t at = slot.hash;
        while (slots_[at & (slots_.size() - 1)].index >= 0) ++at;
        slots_[at & (slots_.size() - 1)] = slot;
    }
    void grow() {
        std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old)
            if (slot.index >= 0) put(slot);
    }

    std::vector<Slot> slots_;
    size_t used_ = 0;
};

}  // namespace moult::compiler
