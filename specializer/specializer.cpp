// The specializations that are linked in: a table that the linker makes. See docs/decisions.
#include "specializer/specializer.h"

#include "runtime/state/interpreter.h"
#include "specializer/options.h"
#include "specializer/specialize.h"

// The bounds of the section, made by the linker.
extern "C" const moult::specializer::Registration __start_moult_specializations[];  // NOLINT
extern "C" const moult::specializer::Registration __stop_moult_specializations[];   // NOLINT

namespace moult::specializer {

namespace {

std::span<const Registration> registrations() {
    return {__start_moult_specializations, __stop_moult_specializations};
}

}  // namespace

std::string_view specialization_at(size_t index) {
    return index < registrations().size() ? registrations()[index].name : "";
}

void install_specializer(Interpreter& interp) {
    interp::Registry& registry = static_cast<interp::Machine*>(interp.machine)->registry;
    for (const Registration& each : registrations()) each.add(registry);
    const auto& options = interp.options.machine.of<SpecializerOptions>();
    for (uint16_t index : options.specialize_disable.members) {
        int found = registry.find(specialization_at(index));
        if (found >= 0) registry.instruction(static_cast<uint16_t>(found)).enabled = false;
    }
}

}  // namespace moult::specializer
