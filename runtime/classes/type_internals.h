// What the files of the object model share among themselves: the construction of types, slot updates, shapes.
// Other parts of the machine use type.h and operations.h.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "runtime/containers/tuple.h"
#include "runtime/model/type.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/thread.h"

namespace moult {

// --- shapes (shape.cpp)

// A root shape of the type in the given mode; owned by the type. Aborts when memory runs out.
Shape* make_root_shape(Type* type, AttributeMode mode, uint16_t inline_capacity);
// The shape that instances in dict mode have.
Shape* dict_mode_shape(Type* type);
// The shape after adding an attribute; null when the type has so many shapes, or the shape so many slots,
// that the instance shall go to dict mode.
Shape* shape_after_adding(Shape* shape, Str* name);
// The root in kSlots mode with this very capacity, made when there is none.
Shape* root_shape_with_capacity(Type* type, uint16_t inline_capacity);
// Later instances shall have room for `slots` attributes inline.
void grow_root_shape(Type* type, uint32_t slots);
void delete_shapes(Type* type);

inline constexpr uint16_t kInitialInlineCapacity = 3;
inline constexpr uint16_t kMaxInlineCapacity = 31;

// --- types (type.cpp)

// Instances of these types are immediates or vary in size; instances of subclasses hold one as a payload.
bool is_payload_kind(Kind kind);
// A type object without contents, its fields initialized; `metatype` decides its size. Null: MemoryError.
Ref<Type> allocate_type(Thread& thread, Type* metatype, BlockUse use);
// Whether the type has a __new__ of its own. One whose spec names a base, but no constructor, has its base's: what makes
// its instances differs only in how large they are.
inline bool has_own_new(const TypeSpec& spec) {
    return spec.slots.new_instance && (!spec.base || spec.make.given());
}
// Forgets versions and shape identities of the type and of all that derive from it.
void invalidate_type(Type* type);
// The same for all types. For what may have been cached under the version of any class.
void invalidate_all_types(Interpreter& interp);
// To be called after instances of the type, or one of them, may have become other descriptors than they were:
// nobody knows on which classes they can be found.
void note_descriptors(Type* type, DescriptorKind before);
// Bytes of an instance with its inline slots.
size_t instance_size(const Type* type);
// Sets extension_offset, root_shape and the dealloc, traverse and clear slots from flags, basic_size, member_slots.
void finish_layout(Type* type, uint16_t inline_capacity);
void type_dealloc(Interpreter& interp, Object* object);
void type_traverse(Object* object, Visitor& visitor);
void type_clear(Interpreter& interp, Object* object);
void forget_subclass(Type* base, Type* subclass);

// Fills Types' most basic fields with types that have a shape and nothing else, so that strings, tuples and
// dicts can be made; make_type completes them.
void make_bootstrap_types(Interpreter& interp);

// --- method resolution order (mro.cpp)

// C3. Null: TypeError. O(total length of the bases' MROs squared in the worst case).
Ref<Tuple> compute_mro(Thread& thread, Type* type);
// The same, unless the metaclass has an mro() of its own: what that gives. Sets or clears kForeignOrder.
Ref<Tuple> resolution_order(Thread& thread, Type* type);
// The base whose layout the class extends; null: TypeError.
Type* best_base(Thread& thread, Tuple* bases);
// The nearest class in the chain of best bases that adds fields to its instances.
Type* solid_base(Type* type);
// The base that says whether the instances of two types can change places: the solid base, or a class nearer
// to the type that gives attributes to instances of variable size.
Type* layout_base(Type* type);
// The most derived metaclass among `metaclass` and those of the bases; null: TypeError.
Type* winning_metaclass(Thread& thread, Type* metaclass, Tuple* bases);

// --- object layout of instances (instance.cpp)
void subtype_dealloc(Interpreter& interp, Object* object);
// As destroy_any, for instances of classes that hold attributes and __slots__ alone. The last value that one
// holds dies after it, not inside its death: chains of any length take no stack.
void destroy_instance(Interpreter& interp, Object* object);
void subtype_traverse(Object* object, Visitor& visitor);
void subtype_clear(Interpreter& interp, Object* object);

// --- slots (type_slots.cpp)
using AnySlot = void (*)();
inline AnySlot* slot_at(TypeSlots& slots, size_t offset) {
    return reinterpret_cast<AnySlot*>(reinterpret_cast<char*>(&slots) + offset);
}
inline AnySlot slot_at(const TypeSlots& slots, size_t offset) {
    return *reinterpret_cast<const AnySlot*>(reinterpret_cast<const char*>(&slots) + offset);
}
// Slots the spec leaves null come from the base, as type inheritance in CPython has it.
void inherit_slots(Type* type, const Type* base);
// Enters __add__ and the like for the slots in `own`.
Status add_slot_wrappers(Thread& thread, Type* type, const TypeSlots& own);
// After the namespace of a class statement is in place.
void fill_slots_from_namespace(Type* type);
// After the attribute `name` of the type changed: the type and its subclasses.
void update_slots(Type* type, const Str* name);
Result<int64_t> hash_not_implemented(Thread& thread, Value self);

// --- behaviour of `object` and `type` that others compare or call directly
Ref<Value> object_new(Thread& thread, Type* type, CallArgs args);
Status object_init(Thread& thread, Value self, CallArgs args);
Ref<Value> object_repr(Thread& thread, Value self);
void object_dealloc(Interpreter& interp, Object* object);
Ref<Value> type_new(Thread& thread, Type* metatype, CallArgs args);
Ref<Value> type_call(Thread& thread, Value self, CallArgs args);
Ref<Value> type_get_attribute(Thread& thread, Value self, Str* name);
Status type_set_attribute(Thread& thread, Value self, Str* name, Value value);
// The name in messages: of builtin types with the module in front, "types.GenericAlias".
std::string full_name(const Type* type);
// __module__ as type.__module__ gives it; never fails but for MemoryError.
Ref<Value> type_module(Thread& thread, Type* type);
// __new__ of builtin types is a native function with this definition and the type as self.
extern const MethodDef kTypeNewDef;
Ref<Value> call_type_new(Thread& thread, Type* type, CallArgs args);

// isinstance and issubclass as `type` itself answers them, without asking the class's hooks.
Result<bool> is_real_instance(Thread& thread, Value object, Value class_);
Result<bool> is_real_subclass(Thread& thread, Value derived, Value class_);
// left | right for types, None, generic aliases and unions (PEP 604); NotImplemented for others.
Ref<Value> make_union(Thread& thread, Value left, Value right);
bool is_union_operand(Value value);

// --- init functions of the model's own types that no public header declares
void init_object_type(Interpreter&);
void init_type_type(Interpreter&);
void init_singletons(Interpreter&);
void init_wrappers(Interpreter&);
void init_property(Interpreter&);
void init_super(Interpreter&);
void init_namespace(Interpreter&);
void init_generic_alias(Interpreter&);
void init_union(Interpreter&);

// __dict__ and __weakref__ of classes that introduce instance attributes or weak references.
extern const GetSetDef kDictAttribute, kWeakrefAttribute;

}  // namespace moult
