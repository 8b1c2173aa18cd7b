// Handlers of the control instructions: loads and stores of locals, jumps, calls, returns.
#include "interp/calls.h"
#include "interp/control_families.h"
#include "interp/instructions.h"
#include "interp/trace_forms.h"
#include "runtime/containers/list.h"
#include "runtime/containers/spread_arguments.h"
#include "runtime/state/types.h"

namespace moult::interp {

#define HANDLER(name) MOULT_HANDLER Value handle_##name(HANDLER_PARAMETERS)

// --- locals, constants and the operand stack

HANDLER(LOAD_LOCAL) {
    Value value = frame->locals()[ip->arg];
    incref(value);
    *sp++ = value;
    ++ip;
    DISPATCH();
}
HANDLER(LOAD_TWO_LOCALS) {
    Value first = frame->locals()[ip->packed.in[0]], second = frame->locals()[ip->packed.in[1]];
    incref(first);
    incref(second);
    sp[0] = first;
    sp[1] = second;
    sp += 2;
    ++ip;
    DISPATCH();
}
HANDLER(LOAD_LOCAL_CHECKED) {
    Value value = frame->locals()[ip->arg];
    if (value.is_empty()) [[unlikely]] {
        frame->ip = ip;
        (void)raise_unbound_local(*thread, frame->code()->localsplusnames->items()[ip->arg].as<Str>());
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    }
    incref(value);
    *sp++ = value;
    ++ip;
    DISPATCH();
}
HANDLER(LOAD_CONST) {
    Value value = consts[ip->arg];
    incref(value);
    *sp++ = value;
    ++ip;
    DISPATCH();
}
HANDLER(STORE_LOCAL) {
    Value& local = frame->locals()[ip->arg];
    Value old = local;
    local = *--sp;
    ++ip;
    decref(old);
    DISPATCH();
}
HANDLER(MOVE_LOCAL) {
    Value value = frame->locals()[ip->packed.in[0]];
    Value& local = frame->locals()[ip->packed.dest()];
    Value old = local;
    incref(value);
    local = value;
    ++ip;
    decref(old);
    DISPATCH();
}
HANDLER(STORE_CONST) {
    Value value = consts[ip->packed.in[0]];
    Value& local = frame->locals()[ip->packed.dest()];
    Value old = local;
    incref(value);
    local = value;
    ++ip;
    decref(old);
    DISPATCH();
}
HANDLER(POP_TOP) {
    Value value = *--sp;
    ++ip;
    decref(value);
    DISPATCH();
}
HANDLER(PUSH_NULL) {
    *sp++ = Value::empty();
    ++ip;
    DISPATCH();
}
HANDLER(COPY) {
    Value value = sp[-static_cast<int32_t>(ip->arg)];
    incref(value);
    *sp++ = value;
    ++ip;
    DISPATCH();
}
HANDLER(SWAP) {
    std::swap(sp[-1], sp[-static_cast<int32_t>(ip->arg)]);
    ++ip;
    DISPATCH();
}
HANDLER(LOAD_DEREF) {
    Value value = frame->locals()[ip->arg].as<Cell>()->content;
    if (value.is_empty()) [[unlikely]] {
        frame->ip = ip;
        const Code* code = frame->code();
        Str* name = code->localsplusnames->items()[ip->arg].as<Str>();
        if (static_cast<int>(ip->arg) < code->localsplus_count() - code->nfrees)
            (void)raise_unbound_local(*thread, name);
        else
            (void)raise(
                *thread, thread->types().name_error,
                "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
                to_utf8(name).c_str());
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    }
    incref(value);
    *sp++ = value;
    ++ip;
    DISPATCH();
}

// --- jumps

HANDLER(JUMP) {
    ip += 1 + ip->offset();
    DISPATCH();
}
HANDLER(JUMP_BACKWARD) {
    ip += 1 + ip->offset();
    CHECK_EVAL_BREAKER();
    DISPATCH();
}

// The truth of what needs no call; false when the value needs one.
inline bool quick_truth(Value value, bool* result) {
    if (value.is_small_int()) return *result = value != Value(Value::small_int(0)), true;
    if (value.is_none()) return *result = false, true;
    if (is_exact<List>(value)) return *result = value.as<List>()->length != 0, true;
    return false;
}

// Ends a conditional jump: `taken` is known.
#define TAKE_JUMP(taken)                             \
    do {                                             \
        int32_t offset = (taken) ? ip->offset() : 0; \
        ip += 1 + offset;                            \
        if (offset < 0) CHECK_EVAL_BREAKER();        \
        DISPATCH();                                  \
    } while (0)

MOULT_HANDLER Value branch_on_object(HANDLER_PARAMETERS) {
    Value value = sp[-1];
    bool result;
    if (!quick_truth(value, &result)) {
        frame->ip = ip;
        Result<bool> slow = truth(*thread, value);
        if (!slow.ok()) [[unlikely]]
            MOULT_TAIL unwind(HANDLER_ARGUMENTS);
        consts = frame->consts;
        result = slow.value();
    }
    --sp;
    decref(value);
    TAKE_JUMP(result == (ip->op == static_cast<uint16_t>(Basic::kPOP_JUMP_IF_TRUE)));
}
HANDLER(POP_JUMP_IF_TRUE) {
    if (!sp[-1].is_bool()) [[unlikely]]
        MOULT_TAIL branch_on_object(HANDLER_ARGUMENTS);
    --sp;
    TAKE_JUMP(sp[0].is_true());
}
HANDLER(POP_JUMP_IF_FALSE) {
    if (!sp[-1].is_bool()) [[unlikely]]
        MOULT_TAIL branch_on_object(HANDLER_ARGUMENTS);
    --sp;
    TAKE_JUMP(sp[0].is_false());
}
HANDLER(POP_JUMP_IF_NONE) {
    Value value = *--sp;
    decref(value);
    TAKE_JUMP(value.is_none());
}
HANDLER(POP_JUMP_IF_NOT_NONE) {
    Value value = *--sp;
    decref(value);
    TAKE_JUMP(!value.is_none());
}

// The forms that test a local: the local's index is in the counter field, the jump in arg.
MOULT_HANDLER static Value jump_on_local_object(HANDLER_PARAMETERS) {
    Value value = frame->locals()[ip->counter];
    bool result;
    if (!quick_truth(value, &result)) {
        frame->ip = ip;
        incref(value);
        Result<bool> slow = truth(*thread, value);
        decref(value);
        if (!slow.ok()) [[unlikely]]
            MOULT_TAIL unwind(HANDLER_ARGUMENTS);
        consts = frame->consts;
        result = slow.value();
    }
    // Control instructions have one form each, in the order of Basic.
    TAKE_JUMP(result == (ip->op == static_cast<uint16_t>(Basic::kJUMP_IF_LOCAL_TRUE)));
}
HANDLER(JUMP_IF_LOCAL_TRUE) {
    Value value = frame->locals()[ip->counter];
    if (!value.is_bool()) [[unlikely]]
        MOULT_TAIL jump_on_local_object(HANDLER_ARGUMENTS);
    TAKE_JUMP(value.is_true());
}
HANDLER(JUMP_IF_LOCAL_FALSE) {
    Value value = frame->locals()[ip->counter];
    if (!value.is_bool()) [[unlikely]]
        MOULT_TAIL jump_on_local_object(HANDLER_ARGUMENTS);
    TAKE_JUMP(value.is_false());
}
HANDLER(JUMP_IF_LOCAL_NONE) {
    TAKE_JUMP(frame->locals()[ip->counter].is_none());
}
HANDLER(JUMP_IF_LOCAL_NOT_NONE) {
    TAKE_JUMP(!frame->locals()[ip->counter].is_none());
}

HANDLER(JUMP_IF_TRUE_OR_POP) {
    frame->ip = ip;
    Value value = sp[-1];
    Result<bool> result = truth(*thread, value);  // inline for the singletons and small ints
    if (!result.ok()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    consts = frame->consts;
    if (!result.value()) {
        --sp;
        decref(value);
    }
    TAKE_JUMP(result.value());
}
HANDLER(JUMP_IF_FALSE_OR_POP) {
    frame->ip = ip;
    Value value = sp[-1];
    Result<bool> result = truth(*thread, value);  // inline for the singletons and small ints
    if (!result.ok()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    consts = frame->consts;
    if (result.value()) {
        --sp;
        decref(value);
    }
    TAKE_JUMP(!result.value());
}

// --- calls and returns

HANDLER(RESUME) {
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}

// After begin_call: either the result, or the new frame to go on in.
#define CONTINUE_CALL(result, base, length)       \
    do {                                          \
        if (result.is_error()) [[unlikely]]       \
            MOULT_TAIL unwind(HANDLER_ARGUMENTS); \
        if (result.is_deopt()) {                  \
            frame->sp = base;                     \
            frame->resume = ip + (length);        \
            frame = thread->frame;                \
            ENTER_FRAME();                        \
        }                                         \
        sp = base;                                \
        *sp++ = result;                           \
        ip += (length);                           \
        consts = frame->consts;                   \
        DISPATCH();                               \
    } while (0)

MOULT_HANDLER Value CallFamily::generic_handler(HANDLER_PARAMETERS) {
    frame->ip = ip;
    Value* base = sp - ip->arg - 2;
    Value result = begin_call(*thread, base, sp, nullptr);
    CONTINUE_CALL(result, base, 1 + kCacheWords);
}
HANDLER(CALL_KW) {  // followed by a word whose arg indexes the constant with the names
    frame->ip = ip;
    Value* base = sp - ip->arg - 2;
    Value result = begin_call(*thread, base, sp, consts[ip[1].arg].as<Tuple>());
    CONTINUE_CALL(result, base, 2);
}

HANDLER(RETURN_VALUE) {
    MOULT_TAIL leave_frame(HANDLER_ARGUMENTS);
}
HANDLER(RETURN_LOCAL) {
    Value value = frame->locals()[ip->arg];
    incref(value);
    *sp++ = value;
    MOULT_TAIL leave_frame(HANDLER_ARGUMENTS);
}
HANDLER(RETURN_CONST) {
    Value value = consts[ip->arg];
    incref(value);
    *sp++ = value;
    MOULT_TAIL leave_frame(HANDLER_ARGUMENTS);
}

namespace {

// The arguments of f(*args, **kwargs): a sequence of positional values and a tuple of names.
Value call_function_ex(Thread& thread, Value* base, Value arguments, Value keywords) {
    if (!is_iterable(thread.interp.type_of(arguments))) {
        (void)raise_type_error(thread, "%s argument after * must be an iterable, not %s",
                               callable_text(thread, base[1]).c_str(), type_name(thread, arguments));
        return Value::error();
    }
    Ref<Tuple> positional = to_tuple(thread, arguments);
    if (!positional) return Value::error();
    SpreadArguments spread;  // DICT_MERGE made the dict
    if (!spread.set(thread, positional->span(), keywords).ok()) return Value::error();
    CallArgs args = spread.args();
    if (is_exact<Function>(base[1]))
        return push_frame(thread, base[1].as<Function>(), args) ? Value::deopt() : Value::error();
    return moult::call(thread, base[1], args).release();
}

}  // namespace

HANDLER(
    CALL_FUNCTION_EX) {  // empty, callable, arguments, and the keyword dict when the low bit of arg is set
    frame->ip = ip;
    bool has_keywords = ip->arg & 1;
    Value* base = sp - 3 - has_keywords;
    Value result = call_function_ex(*thread, base, base[2], has_keywords ? base[3] : Value::empty());
    if (!result.is_error())
        for (Value* p = base; p != sp; ++p) decref(*p);
    CONTINUE_CALL(result, base, 1);
}

// --- unpacking

namespace {

// Writes the items in reverse, so that the first ends on top; false after an error.
bool unpack_iterable(Thread& thread, Value sequence, uint32_t count, Value* out) {
    uint32_t filled = 0;
    auto fail = [&] {
        for (uint32_t i = 0; i < filled; ++i) decref(out[count - 1 - i]);
        return false;
    };
    if (Tuple* tuple = is_exact<Tuple>(sequence) ? sequence.as<Tuple>() : nullptr;
        tuple && tuple->length == count) {
        for (uint32_t i = 0; i < count; ++i) out[count - 1 - i] = share(tuple->items()[i]).release();
        return true;
    }
    if (!sequence.is_object() || !is_iterable(thread.interp.type_of(sequence))) {
        (void)raise_type_error(thread, "cannot unpack non-iterable %s object", type_name(thread, sequence));
        return false;
    }
    Ref<Value> iterator = get_iterator(thread, sequence);
    if (iterator.is_error()) return false;
    for (; filled < count; ++filled) {
        Ref<Value> item = iterator_next(thread, iterator);
        if (item.is_error()) return fail();
        if (item.is_empty()) {
            (void)raise_value_error(thread, "not enough values to unpack (expected %u, got %u)", count,
                                    filled);
            return fail();
        }
        out[count - 1 - filled] = item.release();
    }
    Ref<Value> extra = iterator_next(thread, iterator);
    if (extra.is_error()) return fail();
    if (!extra.is_empty()) {
        (void)raise_value_error(thread, "too many values to unpack (expected %u)", count);
        return fail();
    }
    return true;
}

}  // namespace

MOULT_HANDLER Value UnpackSequenceFamily::generic_handler(HANDLER_PARAMETERS) {
    frame->ip = ip;
    Value sequence = sp[-1];
    uint32_t count = ip->arg;
    // The items go where the sequence lies, so it is held apart until they are all there.
    if (!unpack_iterable(*thread, sequence, count, sp)) MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    std::copy(sp, sp + count, sp - 1);
    sp += static_cast<int32_t>(count) - 1;
    decref(sequence);
    ip += 1 + kCacheWords;
    consts = frame->consts;
    DISPATCH();
}

}  // namespace moult::interp
