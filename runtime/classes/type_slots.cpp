// How slots follow from bases and from special methods in a namespace, and special methods from slots.
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/slot_list.h"
#include "runtime/classes/slot_table.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// Turns a function of the slot's own type into an AnySlot; checks that the dispatcher fits the slot.
template <class Slot>
AnySlot erase(Slot slot) {
    return reinterpret_cast<AnySlot>(slot);
}

#define MOULT_SLOT_ROW(slot, name, wrapper, dispatcher, signature, doc) \
    SlotRow{#name,                                                      \
            &Names::name,                                               \
            offsetof(TypeSlots, slot),                                  \
            wrapper,                                                    \
            erase<decltype(TypeSlots::slot)>(dispatcher),               \
            signature,                                                  \
            doc},
const SlotRow kRows[] = {MOULT_SLOTS(MOULT_SLOT_ROW)};
#undef MOULT_SLOT_ROW
constexpr size_t kRowCount = std::size(kRows);

constexpr size_t kFirstInheritable = offsetof(TypeSlots, finalize);
constexpr size_t kSlotsEnd = sizeof(TypeSlots);

// Rows [first, result) belong to one slot.
size_t end_of_group(size_t first) {
    size_t end = first + 1;
    while (end < kRowCount && kRows[end].offset == kRows[first].offset) ++end;
    return end;
}

// What stands in the row's slot of the builtin type that declares the special method as a method (`dict.__contains__`);
// null for other things.
AnySlot slot_of_method(Type* type, const SlotRow& row, Value found) {
    if (!is_exact<MethodDescriptor>(found)) return nullptr;
    const Type* owner = found.as<MethodDescriptor>()->owner;
    return type->is_subtype(owner) ? slot_at(owner->slots, row.offset) : nullptr;
}

// The value that the rows [first, end) give the slot in this type, by what lookup finds for their names.
AnySlot slot_from_rows(Type* type, size_t first, size_t end) {
    const Names& names = type->interp->names();
    AnySlot specific = nullptr, generic = nullptr;
    bool use_generic = false;
    for (size_t i = first; i < end; ++i) {
        const SlotRow& row = kRows[i];
        Value found = lookup_in_type(type, names.*row.interned);
        if (found.is_empty()) continue;
        if (is_exact<WrapperDescriptor>(found)) {
            auto* wrapper = found.as<WrapperDescriptor>();
            if (wrapper->row == &row && type->is_subtype(wrapper->owner) &&
                (!specific || specific == wrapper->slot)) {
                specific = wrapper->slot;
                continue;
            }
            // `concat` behind __add__ does not make `add`, nor the other way round.
            if (wrapper->row->interned == row.interned && wrapper->row->offset != row.offset &&
                type->is_subtype(wrapper->owner)) {
                continue;
            }
        } else if (AnySlot slot = slot_of_method(type, row, found)) {
            if (!specific || specific == slot) {
                specific = slot;
                continue;
            }
        } else if (found.is_none() && row.offset == offsetof(TypeSlots, hash)) {
            specific = reinterpret_cast<AnySlot>(hash_not_implemented);
            continue;
        }
        use_generic = true;
        generic = row.dispatcher;
    }
    return use_generic ? generic : specific;
}

void set_slot_from_rows(Type* type, size_t first, size_t end) {
    AnySlot value = slot_from_rows(type, first, end);
    *slot_at(type->slots, kRows[first].offset) = value;
    if (kRows[first].offset == offsetof(TypeSlots, finalize)) {
        type->flags = value ? type->flags | kHasFinalizer : type->flags & ~uint32_t{kHasFinalizer};
    } else if (kRows[first].offset == offsetof(TypeSlots, get_attr)) {
        bool custom = value == reinterpret_cast<AnySlot>(dispatch_get_attr);
        type->flags =
            custom ? type->flags | kCustomGetAttribute : type->flags & ~uint32_t{kCustomGetAttribute};
    }
}

// As in CPython, a builtin type's __new__, whichever it is, leaves what there is: what the type has from its
// base, or the call of __new__ once there has been one written in Python.
void set_new_instance(Type* type) {
    Value found = lookup_in_type(type, type->interp->names().__new__);
    if (found.is_empty()) {
        type->slots.new_instance = type->base ? type->base->slots.new_instance : nullptr;
        return;
    }
    if (is_exact<NativeFunction>(found) && found.as<NativeFunction>()->def == &kTypeNewDef) return;
    type->slots.new_instance = dispatch_new;
}

// The first class after the type in its MRO is its base and the rest is the base's MRO: what the type does
// not define, it has from the base.
bool inherits_from_base_alone(const Type* type) {
    const Tuple *own = type->mro.get(), *base = type->base->mro.get();
    if (own->length != base->length + 1) return false;
    for (size_t i = 0; i < base->length; ++i)
        if (own->items()[i + 1] != base->items()[i]) return false;
    return true;
}

void update_rows_of(Type* type, const Str* name) {
    const Names& names = type->interp->names();
    if (name == names.__new__) set_new_instance(type);
    for (size_t first = 0; first < kRowCount;) {
        size_t end = end_of_group(first);
        for (size_t i = first; i < end; ++i) {
            if (names.*kRows[i].interned == name) {
                set_slot_from_rows(type, first, end);
                break;
            }
        }
        first = end;
    }
}

void fill_slots(Type* type) {
    auto dealloc = type->slots.dealloc;
    auto traverse = type->slots.traverse;
    auto clear = type->slots.clear;
    type->slots = type->base->slots;
    type->slots.dealloc = dealloc;
    type->slots.traverse = traverse;
    type->slots.clear = clear;
    constexpr uint32_t kOfSlots = kHasFinalizer | kCustomGetAttribute;
    type->flags = (type->flags & ~kOfSlots) | (type->base->flags & kOfSlots);
    if (inherits_from_base_alone(type)) {
        size_t position = 0;
        Value key, value;
        while (dict_next(type->dict.get(), &position, &key, &value)) {
            Str* name = as_str(key);
            if (!name || name->length <= 4 || name->at(0) != '_' || name->at(1) != '_') continue;
            // The rows know interned names; what is not interned may still be equal to one.
            if (!name->is_interned()) {
                static_cast<void>(str_hash(name));
                name = type->interp->interned.find(name);
            }
            if (name) update_rows_of(type, name);
        }
        return;
    }
    for (size_t first = 0; first < kRowCount;) {
        size_t end = end_of_group(first);
        set_slot_from_rows(type, first, end);
        first = end;
    }
    set_new_instance(type);
}

}  // namespace

std::span<const SlotRow> slot_rows() {
    return kRows;
}

void inherit_slots(Type* type, const Type* base) {
    for (size_t offset = kFirstInheritable; offset < kSlotsEnd; offset += sizeof(AnySlot)) {
        AnySlot* slot = slot_at(type->slots, offset);
        if (!*slot) *slot = slot_at(base->slots, offset);
    }
}

Status add_slot_wrappers(Thread& thread, Type* type, const TypeSlots& own) {
    const Names& names = thread.interp.names();
    for (const SlotRow& row : kRows) {
        AnySlot slot = slot_at(own, row.offset);
        if (!slot || !row.wrapper) continue;
        Str* name = names.*row.interned;
        if (!dict_get_str(type->dict.get(), name).is_empty()) continue;
        Ref<WrapperDescriptor> descriptor =
            TRY(new_object<WrapperDescriptor>(thread, thread.types().wrapper_descriptor));
        descriptor->row = &row;
        descriptor->slot = slot;
        descriptor->owner = type;
        TRY(dict_set_str(thread, type->dict.get(), name, descriptor.value()));
    }
    return {};
}

void fill_slots_from_namespace(Type* type) {
    DescriptorKind kind = descriptor_kind(type);
    fill_slots(type);
    note_descriptors(type, kind);
}

void update_slots(Type* type, const Str* name) {
    std::vector<Type*> pending = {type};
    while (!pending.empty()) {
        Type* current = pending.back();
        pending.pop_back();
        DescriptorKind kind = descriptor_kind(current);
        update_rows_of(current, name);
        note_descriptors(current, kind);
        for (Type* subclass : current->subclasses)
            if (subclass->dict && subclass->mro && dict_get_str(subclass->dict.get(), name).is_empty())
                pending.push_back(subclass);
    }
}

}  // namespace moult
