// An observer that keeps the last reason of each site: for tests, and for `moult dis --executable --run`. What it keeps of code that
// is gone stays until other code has failed in the same place.
#pragma once

#include <string_view>
#include <unordered_map>

#include "interp/registry.h"

namespace moult::interp {

class LastReasons final : public ReasonObserver {
  public:
    struct Site {
        FailureReason failure = FailureReason::kNone;
        DeoptReason miss = DeoptReason::kNone;
        std::string_view specialization;  // that has missed
    };
    // Both kNone when nothing has failed there.
    Site at(const Instr* ip) const {
        auto found = sites_.find(ip);
        return found == sites_.end() ? Site{} : found->second;
    }

    void failed(const interp::Site& site, const InstructionInfo&, FailureReason reason) override {
        sites_[site.ip].failure = reason;
    }
    void missed(const interp::Site& site, const InstructionInfo& specialization,
                DeoptReason reason) override {
        Site& known = sites_[site.ip];
        known.miss = reason;
        known.specialization = specialization.name;
    }

  private:
    std::unordered_map<const Instr*, Site> sites_;
};

}  // namespace moult::interp
