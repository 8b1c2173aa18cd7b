// Frame objects: what frames look like from Python, and locals().
#include "interp/frame_object.h"

#include "interp/generator_internal.h"
#include "runtime/allocate.h"
#include "runtime/objects/bytes.h"
#include "runtime/objects/code_locations.h"
#include "runtime/operations.h"
#include "runtime/visitor.h"

namespace moult::interp {

namespace {

constexpr uint8_t kKindCell = 0x40, kKindFree = 0x80;  // bits of localspluskinds

Ref<FrameObject> make_frame_object(Thread& thread, Value code, Value globals, Value builtins) {
    Ref<FrameObject> object = TRY(new_object<FrameObject>(thread, thread.types().frame));
    object->code = share(code).release();
    object->globals = share(globals).release();
    object->builtins = share(builtins).release();
    object->trace_lines = true;
    return object;
}

// The value of a local, cell or free variable, borrowed; empty when unbound.
Value variable(Frame* frame, uint32_t index, uint8_t kind) {
    Value value = frame->locals()[index];
    if ((kind & (kKindCell | kKindFree)) && is_exact<Cell>(value)) return value.as<Cell>()->content;
    return value;
}

int32_t current_offset(const FrameObject* object) {
    if (!object->frame) return object->lasti;
    return static_cast<int32_t>(object->frame->exec->wordcode_offset(object->frame->ip));
}
int current_line(const FrameObject* object) {
    return code_position(object->code.as<Code>(), static_cast<uint32_t>(current_offset(object))).line;
}

FrameObject* self_frame(Value self) {
    return self.as<FrameObject>();
}
Ref<Value> none_if_empty(Value value) {
    return share(value.is_empty() ? Value::none() : value);
}

}  // namespace

Ref<Value> frame_object_of(Thread& thread, Frame* frame) {
    if (frame->frame_object.is_object()) return share(frame->frame_object);
    Ref<FrameObject> object =
        TRY(make_frame_object(thread, Value(frame->code()), Value(frame->globals), Value(frame->builtins)));
    object->frame = frame;
    frame->frame_object = share(object.value()).release();
    return object;
}

void detach_frame_object(Thread& thread, Frame* frame) {
    Ref<Value> held = Ref<Value>::take(std::exchange(frame->frame_object, Value::empty()));
    auto* object = held.as<FrameObject>();
    object->lasti = current_offset(object);  // while it still has its frame
    object->frame = nullptr;
    if (object->refcount == 1) return;
    Ref<Value> error = take_error(thread);
    Ref<Value> locals = frame_locals(thread, frame);
    if (!locals.is_error()) object->locals = locals.release();
    if (frame->previous) {
        Ref<Value> back = frame_object_of(thread, frame->previous);
        if (!back.is_error()) object->back = back.release();
    }
    restore_error(thread, std::move(error));  // in place of MemoryError, if any
}

Ref<Value> traceback_frame(Thread& thread, const Traceback* traceback) {
    for (Frame* frame = thread.frame; frame; frame = frame->previous)
        if (frame == traceback->origin && Value(frame->code()) == traceback->code)
            return frame_object_of(thread, frame);
    auto* globals = as_instance<Dict>(traceback->globals);
    Value builtins = globals ? dict_get_str(globals, thread.interp.names.__builtins__) : Value::empty();
    if (!as_instance<Dict>(builtins)) builtins = thread.interp.builtins.value();
    Ref<FrameObject> object = TRY(make_frame_object(thread, traceback->code, traceback->globals, builtins));
    object->lasti = traceback->lasti;
    return object;
}

Ref<Value> frame_locals(Thread& thread, Frame* frame) {
    const Code* code = frame->code();
    if (!(code->flags & kCodeOptimized))
        return share(frame->locals_dict.is_empty() ? Value(frame->globals) : frame->locals_dict);
    if (frame->locals_dict.is_empty()) {
        Ref<Dict> made = TRY(make_dict(thread));
        frame->locals_dict = made.release();
    }
    Ref<Value> locals = share(frame->locals_dict);
    auto* dict = as_instance<Dict>(locals);
    if (!dict) return locals;  // code run by exec() with a namespace of its own
    const uint8_t* kinds = as_bytes(code->localspluskinds)->data();
    for (uint32_t i = 0; i < frame->exec->localsplus; ++i) {
        Value name = code->localsplusnames->items()[i];
        Value value = variable(frame, i, kinds[i]);
        if (value.is_empty())
            (void)TRY(dict_remove(thread, dict, name));
        else
            TRY(dict_set(thread, dict, name, value));
    }
    return locals;
}

// --- the type

namespace {

Ref<Value> get_back(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    if (!object->frame) return none_if_empty(object->back);
    if (!object->frame->previous) return Value::none();
    return frame_object_of(thread, object->frame->previous);
}
Ref<Value> get_code(Thread&, Value self) {
    return share(self_frame(self)->code);
}
Ref<Value> get_globals(Thread&, Value self) {
    return share(self_frame(self)->globals);
}
Ref<Value> get_builtins(Thread&, Value self) {
    return share(self_frame(self)->builtins);
}
Ref<Value> get_locals(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    if (object->frame) return frame_locals(thread, object->frame);
    if (object->locals.is_empty()) {
        bool own = object->code.as<Code>()->flags & kCodeOptimized;
        Ref<Value> locals = own ? Ref<Value>(make_dict(thread)) : share(object->globals);
        object->locals = TRY(std::move(locals)).release();
    }
    return share(object->locals);
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
    return none_if_empty(self_frame(self)->trace);
}
Status set_trace(Thread&, Value self, Value value) {
    if (value.is_none()) value = Value::empty();
    incref(value);
    decref(std::exchange(self_frame(self)->trace, value));
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
        Generator* generator = object->frame->generator;
        if (!generator || generator->state == Generator::State::kRunning)
            return raise_runtime_error(thread, "cannot clear an executing frame");
        Ref<Generator> alive = share(generator);
        generator_finalize(thread, generator);
        return Value::none();
    }
    Ref<Value> locals = Ref<Value>::take(std::exchange(object->locals, Value::empty()));
    return Value::none();
}

Ref<Value> frame_repr(Thread& thread, Value self) {
    FrameObject* object = self_frame(self);
    const Code* code = object->code.as<Code>();
    return format_str(thread, "<frame at %p, file %s, line %d, code %s>", static_cast<void*>(object),
                      repr_text(thread, code->filename.value()).c_str(), current_line(object),
                      to_utf8(code->name.get()).c_str());
}

void frame_dealloc(Interpreter& interp, Object* self) {
    auto* object = static_cast<FrameObject*>(self);
    for (Value value :
         {object->code, object->globals, object->builtins, object->locals, object->back, object->trace})
        decref(value);
    interp.heap.free(object);
}
void frame_traverse(Object* self, Visitor& visitor) {
    auto* object = static_cast<FrameObject*>(self);
    for (Value value :
         {object->code, object->globals, object->builtins, object->locals, object->back, object->trace})
        visitor.visit(value);
}

constexpr MethodDef kMethods[] = {
    {"clear(self, /)", clear_method,
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

void init_frame_objects(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "frame";
    spec.kind = Kind::kFrame;
    spec.flags = kGcType | kDisallowNew;
    spec.size = sizeof(FrameObject);
    spec.slots.dealloc = frame_dealloc;
    spec.slots.traverse = frame_traverse;
    spec.slots.repr = frame_repr;
    spec.methods = kMethods;
    spec.attributes = kAttributes;
    interp.types.frame = make_type(interp, spec);
}

}  // namespace moult::interp
