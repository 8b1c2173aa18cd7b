// native_type: from the declarative form of a builtin type to the type object.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

[[noreturn]] void out_of_memory() {
    std::fputs("moult: out of memory at start-up\n", stderr);
    std::abort();
}
[[noreturn]] void broken_spec(const TypeSpec& spec, const char* what) {
    std::fprintf(stderr, "moult: the type %s %s\n", spec.name, what);
    std::abort();
}
template <class T>
T must(T made) {
    if (failed(made)) out_of_memory();
    return made;
}

void must_do(Status status) {
    if (failed(status)) out_of_memory();
}

struct BootstrapType {
    Type* Types::* field;
    const char* name;
    Kind kind;
    uint16_t size;
    uint32_t flags = 0;
};
constexpr BootstrapType kBootstrapTypes[] = {
    {&Types::type, "type", Kind::kType, sizeof(Type)},
    {&Types::object, "object", Kind::kObject, sizeof(Object)},
    {&Types::str, "str", Kind::kStr, sizeof(Str)},
    {&Types::tuple, "tuple", Kind::kTuple, sizeof(Tuple), kGcType},
    {&Types::dict, "dict", Kind::kDict, sizeof(Dict), kGcType},
    {&Types::builtin_function, "builtin_function_or_method", Kind::kNativeFunction, sizeof(NativeFunction),
     kGcType},
    {&Types::method_descriptor, "method_descriptor", Kind::kMethodDescriptor, sizeof(MethodDescriptor)},
    {&Types::classmethod_descriptor, "classmethod_descriptor", Kind::kClassMethodDescriptor,
     sizeof(MethodDescriptor)},
    {&Types::wrapper_descriptor, "wrapper_descriptor", Kind::kWrapperDescriptor, sizeof(WrapperDescriptor)},
    {&Types::getset_descriptor, "getset_descriptor", Kind::kGetSetDescriptor, sizeof(GetSetDescriptor),
     kGcType},
    {&Types::member_descriptor, "member_descriptor", Kind::kMemberDescriptor, sizeof(MemberDescriptor),
     kGcType},
    {&Types::staticmethod, "staticmethod", Kind::kStaticMethod, sizeof(StaticMethod)},
};

// The type that exists already because objects of it were needed to make the first types.
Type* find_bootstrap_type(Interpreter& interp, const TypeSpec& spec) {
    for (const BootstrapType& row : kBootstrapTypes)
        if (row.kind == spec.kind && std::string_view(row.name) == spec.name)
            return interp.types().*row.field;
    return nullptr;
}

void set_entry(Thread& thread, Dict* dict, Str* name, Value value) {
    must_do(dict_set_str(thread, dict, name, value));
}

void add_method(Thread& thread, Type* type, const MethodDef& def) {
    Ref<Str> name = must(intern(thread, def.name()));
    if (def.is_static) {
        Ref<NativeFunction> function =
            must(make_native_function(thread, &def, Value::empty(), Value::empty()));
        set_entry(thread, type->dict.get(), name.get(), must(make_static_method(thread, function.value())));
        return;
    }
    Type* descriptor_type =
        def.is_class ? thread.types().classmethod_descriptor : thread.types().method_descriptor;
    Ref<MethodDescriptor> descriptor = must(new_object<MethodDescriptor>(thread, descriptor_type));
    descriptor->def = &def;
    descriptor->owner = type;
    set_entry(thread, type->dict.get(), name.get(), descriptor.value());
}

void add_attribute(Thread& thread, Type* type, const GetSetDef& def) {
    Ref<Str> name = must(intern(thread, def.name));
    if (def.is_member) {
        Ref<MemberDescriptor> member =
            must(new_object<MemberDescriptor>(thread, thread.types().member_descriptor));
        member->def = &def;
        member->owner = share(type).release();
        member->name = share(name.value()).release();
        set_entry(thread, type->dict.get(), name.get(), member.value());
        return;
    }
    Ref<GetSetDescriptor> descriptor =
        must(new_object<GetSetDescriptor>(thread, thread.types().getset_descriptor));
    descriptor->def = &def;
    descriptor->owner = share(type).release();
    descriptor->name = share(name.value()).release();
    set_entry(thread, type->dict.get(), name.get(), descriptor.value());
}

uint32_t inherited_flags(const Type* base) {
    return base->flags & (kHasAttributes | kHasWeakrefSupport | kHasFinalizer | kPayloadLayout | kGcType |
                          kMatchSequence | kMatchMapping | kMatchSelf);
}

void set_names(Thread& thread, Type* type, const char* spec_name) {
    std::string_view full = spec_name;
    size_t dot = full.rfind('.');
    std::string_view name = dot == std::string_view::npos ? full : full.substr(dot + 1);
    type->name = must(intern(thread, name));
    type->qualname = type->name;
    if (dot != std::string_view::npos && type->is_heap_type())
        set_entry(thread, type->dict.get(), thread.interp.names().__module__,
                  must(intern(thread, full.substr(0, dot))).value());
}

}  // namespace

bool is_payload_kind(Kind kind) {
    switch (kind) {
        case Kind::kBool:
        case Kind::kInt:
        case Kind::kFloat:
        case Kind::kComplex:
        case Kind::kStr:
        case Kind::kBytes:
        case Kind::kTuple: return true;
        default: return false;
    }
}

void make_bootstrap_types(Interpreter& interp) {
    for (const BootstrapType& row : kBootstrapTypes) {
        void* memory = interp.heap.allocate(sizeof(Type));
        if (!memory) out_of_memory();
        Type* type = new (memory) Type();
        make_immortal(type);
        type->interp = &interp;
        type->kind = type->base_kind = row.kind;
        type->basic_size = row.size;
        type->flags = row.flags;
        type->root_shape = make_root_shape(type, AttributeMode::kNone, 0);
        interp.types().*row.field = type;
    }
    for (const BootstrapType& row : kBootstrapTypes)
        (interp.types().*row.field)->shape = interp.types().type->root_shape;
}

namespace {

// The slots that the type's namespace names. As with CPython's, types right below object have their own slot for the lookup
// of attributes, though it does what object's does.
TypeSlots named_slots(const TypeSpec& spec, const Type* type) {
    TypeSlots named = spec.slots;
    if (!spec.base && !named.get_attr) named.get_attr = type->slots.get_attr;
    return named;
}

Type* make_type(Interpreter& interp, const TypeSpec& spec) {
    Thread& thread = running_thread(interp);
    Type* base = spec.base ? native_type(interp, *spec.base) : interp.types().object;
    Type* type = find_bootstrap_type(interp, spec);
    if (!type) {
        type = must(allocate_type(thread, interp.types().type, BlockUse::kPlain)).release();
        make_immortal(type);
    }
    interp.builtin_types.push_back(type);
    if (base == type) base = nullptr;
    type->base = base;
    type->flags = spec.flags | (base ? inherited_flags(base) : 0);
    type->kind = spec.kind;
    type->base_kind = spec.kind != Kind::kObject || !base ? spec.kind : base->base_kind;
    if (is_payload_kind(spec.kind)) type->flags &= ~uint32_t{kPayloadLayout};
    type->basic_size = base ? std::max(spec.size, base->basic_size) : spec.size;
    type->spec_name = spec.name;
    type->dict = must(make_dict(thread, spec.methods.size() + spec.attributes.size()));
    set_names(thread, type, spec.name);

    if (base) {
        type->bases = must(make_tuple(thread, {Value(base)}));
        Ref<Tuple> mro = must(allocate_tuple(thread, base->mro->length + 1));
        for (size_t i = 0; i < base->mro->length; ++i) {
            incref(base->mro->items()[i]);
            mro->items()[i + 1] = base->mro->items()[i];
        }
        incref(static_cast<Object*>(type));
        mro->items()[0] = type;
        type->mro = std::move(mro);
        base->subclasses.push_back(type);
    } else {
        type->bases = must(make_tuple(thread, std::initializer_list<Value>{}));
        type->mro = must(make_tuple(thread, {Value(type)}));
    }

    type->slots = spec.slots;
    type->base_dealloc = spec.slots.dealloc ? spec.slots.dealloc : base ? base->base_dealloc : object_dealloc;
    type->base_traverse = spec.slots.traverse ? spec.slots.traverse : base ? base->base_traverse : nullptr;
    type->base_clear = spec.slots.clear ? spec.slots.clear : base ? base->base_clear : nullptr;
    if (spec.slots.finalize) type->flags |= kHasFinalizer;
    bool introduces_attributes = (type->flags & kHasAttributes) && !(base && (base->flags & kHasAttributes));

    // A type that compares but does not hash is unhashable.
    bool unhashable = base && spec.slots.compare && !spec.slots.hash;
    if (unhashable) type->slots.hash = hash_not_implemented;
    if (base) inherit_slots(type, base);
    if (base && base != interp.types().object && !(spec.flags & kDisallowNew) &&
        spec.size > base->basic_size && type->slots.new_instance == base->slots.new_instance)
        broken_spec(spec, "is larger than its base, by whose constructor it is made");
    if (type->flags & kDisallowNew || (base == interp.types().object && !spec.slots.new_instance)) {
        type->flags |= kDisallowNew;
        type->slots.new_instance = nullptr;
    }
    finish_layout(type, 0);
    bool dies_as_said = spec.destroy && type->slots.dealloc == spec.slots.dealloc && !spec.slots.finalize;
    type->destroy = dies_as_said ? spec.destroy : destroy_any;

    for (const MethodDef& def : spec.methods) add_method(thread, type, def);
    for (const GetSetDef& def : spec.attributes) add_attribute(thread, type, def);
    if (introduces_attributes) add_attribute(thread, type, kDictAttribute);
    if (unhashable) set_entry(thread, type->dict.get(), interp.names().__hash__, Value::none());
    must_do(add_slot_wrappers(thread, type, named_slots(spec, type)));
    if (has_own_new(spec) && !(type->flags & kDisallowNew)) {
        Ref<NativeFunction> function = must(make_native_function(thread, &kTypeNewDef, type, Value::empty()));
        set_entry(thread, type->dict.get(), interp.names().__new__, function.value());
    }
    if (dict_get_str(type->dict.get(), interp.names().__doc__).is_empty()) {
        Ref<Value> doc = Value::none();
        if (spec.doc) doc = must(make_str(thread, spec.doc));
        set_entry(thread, type->dict.get(), interp.names().__doc__, doc);
    }
    if (spec.complete) must_do(spec.complete(thread, type));
    return type;
}

}  // namespace

Type* native_type(Interpreter& interp, const TypeSpec& spec) {
    Type** place = interp.native_types.find(&spec);
    if (*place) return *place;
    Type* type = make_type(interp, spec);
    type->spec = &spec;
    return *interp.native_types.find(&spec) = type;  // making its base may have moved the table
}

bool is_instance_of(Interpreter& interp, Value v, const TypeSpec& spec) {
    return v.is_object() && v.as_object()->type()->is_subtype(native_type(interp, spec));
}

}  // namespace moult
