// One recursive printer over the field lists of ast_fields.h.
#include "compiler/listing/ast_dump.h"

#include <bit>
#include <cstdio>
#include <type_traits>

#include "compiler/ast_fields.h"

namespace moult::compiler {

namespace {

using namespace ast;

std::string to_hexadecimal(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string result;
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        result += kDigits[byte >> 4];
        result += kDigits[byte & 15];
    }
    return result;
}

std::string float_bits(double value) {
    char buffer[20];
    std::snprintf(buffer, sizeof buffer, "%016llx",
                  static_cast<unsigned long long>(std::bit_cast<uint64_t>(value)));
    return buffer;
}

class Dumper {
  public:
    explicit Dumper(const DumpOptions& options) : options_(options) {}

    template <class Node>
    void node(std::string_view name, const Node& concrete) {
        if (++depth_ > kMaxDepth) {
            out += "<too deep>";
            --depth_;
            return;
        }
        out += name;
        out += '(';
        bool first = true;
        auto separate = [&] {
            if (!first) out += ',';
            line_or_space(!first);
            first = false;
        };
        for_each_field(concrete, [&](std::string_view field_name, const auto& field) {
            if (is_absent_field(field)) return;
            if (field_name == "is_u") field_name = "kind";
            separate();
            out += field_name;
            out += '=';
            value(field);
        });
        if constexpr (std::is_base_of_v<Location, Node>) {
            if (options_.attributes) {
                auto attribute = [&](const char* attribute_name, int number) {
                    separate();
                    out += attribute_name;
                    out += '=';
                    out += std::to_string(number);
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

    std::string out;

  private:
    static constexpr int kMaxDepth = 1000;

    // Optional fields are left out, as ast.dump() leaves them out when they are None.
    template <class Field>
    static bool is_absent_field(const Field& field) {
        if constexpr (std::is_pointer_v<Field>) {
            return field == nullptr;
        } else if constexpr (std::is_same_v<Field, Identifier>) {
            return ast::is_absent(field);
        } else {
            return false;
        }
    }

    void line_or_space(bool space) {
        if (options_.indent > 0) {
            out += '\n';
            out.append(static_cast<size_t>(options_.indent) * static_cast<size_t>(depth_), ' ');
        } else if (space) {
            out += ' ';
        }
    }

    template <class Base>
    void any(const Base* pointer) {
        if (pointer == nullptr) {
            out += "None";
            return;
        }
        // Printing changes nothing; dispatch is written for trees that can be changed.
        dispatch(const_cast<Base&>(*pointer),
                 [&](const auto& concrete) { node(kind_name(pointer->kind), concrete); });
    }
    void value(const Mod* pointer) { any(pointer); }
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
    void value(Operator op) { out.append(operator_name(op)).append("()"); }
    void value(BoolOperator op) { out.append(operator_name(op)).append("()"); }
    void value(UnaryOperator op) { out.append(operator_name(op)).append("()"); }
    void value(CompareOperator op) { out.append(operator_name(op)).append("()"); }
    void value(ExprContext context) { out.append(context_name(context)).append("()"); }
    void value(Identifier name) { out.append("'").append(name).append("'"); }
    void value(int number) { out += std::to_string(number); }
    void value(bool flag) { out += flag ? '1' : '0'; }
    void value(const compiler::Constant& constant) { std::visit(*this, constant.value); }
    template <class T>
    void value(const Seq<T>& items) {
        out += '[';
        ++depth_;
        bool first = true;
        for (const T& item : items) {
            if (!first) out += ',';
            line_or_space(!first);
            first = false;
            value(item);
        }
        --depth_;
        out += ']';
    }

  public:  // constants
    void operator()(NoneConstant) { out += "None"; }
    void operator()(EllipsisConstant) { out += "Ellipsis"; }
    void operator()(bool flag) { out += flag ? "True" : "False"; }
    void operator()(const mpz_class& number) { out += "int:" + number.get_str(16); }
    void operator()(double number) { out += "float:" + float_bits(number); }
    void operator()(const std::complex<double>& number) { out += "complex:" + float_bits(number.imag()); }
    void operator()(const std::string& text) { out += "str:" + to_hexadecimal(text); }
    void operator()(const BytesConstant& bytes) { out += "bytes:" + to_hexadecimal(bytes.bytes); }
    void operator()(const TupleConstant& tuple) { items("tuple", tuple.items); }
    void operator()(const FrozenSetConstant& set) { items("frozenset", set.items); }
    void operator()(const std::shared_ptr<const CodeUnit>&) { out += "code"; }

  private:
    void items(std::string_view name, const std::vector<compiler::Constant>& constants) {
        out.append(name).append("(");
        for (const compiler::Constant& constant : constants) {
            value(constant);
            out += ' ';
        }
        out += ')';
    }

    DumpOptions options_;
    int depth_ = 0;
};

}  // namespace

std::string dump_ast(const ast::Mod* module, const DumpOptions& options) {
    Dumper dumper(options);
    dispatch(const_cast<ast::Mod&>(*module),
             [&](const auto& concrete) { dumper.node(kind_name(module->kind), concrete); });
    return std::move(dumper.out);
}

}  // namespace moult::compiler
