// weakref.ref: the side table of weak references, callbacks.
#include "runtime/objects/weakref.h"

#include <algorithm>

#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/objects/type_alias.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

WeakRefTable& table_of(Interpreter& interp) {
    if (!interp.weakrefs) interp.weakrefs = new WeakRefTable;
    return *interp.weakrefs;
}

void enter(Interpreter& interp, WeakRef* ref, Object* referent) {
    ref->referent = referent;
    bool is_first = !(referent->flags & kHasWeakrefs), has_birth = referent->type()->flags & kHasFinalizer;
    if (is_first && !has_birth) interp.heap.note_birth(referent);
    referent->flags |= kHasWeakrefs;
    table_of(interp).entries[referent].push_back(ref);
}

Status check_referent(Thread& thread, Value referent) {
    if (referent.is_object() && (thread.interp.type_of(referent)->flags & kHasWeakrefSupport)) return {};
    return raise_type_error(thread, "cannot create weak reference to '%s' object",
                            type_name(thread, referent));
}

Ref<Value> ref_make(Thread& thread, Type* type, Args args) {  // object, callback
    Value callback = args[1].is_none() ? Value::empty() : args[1];
    if (type == thread.types().weakref) return make_weakref(thread, args[0], callback);
    TRY(check_referent(thread, args[0]));
    Ref<WeakRef> ref = TRY(new_instance<WeakRef>(thread, type));
    ref->hash = -1;
    ref->callback = share(callback).release();
    enter(thread.interp, ref.get(), args[0].as_object());
    return ref;
}
// The arguments have been seen to by __new__.
Status ref_init(Thread&, Value, Args) {
    return {};
}
Ref<Value> ref_call(Thread&, Value self, Args) {
    auto* ref = self.as<WeakRef>();
    if (!ref->referent) return Value::none();
    return share(Value(ref->referent));
}
Ref<Value> ref_repr(Thread& thread, Value self) {
    auto* ref = self.as<WeakRef>();
    void* address = static_cast<void*>(ref);
    if (!ref->referent) return format_str(thread, "<weakref at %p; dead>", address);
    Ref<Value> referent = share(Value(ref->referent));
    Ref<Value> name = TRY(find_attribute(thread, referent, thread.interp.names().__name__));
    std::string text = name.is_empty() || !as_str(name) ? "" : " (" + to_utf8(as_str(name)) + ")";
    return format_str(thread, "<weakref at %p; to '%s' at %p%s>", address, type_name(thread, referent),
                      reinterpret_cast<void*>(referent.get().bits), text.c_str());
}
Result<int64_t> ref_hash(Thread& thread, Value self) {
    auto* ref = self.as<WeakRef>();
    if (ref->hash != -1) return ref->hash;
    if (!ref->referent) return raise_type_error(thread, "weak object has gone away");
    Ref<Value> referent = share(Value(ref->referent));
    int64_t result = TRY(hash(thread, referent));
    ref->hash = result;
    return result;
}
Ref<Value> ref_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !as_instance<WeakRef>(other))
        return Value::not_implemented();
    Object *a = self.as<WeakRef>()->referent, *b = other.as<WeakRef>()->referent;
    if (!a || !b) return Value::boolean((self == other) == (op == CompareOp::kEq));
    Ref<Value> keep_a = share(Value(a)), keep_b = share(Value(b));
    return compare(thread, keep_a, keep_b, op);
}
Ref<Value> get_callback(Thread&, Value self) {
    return share_or_none(self.as<WeakRef>()->callback);
}
constexpr GetSetDef kAttributes[] = {{"__callback__", get_callback, nullptr, nullptr, true}};

Ref<Value> class_get_item(Thread& thread, Args args) {
    return make_generic_alias(thread, args[0], args[1]);
}
constexpr MethodDef kMethods[] = {
    {"@class __class_getitem__(cls, item, /)", class_get_item, "See PEP 585"},
};

Ref<Value> get_instance_weakref(Thread& thread, Value self) {
    if (!(self.as_object()->flags & kHasWeakrefs)) return Value::none();
    for (WeakRef* ref : thread.interp.weakrefs->entries[self.as_object()])
        if (ref->refcount > 0) return share(Value(ref));
    return Value::none();
}

}  // namespace

const GetSetDef kWeakrefAttribute = {"__weakref__", get_instance_weakref, nullptr,
                                     "list of weak references to the object"};

void WeakRef::release(Interpreter& interp, WeakRef& ref) {
    if (!ref.referent || !interp.weakrefs) return;
    auto& entries = interp.weakrefs->entries;
    auto found = entries.find(ref.referent);
    if (found != entries.end()) {
        std::erase(found->second, &ref);
        if (found->second.empty()) {
            ref.referent->flags &= ~uint32_t{kHasWeakrefs};
            entries.erase(found);
        }
    }
    ref.referent = nullptr;
}

std::vector<WeakRef*> detach_weakrefs_to(Interpreter& interp, Object* object) {
    object->flags &= ~uint32_t{kHasWeakrefs};
    if (!interp.weakrefs) return {};
    auto found = interp.weakrefs->entries.find(object);
    if (found == interp.weakrefs->entries.end()) return {};
    std::vector<WeakRef*> refs = std::move(found->second);
    interp.weakrefs->entries.erase(found);
    for (WeakRef* ref : refs) ref->referent = nullptr;
    std::erase_if(refs, [](WeakRef* ref) { return ref->refcount == 0; });
    std::reverse(refs.begin(), refs.end());
    return refs;
}

void detach_weakref(Interpreter& interp, WeakRef* ref) {
    WeakRef::release(interp, *ref);
}

void call_weakref_callback(Thread& thread, WeakRef* ref) {
    Ref<Value> callback = Ref<Value>::take(std::exchange(ref->callback, Value::empty()));
    if (callback.is_empty()) return;
    Ref<Value> result = call(thread, callback, {Value(ref)});
    if (result.is_error()) report_unraisable(thread, callback);
}

void clear_weakrefs(Interpreter& interp, Object* object) {
    std::vector<Ref<WeakRef>> with_callback;
    for (WeakRef* ref : detach_weakrefs_to(interp, object))
        if (!ref->callback.is_empty()) with_callback.push_back(share(ref));
    if (with_callback.empty()) return;
    Thread& thread = running_thread(interp);
    for (const Ref<WeakRef>& ref : with_callback) call_weakref_callback(thread, ref.get());
}

Ref<Value> make_weakref(Thread& thread, Value referent, Value callback) {
    TRY(check_referent(thread, referent));
    Object* object = referent.as_object();
    if (callback.is_empty() && (object->flags & kHasWeakrefs)) {
        for (WeakRef* ref : weakrefs_of(thread.interp, referent))
            if (ref->callback.is_empty() && is_exact<WeakRef>(ref)) return share(Value(ref));
    }
    Ref<WeakRef> ref = TRY(new_object<WeakRef>(thread, thread.types().weakref));
    ref->hash = -1;
    ref->callback = share(callback).release();
    enter(thread.interp, ref.get(), object);
    return ref;
}

Ref<Value> make_weak_proxy(Thread& thread, Value referent, Value callback) {
    TRY(check_referent(thread, referent));
    Object* object = referent.as_object();
    Type* type = thread.interp.type_of(referent)->slots.call ? thread.types().weak_callable_proxy
                                                             : thread.types().weak_proxy;
    if (callback.is_empty())
        for (WeakRef* known : weakrefs_of(thread.interp, referent))
            if (known->callback.is_empty() && known->type() == type) return share(Value(known));
    Ref<WeakRef> proxy = TRY(new_object<WeakRef>(thread, type));
    proxy->hash = -1;
    proxy->callback = share(callback).release();
    enter(thread.interp, proxy.get(), object);
    return proxy;
}

std::vector<WeakRef*> weakrefs_of(Interpreter& interp, Value object) {
    if (!object.is_object() || !(object.as_object()->flags & kHasWeakrefs)) return {};
    std::vector<WeakRef*> alive;
    for (WeakRef* ref : table_of(interp).entries[object.as_object()])
        if (ref->refcount > 0) alive.push_back(ref);
    return alive;
}

constexpr TypeSpec kWeakRefType =
    native<WeakRef>({.name = "weakref.ReferenceType",
                     .kind = Kind::kWeakRef,
                     .flags = kBaseType,
                     .make = {"@hidden @lax @as:__new__ ref(object, callback=None, /)", ref_make},
                     .init = {"@hidden @strict @as:__init__ ref(object, callback=None, /)", ref_init},
                     .call = {"@unpack weakref()", ref_call},
                     .doc = "A reference that does not keep its object alive.",
                     .slots = {.repr = ref_repr, .hash = ref_hash, .compare = ref_compare},
                     .methods = kMethods,
                     .attributes = kAttributes});

void init_weakref(Interpreter& interp) {
    interp.types().weakref = native_type(interp, kWeakRefType);
    init_weak_proxy(interp);
}

}  // namespace moult
