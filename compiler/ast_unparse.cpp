// Writing expressions with as few parentheses as precedence allows.
#include "compiler/ast_unparse.h"

#include "compiler/constants.h"

namespace moult::compiler {

namespace {

// How strongly a construct binds, from the weakest. An operand that binds weaker than its place asks for gets
// parentheses.
enum Precedence : int {
    kTuple,
    kTest,
    kOr,
    kAnd,
    kNot,
    kComparison,
    kBitOr,
    kExpression = kBitOr,
    kBitXor,
    kBitAnd,
    kShift,
    kArithmetic,
    kTerm,
    kFactor,
    kPower,
    kAwait,
    kAtom,
};

int next(int level) {
    return level + 1;
}

struct OperatorText {
    std::string_view text;
    int level;
};

OperatorText operator_text(ast::Operator op) {
    switch (op) {
        case ast::Operator::Add: return {" + ", kArithmetic};
        case ast::Operator::Sub: return {" - ", kArithmetic};
        case ast::Operator::Mult: return {" * ", kTerm};
        case ast::Operator::MatMult: return {" @ ", kTerm};
        case ast::Operator::Div: return {" / ", kTerm};
        case ast::Operator::Mod: return {" % ", kTerm};
        case ast::Operator::LShift: return {" << ", kShift};
        case ast::Operator::RShift: return {" >> ", kShift};
        case ast::Operator::BitOr: return {" | ", kBitOr};
        case ast::Operator::BitXor: return {" ^ ", kBitXor};
        case ast::Operator::BitAnd: return {" & ", kBitAnd};
        case ast::Operator::FloorDiv: return {" // ", kTerm};
        case ast::Operator::Pow: return {" ** ", kPower};
    }
    return {};
}

OperatorText operator_text(ast::UnaryOperator op) {
    switch (op) {
        case ast::UnaryOperator::Invert: return {"~", kFactor};
        case ast::UnaryOperator::Not: return {"not ", kNot};
        case ast::UnaryOperator::UAdd: return {"+", kFactor};
        case ast::UnaryOperator::USub: return {"-", kFactor};
    }
    return {};
}

std::string_view operator_text(ast::CompareOperator op) {
    static constexpr std::string_view kTexts[] = {" == ", " != ", " < ",      " <= ", " > ",
                                                  " >= ", " is ", " is not ", " in ", " not in "};
    return kTexts[static_cast<size_t>(op)];
}

// The infinities have no literal of their own; a number too large stands for them.
std::string without_infinity(std::string text) {
    constexpr std::string_view kInfinity = "inf";
    for (size_t at = text.find(kInfinity); at != text.npos; at = text.find(kInfinity, at)) {
        text.replace(at, kInfinity.size(), "1e309");
    }
    return text;
}

class Writer {
  public:
    std::string take() { return std::move(out_); }

    void write(const ast::Expr* expression, int level) {
        using enum ast::ExprKind;
        switch (expression->kind) {
            case BoolOp: return write_bool_op(ast::cast<ast::BoolOp>(expression), level);
            case NamedExpr: {
                auto& named = ast::cast<ast::NamedExpr>(expression);
                return in_parentheses(level > kTuple, [&] {
                    write(named.target, kAtom);
                    out_ += " := ";
                    write(named.value, kAtom);
                });
            }
            case BinOp: return write_binary(ast::cast<ast::BinOp>(expression), level);
            case UnaryOp: {
                auto& operation = ast::cast<ast::UnaryOp>(expression);
                OperatorText op = operator_text(operation.op);
                return in_parentheses(level > op.level, [&] {
                    out_ += op.text;
                    write(operation.operand, op.level);
                });
            }
            case Lambda: return write_lambda(ast::cast<ast::Lambda>(expression), level);
            case IfExp: {
                auto& conditional = ast::cast<ast::IfExp>(expression);
                return in_parentheses(level > kTest, [&] {
                    write(conditional.body, next(kTest));
                    out_ += " if ";
                    write(conditional.test, next(kTest));
                    out_ += " else ";
                    write(conditional.orelse, kTest);
                });
            }
            case Dict: return write_dict(ast::cast<ast::Dict>(expression));
            case Set: return write_items("{", ast::cast<ast::Set>(expression).elts, "}");
            case ListComp: {
                auto& comprehension = ast::cast<ast::ListComp>(expression);
                return write_comprehension("[", comprehension.elt, nullptr, comprehension.generators, "]");
            }
            case SetComp: {
                auto& comprehension = ast::cast<ast::SetComp>(expression);
                return write_comprehension("{", comprehension.elt, nullptr, comprehension.generators, "}");
            }
            case DictComp: {
                auto& comprehension = ast::cast<ast::DictComp>(expression);
                return write_comprehension("{", comprehension.key, comprehension.value,
                                           comprehension.generators, "}");
            }
            case GeneratorExp: {
                auto& comprehension = ast::cast<ast::GeneratorExp>(expression);
                return write_comprehension("(", comprehension.elt, nullptr, comprehension.generators, ")");
            }
            case Await:
                return in_parentheses(level > kAwait, [&] {
                    out_ += "await ";
                    write(ast::cast<ast::Await>(expression).value, kAtom);
                });
            case Yield: return write_yield("(yield", ast::cast<ast::Yield>(expression).value);
            case YieldFrom: return write_yield("(yield from", ast::cast<ast::YieldFrom>(expression).value);
            case Compare: return write_comparison(ast::cast<ast::Compare>(expression), level);
            case Call: return write_call(ast::cast<ast::Call>(expression));
            case FormattedValue:
            case JoinedStr: {
                out_ += "f" + constant_repr(string_constant(format_text(*expression)));
                return;
            }
            case Constant: return write_constant(ast::cast<ast::Constant>(expression));
            case Attribute: {
                auto& attribute = ast::cast<ast::Attribute>(expression);
                write(attribute.value, kAtom);
                auto* constant = ast::as<ast::Constant>(attribute.value);
                bool is_integer = constant != nullptr && holds<mpz_class>(constant->value);
                out_ += is_integer ? " ." : ".";  // `1.real` would begin a float
                out_ += attribute.attr;
                return;
            }
            case Subscript: {
                auto& subscript = ast::cast<ast::Subscript>(expression);
                write(subscript.value, kAtom);
                out_ += "[";
                write(subscript.slice, kTuple);
                out_ += "]";
                return;
            }
            case Starred: out_ += "*"; return write(ast::cast<ast::Starred>(expression).value, kExpression);
            case Name: out_ += ast::cast<ast::Name>(expression).id; return;
            case List: return write_items("[", ast::cast<ast::List>(expression).elts, "]");
            case Tuple: return write_tuple(ast::cast<ast::Tuple>(expression), level);
            case Slice: return write_slice(ast::cast<ast::Slice>(expression));
        }
    }

  private:
    template <class Body>
    void in_parentheses(bool needed, Body body) {
        if (needed) out_ += "(";
        body();
        if (needed) out_ += ")";
    }

    void write_bool_op(const ast::BoolOp& operation, int level) {
        bool is_and = operation.op == ast::BoolOperator::And;
        int own_level = is_and ? kAnd : kOr;
        in_parentheses(level > own_level, [&] {
            for (const ast::Expr* value : operation.values) {
                if (value != operation.values.front()) out_ += is_and ? " and " : " or ";
                write(value, next(own_level));
            }
        });
    }

    void write_binary(const ast::BinOp& operation, int level) {
        OperatorText op = operator_text(operation.op);
        bool groups_rightwards = operation.op == ast::Operator::Pow;
        in_parentheses(level > op.level, [&] {
            write(operation.left, groups_rightwards ? next(op.level) : op.level);
            out_ += op.text;
            write(operation.right, groups_rightwards ? op.level : next(op.level));
        });
    }

    void write_comparison(const ast::Compare& comparison, int level) {
        in_parentheses(level > kComparison, [&] {
            write(comparison.left, next(kComparison));
            for (size_t index = 0; index < comparison.ops.size(); ++index) {
                out_ += operator_text(comparison.ops[index]);
                write(comparison.comparators[index], next(kComparison));
            }
        });
    }

    // A separator before everything but the first of a list.
    void separate(bool& is_first) {
        if (!is_first) out_ += ", ";
        is_first = false;
    }

    void write_arg(const ast::Arg& arg) {
        out_ += arg.arg;
        if (arg.annotation == nullptr) return;
        out_ += ": ";
        write(arg.annotation, kTest);
    }

    void write_arguments(const ast::Arguments& arguments) {
        bool is_first = true;
        size_t positional = arguments.posonlyargs.size() + arguments.args.size();
        size_t without_default = positional - arguments.defaults.size();
        for (size_t index = 0; index < positional; ++index) {
            bool is_positional_only = index < arguments.posonlyargs.size();
            separate(is_first);
            write_arg(is_positional_only ? *arguments.posonlyargs[index]
                                         : *arguments.args[index - arguments.posonlyargs.size()]);
            if (index >= without_default) {
                out_ += "=";
                write(arguments.defaults[index - without_default], kTest);
            }
            if (index + 1 == arguments.posonlyargs.size()) out_ += ", /";
        }
        if (arguments.vararg != nullptr || !arguments.kwonlyargs.empty()) {
            separate(is_first);
            out_ += "*";
            if (arguments.vararg != nullptr) write_arg(*arguments.vararg);
        }
        for (size_t index = 0; index < arguments.kwonlyargs.size(); ++index) {
            separate(is_first);
            write_arg(*arguments.kwonlyargs[index]);
            if (arguments.kw_defaults[index] == nullptr) continue;
            out_ += "=";
            write(arguments.kw_defaults[index], kTest);
        }
        if (arguments.kwarg != nullptr) {
            separate(is_first);
            out_ += "**";
            write_arg(*arguments.kwarg);
        }
    }

    void write_lambda(const ast::Lambda& lambda, int level) {
        in_parentheses(level > kTest, [&] {
            bool has_positional = !lambda.args->args.empty() || !lambda.args->posonlyargs.empty();
            out_ += has_positional ? "lambda " : "lambda";
            write_arguments(*lambda.args);
            out_ += ": ";
            write(lambda.body, kTest);
        });
    }

    void write_list(const ast::Seq<ast::Expr*>& items) {
        bool is_first = true;
        for (const ast::Expr* item : items) {
            separate(is_first);
            write(item, kTest);
        }
    }

    void write_items(std::string_view open, const ast::Seq<ast::Expr*>& items, std::string_view close) {
        out_ += open;
        write_list(items);
        out_ += close;
    }

    void write_tuple(const ast::Tuple& tuple, int level) {
        if (tuple.elts.empty()) {
            out_ += "()";
            return;
        }
        in_parentheses(level > kTuple, [&] {
            write_list(tuple.elts);
            if (tuple.elts.size() == 1) out_ += ",";
        });
    }

    void write_dict(const ast::Dict& dict) {
        out_ += "{";
        bool is_first = true;
        for (size_t index = 0; index < dict.values.size(); ++index) {
            separate(is_first);
            if (dict.keys[index] == nullptr) {
                out_ += "**";
                write(dict.values[index], kExpression);
            } else {
                write(dict.keys[index], kTest);
                out_ += ": ";
                write(dict.values[index], kTest);
            }
        }
        out_ += "}";
    }

    void write_comprehension(std::string_view open, const ast::Expr* element, const ast::Expr* value,
                             const ast::Seq<ast::Comprehension*>& generators, std::string_view close) {
        out_ += open;
        write(element, kTest);
        if (value != nullptr) {
            out_ += ": ";
            write(value, kTest);
        }
        for (const ast::Comprehension* generator : generators) {
            out_ += generator->is_async ? " async for " : " for ";
            write(generator->target, kTuple);
            out_ += " in ";
            write(generator->iter, next(kTest));
            for (const ast::Expr* condition : generator->ifs) {
                out_ += " if ";
                write(condition, next(kTest));
            }
        }
        out_ += close;
    }

    void write_yield(std::string_view start, const ast::Expr* value) {
        out_ += start;
        if (value != nullptr) {
            out_ += " ";
            write(value, kTest);
        }
        out_ += ")";
    }

    void write_call(const ast::Call& call) {
        write(call.func, kAtom);
        if (call.args.size() == 1 && call.keywords.empty() && ast::is<ast::GeneratorExp>(call.args[0])) {
            return write(call.args[0], kAtom);  // its own parentheses are enough
        }
        out_ += "(";
        bool is_first = true;
        for (const ast::Expr* arg : call.args) {
            separate(is_first);
            write(arg, kTest);
        }
        for (const ast::Keyword* keyword : call.keywords) {
            separate(is_first);
            if (ast::is_absent(keyword->arg)) {
                out_ += "**";
            } else {
                out_ += keyword->arg;
                out_ += "=";
            }
            write(keyword->value, kTest);
        }
        out_ += ")";
    }

    void write_slice(const ast::Slice& slice) {
        if (slice.lower != nullptr) write(slice.lower, kTest);
        out_ += ":";
        if (slice.upper != nullptr) write(slice.upper, kTest);
        if (slice.step == nullptr) return;
        out_ += ":";
        write(slice.step, kTest);
    }

    void write_constant(const ast::Constant& constant) {
        if (holds<EllipsisConstant>(constant.value)) {
            out_ += "...";
            return;
        }
        if (constant.is_u) out_ += "u";
        std::string text = constant_repr(constant.value);
        bool may_be_infinite = holds<double>(constant.value) || holds<std::complex<double>>(constant.value);
        out_ += may_be_infinite ? without_infinity(std::move(text)) : text;
    }

    // The text between the quotes of an f-string, before escaping.
    static std::string format_text(const ast::Expr& expression) {
        if (auto* constant = ast::as<ast::Constant>(&expression)) {
            std::string escaped;
            for (char byte : std::get<std::string>(constant->value.value)) {
                if (byte == '{' || byte == '}') escaped += byte;
                escaped += byte;
            }
            return escaped;
        }
        if (auto* joined = ast::as<ast::JoinedStr>(&expression)) {
            std::string text;
            for (const ast::Expr* value : joined->values) text += format_text(*value);
            return text;
        }
        auto& formatted = ast::cast<ast::FormattedValue>(&expression);
        Writer value;
        value.write(formatted.value, next(kTest));
        std::string inner = value.take();
        std::string text = inner.starts_with("{") ? "{ " : "{";
        text += inner;
        if (formatted.conversion > 0) {
            text += "!";
            text += static_cast<char>(formatted.conversion);
        }
        if (formatted.format_spec != nullptr) text += ":" + format_text(*formatted.format_spec);
        return text + "}";
    }

    std::string out_;
};

}  // namespace

std::string unparse(const ast::Expr& expression) {
    Writer writer;
    writer.write(&expression, kTest);
    return writer.take();
}

}  // namespace moult::compiler
