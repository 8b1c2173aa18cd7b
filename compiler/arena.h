// A bump allocator that owns everything a parse makes: nodes, sequences, identifiers. Freed as a whole.
// Knows nothing of the syntax tree.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/hash.h"

namespace moult::compiler {

// Owns what it makes; pointers stay valid until the arena dies. Objects with a destructor are destroyed then,
// in reverse order of creation. One thread at a time.
class Arena {
  public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() {
        for (Cleanup* entry = cleanups_; entry != nullptr; entry = entry->next) entry->destroy(entry->object);
    }

    // Uninitialized memory. O(1) amortized.
    void* allocate(size_t size, size_t alignment) {
        size_t start = (used_ + alignment - 1) & ~(alignment - 1);
        if (start + size > capacity_) {
            grow(size + alignment);
            start = (used_ + alignment - 1) & ~(alignment - 1);
        }
        used_ = start + size;
        return reinterpret_cast<void*>(start);
    }

    // An object, aggregates included: `arena.make<Point>(1, 2)` is `Point{1, 2}`.
    template <class T, class... Args>
    T* make(Args&&... args) {
        T* object = new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
        if constexpr (!std::is_trivially_destructible_v<T>) {
            auto* entry = static_cast<Cleanup*>(allocate(sizeof(Cleanup), alignof(Cleanup)));
            *entry = {cleanups_, object, [](void* pointer) { static_cast<T*>(pointer)->~T(); }};
            cleanups_ = entry;
        }
        return object;
    }

    // A copy of trivially copyable items, as a span of mutable elements.
    template <class T>
    std::span<T> copy(std::span<const T> items) {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        if (items.empty()) return {};
        T* memory = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
        std::memcpy(static_cast<void*>(memory), items.data(), items.size_bytes());
        return {memory, items.size()};
    }
    template <class T>
    std::span<T> copy(const std::vector<T>& items) {
        return copy(std::span<const T>(items));
    }

    // The arena's one copy of a text: equal texts give the same data pointer. Never null, even for "".
    std::string_view intern(std::string_view text) {
        if (auto found = interned_.find(text); found != interned_.end()) return *found;
        char* memory = static_cast<char*>(allocate(text.size() + 1, 1));
        std::memcpy(memory, text.data(), text.size());
        memory[text.size()] = '\0';
        return *interned_.emplace(memory, text.size()).first;
    }

    // The interned texts that stand more than once in the list, by their data pointers, sorted.
    static std::vector<const char*> repeated(std::span<const std::string_view> interned) {
        std::vector<const char*> found;
        if (interned.size() < 2) return found;
        for (std::string_view text : interned) found.push_back(text.data());
        std::sort(found.begin(), found.end());
        auto end = found.begin();
        for (size_t index = 1; index < found.size(); ++index) {
            if (found[index] == found[index - 1]) *end++ = found[index];
        }
        found.erase(end, found.end());
        return found;
    }

    size_t bytes_reserved() const { return bytes_reserved_; }

  private:
    struct Cleanup {
        Cleanup* next;
        void* object;
        void (*destroy)(void*);
    };
    static constexpr size_t kBlockSize = size_t{32} << 10;

    void grow(size_t needed) {
        size_t size = needed > kBlockSize ? needed : kBlockSize;
        blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
        used_ = reinterpret_cast<uintptr_t>(blocks_.back().get());
        capacity_ = used_ + size;
        bytes_reserved_ += size;
    }

    uintptr_t used_ = 0;      // the next free address in the current block
    uintptr_t capacity_ = 0;  // the address past the current block
    size_t bytes_reserved_ = 0;
    Cleanup* cleanups_ = nullptr;
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::unordered_set<std::string_view, TextHash> interned_;
};

}  // namespace moult::compiler
