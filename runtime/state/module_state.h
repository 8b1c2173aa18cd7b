// ModuleStates: what modules written in C++ keep per interpreter, each in a struct of its own.
#pragma once

#include <memory>
#include <vector>

namespace moult {

struct Interpreter;

// Found by the struct's type; nothing is ever taken out. O(number of modules that have state).
//     struct MathState { ... };
//     MathState& state = interp.module_states.of<MathState>();      // made on first need
// A state that holds what is a program's own (functions that it registered) has `void forget(Interpreter&)`, which lets
// that go: it is called once before the last collection, for through it whole modules are held.
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
        Entry entry{&kKey<T>, made.get(), [](void* state) { delete static_cast<T*>(state); }, nullptr};
        if constexpr (requires(T& state, Interpreter& interp) { state.forget(interp); })
            entry.forget = [](Interpreter& interp, void* state) { static_cast<T*>(state)->forget(interp); };
        entries_.push_back(entry);
        return *made.release();
    }
    // All states forget what is the program's own, the last one made first.
    void forget(Interpreter& interp) {
        for (size_t i = entries_.size(); i-- > 0;)
            if (entries_[i].forget) entries_[i].forget(interp, entries_[i].state);
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
        void (*forget)(Interpreter&, void*);  // null: holds nothing of the program's own
    };
    template <class T>
    static constexpr char kKey = 0;

    std::vector<Entry> entries_;
};

}  // namespace moult
