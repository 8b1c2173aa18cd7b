// Reading what a moult says of its options.
#include "bench/effective_options.h"

#include <nlohmann/json.hpp>

namespace moult::bench {

bool parse_effective_options(const std::string& json, std::vector<EffectiveOption>& options) {
    nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object() || !document["options"].is_array()) return false;
    for (const nlohmann::json& option : document["options"]) {
        if (!option.is_object()) return false;
        if (!option.contains("name") || !option.contains("value") || !option.contains("source")) return false;
        if (!option["name"].is_string() || !option["source"].is_string()) return false;
        options.push_back({option["name"], option["value"].dump(), option["source"]});
    }
    return true;
}

}  // namespace moult::bench
