// The builtin types of the machine, one row each: field of Types. Exceptions are in exception_list.h.
#pragma once

// clang-format off
#define MOULT_BUILTIN_TYPES(X) \
    X(object) X(type) X(none) X(not_implemented) X(ellipsis) X(bool_) X(int_) X(float_) X(complex) X(str) \
    X(bytes) X(bytearray) X(memoryview) X(tuple) X(list) X(dict) X(set) X(frozenset) X(range) X(slice) \
    X(module) X(function) X(method) X(builtin_function) X(method_descriptor) X(classmethod_descriptor) \
    X(wrapper_descriptor) X(method_wrapper) X(getset_descriptor) X(member_descriptor) X(property) \
    X(classmethod) X(staticmethod) X(super) X(namespace_) X(code) X(cell) X(frame) X(traceback) X(generator) \
    X(coroutine) X(async_generator) X(asyncgen_hooks) X(list_iterator) X(list_reverse_iterator) \
    X(tuple_iterator) X(str_iterator) X(str_ascii_iterator) X(range_iterator) X(dict_keys) X(dict_values) \
    X(dict_items) X(dict_key_iterator) X(dict_value_iterator) X(dict_item_iterator) X(enumerate) X(zip) X(map) \
    X(filter) X(reversed) X(weakref) X(generic_alias) X(union_) X(weak_proxy) X(weak_callable_proxy) \
    X(struct_time)
// clang-format on
