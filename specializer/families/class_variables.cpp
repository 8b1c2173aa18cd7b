// Specializations of LOAD_ATTR for class variables (runtime/model/type.h): plain values that a class holds
// and keeps changing. They are read from the class's namespace, whose table stays as it is while the class
// has its version.
#include "interp/families.h"
#include "runtime/classes/descriptors.h"
#include "runtime/state/types.h"
#include "specializer/attribute_lookup.h"
#include "specializer/specialize.h"

namespace moult::specializer {

using interp::DeoptReason;
using interp::FailureReason;
using interp::LoadAttrFamily;
using interp::Memory;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;

namespace {

// Null when the value's own class has become a descriptor's.
Value* plain_item(Dict* names, uint32_t index) {
    Value* place = &names->table->str_entries()[index].value;
    bool is_plain = !place->is_object() || !place->as_object()->type()->slots.descr_get;
    return is_plain ? place : nullptr;
}

// The place of a class variable as seen from the type; false when it is none.
bool find_variable(const Type* type, Str* name, Dict*& names, uint32_t& index) {
    Type* holder = variable_holder(type, name);
    if (!holder) return false;
    names = holder->dict.get();
    int64_t found = dict_str_index(names, name);
    index = static_cast<uint32_t>(found);
    return found >= 0;
}

//   | version of the type | index of the entry | namespace (borrowed: alive while the class is unchanged) |
struct TypeVariableCache {
    uint32_t version;
    uint32_t index;
    Dict* names;
};
static_assert(sizeof(TypeVariableCache) == 16);

// Read from the class.
struct LoadAttrTypeVariable : Specialization<LoadAttrFamily, "LOAD_ATTR_CLASS_VARIABLE"> {
    using Cache = TypeVariableCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        auto reason = ask_metaclass(site.thread.types(), owner, site.name());
        if (reason != FailureReason::kNone) return reason;
        cache.version = type_version(owner.as<Type>());
        if (!cache.version) return FailureReason::kNoVersion;
        bool found = find_variable(owner.as<Type>(), site.name(), cache.names, cache.index);
        return unless(found, FailureReason::kOtherAttribute);
    }
    static bool guard(Value owner, const Cache& cache) {
        return owner.is_object() && owner.as_object()->shape->base_kind == Kind::kType &&
               owner.as<Type>()->version == cache.version;
    }
    static constexpr Traits kTraits = {.without_place = DeoptReason::kDescriptor,
                                       .memory = Memory::kNamespace};
    static Value* place(Value, const Cache& cache) { return plain_item(cache.names, cache.index); }
};
MOULT_SPECIALIZE(LoadAttrTypeVariable);

//   | shape identity | index of the entry | namespace (borrowed: alive while the class is unchanged) |
struct InstanceVariableCache {
    uint32_t shape;
    uint32_t index;
    Dict* names;
};
static_assert(sizeof(InstanceVariableCache) == 16);

// Read through an instance without an attribute of that name.
struct LoadAttrInstanceVariable : Specialization<LoadAttrFamily, "LOAD_ATTR_CLASS_VARIABLE_OF_INSTANCE"> {
    using Cache = InstanceVariableCache;
    static FailureReason applies(Site& site, Value owner, Cache& cache) {
        Shape* shape;
        if (auto reason = instance_shape(owner, &shape); reason != FailureReason::kNone) return reason;
        if (!has_no_own_attribute(owner, site.name())) return FailureReason::kShadowed;
        cache.shape = shape_identity(shape);
        if (!cache.shape) return FailureReason::kNoVersion;
        bool found = find_variable(shape->type, site.name(), cache.names, cache.index);
        return unless(found, FailureReason::kOtherAttribute);
    }
    static bool guard(Value owner, const Cache& cache) { return has_shape(owner, cache.shape); }
    static constexpr Traits kTraits = {.without_place = DeoptReason::kDescriptor,
                                       .memory = Memory::kNamespace};
    static Value* place(Value, const Cache& cache) { return plain_item(cache.names, cache.index); }
};
MOULT_SPECIALIZE(LoadAttrInstanceVariable);

}  // namespace

}  // namespace moult::specializer
