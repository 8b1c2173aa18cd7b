// The type traceback: where an exception passed, outermost frame first.
#include <utility>

#include "runtime/containers/list.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/code_locations.h"
#include "runtime/objects/function.h"

namespace moult {

namespace {

void traceback_dealloc(Interpreter& interp, Object* object) {
    auto* traceback = static_cast<Traceback*>(object);
    decref(traceback->next);
    decref(traceback->frame);
    decref(traceback->code);
    decref(traceback->globals);
    interp.heap.free(traceback);
}

void traceback_traverse(Object* object, Visitor& visitor) {
    auto* traceback = static_cast<Traceback*>(object);
    visitor.visit(traceback->next);
    visitor.visit(traceback->frame);
    visitor.visit(traceback->code);
    visitor.visit(traceback->globals);
}

Ref<Value> none_if_empty(Value value) {
    return value.is_empty() ? Ref<Value>(Value::none()) : share(value);
}

Ref<Value> get_next(Thread&, Value self) {
    return none_if_empty(self.as<Traceback>()->next);
}
Status set_next(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete tb_next attribute");
    if (!value.is_none() && !is_exact<Traceback>(value))
        return raise_type_error(thread, "expected traceback object, got '%s'", type_name(thread, value));
    if (value.is_none()) value = Value::empty();
    for (Value link = value; !link.is_empty(); link = link.as<Traceback>()->next)
        if (link == self) return raise_value_error(thread, "traceback loop detected");
    incref(value);
    decref(std::exchange(self.as<Traceback>()->next, value));
    return {};
}
Ref<Value> get_frame(Thread& thread, Value self) {
    auto* traceback = self.as<Traceback>();
    if (traceback->frame.is_empty() && thread.interp.hooks.traceback_frame) {
        Ref<Value> frame = TRY(thread.interp.hooks.traceback_frame(thread, traceback));
        traceback->frame = frame.release();
    }
    return none_if_empty(traceback->frame);
}
Ref<Value> get_lasti(Thread&, Value self) {
    return Value::small_int(self.as<Traceback>()->lasti);
}
Ref<Value> get_lineno(Thread&, Value self) {
    return Value::small_int(traceback_line(self.as<Traceback>()));
}

// TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)
Ref<Value> traceback_new(Thread& thread, Type* type, CallArgs args) {
    constexpr const char* kNames[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno"};
    if (args.positional > 4)
        return raise_type_error(thread, "traceback() takes at most 4 arguments (%u given)", args.total());
    Value given[4];
    TRY(take_exception_keywords(thread, "traceback()", args, kNames, given));
    for (uint32_t i = 0; i < args.positional; ++i) given[i] = args.values[i];
    for (uint32_t i = 0; i < 4; ++i)
        if (given[i].is_empty())
            return raise_type_error(thread, "traceback() missing required argument '%s' (pos %u)", kNames[i],
                                    i + 1);
    if (!given[0].is_none() && !is_exact<Traceback>(given[0]))
        return raise_type_error(thread, "expected traceback object or None, got '%s'",
                                type_name(thread, given[0]));
    if (thread.interp.type_of(given[1]) != thread.types().frame)
        return raise_type_error(thread, "traceback() argument 'tb_frame' must be frame, not %s",
                                type_name(thread, given[1]));
    Type* overflow = thread.types().overflow_error;
    int64_t lasti = TRY(index_as_int64(thread, given[2], overflow));
    int64_t lineno = TRY(index_as_int64(thread, given[3], overflow));
    Ref<Traceback> traceback = TRY(new_object<Traceback>(thread, type));
    if (!given[0].is_none()) traceback->next = share(given[0]).release();
    traceback->frame = share(given[1]).release();
    Ref<Value> code = TRY(get_attribute(thread, given[1], "f_code"));
    traceback->code = code.release();
    Ref<Value> globals = TRY(get_attribute(thread, given[1], "f_globals"));
    traceback->globals = globals.release();
    traceback->lasti = static_cast<int32_t>(lasti);
    traceback->lineno = static_cast<int32_t>(lineno);
    return traceback;
}

Ref<Value> dir_method(Thread& thread, Args) {
    Ref<List> names = TRY(make_list(thread));
    for (const char* name : {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"}) {
        Ref<Str> text = TRY(intern(thread, name));
        TRY(list_append(thread, names.get(), text.value()));
    }
    return names;
}

constexpr MethodDef kMethods[] = {
    {"__dir__(self, /)", dir_method, "The attributes' names."},
};
constexpr GetSetDef kAttributes[] = {
    {"tb_next", get_next, set_next, nullptr},
    {"tb_frame", get_frame, nullptr, nullptr},
    {"tb_lasti", get_lasti, nullptr, nullptr},
    {"tb_lineno", get_lineno, nullptr, nullptr},
};

}  // namespace

int32_t traceback_line(const Traceback* entry) {
    if (entry->lineno != Traceback::kLineUnknown) return entry->lineno;
    return code_position(entry->code.as<Code>(), static_cast<uint32_t>(entry->lasti)).line;
}

void add_traceback(Thread& thread, ExceptionObject* exception, Code* code, Dict* globals, int32_t lasti) {
    Ref<Traceback> entry = new_object<Traceback>(thread, thread.types().traceback);
    if (!entry) {  // MemoryError has taken the exception's place
        return;
    }
    entry->code = share(Value(code)).release();
    entry->globals = share(Value(globals)).release();
    entry->lasti = lasti;
    entry->lineno = Traceback::kLineUnknown;
    entry->next = exception->traceback;
    exception->traceback = entry.release();
}

void init_traceback(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "traceback";
    spec.kind = Kind::kTraceback;
    spec.flags = kGcType;
    spec.size = sizeof(Traceback);
    spec.doc = "Create a new traceback object.";
    spec.slots.dealloc = traceback_dealloc;
    spec.slots.traverse = traceback_traverse;
    spec.slots.new_instance = traceback_new;
    spec.methods = kMethods;
    spec.attributes = kAttributes;
    interp.types.traceback = make_type(interp, spec);
}

}  // namespace moult
