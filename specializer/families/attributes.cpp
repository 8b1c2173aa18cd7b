// Specializations of LOAD_ATTR, STORE_ATTR, LOAD_METHOD and LOAD_GLOBAL. An instance's shape identity guards
// its layout and its class at once (docs/values.md); modules and globals are guarded by the version of their
// key table.
#include <algorithm>

#include "specializer/attribute_lookup.h"

#include "interp/control_families.h"
#include "interp/families.h"
#include "runtime/classes/descriptors.h"
#include "runtime/objects/module.h"
#include "runtime/state/types.h"
#include "specializer/specialize.h"

namespace moult::specializer {

using interp::DeoptReason;
using interp::FailureReason;
using interp::LoadAttrFamily;
using interp::LoadGlobalFamily;
using interp::LoadMethodFamily;
using interp::Memory;
using interp::Site;
using interp::Specialization;
using interp::StoreAttrFamily;
using interp::Traits;
using interp::unless;
using interp::WatchList;

namespace {

// ---------------------------------------------------------------- LOAD_ATTR

//   | shape identity | byte offset |
struct SlotCache {
    uint32_t shape;
    uint32_t offset;
};
static_assert(sizeof(SlotCache) == 8);

// An attribute in an inline slot of the instance, or in a __slots__ member.
struct LoadAttrSlot : Specialization<LoadAttrFamily, "LOAD_ATTR_SLOT"> {
    using Cache = SlotCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape(owner, &shape); reason != FailureReason::kNone) return reason;
        return find_slot(owner, shape, site.name(), &cache.offset, &cache.shape);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static constexpr Traits kTraits = {.may_be_empty = true,
                                       .memory = Memory::kSlot};  // an unset member of __slots__
    static Value* place(Value owner, const Cache& cache) { return field(owner, cache.offset); }
};

// ---------------------------------------------------------------- several shapes at one site

// A site that has given up a specialization for one shape remembers up to four, the latest first. These words
// lie behind those of the other specializations, which therefore cannot leave anything in them.
constexpr size_t kShapes = 4;

//   | - | - | (shape identity, byte offset) x 4 |
struct SlotsCache {
    uint64_t others[2];
    SlotCache entries[kShapes];

    uint32_t offset_for(Value owner) const {
        if (!owner.is_object()) return 0;
        uint32_t shape = owner.as_object()->shape->id;
        for (const SlotCache& entry : entries)
            if (entry.shape == shape && shape) return entry.offset;
        return 0;
    }
    void add(SlotCache entry) {
        if (!entry.shape) return;
        std::move_backward(entries, entries + kShapes - 1, entries + kShapes);
        entries[0] = entry;
    }
};
static_assert(sizeof(SlotsCache) == 48);

struct LoadAttrSlots : Specialization<LoadAttrFamily, "LOAD_ATTR_SLOT_POLYMORPHIC"> {
    using Cache = SlotsCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        SlotCache found;
        if (site.attempts() == 0) return FailureReason::kNotNow;
        FailureReason reason = LoadAttrSlot::applies(site, owner, found);
        if (reason == FailureReason::kNone && !cache.offset_for(owner)) cache.add(found);
        return reason;
    }
    static constexpr Traits kTraits = {
        .may_be_empty = true, .without_place = DeoptReason::kOtherShape, .memory = Memory::kSlot};
    static bool guard(Value, const Cache&) { return true; }
    static Value* place(Value owner, const Cache& cache) {
        uint32_t offset = cache.offset_for(owner);
        return offset ? field(owner, offset) : nullptr;
    }
};
MOULT_SPECIALIZE(LoadAttrSlots);  // tried first, from the second attempt on
MOULT_SPECIALIZE(LoadAttrSlot);

//   | shape identity | - | value (borrowed: alive while the class is unchanged) |
struct ClassValueCache {
    uint32_t shape;
    Value value;
};
static_assert(sizeof(ClassValueCache) == 16);

// A plain value that the class holds, read through an instance without an attribute of that name.
struct LoadAttrClassValue : Specialization<LoadAttrFamily, "LOAD_ATTR_CLASS_VALUE"> {
    using Cache = ClassValueCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape(owner, &shape); reason != FailureReason::kNone) return reason;
        if (!has_no_own_attribute(owner, site.name())) return FailureReason::kShadowed;
        TypeAttribute attribute = find_type_attribute(shape->type, site.name());
        if (attribute.value.is_empty()) return FailureReason::kMissing;
        if (!attribute.is_plain) return FailureReason::kDescriptor;
        if (variable_holder(shape->type, site.name())) return FailureReason::kOtherAttribute;
        cache.shape = shape_identity(shape);
        cache.value = attribute.value;
        return unless(cache.shape != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static Value constant(const Cache& cache) { return cache.value; }
};
MOULT_SPECIALIZE(LoadAttrClassValue);

// A property whose getter is a Python function.
struct LoadAttrProperty : Specialization<LoadAttrFamily, "LOAD_ATTR_PROPERTY"> {
    using Cache = ClassValueCache;  // value: the getter
    static constexpr Traits kTraits = {.runs_python = true};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape(owner, &shape); reason != FailureReason::kNone) return reason;
        TypeAttribute attribute = find_type_attribute(shape->type, site.name());
        if (!is_exact<Property>(attribute.value)) return FailureReason::kOtherAttribute;
        cache.value = attribute.value.as<Property>()->getter;
        cache.shape = shape_identity(shape);
        if (!is_exact<Function>(cache.value)) return FailureReason::kDescriptor;
        return unless(cache.shape != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static Value run(Thread& thread, Value owner, const Cache& cache) {
        Ref<Value> getter = share(cache.value);
        return interp::call_function(thread, getter.as<Function>(), {&owner, 1, nullptr}).release();
    }
};
MOULT_SPECIALIZE(LoadAttrProperty);

//   | version of the type | - | value (borrowed: alive while the class is unchanged) |
struct TypeVersionCache {
    uint32_t version;
    Value value;
};

inline bool is_type_of_version(Value owner, uint32_t version) {
    return owner.is_object() && owner.as_object()->shape->base_kind == Kind::kType &&
           owner.as<Type>()->version == version;
}

// An attribute of a class, read from the class: a plain value or a function.
struct LoadAttrType : Specialization<LoadAttrFamily, "LOAD_ATTR_CLASS"> {
    using Cache = TypeVersionCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        auto reason = ask_metaclass(site.thread.types(), owner, site.name());
        if (reason != FailureReason::kNone) return reason;
        Type* type = owner.as<Type>();
        TypeAttribute attribute = find_type_attribute(type, site.name());
        if (attribute.value.is_empty()) return FailureReason::kMissing;
        if (variable_holder(type, site.name())) return FailureReason::kOtherAttribute;
        // A function read from its class is itself; a static method gives what it wraps.
        if (attribute.is_plain || is_exact<Function>(attribute.value))
            cache.value = attribute.value;
        else if (is_exact<StaticMethod>(attribute.value))
            cache.value = attribute.value.as<StaticMethod>()->function;
        else
            return FailureReason::kDescriptor;
        cache.version = type_version(type);
        if (cache.value.is_empty()) return FailureReason::kDescriptor;
        return unless(cache.version != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value owner, const Cache& cache) { return is_type_of_version(owner, cache.version); }
    static Value constant(const Cache& cache) { return cache.value; }
    static void watch(Value owner, const Cache&, WatchList& list) { list.add(owner.as_object()); }
};
MOULT_SPECIALIZE(LoadAttrType);

struct LoadAttrModule : Specialization<LoadAttrFamily, "LOAD_ATTR_MODULE"> {
    using Cache = DictIndexCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        if (!is_exact<Module>(owner)) return FailureReason::kOtherOwner;
        if (!lookup_in_type(site.thread.types().module, site.name()).is_empty())
            return FailureReason::kDescriptor;
        return cache_key(site.thread.interp, owner.as<Module>()->dict.get(), site.name(), cache);
    }
    static bool guard(Value owner, const Cache& cache) {
        return is_exact<Module>(owner) && has_keys(owner.as<Module>()->dict.get(), cache.version);
    }
    static constexpr Traits kTraits = {.memory = Memory::kNamespace};
    static Value* place(Value owner, const Cache& cache) {
        return &owner.as<Module>()->dict->table->str_entries()[cache.index].value;
    }
    static void watch(Value owner, const Cache& cache, WatchList& list) {
        Dict* dict = owner.as<Module>()->dict.get();
        list.add(owner.as_object());
        list.add(dict, key_at(dict, cache.index));
    }
};
MOULT_SPECIALIZE(LoadAttrModule);

// ---------------------------------------------------------------- STORE_ATTR

// Overwrites an attribute in an inline slot.
struct StoreAttrSlot : Specialization<StoreAttrFamily, "STORE_ATTR_SLOT"> {
    using Cache = SlotCache;
    static FailureReason applies(Site& site, Value, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape_to_store(owner, &shape); reason != FailureReason::kNone)
            return reason;
        return find_slot(owner, shape, site.name(), &cache.offset, &cache.shape);
    }
    static bool guard(Value, Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static constexpr Traits kTraits = {.memory = Memory::kSlot};
    static Value* place(Value, Value owner, const Cache& cache) { return field(owner, cache.offset); }
};

struct StoreAttrSlots : Specialization<StoreAttrFamily, "STORE_ATTR_SLOT_POLYMORPHIC"> {
    using Cache = SlotsCache;
    static FailureReason applies(Site& site, Value value, Value owner, Cache& cache) {
        SlotCache found;
        if (site.attempts() == 0) return FailureReason::kNotNow;
        FailureReason reason = StoreAttrSlot::applies(site, value, owner, found);
        if (reason == FailureReason::kNone && !cache.offset_for(owner)) cache.add(found);
        return reason;
    }
    static constexpr Traits kTraits = {.without_place = DeoptReason::kOtherShape, .memory = Memory::kSlot};
    static bool guard(Value, Value, const Cache&) { return true; }
    static Value* place(Value, Value owner, const Cache& cache) {
        uint32_t offset = cache.offset_for(owner);
        return offset ? field(owner, offset) : nullptr;
    }
};
MOULT_SPECIALIZE(StoreAttrSlots);  // tried first, from the second attempt on
MOULT_SPECIALIZE(StoreAttrSlot);

//   | shape identity | byte offset | shape with the attribute |
struct AddSlotCache {
    uint32_t shape;
    uint32_t offset;
    Shape* next;
};
static_assert(sizeof(AddSlotCache) == 16);

// Adds an attribute: the instance moves on to the next shape.
struct StoreAttrAdd : Specialization<StoreAttrFamily, "STORE_ATTR_ADD_SLOT"> {
    using Cache = AddSlotCache;
    static FailureReason applies(Site& site, Value, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape_to_store(owner, &shape); reason != FailureReason::kNone)
            return reason;
        if (shape->mode != AttributeMode::kSlots || shape->find(site.name()) >= 0)
            return FailureReason::kNotInSlot;
        if (find_type_attribute(shape->type, site.name()).is_data) return FailureReason::kDescriptor;
        if (shape->slot_count >= shape->inline_capacity) return FailureReason::kNoRoom;
        // Only a transition that the program has made already: the site has been run some times.
        cache.next = nullptr;
        for (const Shape::Transition& transition : shape->transitions)
            if (transition.name == site.name()) cache.next = transition.child;
        cache.offset = shape->extension_offset + sizeof(Value) * (1u + shape->slot_count);
        cache.shape = shape_identity(shape);
        if (!cache.next) return FailureReason::kNewShape;
        return unless(cache.shape != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value, Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static Value run(Thread&, Value value, Value owner, const Cache& cache) {
        incref(value);
        *field(owner, cache.offset) = value;
        owner.as_object()->shape = cache.next;
        return Value::none();
    }
};
MOULT_SPECIALIZE(StoreAttrAdd);

// ---------------------------------------------------------------- LOAD_METHOD

// A method found on the class of the owner, which is not shadowed by an attribute of the instance.
struct LoadMethodShape : Specialization<LoadMethodFamily, "LOAD_METHOD_SHAPE"> {
    using Cache = ClassValueCache;
    static constexpr Traits kTraits = {.is_method = true};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape(owner, &shape); reason != FailureReason::kNone) return reason;
        if (!has_no_own_attribute(owner, site.name())) return FailureReason::kShadowed;
        cache.value = lookup_in_type(shape->type, site.name());
        if (cache.value.is_empty()) return FailureReason::kMissing;
        if (!(site.thread.interp.type_of(cache.value)->flags & kMethodDescriptorFlag))
            return FailureReason::kOtherAttribute;
        cache.shape = shape_identity(shape);
        return unless(cache.shape != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static Value constant(const Cache& cache) { return cache.value; }
};

//   | - | - | shape identity x 4 | method x 4 (borrowed: alive while its class is unchanged) |
struct MethodsCache {
    uint64_t others[2];
    uint32_t shapes[kShapes];
    Value methods[kShapes];
};
static_assert(sizeof(MethodsCache) == 64);

struct LoadMethodShapes : Specialization<LoadMethodFamily, "LOAD_METHOD_POLYMORPHIC"> {
    using Cache = MethodsCache;
    static constexpr Traits kTraits = {.is_method = true, .without_place = DeoptReason::kOtherShape};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        ClassValueCache found;
        if (site.attempts() == 0) return FailureReason::kNotNow;
        FailureReason reason = LoadMethodShape::applies(site, owner, found);
        if (reason != FailureReason::kNone || !load(owner, cache).is_deopt()) return reason;
        std::move_backward(cache.shapes, cache.shapes + kShapes - 1, cache.shapes + kShapes);
        std::move_backward(cache.methods, cache.methods + kShapes - 1, cache.methods + kShapes);
        cache.shapes[0] = found.shape;
        cache.methods[0] = found.value;
        return FailureReason::kNone;
    }
    static bool guard(Value owner, const Cache&) { return owner.is_object(); }
    static Value load(Value owner, const Cache& cache) {
        uint32_t shape = owner.as_object()->shape->id;
        for (size_t i = 0; i < kShapes; ++i)
            if (cache.shapes[i] == shape && shape) return cache.methods[i];
        return Value::deopt();
    }
};
MOULT_SPECIALIZE(LoadMethodShapes);  // tried first, from the second attempt on
MOULT_SPECIALIZE(LoadMethodShape);
struct LoadMethodModule : Specialization<LoadMethodFamily, "LOAD_METHOD_MODULE"> {
    using Cache = DictIndexCache;
    static constexpr Traits kTraits = {.memory = LoadAttrModule::kTraits.memory};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        return LoadAttrModule::applies(site, owner, cache);
    }
    static bool guard(Value owner, const Cache& cache) { return LoadAttrModule::guard(owner, cache); }
    static Value* place(Value owner, const Cache& cache) { return LoadAttrModule::place(owner, cache); }
    static void watch(Value owner, const Cache& cache, WatchList& list) {
        LoadAttrModule::watch(owner, cache, list);
    }
};
MOULT_SPECIALIZE(LoadMethodModule);
struct LoadMethodType : Specialization<LoadMethodFamily, "LOAD_METHOD_CLASS"> {
    using Cache = TypeVersionCache;
    static constexpr Traits kTraits = {};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        return LoadAttrType::applies(site, owner, cache);
    }
    static bool guard(Value owner, const Cache& cache) { return is_type_of_version(owner, cache.version); }
    static Value constant(const Cache& cache) { return cache.value; }
    static void watch(Value owner, const Cache& cache, WatchList& list) {
        LoadAttrType::watch(owner, cache, list);
    }
};
MOULT_SPECIALIZE(LoadMethodType);
// A function kept in an inline slot of the instance.
struct LoadMethodSlot : Specialization<LoadMethodFamily, "LOAD_METHOD_SLOT"> {
    using Cache = SlotCache;
    static constexpr Traits kTraits = {.memory = Memory::kSlot};
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        return LoadAttrSlot::applies(site, owner, cache);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static Value* place(Value owner, const Cache& cache) { return field(owner, cache.offset); }
};
MOULT_SPECIALIZE(LoadMethodSlot);

// ---------------------------------------------------------------- LOAD_GLOBAL

struct LoadGlobalModule : Specialization<LoadGlobalFamily, "LOAD_GLOBAL_MODULE"> {
    using Cache = DictIndexCache;
    static constexpr Traits kTraits = {.memory = Memory::kNamespace};
    static FailureReason applies(Site& site, Cache& cache) {
        return cache_key(site.thread.interp, site.frame.globals, site.name(), cache);
    }
    static bool guard(const Dict* globals, const Dict*, const Cache& cache) {
        return has_keys(globals, cache.version);
    }
    static Value* place(Dict* globals, Dict*, const Cache& cache) {
        return &globals->table->str_entries()[cache.index].value;
    }
    static void watch(Dict* globals, Dict*, const Cache& cache, WatchList& list) {
        list.add(globals, key_at(globals, cache.index));
    }
};
MOULT_SPECIALIZE(LoadGlobalModule);

//   | version of the globals' keys | version of the builtins' keys | index in the builtins | - |
struct BuiltinCache {
    uint32_t globals_version;
    uint32_t builtins_version;
    uint32_t index;
};
struct LoadGlobalBuiltin : Specialization<LoadGlobalFamily, "LOAD_GLOBAL_BUILTIN"> {
    using Cache = BuiltinCache;
    static constexpr Traits kTraits = {.memory = Memory::kNamespace};
    static FailureReason applies(Site& site, Cache& cache) {
        Interpreter& interp = site.thread.interp;
        const Dict* globals = site.frame.globals;
        if (globals->shape->kind != Kind::kDict) return FailureReason::kNamespace;
        if (!dict_get_str(globals, site.name()).is_empty()) return FailureReason::kOtherAttribute;
        DictIndexCache builtin;
        FailureReason reason = cache_key(interp, site.frame.builtins, site.name(), builtin);
        if (reason != FailureReason::kNone) return reason;
        cache.index = builtin.index;
        cache.builtins_version = builtin.version;
        // The globals' version tells that the name is still not among them.
        cache.globals_version = dict_keys_version(interp, site.frame.globals);
        return unless(cache.globals_version != 0, FailureReason::kNoVersion);
    }
    static bool guard(const Dict* globals, const Dict* builtins, const Cache& cache) {
        return has_keys(globals, cache.globals_version) && has_keys(builtins, cache.builtins_version);
    }
    static Value* place(Dict*, Dict* builtins, const Cache& cache) {
        return &builtins->table->str_entries()[cache.index].value;
    }
    // The name is not to come up among the globals either.
    static void watch(Dict* globals, Dict* builtins, const Cache& cache, WatchList& list) {
        Str* name = key_at(builtins, cache.index);
        list.add(globals, name);
        list.add(builtins, name);
    }
};
MOULT_SPECIALIZE(LoadGlobalBuiltin);

}  // namespace

}  // namespace moult::specializer
