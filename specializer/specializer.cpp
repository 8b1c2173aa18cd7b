// The specializations that are linked in, and those of plugins. See docs/decisions.
#include "specializer/specializer.h"

#include "interp/plugins/open.h"
#include "runtime/state/interpreter.h"
#include "specializer/options.h"

namespace moult::specializer {

namespace {

void disable(interp::Registry& registry, std::string_view name) {
    int found = registry.find(name);
    if (found >= 0) registry.instruction(static_cast<uint16_t>(found)).enabled = false;
}

}  // namespace

std::string_view specialization_at(size_t index) {
    std::span<const interp::Registration> linked = interp::linked_specializations();
    return index < linked.size() ? linked[index].name : "";
}

void specializations_of_plugins(const Options& options, std::vector<std::string>* names) {
    std::vector<interp::OpenPlugin> opened;
    interp::open_plugins(options, &opened);  // the check of the option has told what is wrong
    for (const interp::OpenPlugin& each : opened)
        for (const interp::Registration& specialization : each.plugin->specializations())
            names->emplace_back(specialization.name);
}

void install_specializer(Interpreter& interp) {
    auto& machine = *static_cast<interp::Machine*>(interp.machine);
    interp::Registry& registry = machine.registry;
    for (const interp::Registration& each : interp::linked_specializations()) each.add(registry);
    for (const interp::OpenPlugin& plugin : machine.plugins)
        for (const interp::Registration& each : plugin.plugin->specializations()) each.add(registry);
    const OptionSet<>& disabled = interp.options.machine.of<SpecializerOptions>().specialize_disable;
    for (uint16_t index : disabled.members) disable(registry, specialization_at(index));
    for (const std::string& name : disabled.others) disable(registry, name);
}

}  // namespace moult::specializer
