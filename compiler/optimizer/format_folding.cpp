// Reading a printf-style format.
#include "compiler/optimizer/format_folding.h"

#include <algorithm>
#include <optional>
#include <string>

#include "compiler/assembler/location.h"
#include "compiler/constants.h"

namespace moult::compiler {

namespace {

constexpr int kMaxDigits = 3;  // widths and precisions with that many digits or more are left alone

class FormatReader {
  public:
    explicit FormatReader(std::string_view format) : rest_(format) {}

    bool at_end() const { return rest_.empty(); }

    // The text up to the next conversion, with %% as %.
    std::string read_literal() {
        std::string literal;
        while (!rest_.empty()) {
            if (rest_.starts_with("%%")) {
                rest_.remove_prefix(1);
            } else if (rest_[0] == '%') {
                break;
            }
            literal += rest_[0];
            rest_.remove_prefix(1);
        }
        return literal;
    }

    struct Conversion {
        char type;
        std::string specification;  // as format() understands it
    };

    // A conversion from its % on, if it is one of %s, %r and %a.
    std::optional<Conversion> read_conversion() {
        rest_.remove_prefix(1);
        bool align_left = false;
        while (!rest_.empty() && std::string_view("-+ #0").find(rest_[0]) != std::string_view::npos) {
            align_left |= rest_[0] == '-';
            rest_.remove_prefix(1);
        }
        std::optional<int> width;
        std::optional<int> precision;
        if (at_digit() && !read_number(width)) return std::nullopt;
        if (!rest_.empty() && rest_[0] == '.') {
            rest_.remove_prefix(1);
            precision = 0;
            if (at_digit() && !read_number(precision)) return std::nullopt;
        }
        if (rest_.empty() || std::string_view("sra").find(rest_[0]) == std::string_view::npos)
            return std::nullopt;
        Conversion conversion{rest_[0], {}};
        rest_.remove_prefix(1);
        if (!align_left && width.value_or(0) > 0) conversion.specification += '>';
        if (width) conversion.specification += std::to_string(*width);
        if (precision) conversion.specification += "." + std::to_string(*precision);
        return conversion;
    }

  private:
    bool at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

    bool read_number(std::optional<int>& number) {
        int value = 0;
        for (int digits = 0; at_digit(); rest_.remove_prefix(1)) {
            value = value * 10 + (rest_[0] - '0');
            if (++digits >= kMaxDigits) return false;
        }
        number = value;
        return true;
    }

    std::string_view rest_;
};

// The pieces of the format have no place of their own in the source.
ast::Expr* make_string(Arena& arena, std::string text) {
    auto* node = ast::make<ast::Constant>(arena, kNoLocation);
    node->value = Constant{std::move(text)};
    return node;
}

}  // namespace

ast::JoinedStr* fold_percent_format(std::string_view format, const ast::Tuple& items,
                                    const ast::Location& where, Arena& arena) {
    if (std::any_of(items.elts.begin(), items.elts.end(),
                    [](const ast::Expr* item) { return ast::is<ast::Starred>(item); })) {
        return nullptr;
    }
    FormatReader reader(format);
    std::vector<ast::Expr*> pieces;
    size_t used = 0;
    while (true) {
        std::string literal = reader.read_literal();
        if (!literal.empty()) pieces.push_back(make_string(arena, std::move(literal)));
        if (reader.at_end()) break;
        if (used == items.elts.size()) return nullptr;
        auto conversion = reader.read_conversion();
        if (!conversion) return nullptr;
        ast::Expr* item = items.elts[used++];
        auto* formatted = ast::make<ast::FormattedValue>(arena, *item);
        formatted->value = item;
        formatted->conversion = conversion->type;
        if (!conversion->specification.empty()) {
            formatted->format_spec = make_string(arena, std::move(conversion->specification));
        }
        pieces.push_back(formatted);
    }
    if (used < items.elts.size()) return nullptr;
    auto* joined = ast::make<ast::JoinedStr>(arena, where);
    joined->values = arena.copy(pieces);
    return joined;
}

}  // namespace moult::compiler
