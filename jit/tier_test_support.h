// For tests of the trace tier: an interpreter that records after a few rounds and compiles at once.
#pragma once

#include <string>
#include <string_view>

#include "jit/tier.h"
#include "specializer/test_support.h"

namespace moult::jit {

class TierTest : public specializer::SpecializationTest {
  protected:
    explicit TierTest(bool synchronous = true, bool watch = true) {
        Options& all = interp_.options.machine;
        auto& options = all.of<TraceOptions>();
        EXPECT_EQ(all.set(all.find("jit_threshold"), "8", OptionSource::kProgram), "");
        options.jit_sync = synchronous;
        options.jit_keep_texts = true;
        if (!watch) EXPECT_EQ(all.set(all.find("jit_disable"), kWatch, OptionSource::kProgram), "");
        tier_ = install_trace_tier(interp_);
    }
    ~TierTest() override { tier_->shut_down(); }

    const TierStatistics& statistics() { return tier_->statistics(); }
    // The latest trace of a loop; null when there is none.
    const TraceRecord* loop() {
        const TraceRecord* found = nullptr;
        for (const auto& record : tier_->traces())
            if (record->trace->kind == TraceKind::kLoop) found = record.get();
        return found;
    }
    bool has_loop() { return loop() && loop()->state == TraceRecord::State::kInstalled; }
    // As optimized.
    std::string loop_text() { return loop() ? print(*loop()->trace) : ""; }
    static bool names(const std::string& trace, std::string_view what) {
        return trace.find(what) != std::string::npos;
    }

    Tier* tier_ = nullptr;
};

}  // namespace moult::jit
