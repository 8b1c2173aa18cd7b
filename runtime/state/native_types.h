// NativeTypes: which type object an interpreter has made of each native type's spec.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moult {

struct Type;
struct TypeSpec;

// A hash table by the spec's address, open addressing with linear probes; nothing is ever taken out. O(1).
class NativeTypes {
  public:
    // The place of the type, null until one is put there. Valid until the next call.
    Type** find(const TypeSpec* spec) {
        if (2 * used_ >= entries_.size()) grow();
        Entry& entry = entry_of(spec);
        if (!entry.spec) {
            entry.spec = spec;
            ++used_;
        }
        return &entry.type;
    }

  private:
    struct Entry {
        const TypeSpec* spec = nullptr;
        Type* type = nullptr;
    };

    Entry& entry_of(const TypeSpec* spec) {
        size_t mask = entries_.size() - 1;
        size_t i = (reinterpret_cast<uintptr_t>(spec) * 0x9e3779b97f4a7c15u) >> 32 & mask;
        while (entries_[i].spec && entries_[i].spec != spec) i = (i + 1) & mask;
        return entries_[i];
    }
    void grow() {
        std::vector<Entry> old(entries_.empty() ? 64 : 2 * entries_.size());
        old.swap(entries_);
        for (const Entry& entry : old)
            if (entry.spec) entry_of(entry.spec) = entry;
    }

    std::vector<Entry> entries_;
    size_t used_ = 0;
};

}  // namespace moult
