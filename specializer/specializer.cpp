// Installs all specializations that are linked in.
#include "specializer/specializer.h"

#include "specializer/specialize.h"

// The bounds of the section, made by the linker.
extern "C" const moult::specializer::RegisterFunction __start_moult_specializations[];  // NOLINT
extern "C" const moult::specializer::RegisterFunction __stop_moult_specializations[];   // NOLINT

namespace moult::specializer {

void install_specializer(Interpreter& interp) {
    interp::Registry& registry = static_cast<interp::Machine*>(interp.machine)->registry;
    for (const RegisterFunction* row = __start_moult_specializations; row != __stop_moult_specializations;
         ++row)
        (*row)(registry);
}

}  // namespace moult::specializer
