// Code objects as Python sees them: the co_ attributes.
#include "runtime/strings/bytes.h"
#include "runtime/objects/code_methods.h"
#include "runtime/objects/function.h"
#include "runtime/numbers/int.h"
#include "runtime/strings/str.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations.h"
#include "runtime/type_internals.h"
#include "runtime/visitor.h"

namespace moult {

namespace {

// Bits of localspluskinds, as CPython 3.11 has them.
enum : uint8_t { kKindLocal = 0x20, kKindCell = 0x40, kKindFree = 0x80 };

template <int Code::* field>
Ref<Value> get_number(Thread&, Value self) {
    return Value::small_int(self.as<Code>()->*field);
}
template <class T, Ref<T> Code::* field>
Ref<Value> get_object(Thread&, Value self) {
    const Ref<T>& object = self.as<Code>()->*field;
    if constexpr (std::is_same_v<T, Value>)
        return object;
    else
        return share(object.value());
}

Ref<Value> names_of_kind(Thread& thread, Value self, uint8_t kind) {
    auto* code = self.as<Code>();
    Bytes* kinds = as_bytes(code->localspluskinds);
    std::vector<Value> names;
    for (size_t i = 0; i < code->localsplusnames->length && kinds && i < kinds->length; ++i)
        if (kinds->data()[i] & kind) names.push_back(code->localsplusnames->items()[i]);
    return moult::make_tuple(thread, std::span<const Value>(names));
}

constexpr GetSetDef kAttributes[] = {
    {"co_argcount", get_number<&Code::argcount>, nullptr, nullptr, true},
    {"co_posonlyargcount", get_number<&Code::posonlyargcount>, nullptr, nullptr, true},
    {"co_kwonlyargcount", get_number<&Code::kwonlyargcount>, nullptr, nullptr, true},
    {"co_nlocals", get_number<&Code::nlocals>, nullptr, nullptr, true},
    {"co_stacksize", get_number<&Code::stacksize>, nullptr, nullptr, true},
    {"co_firstlineno", get_number<&Code::firstlineno>, nullptr, nullptr, true},
    {"co_flags", [](Thread&, Value v) -> Ref<Value> { return Value::small_int(v.as<Code>()->flags); },
     nullptr, nullptr},
    {"co_code", get_object<Value, &Code::wordcode_bytes>, nullptr, nullptr},
    {"co_consts", get_object<Tuple, &Code::consts>, nullptr, nullptr, true},
    {"co_names", get_object<Tuple, &Code::names>, nullptr, nullptr, true},
    {"co_filename", get_object<Str, &Code::filename>, nullptr, nullptr, true},
    {"co_name", get_object<Str, &Code::name>, nullptr, nullptr, true},
    {"co_qualname", get_object<Str, &Code::qualname>, nullptr, nullptr, true},
    {"co_linetable", get_object<Value, &Code::linetable>, nullptr, nullptr, true},
    {"co_exceptiontable", get_object<Value, &Code::exceptiontable>, nullptr, nullptr, true},
    {"co_varnames", [](Thread& t, Value v) { return names_of_kind(t, v, kKindLocal); }, nullptr, nullptr},
    {"co_cellvars", [](Thread& t, Value v) { return names_of_kind(t, v, kKindCell); }, nullptr, nullptr},
    {"co_freevars", [](Thread& t, Value v) { return names_of_kind(t, v, kKindFree); }, nullptr, nullptr},
};

Ref<Value> code_repr(Thread& thread, Value self) {
    auto* code = self.as<Code>();
    return format_str(thread, "<code object %s at %p, file \"%s\", line %d>",
                      to_utf8(code->name.get()).c_str(), static_cast<void*>(code),
                      to_utf8(code->filename.get()).c_str(), code->firstlineno);
}

// What equal code objects agree in.
Ref<Tuple> identity_of(Thread& thread, Code* code) {
    return moult::make_tuple(
        thread, {code->name.value(), Value::small_int(code->argcount),
                 Value::small_int(code->posonlyargcount), Value::small_int(code->kwonlyargcount),
                 Value::small_int(code->flags), Value::small_int(code->firstlineno),
                 code->wordcode_bytes.get(), code->consts.value(), code->names.value(),
                 code->localsplusnames.value(), code->linetable.get(), code->exceptiontable.get()});
}
Ref<Value> code_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<Code>(other))
        return Value::not_implemented();
    bool equal = self == other;
    if (!equal) {
        Ref<Tuple> left = TRY(identity_of(thread, self.as<Code>()));
        Ref<Tuple> right = TRY(identity_of(thread, other.as<Code>()));
        equal = TRY(compare_truth(thread, left.value(), right.value(), CompareOp::kEq));
    }
    return Value::boolean(equal == (op == CompareOp::kEq));
}
Result<int64_t> code_hash(Thread& thread, Value self) {
    Ref<Tuple> identity = TRY(identity_of(thread, self.as<Code>()));
    return hash(thread, identity.value());
}

void code_dealloc(Interpreter& interp, Object* object) {
    auto* code = static_cast<Code*>(object);
    if (code->executable && interp.hooks.free_executable) interp.hooks.free_executable(code->executable);
    interp.heap.free(code->wordcode);
    code->~Code();
    interp.heap.free(code);
}
void code_traverse(Object* object, Visitor& visitor) {
    auto* code = static_cast<Code*>(object);
    visitor.visit(code->consts);
    visitor.visit(code->names);
}

constexpr MethodDef kMethods[] = {
    {"co_lines(self, /)", code_lines_method, "An iterator of (first offset, end offset, line)."},
    {"co_positions(self, /)", code_positions_method,
     "An iterator of (line, end line, column, end column), one for each two bytes of co_code."},
    {"replace(self, /, *, co_argcount=..., co_posonlyargcount=..., co_kwonlyargcount=..., co_nlocals=..., "
     "co_stacksize=..., co_flags=..., co_firstlineno=..., co_code=..., co_consts=..., co_names=..., "
     "co_varnames=..., co_freevars=..., co_cellvars=..., co_filename=..., co_name=..., co_qualname=..., "
     "co_linetable=..., co_exceptiontable=...)",
     code_replace_method, "A copy of the code object with new values for the given fields."},
};

}  // namespace

void init_code(Interpreter& interp) {
    TypeSpec spec{.name = "code",
                  .kind = Kind::kCode,
                  .flags = kHasWeakrefSupport,
                  .size = sizeof(Code),
                  .doc = "Compiled code with all it needs but globals and arguments.",
                  .methods = kMethods,
                  .attributes = kAttributes};
    spec.slots.repr = code_repr;
    spec.slots.compare = code_compare;
    spec.slots.hash = code_hash;
    spec.slots.dealloc = code_dealloc;
    spec.slots.traverse = code_traverse;
    interp.types.code = make_type(interp, spec);
}

}  // namespace moult
