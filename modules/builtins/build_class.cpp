// __build_class__: what a class statement calls (Language Reference 3.3.3, "Metaclasses"; PEP 560 for
// __mro_entries__).
#include <vector>

#include "interp/eval.h"
#include "modules/builtins/functions.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// The bases with objects that are no classes replaced by what their __mro_entries__ gives; the same tuple
// when there are none.
Ref<Tuple> resolve_bases(Thread& thread, Tuple* bases) {
    Ref<List> resolved;
    for (size_t i = 0; i < bases->length; ++i) {
        Value base = bases->items()[i];
        Ref<Value> method = Ref<Value>::empty();
        if (!as_instance<Type>(base))
            method = TRY(find_attribute(thread, base, thread.interp.names().__mro_entries__));
        if (method.is_empty()) {
            if (resolved) TRY(list_append(thread, resolved.get(), base));
            continue;
        }
        Ref<Value> entries = TRY(call(thread, method, {Value(bases)}));
        Tuple* tuple = as_tuple(entries);
        if (!tuple) return raise_type_error(thread, "__mro_entries__ must return a tuple");
        if (!resolved) resolved = TRY(make_list(thread, bases->span().first(i)));
        for (Value entry : tuple->span()) TRY(list_append(thread, resolved.get(), entry));
    }
    return resolved ? make_tuple(thread, resolved->span()) : share(bases);
}

// A call with the keyword arguments of the class statement.
Ref<Value> call_with_keywords(Thread& thread, Value callable, std::initializer_list<Value> positional,
                              Dict* keywords) {
    if (keywords->length == 0) return call(thread, callable, positional);
    std::vector<Value> values(positional);
    std::vector<Value> names;
    size_t position = 0;
    Value key, value;
    while (dict_next(keywords, &position, &key, &value)) {
        names.push_back(key);
        values.push_back(value);
    }
    Ref<Tuple> name_tuple = TRY(make_tuple(thread, std::span<const Value>(names)));
    return call(thread, callable,
                CallArgs{values.data(), static_cast<uint32_t>(positional.size()), name_tuple.get()});
}

Ref<Value> choose_metaclass(Thread& thread, Value given, Tuple* bases) {
    Ref<Value> metaclass = share(given);
    if (given.is_empty())
        metaclass =
            share(Value(bases->length == 0 ? thread.types().type : thread.interp.type_of(bases->items()[0])));
    auto* type = as_instance<Type>(metaclass);
    if (!type) return metaclass;
    Type* winner = winning_metaclass(thread, type, bases);
    if (!winner) return kError;
    return share(Value(winner));
}

Ref<Value> prepare_namespace(Thread& thread, Value metaclass, Str* name, Tuple* bases, Dict* keywords) {
    Ref<Value> prepare = TRY(find_attribute(thread, metaclass, thread.interp.names().__prepare__));
    if (prepare.is_empty()) return make_dict(thread);
    Ref<Value> result = TRY(call_with_keywords(thread, prepare, {Value(name), Value(bases)}, keywords));
    if (!thread.interp.type_of(result)->slots.get_item) {
        auto* type = as_instance<Type>(metaclass);
        return raise_type_error(thread, "%.200s.__prepare__() must return a mapping, not %.200s",
                                type ? to_utf8(type->name.get()).c_str() : "<metaclass>",
                                type_name(thread, result));
    }
    return result;
}

// The body's __class__ cell must hold the class by now: super() and __class__ in methods rely on it.
Status check_class_cell(Thread& thread, Value cell, Value made, Str* name) {
    if (!is_exact<Cell>(cell) || !as_instance<Type>(made)) return {};
    Value content = cell.as<Cell>()->content;
    if (content == made) return {};
    std::string shown_name = repr_text(thread, name), shown_class = repr_text(thread, made);
    if (content.is_empty())
        return raise_runtime_error(
            thread,
            "__class__ not set defining %.200s as %.200s. Was __classcell__ propagated to type.__new__?",
            shown_name.c_str(), shown_class.c_str());
    return raise_type_error(thread, "__class__ set to %.200s defining %.200s as %.200s",
                            repr_text(thread, content).c_str(), shown_name.c_str(), shown_class.c_str());
}

}  // namespace

Ref<Value> build_class(Thread& thread, Args args) {
    Value given_metaclass = args[0];
    Dict* keywords = args[1].as<Dict>();
    std::span<const Value> rest = args.rest();
    if (rest.size() < 2) return raise_type_error(thread, "__build_class__: not enough arguments");
    auto* function = as_instance<Function>(rest[0]);
    if (!function) return raise_type_error(thread, "__build_class__: func must be a function");
    Str* name = as_str(rest[1]);
    if (!name) return raise_type_error(thread, "__build_class__: name is not a string");
    Ref<Tuple> original = TRY(make_tuple(thread, rest.subspan(2)));
    Ref<Tuple> bases = TRY(resolve_bases(thread, original.get()));
    Ref<Value> metaclass = TRY(choose_metaclass(thread, given_metaclass, bases.get()));
    Ref<Value> space = TRY(prepare_namespace(thread, metaclass, name, bases.get(), keywords));
    Ref<Value> cell = TRY(interp::run_class_body(thread, function, space));
    if (bases.get() != original.get())
        TRY(set_item(thread, space, thread.interp.names().__orig_bases__, original.value()));
    Ref<Value> made =
        TRY(call_with_keywords(thread, metaclass, {Value(name), bases.value(), space.get()}, keywords));
    TRY(check_class_cell(thread, cell, made, name));
    return made;
}

}  // namespace moult
