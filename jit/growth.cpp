// See growth.h.
#include "jit/growth.h"

#include <algorithm>

namespace moult::jit {

namespace {

constexpr uint32_t kMaxMisses = 4;   // side traces for the values that one instruction sees, before it varies
constexpr uint32_t kMaxResults = 3;  // ... for the types of a result
constexpr uint32_t kMaxBegun = 8;    // side traces that begin at one instruction, before the rest share one
constexpr uint32_t kMaxOwn =
    200;  // side traces of a tree, before all that begin at one instruction share one
constexpr uint32_t kMaxAll = 400;

constexpr uint32_t kFreeDeaths = 2;
constexpr uint32_t kMaxDoublings = 16;

}  // namespace

void Kin::died(uint64_t kin, bool paid) {
    if (paid)
        deaths_.erase(kin);
    else
        ++deaths_[kin];
}
uint32_t Kin::waits(uint64_t kin) const {
    auto found = deaths_.find(kin);
    if (found == deaths_.end() || found->second <= kFreeDeaths) return 0;
    return (1u << std::min(2 * (found->second - kFreeDeaths), kMaxDoublings)) - 1;
}

Tree::Growth Tree::next(const void* instruction, Miss miss) {
    Fork& fork = forks_[instruction];
    uint32_t misses = fork.misses[static_cast<size_t>(miss)];
    if (miss == Miss::kOwn && misses >= kMaxMisses) fork.varies = true;
    if (miss == Miss::kResult && misses >= kMaxResults) fork.result_varies = true;
    if (side_traces_ >= kMaxAll) return Growth::kNothing;
    bool shares = fork.varies || fork.result_varies || fork.begun >= kMaxBegun || side_traces_ >= kMaxOwn;
    return shares ? Growth::kSharedTrace : Growth::kOwnTrace;
}

void Tree::add(const void* instruction, Miss miss) {
    Fork& fork = forks_[instruction];
    ++fork.begun;
    ++fork.misses[static_cast<size_t>(miss)];
    ++side_traces_;
}
void Tree::add_shared(const void* instruction, uint32_t trace) {
    forks_[instruction].shared = trace;
    ++side_traces_;
}

bool Tree::varies(const void* instruction) const {
    auto found = forks_.find(instruction);
    return found != forks_.end() && found->second.varies;
}

bool Tree::result_varies(const void* instruction) const {
    auto found = forks_.find(instruction);
    return found != forks_.end() && found->second.result_varies;
}

void Tree::forget(const void* begin, const void* end) {
    forks_.erase(forks_.lower_bound(begin), forks_.lower_bound(end));
}

}  // namespace moult::jit
