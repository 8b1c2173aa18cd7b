// The floor under the tests of specializations: for every registered one there is a test that has seen a site
// become it, and one that has seen such a site become something else. The fixture notes what the tests ask
// for by name (test_support.h); here it is compared with the registry, when all tests have run.
#include "interp/trace_info.h"
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

class EverySpecializationIsTested : public testing::Environment {
    void TearDown() override {
        if (testing::GTEST_FLAG(filter) != "*") return;  // only some were asked for
        Interpreter interp{InterpreterOptions{}};
        interp::install_interpreter(interp);
        install_specializer(interp);
        size_t specializations = 0;
        for (const interp::InstructionInfo& info :
             interp::machine_of(*interp.main_thread).registry.instructions()) {
            if (!info.applies) continue;
            ++specializations;
            if (!SeenSpecializations::get().installed.count(info.name))
                ADD_FAILURE() << "no test asserts that a site becomes " << info.name;
            // The guard of an identity holds for all operands.
            else if (info.trace->form != interp::TraceForm::kIdentity &&
                     !SeenSpecializations::get().left.count(info.name))
                ADD_FAILURE() << "no test asserts that a site is " << info.name
                              << " no more when the world has changed";
        }
        EXPECT_GT(specializations, 0u);
    }
};

[[maybe_unused]] testing::Environment* const kEnvironment =
    testing::AddGlobalTestEnvironment(new EverySpecializationIsTested);

}  // namespace

}  // namespace moult::specializer
