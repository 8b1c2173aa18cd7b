// The options that a moult runs with, for the record in result files: asked from the command itself, so that
// variables and defaults count too. Knows no option.
#pragma once

#include <string>
#include <vector>

namespace moult::bench {

struct EffectiveOption {
    std::string name;
    std::string json;    // its value: true, 12, "arena", ["ir", "asm"]
    std::string source;  // "default", "flag", "variable"
};

inline constexpr const char* kOptionsFlag = "--dump-options=json";

// What a moult prints when it is given that flag. False when it is something else.
[[nodiscard]] bool parse_effective_options(const std::string& json, std::vector<EffectiveOption>& options);

}  // namespace moult::bench
