// What traces do to values, compiled to bitcode and inlined: types, boxing, reference counts, truth. An int
// that is not boxed is shifted to the top of 64 bits, where overflow of 49 bits is overflow of the machine
// word.
#include "jit/frames.h"
#include "runtime/model/shape.h"
#include "runtime/model/type.h"
#include "runtime/state/interpreter.h"

using namespace moult;  // NOLINT: these have C names

#define BODY extern "C" [[gnu::used]]

// --- types

BODY bool moult_is_int(Value v) {
    return v.is_small_int();
}
BODY bool moult_is_float(Value v) {
    return v.is_double();
}
BODY bool moult_is_bool(Value v) {
    return v.is_bool();
}
BODY bool moult_is_object(Value v) {
    return v.is_object();
}
BODY bool moult_has_kind(Value v, uint32_t kind) {  // of an object
    return v.as_object()->shape->kind == static_cast<Kind>(kind);
}
BODY bool moult_has_shape(Value v, uint32_t identity) {  // of an object
    return v.as_object()->shape->id == identity;
}

// Of an object that the asker has one reference to.
BODY bool moult_is_alone(Value v) {
    return v.as_object()->refcount == 1;
}

// --- boxing

BODY Value moult_box_float(double d) {
    return Value::arithmetic_result(d);
}
BODY double moult_unbox_float(Value v) {
    return v.as_double();
}
BODY Value moult_box_int(int64_t shifted) {
    return Value(Value::kIntTag | (static_cast<uint64_t>(shifted) >> 15));
}
BODY int64_t moult_unbox_int(Value v) {
    return static_cast<int64_t>(v.bits << 15);
}
BODY Value moult_box_bool(bool b) {
    return Value::boolean(b);
}
BODY bool moult_unbox_bool(Value v) {
    return v.bits & 1;
}

// --- reference counts

BODY void moult_incref(Value v) {
    incref(v);
}
// Without branches, for exits: they are many, and every block of theirs costs time to compile.
BODY void moult_incref_at_exit(Thread* thread, Value v) {
    uint32_t* count = __builtin_unpredictable(v.is_object()) ? &v.as_object()->refcount : &thread->no_count;
    ++*count;
}
BODY void moult_incref_object(Value v) {
    incref(v.as_object());
}
BODY void moult_decref(Value v) {
    decref(v);
}
BODY void moult_decref_object(Value v) {
    decref(v.as_object());
}
// `destroy`: Type::destroy of the object's exact type.
BODY void moult_decref_exact(Thread* thread, Value v, void (*destroy)(Interpreter&, Object*)) {
    Object* object = v.as_object();
    if (--object->refcount == 0) destroy(thread->interp, object);
}

// --- memory

// By its member: a Value in memory is then apart from the words of other structures.
BODY uint64_t moult_load(const Value* place) {
    return place->bits;
}

// --- truth: 0, 1, or -1 with an exception

BODY int moult_truth(Thread* thread, Value v) {
    if (v.is_bool()) return v.is_true();
    if (v.is_small_int()) return v != Value(Value::small_int(0));
    if (v.is_none()) return 0;
    return moult_slow_truth(thread, v);
}
