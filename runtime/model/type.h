// Type objects: slots (CPython's tp_*, nb_*, sq_*, mp_* tables in one struct), method resolution, and the
// declarative form in which builtin types are written (TypeSpec). runtime/classes/ does the work.
#pragma once

#include <span>
#include <vector>

#include "runtime/model/native.h"
#include "runtime/model/shape.h"

namespace moult {

struct Dict;
struct Interpreter;
struct Signature;
struct Str;
struct Tuple;
struct TypeSpec;
struct Visitor;

enum class CompareOp : uint8_t { kLt, kLe, kEq, kNe, kGt, kGe };  // in the order of COMPARE_OP's argument

// What destroy() does with any object.
void destroy_any(Interpreter&, Object*);

using UnarySlot = Ref<Value> (*)(Thread&, Value);
using BinarySlot = Ref<Value> (*)(Thread&, Value, Value);
using TernarySlot = Ref<Value> (*)(Thread&, Value, Value, Value);
using NewSlot = Ref<Value> (*)(Thread&, Type*, CallArgs);
using InitSlot = Status (*)(Thread&, Value self, CallArgs);
using CallSlot = Ref<Value> (*)(Thread&, Value self, CallArgs);

// A type's behaviour. A null slot means: not supported. Values are borrowed, results owned. The slots mean
// what CPython's slots of the like names mean (https://docs.python.org/3.11/c-api/typeobj.html).
struct TypeSlots {
    // Releases the object's fields and then its memory; no Python code runs in it (finalize does that).
    void (*dealloc)(Interpreter&, Object*) = nullptr;
    // Calls the visitor with every owning field, for the cycle collector.
    void (*traverse)(Object*, Visitor&) = nullptr;
    // Lets go of what can close a cycle; whoever still sees the object finds its fields empty. Null: a type
    // without which no cycle of it alone can be closed, as CPython's without tp_clear.
    void (*clear)(Interpreter&, Object*) = nullptr;
    void (*finalize)(Thread&, Object*) = nullptr;  // PEP 442

    UnarySlot repr = nullptr, str = nullptr;
    Result<int64_t> (*hash)(Thread&, Value) = nullptr;
    CallSlot call = nullptr;
    Ref<Value> (*get_attr)(Thread&, Value self, Str* name) = nullptr;
    Status (*set_attr)(Thread&, Value self, Str* name, Value value) = nullptr;  // empty value: delete
    Ref<Value> (*compare)(Thread&, Value self, Value other, CompareOp) = nullptr;
    UnarySlot iter = nullptr;
    UnarySlot next = nullptr;  // when exhausted: empty, or failure with StopIteration if that carries a value
    Ref<Value> (*descr_get)(Thread&, Value self, Value instance,
                            Value owner) = nullptr;                                   // instance may be empty
    Status (*descr_set)(Thread&, Value self, Value instance, Value value) = nullptr;  // empty value: delete
    InitSlot init = nullptr;
    NewSlot new_instance = nullptr;

    // Numbers. Binary slots are called with the operands in source order; either may be the one that has the
    // slot.
    BinarySlot add = nullptr, subtract = nullptr, multiply = nullptr, remainder = nullptr, divmod = nullptr;
    TernarySlot power = nullptr;  // third: modulus or None
    BinarySlot lshift = nullptr, rshift = nullptr, and_ = nullptr, xor_ = nullptr, or_ = nullptr;
    BinarySlot floor_divide = nullptr, true_divide = nullptr, matrix_multiply = nullptr;
    BinarySlot inplace_add = nullptr, inplace_subtract = nullptr, inplace_multiply = nullptr,
               inplace_remainder = nullptr;
    BinarySlot inplace_power = nullptr;
    BinarySlot inplace_lshift = nullptr, inplace_rshift = nullptr, inplace_and = nullptr,
               inplace_xor = nullptr, inplace_or = nullptr;
    BinarySlot inplace_floor_divide = nullptr, inplace_true_divide = nullptr,
               inplace_matrix_multiply = nullptr;
    UnarySlot negative = nullptr, positive = nullptr, absolute = nullptr, invert = nullptr;
    UnarySlot to_int = nullptr, to_float = nullptr, index = nullptr;
    Result<bool> (*truth)(Thread&, Value) = nullptr;

    // Sequences and mappings (one get_item for both; the key is any value).
    Result<int64_t> (*length)(Thread&, Value) = nullptr;
    BinarySlot get_item = nullptr;
    Status (*set_item)(Thread&, Value self, Value key, Value value) = nullptr;  // empty value: delete
    Result<bool> (*contains)(Thread&, Value self, Value item) = nullptr;
    BinarySlot concat = nullptr, inplace_concat = nullptr;  // self first; tried after add
    Ref<Value> (*repeat)(Thread&, Value self, int64_t count) = nullptr;
    Ref<Value> (*inplace_repeat)(Thread&, Value self, int64_t count) = nullptr;

    // Asynchronous protocols (PEP 492, PEP 525).
    UnarySlot await = nullptr, async_iter = nullptr, async_next = nullptr;
};

enum TypeFlags : uint32_t {
    kHeapType = 1u << 0,       // made by a class statement: mutable, instances own a reference to it
    kBaseType = 1u << 1,       // may be subclassed
    kHasAttributes = 1u << 2,  // instances have attribute slots and __dict__
    kHasWeakrefSupport = 1u << 3,
    kHasFinalizer = 1u << 4,  // the finalize slot is set
    kPayloadLayout =
        1u << 5,  // instances are PayloadObjects: subclasses of immediate or variable-size builtin types
    kGcType = 1u << 6,       // instances can be part of reference cycles
    kDisallowNew = 1u << 7,  // cannot be instantiated from Python
    kAbstract = 1u << 8,     // __abstractmethods__ is set and not empty
    kMatchSequence = 1u << 9,
    kMatchMapping = 1u << 10,        // PEP 634
    kMatchSelf = 1u << 11,           // `case C(x)` binds the subject itself
    kCustomGetAttribute = 1u << 12,  // __getattribute__ or __getattr__ written in Python somewhere in the MRO
    kMethodDescriptorFlag =
        1u << 13,            // instances, found on a type and called through an instance, get it as self
    kHoldsAtoms = 1u << 14,  // what the instances own cannot be part of cycles: strings, numbers
    kDescriptorsCached = 1u << 15,  // a cache relies on whether instances, found on a type, are descriptors
    kForeignOrder =
        1u << 16,  // the MRO is not made of the bases' MROs: not told of all changes, so no version
    kHiddenFromGc =
        1u << 17,  // the module gc does not show the instances, as CPython's collector has none such
};

// A name of a class whose plain value has been replaced by another plain value.
struct ClassVariable {
    Ref<Str> name;
    uint32_t replacements;
};

struct Type : Object {
    static constexpr Kind kKind = Kind::kType;
    Interpreter* interp;
    Ref<Str> name;      // __name__
    Ref<Str> qualname;  // __qualname__
    Ref<Dict> dict;     // the namespace; change it through set_type_attribute only
    Ref<Tuple> bases;
    Ref<Tuple> mro;
    Type* base;  // the "best base", which decides the layout; owned through `bases`
    TypeSlots slots;
    uint32_t flags;
    uint32_t
        version;  // identity of the namespace and all bases' for caches; 0 until asked for, reset on change
    Kind kind;
    Kind base_kind;
    uint16_t basic_size;         // bytes of the C++ part of an instance, header included
    uint16_t extension_offset;   // 0 without kHasAttributes
    uint16_t member_slots;       // __slots__ of this class and its bases, kept right after the C++ part
    Shape* root_shape;           // what new instances start with
    Shape* dict_shape;           // instances in dict mode; made on demand
    std::vector<Shape*> shapes;  // all of them, owned
    // What the C++ part of an instance needs: dealloc, traverse and clear slots of the nearest builtin type. The
    // slots of types with attributes, __slots__ or a heap type call them after their own work.
    void (*base_dealloc)(Interpreter&, Object*);
    void (*base_traverse)(Object*, Visitor&);
    void (*base_clear)(Interpreter&, Object*);
    // What destroy() does with objects of exactly this type.
    void (*destroy)(Interpreter&, Object*) = destroy_any;
    Ref<Tuple> slot_names;          // the mangled names of this class's own __slots__, sorted; null without
    std::vector<Type*> subclasses;  // direct ones, borrowed; they remove themselves
    std::vector<ClassVariable> variables;
    const char* spec_name;  // of builtin types: with the module in front, as messages show it
    const TypeSpec* spec;   // of builtin types: what they are made of; null in heap types
    Signature *make_signature, *init_signature, *call_signature;  // the spec's; parsed on first need, owned

    bool is_subtype(const Type* other) const;  // through the MRO; O(length of the MRO)
    bool is_heap_type() const { return flags & kHeapType; }
};

// A subclass of int, float, complex, str, bytes or tuple keeps the builtin value here.
struct PayloadObject : Object {
    Value payload;  // owned; of exactly the builtin type
};

// What a builtin type is made of. A constant: native_type.h derives what follows from the struct of its
// instances.
struct TypeSpec {
    const char* name;           // "list", or "module.name" for a type that lives in a module
    Kind kind = Kind::kObject;  // for types that the machine's fast paths ask for
    uint32_t flags = 0;
    MakeDef make = {};  // __new__; native_type.h says what a type without it has
    InitDef init = {};  // __init__
    CallDef call = {};  // __call__
    uint16_t size = sizeof(Object);
    const char* doc = nullptr;
    TypeSlots slots = {};
    void (*destroy)(Interpreter&, Object*) = nullptr;  // see runtime/operations/destroy.h
    std::span<const MethodDef> methods = {};
    std::span<const GetSetDef> attributes = {};
    // Adds to the type what is neither method nor attribute.
    Status (*complete)(Thread&, Type*) = nullptr;
    const TypeSpec* base = nullptr;  // object when null
};

// The interpreter's type of this spec, made on first need: it inherits slots, and its namespace gets methods,
// attributes and slot wrappers (`__add__`...). It is immortal and refers to the spec, which lives as long.
// Those with a row in type_list.h are also fields of Types. O(1). Never fails (aborts when memory runs out).
Type* native_type(Interpreter& interp, const TypeSpec& spec);

// The attribute of the class, searched along the MRO, or empty. `name` is interned. Borrowed. O(1) through
// the interpreter's method cache. Never fails.
Value lookup_in_type(Type* type, const Str* name);

// type.name = value (empty value: delete): updates slots, invalidates versions and shapes of the type and of
// its subclasses, unless that is a class variable's next value. `name` is interned.
Status set_type_attribute(Thread& thread, Type* type, Str* name, Value value);

// A class variable: an attribute in the class's own namespace that keeps changing (a counter, the latest
// instance), from one plain value (no descriptor) to the next. Versions of the class and shapes of its
// instances stay valid meanwhile: caches read such a value from the namespace, and never hold it. `name` is
// interned.
bool is_class_variable(const Type* type, const Str* name);

// The version for caches, assigned on demand; 0 when versions have run out, and for types with kForeignOrder.
uint32_t type_version(Type* type);

// What instances of a type are when they are found on a class. Null slots say it all, which functions fill
// the others is asked anew at each access.
struct DescriptorKind {
    bool get, set;
    bool operator==(const DescriptorKind&) const = default;
};
inline DescriptorKind descriptor_kind(const Type* type) {
    return {type->slots.descr_get != nullptr, type->slots.descr_set != nullptr};
}
// The same, for a cache under the version of a class on which an instance has been found: that version ends
// when the answer changes.
inline DescriptorKind cached_descriptor_kind(Type* type) {
    type->flags |= kDescriptorsCached;
    return descriptor_kind(type);
}

// type(name, bases, namespace): the whole of class creation after the metaclass is known.
Ref<Value> create_class(Thread& thread, Type* metaclass, Str* name, Tuple* bases, Dict* namespace_,
                        CallArgs keywords);

// A new instance of a heap type or of a builtin type without constructor of its own; C++ fields after the
// header are zeroed, attribute slots empty.
Ref<Value> allocate_instance(Thread& thread, Type* type);
// What calling a class other than `type` itself does, when it can have instances: __new__, then __init__
// unless that gave an instance of something else.
Ref<Value> make_instance(Thread& thread, Type* type, CallArgs args);

inline Shape* shape_of(const Object* object) {
    return object->shape;
}
// An instance of a type without a Kind of its own, or of a subclass of it. O(length of the MRO).
bool is_instance_of(Interpreter& interp, Value v, const TypeSpec& spec);
template <class T>
bool is_exact(Value v) {
    return v.is_object() && v.as_object()->shape->kind == T::kKind;
}
// An instance of T's type or of a subclass whose layout is T's (for payload types use as_str, as_int, ...
// instead).
template <class T>
T* as_instance(Value v) {
    return v.is_object() && v.as_object()->shape->base_kind == T::kKind ? v.as<T>() : nullptr;
}

}  // namespace moult
