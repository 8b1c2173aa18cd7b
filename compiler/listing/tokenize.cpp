// The line-by-line lexer of the `tokenize` module. See the module's documentation, and its regular
// expressions, whose order of alternatives decides.
#include "compiler/listing/tokenize.h"

#include <algorithm>

#include "compiler/constants.h"
#include "compiler/identifier.h"
#include "compiler/listing/tokenize_patterns.h"
#include "compiler/source.h"
#include "compiler/tokens/token.h"
#include "runtime/strings/unicode.h"

namespace moult::compiler {

namespace {

constexpr int kTabSize = 8;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string to_utf8(std::u32string_view text) {
    std::string result;
    for (char32_t character : text) append_utf8(result, character);
    return result;
}

std::u32string to_characters(std::string_view utf8) {
    std::u32string result;
    for (size_t position = 0; position < utf8.size();) result += next_code_point(utf8, position);
    return result;
}

// The exact type of an operator.
std::string_view operator_type(std::u32string_view text) {
    std::string ascii = to_utf8(text);
    OperatorMatch match = match_operator(ascii.c_str());
    if (static_cast<size_t>(match.length) != ascii.size()) return "OP";
    switch (match.kind) {
#define MOULT_CASE(kind, name) \
    case TokenKind::kind: return #name;
        MOULT_CASE(LeftParen, LPAR)
        MOULT_CASE(RightParen, RPAR)
        MOULT_CASE(LeftBracket, LSQB)
        MOULT_CASE(RightBracket, RSQB)
        MOULT_CASE(LeftBrace, LBRACE)
        MOULT_CASE(RightBrace, RBRACE)
        MOULT_CASE(Colon, COLON)
        MOULT_CASE(Comma, COMMA)
        MOULT_CASE(Semicolon, SEMI)
        MOULT_CASE(Plus, PLUS)
        MOULT_CASE(Minus, MINUS)
        MOULT_CASE(Star, STAR)
        MOULT_CASE(Slash, SLASH)
        MOULT_CASE(VerticalBar, VBAR)
        MOULT_CASE(Ampersand, AMPER)
        MOULT_CASE(Less, LESS)
        MOULT_CASE(Greater, GREATER)
        MOULT_CASE(Equal, EQUAL)
        MOULT_CASE(Dot, DOT)
        MOULT_CASE(Percent, PERCENT)
        MOULT_CASE(EqualEqual, EQEQUAL)
        MOULT_CASE(NotEqual, NOTEQUAL)
        MOULT_CASE(LessEqual, LESSEQUAL)
        MOULT_CASE(GreaterEqual, GREATEREQUAL)
        MOULT_CASE(Tilde, TILDE)
        MOULT_CASE(Circumflex, CIRCUMFLEX)
        MOULT_CASE(LeftShift, LEFTSHIFT)
        MOULT_CASE(RightShift, RIGHTSHIFT)
        MOULT_CASE(DoubleStar, DOUBLESTAR)
        MOULT_CASE(PlusEqual, PLUSEQUAL)
        MOULT_CASE(MinusEqual, MINEQUAL)
        MOULT_CASE(StarEqual, STAREQUAL)
        MOULT_CASE(SlashEqual, SLASHEQUAL)
        MOULT_CASE(PercentEqual, PERCENTEQUAL)
        MOULT_CASE(AmpersandEqual, AMPEREQUAL)
        MOULT_CASE(VerticalBarEqual, VBAREQUAL)
        MOULT_CASE(CircumflexEqual, CIRCUMFLEXEQUAL)
        MOULT_CASE(LeftShiftEqual, LEFTSHIFTEQUAL)
        MOULT_CASE(RightShiftEqual, RIGHTSHIFTEQUAL)
        MOULT_CASE(DoubleStarEqual, DOUBLESTAREQUAL)
        MOULT_CASE(DoubleSlash, DOUBLESLASH)
        MOULT_CASE(DoubleSlashEqual, DOUBLESLASHEQUAL)
        MOULT_CASE(At, AT)
        MOULT_CASE(AtEqual, ATEQUAL)
        MOULT_CASE(Arrow, RARROW)
        MOULT_CASE(Ellipsis, ELLIPSIS)
        MOULT_CASE(ColonEqual, COLONEQUAL)
#undef MOULT_CASE
        default: return "OP";
    }
}

class LineLexer {
  public:
    explicit LineLexer(LexicalTokens& result) : result_(result) {}

    // One line with its newline, or the empty line that is the end. False: over.
    bool read_line(std::u32string line) {
        last_line_ = std::move(line_);
        line_ = std::move(line);
        ++lineno_;
        size_t position = 0;
        if (in_string_) {
            if (!continue_string(&position)) return !result_.error;
        } else if (depth_ == 0 && !continued_) {
            if (line_.empty() || !read_indentation(&position)) return finish();
            if (position == std::u32string::npos) return true;  // a blank line
        } else {
            if (line_.empty()) return fail("EOF in multi-line statement", lineno_, 0);
            continued_ = false;
        }
        while (position < line_.size() && read_token(&position)) {
        }
        return true;
    }

  private:
    void add(std::string_view type, std::u32string_view text, size_t start, size_t end) {
        result_.tokens.push_back(
            {type, to_utf8(text), lineno_, static_cast<int>(start), lineno_, static_cast<int>(end)});
    }
    std::u32string_view part(size_t start, size_t end) const {
        return std::u32string_view(line_).substr(start, end - start);
    }
    bool fail(std::string message, int lineno, size_t column) {
        result_.error = {LexicalError::Kind::kPlace, std::move(message), lineno, static_cast<int>(column)};
        return false;
    }

    void begin_string(size_t start, char32_t quote, bool triple) {
        in_string_ = true;
        quote_ = quote;
        triple_ = triple;
        string_ = part(start, line_.size());
        string_lineno_ = lineno_;
        string_column_ = static_cast<int>(start);
    }
    void end_string(std::string_view type, size_t end) {
        string_ += part(0, end);
        result_.tokens.push_back(
            {type, to_utf8(string_), string_lineno_, string_column_, lineno_, static_cast<int>(end)});
        in_string_ = false;
    }
    // False: the whole line belongs to the string, or the text has ended in it.
    bool continue_string(size_t* position) {
        if (line_.empty())
            return fail("EOF in multi-line string", string_lineno_, static_cast<size_t>(string_column_));
        size_t end = end_of_string(line_, 0, quote_, triple_);
        if (end != kNoMatch) {
            end_string("STRING", end);
            needs_backslash_ = false;
            *position = end;
            return true;
        }
        std::u32string_view line = line_;
        if (needs_backslash_ && !line.ends_with(U"\\\n") && !line.ends_with(U"\\\r\n"))
            end_string("ERRORTOKEN", line_.size());
        else
            string_ += line;
        return false;
    }

    // At the start of a statement's line. False: only blanks up to the end of the text, or an error.
    // *position is npos after a line without tokens of a statement.
    bool read_indentation(size_t* position) {
        size_t at = 0;
        int column = 0;
        for (; at < line_.size(); ++at) {
            if (line_[at] == ' ') {
                ++column;
            } else if (line_[at] == '\t') {
                column = (column / kTabSize + 1) * kTabSize;
            } else if (line_[at] == '\f') {
                column = 0;
            } else {
                break;
            }
        }
        if (at == line_.size()) return false;
        if (line_[at] == '#' || line_[at] == '\r' || line_[at] == '\n') {
            if (line_[at] == '#') {
                size_t end = line_.find_last_not_of(U"\r\n") + 1;
                add("COMMENT", part(at, end), at, end);
                at = end;
            }
            add("NL", part(at, line_.size()), at, line_.size());
            *position = std::u32string::npos;
            return true;
        }
        if (column > indents_.back()) {
            indents_.push_back(column);
            add("INDENT", part(0, at), 0, at);
        }
        while (column < indents_.back()) {
            if (std::find(indents_.begin(), indents_.end(), column) == indents_.end())
                return fail("unindent does not match any outer indentation level", lineno_, at);
            indents_.pop_back();
            add("DEDENT", U"", at, at);
        }
        *position = at;
        return true;
    }

    // False: the rest of the line belongs to a string that goes on.
    bool read_token(size_t* position) {
        TokenMatch match = match_token(line_, *position);
        if (match.kind == TokenMatch::Kind::kNone) {
            add("ERRORTOKEN", part(*position, *position + 1), *position, *position + 1);
            ++*position;
            return true;
        }
        size_t start = match.start, end = *position = match.end;
        char32_t initial = start < line_.size() ? line_[start] : U'\0';
        std::u32string_view text = part(start, end);
        switch (match.kind) {
            case TokenMatch::Kind::kNone:
            case TokenMatch::Kind::kEnd: break;
            case TokenMatch::Kind::kBackslash: continued_ = true; break;
            case TokenMatch::Kind::kComment: add("COMMENT", text, start, end); break;
            case TokenMatch::Kind::kNumber: add("NUMBER", text, start, end); break;
            case TokenMatch::Kind::kNewline: add(depth_ > 0 ? "NL" : "NEWLINE", text, start, end); break;
            case TokenMatch::Kind::kTripleQuote: {
                end = end_of_string(line_, end, line_[end - 1], true);
                if (end == kNoMatch) {
                    begin_string(start, text.back(), true);
                    return false;
                }
                *position = end;
                add("STRING", part(start, end), start, end);
                break;
            }
            case TokenMatch::Kind::kString:
                if (text.back() == '\n') {
                    needs_backslash_ = true;
                    begin_string(start, line_[match.quote], false);
                    return false;
                }
                add("STRING", text, start, end);
                break;
            case TokenMatch::Kind::kName:
                // Digits that are not ASCII's are letters of the pattern but begin no name.
                add(is_identifier_start(initial) ? "NAME" : "OP", text, start, end);
                break;
            case TokenMatch::Kind::kOperator:
                if (initial == '(' || initial == '[' || initial == '{') ++depth_;
                if (initial == ')' || initial == ']' || initial == '}') --depth_;
                add(operator_type(text), text, start, end);
                break;
        }
        return true;
    }

    bool finish() {
        if (result_.error) return false;
        size_t begin = 0;
        while (begin < last_line_.size() && unicode::is_space(last_line_[begin])) ++begin;
        bool comment = begin < last_line_.size() && last_line_[begin] == '#';
        bool ended = last_line_.empty() || last_line_.back() == '\r' || last_line_.back() == '\n';
        if (!ended && !comment) {
            auto width = static_cast<int>(last_line_.size());
            result_.tokens.push_back({"NEWLINE", "", lineno_ - 1, width, lineno_ - 1, width + 1});
        }
        for (size_t i = 1; i < indents_.size(); ++i) add("DEDENT", U"", 0, 0);
        add("ENDMARKER", U"", 0, 0);
        return false;
    }

    LexicalTokens& result_;
    std::u32string line_, last_line_;
    int lineno_ = 0;
    int depth_ = 0;           // of brackets; below zero after too many closing ones
    bool continued_ = false;  // by a backslash
    std::vector<int> indents_{0};
    // A string that goes on in the next line.
    bool in_string_ = false, triple_ = false;
    bool needs_backslash_ = false;  // stays after a string that ended without its quote, as in the module
    char32_t quote_ = 0;
    std::u32string string_;
    int string_lineno_ = 0, string_column_ = 0;
};

// The lines one after the other, then the empty line.
template <class Decode>
void read_lines(std::string_view text, LexicalTokens& result, Decode&& decode) {
    LineLexer lexer(result);
    for (;;) {
        size_t newline = text.find('\n');
        std::string_view line = text.substr(0, newline == std::string_view::npos ? newline : newline + 1);
        text.remove_prefix(line.size());
        std::u32string characters;
        if (!decode(line, &characters) || !lexer.read_line(std::move(characters))) return;
        if (line.empty()) return;
    }
}

struct Encoding {
    std::string name;
    bool has_mark = false;
    std::optional<LexicalError> error;
};

// From the first two lines, as tokenize.detect_encoding() finds it.
Encoding detect_encoding(std::string_view bytes, std::string_view file_name) {
    Encoding found{"utf-8", bytes.starts_with(kByteOrderMark), {}};
    if (found.has_mark) bytes.remove_prefix(kByteOrderMark.size());
    std::string quoted = constant_repr(string_constant(file_name));
    auto fail = [&](const std::string& message) {
        found.error = {LexicalError::Kind::kEncoding, message, 0, 0};
        return found;
    };
    for (int number = 0; number < 2 && !bytes.empty(); ++number) {
        size_t newline = bytes.find('\n');
        std::string_view line = bytes.substr(0, newline == std::string_view::npos ? newline : newline + 1);
        std::string text;
        if (decode_as("utf-8", line, text))
            return fail("invalid or missing encoding declaration for " + quoted);
        std::string_view cookie = encoding_cookie(line);
        if (!cookie.empty()) {
            found.name = normalized_encoding(cookie);
            if (!encoding_exists(found.name))
                return fail("unknown encoding for " + quoted + ": " + found.name);
            if (found.has_mark && found.name != "utf-8")
                return fail("encoding problem for " + quoted + ": utf-8");
            return found;
        }
        size_t first = line.find_first_not_of(" \t\f");
        if (first != std::string_view::npos &&
            std::string_view("#\r\n").find(line[first]) == std::string_view::npos)
            break;
        bytes.remove_prefix(line.size());
    }
    return found;
}

}  // namespace

LexicalTokens lexical_tokens_of_file(std::string_view bytes, std::string_view file_name) {
    LexicalTokens result;
    Encoding encoding = detect_encoding(bytes, file_name);
    if (encoding.error) {
        result.error = encoding.error;
        return result;
    }
    if (encoding.has_mark) bytes.remove_prefix(kByteOrderMark.size());
    result.tokens.push_back({"ENCODING", encoding.name, 0, 0, 0, 0});
    read_lines(bytes, result, [&](std::string_view line, std::u32string* characters) {
        // The codec that removes the mark from the first line does so from all of them.
        if (encoding.has_mark && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
        std::string text;
        if (auto fault = decode_as(encoding.name, line, text)) {
            result.error = {LexicalError::Kind::kDecoding, std::move(*fault), 0, 0};
            return false;
        }
        *characters = to_characters(text);
        return true;
    });
    return result;
}

LexicalTokens lexical_tokens_of_text(std::string_view utf8) {
    LexicalTokens result;
    read_lines(utf8, result, [](std::string_view line, std::u32string* characters) {
        *characters = to_characters(line);
        return true;
    });
    return result;
}

}  // namespace moult::compiler
