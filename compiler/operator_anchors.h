// For the markers under a line of a traceback (PEP 657): where the operator stands in an expression.
#pragma once

#include <optional>
#include <string_view>

namespace moult::compiler {

// Byte offsets of what is marked apart from its operands: [begin, end).
struct OperatorAnchors {
    int begin, end;
};

// The operator of a binary operation, or the brackets of a subscription, when the text (UTF-8, one line) is
// such an expression; nothing for any other text.
std::optional<OperatorAnchors> find_operator_anchors(std::string_view text);

}  // namespace moult::compiler
