// SideTable: what the collector knows of each object, kept apart from the objects. Of those in pools it lies
// in tables of the address space, found by the object's address; of larger ones in front of their block.
// docs/collector.md draws it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>

#include "runtime/model/object.h"

namespace moult {

// How old an object is. Of a free block in a pool of objects it is kYoung, so that whoever takes the block
// need not say so.
enum class Age : uint8_t {
    kNone,    // not the collector's: plain blocks
    kYoung,   // allocated since the last collection
    kMiddle,  // has survived a collection of the young
    kOld,     // has survived a collection of the middle-aged
    kOldToo,  // means the same: each collection of all makes the one of the other, so that none is met twice
    kPermanent,  // gc.freeze()
    kUntracked,  // cannot be in a cycle: a tuple of atoms
    kLasting,    // was there before the program: lasts as long as the interpreter
    kCondemned,  // found unreachable by the collection under way
};
inline constexpr size_t kAges = 9;

// A set of ages, one bit each.
struct AgeSet {
    uint32_t bits = 0;
    constexpr AgeSet() = default;
    constexpr AgeSet(std::initializer_list<Age> ages) {
        for (Age age : ages) bits |= 1u << static_cast<unsigned>(age);
    }
    constexpr bool has(Age age) const { return bits >> static_cast<unsigned>(age) & 1; }
    // Whether one of eight ages is in the set. O(size of the set).
    bool has_any_of(const Age* eight) const {
        constexpr uint64_t kOnes = 0x0101'0101'0101'0101, kHighs = kOnes << 7;
        uint64_t word;
        std::memcpy(&word, eight, sizeof word);
        for (uint32_t rest = bits; rest; rest &= rest - 1) {
            uint64_t zeros = word ^ kOnes * static_cast<unsigned>(std::countr_zero(rest));
            if ((zeros - kOnes) & ~zeros & kHighs) return true;
        }
        return false;
    }
    constexpr AgeSet operator|(AgeSet other) const {
        other.bits |= bits;
        return other;
    }
};

// In front of every block that lies in no pool. Blocks of one age are linked in a ring.
struct LargeBlock {
    LargeBlock* next;
    LargeBlock* previous;
    uint32_t seen;
    uint32_t birth;
    Age age;

    static LargeBlock* before(const void* block) {
        return reinterpret_cast<LargeBlock*>(const_cast<void*>(block)) - 1;
    }
    Object* object() { return reinterpret_cast<Object*>(this + 1); }
    void link_before(LargeBlock* after) {
        next = after;
        previous = after->previous;
        previous->next = after->previous = this;
    }
    void unlink() {
        previous->next = next;
        next->previous = previous;
    }
};
static_assert(sizeof(LargeBlock) == 32);

// The tables of one address space; the space owns them. An entry stands for 32 bytes: no two blocks of
// objects begin in the same 32 bytes.
class SideTable {
  public:
    static constexpr unsigned kShift = 5;
    static constexpr size_t kStride = size_t{1} << kShift;

    SideTable() = default;
    // Of `size` bytes from `base` on. The tables are zero at first.
    SideTable(char* base, uint64_t size, Age* ages, uint32_t* seen, uint32_t* births)
        : base_(base), size_(size), ages_(ages), seen_(seen), births_(births) {}

    // Bytes that the tables take for an address space of this size.
    static constexpr uint64_t bytes_for(uint64_t size) {
        return size / kStride * (sizeof(Age) + 2 * sizeof(uint32_t));
    }

    uint64_t offset(const void* block) const {
        return static_cast<uint64_t>(static_cast<const char*>(block) - base_);
    }
    bool in_pool(const void* block) const { return offset(block) < size_; }
    Age* ages_at(uint64_t offset) const { return ages_ + (offset >> kShift); }

    Age& age(const Object* object) const {
        uint64_t at = offset(object);
        return at < size_ ? ages_[at >> kShift] : LargeBlock::before(object)->age;
    }
    // How many references to the object the collection under way has met; zero between collections.
    uint32_t& seen(const Object* object) const {
        uint64_t at = offset(object);
        return at < size_ ? seen_[at >> kShift] : LargeBlock::before(object)->seen;
    }
    // When the object was made, of those that are finalized in the order of their making.
    uint32_t& birth(const Object* object) const {
        uint64_t at = offset(object);
        return at < size_ ? births_[at >> kShift] : LargeBlock::before(object)->birth;
    }
    // Calls body(age, seen) with both of an object.
    template <class Body>
    void with(const Object* object, Body&& body) const {
        uint64_t at = offset(object);
        if (at < size_) [[likely]] {
            body(ages_[at >> kShift], seen_[at >> kShift]);
        } else {
            LargeBlock* block = LargeBlock::before(object);
            body(block->age, block->seen);
        }
    }

  private:
    char* base_ = nullptr;
    uint64_t size_ = 0;
    Age* ages_ = nullptr;
    uint32_t* seen_ = nullptr;
    uint32_t* births_ = nullptr;
};

}  // namespace moult
