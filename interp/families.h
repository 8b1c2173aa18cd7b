// The value families: instructions that are functions from values to a value, with their generic meanings.
// The specializer adds specializations to them. Control families are in control_families.h.
#pragma once

#include "interp/family.h"
#include "runtime/classes/namespaces.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/range.h"

namespace moult::interp {

using compiler::Opcode;

inline constexpr auto kResultOrBranch =
    two_operand_variants<Out::kStack, Out::kLocal, Out::kJumpIfTrue, Out::kJumpIfFalse>();

// left <op> right; oparg is a moult::BinaryOp, plus 13 for the in-place forms.
struct BinaryOpFamily : ValueFamily<BinaryOpFamily>, OfOpcode<Opcode::BINARY_OP> {
    static constexpr auto kVariants = two_operand_variants<Out::kStack, Out::kLocal>();
    static constexpr int kCacheWords = 1;
    static constexpr uint32_t kInplace = 13;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t oparg, Value left, Value right) {
        if (oparg >= kInplace)
            return inplace_op(thread, static_cast<BinaryOp>(oparg - kInplace), left, right);
        return binary_op(thread, static_cast<BinaryOp>(oparg), left, right);
    }
};

// left <oparg> right, a CompareOp.
struct CompareOpFamily : ValueFamily<CompareOpFamily>, OfOpcode<Opcode::COMPARE_OP> {
    static constexpr auto kVariants = kResultOrBranch;
    static constexpr int kCacheWords = 1;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t oparg, Value left, Value right) {
        return compare(thread, left, right, static_cast<CompareOp>(oparg));
    }
};

// left is right; oparg 1: is not.
struct IsOpFamily : ValueFamily<IsOpFamily>, OfOpcode<Opcode::IS_OP> {
    static constexpr auto kVariants = kResultOrBranch;
    static constexpr int kCacheWords = 0;
    static Ref<Value> run(Thread&, Frame&, uint32_t oparg, Value left, Value right) {
        return Value::boolean((left == right) != (oparg != 0));
    }
};

// left in right; oparg 1: not in.
struct ContainsOpFamily : ValueFamily<ContainsOpFamily>, OfOpcode<Opcode::CONTAINS_OP> {
    static constexpr auto kVariants = kResultOrBranch;
    static constexpr int kCacheWords = 1;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t oparg, Value left, Value right) {
        bool found = TRY(contains(thread, right, left));
        return Value::boolean(found != (oparg != 0));
    }
};

// container[key]
struct BinarySubscrFamily : ValueFamily<BinarySubscrFamily>, OfOpcode<Opcode::BINARY_SUBSCR> {
    static constexpr auto kVariants = two_operand_variants<Out::kStack, Out::kLocal>();
    static constexpr int kCacheWords = 1;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t, Value container, Value key) {
        return get_item(thread, container, key);
    }
};

// container[key] = value; operands in the order value, container, key.
struct StoreSubscrFamily : ValueFamily<StoreSubscrFamily>, OfOpcode<Opcode::STORE_SUBSCR> {
    static constexpr In S = In::kStack, L = In::kLocal, C = In::kConst;
    static constexpr std::array kVariants = {
        make_variant(Out::kNone, {S, S, S}), make_variant(Out::kNone, {S, S, L}),
        make_variant(Out::kNone, {S, S, C}), make_variant(Out::kNone, {S, L, L}),
        make_variant(Out::kNone, {S, L, C}), make_variant(Out::kNone, {L, L, L}),
        make_variant(Out::kNone, {L, L, C}), make_variant(Out::kNone, {C, L, L}),
        make_variant(Out::kNone, {C, L, C}), make_rotated_variant(3),
    };
    static constexpr int kCacheWords = 1;
    static constexpr bool kStores = true;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t, Value value, Value container, Value key) {
        TRY(set_item(thread, container, key, value));
        return Value::none();
    }
};

// container[start:stop], with no slice object where a specialization applies; oparg: 1 + the constant that is
// the step, or 0.
struct BinarySliceFamily : ValueFamily<BinarySliceFamily>, OfNoOpcode<"BINARY_SLICE"> {
    static constexpr In S = In::kStack, L = In::kLocal, C = In::kConst;
    static constexpr std::array kVariants = {
        make_variant(Out::kStack, {S, S, S}), make_variant(Out::kStack, {S, S, L}),
        make_variant(Out::kStack, {S, S, C}), make_variant(Out::kStack, {S, C, L}),
        make_variant(Out::kStack, {S, L, C}), make_variant(Out::kStack, {S, L, L}),
        make_variant(Out::kStack, {S, C, C}), make_variant(Out::kStack, {L, L, L}),
        make_variant(Out::kStack, {L, L, C}), make_variant(Out::kStack, {L, C, L}),
        make_variant(Out::kStack, {L, C, C}),
    };
    static constexpr int kCacheWords = 1;
    static Value step(const Frame& frame, uint32_t oparg) {
        return oparg ? frame.consts[oparg - 1] : Value(Value::none());
    }
    static Ref<Value> run(Thread& thread, Frame& frame, uint32_t oparg, Value container, Value start,
                          Value stop) {
        Ref<Slice> slice = TRY(make_slice(thread, start, stop, step(frame, oparg)));
        return get_item(thread, container, slice.value());
    }
};

// container[start:stop] = value; operands in the order value, container, start, stop.
struct StoreSliceFamily : ValueFamily<StoreSliceFamily>, OfNoOpcode<"STORE_SLICE"> {
    static constexpr In S = In::kStack;
    static constexpr std::array kVariants = {make_variant(Out::kNone, {S, S, S, S})};
    static constexpr int kCacheWords = 1;
    static Ref<Value> run(Thread& thread, Frame&, uint32_t, Value value, Value container, Value start,
                          Value stop) {
        Ref<Slice> slice = TRY(make_slice(thread, start, stop, Value::none()));
        TRY(set_item(thread, container, slice.value(), value));
        return Value::none();
    }
};

// owner.name; oparg indexes co_names.
struct LoadAttrFamily : ValueFamily<LoadAttrFamily>, OfOpcode<Opcode::LOAD_ATTR> {
    static constexpr auto kVariants = one_operand_variants<Out::kStack, Out::kLocal>();
    static constexpr int kCacheWords = 6;  // two for one shape, four for several
    static Ref<Value> run(Thread& thread, Frame& frame, uint32_t oparg, Value owner) {
        return get_attribute(thread, owner, frame.exec->names[oparg]);
    }
};

// owner.name = value; operands in the order value, owner.
struct StoreAttrFamily : ValueFamily<StoreAttrFamily>, OfOpcode<Opcode::STORE_ATTR> {
    static constexpr In S = In::kStack, L = In::kLocal, C = In::kConst;
    static constexpr std::array kVariants = {
        make_variant(Out::kNone, {S, S}), make_variant(Out::kNone, {S, L}), make_variant(Out::kNone, {L, L}),
        make_variant(Out::kNone, {C, L}), make_rotated_variant(2),
    };
    static constexpr int kCacheWords = 6;  // two for one shape, four for several
    static constexpr bool kStores = true;
    static Ref<Value> run(Thread& thread, Frame& frame, uint32_t oparg, Value value, Value owner) {
        TRY(set_attribute(thread, owner, frame.exec->names[oparg], value));
        return Value::none();
    }
};

// A global or builtin name; oparg indexes co_names. The operands of its specializations are the globals and
// the builtins.
struct LoadGlobalFamily : ValueFamily<LoadGlobalFamily>, OfOpcode<Opcode::LOAD_GLOBAL> {
    static constexpr std::array kVariants = {make_variant(Out::kStack, {}), make_variant(Out::kLocal, {})};
    static constexpr int kCacheWords = 2;
    static constexpr bool kUsesNames = true;
    static Ref<Value> run(Thread& thread, Frame& frame, uint32_t oparg) {
        Str* name = frame.exec->names[oparg];
        if (frame.globals->shape->kind == Kind::kDict) [[likely]] {
            Value found = dict_get_str(frame.globals, name);
            if (found.is_empty() && is_plain_dict(frame.builtins)) found = dict_get_str(frame.builtins, name);
            if (!found.is_empty()) return share(found);
        }
        return load_global(thread, frame.globals, frame.builtins, name);
    }
};

// The unary operators and iter(): one instruction each.
#define MOULT_UNARY_FAMILY(Name, opcode, expression)                                        \
    struct Name : ValueFamily<Name>, OfOpcode<Opcode::opcode> {                             \
        static constexpr auto kVariants = one_operand_variants<Out::kStack, Out::kLocal>(); \
        static constexpr int kCacheWords = 0;                                               \
        static Ref<Value> run(Thread& thread, Frame&, uint32_t, Value value) {              \
            return expression;                                                              \
        }                                                                                   \
    }
Ref<Value> logical_not(Thread&, Value);
MOULT_UNARY_FAMILY(UnaryNegativeFamily, UNARY_NEGATIVE, negative(thread, value));
MOULT_UNARY_FAMILY(UnaryPositiveFamily, UNARY_POSITIVE, positive(thread, value));
MOULT_UNARY_FAMILY(UnaryInvertFamily, UNARY_INVERT, invert(thread, value));
MOULT_UNARY_FAMILY(UnaryNotFamily, UNARY_NOT, logical_not(thread, value));
MOULT_UNARY_FAMILY(GetIterFamily, GET_ITER, get_iterator(thread, value));
#undef MOULT_UNARY_FAMILY

}  // namespace moult::interp
