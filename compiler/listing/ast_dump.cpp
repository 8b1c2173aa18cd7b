// One recursive printer over the field lists of ast_fields.h.
#include "compiler/listing/ast_dump.h"

#include <type_traits>

#include "compiler/ast_fields.h"
#include "compiler/constants.h"

namespace moult::compiler {

namespace {

using namespace ast;

class Dumper {
  public:
    explicit Dumper(const DumpOptions& options) : options_(options) {}

    // Every dispatch is written for trees that can be changed; printing changes nothing.
    template <class Base>
    void any(const Base& base) {
        dispatch(const_cast<Base&>(base),
                 [&](const auto& concrete) { node(kind_name(base.kind), concrete); });
    }

    std::string out;

  private:
    static constexpr int kMaxDepth = 3000;

    // Optional fields are left out, as dump() leaves them out when they are None.
    template <class Field>
    static bool is_left_out(std::string_view name, const Field& field) {
        if constexpr (std::is_pointer_v<Field>) {
            return field == nullptr;
        } else if constexpr (std::is_same_v<Field, Identifier>) {
            if (name == "tag") return false;
            return ast::is_absent(field);
        } else if constexpr (std::is_same_v<Field, bool>) {
            return name == "is_u" && !field;
        } else {
            return false;
        }
    }

    template <class Node>
    static constexpr bool has_place() {
        return std::is_base_of_v<Location, Node>;
    }

    // Whether the node is printed as a name and empty parentheses: `Load()`, `Pass()`.
    template <class Node>
    bool is_bare(const Node& concrete) const {
        if (has_place<Node>() && options_.attributes) return false;
        bool bare = true;
        for_each_field(concrete, [&](std::string_view name, const auto& field) {
            bare = bare && is_left_out(name, field);
        });
        return bare;
    }
    // Whether a value needs no lines of its own.
    template <class T>
    bool is_simple(const T& field) const {
        if constexpr (!std::is_pointer_v<T>) {
            return true;
        } else {
            using Node = std::remove_cv_t<std::remove_pointer_t<T>>;
            if (field == nullptr) return true;
            if constexpr (std::is_same_v<Node, Mod> || std::is_same_v<Node, Stmt> ||
                          std::is_same_v<Node, Expr> || std::is_same_v<Node, Pattern>) {
                bool bare = false;
                dispatch(const_cast<Node&>(*field), [&](const auto& concrete) { bare = is_bare(concrete); });
                return bare;
            } else {
                return is_bare(*field);
            }
        }
    }
    template <class T>
    bool is_simple(const Seq<T>& items) const {
        return items.empty();
    }

    // Between the parts of a node or list; `lines`: on lines of their own.
    void separate(bool* first, bool lines) {
        if (!*first) out += lines ? "," : ", ";
        if (lines) {
            out += '\n';
            if (*options_.indent > 0) out.append(static_cast<size_t>(*options_.indent * depth_), ' ');
        }
        *first = false;
    }

    template <class Node>
    void node(std::string_view name, const Node& concrete) {
        if (depth_ >= kMaxDepth) {
            out += "<too deep>";
            return;
        }
        ++depth_;
        bool attributes = has_place<Node>() && options_.attributes;
        int parts = attributes ? 4 : 0;
        bool simple = true;
        for_each_field(concrete, [&](std::string_view field_name, const auto& field) {
            if (is_left_out(field_name, field)) return;
            ++parts;
            simple = simple && is_simple(field);
        });
        bool lines = options_.indent && !(simple && parts <= 3);
        bool first = true;
        out += name;
        out += '(';
        for_each_field(concrete, [&](std::string_view field_name, const auto& field) {
            if (is_left_out(field_name, field)) return;
            separate(&first, lines);
            if (field_name == "is_u") {
                out += "kind='u'";
                return;
            }
            out.append(field_name).append("=");
            value(field);
        });
        if constexpr (has_place<Node>()) {
            if (attributes) {
                auto attribute = [&](const char* attribute_name, int number) {
                    separate(&first, lines);
                    out.append(attribute_name).append("=").append(std::to_string(number));
                };
                attribute("lineno", concrete.lineno);
                attribute("col_offset", concrete.col_offset);
                attribute("end_lineno", concrete.end_lineno);
                attribute("end_col_offset", concrete.end_col_offset);
            }
        }
        out += ')';
        --depth_;
    }

    template <class Base>
    void any(const Base* pointer) {
        if (pointer == nullptr)
            out += "None";
        else
            any(*pointer);
    }
    void value(const Stmt* pointer) { any(pointer); }
    void value(const Expr* pointer) { any(pointer); }
    void value(const Pattern* pointer) { any(pointer); }
    void value(const Arg* pointer) { node("arg", *pointer); }
    void value(const Arguments* pointer) { node("arguments", *pointer); }
    void value(const Keyword* pointer) { node("keyword", *pointer); }
    void value(const Alias* pointer) { node("alias", *pointer); }
    void value(const WithItem* pointer) { node("withitem", *pointer); }
    void value(const MatchCase* pointer) { node("match_case", *pointer); }
    void value(const ExceptHandler* pointer) { node("ExceptHandler", *pointer); }
    void value(const Comprehension* pointer) { node("comprehension", *pointer); }
    void value(const TypeIgnore* pointer) { node("TypeIgnore", *pointer); }
    void value(Operator op) { out.append(operator_name(op)).append("()"); }
    void value(BoolOperator op) { out.append(operator_name(op)).append("()"); }
    void value(UnaryOperator op) { out.append(operator_name(op)).append("()"); }
    void value(CompareOperator op) { out.append(operator_name(op)).append("()"); }
    void value(ExprContext context) { out.append(context_name(context)).append("()"); }
    void value(Identifier name) { out += constant_repr(string_constant(name)); }
    void value(int number) { out += std::to_string(number); }
    void value(bool flag) { out += flag ? '1' : '0'; }
    void value(const compiler::Constant& constant) { out += constant_repr(constant); }
    template <class T>
    void value(const Seq<T>& items) {
        ++depth_;
        out += '[';
        bool first = true;
        for (const T& item : items) {
            separate(&first, options_.indent.has_value());
            value(item);
        }
        out += ']';
        --depth_;
    }

    const DumpOptions& options_;
    int depth_ = 0;
};

}  // namespace

std::string dump_ast(const ast::Mod* module, const DumpOptions& options) {
    Dumper dumper(options);
    dumper.any(*module);
    return std::move(dumper.out);
}

}  // namespace moult::compiler
