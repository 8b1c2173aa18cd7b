// Code objects as Python sees them: the co_ attributes, equality, text.
#include <cmath>

#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/set.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/code_methods.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

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
    // The wordcode never changes: what adapts is its executable form.
    {"_co_code_adaptive", get_object<Value, &Code::wordcode_bytes>, nullptr, nullptr},
    {"co_lnotab", [](Thread& t, Value v) { return code_lnotab(t, v.as<Code>()); }, nullptr, nullptr},
    {"co_consts", get_object<Tuple, &Code::consts>, nullptr, nullptr, true},
    {"co_names", get_object<Tuple, &Code::names>, nullptr, nullptr, true},
    {"co_filename", get_object<Str, &Code::filename>, nullptr, nullptr, true},
    {"co_name", get_object<Str, &Code::name>, nullptr, nullptr, true},
    {"co_qualname", get_object<Str, &Code::qualname>, nullptr, nullptr, true},
    {"co_linetable", get_object<Value, &Code::linetable>, nullptr, nullptr, true},
    {"co_exceptiontable", get_object<Value, &Code::exceptiontable>, nullptr, nullptr, true},
    {"co_varnames",
     [](Thread& t, Value v) { return Ref<Value>(code_names_of_kind(t, v.as<Code>(), kCodeNameLocal)); },
     nullptr, nullptr},
    {"co_cellvars",
     [](Thread& t, Value v) { return Ref<Value>(code_names_of_kind(t, v.as<Code>(), kCodeNameCell)); },
     nullptr, nullptr},
    {"co_freevars",
     [](Thread& t, Value v) { return Ref<Value>(code_names_of_kind(t, v.as<Code>(), kCodeNameFree)); },
     nullptr, nullptr},
};

Ref<Value> code_repr(Thread& thread, Value self) {
    auto* code = self.as<Code>();
    return format_str(thread, "<code object %s at %p, file \"%s\", line %d>",
                      to_utf8(code->name.get()).c_str(), static_cast<void*>(code),
                      to_utf8(code->filename.get()).c_str(), code->firstlineno ? code->firstlineno : -1);
}

// What equal code objects agree in, constants aside.
Ref<Tuple> identity_of(Thread& thread, Code* code) {
    return moult::make_tuple(
        thread,
        {code->name.value(), Value::small_int(code->argcount), Value::small_int(code->posonlyargcount),
         Value::small_int(code->kwonlyargcount), Value::small_int(code->flags), code->wordcode_bytes.get(),
         code->names.value(), code->localsplusnames.value(), code->linetable.get()});
}

// A value that is equal for constants that are the same: of the same type, with the same signs of zeros, and
// so on in the items of containers. Other objects are the same as themselves only.
Ref<Value> constant_key(Thread& thread, Value constant);

Ref<Value> key_of_items(Thread& thread, std::span<const Value> items) {
    RecursionGuard guard(thread, " in comparison");
    if (guard.failed()) return kError;
    Ref<Tuple> keys = TRY(allocate_tuple(thread, items.size()));
    std::fill_n(keys->items(), keys->length, Value::none());
    for (size_t i = 0; i < items.size(); ++i)
        keys->items()[i] = TRY(constant_key(thread, items[i])).release();
    return keys;
}

Ref<Value> constant_key(Thread& thread, Value constant) {
    Ref<Value> part = share(constant);
    bool negative = false, negative_imaginary = false;
    if (constant.is_double()) {
        negative = std::signbit(constant.as_double());
    } else if (is_exact<Complex>(constant)) {
        negative = std::signbit(constant.as<Complex>()->real);
        negative_imaginary = std::signbit(constant.as<Complex>()->imag);
    } else if (is_exact<Tuple>(constant)) {
        part = TRY(key_of_items(thread, constant.as<Tuple>()->span()));
    } else if (thread.interp.type_of(constant) == thread.types().frozenset) {
        std::vector<Value> items;
        size_t position = 0;
        for (Value item; set_next(as_any_set(constant), &position, &item);) items.push_back(item);
        Ref<Value> keys = TRY(key_of_items(thread, items));
        part = TRY(make_frozenset(thread, keys));
    } else if (constant.is_object() && !is_exact<Str>(constant) && !is_exact<Bytes>(constant) &&
               !is_exact<Code>(constant) && as_int(constant).is_empty()) {
        part = TRY(make_int(thread, static_cast<int64_t>(reinterpret_cast<uintptr_t>(constant.as_object()))));
    }
    return moult::make_tuple(thread, {Value(thread.interp.type_of(constant)), part.get(),
                                      Value::boolean(negative), Value::boolean(negative_imaginary)});
}

Result<bool> are_same_constants(Thread& thread, const Tuple* left, const Tuple* right) {
    if (left == right) return true;
    Ref<Value> left_key = TRY(key_of_items(thread, left->span()));
    Ref<Value> right_key = TRY(key_of_items(thread, right->span()));
    return compare_truth(thread, left_key, right_key, CompareOp::kEq);
}

Ref<Value> code_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<Code>(other))
        return Value::not_implemented();
    bool equal = self == other;
    auto *left = self.as<Code>(), *right = other.as<Code>();
    if (!equal && left->firstlineno == right->firstlineno) {
        Ref<Tuple> left_parts = TRY(identity_of(thread, left));
        Ref<Tuple> right_parts = TRY(identity_of(thread, right));
        equal = TRY(compare_truth(thread, left_parts.value(), right_parts.value(), CompareOp::kEq)) &&
                TRY(are_same_constants(thread, left->consts.get(), right->consts.get()));
    }
    return Value::boolean(equal == (op == CompareOp::kEq));
}
Result<int64_t> code_hash(Thread& thread, Value self) {
    Ref<Tuple> identity = TRY(identity_of(thread, self.as<Code>()));
    Ref<Tuple> whole = TRY(moult::make_tuple(thread, {identity.value(), self.as<Code>()->consts.value()}));
    return hash(thread, whole.value());
}

Ref<Value> sizeof_method(Thread& thread, Args args) {
    return make_int(thread, static_cast<int64_t>(sizeof(Code) + args[0].as<Code>()->wordcode_size));
}

Ref<Value> varname_method(Thread& thread, Args args) {
    int index = TRY(as_c_int(thread, args[1]));
    const Tuple* names = args[0].as<Code>()->localsplusnames.get();
    if (index < 0 || static_cast<uint64_t>(index) >= names->length)
        return raise(thread, thread.types().index_error, "tuple index out of range");
    return share(names->items()[index]);
}

constexpr MethodDef kMethods[] = {
    {"__sizeof__(self, /)", sizeof_method, "The size of the code object in memory, in bytes."},
    {"_varname_from_oparg(self, /, oparg)", varname_method,
     "The local variable that an instruction's argument means."},
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

void Code::release(Interpreter& interp, Code& code) {
    if (code.executable && interp.hooks.free_executable) interp.hooks.free_executable(code.executable);
    interp.heap.free_plain(code.wordcode);
}
void Code::visit(Code& code, Visitor& visitor) {
    const InterpreterHooks& hooks = code.type()->interp->hooks;
    if (code.executable && hooks.visit_executable) hooks.visit_executable(code.executable, visitor);
}

constexpr TypeSpec kCodeType =
    native<Code>({.name = "code",
                  .kind = Kind::kCode,
                  .flags = kHiddenFromGc | kHasWeakrefSupport,
                  .make = {"code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n"
                           "     flags, codestring, constants, names, varnames, filename, name,\n"
                           "     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n"
                           "     cellvars=(), /)",
                           code_make},
                  .doc = "Compiled code with all it needs but globals and arguments.",
                  .slots = {.repr = code_repr, .hash = code_hash, .compare = code_compare},
                  .methods = kMethods,
                  .attributes = kAttributes});

void init_code(Interpreter& interp) {
    interp.types().code = native_type(interp, kCodeType);
}

}  // namespace moult
