// What traces take for granted: for each object that is watched (runtime/state/watch.h), and each name in it,
// the traces that must go when it changes. What keeps changing is not relied on any more.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "interp/trace_info.h"
#include "runtime/strings/str.h"

namespace moult::jit {

using interp::Watched;

// "LIMIT", "class Point", "function area".
std::string describe(const Watched&);

class Watches {
  public:
    // Whether it has not changed too often under traces that relied on it.
    bool is_steady(const Watched&) const;
    // Has its changes reported from now on.
    void add(const Watched&);
    void rely(uint32_t trace, const Watched&);
    // It has changed (name null, of a dict: any of its items): the traces that relied on it, which are
    // forgotten. `recording`: the recording under way did; what changes within one turn is not relied on
    // again.
    std::vector<uint32_t> changed(const Object*, const Str* name, bool recording);
    // The object is freed.
    void forget(const Object*);
    void clear();

    uint64_t added() const { return added_; }
    uint64_t given_up() const { return given_up_; }

  private:
    static constexpr uint32_t kMostChanges = 2;

    struct Watch {
        uint32_t changes = 0;
        std::vector<uint32_t> traces;
    };
    struct NameHash {
        size_t operator()(const Str* name) const {
            return name ? static_cast<size_t>(str_hash(const_cast<Str*>(name))) : 0;
        }
    };
    struct NameEqual {
        bool operator()(const Str* a, const Str* b) const { return a == b || (a && b && str_equal(a, b)); }
    };
    // Names are owned.
    using Names = std::unordered_map<Str*, Watch, NameHash, NameEqual>;

    void changed(Watch&, bool recording, std::vector<uint32_t>* traces);

    std::unordered_map<const Object*, Names> objects_;
    uint64_t added_ = 0, given_up_ = 0;
};

}  // namespace moult::jit
