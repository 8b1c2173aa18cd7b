// Simple instructions that build containers, strings and slices, and unpack with a star.
#include "interp/calls.h"
#include "interp/instructions.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/set.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

// Replaces the topmost `count` values by one.
Value* replace(Value* sp, uint32_t count, Ref<Value> result) {
    if (result.is_error()) return nullptr;
    for (uint32_t i = 0; i < count; ++i) {
        Value value = *--sp;
        decref(value);
    }
    *sp++ = result.release();
    return sp;
}
// Releases the topmost value after an operation on one further down.
Value* pop_if(Value* sp, Status status) {
    if (!status.ok()) return nullptr;
    Value value = *--sp;
    decref(value);
    return sp;
}

}  // namespace

Value* run_BUILD_TUPLE(Thread& thread, Frame&, uint32_t count, Value* sp) {
    if (count == 0) {
        *sp++ = share(Value(thread.interp.empty_tuple)).release();
        return sp;
    }
    Ref<Tuple> tuple = allocate_tuple(thread, count);
    if (!tuple) return nullptr;
    sp -= count;
    std::copy(sp, sp + count, tuple->items());  // moves
    *sp++ = Value(tuple.release());
    return sp;
}
Value* run_BUILD_LIST(Thread& thread, Frame&, uint32_t count, Value* sp) {
    Ref<List> list = make_list(thread, count);
    if (!list) return nullptr;
    sp -= count;
    std::copy(sp, sp + count, list->items);  // moves
    list->length = count;
    *sp++ = Value(list.release());
    return sp;
}
Value* run_BUILD_SET(Thread& thread, Frame&, uint32_t count, Value* sp) {
    Ref<Set> set = make_set(thread);
    if (!set) return nullptr;
    for (Value* p = sp - count; p != sp; ++p)
        if (!set_add(thread, set.get(), *p).ok()) return nullptr;
    return replace(sp, count, std::move(set));
}
Value* run_BUILD_MAP(Thread& thread, Frame&, uint32_t count, Value* sp) {
    Ref<Dict> dict = make_dict(thread, count);
    if (!dict) return nullptr;
    for (Value* p = sp - 2 * count; p != sp; p += 2)
        if (!dict_set(thread, dict.get(), p[0], p[1]).ok()) return nullptr;
    return replace(sp, 2 * count, std::move(dict));
}
Value* run_BUILD_CONST_KEY_MAP(Thread& thread, Frame&, uint32_t count, Value* sp) {
    const Tuple* keys = sp[-1].as<Tuple>();
    Ref<Dict> dict = make_dict(thread, count);
    if (!dict) return nullptr;
    const Value* values = sp - 1 - count;
    for (uint32_t i = 0; i < count; ++i)
        if (!dict_set(thread, dict.get(), keys->items()[i], values[i]).ok()) return nullptr;
    return replace(sp, count + 1, std::move(dict));
}
Value* run_BUILD_STRING(Thread& thread, Frame&, uint32_t count, Value* sp) {
    StrBuilder builder(thread);
    for (Value* p = sp - count; p != sp; ++p) builder.add(as_str(*p));
    return replace(sp, count, builder.finish());
}
Value* run_BUILD_SLICE(Thread& thread, Frame&, uint32_t count, Value* sp) {
    Value* p = sp - count;
    return replace(sp, count, make_slice(thread, p[0], p[1], count == 3 ? p[2] : Value::none()));
}
Value* run_FORMAT_VALUE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    bool has_spec = (arg & 4) != 0;
    Value value = has_spec ? sp[-2] : sp[-1];
    Ref<Value> converted = share(value);
    switch (arg & 3) {
        case 1: converted = to_str(thread, value); break;
        case 2: converted = repr(thread, value); break;
        case 3: converted = ascii(thread, value); break;
        default: break;
    }
    if (converted.is_error()) return nullptr;
    if (has_spec || !is_exact<Str>(converted))
        converted = format(thread, converted, has_spec ? as_str(sp[-1]) : thread.interp.empty_str);
    return replace(sp, has_spec ? 2 : 1, std::move(converted));
}

// --- adding to containers under construction, `arg` below the top

Value* run_LIST_APPEND(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    return pop_if(sp, list_append(thread, sp[-1 - static_cast<int32_t>(arg)].as<List>(), sp[-1]));
}
Value* run_SET_ADD(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    return pop_if(sp, set_add(thread, sp[-1 - static_cast<int32_t>(arg)].as<Set>(), sp[-1]));
}
Value* run_MAP_ADD(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    if (!dict_set(thread, sp[-2 - static_cast<int32_t>(arg)].as<Dict>(), sp[-2], sp[-1]).ok()) return nullptr;
    decref(sp[-1]);
    decref(sp[-2]);
    return sp - 2;
}
Value* run_LIST_EXTEND(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    Value iterable = sp[-1];
    Status extended = list_extend(thread, sp[-1 - static_cast<int32_t>(arg)].as<List>(), iterable);
    if (!extended.ok() && !is_iterable(thread.interp.type_of(iterable)) &&
        error_matches(thread, thread.types().type_error)) {
        clear_error(thread);
        (void)raise_type_error(thread, "Value after * must be an iterable, not %s",
                               type_name(thread, iterable));
    }
    return pop_if(sp, extended);
}
Value* run_SET_UPDATE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    return pop_if(sp, set_update(thread, sp[-1 - static_cast<int32_t>(arg)].as<Set>(), sp[-1]));
}
Value* run_DICT_UPDATE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    Status merged =
        dict_merge(thread, sp[-1 - static_cast<int32_t>(arg)].as<Dict>(), sp[-1], MergeMode::kOverride);
    if (!merged.ok() && error_matches(thread, thread.types().attribute_error)) {
        clear_error(thread);
        (void)raise_type_error(thread, "'%s' object is not a mapping", type_name(thread, sp[-1]));
    }
    return pop_if(sp, merged);
}
// The keyword arguments of a call: the callable lies below the dict and the positional arguments.
Value* run_DICT_MERGE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    Value source = sp[-1];
    Value callable = sp[-3 - static_cast<int32_t>(arg)];
    Status merged =
        dict_merge(thread, sp[-1 - static_cast<int32_t>(arg)].as<Dict>(), source, MergeMode::kRaise);
    if (!merged.ok()) {
        std::string function = callable_text(thread, callable);
        if (error_matches(thread, thread.types().attribute_error)) {
            clear_error(thread);
            (void)raise_type_error(thread, "%s argument after ** must be a mapping, not %s", function.c_str(),
                                   type_name(thread, source));
        } else if (error_matches(thread, thread.types().key_error)) {
            Ref<Value> error = take_error(thread);
            Ref<Value> arguments = get_attribute(thread, error, thread.interp.names().args);
            Tuple* tuple = as_tuple(arguments);
            if (tuple && tuple->length == 1 && as_str(tuple->items()[0])) {
                (void)raise_type_error(thread, "%s got multiple values for keyword argument '%s'",
                                       function.c_str(), to_utf8(as_str(tuple->items()[0])).c_str());
            } else if (tuple && tuple->length == 1) {
                (void)raise_type_error(thread, "keywords must be strings");
            } else {
                restore_error(thread, std::move(error));
            }
        }
        return nullptr;
    }
    for (size_t position = 0;;) {
        Value key, value;
        if (!dict_next(sp[-1 - static_cast<int32_t>(arg)].as<Dict>(), &position, &key, &value)) break;
        if (!as_str(key)) {
            (void)raise_type_error(thread, "keywords must be strings");
            return nullptr;
        }
    }
    return pop_if(sp, {});
}
Value* run_LIST_TO_TUPLE(Thread& thread, Frame&, uint32_t, Value* sp) {
    return replace(sp, 1, make_tuple(thread, sp[-1].as<List>()->span()));
}

// --- a, *b, c = iterable: `arg` has the counts before (low byte) and after the star

Value* run_UNPACK_EX(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    uint32_t before = arg & 0xff, after = arg >> 8;
    Value iterable = sp[-1];
    if (!is_iterable(thread.interp.type_of(iterable))) {
        (void)raise_type_error(thread, "cannot unpack non-iterable %s object", type_name(thread, iterable));
        return nullptr;
    }
    // The items come from an iterator, so that len() of the iterable is not asked.
    Ref<Value> iterator = get_iterator(thread, iterable);
    if (iterator.is_error()) return nullptr;
    Ref<List> all = to_list(thread, iterator);
    if (!all) return nullptr;
    if (all->length < before + after) {
        (void)raise_value_error(thread, "not enough values to unpack (expected at least %u, got %zu)",
                                before + after, all->length);
        return nullptr;
    }
    Ref<List> middle = make_list(thread, all->span().subspan(before, all->length - before - after));
    if (!middle) return nullptr;
    Value* out = sp - 1;
    for (uint32_t i = 0; i < after; ++i) *out++ = share(all->items[all->length - 1 - i]).release();
    *out++ = Value(middle.release());
    for (uint32_t i = 0; i < before; ++i) *out++ = share(all->items[before - 1 - i]).release();
    decref(iterable);
    return out;
}
Value* run_GET_LEN(Thread& thread, Frame&, uint32_t, Value* sp) {
    Result<int64_t> count = length(thread, sp[-1]);
    if (!count.ok()) return nullptr;
    *sp++ = Value::small_int(count.value());
    return sp;
}

}  // namespace moult::interp
