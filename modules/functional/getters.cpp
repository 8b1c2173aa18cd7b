// operator.itemgetter, attrgetter and methodcaller: callables that ask something of their argument.
#include <vector>

#include "modules/functional/functools.h"
#include "modules/functional/operator.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

// The only argument of a call; empty, and TypeError raised, when there are others.
Result<Value> only_argument(Thread& thread, const char* name, CallArgs args) {
    if (args.keyword_count()) return raise_type_error(thread, "%s() takes no keyword arguments", name);
    if (args.positional != 1)
        return raise_type_error(thread, "%s expected 1 argument, got %u", name, args.positional);
    return args.values[0];
}

// "name(item)" or, of several items, "name(item, item)"; "name(...)" within itself.
Ref<Value> shown(Thread& thread, Object& self, const Tuple* items) {
    StrBuilder out(thread);
    out.add_ascii(type_name(thread, Value(&self)));
    ReprGuard guard(thread, &self);
    if (!guard.entered()) {
        out.add_ascii("(...)");
        return out.finish();
    }
    out.add('(');
    for (size_t i = 0; i < items->length; ++i) {
        Ref<Str> text = TRY(repr(thread, items->items()[i]));
        if (i) out.add_ascii(", ");
        out.add(text.get());
    }
    out.add(')');
    return out.finish();
}

// What a getter gets of one item, or a tuple of what it gets of each.
template <class Get>
Ref<Value> get_each(Thread& thread, const Tuple* items, Get&& get) {
    if (items->length == 1) return get(items->items()[0]);
    Ref<Tuple> all = TRY(allocate_tuple(thread, items->length));
    for (size_t i = 0; i < items->length; ++i) all->items()[i] = TRY(get(items->items()[i])).release();
    return all;
}

// --- itemgetter

struct ItemGetter : Object {
    Value items;  // a Tuple
    static constexpr auto kFields = fields<&ItemGetter::items>;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        if (args.rest().empty()) return raise_type_error(thread, "itemgetter expected 1 argument, got 0");
        Ref<Tuple> items = TRY(make_tuple(thread, args.rest()));
        Ref<ItemGetter> made = TRY(new_instance<ItemGetter>(thread, type));
        made->items = items.release();
        return made;
    }
    static Ref<Value> call_slot(Thread& thread, Value self, CallArgs args) {
        Value object = TRY(only_argument(thread, "itemgetter", args));
        auto* items = self.as<ItemGetter>()->items.as<Tuple>();
        return get_each(thread, items, [&](Value item) { return get_item(thread, object, item); });
    }
    static Ref<Value> repr(Thread& thread, ItemGetter& self) {
        return shown(thread, self, self.items.as<Tuple>());
    }
    static Ref<Value> reduce(Thread& thread, ItemGetter& self, Args) {
        return make_tuple(thread, {Value(self.type()), self.items});
    }
};
constexpr MethodDef kItemGetterMethods[] = {
    {"@hidden __reduce__(self, /)", method<&ItemGetter::reduce>, "Return state information for pickling"},
};

// --- attrgetter

struct AttributeGetter : Object {
    Value names;  // a Tuple of strs, as given
    Value paths;  // for each of them, a Tuple of the interned names between its dots
    static constexpr auto kFields = fields<&AttributeGetter::names, &AttributeGetter::paths>;

    static Ref<Tuple> path_of(Thread& thread, Str* name) {
        std::vector<Ref<Value>> parts;
        for (size_t begin = 0; begin <= name->length;) {
            size_t end = begin;
            while (end < name->length && name->at(end) != '.') ++end;
            Ref<Str> part = TRY(substring(thread, name, begin, end));
            parts.push_back(TRY(intern(thread, part.get())));
            begin = end + 1;
        }
        Ref<Tuple> path = TRY(allocate_tuple(thread, parts.size()));
        for (size_t i = 0; i < parts.size(); ++i) path->items()[i] = parts[i].release();
        return path;
    }
    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        if (args.rest().empty()) return raise_type_error(thread, "attrgetter expected 1 argument, got 0");
        Ref<Tuple> names = TRY(make_tuple(thread, args.rest()));
        for (Value name : names->span())
            if (!as_str(name)) return raise_type_error(thread, "attribute name must be a string");
        Ref<Tuple> paths = TRY(allocate_tuple(thread, names->length));
        for (size_t i = 0; i < names->length; ++i)
            paths->items()[i] = TRY(path_of(thread, as_str(names->items()[i]))).release();
        Ref<AttributeGetter> made = TRY(new_instance<AttributeGetter>(thread, type));
        made->names = names.release();
        made->paths = paths.release();
        return made;
    }
    static Ref<Value> call_slot(Thread& thread, Value self, CallArgs args) {
        Value object = TRY(only_argument(thread, "attrgetter", args));
        auto* paths = self.as<AttributeGetter>()->paths.as<Tuple>();
        return get_each(thread, paths, [&](Value path) -> Ref<Value> {
            Ref<Value> found = share(object);
            for (Value name : path.as<Tuple>()->span())
                found = TRY(get_attribute(thread, found, name.as<Str>()));
            return found;
        });
    }
    static Ref<Value> repr(Thread& thread, AttributeGetter& self) {
        return shown(thread, self, self.names.as<Tuple>());
    }
    static Ref<Value> reduce(Thread& thread, AttributeGetter& self, Args) {
        return make_tuple(thread, {Value(self.type()), self.names});
    }
};
constexpr MethodDef kAttributeGetterMethods[] = {
    {"@hidden __reduce__(self, /)", method<&AttributeGetter::reduce>,
     "Return state information for pickling"},
};

// --- methodcaller

struct MethodCaller : Object {
    Value name;       // an interned Str
    Value arguments;  // a Tuple: positional ones, then values of keywords
    Value keywords;   // a Tuple of their names, or empty
    static constexpr auto kFields =
        fields<&MethodCaller::name, &MethodCaller::arguments, &MethodCaller::keywords>;

    std::span<const Value> positional() const {
        auto all = arguments.as<Tuple>()->span();
        return all.first(all.size() - keyword_count());
    }
    size_t keyword_count() const { return keywords.is_empty() ? 0 : keywords.as<Tuple>()->length; }
    Value keyword(size_t i) const { return keywords.as<Tuple>()->items()[i]; }
    Value keyword_value(size_t i) const { return arguments.as<Tuple>()->items()[positional().size() + i]; }

    static Ref<Value> make(Thread& thread, Type* type, CallArgs args) {
        if (args.positional < 1)
            return raise_type_error(thread, "methodcaller needs at least one argument, the method name");
        Str* given = as_str(args.values[0]);
        if (!given) return raise_type_error(thread, "method name must be a string");
        Ref<Str> name = TRY(intern(thread, given));
        Ref<Tuple> arguments = TRY(make_tuple(thread, std::span(args.values + 1, args.total() - 1)));
        Ref<Tuple> keywords;
        if (args.keyword_count()) keywords = TRY(make_tuple(thread, args.names->span()));
        Ref<MethodCaller> made = TRY(new_instance<MethodCaller>(thread, type));
        made->name = name.release();
        made->arguments = arguments.release();
        if (keywords) made->keywords = keywords.release();
        return made;
    }
    static Ref<Value> call_slot(Thread& thread, Value self, CallArgs args) {
        Value object = TRY(only_argument(thread, "methodcaller", args));
        auto& caller = *self.as<MethodCaller>();
        Ref<Value> method = TRY(get_attribute(thread, object, caller.name.as<Str>()));
        const Tuple* names = caller.keywords.is_empty() ? nullptr : caller.keywords.as<Tuple>();
        auto count = static_cast<uint32_t>(caller.positional().size());
        return call(thread, method, CallArgs{caller.arguments.as<Tuple>()->items(), count, names});
    }
    static Ref<Value> repr(Thread& thread, MethodCaller& self) {
        StrBuilder out(thread);
        out.add_ascii(type_name(thread, Value(&self)));
        ReprGuard guard(thread, &self);
        if (!guard.entered()) {
            out.add_ascii("(...)");
            return out.finish();
        }
        out.add('(');
        Ref<Str> text = TRY(moult::repr(thread, self.name));
        out.add(text.get());
        for (Value argument : self.positional()) {
            text = TRY(moult::repr(thread, argument));
            out.add_ascii(", ");
            out.add(text.get());
        }
        for (size_t i = 0; i < self.keyword_count(); ++i) {
            text = TRY(moult::repr(thread, self.keyword_value(i)));
            out.add_ascii(", ");
            out.add(as_str(self.keyword(i)));
            out.add('=');
            out.add(text.get());
        }
        out.add(')');
        return out.finish();
    }
    // With keywords: a partial of the class that has them, called with the positional arguments.
    static Ref<Value> reduce(Thread& thread, MethodCaller& self, Args) {
        std::span<const Value> positional = self.positional();
        std::vector<Value> row = {self.name};
        if (!self.keyword_count()) {
            row.insert(row.end(), positional.begin(), positional.end());
            Ref<Tuple> made_of = TRY(make_tuple(thread, std::span<const Value>(row)));
            return make_tuple(thread, {Value(self.type()), made_of.value()});
        }
        row.insert(row.begin(), Value(self.type()));
        for (size_t i = 0; i < self.keyword_count(); ++i) row.push_back(self.keyword_value(i));
        Value partial = native_type(thread.interp, kPartialType);
        Ref<Value> maker = TRY(call(thread, partial, CallArgs{row.data(), 2, self.keywords.as<Tuple>()}));
        Ref<Tuple> rest = TRY(make_tuple(thread, positional));
        return make_tuple(thread, {maker, rest.value()});
    }
};
constexpr MethodDef kMethodCallerMethods[] = {
    {"@hidden __reduce__(self, /)", method<&MethodCaller::reduce>, "Return state information for pickling"},
};

}  // namespace

constexpr TypeSpec kItemGetterType = native<ItemGetter>({
    .name = "operator.itemgetter",
    .make = "@hidden itemgetter(*items)",
    .doc = "itemgetter(item, ...) --> itemgetter object\n\n"
           "Return a callable object that fetches the given item(s) from its operand.\n"
           "After f = itemgetter(2), the call f(r) returns r[2].\n"
           "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    .slots = {.repr = slot<&ItemGetter::repr>, .call = ItemGetter::call_slot},
    .methods = kItemGetterMethods,
});

constexpr TypeSpec kAttributeGetterType = native<AttributeGetter>({
    .name = "operator.attrgetter",
    .make = "@hidden attrgetter(*names)",
    .doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
           "Return a callable object that fetches the given attribute(s) from its operand.\n"
           "After f = attrgetter('name'), the call f(r) returns r.name.\n"
           "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
           "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n"
           "(r.name.first, r.name.last).",
    .slots = {.repr = slot<&AttributeGetter::repr>, .call = AttributeGetter::call_slot},
    .methods = kAttributeGetterMethods,
});

constexpr TypeSpec kMethodCallerType = native<MethodCaller>({
    .name = "operator.methodcaller",
    .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
           "Return a callable object that calls the given method on its operand.\n"
           "After f = methodcaller('name'), the call f(r) returns r.name().\n"
           "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
           "r.name('date', foo=1).",
    .slots = {.repr = slot<&MethodCaller::repr>,
              .call = MethodCaller::call_slot,
              .new_instance = MethodCaller::make},
    .methods = kMethodCallerMethods,
});

}  // namespace moult
