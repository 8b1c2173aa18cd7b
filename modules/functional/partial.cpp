// functools.partial: a function with some of its arguments.
#include <vector>

#include "modules/functional/functools.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/spread_arguments.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

struct Partial : Object {
    Value function;
    Value arguments;  // a Tuple
    Value keywords;   // a Dict, which programs see and may change
    static constexpr auto kFields = fields<&Partial::function, &Partial::arguments, &Partial::keywords>;

    bool has_attributes() const { return shape != type()->root_shape; }

    static Ref<Value> make(Thread& thread, Type* type, CallArgs args) {
        if (args.positional < 1)
            return raise_type_error(thread, "type 'partial' takes at least one argument");
        Value function = args.values[0];
        std::span<const Value> first, rest = args.positionals().subspan(1);
        Ref<Dict> keywords;
        // A partial of a partial is one of the function within, unless it has something more to keep.
        Type* given = thread.interp.type_of(function);
        if (given->slots.call == call_slot && !function.as<Partial>()->has_attributes()) {
            auto& inner = *function.as<Partial>();
            first = inner.arguments.as<Tuple>()->span();
            keywords = TRY(dict_copy(thread, inner.keywords.as<Dict>()));
            function = inner.function;
        } else {
            keywords = TRY(make_dict(thread));
        }
        if (!thread.interp.type_of(function)->slots.call)
            return raise_type_error(thread, "the first argument must be callable");
        Ref<Tuple> arguments = TRY(joined(thread, first, rest));
        for (uint32_t i = 0; i < args.keyword_count(); ++i)
            TRY(dict_set(thread, keywords.get(), args.names->items()[i], args.values[args.positional + i]));
        Ref<Partial> made = TRY(new_instance<Partial>(thread, type));
        made->function = share(function).release();
        made->arguments = arguments.release();
        made->keywords = keywords.release();
        return made;
    }
    static Ref<Tuple> joined(Thread& thread, std::span<const Value> first, std::span<const Value> rest) {
        std::vector<Value> all(first.begin(), first.end());
        all.insert(all.end(), rest.begin(), rest.end());
        return make_tuple(thread, std::span<const Value>(all));
    }

    static Ref<Value> call_slot(Thread& thread, Value self, CallArgs args) {
        auto& partial = *self.as<Partial>();
        Ref<Value> function = share(partial.function), first = share(partial.arguments);
        Ref<Dict> keywords = share(partial.keywords.as<Dict>());
        std::span<const Value> own = first.as<Tuple>()->span();
        if (keywords->length) return call_with_keywords(thread, function, own, keywords.get(), args);
        constexpr size_t kShort = 8;
        Value row[kShort];
        std::vector<Value> long_row;
        Value* values = row;
        if (own.size() + args.total() > kShort) {
            long_row.resize(own.size() + args.total());
            values = long_row.data();
        }
        std::copy(own.begin(), own.end(), values);
        std::copy_n(args.values, args.total(), values + own.size());
        return call(thread, function,
                    CallArgs{values, static_cast<uint32_t>(own.size()) + args.positional, args.names});
    }
    static Ref<Value> call_with_keywords(Thread& thread, Value function, std::span<const Value> own,
                                         Dict* keywords, CallArgs args) {
        Ref<Dict> all = TRY(dict_copy(thread, keywords));
        for (uint32_t i = 0; i < args.keyword_count(); ++i)
            TRY(dict_set(thread, all.get(), args.names->items()[i], args.values[args.positional + i]));
        std::vector<Value> positional(own.begin(), own.end());
        positional.insert(positional.end(), args.values, args.values + args.positional);
        SpreadArguments spread;
        TRY(spread.set(thread, positional, all.value()));
        return call(thread, function, spread.args());
    }

    static Ref<Value> repr(Thread& thread, Partial& self) {
        ReprGuard guard(thread, &self);
        if (!guard.entered()) return make_str(thread, "...");
        Ref<Value> function = share(self.function), arguments = share(self.arguments);
        Ref<Dict> keywords = TRY(dict_copy(thread, self.keywords.as<Dict>()));
        StrBuilder out(thread);
        Ref<Str> name = TRY(make_str(thread, type_name(thread, Value(&self))));
        Ref<Str> text = TRY(moult::repr(thread, function));
        out.add(name.get());
        out.add('(');
        out.add(text.get());
        for (Value argument : arguments.as<Tuple>()->span()) {
            text = TRY(moult::repr(thread, argument));
            out.add_ascii(", ");
            out.add(text.get());
        }
        size_t position = 0;
        for (Value key, value; dict_next(keywords.get(), &position, &key, &value);) {
            name = TRY(to_str(thread, key));
            text = TRY(moult::repr(thread, value));
            out.add_ascii(", ");
            out.add(name.get());
            out.add('=');
            out.add(text.get());
        }
        out.add(')');
        return out.finish();
    }

    static Ref<Value> reduce(Thread& thread, Partial& self, Args) {
        Ref<Value> attributes = Value::none();
        if (self.has_attributes()) attributes = TRY(instance_attributes(thread, &self));
        Ref<Tuple> made_of = TRY(make_tuple(thread, {self.function}));
        Ref<Tuple> state =
            TRY(make_tuple(thread, {self.function, self.arguments, self.keywords, attributes}));
        return make_tuple(thread, {Value(self.type()), made_of.value(), state.value()});
    }
    static Ref<Value> set_state(Thread& thread, Partial& self, Args args) {
        Tuple* state = as_tuple(args[1]);
        bool valid = state && state->length == 4;
        if (valid) {
            const Value* parts = state->items();
            valid = thread.interp.type_of(parts[0])->slots.call && as_tuple(parts[1]) &&
                    (parts[2].is_none() || as_instance<Dict>(parts[2]));
        }
        if (!valid) return raise_type_error(thread, "invalid partial state");
        const Value* parts = state->items();
        Ref<Dict> keywords;
        if (parts[2].is_none())
            keywords = TRY(make_dict(thread));
        else if (is_exact<Dict>(parts[2]))
            keywords = share(parts[2].as<Dict>());
        else
            keywords = TRY(dict_copy(thread, parts[2].as<Dict>()));
        Ref<Dict> attributes = share(as_instance<Dict>(parts[3]));
        if (!attributes && self.has_attributes()) attributes = TRY(make_dict(thread));
        if (attributes) TRY(instance_set_dict(thread, &self, attributes.get()));
        replace_field(self.function, parts[0]);
        replace_field(self.arguments, Value(as_tuple(parts[1])));
        replace_field(self.keywords, keywords.value());
        return Value::none();
    }
};

template <Value Partial::* field>
Ref<Value> get(Thread&, Value self) {
    return share(self.as<Partial>()->*field);
}

constexpr MethodDef kMethods[] = {
    {"@hidden __reduce__(self, /)", method<&Partial::reduce>, nullptr},
    {"@hidden __setstate__(self, state, /)", method<&Partial::set_state>, nullptr},
    kClassGetItem,
};
constexpr GetSetDef kAttributes[] = {
    {"func", get<&Partial::function>, nullptr, "function object to use in future partial calls", true},
    {"args", get<&Partial::arguments>, nullptr, "tuple of arguments to future partial calls", true},
    {"keywords", get<&Partial::keywords>, nullptr, "dictionary of keyword arguments to future partial calls",
     true},
};

}  // namespace

constexpr TypeSpec kPartialType = native<Partial>({
    .name = "functools.partial",
    .flags = kBaseType | kHasAttributes | kHasWeakrefSupport,
    .doc = "partial(func, *args, **keywords) - new function with partial application\n"
           "    of the given arguments and keywords.\n",
    .slots = {.repr = slot<&Partial::repr>, .call = Partial::call_slot, .new_instance = Partial::make},
    .methods = kMethods,
    .attributes = kAttributes,
});

}  // namespace moult
