// The type traceback: where an exception passed, outermost frame first.
#include <utility>

#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/code_locations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Ref<Value> get_next(Thread&, Value self) {
    return share_or_none(self.as<Traceback>()->next);
}
Status set_next(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete tb_next attribute");
    if (!value.is_none() && !is_exact<Traceback>(value))
        return raise_type_error(thread, "expected traceback object, got '%s'", type_name(thread, value));
    if (value.is_none()) value = Value::empty();
    for (Value link = value; !link.is_empty(); link = link.as<Traceback>()->next)
        if (link == self) return raise_value_error(thread, "traceback loop detected");
    replace_field(self.as<Traceback>()->next, value);
    return {};
}
Ref<Value> get_frame(Thread& thread, Value self) {
    auto* traceback = self.as<Traceback>();
    if (traceback->frame.is_empty() && thread.interp.hooks.traceback_frame) {
        Ref<Value> frame = TRY(thread.interp.hooks.traceback_frame(thread, traceback));
        traceback->frame = frame.release();
    }
    return share_or_none(traceback->frame);
}
Ref<Value> get_lasti(Thread&, Value self) {
    return Value::small_int(self.as<Traceback>()->lasti);
}
Ref<Value> get_lineno(Thread&, Value self) {
    return Value::small_int(traceback_line(self.as<Traceback>()));
}

Ref<Value> traceback_make(Thread& thread, Type* type, Args args) {  // tb_next, tb_frame, tb_lasti, tb_lineno
    if (thread.interp.type_of(args[1]) != thread.types().frame)
        return raise_bad_argument(thread, "TracebackType", "argument 'tb_frame'", "frame", args[1]);
    int32_t lasti = TRY(as_c_int(thread, args[2])), lineno = TRY(as_c_int(thread, args[3]));
    if (!args[0].is_none() && !is_exact<Traceback>(args[0]))
        return raise_type_error(thread, "expected traceback object or None, got '%s'",
                                type_name(thread, args[0]));
    Ref<Traceback> traceback = TRY(new_object<Traceback>(thread, type));
    if (!args[0].is_none()) traceback->next = share(args[0]).release();
    traceback->frame = share(args[1]).release();
    Ref<Value> code = TRY(get_attribute(thread, args[1], "f_code"));
    traceback->code = code.release();
    Ref<Value> globals = TRY(get_attribute(thread, args[1], "f_globals"));
    traceback->globals = globals.release();
    traceback->lasti = lasti;
    traceback->lineno = lineno;
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

void Traceback::clear(Interpreter&, Traceback& traceback) {
    replace_field(traceback.next, Value::empty());
    replace_field(traceback.frame, Value::empty());
}

constexpr TypeSpec kTracebackType = native<Traceback>(
    {.name = "traceback",
     .kind = Kind::kTraceback,
     .make = {"@hidden TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)", traceback_make},
     .doc = "Create a new traceback object.",
     .methods = kMethods,
     .attributes = kAttributes});

void init_traceback(Interpreter& interp) {
    interp.types().traceback = native_type(interp, kTracebackType);
}

}  // namespace moult
