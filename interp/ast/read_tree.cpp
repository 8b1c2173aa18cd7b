// Python objects as the compiler's tree. Attributes are read in the order in which CPython reads them, and
// what does not fit is refused as it refuses it.
#include <climits>

#include "compiler/ast_fields.h"
#include "interp/ast/constant_value.h"
#include "interp/ast/node_kinds.h"
#include "interp/ast/tree_objects.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/interpreter.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

namespace {

namespace ast = compiler::ast;

class TreeReader {
  public:
    TreeReader(Thread& thread, const NodeClasses& classes, compiler::Arena& arena, TreeReading& reading)
        : thread_(thread),
          classes_(classes),
          arena_(arena),
          reading_(reading),
          limit_(thread.interp.recursion_limit - thread.recursion_depth) {}

    Status read(Value object, const NodeField&, ast::Mod*& node) { return read_sum(object, node); }

  private:
    // --- nodes
    // None is read as no node.
    template <class Base>
    Status read_sum(Value object, Base*& out) {
        out = nullptr;
        if (object.is_none()) return {};
        const NodeType& sum = classes_[kNodeClass<Base>];
        ast::Location place;
        TRY(read_place(object, sum, place));
        NodeClass found = TRY(class_within(object, kNodeClass<Base>));
        return read_alternative(object, found, place, out);
    }

#define MOULT_AST_READ(Node) \
    case node_names::k##Node: return read_fields_of(object, place, make_node<ast::Node>(), out);
    Status read_alternative(Value object, NodeClass node, const ast::Location& place, ast::Mod*& out) {
        switch (node) {
            MOULT_AST_MODS(MOULT_AST_READ)
            default: return {};
        }
    }
    Status read_alternative(Value object, NodeClass node, const ast::Location& place, ast::Stmt*& out) {
        switch (node) {
            MOULT_AST_STMTS(MOULT_AST_READ)
            default: return {};
        }
    }
    Status read_alternative(Value object, NodeClass node, const ast::Location& place, ast::Expr*& out) {
        switch (node) {
            MOULT_AST_EXPRS(MOULT_AST_READ)
            default: return {};
        }
    }
    Status read_alternative(Value object, NodeClass node, const ast::Location& place, ast::Pattern*& out) {
        switch (node) {
            MOULT_AST_PATTERNS(MOULT_AST_READ)
            default: return {};
        }
    }
#undef MOULT_AST_READ

    template <class Node>
    Node* make_node() {
        Node* node = arena_.make<Node>();
        if constexpr (requires { Node::kKind; }) node->kind = Node::kKind;
        return node;
    }

    template <class Node, class Base>
    Status read_fields_of(Value object, const ast::Location& place, Node* node, Base*& out) {
        if constexpr (std::is_base_of_v<ast::Location, Node>) static_cast<ast::Location&>(*node) = place;
        TRY(read_fields(object, *node));
        out = node;
        return {};
    }

    template <class Node>
    Status read_fields(Value object, Node& node) {
        const NodeType& type = classes_[kNodeClass<Node>];
        const NodeField* field = type.fields.data();
        Status status;
        for_each_field(node, [&](std::string_view, auto& content) {
            if (status.ok()) status = read_field(object, type, *field, content);
            ++field;
        });
        TRY(std::move(status));
        field = type.fields.data();
        for_each_field(node, [&](std::string_view, auto& content) {
            if (status.ok() && field->quantity == NodeField::Quantity::kOne && is_missing(content))
                status = raise_value_error(thread_, "field '%s' is required for %s",
                                           to_utf8(field->name).c_str(), type.name);
            ++field;
        });
        return status;
    }

    template <class T>
    static bool is_missing(const T& content) {
        if constexpr (std::is_pointer_v<T>)
            return content == nullptr;
        else if constexpr (std::is_same_v<T, ast::Identifier>)
            return ast::is_absent(content);
        else
            return false;
    }

    // The kinds that nothing derives from: any object with the attributes is taken.
    template <class Node>
        requires(kNodeClass<Node> != NodeClass::kCount)
    Status read(Value object, const NodeField&, Node*& out) {
        const NodeType& type = classes_[kNodeClass<Node>];
        Node* node = make_node<Node>();
        TRY(read_fields(object, *node));
        if constexpr (std::is_base_of_v<ast::Location, Node>) TRY(read_place(object, type, *node));
        out = node;
        return {};
    }
    Status read(Value object, const NodeField&, ast::Stmt*& node) { return read_sum(object, node); }
    Status read(Value object, const NodeField&, ast::Expr*& node) { return read_sum(object, node); }
    Status read(Value object, const NodeField&, ast::Pattern*& node) { return read_sum(object, node); }
    Status read(Value object, const NodeField&, ast::ExceptHandler*& node) {
        return read_only_alternative(object, NodeClass::kexcepthandler, node);
    }
    Status read(Value object, const NodeField&, ast::TypeIgnore*& node) {
        return read_only_alternative(object, NodeClass::ktype_ignore, node);
    }
    // Of a sum that has one alternative.
    template <class Node>
    Status read_only_alternative(Value object, NodeClass sum, Node*& out) {
        out = nullptr;
        if (object.is_none()) return {};
        ast::Location place;
        TRY(read_place(object, classes_[sum], place));
        TRY(class_within(object, sum));
        return read_fields_of(object, place, make_node<Node>(), out);
    }

    // The class among those that derive from `sum` that the object is an instance of.
    Result<NodeClass> class_within(Value object, NodeClass sum) {
        const Type* exact = thread_.interp.type_of(object);
        if (auto found = classes_.by_type.find(exact); found != classes_.by_type.end())
            if (found->second != sum && classes_[found->second].sum == sum) return found->second;
        for (auto index = static_cast<size_t>(sum) + 1; index < classes_.nodes.size(); ++index) {
            const NodeType& node = classes_.nodes[index];
            if (node.sum != sum) break;
            if (TRY(is_instance(thread_, object, node.type.value()))) return static_cast<NodeClass>(index);
        }
        Ref<Str> text = TRY(repr(thread_, object));
        return raise_type_error(thread_, "expected some sort of %s, but got %s", classes_[sum].name,
                                to_utf8(text.get()).c_str());
    }

    // --- fields
    // The end of the node, where it is optional, is its beginning.
    Status read_place(Value object, const NodeType& owner, ast::Location& place) {
        int* const numbers[] = {&place.lineno, &place.col_offset, &place.end_lineno, &place.end_col_offset};
        for (size_t i = 0; i < owner.attributes.size(); ++i) {
            *numbers[i] = i < 2 ? 0 : *numbers[i - 2];
            TRY(read_field(object, owner, owner.attributes[i], *numbers[i]));
        }
        return {};
    }

    template <class T>
    Status read_field(Value object, const NodeType& owner, const NodeField& field, T& content) {
        Ref<Value> value = TRY(find_attribute(thread_, object, field.name));
        bool optional = field.quantity == NodeField::Quantity::kOptional;
        if (optional && (value.is_empty() || value.is_none())) return {};
        if (value.is_empty())
            return raise_type_error(thread_, "required field \"%s\" missing from %s",
                                    to_utf8(field.name).c_str(), owner.name);
        return read_in(owner, value, field, content);
    }

    template <class T>
    Status read_in(const NodeType& owner, Value value, const NodeField& field, ast::Seq<T>& content) {
        List* list = as_instance<List>(value);
        if (!list)
            return raise_type_error(thread_, "%s field \"%s\" must be a list, not a %.200s", owner.name,
                                    to_utf8(field.name).c_str(), short_type_name(value).c_str());
        std::vector<T> items(list->length);
        for (size_t i = 0; i < items.size(); ++i) {
            Ref<Value> item = share(list->items[i]);
            TRY(read_in(owner, item, field, items[i]));
            if (list->length != items.size())
                return raise_runtime_error(thread_, "%s field \"%s\" changed size during iteration",
                                           owner.name, to_utf8(field.name).c_str());
        }
        content = arena_.copy(items);
        return {};
    }

    // One value, a level further down.
    template <class T>
    Status read_in(const NodeType& owner, Value value, const NodeField& field, T& content) {
        if (depth_ >= limit_ || thread_.stack_exhausted()) {
            std::string where = std::string(" while traversing '") + owner.name + "' node";
            return raise_recursion_error(thread_, where.c_str());
        }
        ++depth_;
        TRY(read(value, field, content));
        --depth_;
        return {};
    }

    std::string short_type_name(Value value) { return to_utf8(thread_.interp.type_of(value)->name.get()); }

    // --- values
    Status read(Value value, const NodeField& field, ast::Identifier& text) {
        bool identifier = field.type == "identifier";
        if (value.is_none()) return {};
        if (is_exact<Str>(value)) {
            text = arena_.intern(to_utf8(value.as<Str>()));
            return {};
        }
        if (!identifier && is_exact<Bytes>(value)) {
            text = arena_.intern(value.as<Bytes>()->view());
            return {};
        }
        return raise_type_error(thread_, "AST %s must be of type str", identifier ? "identifier" : "string");
    }

    Status read(Value value, const NodeField&, int& number) {
        Value integer = as_int(value);
        if (integer.is_empty()) {
            Ref<Str> text = TRY(repr(thread_, value));
            return raise_value_error(thread_, "invalid integer value: %s", to_utf8(text.get()).c_str());
        }
        int64_t wide = TRY(index_as_int64(thread_, integer, nullptr));
        if (wide < INT_MIN || wide > INT_MAX)
            return raise_overflow_error(thread_, "Python int too large to convert to C int");
        number = static_cast<int>(wide);
        return {};
    }

    Status read(Value value, const NodeField& field, bool& flag) {
        if (field.type == "int") {
            int number = 0;
            TRY(read(value, field, number));
            flag = number != 0;
            return {};
        }
        ast::Identifier prefix;  // of a literal
        TRY(read(value, field, prefix));
        flag = !prefix.empty();
        return {};
    }

    template <class Enum>
        requires(kFirstOf<Enum> != NodeClass::kCount)
    Status read(Value value, const NodeField&, Enum& enumerator) {
        constexpr NodeClass kFirst = kFirstOf<Enum>;
        NodeClass found = TRY(class_within(value, classes_[kFirst].sum));
        enumerator = static_cast<Enum>(static_cast<int>(found) - static_cast<int>(kFirst));
        return {};
    }

    Status read(Value value, const NodeField&, compiler::Constant& constant) {
        std::string wrong_type;
        if (!constant_value(thread_, value, &constant, &wrong_type)) {
            constant = {};
            reading_.wrong_constants.emplace(&constant, std::move(wrong_type));
        }
        return {};
    }

    Thread& thread_;
    const NodeClasses& classes_;
    compiler::Arena& arena_;
    TreeReading& reading_;
    const int limit_;
    int depth_ = 0;
};

}  // namespace

Status read_tree_objects(Thread& thread, Value object, std::string_view mode, compiler::Arena& arena,
                         TreeReading* reading) {
    const NodeClasses* classes = TRY(node_classes(thread));
    NodeClass wanted = mode == "eval"     ? NodeClass::kExpression
                       : mode == "single" ? NodeClass::kInteractive
                                          : NodeClass::kModule;
    const NodeType& type = (*classes)[wanted];
    if (!TRY(is_instance(thread, object, type.type.value())))
        return raise_type_error(thread, "expected %s node, got %.400s", type.name,
                                to_utf8(thread.interp.type_of(object)->name.get()).c_str());
    return TreeReader(thread, *classes, arena, *reading).read(object, {}, reading->module);
}

}  // namespace moult::interp
