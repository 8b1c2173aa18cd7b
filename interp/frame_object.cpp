// Frame objects: what frames look like from Python, and locals().
#include "interp/frame_object.h"

#include "interp/generators/generator_internal.h"
#include "runtime/classes/namespaces.h"
#include "runtime/objects/code_locations.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

namespace {

constexpr uint8_t kKindCell = 0x40, kKindFree = 0x80;  // bits of localspluskinds

// With room for so many variables.
Ref<FrameObject> make_frame_object(Thread& thread, Value code, Value globals, Value builtins,
                                   uint32_t variables) {
    Ref<FrameObject> object =
        TRY(new_object_var<FrameObject>(thread, thread.types().frame, variables * sizeof(Value)));
    object->code = share(code).release();
    object->globals = share(globals).release();
    object->builtins = share(builtins).release();
    object->trace_lines = true;
    return object;
}

// Brings a dict of a function's variables up to date.
Status fill_locals(Thread& thread, const Code* code, const Value* variables, Dict* dict) {
    const uint8_t* kinds = as_bytes(code->localspluskinds)->data();
    for (size_t i = 0; i < code->localsplusnames->length; ++i) {
        Value name = code->localsplusnames->items()[i];
        Value value = variables[i];
        if ((kinds[i] & (kKindCell | kKindFree)) && is_exact<Cell>(value)) value = value.as<Cell>()->content;
        if (value.is_empty()) {
            TRY(dict_remove(thread, dict, name));
        } else {
            TRY(dict_set(thread, dict, name, value));
        }
    }
    return {};
}

int32_t current_offset(const FrameObject* object) {
    if (!object->frame) return object->lasti;
    return static_cast<int32_t>(object->frame->exec->wordcode_offset(object->frame->ip));
}
int current_line(const FrameObject* object) {
    return code_position(object->code.as<Code>(), static_cast<uint32_t>(current_offset(object))).line;
}

Traceback* as_entry(Value v) {
    return is_exact<Traceback>(v) ? v.as<Traceback>() : nullptr;
}
Traceback* innermost_entry(const Thread& thread) {
    auto* exception = as_exception(thread.raised);
    return exception ? as_entry(exception->traceback) : nullptr;
}
Traceback* next_entry(const Traceback* entry) {
    return as_entry(entry->next);
}

FrameObject* self_frame(Value self) {
    return self.as<FrameObject>();
}

}  // namespace

Ref<Value> frame_object_of(Thread& thread, Frame* frame) {
    if (frame->traits & kFrameHasObject) return share(frame->frame_object());
    Ref<FrameObject> object = TRY(make_frame_object(thread, Value(frame->code()), Value(frame->globals),
                                                    Value(frame->builtins), frame->exec->localsplus));
    object->frame = frame;
    frame->exchange_frame_object(share(object.value()).release());
    return object;
}

namespace {

// Moves the variables of a frame that ends into its object.
void take_over(FrameObject* object, Frame* frame) {
    object->lasti = current_offset(object);  // while it still has its frame
    object->frame = nullptr;
    object->variable_count = frame->exec->localsplus;
    for (uint32_t i = 0; i < object->variable_count; ++i)
        object->variables()[i] = std::exchange(frame->locals()[i], Value::empty());
    object->locals = frame->exchange_locals_dict(Value::empty());
}

}  // namespace

void detach_frame_object(Thread& thread, Frame* frame) {
    Ref<Value> held = Ref<Value>::take(frame->exchange_frame_object(Value::empty()));
    auto* object = held.as<FrameObject>();
    if (object->refcount == 1) {
        object->frame = nullptr;
        return;
    }
    take_over(object, frame);
    Frame* caller = visible(frame->previous);
    if (!caller) return;
    Ref<Value> error = take_error(thread);
    Ref<Value> back = frame_object_of(thread, caller);
    if (!back.is_error()) object->back = back.release();
    restore_error(thread, std::move(error));  // in place of MemoryError, if any
}

void keep_for_traceback(Thread& thread, Frame* frame) {
    Traceback* entry = innermost_entry(thread);
    if (!entry || entry->origin != frame) return;
    Ref<Value> error = take_error(thread);
    Ref<Value> held = frame_object_of(thread, frame);
    restore_error(thread, std::move(error));  // in place of MemoryError, if any
    if (held.is_error()) return;
    // One entry for each time that the exception was raised in this frame.
    for (; entry && entry->origin == frame; entry = next_entry(entry))
        if (entry->frame.is_empty()) entry->frame = share(held).release();
    auto* object = held.as<FrameObject>();
    if (entry && is_exact<FrameObject>(entry->frame)) {
        auto* callee = entry->frame.as<FrameObject>();
        if (callee->caller == frame && callee->back.is_empty()) callee->back = share(held).release();
    }
    decref(frame->exchange_frame_object(Value::empty()));
    take_over(object, frame);
    // A generator that has ended has no caller.
    object->caller = frame->generator() ? nullptr : visible(frame->previous);
}

Ref<Value> traceback_frame(Thread& thread, const Traceback* traceback) {
    for (Frame* frame = thread.frame; frame; frame = frame->previous)
        if (frame == traceback->origin && Value(frame->code()) == traceback->code)
            return frame_object_of(thread, frame);
    auto* globals = as_instance<Dict>(traceback->globals);
    Ref<Dict> builtins = globals ? TRY(builtins_of(thread, globals)) : thread.interp.builtins;
    Ref<FrameObject> object =
        TRY(make_frame_object(thread, traceback->code, traceback->globals, builtins.value(), 0));
    object->lasti = traceback->lasti;
    return object;
}

Ref<Value> frame_locals(Thread& thread, Frame* frame) {
    const Code* code = frame->code();
    if (!(code->flags & kCodeOptimized))
        return share(frame->traits & kFrameHasLocals ? frame->locals_dict() : Value(frame->globals));
    if (!(frame->traits & kFrameHasLocals)) {
        Ref<Dict> made = TRY(make_dict(thread));
        frame->exchange_locals_dict(made.release());
    }
    Ref<Value> locals = share(frame->locals_dict());
    // Code run by exec() may have a namespace of its own, of any type.
    if (auto* dict = as_instance<Dict>(locals)) TRY(fill_locals(thread, code, frame->locals(), dict));
    return locals;
}

// --- the type

namespace {

Ref<Value> get_back(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    if (object->frame) {
        Frame* caller = visible(object->frame->previous);
        return caller ? frame_object_of(thread, caller) : Value::none();
    }
    if (object->back.is_empty()) {
        Frame* caller = thread.frame;
        while (caller && caller != object->caller) caller = caller->previous;
        if (!caller) return Value::none();
        object->back = TRY(frame_object_of(thread, caller)).release();
    }
    return share(object->back);
}
Ref<Value> get_code(Thread&, Value self) {
    return share(self_frame(self)->code);
}
Ref<Value> get_globals(Thread&, Value self) {
    return share(self_frame(self)->globals);
}
Ref<Value> get_builtins(Thread&, Value self) {
    return share(builtins_object(self_frame(self)->builtins.as<Dict>()));
}
Ref<Value> get_locals(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    if (object->frame) return frame_locals(thread, object->frame);
    const Code* code = object->code.as<Code>();
    bool own = code->flags & kCodeOptimized;
    if (object->locals.is_empty()) {
        Ref<Value> locals = own ? Ref<Value>(make_dict(thread)) : share(object->globals);
        object->locals = TRY(std::move(locals)).release();
    }
    Ref<Value> locals = share(object->locals);
    if (auto* dict = as_instance<Dict>(locals); own && dict && object->variable_count)
        TRY(fill_locals(thread, code, object->variables(), dict));
    return locals;
}
Ref<Value> get_lasti(Thread&, Value self) {
    return Value::small_int(current_offset(self_frame(self)));
}
Ref<Value> get_lineno(Thread&, Value self) {
    int line = current_line(self_frame(self));
    if (line < 0) return Value::none();
    return Value::small_int(line);
}
Status set_lineno(Thread& thread, Value, Value value) {
    if (value.is_empty()) return raise(thread, thread.types().attribute_error, "cannot delete attribute");
    if (!value.is_small_int()) return raise_value_error(thread, "lineno must be an integer");
    return raise_value_error(thread, "f_lineno can only be set in a trace function");
}
Ref<Value> get_trace(Thread&, Value self) {
    return share_or_none(self_frame(self)->trace);
}
Status set_trace(Thread&, Value self, Value value) {
    replace_field(self_frame(self)->trace, value.is_none() ? Value::empty() : value);
    return {};
}
template <bool FrameObject::* flag>
Ref<Value> get_flag(Thread&, Value self) {
    return Value::boolean(self_frame(self)->*flag);
}
template <bool FrameObject::* flag>
Status set_flag(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete numeric/char attribute");
    if (!value.is_bool()) return raise_type_error(thread, "attribute value type must be bool");
    self_frame(self)->*flag = value.as_bool();
    return {};
}

Ref<Value> clear_method(Thread& thread, Args args) {
    FrameObject* object = self_frame(args[0]);
    if (object->frame) {
        Generator* generator = object->frame->generator();
        if (!generator || generator->is_running())
            return raise_runtime_error(thread, "cannot clear an executing frame");
        Ref<Generator> alive = share(generator);
        end_generator(thread, generator);
        return Value::none();
    }
    FrameObject::release(thread.interp, *object);
    return Value::none();
}

Ref<Value> frame_repr(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    const Code* code = object->code.as<Code>();
    return format_str(thread, "<frame at %p, file %s, line %d, code %s>", static_cast<void*>(object),
                      repr_text(thread, code->filename.value()).c_str(), current_line(object),
                      to_utf8(code->name.get()).c_str());
}

constexpr MethodDef kMethods[] = {
    {"@hidden clear(self, /)", clear_method,
     "Drop the variables of a frame that has ended; close a suspended generator's."},
};
constexpr GetSetDef kAttributes[] = {
    {"f_back", get_back, nullptr, nullptr},
    {"f_code", get_code, nullptr, nullptr},
    {"f_builtins", get_builtins, nullptr, nullptr},
    {"f_globals", get_globals, nullptr, nullptr},
    {"f_locals", get_locals, nullptr, nullptr},
    {"f_lasti", get_lasti, nullptr, nullptr},
    {"f_lineno", get_lineno, set_lineno, nullptr},
    {"f_trace", get_trace, set_trace, nullptr},
    {"f_trace_lines", get_flag<&FrameObject::trace_lines>, set_flag<&FrameObject::trace_lines>, nullptr},
    {"f_trace_opcodes", get_flag<&FrameObject::trace_opcodes>, set_flag<&FrameObject::trace_opcodes>,
     nullptr},
};

}  // namespace

void FrameObject::release(Interpreter&, FrameObject& object) {
    replace_field(object.locals, Value::empty());
    uint32_t count = std::exchange(object.variable_count, 0);
    for (uint32_t i = 0; i < count; ++i) replace_field(object.variables()[i], Value::empty());
}
void FrameObject::visit(FrameObject& object, Visitor& visitor) {
    visitor.visit(object.locals);
    for (uint32_t i = 0; i < object.variable_count; ++i) visitor.visit(object.variables()[i]);
}
void FrameObject::clear(Interpreter& interp, FrameObject& object) {
    release(interp, object);
    replace_field(object.trace, Value::empty());
}

constexpr TypeSpec kFrameType =
    native<FrameObject>({.name = "frame",
                         .kind = Kind::kFrame,
                         .slots = {.repr = frame_repr, .set_attr = generic_set_attribute},
                         .methods = kMethods,
                         .attributes = kAttributes});

void init_frame_objects(Interpreter& interp) {
    interp.types().frame = native_type(interp, kFrameType);
}

}  // namespace moult::interp
