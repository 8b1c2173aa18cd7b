// types.UnionType: int | str (PEP 604).
#include "runtime/classes/type_internals.h"
#include "runtime/containers/set.h"
#include "runtime/containers/tuple.h"
#include "runtime/objects/type_alias.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Union* union_of(Value self) {
    return self.as<Union>();
}

// Adds a member, the members of a union one by one, each once.
Status add_members(Thread& thread, std::vector<Ref<Value>>& members, Value value) {
    if (Union* other = as_instance<Union>(value)) {
        for (Value member : as_tuple(other->args)->span()) TRY(add_members(thread, members, member));
        return {};
    }
    Ref<Value> member = value.is_none() ? share(Value(thread.types().none)) : share(value);
    for (const Ref<Value>& known : members) {
        bool both_aliases = as_instance<GenericAlias>(known) && as_instance<GenericAlias>(member);
        if (known.get() == member.get()) return {};
        if (both_aliases && TRY(equals(thread, known, member))) return {};
    }
    members.push_back(std::move(member));
    return {};
}

Ref<Value> union_from(Thread& thread, const std::vector<Ref<Value>>& members) {
    if (members.size() == 1) return members[0];
    std::vector<Value> values(members.begin(), members.end());
    Ref<Tuple> args = TRY(moult::make_tuple(thread, std::span<const Value>(values)));
    Ref<Union> made = TRY(new_object<Union>(thread, thread.types().union_));
    made->args = args.release();
    return made;
}

Ref<Value> union_or(Thread& thread, Value left, Value right) {
    return make_union(thread, left, right);
}
Ref<Value> union_repr(Thread& thread, Value self) {
    StrBuilder builder(thread);
    bool first = true;
    for (Value member : as_tuple(union_of(self)->args)->span()) {
        if (!first) builder.add_ascii(" | ");
        first = false;
        Ref<Value> text = member == Value(thread.types().none) ? Ref<Value>(TRY(intern(thread, "None")))
                                                               : TRY(type_argument_repr(thread, member));
        builder.add(text.as<Str>());
    }
    return builder.finish();
}
Result<int64_t> union_hash(Thread& thread, Value self) {
    Ref<Set> members = TRY(make_frozenset(thread, union_of(self)->args));
    return hash(thread, members.value());
}
Ref<Value> union_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<Union>(other))
        return Value::not_implemented();
    Ref<Set> left = TRY(make_frozenset(thread, union_of(self)->args));
    Ref<Set> right = TRY(make_frozenset(thread, union_of(other)->args));
    return compare(thread, left.value(), right.value(), op);
}
Ref<Value> parameters_of(Thread& thread, Value self) {
    Union* made = union_of(self);
    if (made->parameters.is_empty())
        made->parameters = TRY(find_type_parameters(thread, made->args)).release();
    return share(made->parameters);
}
Ref<Value> union_get_item(Thread& thread, Value self, Value item) {
    Ref<Value> parameters = TRY(parameters_of(thread, self));
    Ref<Value> args = TRY(substitute_type_parameters(thread, self, union_of(self)->args, parameters, item));
    std::vector<Ref<Value>> members;
    for (Value member : as_tuple(args)->span()) TRY(add_members(thread, members, member));
    return union_from(thread, members);
}

constexpr GetSetDef kAttributes[] = {
    {"__args__", [](Thread&, Value v) { return share(union_of(v)->args); }, nullptr, nullptr},
    {"__parameters__", parameters_of, nullptr, "Type variables in the types.UnionType."},
};

}  // namespace

bool is_union_operand(Value value) {
    return value.is_none() || as_instance<Type>(value) || as_instance<GenericAlias>(value) ||
           is_exact<Union>(value);
}

Ref<Value> make_union(Thread& thread, Value left, Value right) {
    if (!is_union_operand(left) || !is_union_operand(right)) return Value::not_implemented();
    if (left.is_none() && right.is_none()) return Value::not_implemented();
    std::vector<Ref<Value>> members;
    TRY(add_members(thread, members, left));
    TRY(add_members(thread, members, right));
    return union_from(thread, members);
}

Result<bool> is_instance_of_union(Thread& thread, Value object, Union* made) {
    Ref<Value> args = share(made->args);
    for (Value member : as_tuple(args)->span()) {
        if (!as_instance<Type>(member))
            return raise_type_error(thread, "isinstance() argument 2 cannot be a parameterized generic");
        if (TRY(is_instance(thread, object, member))) return true;
    }
    return false;
}

constexpr TypeSpec kUnionType = native<Union>({.name = "types.UnionType",
                                               .kind = Kind::kUnion,
                                               .doc = "Represent a PEP 604 union type, such as int | str.",
                                               .slots = {.repr = union_repr,
                                                         .hash = union_hash,
                                                         .compare = union_compare,
                                                         .or_ = union_or,
                                                         .get_item = union_get_item},
                                               .attributes = kAttributes});

void init_union(Interpreter& interp) {
    interp.types().union_ = native_type(interp, kUnionType);
}

}  // namespace moult
