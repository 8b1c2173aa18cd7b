// Runs of adjacent string literals: prefixes, concatenation, and f-strings (PEP 498).
#include <algorithm>

#include "compiler/literals.h"
#include "compiler/parser/parser_impl.h"
#include "compiler/string_literal.h"
#include "compiler/utf8.h"

namespace moult::compiler {

using namespace ast;

Expr* Parser::parse_strings() {
    const Token* first = &token();
    while (at(Kind::String)) advance();
    if (raise_broken_end()) return nullptr;
    return StringRun(*this, first, &previous()).parse();
}

Expr* StringRun::parse() {
    bool bytes = false;
    for (const Token* part = first_; part <= last_; ++part) {
        Literal literal = split(*part);
        bool mixed = part != first_ && literal.bytes != bytes;
        bytes = literal.bytes;
        token_ = part;
        if (literal.formatted && !parser_.since(6, "Format strings are", part)) return nullptr;
        // What is in braces is looked at last.
        if (!(mixed && literal.formatted) && !(literal.bytes ? add_bytes(literal) : add_text(literal)))
            return nullptr;
        if (mixed) {
            return parser_.raise_at_last_token(ErrorKind::SyntaxError,
                                               "cannot mix bytes and nonbytes literals");
        }
    }
    if (bytes) {
        compiler::Constant::Variant value = BytesConstant{std::move(pending_)};
        return constant(std::move(value));
    }
    if (!formatted_) return constant(std::move(pending_));
    return joined(values_, pending_);
}

StringRun::Literal StringRun::split(const Token& part) const {
    std::string_view text = parser_.spelling(part);
    Literal literal;
    size_t prefix = 0;
    for (; text[prefix] != '\'' && text[prefix] != '"'; ++prefix) {
        switch (text[prefix] | 0x20) {
            case 'r': literal.raw = true; break;
            case 'b': literal.bytes = true; break;
            case 'f': literal.formatted = true; break;
            default: break;
        }
    }
    char quote = text[prefix];
    size_t quotes =
        text.size() >= prefix + 6 && text[prefix + 1] == quote && text[prefix + 2] == quote ? 3 : 1;
    literal.body = text.substr(prefix + quotes, text.size() - prefix - 2 * quotes);
    return literal;
}

bool StringRun::add_bytes(const Literal& literal) {
    for (char c : literal.body) {
        if (static_cast<unsigned char>(c) >= 128) {
            parser_.raise_at_last_token(ErrorKind::SyntaxError,
                                        "bytes can only contain ASCII literal characters");
            return false;
        }
    }
    if (literal.raw) {
        pending_ += literal.body;
        return true;
    }
    EscapeFindings findings;
    decode_bytes_escapes(literal.body, pending_, findings);
    return report(findings);
}

bool StringRun::add_text(const Literal& literal) {
    if (!literal.formatted) {
        return decode(literal.body, literal.raw || literal.body.find('\\') == std::string_view::npos,
                      pending_);
    }
    formatted_ = true;
    const char* cursor = literal.body.data();
    const char* end = cursor + literal.body.size();
    return parse_parts(cursor, end, literal.raw, 0, values_, pending_);
}

bool StringRun::decode(std::string_view body, bool raw, std::string& out) {
    EscapeFindings findings;
    if (raw) {
        if (auto fault = find_utf8_fault(body)) {
            findings.error = "(unicode error) " + describe_fault(body, *fault);
            return report(findings);
        }
        out += body;
        return true;
    }
    decode_text_escapes(body, parser_.options_, out, findings);
    return report(findings);
}

bool StringRun::report(const EscapeFindings& findings) {
    if (findings.warning) warn(*findings.warning);
    if (!findings.error) return true;
    parser_.raise_at_last_token(ErrorKind::SyntaxError, *findings.error);
    return false;
}

// However often it is read, a run of literals warns once in each run of the parser.
bool StringRun::may_warn() {
    if (!may_warn_) may_warn_ = parser_.warned_.insert(first_->start).second;
    return *may_warn_;
}

void StringRun::warn(std::string message) {
    if (!may_warn()) return;
    SyntaxError error = parser_.error_at(ErrorKind::SyntaxError, token_->lineno, token_->col_offset + 1,
                                         token_->end_lineno, token_->end_col_offset + 1, message);
    parser_.warnings_.push_back(
        {WarningKind::DeprecationWarning, std::move(message), token_->lineno, std::move(error)});
}

// All nodes of a run have the place of the whole run, but a format specification and the text at its end,
// which have that of their token.
Location StringRun::where() const {
    if (ends_specification_) return *token_;
    return {first_->lineno, first_->col_offset, last_->end_lineno, last_->end_col_offset};
}

Expr* StringRun::constant(compiler::Constant::Variant value) {
    auto* node = parser_.make<ast::Constant>(where());
    node->value.value = std::move(value);
    node->is_u = !ends_specification_ && parser_.text_[first_->start] == 'u';
    return node;
}

void StringRun::flush(std::vector<Expr*>& values, std::string& pending) {
    if (pending.empty()) return;
    values.push_back(constant(std::move(pending)));
    pending.clear();
}

Expr* StringRun::joined(std::vector<Expr*>& values, std::string& pending) {
    flush(values, pending);
    auto* node = parser_.make<JoinedStr>(where());
    node->values = parser_.arena_.copy(values);
    return node;
}

}  // namespace moult::compiler
