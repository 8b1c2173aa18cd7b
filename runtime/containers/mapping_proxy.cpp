// mappingproxy: a read-only view of a mapping; what cls.__dict__ gives.
#include "runtime/containers/mapping_proxy.h"

#include "runtime/containers/container_support.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

extern const TypeSpec kMappingProxyType;

Value mapping_of(Value self) {
    return self.as<MappingProxy>()->mapping;
}
// The mapping behind a proxy; what is no proxy, itself.
Value unwrapped(Thread& thread, Value v) {
    return is_instance_of(thread.interp, v, kMappingProxyType) ? mapping_of(v) : v;
}

Ref<Value> proxy_get_item(Thread& thread, Value self, Value key) {
    return get_item(thread, mapping_of(self), key);
}
Result<int64_t> proxy_length(Thread& thread, Value self) {
    return length(thread, mapping_of(self));
}
Result<bool> proxy_contains(Thread& thread, Value self, Value key) {
    return contains(thread, mapping_of(self), key);
}
Ref<Value> proxy_iter(Thread& thread, Value self) {
    return get_iterator(thread, mapping_of(self));
}
Ref<Value> proxy_repr(Thread& thread, Value self) {
    Ref<Str> inner = TRY(repr(thread, mapping_of(self)));
    return format_str(thread, "mappingproxy(%s)", to_utf8(inner.get()).c_str());
}
Ref<Value> proxy_str(Thread& thread, Value self) {
    return to_str(thread, mapping_of(self));
}
Result<int64_t> proxy_hash(Thread& thread, Value self) {
    return hash(thread, mapping_of(self));
}
Ref<Value> proxy_compare(Thread& thread, Value self, Value other, CompareOp op) {
    return compare(thread, mapping_of(self), unwrapped(thread, other), op);
}
Ref<Value> proxy_or(Thread& thread, Value left, Value right) {
    return binary_op(thread, BinaryOp::kOr, unwrapped(thread, left), unwrapped(thread, right));
}
Ref<Value> proxy_inplace_or(Thread& thread, Value left, Value) {
    return raise_type_error(thread, "'|=' is not supported by %s; use '|' instead", type_name(thread, left));
}
Ref<Value> proxy_make(Thread& thread, Type*, Args args) {
    Value mapping = args[0];
    Type* type = thread.interp.type_of(mapping);
    if (!type->slots.get_item || type->base_kind == Kind::kList || type->base_kind == Kind::kTuple)
        return raise_type_error(thread, "mappingproxy() argument must be a mapping, not %s",
                                type_name(thread, mapping));
    return make_mapping_proxy(thread, mapping);
}

Ref<Value> forward(Thread& thread, Args args, const char* name) {
    Ref<Str> method = TRY(intern(thread, name));
    return call_method(thread, mapping_of(args[0]), method.get());
}
Ref<Value> proxy_get(Thread& thread, Args args) {
    return call_method(thread, mapping_of(args[0]), thread.interp.names().get, {args[1], args[2]});
}
constexpr MethodDef kMethods[] = {
    {"get(self, key, default=None, /)", proxy_get,
     "Return the value for key if key is in the mapping, else default."},
    {"keys(self, /)", [](Thread& t, Args a) { return forward(t, a, "keys"); }, "The keys of the mapping."},
    {"values(self, /)", [](Thread& t, Args a) { return forward(t, a, "values"); },
     "The values of the mapping."},
    {"items(self, /)", [](Thread& t, Args a) { return forward(t, a, "items"); }, "The items of the mapping."},
    {"copy(self, /)", [](Thread& t, Args a) { return forward(t, a, "copy"); },
     "A shallow copy of the mapping."},
    {"__reversed__(self, /)", [](Thread& t, Args a) { return forward(t, a, "__reversed__"); },
     "The keys from last to first."},
    kClassGetItem,
};

constexpr TypeSpec kMappingProxyType =
    native<MappingProxy>({.name = "mappingproxy",
                          .flags = kMatchMapping,
                          .make = {"@hidden mappingproxy(mapping)", proxy_make},
                          .slots = {.repr = proxy_repr,
                                    .str = proxy_str,
                                    .hash = proxy_hash,
                                    .compare = proxy_compare,
                                    .iter = proxy_iter,
                                    .or_ = proxy_or,
                                    .inplace_or = proxy_inplace_or,
                                    .length = proxy_length,
                                    .get_item = proxy_get_item,
                                    .contains = proxy_contains},
                          .methods = kMethods});

}  // namespace

Ref<Value> make_mapping_proxy(Thread& thread, Value mapping) {
    Ref<MappingProxy> proxy =
        TRY(new_object<MappingProxy>(thread, native_type(thread.interp, kMappingProxyType)));
    proxy->mapping = share(mapping).release();
    return proxy;
}

}  // namespace moult
