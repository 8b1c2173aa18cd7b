// AST, the base of all classes of the module ast: how instances are made and pickled.
#include "interp/ast/node_classes.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/names.h"

namespace moult {

namespace {

// The place of a name among the fields, any sequence; -1: it is none of them.
Result<int64_t> index_of(Thread& thread, Value fields, int64_t count, Value name) {
    for (int64_t i = 0; i < count; ++i) {
        Ref<Value> field = TRY(get_item(thread, fields, Value::small_int(i)));
        if (TRY(equals(thread, field, name))) return i;
    }
    return -1;
}

Status set_field(Thread& thread, Value self, Value name, Value value) {
    Str* text = as_str(name);
    if (!text)
        return raise_type_error(thread, "attribute name must be string, not '%.200s'",
                                type_name(thread, name));
    Ref<Str> interned = TRY(intern(thread, text));
    return set_attribute(thread, self, interned.get(), value);
}

// *args are fields in their order; **kwargs may be any attributes.
Status node_init(Thread& thread, Value self, Args args) {
    Type* type = thread.interp.type_of(self);
    Ref<Str> fields_name = TRY(intern(thread, "_fields"));
    Ref<Value> fields = TRY(find_attribute(thread, Value(type), fields_name.get()));
    int64_t count = fields.is_empty() ? 0 : TRY(length(thread, fields));
    if (count < args.rest_count)
        return raise_type_error(thread, "%.400s constructor takes at most %lld positional argument%s",
                                to_utf8(type->name.get()).c_str(), static_cast<long long>(count),
                                count == 1 ? "" : "s");
    for (uint32_t i = 0; i < args.rest_count; ++i) {
        Ref<Value> name = TRY(get_item(thread, fields, Value::small_int(i)));
        TRY(set_field(thread, self, name, args.rest()[i]));
    }
    if (args[0].is_empty()) return {};
    auto* attributes = args[0].as<Dict>();
    size_t position = 0;
    Value name, value;
    while (dict_next(attributes, &position, &name, &value)) {
        if (args.rest_count > 0) {
            int64_t place = TRY(index_of(thread, fields, count, name));
            if (place >= 0 && place < args.rest_count)
                return raise_type_error(thread, "%.400s got multiple values for argument '%s'",
                                        to_utf8(type->name.get()).c_str(), to_utf8(as_str(name)).c_str());
        }
        TRY(set_field(thread, self, name, value));
    }
    return {};
}

Ref<Value> node_reduce(Thread& thread, Args args) {
    Ref<Value> dict = TRY(find_attribute(thread, args[0], thread.interp.names().__dict__));
    Value type(thread.interp.type_of(args[0]));
    Value none(thread.interp.empty_tuple);
    if (dict.is_empty()) return make_tuple(thread, {type, none});
    return make_tuple(thread, {type, none, dict.get()});
}

constexpr MethodDef kMethods[] = {
    {"@hidden __reduce__(self, /)", node_reduce, nullptr},
};

struct Node : Object {};  // attributes alone

constexpr TypeSpec kNodeType =
    native<Node>({.name = "ast.AST",
                  .flags = kBaseType | kHasAttributes | kGcType | kHeapType,  // programs may change it
                  .init = {"@hidden AST(*args, **kwargs)", node_init},
                  .methods = kMethods});

}  // namespace

Type* node_base(Interpreter& interp) {
    return native_type(interp, kNodeType);
}

}  // namespace moult
