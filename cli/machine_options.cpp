// The tables of options, a line for each layer that has options.
#include "cli/machine_options.h"

#include "interp/options.h"
#include "runtime/state/runtime_options.h"
#include "specializer/options.h"
#ifdef MOULT_JIT
#include "jit/options.h"
#endif

namespace moult::cli {

namespace {

constexpr const OptionTable* kTables[] = {
    &interp::InterpOptions::kTable,
    &RuntimeOptions::kTable,
    &specializer::SpecializerOptions::kTable,
#ifdef MOULT_JIT
    &jit::TraceOptions::kTable,
#endif
};

}  // namespace

Options machine_options() {
    return Options(kTables);
}

}  // namespace moult::cli
