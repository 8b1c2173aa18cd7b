// Binding of arguments to parameters, frames of calls. Messages as CPython's (Python/ceval.c documents none;
// the reference is its behaviour).
#include "interp/calls.h"

#include <algorithm>
#include <string>

#include "interp/eval.h"
#include "interp/frame_object.h"
#include "runtime/containers/list.h"
#include "runtime/state/names.h"

namespace moult::interp {

Frame* frame_overflow(Thread& thread) {
    (void)raise_recursion_error(thread, "");
    return nullptr;
}

void clear_frame(Thread& thread, Frame* frame) {
    if (frame->traits & kFrameHasObject) [[unlikely]]
        detach_frame_object(thread, frame);
    Value* locals = frame->locals();
    for (uint32_t i = 0, n = frame->exec->localsplus; i < n; ++i) {
        Value old = locals[i];
        locals[i] = Value::empty();
        decref(old);
    }
    if (frame->traits & (kFrameHasLocals | kFrameHasInstance)) [[unlikely]] {
        decref(frame->exchange_locals_dict(Value::empty()));
        decref(frame->exchange_instance(Value::empty()));
    }
    decref(static_cast<Object*>(frame->function));
}

void pop_frame(Thread& thread, Frame* frame) {
    thread.frame = frame->previous;
    --thread.recursion_depth;
    clear_frame(thread, frame);
    thread.stack_top = reinterpret_cast<Value*>(frame);
}

namespace {

std::string function_name(const Function* function) {
    return to_utf8(function->qualname.get());
}

// 'a', 'b', and 'c'
std::string join_names(const std::vector<std::string>& names) {
    if (names.size() == 1) return names[0];
    if (names.size() == 2) return names[0] + " and " + names[1];
    std::string text;
    for (size_t i = 0; i + 1 < names.size(); ++i) text += names[i] + ", ";
    return text + "and " + names.back();
}

Failure raise_missing(Thread& thread, Function* function, int begin, int end, const Value* locals,
                      const char* kind) {
    std::vector<std::string> names;
    for (int i = begin; i < end; ++i)
        if (locals[i].is_empty())
            names.push_back(repr_text(thread, function->code->localsplusnames->items()[i]));
    return raise_type_error(thread, "%s() missing %zu required %s argument%s: %s",
                            function_name(function).c_str(), names.size(), kind, names.size() == 1 ? "" : "s",
                            join_names(names).c_str());
}

Failure raise_too_many(Thread& thread, Function* function, uint32_t given, const Value* locals) {
    const Code* code = function->code.get();
    int keyword_given = 0;
    for (int i = code->argcount; i < code->argcount + code->kwonlyargcount; ++i)
        keyword_given += !locals[i].is_empty();
    size_t defaults = function->defaults.is_empty() ? 0 : function->defaults.as<Tuple>()->length;
    std::string takes = std::to_string(code->argcount);
    bool plural = code->argcount != 1;
    if (defaults) {
        takes = "from " + std::to_string(code->argcount - defaults) + " to " + takes;
        plural = true;
    }
    std::string extra;
    if (keyword_given)
        extra = std::string(" positional argument") + (given != 1 ? "s" : "") + " (and " +
                std::to_string(keyword_given) + " keyword-only argument" + (keyword_given != 1 ? "s)" : ")");
    return raise_type_error(thread, "%s() takes %s positional argument%s but %u%s %s given",
                            function_name(function).c_str(), takes.c_str(), plural ? "s" : "", given,
                            extra.c_str(), given == 1 && !keyword_given ? "was" : "were");
}

// The index of the parameter of that name among those that may be given by keyword, or -1.
int find_parameter(const Code* code, Str* name, int begin) {
    const Value* names = code->localsplusnames->items();
    int end = code->argcount + code->kwonlyargcount;
    for (int i = begin; i < end; ++i)
        if (names[i].as_object() == name) return i;
    for (int i = begin; i < end; ++i)
        if (str_equal(names[i].as<Str>(), name)) return i;
    return -1;
}

Status raise_unexpected_keyword(Thread& thread, Function* function, Str* name, const Tuple* given) {
    const Code* code = function->code.get();
    std::string positional_only;
    for (int i = 0; i < code->posonlyargcount; ++i) {
        Str* parameter = code->localsplusnames->items()[i].as<Str>();
        for (Value keyword : given->span()) {
            if (!as_str(keyword) || !str_equal(as_str(keyword), parameter)) continue;
            if (!positional_only.empty()) positional_only += ", ";
            positional_only += to_utf8(parameter);
        }
    }
    if (!positional_only.empty())
        return raise_type_error(thread,
                                "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                                function_name(function).c_str(), positional_only.c_str());
    return raise_type_error(thread, "%s() got an unexpected keyword argument '%s'",
                            function_name(function).c_str(), to_utf8(name).c_str());
}

Status bind_keywords(Thread& thread, Function* function, CallArgs args, Value* locals, Dict* keywords) {
    const Code* code = function->code.get();
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
        Str* name = as_str(args.names->items()[i]);
        Value value = args.values[args.positional + i];
        if (!name)
            return raise_type_error(thread, "%s() keywords must be strings", function_name(function).c_str());
        int index = find_parameter(code, name, code->posonlyargcount);
        if (index < 0) {
            if (!keywords) return raise_unexpected_keyword(thread, function, name, args.names);
            TRY(dict_set(thread, keywords, args.names->items()[i], value));
            continue;
        }
        if (!locals[index].is_empty())
            return raise_type_error(thread, "%s() got multiple values for argument '%s'",
                                    function_name(function).c_str(), to_utf8(name).c_str());
        incref(value);
        locals[index] = value;
    }
    return {};
}

// Fills the parameters in `locals`, which are empty. On failure what was filled stays for the caller to
// release.
Status bind_arguments(Thread& thread, Function* function, CallArgs args, Value* locals) {
    const Code* code = function->code.get();
    int total = code->argcount + code->kwonlyargcount;
    Ref<Dict> keywords;
    if (code->flags & kCodeVarKeywords) {
        keywords = TRY(make_dict(thread));
        int index = total + ((code->flags & kCodeVarArgs) ? 1 : 0);
        locals[index] = share(keywords.get()).release();
    }
    int taken = std::min<int>(static_cast<int>(args.positional), code->argcount);
    for (int i = 0; i < taken; ++i) {
        incref(args.values[i]);
        locals[i] = args.values[i];
    }
    if (code->flags & kCodeVarArgs) {
        Ref<Tuple> rest = TRY(make_tuple(thread, args.positionals().subspan(taken)));
        locals[total] = rest.release();
    }
    if (args.names) TRY(bind_keywords(thread, function, args, locals, keywords.get()));
    if (static_cast<int>(args.positional) > code->argcount && !(code->flags & kCodeVarArgs))
        return raise_too_many(thread, function, args.positional, locals);
    if (static_cast<int>(args.positional) < code->argcount) {
        Tuple* defaults = function->defaults.is_empty() ? nullptr : function->defaults.as<Tuple>();
        int first_default = code->argcount - (defaults ? static_cast<int>(defaults->length) : 0);
        for (int i = taken; i < std::max(first_default, 0); ++i)
            if (locals[i].is_empty())
                return raise_missing(thread, function, 0, first_default, locals, "positional");
        for (int i = std::max({first_default, taken, 0}); i < code->argcount; ++i) {
            if (!locals[i].is_empty()) continue;
            locals[i] = share(defaults->items()[i - first_default]).release();
        }
    }
    bool missing = false;
    for (int i = code->argcount; i < total; ++i) {
        if (!locals[i].is_empty()) continue;
        if (!function->kwdefaults.is_empty()) {
            Value found =
                TRY(dict_get(thread, function->kwdefaults.as<Dict>(), code->localsplusnames->items()[i]));
            if (!found.is_empty()) {
                locals[i] = share(found).release();
                continue;
            }
        }
        missing = true;
    }
    if (missing) return raise_missing(thread, function, code->argcount, total, locals, "keyword-only");
    return {};
}

}  // namespace

Frame* push_frame(Thread& thread, Function* function, CallArgs args) {
    Executable* exec = executable_of(thread, function->code.get());
    if (!exec) return nullptr;
    Frame* frame = allocate_frame(thread, exec);
    if (!frame) return nullptr;
    incref(static_cast<Object*>(function));
    initialize_frame(frame, function, exec);
    std::fill_n(frame->locals(), exec->localsplus, Value::empty());
    // The code of a module or class, called as a function.
    if (!(exec->code->flags & kCodeOptimized))
        frame->exchange_locals_dict(share(Value(frame->globals)).release());
    link_frame(thread, frame);
    if (!args.names && static_cast<int>(args.positional) == exec->code->argcount &&
        has_plain_parameters(exec->code)) {
        for (uint32_t i = 0; i < args.positional; ++i) {
            incref(args.values[i]);
            frame->locals()[i] = args.values[i];
        }
        return frame;
    }
    // The caller is the innermost frame while the arguments are bound: errors belong to it.
    thread.frame = frame->previous;
    Status bound = bind_arguments(thread, function, args, frame->locals());
    thread.frame = frame;
    if (!bound.ok()) {
        pop_frame(thread, frame);
        return nullptr;
    }
    return frame;
}

namespace {

// Replaces a bound method among the operands by its function and self.
void unpack_method(Value* base) {
    Method* method = base[1].as<Method>();
    base[0] = share(method->function).release();
    base[1] = share(method->self).release();
    decref(static_cast<Object*>(method));
}

void release_operands(Value* base, Value* sp) {
    for (Value* p = base; p != sp; ++p) decref(*p);
}

}  // namespace

Value begin_call(Thread& thread, Value* base, Value* sp, const Tuple* keyword_names) {
    if (base[0].is_empty() && is_exact<Method>(base[1])) unpack_method(base);
    CallOperands call(sp, static_cast<uint32_t>(sp - base - 2));
    uint32_t keywords = keyword_names ? static_cast<uint32_t>(keyword_names->length) : 0;
    CallArgs args{call.args, call.count - keywords, keyword_names};
    if (is_exact<Function>(call.callable)) {
        if (!push_frame(thread, call.callable.as<Function>(), args)) return Value::error();
        release_operands(base, sp);
        return Value::deopt();
    }
    Value result = moult::call(thread, call.callable, args).release();
    if (!result.is_error()) release_operands(base, sp);
    return result;
}

std::string callable_text(Thread& thread, Value callable) {
    Ref<Value> qualname = find_attribute(thread, callable, thread.interp.names().__qualname__);
    if (qualname.is_error()) clear_error(thread);
    Str* name = as_str(qualname);
    if (!name) return repr_text(thread, callable);
    Ref<Value> module = find_attribute(thread, callable, thread.interp.names().__module__);
    if (module.is_error()) clear_error(thread);
    Str* module_name = as_str(module);
    if (module_name && !str_equal_ascii(module_name, "builtins"))
        return to_utf8(module_name) + "." + to_utf8(name) + "()";
    return to_utf8(name) + "()";
}

Ref<Value> call_function(Thread& thread, Function* function, CallArgs args) {
    if (thread.stack_exhausted() || thread.recursion_depth >= thread.interp.recursion_limit) [[unlikely]]
        return raise_recursion_error(thread, " while calling a Python object");
    Frame* frame = push_frame(thread, function, args);
    if (!frame) return kError;
    return run_frame(thread, frame);
}

}  // namespace moult::interp
