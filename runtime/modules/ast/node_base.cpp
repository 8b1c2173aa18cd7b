// AST, the base of all classes of the module ast: how instances are made and pickled.
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/modules/ast/node_classes.h"
#include "runtime/objects/instance.h"
#include "runtime/operations/operations.h"
#include "runtime/state/interpreter.h"

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

// Positional arguments are fields in their order; keyword arguments may be any attributes.
Status node_init(Thread& thread, Value self, CallArgs args) {
    Type* type = thread.interp.type_of(self);
    Ref<Str> fields_name = TRY(intern(thread, "_fields"));
    Ref<Value> fields = TRY(find_attribute(thread, Value(type), fields_name.get()));
    int64_t count = fields.is_empty() ? 0 : TRY(length(thread, fields));
    if (count < args.positional)
        return raise_type_error(thread, "%.400s constructor takes at most %lld positional argument%s",
                                to_utf8(type->name.get()).c_str(), static_cast<long long>(count),
                                count == 1 ? "" : "s");
    for (uint32_t i = 0; i < args.positional; ++i) {
        Ref<Value> name = TRY(get_item(thread, fields, Value::small_int(i)));
        TRY(set_field(thread, self, name, args.values[i]));
    }
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
        Value name = args.names->items()[i];
        if (args.positional > 0) {
            int64_t place = TRY(index_of(thread, fields, count, name));
            if (place >= 0 && place < args.positional)
                return raise_type_error(thread, "%.400s got multiple values for argument '%s'",
                                        to_utf8(type->name.get()).c_str(), to_utf8(as_str(name)).c_str());
        }
        TRY(set_field(thread, self, name, args.values[args.positional + i]));
    }
    return {};
}

// Whatever the arguments, they are for __init__.
Ref<Value> node_new(Thread& thread, Type* type, CallArgs) {
    return allocate_instance(thread, type);
}

Ref<Value> node_reduce(Thread& thread, Args args) {
    Ref<Value> dict = TRY(find_attribute(thread, args[0], thread.interp.names.__dict__));
    Value type(thread.interp.type_of(args[0]));
    Value none(thread.interp.empty_tuple);
    if (dict.is_empty()) return make_tuple(thread, {type, none});
    return make_tuple(thread, {type, none, dict.get()});
}

constexpr MethodDef kMethods[] = {
    {"__reduce__(self, /)", node_reduce, nullptr},
};

}  // namespace

Type* make_node_base(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "ast.AST";
    spec.flags = kBaseType | kHasAttributes | kGcType | kHeapType;  // programs may change it
    spec.slots.init = node_init;
    spec.slots.new_instance = node_new;
    spec.methods = kMethods;
    return make_type(interp, spec);
}

}  // namespace moult
