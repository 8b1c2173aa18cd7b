// Shape: the hidden class of an object. Names its type and where each attribute of an instance lies, so that
// one comparison (of identities) guards both. See docs/values.md; runtime/classes/shape.cpp makes them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/model/object.h"

namespace moult {

struct Str;
struct Type;

// Which builtin layout an object has. Two kinds are kept: that of the exact type, and that of the nearest
// builtin base.
enum class Kind : uint8_t {
    kObject,  // no special layout
    kNone,
    kNotImplemented,
    kEllipsis,
    kBool,
    kInt,
    kFloat,
    kComplex,
    kStr,
    kBytes,
    kByteArray,
    kMemoryView,
    kTuple,
    kList,
    kDict,
    kSet,
    kFrozenSet,
    kRange,
    kSlice,
    kType,
    kModule,
    kFunction,
    kMethod,
    kNativeFunction,
    kMethodDescriptor,
    kWrapperDescriptor,
    kMethodWrapper,
    kGetSetDescriptor,
    kMemberDescriptor,
    kProperty,
    kClassMethod,
    kStaticMethod,
    kSuper,
    kCode,
    kCell,
    kFrame,
    kTraceback,
    kGenerator,
    kCoroutine,
    kAsyncGenerator,
    kException,
    kListIterator,
    kTupleIterator,
    kRangeIterator,
    kStrIterator,
    kDictIterator,
    kEnumerate,
    kZip,
    kMap,
    kFilter,
    kReversed,
    kOtherIterator,
    kWeakRef,
    kNamespace,
    kClassMethodDescriptor,
    kGenericAlias,
    kUnion,
    kWeakProxy,
};

// How an instance keeps its attributes.
enum class AttributeMode : uint8_t {
    kNone,   // the type has no per-instance attributes (or only __slots__, which descriptors reach)
    kSlots,  // inline slots, found through the shape; beyond the inline capacity in an overflow array
    kDict,   // a real dict, since the program asked for one or deleted an attribute
};

// Shapes form a tree: from a type's root shape, each added attribute leads to a child. They live as long as
// their type.
struct Shape {
    struct Transition {
        Str* name;
        Shape* child;
    };

    uint32_t id;     // identity for caches; 0 until somebody asks; reset to 0 when the class changes
    Kind kind;       // of the exact type; kObject in subclasses of builtin types
    Kind base_kind;  // of the nearest builtin base
    AttributeMode mode;
    uint16_t slot_count;        // attributes of an instance of this shape
    uint16_t inline_capacity;   // how many of them fit inside the instance
    uint16_t extension_offset;  // bytes from the object to its extension word; inline slots follow it
    Type* type;                 // the shape belongs to the type
    Shape* parent;              // without the last attribute; null in a root
    Str* last_name;  // interned, borrowed from the transition's owner (the shape holds a reference)
    std::vector<Transition> transitions;
    std::vector<Str*> names;  // slot index -> name (borrowed from the chain), for lookups and listing

    // The slot of an interned name, or -1. O(slot_count), which is small; caches avoid even that.
    int find(const Str* name) const {
        for (size_t i = 0; i < names.size(); ++i)
            if (names[i] == name) return static_cast<int>(i);
        return -1;
    }
};

inline Type* Object::type() const {
    return shape->type;
}

// The identity that inline caches compare; gives the shape one if it has none. 0 when identities have run out
// (then nothing may be cached). Never fails.
uint32_t shape_identity(Shape* shape);

// An instance's extension word: empty, or a Value* to the overflow array (kSlots), or the Dict (kDict).
inline Value* extension_word(Object* object, const Shape* shape) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(object) + shape->extension_offset);
}
// The address of slot `index` (< slot_count) of an instance in kSlots mode.
inline Value* slot_address(Object* object, const Shape* shape, uint32_t index) {
    Value* extension = extension_word(object, shape);
    if (index < shape->inline_capacity) [[likely]]
        return extension + 1 + index;
    return reinterpret_cast<Value*>(extension->bits) + (index - shape->inline_capacity);
}

}  // namespace moult
