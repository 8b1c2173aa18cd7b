// _operator: the operators of the language as functions. Its callable types are in getters.cpp.
#include <vector>

#include "modules/functional/operator.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

template <BinaryOp op>
Ref<Value> binary(Thread& thread, Args args) {
    return binary_op(thread, op, args[0], args[1]);
}
template <BinaryOp op>
Ref<Value> inplace(Thread& thread, Args args) {
    return inplace_op(thread, op, args[0], args[1]);
}
template <CompareOp op>
Ref<Value> compare_by(Thread& thread, Args args) {
    return compare(thread, args[0], args[1], op);
}
template <auto operation>
Ref<Value> unary(Thread& thread, Args args) {
    return operation(thread, args[0]);
}

Ref<Value> power_of(Thread& thread, Args args) {
    return power(thread, args[0], args[1], Value::none());
}
Ref<Value> truth_of(Thread& thread, Args args) {
    return Value::boolean(TRY(truth(thread, args[0])));
}
Ref<Value> not_of(Thread& thread, Args args) {
    return Value::boolean(!TRY(truth(thread, args[0])));
}
Ref<Value> is(Thread&, Args args) {
    return Value::boolean(args[0] == args[1]);
}
Ref<Value> is_not(Thread&, Args args) {
    return Value::boolean(args[0] != args[1]);
}

// --- containers

// Has items by position, as far as its class shows.
bool is_sequence(Thread& thread, Value v) {
    return thread.interp.type_of(v)->slots.get_item && !as_instance<Dict>(v);
}
// Builtin sequences by what they do for +, others by their operator.
Ref<Value> concatenate(Thread& thread, Value left, Value right, bool in_place) {
    const TypeSlots& slots = thread.interp.type_of(left)->slots;
    if (in_place && slots.inplace_concat) return slots.inplace_concat(thread, left, right);
    if (slots.concat) return slots.concat(thread, left, right);
    if (!is_sequence(thread, left) || !is_sequence(thread, right))
        return raise_type_error(thread, "'%.200s' object can't be concatenated", type_name(thread, left));
    return in_place ? inplace_op(thread, BinaryOp::kAdd, left, right)
                    : binary_op(thread, BinaryOp::kAdd, left, right);
}
Ref<Value> concat(Thread& thread, Args args) {
    return concatenate(thread, args[0], args[1], false);
}
Ref<Value> inplace_concat(Thread& thread, Args args) {
    return concatenate(thread, args[0], args[1], true);
}

Ref<Value> contains_item(Thread& thread, Args args) {
    return Value::boolean(TRY(contains(thread, args[0], args[1])));
}
Ref<Value> iterator_over(Thread& thread, Value iterable) {
    Ref<Value> iterator = get_iterator(thread, iterable);
    if (!failed(iterator) || !error_matches(thread, thread.types().type_error)) return iterator;
    clear_error(thread);
    return raise_type_error(thread, "argument of type '%.200s' is not iterable", type_name(thread, iterable));
}
Ref<Value> count_of(Thread& thread, Args args) {
    Ref<Value> iterator = TRY(iterator_over(thread, args[0]));
    int64_t count = 0;
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return make_int(thread, count);
        count += TRY(equals(thread, item, args[1]));
    }
}
Ref<Value> index_of(Thread& thread, Args args) {
    Ref<Value> iterator = TRY(iterator_over(thread, args[0]));
    for (int64_t i = 0;; ++i) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return raise_value_error(thread, "sequence.index(x): x not in sequence");
        if (TRY(equals(thread, item, args[1]))) return make_int(thread, i);
    }
}
Ref<Value> get_item_of(Thread& thread, Args args) {
    return get_item(thread, args[0], args[1]);
}
Ref<Value> set_item_of(Thread& thread, Args args) {
    TRY(set_item(thread, args[0], args[1], args[2]));
    return Value::none();
}
Ref<Value> delete_item_of(Thread& thread, Args args) {
    TRY(set_item(thread, args[0], args[1], Value::empty()));
    return Value::none();
}
Ref<Value> length_hint_of(Thread& thread, Args args) {  // obj, default
    int64_t otherwise = TRY(as_ssize(thread, args[1]));
    return make_int(thread, TRY(length_hint(thread, args[0], otherwise)));
}

Ref<Value> call_with(Thread& thread, Args args) {  // obj, **kwargs; *args
    auto* keywords = args[1].is_empty() ? nullptr : args[1].as<Dict>();
    std::vector<Value> values(args.rest().begin(), args.rest().end()), names;
    size_t position = 0;
    for (Value key, value; keywords && dict_next(keywords, &position, &key, &value);) {
        names.push_back(key);
        values.push_back(value);
    }
    Ref<Tuple> name_row = TRY(moult::make_tuple(thread, std::span<const Value>(names)));
    CallArgs given{values.data(), args.rest_count, names.empty() ? nullptr : name_row.get()};
    return call(thread, args[0], given);
}

// Whether two texts are the same, in a time that depends on the length of the second alone.
Ref<Value> compare_digest(Thread& thread, Args args) {
    std::string_view left, right;
    Str *a = as_str(args[0]), *b = as_str(args[1]);
    if (a && b) {
        if (!a->is_ascii() || !b->is_ascii())
            return raise_type_error(thread, "comparing strings with non-ASCII characters is not supported");
        left = a->ascii_view();
        right = b->ascii_view();
    } else {
        for (Value given : {args[0], args[1]})
            if (std::string_view ignored; !as_buffer(given, &ignored))
                return raise_type_error(thread, "a bytes-like object is required, not '%.200s'",
                                        type_name(thread, given));
        as_buffer(args[0], &left);
        as_buffer(args[1], &right);
    }
    // Of another length, the second is compared with itself.
    bool same_length = left.size() == right.size();
    const volatile char* first = same_length ? left.data() : right.data();
    const volatile char* second = right.data();
    char difference = same_length ? 0 : 1;
    for (size_t i = 0; i < right.size(); ++i)
        difference = static_cast<char>(difference | (first[i] ^ second[i]));
    return Value::boolean(difference == 0);
}

constexpr MethodDef kFunctions[] = {
    {"truth(a, /)", truth_of, "Return True if a is true, False otherwise."},
    {"contains(a, b, /)", contains_item, "Same as b in a (note reversed operands)."},
    {"indexOf(a, b, /)", index_of, "Return the first index of b in a."},
    {"countOf(a, b, /)", count_of, "Return the number of items in a which are, or which equal, b."},
    {"is_(a, b, /)", is, "Same as a is b."},
    {"is_not(a, b, /)", is_not, "Same as a is not b."},
    {"add(a, b, /)", binary<BinaryOp::kAdd>, "Same as a + b."},
    {"sub(a, b, /)", binary<BinaryOp::kSubtract>, "Same as a - b."},
    {"mul(a, b, /)", binary<BinaryOp::kMultiply>, "Same as a * b."},
    {"matmul(a, b, /)", binary<BinaryOp::kMatrixMultiply>, "Same as a @ b."},
    {"floordiv(a, b, /)", binary<BinaryOp::kFloorDivide>, "Same as a // b."},
    {"truediv(a, b, /)", binary<BinaryOp::kTrueDivide>, "Same as a / b."},
    {"mod(a, b, /)", binary<BinaryOp::kRemainder>, "Same as a % b."},
    {"pow(a, b, /)", power_of, "Same as a ** b."},
    {"lshift(a, b, /)", binary<BinaryOp::kLshift>, "Same as a << b."},
    {"rshift(a, b, /)", binary<BinaryOp::kRshift>, "Same as a >> b."},
    {"and_(a, b, /)", binary<BinaryOp::kAnd>, "Same as a & b."},
    {"xor(a, b, /)", binary<BinaryOp::kXor>, "Same as a ^ b."},
    {"or_(a, b, /)", binary<BinaryOp::kOr>, "Same as a | b."},
    {"neg(a, /)", unary<negative>, "Same as -a."},
    {"pos(a, /)", unary<positive>, "Same as +a."},
    {"abs(a, /)", unary<absolute>, "Same as abs(a)."},
    {"inv(a, /)", unary<invert>, "Same as ~a."},
    {"invert(a, /)", unary<invert>, "Same as ~a."},
    {"index(a, /)", unary<to_index>, "Same as a.__index__()"},
    {"not_(a, /)", not_of, "Same as not a."},
    {"iadd(a, b, /)", inplace<BinaryOp::kAdd>, "Same as a += b."},
    {"isub(a, b, /)", inplace<BinaryOp::kSubtract>, "Same as a -= b."},
    {"imul(a, b, /)", inplace<BinaryOp::kMultiply>, "Same as a *= b."},
    {"imatmul(a, b, /)", inplace<BinaryOp::kMatrixMultiply>, "Same as a @= b."},
    {"ifloordiv(a, b, /)", inplace<BinaryOp::kFloorDivide>, "Same as a //= b."},
    {"itruediv(a, b, /)", inplace<BinaryOp::kTrueDivide>, "Same as a /= b."},
    {"imod(a, b, /)", inplace<BinaryOp::kRemainder>, "Same as a %= b."},
    {"ipow(a, b, /)", inplace<BinaryOp::kPower>, "Same as a **= b."},
    {"ilshift(a, b, /)", inplace<BinaryOp::kLshift>, "Same as a <<= b."},
    {"irshift(a, b, /)", inplace<BinaryOp::kRshift>, "Same as a >>= b."},
    {"iand(a, b, /)", inplace<BinaryOp::kAnd>, "Same as a &= b."},
    {"ixor(a, b, /)", inplace<BinaryOp::kXor>, "Same as a ^= b."},
    {"ior(a, b, /)", inplace<BinaryOp::kOr>, "Same as a |= b."},
    {"concat(a, b, /)", concat, "Same as a + b, for a and b sequences."},
    {"iconcat(a, b, /)", inplace_concat, "Same as a += b, for a and b sequences."},
    {"getitem(a, b, /)", get_item_of, "Same as a[b]."},
    {"setitem(a, b, c, /)", set_item_of, "Same as a[b] = c."},
    {"delitem(a, b, /)", delete_item_of, "Same as del a[b]."},
    {"eq(a, b, /)", compare_by<CompareOp::kEq>, "Same as a == b."},
    {"ne(a, b, /)", compare_by<CompareOp::kNe>, "Same as a != b."},
    {"lt(a, b, /)", compare_by<CompareOp::kLt>, "Same as a < b."},
    {"le(a, b, /)", compare_by<CompareOp::kLe>, "Same as a <= b."},
    {"gt(a, b, /)", compare_by<CompareOp::kGt>, "Same as a > b."},
    {"ge(a, b, /)", compare_by<CompareOp::kGe>, "Same as a >= b."},
    {"length_hint(obj, default=0, /)", length_hint_of,
     "Return an estimate of the number of items in obj.\n\n"
     "This is useful for presizing containers when building from an iterable.\n\n"
     "If the object supports len(), the result will be exact.\n"
     "Otherwise, it may over- or under-estimate by an arbitrary amount.\n"
     "The result will be an integer >= 0."},
    {"call(obj, /, *args, **kwargs)", call_with, "Same as obj(*args, **kwargs)."},
    {"_compare_digest(a, b, /)", compare_digest,
     "Return 'a == b'.\n\n"
     "This function uses an approach designed to prevent\n"
     "timing analysis, making it appropriate for cryptography.\n\n"
     "a and b must both be of the same type: either str (ASCII only),\n"
     "or any bytes-like object.\n\n"
     "Note: If a and b are of different lengths, or if an error occurs,\n"
     "a timing attack could theoretically reveal information about the\n"
     "types and lengths of a and b--but not their values."},
};

constexpr const TypeSpec* kTypes[] = {&kItemGetterType, &kAttributeGetterType, &kMethodCallerType};

}  // namespace

constexpr ModuleSpec kOperatorModule = {
    .name = "_operator",
    .doc =
        "Operator interface.\n\n"
        "This module exports a set of functions implemented in C corresponding\n"
        "to the intrinsic operators of Python.  For example, operator.add(x, y)\n"
        "is equivalent to the expression x+y.  The function names are those\n"
        "used for special methods; variants without leading and trailing\n"
        "'__' are also provided for convenience.",
    .functions = kFunctions,
    .types = kTypes,
};
MOULT_MODULE(kOperatorModule);

}  // namespace moult
