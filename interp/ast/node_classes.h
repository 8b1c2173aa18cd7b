// The classes of the module ast, of one interpreter; made when somebody asks for them. Knows nothing of the
// compiler, whose trees interp/ast/ turns into instances and back.
#pragma once

#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interp/ast/node_table.h"
#include "runtime/model/result.h"
#include "runtime/model/type.h"
#include "runtime/strings/str.h"

namespace moult {

struct Interpreter;

struct NodeField {
    enum class Quantity : uint8_t { kOne, kOptional, kSequence };
    Str* name;              // interned, immortal
    std::string_view type;  // "stmt", "identifier", "int" ...
    Quantity quantity;
};

struct NodeType {
    const char* name;
    Ref<Type> type;
    NodeClass sum;  // the class that this one derives from; itself for those that derive from AST
    bool is_sum;    // ... and others derive from it
    std::vector<NodeField> fields;      // of the class itself
    std::vector<NodeField> attributes;  // those of the sum for classes that derive from one
    Ref<Value> instance;  // the only one that the compiler gives, of classes like Load; else empty
};

struct NodeClasses {
    Type* base = nullptr;  // AST; immortal
    std::array<NodeType, static_cast<size_t>(NodeClass::kCount)> nodes;
    std::unordered_map<const Type*, NodeClass> by_type;

    const NodeType& operator[](NodeClass node) const { return nodes[static_cast<size_t>(node)]; }
};

// The interpreter's classes, made now if there are none. Fails with MemoryError only.
Result<NodeClasses*> node_classes(Thread&);

// isinstance(value, ast.AST). No classes are made for the answer.
Result<bool> is_node(Thread&, Value);

// AST itself: the constructor, pickling.
Type* node_base(Interpreter&);

// The flags of compile() that the module ast has names for.
enum AstFlags : uint32_t {
    kAstOnly = 0x400,              // ast.PyCF_ONLY_AST: the tree instead of code
    kAstTypeComments = 0x1000,     // ast.PyCF_TYPE_COMMENTS
    kAllowTopLevelAwait = 0x2000,  // ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
};

}  // namespace moult
