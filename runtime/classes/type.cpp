// Type objects: lookup through the method cache, versions, changes of the namespace, subclass lists.
#include "runtime/model/type.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/classes/signature.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/visitor.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/state/watch.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

MethodCacheEntry& cache_entry(Interpreter& interp, uint32_t version, const Str* name) {
    uint64_t hash = (reinterpret_cast<uint64_t>(name) >> 4) + version * uint64_t{0x9e3779b1};
    return interp.method_cache[hash & (Interpreter::kMethodCacheSize - 1)];
}

Value lookup_along_mro(const Type* type, const Str* name) {
    for (Value base : type->mro->span()) {
        Value found = dict_get_str(base.as<Type>()->dict.get(), name);
        if (!found.is_empty()) return found;
    }
    return Value::empty();
}

bool is_dunder(const Str* name) {
    return name->is_ascii() && name->length > 4 && name->ascii_view().starts_with("__") &&
           name->ascii_view().ends_with("__");
}

}  // namespace

bool Type::is_subtype(const Type* other) const {
    if (this == other) return true;
    if (!mro) {  // while the class is being made
        for (const Type* type = this; type; type = type->base)
            if (type == other) return true;
        return false;
    }
    for (Value value : mro->span())
        if (value.as<Type>() == other) return true;
    return false;
}

uint32_t type_version(Type* type) {
    if (type->version != 0) return type->version;
    if (type->flags & kForeignOrder) return 0;
    // A type with a version has bases with versions, so that invalidation, which stops at types without one,
    // reaches everything that depends on the changed class.
    for (size_t i = type->mro->length; i-- > 0;) {
        Type* base = type->mro->items()[i].as<Type>();
        if (base->version == 0) {
            if (type->interp->next_identity == 0) return 0;
            base->version = type->interp->next_identity++;
        }
    }
    return type->version;
}

Value lookup_in_type(Type* type, const Str* name) {
    uint32_t version = type->version;
    if (version == 0) [[unlikely]] {
        version = type_version(type);
        if (version == 0) return lookup_along_mro(type, name);
    }
    MethodCacheEntry& entry = cache_entry(*type->interp, version, name);
    if (entry.version == version && entry.name == name) [[likely]]
        return entry.value;
    Value found = lookup_along_mro(type, name);
    // The entry keeps the name alive: a new string at its address must not be taken for it.
    Str* old = const_cast<Str*>(entry.name);
    incref(static_cast<Object*>(const_cast<Str*>(name)));
    entry = {version, name, found};
    if (old) decref(static_cast<Object*>(old));
    return found;
}

void invalidate_type(Type* type) {
    if (type->version == 0) return;
    std::vector<Type*> pending = {type};
    while (!pending.empty()) {
        Type* current = pending.back();
        pending.pop_back();
        if (current->version == 0) continue;
        current->version = 0;
        note_change(current);
        for (Shape* shape : current->shapes) shape->id = 0;
        pending.insert(pending.end(), current->subclasses.begin(), current->subclasses.end());
    }
}

void invalidate_all_types(Interpreter& interp) {
    invalidate_type(interp.types().object);
}

void note_descriptors(Type* type, DescriptorKind before) {
    if (!(type->flags & kDescriptorsCached) || descriptor_kind(type) == before) return;
    invalidate_all_types(*type->interp);
    type->flags &= ~uint32_t{kDescriptorsCached};
}

namespace {

constexpr uint32_t kFirstReplacements = 2;  // that invalidate, before a name is a class variable
constexpr size_t kMaxVariables = 16;        // of one class: each store looks for its name among them

bool is_plain(Interpreter& interp, Value value) {
    const TypeSlots& slots = interp.type_of(value)->slots;
    return !slots.descr_get && !slots.descr_set;
}

// Counts the replacement of a value. Whether the name has been a class variable before.
bool replace_variable(Type* type, Str* name, Value old, Value value) {
    auto known = std::find_if(type->variables.begin(), type->variables.end(),
                              [name](const ClassVariable& variable) { return variable.name.get() == name; });
    Interpreter& interp = *type->interp;
    bool is_plain_again = !old.is_empty() && !value.is_empty() && !is_dunder(name) && is_plain(interp, old) &&
                          is_plain(interp, value);
    if (!is_plain_again) {
        if (known != type->variables.end()) type->variables.erase(known);
        return false;
    }
    if (known == type->variables.end()) {
        if (type->variables.size() < kMaxVariables) type->variables.push_back({share(name), 1});
        return false;
    }
    if (known->replacements >= kFirstReplacements) {
        cached_descriptor_kind(interp.type_of(value));  // caches go on to take it for no descriptor
        return true;
    }
    ++known->replacements;
    return false;
}

// Makes the method cache forget what the name means on the type and on all that derive from it.
void forget_cached(Type* type, const Str* name) {
    std::vector<Type*> pending = {type};
    while (!pending.empty()) {
        Type* current = pending.back();
        pending.pop_back();
        if (current->version == 0) continue;
        MethodCacheEntry& entry = cache_entry(*current->interp, current->version, name);
        if (entry.version == current->version && entry.name == name) entry.version = 0;
        pending.insert(pending.end(), current->subclasses.begin(), current->subclasses.end());
    }
}

}  // namespace

bool is_class_variable(const Type* type, const Str* name) {
    return std::any_of(type->variables.begin(), type->variables.end(), [name](const ClassVariable& variable) {
        return variable.name.get() == name && variable.replacements >= kFirstReplacements;
    });
}

Status set_type_attribute(Thread& thread, Type* type, Str* name, Value value) {
    Ref<Dict> dict = type->dict;
    Ref<Value> old = share(dict_get_str(dict.get(), name));  // released last: it may run Python code
    if (value.is_empty()) {
        if (!TRY(dict_remove(thread, dict.get(), name)))
            return raise(thread, thread.types().attribute_error, "type object '%s' has no attribute '%s'",
                         to_utf8(type->name.get()).c_str(), to_utf8(name).c_str());
    } else {
        TRY(dict_set_str(thread, dict.get(), name, value));
    }
    if (replace_variable(type, name, old.get(), value)) {
        forget_cached(type, name);
        return {};
    }
    invalidate_type(type);
    if (is_dunder(name)) update_slots(type, name);
    return {};
}

Ref<Type> allocate_type(Thread& thread, Type* metatype, BlockUse use) {
    size_t size = std::max(instance_size(metatype), sizeof(Type));
    bool is_collected = use == BlockUse::kCollected;
    void* memory = is_collected ? thread.heap.allocate_collected(size) : thread.heap.allocate(size);
    if (!memory) return raise_out_of_memory(thread);
    std::memset(memory, 0, size);
    Type* type = new (memory) Type();
    type->refcount = 1;
    type->shape = metatype->root_shape;
    type->interp = &thread.interp;
    if (metatype->is_heap_type()) incref(metatype);
    return Ref<Type>::take(type);
}

void finish_layout(Type* type, uint16_t inline_capacity) {
    bool attributes = type->flags & kHasAttributes;
    type->extension_offset =
        attributes ? static_cast<uint16_t>(((type->basic_size + 7) & ~7) + sizeof(Value) * type->member_slots)
                   : 0;
    auto mode = attributes ? AttributeMode::kSlots : AttributeMode::kNone;
    uint16_t capacity = attributes ? inline_capacity : 0;
    if (Shape* shape = type->root_shape) {  // a bootstrap type: objects have this shape already
        shape->mode = mode;
        shape->inline_capacity = capacity;
        shape->extension_offset = type->extension_offset;
        shape->kind = type->kind;
        shape->base_kind = type->base_kind;
    } else {
        type->root_shape = make_root_shape(type, mode, capacity);
    }
    bool extended = attributes || type->member_slots || type->is_heap_type();
    type->slots.dealloc = extended ? subtype_dealloc : type->base_dealloc;
    type->slots.traverse = extended ? subtype_traverse : type->base_traverse;
    type->slots.clear = extended ? subtype_clear : type->base_clear;
    bool is_plain = type->base_dealloc == object_dealloc && !(type->flags & kPayloadLayout);
    if (type->is_heap_type() && is_plain) type->destroy = destroy_instance;
}

void forget_subclass(Type* base, Type* subclass) {
    auto& list = base->subclasses;
    auto found = std::find(list.begin(), list.end(), subclass);
    if (found != list.end()) list.erase(found);
}

void type_dealloc(Interpreter& interp, Object* object) {
    auto* type = static_cast<Type*>(object);
    if (type->bases)
        for (Value base : type->bases->span()) forget_subclass(base.as<Type>(), type);
    delete_shapes(type);
    free_signature(interp.heap, type->make_signature);
    free_signature(interp.heap, type->init_signature);
    free_signature(interp.heap, type->call_signature);
    type->~Type();
    interp.heap.free(type);
}

void type_traverse(Object* object, Visitor& visitor) {
    auto* type = static_cast<Type*>(object);
    visitor.visit(type->name);
    visitor.visit(type->qualname);
    visitor.visit(type->dict);
    visitor.visit(type->bases);
    visitor.visit(type->mro);
    visitor.visit(type->slot_names);
}

// What is left of the class finds only what its base has, so that the rest of it can end.
void type_clear(Interpreter& interp, Object* object) {
    auto* type = static_cast<Type*>(object);
    if (!type->mro || !type->base) return;
    invalidate_type(type);
    Ref<Tuple> mro = std::exchange(type->mro, type->base->mro);
    dict_clear(running_thread(interp), type->dict.get());
}

std::string full_name(const Type* type) {
    return type->spec_name ? type->spec_name : to_utf8(type->name.get());
}

}  // namespace moult
