// Calls: methods, positional and keyword arguments, unpacking; warnings about calls that cannot work.
#include <algorithm>
#include <iterator>

#include "compiler/codegen/code_generator.h"

namespace moult::compiler {

using enum Opcode;

namespace {

bool has_starred(const ast::Seq<ast::Expr*>& args) {
    return std::any_of(args.begin(), args.end(),
                       [](const ast::Expr* arg) { return ast::is<ast::Starred>(arg); });
}

bool has_double_starred(const ast::Seq<ast::Keyword*>& keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [](const ast::Keyword* keyword) { return ast::is_absent(keyword->arg); });
}

TupleConstant names_of(const ast::Seq<ast::Keyword*>& keywords) {
    TupleConstant names;
    for (const ast::Keyword* keyword : keywords) names.items.push_back(string_constant(keyword->arg));
    return names;
}

// The type that the expression's value is certain to have; empty if there is none.
std::string_view known_type(const ast::Expr& expression) {
    using enum ast::ExprKind;
    switch (expression.kind) {
        case Tuple: return "tuple";
        case List:
        case ListComp: return "list";
        case Dict:
        case DictComp: return "dict";
        case Set:
        case SetComp: return "set";
        case GeneratorExp: return "generator";
        case Lambda: return "function";
        case JoinedStr:
        case FormattedValue: return "str";
        case Constant: return type_name(ast::cast<ast::Constant>(&expression).value);
        default: return {};
    }
}

template <class... Names>
bool is_one_of(std::string_view name, Names... names) {
    return ((name == names) || ...);
}

}  // namespace

void CodeGenerator::visit_call(const ast::Call& call) {
    check_keywords(call.keywords);
    if (failed() || try_method_call(call)) return;
    check_callable(*call.func);
    at(*call.func);
    emit(PUSH_NULL);
    at(call);
    visit(call.func);
    call_with(0, call.args, call.keywords);
}

// `object.method(...)` without unpacking: the method and its object are loaded together, unbound. Not for
// what an import has bound, which is a module in most cases.
bool CodeGenerator::try_method_call(const ast::Call& call) {
    auto* method = ast::as<ast::Attribute>(call.func);
    if (method == nullptr || method->ctx != ast::ExprContext::Load) return false;
    auto* object = ast::as<ast::Name>(method->value);
    if (object != nullptr && (symbols_.top().flags_of(object->id) & kDefImport) != 0) return false;
    auto keywords = static_cast<int>(call.keywords.size());
    int arguments = static_cast<int>(call.args.size()) + keywords;
    if (arguments + (keywords != 0 ? 1 : 0) >= kStackUseGuideline) return false;
    if (has_starred(call.args) || has_double_starred(call.keywords)) return false;

    visit(method->value);
    at(*method);
    at_attribute_name(*method);
    emit_named(LOAD_METHOD, method->attr);
    visit_all(call.args);
    if (keywords > 0) emit_keyword_names(call.keywords);
    at(call);
    at_attribute_name(*method);
    emit_call(arguments);
    return true;
}

void CodeGenerator::check_keywords(const ast::Seq<ast::Keyword*>& keywords) {
    std::vector<ast::Identifier> names;
    for (const ast::Keyword* keyword : keywords) {
        if (!ast::is_absent(keyword->arg)) names.push_back(keyword->arg);
    }
    std::vector<const char*> repeated = Arena::repeated(names);
    for (size_t index = 0; index < keywords.size(); ++index) {
        ast::Identifier name = keywords[index]->arg;
        if (ast::is_absent(name)) continue;
        if (!check_name(name, ast::ExprContext::Store)) return;
        if (!std::binary_search(repeated.begin(), repeated.end(), name.data())) continue;
        for (const ast::Keyword* other : keywords.subspan(index + 1)) {
            if (other->arg != name) continue;
            at(*other);
            return fail("keyword argument repeated: " + std::string(name));
        }
    }
}

// Evaluates the keyword arguments and announces their names to the call that follows.
void CodeGenerator::emit_keyword_names(const ast::Seq<ast::Keyword*>& keywords) {
    for (const ast::Keyword* keyword : keywords) visit(keyword->value);
    emit(KW_NAMES, add_constant(Constant{names_of(keywords)}));
}

void CodeGenerator::call_with(int pushed, const ast::Seq<ast::Expr*>& args,
                              const ast::Seq<ast::Keyword*>& keywords) {
    check_keywords(keywords);
    if (failed()) return;
    auto positional = static_cast<int>(args.size());
    auto named = static_cast<int>(keywords.size());
    if (positional + named * 2 > kStackUseGuideline || has_starred(args) || has_double_starred(keywords)) {
        return call_with_unpacking(pushed, args, keywords);
    }
    visit_all(args);
    if (named > 0) emit_keyword_names(keywords);
    emit_call(pushed + positional + named);
}

void CodeGenerator::call_with_unpacking(int pushed, const ast::Seq<ast::Expr*>& args,
                                        const ast::Seq<ast::Keyword*>& keywords) {
    const ast::Starred* only = pushed == 0 && args.size() == 1 ? ast::as<ast::Starred>(args[0]) : nullptr;
    if (only != nullptr) {
        visit(only->value);
    } else {
        build_container(ContainerKind::Tuple, args, pushed);
    }
    bool have_dict = false;
    size_t pending = 0;  // named arguments before the current one that are not yet generated
    auto flush = [&](size_t end) {
        if (pending == 0) return;
        build_keyword_dict(keywords.subspan(end - pending, pending));
        if (have_dict) emit(DICT_MERGE, 1);
        have_dict = true;
        pending = 0;
    };
    for (size_t index = 0; index < keywords.size(); ++index) {
        if (!ast::is_absent(keywords[index]->arg)) {
            ++pending;
            continue;
        }
        flush(index);
        if (!have_dict) emit(BUILD_MAP, 0);
        have_dict = true;
        visit(keywords[index]->value);
        emit(DICT_MERGE, 1);
    }
    flush(keywords.size());
    emit(CALL_FUNCTION_EX, keywords.empty() ? 0 : 1);
}

void CodeGenerator::build_keyword_dict(const ast::Seq<ast::Keyword*>& keywords) {
    auto count = static_cast<int>(keywords.size());
    bool is_big = count * 2 > kStackUseGuideline;
    if (count > 1 && !is_big) {
        for (const ast::Keyword* keyword : keywords) visit(keyword->value);
        emit_constant(Constant{names_of(keywords)});
        return emit(BUILD_CONST_KEY_MAP, count);
    }
    if (is_big) emit_without_line(BUILD_MAP, 0);
    for (const ast::Keyword* keyword : keywords) {
        emit_constant(string_constant(keyword->arg));
        visit(keyword->value);
        if (is_big) emit_without_line(MAP_ADD, 1);
    }
    if (!is_big) emit(BUILD_MAP, count);
}

// --- Warnings

void CodeGenerator::check_callable(const ast::Expr& function) {
    std::string_view type = known_type(function);
    if (type.empty() || type == "function") return;
    warn("'" + std::string(type) + "' object is not callable; perhaps you missed a comma?");
}

void CodeGenerator::check_subscriptable(const ast::Expr& container) {
    std::string_view type = known_type(container);
    if (!is_one_of(type, "NoneType", "ellipsis", "int", "bool", "float", "complex", "set", "frozenset",
                   "generator", "function")) {
        return;
    }
    warn("'" + std::string(type) + "' object is not subscriptable; perhaps you missed a comma?");
}

void CodeGenerator::check_index(const ast::Expr& container, const ast::Expr& index) {
    std::string_view type = known_type(container);
    std::string_view index_type = known_type(index);
    if (index_type.empty() || is_one_of(index_type, "int", "bool")) return;
    if (!is_one_of(type, "str", "bytes", "tuple", "list")) return;
    warn(std::string(type) + " indices must be integers or slices, not " + std::string(index_type) +
         "; perhaps you missed a comma?");
}

}  // namespace moult::compiler
