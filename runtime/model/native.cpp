// Binding of arguments to the signatures of native functions, with CPython's error messages.
#include "runtime/model/native.h"

#include <memory>
#include <string>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/signature.h"
#include "runtime/model/type_internals.h"
#include "runtime/objects/function.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// One call on its way through binding: counts that messages show leave self out.
struct Binding {
    Thread& thread;
    const SignatureText& def;
    const Signature& signature;
    Value self;  // empty, or in front of the arguments
    CallArgs args;

    uint32_t hidden() const { return signature.has_self ? 1 : 0; }
    uint32_t given() const { return args.positional + (self.is_empty() ? 0 : 1); }
    uint32_t shown() const { return given() - std::min(given(), hidden()); }
    Value positional(uint32_t i) const {
        if (self.is_empty()) return args.values[i];
        return i == 0 ? self : args.values[i - 1];
    }
    std::string name() const { return std::string(def.name()); }
};

const char* plural(uint32_t count) {
    return count == 1 ? "" : "s";
}

// "list.append" for methods: the class whose namespace has the method.
std::string qualified_name(const Binding& call) {
    std::string name = call.name();
    if (!call.signature.has_self || call.given() == 0) return name;
    Value object = call.positional(0);
    if (call.def.is_class && as_instance<Type>(object))
        return to_utf8(object.as<Type>()->qualname.get()) + "." + name;
    Type* type = call.thread.interp.type_of(object);
    Ref<Str> key = intern(call.thread, name);
    if (!key) {
        clear_error(call.thread);
        return name;
    }
    for (Value base : type->mro->span()) {
        Value found = dict_get_str(base.as<Type>()->dict.get(), key.get());
        if (!found.is_object()) continue;
        Kind kind = found.as_object()->shape->kind;
        bool descriptor = kind == Kind::kMethodDescriptor || kind == Kind::kClassMethodDescriptor;
        if (descriptor && static_cast<const SignatureText*>(found.as<MethodDescriptor>()->def) == &call.def)
            return to_utf8(base.as<Type>()->qualname.get()) + "." + name;
    }
    return name;
}

// Functions without parameters that can be named: METH_O, METH_NOARGS and _PyArg_CheckPositional in CPython.
Failure raise_positional(const Binding& call) {
    uint32_t least = call.def.required - call.hidden(), most = call.def.positional - call.hidden();
    uint32_t shown = call.shown();
    if (!call.def.has_rest && most == 0)
        return raise_type_error(call.thread, "%s() takes no arguments (%u given)",
                                qualified_name(call).c_str(), shown);
    if (!call.def.has_rest && least == 1 && most == 1)
        return raise_type_error(call.thread, "%s() takes exactly one argument (%u given)",
                                qualified_name(call).c_str(), shown);
    bool few = shown < least;
    uint32_t bound = few ? least : most;
    const char* how = least == most && !call.def.has_rest ? "" : few ? "at least " : "at most ";
    return raise_type_error(call.thread, "%s expected %s%u argument%s, got %u", call.name().c_str(), how,
                            bound, plural(bound), shown);
}

// Parameters that can be named: _PyArg_UnpackKeywords in CPython.
Failure raise_too_many(const Binding& call) {
    uint32_t parameters = static_cast<uint32_t>(call.signature.parameters().size()) - call.hidden();
    uint32_t least = call.def.required - call.hidden(), most = call.def.positional - call.hidden();
    uint32_t shown = call.shown(), total = shown + call.args.keyword_count();
    if (total > parameters)
        return raise_type_error(call.thread, "%s() takes %s %u %sargument%s (%u given)", call.name().c_str(),
                                least < parameters ? "at most" : "exactly", parameters,
                                shown == 0 ? "keyword " : "", plural(parameters), total);
    if (most == 0)
        return raise_type_error(call.thread, "%s() takes no positional arguments", call.name().c_str());
    return raise_type_error(call.thread, "%s() takes %s %u positional argument%s (%u given)",
                            call.name().c_str(), least < most ? "at most" : "exactly", most, plural(most),
                            shown);
}

Failure raise_missing(const Binding& call, uint32_t index) {
    uint32_t least_unnamed = std::min<uint32_t>(call.def.positional_only, call.def.required);
    if (call.given() < least_unnamed) {
        uint32_t least = least_unnamed - call.hidden(), most = call.def.positional - call.hidden();
        return raise_type_error(call.thread, "%s() takes %s %u positional argument%s (%u given)",
                                call.name().c_str(), least < most ? "at least" : "exactly", least,
                                plural(least), call.shown());
    }
    std::string parameter = to_utf8(call.signature.parameters()[index].name.get());
    if (call.def.is_terse)
        return raise_type_error(call.thread, "%s() missing required argument '%s'", call.name().c_str(),
                                parameter.c_str());
    return raise_type_error(call.thread, "%s() missing required argument '%s' (pos %u)", call.name().c_str(),
                            parameter.c_str(), index + 1 - call.hidden());
}

// The row of values a function gets, then the values of *args.
class Row {
  public:
    Row(size_t size) {
        if (size > kInline) large_.reset(new (std::nothrow) Value[size]);
        values_ = size > kInline ? large_.get() : inline_;
    }
    Value* values() { return values_; }  // null: no memory

  private:
    static constexpr size_t kInline = 16;
    Value inline_[kInline];
    std::unique_ptr<Value[]> large_;
    Value* values_;
};

// The parameter that may be given by this name, or the number of all.
size_t parameter_named(const Binding& call, const Str* name) {
    auto parameters = call.signature.parameters();
    size_t i = call.def.positional_only;
    while (i < parameters.size() && parameters[i].name.get() != name &&
           !str_equal(parameters[i].name.get(), name))
        ++i;
    return i;
}
bool given_by_position(const Binding& call, size_t parameter) {
    return parameter < call.given() && parameter < call.def.positional;
}

// Puts keyword arguments into the row; `extra` takes unknown ones when there is a ** parameter. *refused:
// there are others.
Status bind_keywords(const Binding& call, Value* row, Dict* extra, bool* refused) {
    size_t count = call.signature.parameters().size();
    for (uint32_t k = 0; k < call.args.keyword_count(); ++k) {
        Value key = call.args.names->items()[k];
        Value value = call.args.values[call.args.positional + k];
        Str* name = as_str(key);
        size_t i = name ? parameter_named(call, name) : count;
        if (i < count && !given_by_position(call, i))
            row[i] = value;
        else if (i == count && name && extra)
            TRY(dict_set(call.thread, extra, key, value));
        else
            *refused = true;
    }
    return {};
}

// As _PyArg_UnpackKeywords: names given twice in the order of the parameters, then unknown ones.
Failure raise_refused_keyword(const Binding& call) {
    auto parameters = call.signature.parameters();
    std::span<const Value> keys(call.args.names->items(), call.args.keyword_count());
    for (size_t i = call.def.positional_only; i < parameters.size() && given_by_position(call, i); ++i)
        for (Value key : keys)
            if (Str* name = as_str(key); name && str_equal(parameters[i].name.get(), name))
                return raise_type_error(call.thread,
                                        "argument for %s() given by name ('%s') and position (%zu)",
                                        call.name().c_str(), to_utf8(name).c_str(), i + 1 - call.hidden());
    for (Value key : keys) {
        Str* name = as_str(key);
        if (!name) return raise_type_error(call.thread, "keywords must be strings");
        if (parameter_named(call, name) == parameters.size())
            return raise_type_error(call.thread, "'%s' is an invalid keyword argument for %s()",
                                    to_utf8(name).c_str(), call.name().c_str());
    }
    return kError;
}

// Binds, and hands the row to the continuation, whose kind of failure is returned.
template <class Continue>
auto bind_and_call(const Binding& call, Continue&& go_on) -> decltype(go_on(Args{})) {
    const SignatureText& def = call.def;
    auto parameters = call.signature.parameters();
    uint32_t given = call.given(), named = static_cast<uint32_t>(parameters.size());
    bool nameable = def.keyword_only || def.has_kwargs || def.positional > def.positional_only;
    if (call.args.keyword_count() && !nameable)
        return raise_type_error(call.thread, "%s() takes no keyword arguments", qualified_name(call).c_str());
    if (given > def.positional && !def.has_rest)
        return nameable && !def.has_kwargs ? raise_too_many(call) : raise_positional(call);
    if (!def.has_rest && !def.has_kwargs && given + call.args.keyword_count() > named)
        return raise_too_many(call);

    uint32_t from_position = std::min<uint32_t>(given, def.positional);
    uint32_t rest_count = given - from_position;
    uint32_t row_size = named + (def.has_kwargs ? 1 : 0);
    Row row(row_size + rest_count);
    Value* values = row.values();
    if (!values) return raise_out_of_memory(call.thread);
    for (uint32_t i = 0; i < from_position; ++i) values[i] = call.positional(i);
    for (uint32_t i = from_position; i < row_size; ++i) values[i] = Value::empty();
    for (uint32_t i = 0; i < rest_count; ++i) values[row_size + i] = call.positional(from_position + i);

    Ref<Dict> extra;
    if (def.has_kwargs) {
        extra = TRY(make_dict(call.thread));
        values[named] = extra.value();
    }
    bool refused = false;
    TRY(bind_keywords(call, values, extra.get(), &refused));
    for (uint32_t i = from_position; i < named; ++i) {
        if (!values[i].is_empty()) continue;
        if (!parameters[i].has_default) {
            if (!nameable || (def.has_rest && !def.keyword_only && i < def.positional_only) ||
                (def.has_rest && i < def.positional))
                return raise_positional(call);
            return raise_missing(call, i);
        }
        values[i] = parameters[i].value;
    }
    if (refused) return raise_refused_keyword(call);
    return go_on(Args{values, row_size, rest_count});
}

// Binding for a constructor: the common calls without more ado.
template <class Continue>
auto bind_constructor(Thread& thread, const SignatureText& def, Signature** signature, CallArgs args,
                      Continue&& go_on) -> decltype(go_on(Args{})) {
    if (!args.names && !def.keyword_only && !def.has_kwargs) [[likely]] {
        if (args.positional == def.positional) return go_on(Args{args.values, def.positional, 0});
        if (args.positional > def.positional && def.has_rest)
            return go_on(Args{args.values, def.positional, args.positional - def.positional});
    }
    if (!*signature) {
        *signature = parse_signature(thread, def);
        if (!*signature) return kError;
    }
    return bind_and_call(Binding{thread, def, **signature, Value::empty(), args}, go_on);
}

bool takes_no_keywords(const SignatureText& def) {
    return !def.keyword_only && !def.has_kwargs && def.positional == def.positional_only;
}

}  // namespace

uint32_t CallArgs::names_length() const {
    return static_cast<uint32_t>(names->length);
}

Ref<Value> call_native(Thread& thread, const MethodDef& def, Signature** signature, Value self,
                       CallArgs args) {
    if (!args.names && !def.keyword_only && !def.has_kwargs) [[likely]] {
        if (self.is_empty()) {
            if (args.positional == def.positional) [[likely]]
                return def.function(thread, Args{args.values, def.positional, 0});
            if (args.positional > def.positional && def.has_rest)
                return def.function(thread,
                                    Args{args.values, def.positional, args.positional - def.positional});
        } else if (args.positional + 1u == def.positional && def.positional <= 4) {
            Value values[4] = {self};
            for (uint32_t i = 0; i < args.positional; ++i) values[i + 1] = args.values[i];
            return def.function(thread, Args{values, def.positional, 0});
        }
    }
    if (!def.function) return call_type_new(thread, self.as<Type>(), args);  // kTypeNewDef
    if (!*signature) {
        *signature = parse_signature(thread, def);
        if (!*signature) return kError;
    }
    return bind_and_call(Binding{thread, def, **signature, self, args},
                         [&](Args bound) { return def.function(thread, bound); });
}

// As in CPython, keywords that a type without keyword parameters is given are left to the other half of
// construction when a subclass has an __init__, or a __new__, of its own.
Ref<Value> native_new(Thread& thread, Type* type, CallArgs args) {
    Type* from = type;
    while (!from->spec || !from->spec->make.given()) from = from->base;
    const MakeDef& def = from->spec->make;
    if (args.names && takes_no_keywords(def) && type != from && type->slots.init != from->slots.init)
        args.names = nullptr;
    return bind_constructor(thread, def, &from->make_signature, args,
                            [&](Args bound) { return def.function(thread, type, bound); });
}

Status native_init(Thread& thread, Value self, CallArgs args) {
    Type *type = thread.interp.type_of(self), *from = type;
    while (!from->spec || !from->spec->init.given()) from = from->base;
    const InitDef& def = from->spec->init;
    if (args.names && takes_no_keywords(def) && type != from &&
        type->slots.new_instance != from->slots.new_instance)
        args.names = nullptr;
    return bind_constructor(thread, def, &from->init_signature, args,
                            [&](Args bound) { return def.function(thread, self, bound); });
}

}  // namespace moult
