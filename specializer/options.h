// The options of the specializer, a row each; docs/options.md says what a row may hold. When a site is
// specialized is the interpreter's to know: interp/options.h.
#pragma once

#include "interp/options.h"

namespace moult::specializer {

// The names of the specializations that are linked in.
std::string_view specialization_at(size_t index);
// ... and of the plugins that the options name.
void specializations_of_plugins(const Options&, std::vector<std::string>* names);

#define MOULT_SPECIALIZER_OPTIONS(OPTION)                                                                   \
    OPTION(specialize_disable, OptionSet<>, {}, .help = "Leave out specializations, named as in moult dis", \
           .choice_at = specialization_at, .more_choices = specializations_of_plugins)

MOULT_OPTIONS(SpecializerOptions, "specializer", "Specialization", interp::needs_adaptive_tier,
              MOULT_SPECIALIZER_OPTIONS);

}  // namespace moult::specializer
