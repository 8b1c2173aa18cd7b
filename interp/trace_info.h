// What the trace tier knows of an instruction: made by templates from the specialization's own struct, so
// that a specialization says everything once. See docs/jit.md.
#pragma once

#include <cassert>
#include <iterator>

#include "interp/frame.h"
#include "interp/reasons.h"
#include "runtime/model/shape.h"

namespace moult::interp {

// What is known of a value: nothing, one of the immediate types, or an object (of exactly one builtin kind).
struct ValueType {
    enum Tag : uint8_t { kAny, kInt, kFloat, kBool, kNone, kEmpty, kObject, kExact };
    Tag tag = kAny;
    Kind kind = Kind::kObject;  // of kExact

    constexpr bool is_immediate() const { return tag >= kInt && tag <= kEmpty; }
    constexpr bool is_object() const { return tag >= kObject; }
    // Whether every value of this type is of the other.
    constexpr bool is_within(ValueType other) const {
        if (other.tag == kAny) return true;
        if (other.tag == kObject) return is_object();
        return tag == other.tag && (tag != kExact || kind == other.kind);
    }
    friend constexpr bool operator==(ValueType a, ValueType b) {
        return a.tag == b.tag && (a.tag != kExact || a.kind == b.kind);
    }
};
// The narrowest type of a value.
inline ValueType type_of_value(Value v) {
    if (v.is_small_int()) return {ValueType::kInt};
    if (v.is_double()) return {ValueType::kFloat};
    if (v.is_bool()) return {ValueType::kBool};
    if (v.is_none()) return {ValueType::kNone};
    if (v.is_empty()) return {ValueType::kEmpty};
    if (!v.is_object()) return {ValueType::kAny};
    return {ValueType::kExact, v.as_object()->shape->kind};
}

// What an instruction is to a trace. Operands of the functions below, in order:
//   value instructions       as their family says; names: the globals, the builtins
//   CALL                     the two values below the arguments, then the arguments; oparg counts the arguments
//   LOAD_METHOD              the owner
//   FOR_ITER                 the iterator
//   UNPACK_SEQUENCE          the sequence; oparg counts the items
enum class TraceForm : uint8_t {
    kNone,      // not followed
    kRun,       // run: an owned result, or deopt, or error
    kLoad,      // place: the address of the value that is read; null: deopt
    kStore,     // place: the address to write to; the value is the first operand
    kConstant,  // constant: a value that holds as long as the guard does; borrowed
    kEnter,     // CALL: bind tells which frame to push
    kResume,    // FOR_ITER: the frame of a generator is gone on with
    kIdentity,  // run, and it asks whether both operands are the same: a bool, by oparg 1 negated
    kItems,     // UNPACK_SEQUENCE: place: the items in a row
};
// Memory that a place lies in: stores to one class leave loads of the others alone.
enum class Memory : uint8_t { kOther, kSlot, kListItem, kTupleItem, kNamespace };

// Where the locals of a called function come from.
struct CallBinding {
    Value function;  // borrowed
    Executable* exec = nullptr;
    Type* instance_of = nullptr;  // a class: the callee is its __init__, the instance is made and goes first
    bool replaces_callable = false;   // the function stands for the callable, which is released
    bool unpacks_method = false;      // the callable is a bound method: its function and self stand for it
    const Value* defaults = nullptr;  // for the parameters from `given` on; borrowed
};

// What a trace may take for granted, because it is told when it changes (runtime/state/watch.h): the item of
// a namespace under a name, also that there is none; without a name what any change of the object means.
struct Watched {
    Object* object;
    Str* name;  // interned; or null
};
struct WatchList {
    Watched items[3];
    uint32_t count = 0;
    void add(Object* object, Str* name = nullptr) {
        assert(count < std::size(items));
        items[count++] = {object, name};
    }
};

struct TraceInfo {
    const char* symbol = nullptr;  // the bodies' names end in it: moult_guard_SYMBOL, moult_run_SYMBOL, ...
    const char* instruction = nullptr;
    TraceForm form = TraceForm::kNone;
    Memory memory = Memory::kOther;
    bool type_guard = false;     // the guard's answer depends on nothing but the operands' types
    bool is_pure = false;        // run: the result depends on the operands alone; no effects
    bool leaves_memory = false;  // run: changes nothing that a program can see
    bool observes = false;       // run: may raise or run Python code
    // run: the one kind of memory that it changes, releasing nothing and running nothing; kOther: may be any
    Memory changes = Memory::kOther;
    bool uses_names = false;  // the operands are the globals and the builtins
    bool may_reuse_left = false;
    bool may_be_empty = false;  // place: what is read may be no value
    bool is_method = false;     // LOAD_METHOD: pushes (method, owner)
    bool declines = false;      // LOAD_METHOD without place: its load declines for one reason, which follows
    DeoptReason without_place = DeoptReason::kNoPlace;  // place: why it is null
    ValueType result;                                   // of run, when certain
    ValueType item;                                     // of every item of a FOR_ITER, when certain
    uint32_t cache_size = 0;                            // bytes of the inline cache that the functions read
    // Native forms of the functions in the bitcode.
    bool (*guard)(Thread*, Value* operands, uint32_t oparg, const void* cache) = nullptr;
    Value (*run)(Thread*, Value* operands, uint32_t oparg, const void* cache) = nullptr;
    Value* (*place)(Thread*, Value* operands, uint32_t oparg, const void* cache) = nullptr;
    // Not null: run (with kAbsorbs in its oparg, and the other's cache) can do the work of this instruction,
    // too, whose result is its first operand; its operands stand in front of the others.
    const char* absorbs = nullptr;
    Value (*constant)(const void* cache) = nullptr;
    // Not null: the guard asks whether the last operand is an object whose shape has this identity.
    uint32_t (*shape)(const void* cache) = nullptr;
    // Not null: the place lies so many bytes behind the beginning of the last operand.
    uint32_t (*offset)(const void* cache) = nullptr;
    bool (*bind)(Thread*, Value* operands, uint32_t oparg, const void* cache, CallBinding*) = nullptr;
    // FOR_ITER whose iterator's state can be kept apart from the iterator: bytes of its State, or 0.
    uint32_t state_size = 0;
    void (*state_load)(Value iterator, void* state) = nullptr;
    bool (*state_next)(Thread*, void* state, Value* item) = nullptr;  // false: the state is as it was
    void (*state_store)(Value iterator, const void* state) = nullptr;
    // Not null: for operands that are constants (of CALL: for a callable that is, and arguments of the types
    // that the guard has seen where `typed_arguments` has a bit), the guard holds, and place has the same
    // value, as long as nothing of this list changes.
    void (*watch)(Value* operands, uint32_t oparg, const void* cache, WatchList*) = nullptr;
    uint32_t typed_arguments = 0;
    // Of generic value instructions.
    Value (*generic)(Thread*, Frame*, Value* operands, uint32_t oparg) = nullptr;
};

}  // namespace moult::interp
