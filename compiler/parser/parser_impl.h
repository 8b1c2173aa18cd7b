// The parser's class, shared by the parser_*.cpp files only. Recursive descent over the token vector.
//
// Conventions: a parse function returns null (or false) when the text does not match; then the parse is over,
// but for the few places that try one reading first and step back. A failure carries no message. The parser
// then runs a second time with `diagnosing_` set, in which the diagnose_* functions look for known mistakes
// at the places where CPython's grammar looks for them, and raise. What is still unexplained is "invalid
// syntax" at the furthest token of the first run. The second run reads as a PEG parser does: a part that
// cannot be completed is left out (`retreat`), and results are remembered (`recall`), so that trying several
// readings stays linear.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/parser/parser.h"
#include "compiler/tokens/tokenizer.h"

namespace moult::compiler {

// Where the text of an f-string's expression comes from. Its tokens already have the places of the enclosing
// source.
struct FStringOrigin {
    int starting_lineno = 0;
    int starting_col_offset = 0;
};

class Parser {
  public:
    Parser(const std::string& text, const TokenizedText& tokenized, const ParseOptions& options, Arena& arena,
           std::vector<SyntaxWarningRecord>& warnings, bool columns_in_bytes, int depth = 0,
           const FStringOrigin* origin = nullptr)
        : text_(text),
          tokenized_(tokenized),
          tokens_(tokenized.tokens.data()),
          options_(options),
          arena_(arena),
          warnings_(warnings),
          columns_in_bytes_(columns_in_bytes),
          depth_(depth),
          origin_(origin) {}

    // Each parses the whole text; null with `error()` set on failure.
    ast::Mod* parse_module();
    ast::Expr* parse_fstring_expression();

    const std::optional<SyntaxError>& error() const { return error_; }

    // Whether CPython, which reads tokens one by one, would have come to this place, and warned of what it
    // saw there.
    bool has_read(int lineno, int offset) const {
        const Token& last = tokens_[std::max(furthest_, furthest_read_)];
        return lineno < last.end_lineno || (lineno == last.end_lineno && offset <= last.end_col_offset);
    }

  private:
    friend class StringRun;
    using Expr = ast::Expr;
    using Stmt = ast::Stmt;
    using Pattern = ast::Pattern;
    using Location = ast::Location;
    template <class T>
    using Seq = ast::Seq<T>;
    using Kind = TokenKind;

    // Counts nesting; past the limit the parse fails with MemoryError, as CPython's does. The weights are the
    // numbers of CPython's rules between one level and the next.
    class Nesting {
      public:
        explicit Nesting(Parser& parser, int weight = 1) : parser_(parser), weight_(weight) {
            parser_.depth_ += weight_;
        }
        Nesting(Parser& parser, int weight, int weight_in_second_run)
            : Nesting(parser, parser.second_run_ ? weight_in_second_run : weight) {}
        ~Nesting() { parser_.depth_ -= weight_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        void deepen() {
            ++parser_.depth_;
            ++weight_;
        }
        [[nodiscard]] bool too_deep() {
            int limit = parser_.second_run_ ? kMaxDepth - kDiagnosisDepth : kMaxDepth;
            if (parser_.token().level != 0) limit += kBracketDepth;
            if (parser_.depth_ <= limit && !stack_exhausted(parser_.options_.stack_limit)) return false;
            parser_.raise_memory_error();
            return true;
        }

      private:
        Parser& parser_;
        int weight_;
    };
    static constexpr int kMaxDepth = 5969;
    static constexpr int kBracketDepth = 23;   // what the innermost bracket takes less than its weight
    static constexpr int kDiagnosisDepth = 6;  // what looking for mistakes takes at the innermost level

    // --- tokens ---
    const Token& token() const { return tokens_[position_]; }
    const Token& token_ahead(int count);
    Kind kind() const { return tokens_[position_].kind; }
    bool at(Kind wanted) const { return tokens_[position_].kind == wanted; }
    bool at_name(std::string_view word) const { return at(Kind::Name) && spelling(token()) == word; }
    void advance() {
        ++position_;
        if (position_ > furthest_) furthest_ = position_;
    }
    bool accept(Kind wanted) {
        if (!at(wanted)) return false;
        advance();
        return true;
    }
    // Like accept, but a mismatch raises "expected ..." at once.
    bool expect_forced(Kind wanted, const char* shown);
    std::string_view spelling(const Token& some) const {
        return {text_.data() + some.start, some.end - some.start};
    }
    const Token& previous() const { return tokens_[position_ - 1]; }
    const Token& furthest_token() const { return tokens_[furthest_]; }
    // What has been read at the end of a statement whose last block is this, if it has it.
    const Token& last_of_statement(Seq<Stmt*> block) const { return block.empty() ? token() : previous(); }
    ast::Identifier identifier(const Token& name);
    bool parse_name(ast::Identifier& name);

    // The place from a token to the last token read, line ends and indentation left out.
    Location from(const Token& start) const;
    static Location at_token(const Token& some) { return some; }
    template <class T>
    T* make(const Location& where) {
        return ast::make<T>(arena_, where);
    }

    ast::Mod* parse_interactive();
    ast::Mod* parse_function_type();
    Seq<ast::TypeIgnore*> make_type_ignores();
    ast::TypeComment accept_type_comment();

    // --- statements (parser_statements.cpp, parser_compound.cpp) ---
    bool parse_statements(std::vector<Stmt*>& out, Kind end);
    bool parse_statement(std::vector<Stmt*>& out);
    bool parse_simple_statements(std::vector<Stmt*>& out);
    Stmt* parse_simple_statement();
    Stmt* parse_expression_statement();
    Stmt* parse_annotated_assignment(const Token& start, Expr* target);
    Stmt* parse_augmented_assignment(const Token& start, Expr* target, ast::Operator op);
    Stmt* parse_assignment(const Token& start, Expr* first);
    Stmt* parse_return();
    Stmt* parse_raise();
    Stmt* parse_delete();
    Stmt* parse_assert();
    Stmt* parse_import();
    Stmt* parse_import_from();
    bool parse_import_targets(std::vector<ast::Alias*>& names);
    ast::Alias* parse_alias(bool dotted);
    bool parse_dotted_name(ast::Identifier& name);
    template <class T>
    Stmt* parse_scope_declaration();
    template <class T>
    Stmt* parse_keyword_statement() {
        advance();
        return make<T>(previous());
    }

    bool at_compound_statement() const;
    Stmt* parse_compound_statement();
    // How a missing colon is told: not at all, by "expected ':'" in the second run, or at once.
    enum class Suite : uint8_t { Plain, ExplainsColon, ForcesColon };
    // Where a comment with a type may stand: nowhere, behind the colon, or there or on a line of its own.
    enum class TypeComments : uint8_t { None, BehindColon, OfFunction };
    bool parse_suite(Seq<Stmt*>& body, const char* owner, int lineno, Suite rules,
                     TypeComments comments = TypeComments::None, ast::TypeComment* comment = nullptr);
    bool accept_function_type_comment(ast::TypeComment* comment);
    ast::TypeComment accept_parameter_type_comment(bool behind_comma);
    bool parse_block(Seq<Stmt*>& body);
    Stmt* parse_decorated();
    Stmt* parse_function(const Token& start, bool is_async, Seq<Expr*> decorators);
    Stmt* parse_class(Seq<Expr*> decorators);
    Stmt* parse_async();
    Stmt* parse_if();
    Stmt* parse_while();
    Stmt* parse_for(const Token& start, bool is_async);
    Stmt* parse_with(const Token& start, bool is_async);
    bool parse_with_items(std::vector<ast::WithItem*>& items, bool parenthesized);
    ast::WithItem* parse_with_item();
    Stmt* parse_try();
    ast::ExceptHandler* parse_except_handler(bool has_star, bool misplaced);
    bool parse_except_handlers(std::vector<ast::ExceptHandler*>& handlers, bool& star);
    bool parse_else(Seq<Stmt*>& orelse);
    ast::Arguments* parse_parameters(bool lambda);
    ast::Arg* parse_parameter(bool lambda, bool star);

    // --- match (parser_patterns.cpp) ---
    Stmt* parse_match();
    Expr* parse_subject();
    ast::MatchCase* parse_case();
    Pattern* parse_patterns();
    Pattern* parse_pattern();
    Pattern* parse_or_pattern();
    Pattern* parse_closed_pattern();
    Pattern* parse_maybe_star_pattern();
    bool parse_sequence_items(std::vector<Pattern*>& items, Kind close, bool& trailing_comma);
    Pattern* parse_number_pattern();
    Expr* parse_number_expression();
    Expr* parse_signed_number();
    Pattern* parse_group_or_sequence_pattern();
    Pattern* parse_mapping_pattern();
    Pattern* parse_class_pattern(const Token& start, Expr* cls);
    Pattern* parse_name_pattern();
    Expr* parse_attribute_path();
    bool parse_capture_target(ast::Identifier& name);

    // --- expressions (parser_expressions.cpp) ---
    Expr* parse_star_expressions();
    Expr* parse_star_expression();
    Expr* parse_star_named_expression();
    Expr* parse_named_expression();
    Expr* parse_yield_or_star_expressions();
    Expr* parse_yield();
    Expr* parse_expression();
    Expr* parse_beginning_of_expression(size_t mark);
    Expr* parse_lambda();
    Expr* parse_disjunction();
    Expr* parse_conjunction();
    Expr* parse_inversion();
    Expr* parse_comparison();
    Expr* parse_bitwise_or();
    Expr* parse_star_expressions_once();
    Expr* parse_expression_list(bool starred_allowed);
    Expr* parse_named_expression_once();
    Expr* parse_expression_alternatives();
    Expr* parse_disjunction_once();
    Expr* parse_binary(int lowest);
    Expr* parse_unary();
    Expr* parse_power();
    bool at_expression_start() const;
    bool at_named_expression() { return at(Kind::Name) && token_ahead(1).kind == Kind::ColonEqual; }
    bool accept_comparison(ast::CompareOperator& op);

    // --- atoms (parser_atoms.cpp) ---
    Expr* parse_primary();
    Expr* parse_atom();
    Expr* parse_call(const Token& start, Expr* func);
    bool parse_arguments(std::vector<Expr*>& args, std::vector<ast::Keyword*>& keywords,
                         bool allow_generator);
    bool parse_arguments_again(std::vector<Expr*>& args, bool allow_generator);
    Expr* parse_positional_argument();
    Expr* parse_starred_argument();
    Expr* parse_primary_once();
    Expr* parse_atom_once();
    Expr* parse_subscript(const Token& start, Expr* value);
    Expr* parse_slices();
    Expr* parse_slice();
    Expr* parse_parenthesized();
    Expr* parse_list_display();
    Expr* parse_brace_display();
    Expr* parse_brace_display_once();
    Expr* parse_dict_display(const Token& start, Expr* first_key);
    Expr* parse_set_display(const Token& start, Expr* first);
    bool parse_elements(std::vector<Expr*>& elements, Kind close);
    bool at_comprehension() const;
    bool parse_comprehensions(Seq<ast::Comprehension*>& generators);
    Expr* parse_strings();
    Expr* parse_number(const Token& number);

    // --- targets (parser_targets.cpp) ---
    Expr* parse_star_targets();
    Expr* parse_star_target();
    Expr* parse_delete_target();
    // Whether the expression can be assigned to; if so, gives it the context.
    bool make_target(Expr* expr, ast::ExprContext context);
    static bool is_target(const Expr* expr, bool starred_allowed);
    static bool is_single_target(const Expr* expr);
    static void set_context(Expr* expr, ast::ExprContext context);

    // --- known mistakes (parser_diagnosis*.cpp) ---
    enum class Targets : uint8_t { Star, Delete, For };
    enum class Default : uint8_t { None, Allowed, Required };
    struct ArgumentList {
        std::vector<Expr*> positional;  // starred ones included
        bool has_unpacking = false;     // some `**value`
    };
    static std::string_view describe(const Expr* expr);
    static const Expr* find_invalid_target(const Expr* expr, Targets targets);
    bool raise_invalid_target(const Expr* expr, Targets targets);
    static bool is_legacy_statement(const Expr* expr);
    bool diagnose_expression();
    bool diagnose_named_expression();
    bool diagnose_parenthesized();
    bool diagnose_comprehension();

    bool diagnose_braces();
    bool diagnose_dict();
    void find_wrong_pair();
    bool skip_dict_pair();
    bool diagnose_dict_pair(bool need_colon);
    bool diagnose_for_target();
    bool diagnose_assignment();
    int skip_assignment_targets();
    bool at_augmented_assignment() const;
    Stmt* parse_expression_statement_again();
    bool match_arguments(ArgumentList& list);
    bool match_keywords(ArgumentList& list);
    bool diagnose_keyword();
    bool diagnose_keyword_generator();
    bool diagnose_arguments();
    bool match_parameter(bool lambda, Default wanted, Location* place = nullptr);
    bool diagnose_default();
    bool diagnose_parameters(bool lambda);
    bool diagnose_star(bool lambda);
    bool diagnose_double_star(bool lambda);
    bool diagnose_except(bool has_star);
    bool diagnose_with();
    bool diagnose_as_target();

    // --- the second run ---
    enum class Rule : uint8_t {
        StarExpressions,
        NamedExpression,
        Expression,
        Disjunction,
        BitwiseOr,
        Primary,
        Atom,
        kCount,
    };
    struct Recalled {
        Expr* node;
        size_t end;
    };
    // In the second run, steps back to where a part that could not be completed began, and returns true.
    bool retreat(size_t mark) {
        if (!second_run_ || failed()) return false;
        position_ = mark;
        return true;
    }
    // The result of a rule at this position: what it was the last time, or what `parse` says. A failure steps
    // back.
    template <class Parse>
    Expr* recall(Rule rule, Parse parse) {
        size_t start = position_;
        uint64_t key = start * static_cast<uint64_t>(Rule::kCount) + static_cast<uint64_t>(rule);
        if (auto found = recalled_.find(key); found != recalled_.end()) {
            if (found->second.node != nullptr) position_ = found->second.end;
            return found->second.node;
        }
        Expr* node = parse();
        if (failed()) return nullptr;
        if (node == nullptr) position_ = start;
        recalled_.emplace(key, Recalled{node, position_});
        return node;
    }
    template <class Parse>
    Expr* without_diagnosis(Parse parse) {
        bool diagnosing = diagnosing_;
        diagnosing_ = false;
        Expr* node = parse();
        diagnosing_ = diagnosing;
        return node;
    }

    // --- errors (parser_errors.cpp) ---
    // Each sets the error, unless there is one already, and returns null.
    std::nullptr_t raise_at(const Location& where, std::string message);
    // From a place to the last character read.
    std::nullptr_t raise_from(const Location& where, std::string message);
    std::nullptr_t raise_at_token(const Token& where, std::string message);
    std::nullptr_t raise_at_last_token(ErrorKind kind, std::string message);
    std::nullptr_t raise_at_end(const Token& last, ErrorKind kind, std::string message);
    std::nullptr_t raise_range(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                               std::string message);
    SyntaxError error_at(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                         std::string message) const;
    void set_error(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                   std::string message);
    // Whether the program may use what is new in Python 3.`minor`. If not, raises at the token.
    static constexpr const char* kMatrixProduct = "The '@' operator is";
    bool is_allowed(int minor, const char* what, const Token& where);
    // The node, or null if the program may not use what it stands for.
    template <class T>
    T* since(int minor, const char* what, T* node, const Token* where = nullptr) {
        return is_allowed(minor, what, where != nullptr ? *where : furthest_token()) ? node : nullptr;
    }
    void raise_memory_error();
    void raise_unclosed_bracket();
    template <class Parse>
    void explain_failure(Parse parse_again);
    void raise_generic(size_t furthest);
    bool raise_broken_end();
    bool needs_more_input() const;
    bool has_more_statements() const;
    void raise_incomplete_input();
    void prefer_tokenizer_error();
    std::string line_text(int lineno) const;
    std::string error_line(int lineno) const;
    int to_column(const std::string& line, int bytes) const;
    bool failed() const { return error_.has_value(); }

    const std::string& text_;
    const TokenizedText& tokenized_;
    const Token* tokens_;
    const ParseOptions& options_;
    Arena& arena_;
    std::vector<SyntaxWarningRecord>& warnings_;
    const bool columns_in_bytes_;  // of errors; else in characters
    size_t position_ = 0;
    size_t furthest_ = 0;
    size_t furthest_read_ = 0;  // the end, once the rest was searched for a better error
    int depth_ = 0;
    bool second_run_ = false;
    bool diagnosing_ = false;  // in the second run: known mistakes are looked for
    std::unordered_map<uint64_t, Recalled> recalled_;
    std::unordered_set<size_t> warned_;  // positions of string literals that have warned in this run
    const FStringOrigin* origin_;
    std::optional<SyntaxError> error_;
};

// Tells why the first run failed: by its own error, or by a second run in which known mistakes raise. What
// remains is reported at the furthest token that the first run has seen.
template <class Parse>
void Parser::explain_failure(Parse parse_again) {
    if (error_ && error_->kind == ErrorKind::MemoryError) return;
    if (options_.allow_incomplete_input && origin_ == nullptr && needs_more_input())
        return raise_incomplete_input();
    if (raise_broken_end()) return;
    if (!failed()) {
        size_t furthest = furthest_;
        position_ = 0;
        second_run_ = diagnosing_ = true;
        recalled_.clear();
        warned_.clear();
        parse_again();
        if (error_ && error_->kind == ErrorKind::MemoryError) return;
        if (!failed() && !raise_broken_end()) return raise_generic(furthest);
        if (tokens_[furthest_].kind == Kind::Error) return;
    }
    prefer_tokenizer_error();
}

}  // namespace moult::compiler
