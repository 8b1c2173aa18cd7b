// The code generator: one walk over the syntax tree that selects instructions and builds basic blocks.
// Private to the compiler; compile.h is its interface. The selection and its order are CPython 3.11's,
// because the code objects must be the same: constants and names are numbered in the order in which they are
// first generated.
//
// After the first error every visit ends at once, and nothing of what was generated is used. So methods need
// not pass errors on; they stay balanced and return.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/assembler/assembler.h"
#include "compiler/ast.h"
#include "compiler/compile.h"
#include "compiler/future.h"
#include "compiler/symbols/symtable.h"

namespace moult::compiler {

class CodeGenerator {
  public:
    CodeGenerator(SymbolTable& symbols, Arena& arena, const CompileOptions& options,
                  const FutureFeatures& future)
        : symbols_(symbols), arena_(arena), options_(options), future_(future) {}

    // Null exactly when there is an error.
    std::shared_ptr<const CodeUnit> generate(const ast::Mod& module);

    std::optional<SyntaxError> take_error() { return std::move(error_); }
    std::vector<SyntaxWarningRecord> take_warnings() { return std::move(warnings_); }

  private:
    // The kinds of code object.
    enum class UnitKind : uint8_t { Module, Class, Function, AsyncFunction, Lambda, Comprehension };

    // What surrounds the code being generated and must be undone on the way out of it.
    enum class RegionKind : uint8_t {
        WhileLoop,
        ForLoop,
        TryExcept,   // the body of try ... except
        FinallyTry,  // the body of try ... finally, handlers included
        FinallyEnd,  // the finally clause while an exception is pending
        With,
        AsyncWith,
        HandlerCleanup,         // the body of an except clause
        PopValue,               // a value on the stack below
        ExceptionHandler,       // the except clauses of a try
        ExceptionGroupHandler,  // the except* clauses of a try
        AsyncComprehension,
    };
    struct Region {
        RegionKind kind;
        BasicBlock* block = nullptr;           // of a loop: where `continue` goes
        BasicBlock* exit = nullptr;            // of a loop: where `break` goes
        ast::Seq<ast::Stmt*> finally_body;     // FinallyTry
        const ast::Stmt* statement = nullptr;  // With, AsyncWith
        ast::Identifier name;                  // HandlerCleanup: what `as` bound, if anything
    };

    // A code object under construction.
    struct Unit {
        UnitKind kind;
        SymbolBlock* block;
        AssemblyInput assembly;
        ast::Identifier private_to;            // the class whose private names are mangled
        ast::Location location = kNoLocation;  // of what is generated next
        std::vector<Region> regions;
    };

    enum class ContainerKind : uint8_t { List, Tuple, Set };

    // What a pattern needs to know of the patterns around it (patterns.cpp).
    struct PatternContext;

    // Counts the depth of the walk as long as it lives.
    class Level;
    // Restores the location of what is generated next at the end of its life.
    class SavedLocation;

    // --- units.cpp: units, instructions, names, errors
    Unit& unit() { return *units_.back(); }
    FlowGraph& graph() { return unit().assembly.graph; }
    bool failed() const { return error_.has_value(); }
    void enter_unit(UnitKind kind, std::string_view name, const void* node, int first_line);
    std::string qualified_name(const Unit& entered, std::string_view name);
    // Assembles the current unit and goes back to the one around it.
    std::shared_ptr<const CodeUnit> leave_unit(bool return_none);
    // The one object for all code objects that are equal to this one.
    std::shared_ptr<const CodeUnit> intern(std::shared_ptr<const CodeUnit> code);
    uint32_t code_flags();
    bool allows_top_level_await();

    void fail(std::string message);
    void warn(std::string message);

    void at(const ast::Location& location) { unit().location = location; }
    void artificial() { unit().location = kNoLocation; }
    BasicBlock* new_block() { return graph().new_block(); }
    void place(BasicBlock* block) { graph().place(block); }
    void emit(Opcode opcode, int arg = 0) { graph().add(opcode, arg, unit().location); }
    void emit_without_line(Opcode opcode, int arg = 0) { graph().add(opcode, arg, kNoLocation); }
    void emit_jump(Opcode opcode, BasicBlock* target) { graph().add_jump(opcode, target, unit().location); }
    void emit_jump_without_line(Opcode opcode, BasicBlock* target) {
        graph().add_jump(opcode, target, kNoLocation);
    }
    int add_constant(const Constant& constant) { return unit().assembly.constants.add(constant); }
    void emit_constant(const Constant& constant) { emit(Opcode::LOAD_CONST, add_constant(constant)); }
    void emit_none() { emit_constant(none_constant()); }
    void emit_named(Opcode opcode, ast::Identifier name);  // an attribute or a module, mangled
    void emit_call(int arguments);
    void emit_binary(ast::Operator op, bool in_place);
    void emit_comparison(ast::CompareOperator op);
    void emit_yield_from(bool is_await);
    void emit_await(int kind);
    void emit_closure(const std::shared_ptr<const CodeUnit>& code, int flags);

    ast::Identifier mangled(ast::Identifier name) { return mangle(arena_, unit().private_to, name); }
    // Reports assignments to __debug__. Returns whether the name may be bound or deleted.
    bool check_name(ast::Identifier name, ast::ExprContext context);
    void name_operation(ast::Identifier name, ast::ExprContext context);
    void load_name(ast::Identifier name) { name_operation(name, ast::ExprContext::Load); }
    void store_name(ast::Identifier name) { name_operation(name, ast::ExprContext::Store); }
    void delete_name(ast::Identifier name) { name_operation(name, ast::ExprContext::Del); }

    // --- statements.cpp
    void visit(const ast::Stmt* statement);
    void visit_all(const ast::Seq<ast::Stmt*>& statements);
    void visit_body(const ast::Seq<ast::Stmt*>& body);
    void visit_statement(const ast::Stmt& statement);
    void visit_assign(const ast::Assign& statement);
    void visit_augmented_assign(const ast::AugAssign& statement);
    void visit_annotated_assign(const ast::AnnAssign& statement);
    void check_annotation_target(const ast::AnnAssign& statement);
    void evaluate_and_drop(const ast::Expr* expression);
    void evaluate_subscript_and_drop(const ast::Expr* subscript);
    void visit_for(const ast::For& loop);
    void visit_async_for(const ast::AsyncFor& loop);
    void visit_while(const ast::While& loop);
    void visit_if(const ast::If& statement);
    void visit_return(const ast::Return& statement);
    void visit_break();
    void visit_continue();
    void visit_raise(const ast::Raise& statement);
    void visit_assert(const ast::Assert& statement);
    void visit_import(const ast::Import& statement);
    void import_as(ast::Identifier module, ast::Identifier name);
    void visit_import_from(const ast::ImportFrom& statement);
    void visit_expression_statement(const ast::Expr* value);

    // --- expressions.cpp
    void visit(const ast::Expr* expression);
    void visit_all(const ast::Seq<ast::Expr*>& expressions);
    void visit_expression(const ast::Expr& expression);
    // Jumps to `target` if the condition's truth is `jump_if`, else goes on behind.
    void jump_if(const ast::Expr& condition, BasicBlock* target, bool jump_if);
    void jump_if_bool_op(const ast::BoolOp& condition, BasicBlock* target, bool jump_if);
    void jump_if_comparison_chain(const ast::Compare& condition, BasicBlock* target, bool jump_if);
    void visit_bool_op(const ast::BoolOp& operation);
    void visit_if_expression(const ast::IfExp& expression);
    void visit_comparison(const ast::Compare& comparison);
    void check_identity_comparison(const ast::Compare& comparison);
    void visit_dict(const ast::Dict& dict);
    void visit_dict_items(const ast::Dict& dict, size_t begin, size_t end);
    // Puts the items into a new container, together with `pushed` values that are on the stack already.
    void build_container(ContainerKind kind, const ast::Seq<ast::Expr*>& items, int pushed);
    void visit_sequence(ContainerKind kind, const ast::Seq<ast::Expr*>& items, ast::ExprContext context);
    void unpack(const ast::Seq<ast::Expr*>& targets);
    void visit_joined_string(const ast::JoinedStr& string);
    void visit_formatted_value(const ast::FormattedValue& value);
    void visit_attribute(const ast::Attribute& attribute);
    // Moves the start of what is generated to the attribute's name if that is on another line than the
    // object.
    void at_attribute_name(const ast::Attribute& attribute);
    void visit_subscript(const ast::Subscript& subscript);
    void visit_slice(const ast::Slice& slice);
    void visit_yield(const ast::Yield& expression);
    void visit_yield_from(const ast::YieldFrom& expression);
    void visit_await(const ast::Await& expression);
    void finish_yield();

    // --- calls.cpp
    void visit_call(const ast::Call& call);
    bool try_method_call(const ast::Call& call);
    void check_keywords(const ast::Seq<ast::Keyword*>& keywords);
    // Evaluates arguments and calls what is on the stack, below `pushed` arguments that are there already.
    void call_with(int pushed, const ast::Seq<ast::Expr*>& args, const ast::Seq<ast::Keyword*>& keywords);
    void call_with_unpacking(int pushed, const ast::Seq<ast::Expr*>& args,
                             const ast::Seq<ast::Keyword*>& keywords);
    void emit_keyword_names(const ast::Seq<ast::Keyword*>& keywords);
    void build_keyword_dict(const ast::Seq<ast::Keyword*>& keywords);
    void check_callable(const ast::Expr& function);
    void check_subscriptable(const ast::Expr& container);
    void check_index(const ast::Expr& container, const ast::Expr& index);

    // --- functions.cpp
    void visit_function(const ast::FunctionDefBase& function, bool is_async);
    void visit_class(const ast::ClassDef& definition);
    void visit_lambda(const ast::Lambda& lambda);
    void apply_decorators(const ast::Seq<ast::Expr*>& decorators);
    void check_parameter_names(const ast::Arguments& arguments);
    void set_parameter_counts(const ast::Arguments& arguments);
    int visit_defaults(const ast::Arguments& arguments);  // returns MakeFunctionFlags
    bool visit_keyword_defaults(const ast::Arguments& arguments);
    bool visit_annotations(const ast::FunctionDefBase& function);
    int visit_annotation(ast::Identifier name, const ast::Expr* annotation);
    void emit_annotation_text(const ast::Expr& annotation);

    // --- comprehensions.cpp
    struct ComprehensionParts;
    void visit_comprehension(const ComprehensionParts& parts);
    void visit_comprehension(const ast::Expr& expression);
    void visit_generators(const ComprehensionParts& parts, size_t index, int depth);
    void visit_sync_generator(const ComprehensionParts& parts, size_t index, int depth);
    void visit_async_generator(const ComprehensionParts& parts, size_t index, int depth);
    void visit_conditions_and_element(const ComprehensionParts& parts, size_t index, int depth,
                                      BasicBlock* next);
    void visit_element(const ComprehensionParts& parts, int depth);

    // --- try.cpp
    void push_region(Region region);
    void pop_region() { unit().regions.pop_back(); }
    // Generates what leaving the region takes. With `keep_top`, the value on top of the stack stays there.
    void unwind(const Region& region, bool keep_top);
    // Leaves regions from the innermost on: all, or up to the innermost loop, which is returned (null if
    // none).
    const Region* unwind_regions(bool keep_top, bool stop_at_loop);
    void visit_try(const ast::TryBase& statement, bool is_star);
    void visit_try_finally(const ast::TryBase& statement, bool is_star);
    void visit_try_except(const ast::TryBase& statement);
    void visit_handler_with_name(const ast::ExceptHandler& handler, BasicBlock* end);
    void visit_handler_without_name(const ast::ExceptHandler& handler, BasicBlock* end);
    void visit_try_star_except(const ast::TryBase& statement);
    void visit_star_handler(const ast::ExceptHandler& handler, bool is_first, bool is_last,
                            BasicBlock* reraise_star);
    void clear_handler_name(ast::Identifier name);
    void restore_exception_and_reraise();
    void visit_with(const ast::WithBase& statement, bool is_async, size_t index);
    void call_exit_with_nones();
    void finish_with_handler(BasicBlock* cleanup);

    // --- patterns.cpp
    void visit_match(const ast::Match& statement);
    void visit_match_case(const ast::MatchCase& match_case, bool is_last, bool may_be_irrefutable,
                          BasicBlock* end);
    void visit_pattern(const ast::Pattern& pattern, PatternContext& context);
    void visit_subpattern(const ast::Pattern& pattern, PatternContext& context);
    void visit_value_pattern(const ast::MatchValue& pattern, PatternContext& context);
    void visit_as_pattern(const ast::MatchAs& pattern, PatternContext& context);
    void visit_or_pattern(const ast::MatchOr& pattern, PatternContext& context);
    bool align_captures(const std::vector<ast::Identifier>& wanted, PatternContext& context);
    void visit_class_pattern(const ast::MatchClass& pattern, PatternContext& context);
    void check_attribute_patterns(const ast::MatchClass& pattern);
    void visit_mapping_pattern(const ast::MatchMapping& pattern, PatternContext& context);
    void visit_mapping_keys(const ast::MatchMapping& pattern);
    void capture_rest_of_mapping(const ast::MatchMapping& pattern, PatternContext& context);
    void visit_sequence_pattern(const ast::MatchSequence& pattern, PatternContext& context);
    void unpack_sequence_pattern(const ast::Seq<ast::Pattern*>& patterns, PatternContext& context);
    void subscript_sequence_pattern(const ast::Seq<ast::Pattern*>& patterns, size_t star,
                                    PatternContext& context);
    void capture(ast::Identifier name, PatternContext& context);
    void rotate(size_t count);
    void jump_to_failure(Opcode opcode, PatternContext& context);
    BasicBlock* failure_block(size_t pops, PatternContext& context);
    void place_failure_blocks(PatternContext& context);

    SymbolTable& symbols_;
    Arena& arena_;
    const CompileOptions& options_;
    const FutureFeatures& future_;
    bool interactive_ = false;
    int depth_ = 0;
    std::vector<std::unique_ptr<Unit>> units_;                                // the innermost last
    std::unordered_multimap<size_t, std::shared_ptr<const CodeUnit>> codes_;  // finished ones, by code_hash
    std::optional<SyntaxError> error_;
    std::vector<SyntaxWarningRecord> warnings_;
};

class CodeGenerator::Level {
  public:
    explicit Level(CodeGenerator& generator);
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --generator_.depth_; }

  private:
    CodeGenerator& generator_;
};

class CodeGenerator::SavedLocation {
  public:
    explicit SavedLocation(Unit& unit) : unit_(unit), location_(unit.location) {}
    SavedLocation(const SavedLocation&) = delete;
    SavedLocation& operator=(const SavedLocation&) = delete;
    ~SavedLocation() { restore(); }
    void restore() { unit_.location = location_; }

  private:
    Unit& unit_;
    ast::Location location_;
};

// Whether the statements contain a variable annotation, at any depth that is not a scope of its own.
bool contains_annotations(const ast::Seq<ast::Stmt*>& statements);

// More values than that are not collected on the stack but put into a container one by one.
inline constexpr int kStackUseGuideline = 30;

}  // namespace moult::compiler
