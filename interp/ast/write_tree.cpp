// The compiler's tree as Python objects.
#include "compiler/ast_fields.h"
#include "interp/ast/node_kinds.h"
#include "interp/ast/tree_objects.h"
#include "interp/code_builder.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/state/errors.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

namespace ast = compiler::ast;

class TreeWriter {
  public:
    TreeWriter(Thread& thread, const NodeClasses& classes, int limit)
        : thread_(thread), classes_(classes), limit_(limit) {}

    template <class Base>
    Ref<Value> write_any(const Base& base) {
        Ref<Value> result;
        // Every dispatch is written for trees that can be changed; this changes nothing.
        dispatch(const_cast<Base&>(base), [&](const auto& node) { result = write_node(node); });
        return result;
    }

  private:
    template <class Node>
    Ref<Value> write_node(const Node& node) {
        if (depth_ >= limit_ || thread_.stack_exhausted())
            return raise(thread_, thread_.types().recursion_error,
                         "maximum recursion depth exceeded during ast construction");
        ++depth_;
        const NodeType& type = classes_[kNodeClass<Node>];
        Ref<Value> object = TRY(allocate_instance(thread_, type.type.get()));
        const NodeField* field = type.fields.data();
        Status status;
        for_each_field(node, [&](std::string_view, const auto& content) {
            if (status.ok()) status = add(object, *field, write(*field, content));
            ++field;
        });
        TRY(std::move(status));
        if constexpr (std::is_base_of_v<ast::Location, Node>) {
            const int places[] = {node.lineno, node.col_offset, node.end_lineno, node.end_col_offset};
            for (size_t i = 0; i < type.attributes.size(); ++i)
                TRY(add(object, type.attributes[i], Value::small_int(places[i])));
        }
        --depth_;
        return object;
    }

    Status add(const Ref<Value>& object, const NodeField& field, const Ref<Value>& value) {
        if (value.is_error()) return kError;
        return instance_set(thread_, object.get().as_object(), field.name, value);
    }

    template <class Node>
    Ref<Value> write(const NodeField& field, const Node* node) {
        if (node == nullptr) return Value::none();
        return write(field, *node);
    }
    Ref<Value> write(const NodeField&, const ast::Stmt& node) { return write_any(node); }
    Ref<Value> write(const NodeField&, const ast::Expr& node) { return write_any(node); }
    Ref<Value> write(const NodeField&, const ast::Pattern& node) { return write_any(node); }
    template <class Node>
        requires(kNodeClass<Node> != NodeClass::kCount)
    Ref<Value> write(const NodeField&, const Node& node) {
        return write_node(node);
    }
    template <class Enum>
        requires(kFirstOf<Enum> != NodeClass::kCount)
    Ref<Value> write(const NodeField&, Enum enumerator) {
        return classes_[node_class_of(enumerator)].instance;
    }
    Ref<Value> write(const NodeField& field, ast::Identifier text) {
        if (field.quantity == NodeField::Quantity::kOptional && ast::is_absent(text)) return Value::none();
        if (field.type == "identifier") return intern(thread_, text);
        return make_str(thread_, text);
    }
    Ref<Value> write(const NodeField&, int number) { return Value::small_int(number); }
    // An int, or, of a literal, whether it has the prefix that is its `kind`.
    Ref<Value> write(const NodeField& field, bool flag) {
        if (field.type == "int") return Value::small_int(flag);
        if (!flag) return Value::none();
        return intern(thread_, "u");
    }
    Ref<Value> write(const NodeField&, const compiler::Constant& constant) {
        return build_constant(thread_, constant);
    }
    template <class T>
    Ref<Value> write(const NodeField& field, const ast::Seq<T>& items) {
        Ref<List> list = TRY(make_list(thread_, items.size()));
        for (const T& item : items) {
            Ref<Value> value = TRY(write(field, item));
            TRY(list_append(thread_, list.get(), value));
        }
        return list;
    }

    Thread& thread_;
    const NodeClasses& classes_;
    const int limit_;
    int depth_ = 0;
};

}  // namespace

Ref<Value> make_tree_objects(Thread& thread, const ast::Mod& module, int limit) {
    const NodeClasses* classes = TRY(node_classes(thread));
    return TreeWriter(thread, *classes, limit).write_any(module);
}

}  // namespace moult::interp
