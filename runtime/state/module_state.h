// ModuleStates: what modules written in C++ keep per interpreter, each in a struct of its own.
#pragma once

#include <memory>
#include <vector>

namespace moult {

// Found by the struct's type; nothing is ever taken out. O(number of modules that have state).
//     struct MathState { ... };
//     MathState& state = interp.module_states.of<MathState>();      // made on first need
class ModuleStates {
  public:
    ModuleStates() = default;
    ModuleStates(const ModuleStates&) = delete;
    ModuleStates& operator=(const ModuleStates&) = delete;
    ~ModuleStates() { clear(); }

    // Null: not made yet. The state stays where it is until clear().
    template <class T>
    T* find() const {
        for (const Entry& entry : entries_)
            if (entry.key == &kKey<T>) return static_cast<T*>(entry.state);
        return nullptr;
    }
    template <class T>
    T& of() {
        if (T* found = find<T>()) return *found;
        return put(std::make_unique<T>());
    }
    // The state, made by the caller; there must be none yet.
    template <class T>
    T& put(std::unique_ptr<T> made) {
        entries_.push_back({&kKey<T>, made.get(), [](void* state) { delete static_cast<T*>(state); }});
        return *made.release();
    }
    // Lets all go, the last one made first.
    void clear() {
        while (!entries_.empty()) {
            Entry last = entries_.back();
            entries_.pop_back();
            last.destroy(last.state);
        }
    }

  private:
    struct Entry {
        const char* key;
        void* state;
        void (*destroy)(void*);
    };
    template <class T>
    static constexpr char kKey = 0;

    std::vector<Entry> entries_;
};

}  // namespace moult
