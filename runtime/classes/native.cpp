// Binding of arguments to the signatures of native functions, with CPython's error messages.
#include "runtime/model/native.h"

#include <memory>
#include <string>
#include <vector>

#include "runtime/classes/function.h"
#include "runtime/classes/signature.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// One call on its way through binding: counts that messages show leave self out.
struct Binding {
    Thread& thread;
    const SignatureText& def;
    const Signature* signature;
    Value self;  // empty, or in front of the arguments
    CallArgs args;
    Type* type = nullptr;           // of a constructor: whose instance is made
    Value module = Value::empty();  // the name of a function's module, or empty

    uint32_t hidden() const { return signature->has_self ? 1 : 0; }
    uint32_t given() const { return args.positional + (self.is_empty() ? 0 : 1); }
    uint32_t shown() const { return given() - std::min(given(), hidden()); }
    Value positional(uint32_t i) const {
        if (self.is_empty()) return args.values[i];
        return i == 0 ? self : args.values[i - 1];
    }
    std::string name() const {
        return def.names_own_class ? to_utf8(type->name.get()) : std::string(def.name());
    }
    std::string count_name(const char* parentheses = "") const {
        return def.count_name_length ? std::string(def.count_name()) : name() + parentheses;
    }
    std::string keyword_name() const {
        if (def.keyword_name() == "own") return to_utf8(type->name.get());
        return def.keyword_name_length ? std::string(def.keyword_name()) : name();
    }
    // What a **kwargs parameter gets when there are no keywords: nothing in a constructor, else an empty
    // dict.
    bool needs_extra() const { return def.has_kwargs && (args.names || !def.is_constructor); }
    bool is_terse() const { return def.is_terse && !type->is_heap_type(); }
    Binding with(const Signature& parsed) const { return {thread, def, &parsed, self, args, type, module}; }
};

const char* plural(uint32_t count) {
    return count == 1 ? "" : "s";
}

// "list.append" for methods: the class whose namespace has the method; "math.exp" for functions of modules.
std::string qualified_name(const Binding& call) {
    std::string name(call.def.name());
    if (Str* module = call.self.is_empty() ? as_str(call.module) : nullptr;
        module && !str_equal_ascii(module, "builtins"))
        return to_utf8(module) + "." + name;
    if (!call.signature->has_self || call.given() == 0) return name;
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

// --- as functions written in Python

// Where keyword `name` belongs, as parameter_named() tells below, and what is wrong with it.
Failure raise_python_keyword(const Binding& call, const Str* name) {
    auto parameters = call.signature->parameters();
    std::string positional_only;
    for (size_t i = call.hidden(); i < call.def.positional_only; ++i)
        for (Value key : std::span(call.args.names->items(), call.args.keyword_count()))
            if (Str* given = as_str(key); given && str_equal(given, parameters[i].name.get()))
                positional_only += (positional_only.empty() ? "" : ", ") + to_utf8(given);
    if (!positional_only.empty())
        return raise_type_error(call.thread,
                                "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                                call.name().c_str(), positional_only.c_str());
    return raise_type_error(call.thread, "%s() got an unexpected keyword argument '%s'", call.name().c_str(),
                            to_utf8(name).c_str());
}

// "'a', 'b', and 'c'"
std::string join_names(const std::vector<std::string>& names) {
    if (names.size() == 1) return names[0];
    if (names.size() == 2) return names[0] + " and " + names[1];
    std::string text;
    for (size_t i = 0; i + 1 < names.size(); ++i) text += names[i] + ", ";
    return text + "and " + names.back();
}

Failure raise_python_missing(const Binding& call, size_t begin, size_t end, const std::vector<bool>& filled,
                             const char* kind) {
    std::vector<std::string> names;
    for (size_t i = begin; i < end; ++i)
        if (!filled[i] && !call.signature->parameters()[i].has_default)
            names.push_back("'" + to_utf8(call.signature->parameters()[i].name.get()) + "'");
    return raise_type_error(call.thread, "%s() missing %zu required %s argument%s: %s", call.name().c_str(),
                            names.size(), kind, plural(static_cast<uint32_t>(names.size())),
                            join_names(names).c_str());
}

// Finds what is wrong with a call in the order in which a function written in Python binds its arguments.
Failure raise_as_python(const Binding& call) {
    const SignatureText& def = call.def;
    auto parameters = call.signature->parameters();
    std::vector<bool> filled(parameters.size());
    for (size_t i = 0; i < parameters.size(); ++i) filled[i] = i < call.given() && i < def.positional;
    for (uint32_t k = 0; k < call.args.keyword_count(); ++k) {
        Str* name = as_str(call.args.names->items()[k]);
        if (!name) return raise_type_error(call.thread, "%s() keywords must be strings", call.name().c_str());
        size_t i = def.positional_only;
        while (i < parameters.size() && !str_equal(parameters[i].name.get(), name)) ++i;
        if (i == parameters.size()) {
            if (!def.has_kwargs) return raise_python_keyword(call, name);
        } else if (filled[i]) {
            return raise_type_error(call.thread, "%s() got multiple values for argument '%s'",
                                    call.name().c_str(), to_utf8(name).c_str());
        } else {
            filled[i] = true;
        }
    }
    uint32_t self = def.is_constructor ? 1 : 0;  // is counted, but not in the signature
    uint32_t given = call.given() + self, most = def.positional + self, least = def.required + self;
    if (given > most && !def.has_rest) {
        uint32_t named = 0;
        for (size_t i = def.positional; i < parameters.size(); ++i) named += filled[i];
        std::string takes = std::to_string(most), extra;
        if (least < most) takes = "from " + std::to_string(least) + " to " + takes;
        if (named)
            extra = std::string(" positional argument") + plural(given) + " (and " + std::to_string(named) +
                    " keyword-only argument" + plural(named) + ")";
        return raise_type_error(call.thread, "%s() takes %s positional argument%s but %u%s %s given",
                                call.name().c_str(), takes.c_str(), least < most ? "s" : plural(most), given,
                                extra.c_str(), given == 1 && !named ? "was" : "were");
    }
    for (size_t i = 0; i < def.required; ++i)
        if (!filled[i]) return raise_python_missing(call, 0, def.required, filled, "positional");
    return raise_python_missing(call, def.positional, parameters.size(), filled, "keyword-only");
}

// --- as functions written in C

Failure raise_no_keywords(const Binding& call) {
    std::string name = call.def.keyword_name_length ? call.keyword_name() : qualified_name(call);
    if (call.def.is_constructor && call.def.positional == 0 && !call.def.has_rest &&
        call.def.wording == Wording::kUsual)
        return raise_type_error(call.thread, "%s takes no arguments", name.c_str());
    return raise_type_error(call.thread, "%s() takes no keyword arguments", name.c_str());
}

// Functions without parameters that can be named: METH_O, METH_NOARGS and _PyArg_CheckPositional in CPython;
// constructors are of the last kind.
Failure raise_positional(const Binding& call) {
    if (call.def.wording == Wording::kPython) return raise_as_python(call);
    uint32_t least = call.def.required - call.hidden(), most = call.def.positional - call.hidden();
    uint32_t shown = call.shown();
    bool few = shown < least, exact = least == most && !call.def.has_rest;
    uint32_t bound = few ? least : most;
    if (call.def.wording == Wording::kParse)
        return raise_type_error(call.thread, "%s takes %s %u argument%s (%u given)",
                                call.count_name("()").c_str(),
                                exact ? "exactly"
                                : few ? "at least"
                                      : "at most",
                                bound, plural(bound), shown);
    if (call.def.wording == Wording::kGiven)
        return raise_type_error(call.thread, "%s() takes %u positional arguments but %u were given",
                                call.name().c_str(), bound, shown);
    if (call.def.wording == Wording::kUsual && exact && !call.def.is_constructor) {
        if (most == 0)
            return raise_type_error(call.thread, "%s() takes no arguments (%u given)",
                                    qualified_name(call).c_str(), shown);
        if (most == 1)
            return raise_type_error(call.thread, "%s() takes exactly one argument (%u given)",
                                    qualified_name(call).c_str(), shown);
    }
    if (most == 0 && call.def.has_kwargs)
        return raise_type_error(call.thread, "no positional arguments expected");
    if (most == 0 && call.def.wording == Wording::kUsual)
        return raise_type_error(call.thread, "%s takes no arguments", call.name().c_str());
    return raise_type_error(call.thread, "%s expected %s%u argument%s, got %u", call.count_name().c_str(),
                            exact ? ""
                            : few ? "at least "
                                  : "at most ",
                            bound, plural(bound), shown);
}

// Parameters that can be named: _PyArg_UnpackKeywords in CPython.
Failure raise_too_many(const Binding& call) {
    uint32_t parameters = static_cast<uint32_t>(call.signature->parameters().size()) - call.hidden();
    uint32_t least = call.def.required - call.hidden(), most = call.def.positional - call.hidden();
    uint32_t shown = call.shown(), total = shown + call.args.keyword_count();
    if (total > parameters)
        return raise_type_error(call.thread, "%s() takes at most %u %sargument%s (%u given)",
                                call.name().c_str(), parameters, shown == 0 ? "keyword " : "",
                                plural(parameters), total);
    if (most == 0)
        return raise_type_error(call.thread, "%s() takes no positional arguments", call.name().c_str());
    return raise_type_error(call.thread, "%s() takes %s %u positional argument%s (%u given)",
                            call.name().c_str(), least < most ? "at most" : "exactly", most, plural(most),
                            shown);
}

// Keywords that are counted apart from *rest.
Failure raise_too_many_keywords(const Binding& call) {
    return raise_type_error(call.thread, "%s() takes at most %u keyword argument%s (%u given)",
                            call.keyword_name().c_str(), call.def.keyword_only, plural(call.def.keyword_only),
                            call.args.keyword_count());
}

Failure raise_missing(const Binding& call, uint32_t index) {
    uint32_t least_unnamed = std::min<uint32_t>(call.def.positional_only, call.def.required);
    if (call.given() < least_unnamed) {
        uint32_t least = least_unnamed - call.hidden(), most = call.def.positional - call.hidden();
        return raise_type_error(call.thread, "%s() takes %s %u positional argument%s (%u given)",
                                call.name().c_str(), least < most ? "at least" : "exactly", least,
                                plural(least), call.shown());
    }
    std::string parameter = to_utf8(call.signature->parameters()[index].name.get());
    if (call.is_terse())
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
    auto parameters = call.signature->parameters();
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
    size_t count = call.signature->parameters().size();
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
    auto parameters = call.signature->parameters();
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
                                    to_utf8(name).c_str(), call.keyword_name().c_str());
    }
    return kError;
}

Status check_tersely(const Binding& call) {
    uint32_t total = call.args.positional + call.args.keyword_count();
    if (total > call.def.positional)
        return raise_type_error(call.thread, "%s() takes at most %u arguments (%u given)",
                                call.name().c_str(), call.def.positional, total);
    for (uint32_t i = 0; i < call.args.keyword_count(); ++i) {
        Str* name = as_str(call.args.names->items()[i]);
        size_t parameter = name ? parameter_named(call, name) : total;
        if (parameter < call.args.positional || parameter >= total)
            return raise_type_error(call.thread, "'%s' is an invalid keyword argument for %s()",
                                    name ? to_utf8(name).c_str() : "", call.name().c_str());
    }
    return {};
}

// Binds, and hands the row to the continuation, whose kind of failure is returned.
template <class Continue>
auto bind_and_call(const Binding& call, Continue&& go_on) -> decltype(go_on(Args{})) {
    const SignatureText& def = call.def;
    auto parameters = call.signature->parameters();
    uint32_t given = call.given(), named = static_cast<uint32_t>(parameters.size());
    bool nameable = def.keyword_only || def.has_kwargs || def.positional > def.positional_only;
    if (call.is_terse()) TRY(check_tersely(call));
    bool counts_apart = !nameable || def.has_kwargs || def.wording != Wording::kUsual;
    if (call.args.keyword_count() && !nameable && def.wording != Wording::kPython)
        return raise_no_keywords(call);
    if (given > def.positional && !def.has_rest)
        return counts_apart ? raise_positional(call) : raise_too_many(call);
    if (!def.has_rest && !counts_apart && given + call.args.keyword_count() > named)
        return raise_too_many(call);
    if (def.is_counted && call.args.keyword_count() > def.keyword_only && given >= def.required)
        return raise_too_many_keywords(call);

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
    if (call.needs_extra()) {
        extra = TRY(make_dict(call.thread));
        values[named] = extra.value();
    }
    bool refused = false;
    TRY(bind_keywords(call, values, extra.get(), &refused));
    for (uint32_t i = from_position; i < named; ++i) {
        if (!values[i].is_empty()) continue;
        if (!parameters[i].has_default) {
            if (!nameable || def.wording != Wording::kUsual || (def.has_rest && i < def.positional))
                return raise_positional(call);
            return raise_missing(call, i);
        }
        values[i] = parameters[i].value;
    }
    if (refused) return def.wording == Wording::kPython ? raise_as_python(call) : raise_refused_keyword(call);
    return go_on(Args{values, row_size, rest_count});
}

// Binds arguments given by position alone, when defaults do for the others and the row is short. False: there
// is more to do.
[[gnu::always_inline]] inline bool bind_short(const SignatureText& def, const Signature* signature,
                                              const CallArgs& args, std::span<Value> row, Args* bound) {
    const uint32_t given = args.positional, size = def.row_size;
    if (args.names || given < def.required || def.needs_keywords) return false;
    if (given == def.direct) {
        *bound = {args.values, size, 0};
        return true;
    }
    const uint32_t in_place = std::min<uint32_t>(given, def.positional), rest = given - in_place;
    if (rest && !def.has_rest) return false;
    if (in_place == size) {
        *bound = {args.values, size, rest};
        return true;
    }
    if (!signature || size + rest > row.size()) return false;
    const Signature::Parameter* parameters = signature->parameters().data();
    for (uint32_t i = 0; i < in_place; ++i) row[i] = args.values[i];
    for (uint32_t i = in_place; i < signature->count; ++i) row[i] = parameters[i].value.get();
    if (def.has_kwargs) row[size - 1] = Value::empty();
    for (uint32_t i = 0; i < rest; ++i) row[size + i] = args.values[in_place + i];
    *bound = {row.data(), size, rest};
    return true;
}

template <class Continue>
auto bind_constructor(Signature** signature, const Binding& call, Continue&& go_on)
    -> decltype(go_on(Args{})) {
    if (!*signature) {
        *signature = parse_signature(call.thread, call.def);
        if (!*signature) return kError;
    }
    return bind_and_call(call.with(**signature), go_on);
}

bool takes_no_keywords(const SignatureText& def) {
    return !def.keyword_only && !def.has_kwargs && def.positional == def.positional_only;
}

}  // namespace

uint32_t CallArgs::names_length() const {
    return static_cast<uint32_t>(names->length);
}

Ref<Value> call_native(Thread& thread, const MethodDef& def, Signature** signature, Value self, CallArgs args,
                       Value module) {
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
    return bind_and_call(Binding{thread, def, *signature, self, args, nullptr, module},
                         [&](Args bound) { return def.function(thread, bound); });
}

namespace {

// The type whose spec has this slot: a builtin base of the type, along which layouts go, or another class of
// its MRO with a layout that fits.
template <class Slot>
Type* provider(Type* type, Slot TypeSlots::* member, Slot slot) {
    for (Type* base = type; base; base = base->base)
        if (base->spec && base->spec->slots.*member == slot) [[likely]]
            return base;
    for (Value base : type->mro->span())
        if (const TypeSpec* spec = base.as<Type>()->spec; spec && spec->slots.*member == slot)
            return base.as<Type>();
    __builtin_unreachable();
}

constexpr size_t kShortRow = 4;

// As in CPython, keywords that a type without keyword parameters is given are left to the other half of
// construction when a subclass has an __init__, or a __new__, of its own.
[[gnu::noinline]] Ref<Value> construct_at_length(Thread& thread, Type* type, CallArgs args, Type* from) {
    const MakeDef& def = from->spec->make;
    bool others = !def.is_strict && takes_no_keywords(def) && type->slots.init != from->slots.init;
    if (args.names && (others || def.is_lax)) args.names = nullptr;
    return bind_constructor(&from->make_signature, Binding{thread, def, nullptr, Value::empty(), args, type},
                            [&](Args bound) { return def.function(thread, type, bound); });
}
[[gnu::noinline]] Status initialize_at_length(Thread& thread, Value self, CallArgs args, Type* type,
                                              Type* from) {
    const InitDef& def = from->spec->init;
    if (args.names && takes_no_keywords(def) && !def.is_strict &&
        type->slots.new_instance != from->slots.new_instance)
        args.names = nullptr;
    return bind_constructor(&from->init_signature, Binding{thread, def, nullptr, Value::empty(), args, type},
                            [&](Args bound) { return def.function(thread, self, bound); });
}

}  // namespace

Ref<Value> call_instance(Thread& thread, Value self, CallArgs args, CallSlot slot) {
    Type* type = thread.interp.type_of(self);
    Type* from = provider(type, &TypeSlots::call, slot);
    const CallDef& def = from->spec->call;
    return bind_constructor(&from->call_signature, Binding{thread, def, nullptr, Value::empty(), args, type},
                            [&](Args bound) { return def.function(thread, self, bound); });
}

Ref<Value> construct(Thread& thread, Type* type, CallArgs args, NewSlot slot) {
    Type* from = provider(type, &TypeSlots::new_instance, slot);
    const MakeDef& def = from->spec->make;
    Value row[kShortRow];
    Args bound;
    if (bind_short(def, from->make_signature, args, row, &bound)) [[likely]]
        return def.function(thread, type, bound);
    return construct_at_length(thread, type, args, from);
}

Status initialize(Thread& thread, Value self, CallArgs args, InitSlot slot) {
    Type* type = thread.interp.type_of(self);
    Type* from = provider(type, &TypeSlots::init, slot);
    const InitDef& def = from->spec->init;
    Value row[kShortRow];
    Args bound;
    if (bind_short(def, from->init_signature, args, row, &bound)) [[likely]]
        return def.function(thread, self, bound);
    return initialize_at_length(thread, self, args, type, from);
}

}  // namespace moult
