// Special methods of builtin types, called by name: check the arguments, call the slot. Also the descriptors
// that show them, wrapper_descriptor and method-wrapper.
#include "runtime/classes/descriptors.h"
#include "runtime/classes/slot_table.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

template <class Slot>
Slot as_slot(AnySlot slot) {
    return reinterpret_cast<Slot>(slot);
}

Failure raise_count(Thread& thread, const char* how, uint32_t bound, CallArgs args) {
    return raise_type_error(thread, "%sexpected %s%u argument%s, got %u", how ? " " : "", how ? how : "",
                            bound, bound == 1 ? "" : "s", args.positional);
}

Status check_keywords(Thread& thread, const SlotRow& row, CallArgs args) {
    if (!args.keyword_count()) return {};
    return raise_type_error(thread, "wrapper %s() takes no keyword arguments", row.name);
}

Status check_count(Thread& thread, const SlotRow& row, CallArgs args, uint32_t count) {
    TRY(check_keywords(thread, row, args));
    return args.positional == count ? Status() : raise_count(thread, nullptr, count, args);
}

// Those that CPython unpacks under the name "", which leaves a blank in front of the message.
Status check_range(Thread& thread, const SlotRow& row, CallArgs args, uint32_t least, uint32_t most) {
    TRY(check_keywords(thread, row, args));
    if (args.positional < least) return raise_count(thread, least == most ? "" : "at least ", least, args);
    if (args.positional > most) return raise_count(thread, least == most ? "" : "at most ", most, args);
    return {};
}

// object.__setattr__(cls, ...) must not reach past the rules of the class's own layout.
Status check_not_bypassed(Thread& thread, AnySlot slot, Value self, const char* what) {
    Type* type = thread.interp.type_of(self);
    while (type && type->is_heap_type()) type = type->base;
    // Up to the type that brought the slot in use.
    if (!type || reinterpret_cast<AnySlot>(type->slots.set_attr) == slot) return {};
    if (type->base_kind != Kind::kType && type->base_kind != Kind::kModule) return {};
    return raise_type_error(thread, "can't apply this %s to %s object", what, type_name(thread, self));
}

Ref<Str> attribute_name(Thread& thread, Value name) {
    Str* text = as_str(name);
    if (!text)
        return raise_type_error(thread, "attribute name must be string, not '%s'", type_name(thread, name));
    return intern(thread, text);
}

Ref<Value> status_as_none(Status status) {
    if (failed(status)) return kError;
    return Value::none();
}

}  // namespace

Ref<Value> wrap_unary(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    return as_slot<UnarySlot>(slot)(thread, self);
}
Ref<Value> wrap_binary(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    return as_slot<BinarySlot>(slot)(thread, self, args.values[0]);
}
Ref<Value> wrap_reflected(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    return as_slot<BinarySlot>(slot)(thread, args.values[0], self);
}
Ref<Value> wrap_power(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 1, 2));
    Value modulus = args.positional == 2 ? args.values[1] : Value::none();
    return as_slot<TernarySlot>(slot)(thread, self, args.values[0], modulus);
}
Ref<Value> wrap_reflected_power(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 1, 2));
    Value modulus = args.positional == 2 ? args.values[1] : Value::none();
    return as_slot<TernarySlot>(slot)(thread, args.values[0], self, modulus);
}
Ref<Value> wrap_repeat(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 1, 1));
    int64_t count = TRY(index_as_int64(thread, args.values[0], thread.types().overflow_error));
    return as_slot<decltype(TypeSlots::repeat)>(slot)(thread, self, count);
}
Ref<Value> wrap_truth(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    return Value::boolean(TRY(as_slot<decltype(TypeSlots::truth)>(slot)(thread, self)));
}
Ref<Value> wrap_hash(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    return make_int(thread, TRY(as_slot<decltype(TypeSlots::hash)>(slot)(thread, self)));
}
Ref<Value> wrap_length(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    return make_int(thread, TRY(as_slot<decltype(TypeSlots::length)>(slot)(thread, self)));
}
Ref<Value> wrap_call(Thread& thread, const SlotRow&, AnySlot slot, Value self, CallArgs args) {
    return as_slot<decltype(TypeSlots::call)>(slot)(thread, self, args);
}
Ref<Value> wrap_get_attr(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    Ref<Str> name = TRY(attribute_name(thread, args.values[0]));
    return as_slot<decltype(TypeSlots::get_attr)>(slot)(thread, self, name.get());
}
Ref<Value> wrap_set_attr(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 2, 2));
    TRY(check_not_bypassed(thread, slot, self, "__setattr__"));
    Ref<Str> name = TRY(attribute_name(thread, args.values[0]));
    return status_as_none(
        as_slot<decltype(TypeSlots::set_attr)>(slot)(thread, self, name.get(), args.values[1]));
}
Ref<Value> wrap_del_attr(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    TRY(check_not_bypassed(thread, slot, self, "__delattr__"));
    Ref<Str> name = TRY(attribute_name(thread, args.values[0]));
    return status_as_none(
        as_slot<decltype(TypeSlots::set_attr)>(slot)(thread, self, name.get(), Value::empty()));
}
Ref<Value> wrap_next(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    Ref<Value> item = as_slot<UnarySlot>(slot)(thread, self);
    if (item.is_empty()) return raise_stop_iteration(thread, Value::empty());
    return item;
}
Ref<Value> wrap_descr_get(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 1, 2));
    Value instance = args.values[0];
    Value owner = args.positional == 2 ? args.values[1] : Value::none();
    if (instance.is_none()) instance = Value::empty();
    if (owner.is_none()) owner = Value::empty();
    if (instance.is_empty() && owner.is_empty())
        return raise_type_error(thread, "__get__(None, None) is invalid");
    return as_slot<decltype(TypeSlots::descr_get)>(slot)(thread, self, instance, owner);
}
Ref<Value> wrap_descr_set(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 2, 2));
    return status_as_none(
        as_slot<decltype(TypeSlots::descr_set)>(slot)(thread, self, args.values[0], args.values[1]));
}
Ref<Value> wrap_descr_delete(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    return status_as_none(
        as_slot<decltype(TypeSlots::descr_set)>(slot)(thread, self, args.values[0], Value::empty()));
}
Ref<Value> wrap_init(Thread& thread, const SlotRow&, AnySlot slot, Value self, CallArgs args) {
    return status_as_none(as_slot<decltype(TypeSlots::init)>(slot)(thread, self, args));
}
Ref<Value> wrap_finalize(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 0));
    as_slot<decltype(TypeSlots::finalize)>(slot)(thread, self.as_object());
    return Value::none();
}
Ref<Value> wrap_set_item(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_range(thread, row, args, 2, 2));
    return status_as_none(
        as_slot<decltype(TypeSlots::set_item)>(slot)(thread, self, args.values[0], args.values[1]));
}
Ref<Value> wrap_del_item(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    return status_as_none(
        as_slot<decltype(TypeSlots::set_item)>(slot)(thread, self, args.values[0], Value::empty()));
}
Ref<Value> wrap_contains(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    TRY(check_count(thread, row, args, 1));
    return Value::boolean(TRY(as_slot<decltype(TypeSlots::contains)>(slot)(thread, self, args.values[0])));
}
Ref<Value> compare_wrapped(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args,
                           CompareOp op) {
    TRY(check_count(thread, row, args, 1));
    return as_slot<decltype(TypeSlots::compare)>(slot)(thread, self, args.values[0], op);
}

// --- wrapper_descriptor and method-wrapper

namespace {

Ref<Value> call_wrapper(Thread& thread, WrapperDescriptor* descriptor, Value self, CallArgs args) {
    Ref<Object> guard = share(static_cast<Object*>(descriptor));
    return descriptor->row->wrapper(thread, *descriptor->row, descriptor->slot, self, args);
}

std::string owner_name(WrapperDescriptor* descriptor) {
    return full_name(descriptor->owner);
}

Ref<Value> descriptor_call(Thread& thread, Value self, CallArgs args) {
    auto* descriptor = self.as<WrapperDescriptor>();
    if (args.positional == 0)
        return raise_type_error(thread, "descriptor '%s' of '%s' object needs an argument",
                                descriptor->row->name, owner_name(descriptor).c_str());
    Value object = args.values[0];
    if (!thread.interp.type_of(object)->is_subtype(descriptor->owner))
        return raise_type_error(thread, "descriptor '%s' requires a '%s' object but received a '%s'",
                                descriptor->row->name, owner_name(descriptor).c_str(),
                                type_name(thread, object));
    return call_wrapper(thread, descriptor, object, args.without_first());
}

Ref<Value> descriptor_get(Thread& thread, Value self, Value instance, Value) {
    if (instance.is_empty()) return share(self);
    auto* descriptor = self.as<WrapperDescriptor>();
    if (!thread.interp.type_of(instance)->is_subtype(descriptor->owner))
        return raise_type_error(thread, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                                descriptor->row->name, owner_name(descriptor).c_str(),
                                type_name(thread, instance));
    Ref<MethodWrapper> wrapper = TRY(new_object<MethodWrapper>(thread, thread.types().method_wrapper));
    wrapper->descriptor = share(self).release();
    wrapper->self = share(instance).release();
    return wrapper;
}

Ref<Value> descriptor_repr(Thread& thread, Value self) {
    auto* descriptor = self.as<WrapperDescriptor>();
    return format_str(thread, "<slot wrapper '%s' of '%s' objects>", descriptor->row->name,
                      owner_name(descriptor).c_str());
}

Ref<Value> row_doc(Thread& thread, const SlotRow* row) {
    if (!row->doc) return Value::none();
    return make_str(thread, row->doc);
}
Ref<Value> row_signature(Thread& thread, const SlotRow* row) {
    if (!row->signature) return Value::none();
    return make_str(thread, row->signature);
}

constexpr GetSetDef kDescriptorAttributes[] = {
    {"__name__",
     [](Thread& t, Value v) -> Ref<Value> { return intern(t, v.as<WrapperDescriptor>()->row->name); },
     nullptr, nullptr},
    {"__qualname__",
     [](Thread& t, Value v) -> Ref<Value> {
         auto* d = v.as<WrapperDescriptor>();
         return format_str(t, "%s.%s", to_utf8(d->owner->qualname.get()).c_str(), d->row->name);
     },
     nullptr, nullptr},
    {"__doc__", [](Thread& t, Value v) { return row_doc(t, v.as<WrapperDescriptor>()->row); }, nullptr,
     nullptr},
    {"__text_signature__",
     [](Thread& t, Value v) { return row_signature(t, v.as<WrapperDescriptor>()->row); }, nullptr, nullptr},
    {"__objclass__",
     [](Thread&, Value v) -> Ref<Value> { return share(Value(v.as<WrapperDescriptor>()->owner)); }, nullptr,
     nullptr},
};

Ref<Value> descriptor_reduce(Thread& thread, Args args) {
    auto* descriptor = args[0].as<WrapperDescriptor>();
    return reduce_to_getattr(thread, Value(descriptor->owner), descriptor->row->name);
}
constexpr MethodDef kDescriptorMethods[] = {
    {"__reduce__(self, /)", descriptor_reduce, "Pickle the descriptor by its name."},
};

WrapperDescriptor* descriptor_of(Value wrapper) {
    return wrapper.as<MethodWrapper>()->descriptor.as<WrapperDescriptor>();
}

Ref<Value> wrapper_call(Thread& thread, Value self, CallArgs args) {
    Ref<Value> guard = share(self);
    return call_wrapper(thread, descriptor_of(self), self.as<MethodWrapper>()->self, args);
}
Ref<Value> wrapper_repr(Thread& thread, Value self) {
    Value object = self.as<MethodWrapper>()->self;
    return format_str(thread, "<method-wrapper '%s' of %s object at %p>", descriptor_of(self)->row->name,
                      type_name(thread, object), reinterpret_cast<void*>(object.bits));
}
Result<int64_t> wrapper_hash(Thread&, Value self) {
    auto* wrapper = self.as<MethodWrapper>();
    int64_t hash = static_cast<int64_t>((wrapper->self.bits >> 4) * 31 + (wrapper->descriptor.bits >> 4));
    return hash == -1 ? -2 : hash;
}
Ref<Value> wrapper_compare(Thread&, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<MethodWrapper>(other))
        return Value::not_implemented();
    auto *a = self.as<MethodWrapper>(), *b = other.as<MethodWrapper>();
    bool equal = a->descriptor == b->descriptor && a->self == b->self;
    return Value::boolean(equal == (op == CompareOp::kEq));
}
Ref<Value> wrapper_reduce(Thread& thread, Args args) {
    return reduce_to_getattr(thread, args[0].as<MethodWrapper>()->self, descriptor_of(args[0])->row->name);
}
constexpr MethodDef kWrapperMethods[] = {
    {"__reduce__(self, /)", wrapper_reduce, "Pickle the method by its name."},
};

constexpr GetSetDef kWrapperAttributes[] = {
    {"__self__", [](Thread&, Value v) { return share(v.as<MethodWrapper>()->self); }, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Ref<Value> { return share(Value(descriptor_of(v)->owner)); },
     nullptr, nullptr},
    {"__name__", [](Thread& t, Value v) -> Ref<Value> { return intern(t, descriptor_of(v)->row->name); },
     nullptr, nullptr},
    {"__qualname__",
     [](Thread& t, Value v) -> Ref<Value> {
         return format_str(t, "%s.%s", to_utf8(descriptor_of(v)->owner->qualname.get()).c_str(),
                           descriptor_of(v)->row->name);
     },
     nullptr, nullptr},
    {"__doc__", [](Thread& t, Value v) { return row_doc(t, descriptor_of(v)->row); }, nullptr, nullptr},
    {"__text_signature__", [](Thread& t, Value v) { return row_signature(t, descriptor_of(v)->row); },
     nullptr, nullptr},
};

}  // namespace

constexpr TypeSpec kWrapperDescriptorType = native<WrapperDescriptor>(
    {.name = "wrapper_descriptor",
     .kind = Kind::kWrapperDescriptor,
     .flags = kMethodDescriptorFlag,
     .slots = {.repr = descriptor_repr, .call = descriptor_call, .descr_get = descriptor_get},
     .methods = kDescriptorMethods,
     .attributes = kDescriptorAttributes});

constexpr TypeSpec kMethodWrapperType = native<MethodWrapper>(
    {.name = "method-wrapper",
     .kind = Kind::kMethodWrapper,
     .slots = {.repr = wrapper_repr, .hash = wrapper_hash, .call = wrapper_call, .compare = wrapper_compare},
     .methods = kWrapperMethods,
     .attributes = kWrapperAttributes});

void init_wrappers(Interpreter& interp) {
    interp.types().wrapper_descriptor = native_type(interp, kWrapperDescriptorType);
    interp.types().method_wrapper = native_type(interp, kMethodWrapperType);
}

}  // namespace moult
