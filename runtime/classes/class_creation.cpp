// type(name, bases, namespace): the making of a class (https://docs.python.org/3.11/reference/datamodel.html,
// "Customizing class creation").
#include <algorithm>
#include <cstring>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
#include "runtime/strings/unicode.h"

namespace moult {

namespace {

std::string text_of(const Str* text) {
    return to_utf8(text);
}

// What __slots__ asks for.
struct SlotsRequest {
    bool given = false;
    bool dict = false, weakref = false;
    std::vector<Ref<Str>> names;  // mangled, interned, sorted
};

// __name becomes _Class__name.
Ref<Str> mangle(Thread& thread, Str* class_name, Str* name) {
    std::string text = text_of(name);
    if (!text.starts_with("__") || text.ends_with("__") || text.find('.') != std::string::npos)
        return intern(thread, name);
    std::string owner = text_of(class_name);
    size_t begin = owner.find_first_not_of('_');
    if (begin == std::string::npos) return intern(thread, name);
    return intern(thread, "_" + owner.substr(begin) + text);
}

bool is_identifier(const Str* name) {
    if (name->length == 0 || !unicode::is_identifier_start(name->at(0))) return false;
    for (size_t i = 1; i < name->length; ++i)
        if (!unicode::is_identifier_continue(name->at(i))) return false;
    return true;
}

bool has_own_dict(const Type* type) {
    switch (type->base_kind) {
        case Kind::kType:
        case Kind::kModule:
        case Kind::kFunction:
        case Kind::kStaticMethod:
        case Kind::kClassMethod: return true;
        default: return type->flags & kHasAttributes;
    }
}

Status read_slots(Thread& thread, Type* type, Str* class_name, Value slots, SlotsRequest* request) {
    request->given = true;
    Type* base = type->base;
    std::vector<Ref<Str>> names;
    if (Str* one = as_str(slots)) {
        names.push_back(share(one));
    } else {
        TRY(for_each(thread, slots, [&](Value item) -> Status {
            Str* name = as_str(item);
            if (!name)
                return raise_type_error(thread, "__slots__ items must be strings, not '%s'",
                                        type_name(thread, item));
            names.push_back(share(name));
            return {};
        }));
    }
    Kind layout = base->base_kind;
    bool variable_size =
        layout == Kind::kInt || layout == Kind::kBytes || layout == Kind::kTuple || layout == Kind::kBool;
    for (Ref<Str>& name : names) {
        if (variable_size && !str_equal_ascii(name.get(), "__dict__"))
            return raise_type_error(thread, "nonempty __slots__ not supported for subtype of '%s'",
                                    text_of(base->name.get()).c_str());
        if (!is_identifier(name.get())) return raise_type_error(thread, "__slots__ must be identifiers");
        if (str_equal_ascii(name.get(), "__dict__")) {
            if (has_own_dict(base) || request->dict)
                return raise_type_error(thread, "__dict__ slot disallowed: we already got one");
            request->dict = true;
        } else if (str_equal_ascii(name.get(), "__weakref__")) {
            if ((base->flags & kHasWeakrefSupport) || request->weakref)
                return raise_type_error(thread,
                                        "__weakref__ slot disallowed: either we already got one, or "
                                        "__itemsize__ != 0");
            request->weakref = true;
        } else {
            Ref<Str> mangled = TRY(mangle(thread, class_name, name.get()));
            // __qualname__ and __classcell__ have left the namespace by the time slots become attributes.
            if (!dict_get_str(type->dict.get(), mangled.get()).is_empty() &&
                mangled.get() != thread.interp.names().__qualname__ &&
                mangled.get() != thread.interp.names().__classcell__)
                return raise_value_error(thread, "%s in __slots__ conflicts with class variable",
                                         repr_text(thread, name.value()).c_str());
            request->names.push_back(std::move(mangled));
        }
    }
    std::sort(request->names.begin(), request->names.end(),
              [](const Ref<Str>& a, const Ref<Str>& b) { return str_compare(a.get(), b.get()) < 0; });
    return {};
}

Status add_members(Thread& thread, Type* type, const SlotsRequest& request) {
    uint32_t offset = ((type->basic_size + 7u) & ~7u) + sizeof(Value) * type->base->member_slots;
    for (const Ref<Str>& name : request.names) {
        Ref<MemberDescriptor> member =
            TRY(new_object<MemberDescriptor>(thread, thread.types().member_descriptor));
        member->owner = share(type).release();
        member->name = share(name.value()).release();
        member->offset = offset;
        offset += sizeof(Value);
        TRY(dict_set_str(thread, type->dict.get(), name.get(), member.value()));
    }
    if (request.names.empty()) return {};
    Ref<Tuple> names = TRY(allocate_tuple(thread, request.names.size()));
    for (size_t i = 0; i < request.names.size(); ++i)
        names->items()[i] = share(request.names[i].value()).release();
    type->slot_names = std::move(names);
    return {};
}

// How many attributes instances will have, judging by the __init__ of the class and of its bases. An odd
// count fills the 16-byte steps of the allocator.
uint16_t expected_capacity(Type* type) {
    Interpreter& interp = *type->interp;
    std::vector<Str*> names;
    if (!interp.hooks.stored_attributes) return kInitialInlineCapacity;
    auto add = [&](Type* owner) {
        Value init = dict_get_str(owner->dict.get(), interp.names().__init__);
        if (is_exact<Function>(init)) interp.hooks.stored_attributes(init.as<Function>()->code.get(), &names);
    };
    add(type);
    for (Value base : type->bases->span())
        for (Value owner : base.as<Type>()->mro->span()) add(owner.as<Type>());
    size_t count = std::min<size_t>(names.size(), kMaxInlineCapacity);
    return std::max(static_cast<uint16_t>(count | 1), kInitialInlineCapacity);
}

// Flags, sizes and layout of the new class.
Status lay_out(Thread& thread, Type* type, const SlotsRequest& request) {
    Type* base = type->base;
    type->kind = Kind::kObject;
    type->base_kind = base->base_kind;
    type->flags = kHeapType | kBaseType | kGcType | (type->flags & kForeignOrder) |
                  (base->flags & (kHasAttributes | kHasWeakrefSupport | kHasFinalizer | kPayloadLayout |
                                  kCustomGetAttribute | kMatchSelf));
    // What patterns may do with the instances is inherited from any base.
    for (Value value : type->mro->span()) {
        uint32_t patterns = value.as<Type>()->flags & (kMatchSequence | kMatchMapping);
        if (patterns && !(type->flags & (kMatchSequence | kMatchMapping))) type->flags |= patterns;
    }
    type->basic_size = base->basic_size;
    if (!base->is_heap_type() && is_payload_kind(base->kind)) {
        type->flags |= kPayloadLayout;
        type->basic_size = sizeof(PayloadObject);
    }
    type->member_slots = static_cast<uint16_t>(base->member_slots + request.names.size());
    type->base_dealloc = base->base_dealloc;
    type->base_traverse = base->base_traverse;
    type->base_clear = base->base_clear;

    bool may_add_dict = !has_own_dict(base);
    bool add_dict = may_add_dict && (!request.given || request.dict);
    bool add_weakref = !(base->flags & kHasWeakrefSupport) && (!request.given || request.weakref);
    for (Value other : type->bases->span()) {  // secondary bases may bring what __slots__ left out
        uint32_t flags = other.as<Type>()->flags;
        add_dict |= may_add_dict && (flags & kHasAttributes);
        add_weakref |= !(base->flags & kHasWeakrefSupport) && (flags & kHasWeakrefSupport);
    }
    if (add_dict) type->flags |= kHasAttributes;
    if (add_weakref) type->flags |= kHasWeakrefSupport;
    finish_layout(type, std::max(base->root_shape->inline_capacity, expected_capacity(type)));

    TRY(add_members(thread, type, request));
    for (auto [added, def] : {std::pair{add_dict, &kDictAttribute}, {add_weakref, &kWeakrefAttribute}}) {
        if (!added) continue;
        Ref<Str> name = TRY(intern(thread, def->name));
        if (!dict_get_str(type->dict.get(), name.get()).is_empty()) continue;
        Ref<GetSetDescriptor> descriptor =
            TRY(new_object<GetSetDescriptor>(thread, thread.types().getset_descriptor));
        descriptor->def = def;
        descriptor->owner = share(type).release();
        descriptor->name = share(name.value()).release();
        TRY(dict_set_str(thread, type->dict.get(), name.get(), descriptor.value()));
    }
    return {};
}

// Entries of the namespace that get a special meaning: __qualname__, __classcell__, __module__, and
// the methods that are static or class methods without being decorated.
Status prepare_namespace(Thread& thread, Type* type, Ref<Value>* cell) {
    const Names& names = thread.interp.names();
    Dict* dict = type->dict.get();
    Value qualname = dict_get_str(dict, names.__qualname__);
    if (!qualname.is_empty()) {
        Str* text = as_str(qualname);
        if (!text)
            return raise_type_error(thread, "type __qualname__ must be a str, not %s",
                                    type_name(thread, qualname));
        type->qualname = share(text);
        TRY(dict_remove(thread, dict, names.__qualname__));
    } else {
        type->qualname = type->name;
    }
    Value classcell = dict_get_str(dict, names.__classcell__);
    if (!classcell.is_empty()) {
        if (!is_exact<Cell>(classcell))
            return raise_type_error(thread, "__classcell__ must be a nonlocal cell, not %s",
                                    repr_text(thread, thread.interp.type_of(classcell)).c_str());
        *cell = share(classcell);
        TRY(dict_remove(thread, dict, names.__classcell__));
    }
    if (dict_get_str(dict, names.__module__).is_empty() && thread.interp.hooks.running_namespaces) {
        if (Dict* globals = thread.interp.hooks.running_namespaces(thread).globals) {
            Value module = dict_get_str(globals, names.__name__);
            if (!module.is_empty()) TRY(dict_set_str(thread, dict, names.__module__, module));
        }
    }
    Value new_method = dict_get_str(dict, names.__new__);
    if (!new_method.is_empty() && is_exact<Function>(new_method)) {
        Ref<Value> wrapped = TRY(make_static_method(thread, new_method));
        TRY(dict_set_str(thread, dict, names.__new__, wrapped));
    }
    for (Str* name : {names.__init_subclass__, names.__class_getitem__}) {
        Value method = dict_get_str(dict, name);
        if (method.is_empty() || !is_exact<Function>(method)) continue;
        Ref<Value> wrapped = TRY(make_class_method(thread, method));
        TRY(dict_set_str(thread, dict, name, wrapped));
    }
    // A class that defines equality without hashing is unhashable.
    if (!dict_get_str(dict, names.__eq__).is_empty() && dict_get_str(dict, names.__hash__).is_empty())
        TRY(dict_set_str(thread, dict, names.__hash__, Value::none()));
    return {};
}

Status call_set_name_hooks(Thread& thread, Type* type) {
    Ref<Str> hook = share(thread.interp.names().__set_name__);
    Ref<Dict> names = TRY(dict_copy(thread, type->dict.get()));  // hooks may change the class
    size_t position = 0;
    Value key, value;
    while (dict_next(names.get(), &position, &key, &value)) {
        Ref<Value> method = TRY(find_special(thread, value, hook.get()));
        if (method.is_empty()) continue;
        Ref<Value> result = call(thread, method, {Value(type), key});
        if (!result.is_error()) continue;
        Ref<Value> cause = take_error(thread);
        static_cast<void>(raise_runtime_error(
            thread, "Error calling __set_name__ on '%s' instance %s in '%s'", type_name(thread, value),
            repr_text(thread, key).c_str(), text_of(type->name.get()).c_str()));
        return raise_from(thread, std::move(cause));
    }
    return {};
}

Status call_init_subclass(Thread& thread, Type* type, CallArgs keywords) {
    bool is_method = false;
    Ref<Value> hook =
        TRY(super_attribute(thread, type, type, thread.interp.names().__init_subclass__, &is_method));
    return as_status(call(thread, hook, CallArgs{keywords.values + keywords.positional, 0, keywords.names}));
}

Status check_bases(Thread& thread, Tuple* bases) {
    for (Value base : bases->span()) {
        if (as_instance<Type>(base)) continue;
        Ref<Value> entries = TRY(find_attribute(thread, base, thread.interp.names().__mro_entries__));
        if (!entries.is_empty())
            return raise_type_error(thread,
                                    "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    return {};
}

}  // namespace

Ref<Value> create_class(Thread& thread, Type* metaclass, Str* name, Tuple* given_bases, Dict* namespace_,
                        CallArgs keywords) {
    Ref<Tuple> bases = share(given_bases);
    TRY(check_bases(thread, given_bases));
    if (bases->length == 0) {
        bases = TRY(make_tuple(thread, {Value(thread.types().object)}));
    } else {
        Type* winner = winning_metaclass(thread, metaclass, given_bases);
        if (!winner) return kError;
        if (winner != metaclass && winner->slots.new_instance != type_new) {
            Value values[] = {name, given_bases, namespace_};
            std::vector<Value> all(values, values + 3);
            for (uint32_t i = 0; i < keywords.keyword_count(); ++i)
                all.push_back(keywords.values[keywords.positional + i]);
            return winner->slots.new_instance(thread, winner, {all.data(), 3, keywords.names});
        }
        metaclass = winner;
    }
    Type* base = best_base(thread, bases.get());
    if (!base) return kError;

    std::string text = text_of(name);
    if (text.find('\0') != std::string::npos)
        return raise_value_error(thread, "type name must not contain null characters");
    Ref<Type> type = TRY(allocate_type(thread, metaclass, BlockUse::kCollected));
    type->name = share(name);
    type->qualname = share(name);
    type->bases = bases;
    type->base = base;
    type->flags = kHeapType | kBaseType;
    type->kind = Kind::kObject;
    type->base_kind = base->base_kind;
    type->base_dealloc = base->base_dealloc;
    type->slots.dealloc = base->slots.dealloc;
    type->dict = TRY(dict_copy(thread, namespace_));

    SlotsRequest slots;
    Value slots_value = dict_get_str(type->dict.get(), thread.interp.names().__slots__);
    if (!slots_value.is_empty()) {
        Ref<Value> guard = share(slots_value);
        TRY(read_slots(thread, type.get(), name, slots_value, &slots));
    }
    Ref<Value> cell;
    TRY(prepare_namespace(thread, type.get(), &cell));
    type->mro = TRY(resolution_order(thread, type.get()));
    invalidate_type(type.get());
    TRY(lay_out(thread, type.get(), slots));
    if (dict_get_str(type->dict.get(), thread.interp.names().__doc__).is_empty())
        TRY(dict_set_str(thread, type->dict.get(), thread.interp.names().__doc__, Value::none()));
    fill_slots_from_namespace(type.get());
    for (Value item : bases->span()) item.as<Type>()->subclasses.push_back(type.get());
    if (!cell.is_empty()) {
        Cell* target = cell.as<Cell>();
        decref(std::exchange(target->content, share(type.value()).release()));
    }
    TRY(call_set_name_hooks(thread, type.get()));
    TRY(call_init_subclass(thread, type.get(), keywords));
    return type;
}

}  // namespace moult
