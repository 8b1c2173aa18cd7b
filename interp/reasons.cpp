// The texts of the reasons.
#include "interp/reasons.h"

namespace moult::interp {

#define MOULT_TEXT(name, text) text,
const char* failure_text(FailureReason reason) {
    static constexpr const char* kTexts[] = {MOULT_FAILURE_REASONS(MOULT_TEXT)};
    return kTexts[static_cast<size_t>(reason)];
}

const char* deopt_text(DeoptReason reason) {
    static constexpr const char* kTexts[] = {MOULT_DEOPT_REASONS(MOULT_TEXT)};
    return kTexts[static_cast<size_t>(reason)];
}
#undef MOULT_TEXT

}  // namespace moult::interp
