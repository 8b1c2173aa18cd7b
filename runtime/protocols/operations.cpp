// Text, hashing, truth and comparison of any values.
#include "runtime/operations/operations.h"

#include <algorithm>
#include <string>

#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/numbers/int.h"
#include "runtime/state/names.h"
#include "runtime/strings/str.h"

namespace moult {

// --- text

Ref<Str> repr(Thread& thread, Value value) {
    RecursionGuard guard(thread, " while getting the repr of an object");
    if (guard.failed()) return kError;
    UnarySlot slot = thread.interp.type_of(value)->slots.repr;
    if (!slot) return take_as<Str>(TRY(object_repr(thread, value)));
    Ref<Value> result = TRY(slot(thread, value));
    if (Str* text = as_str(result)) return share(text);
    return raise_type_error(thread, "__repr__ returned non-string (type %s)", type_name(thread, result));
}

Ref<Str> to_str(Thread& thread, Value value) {
    if (is_exact<Str>(value)) return share(value.as<Str>());
    RecursionGuard guard(thread, " while getting the str of an object");
    if (guard.failed()) return kError;
    const TypeSlots& slots = thread.interp.type_of(value)->slots;
    UnarySlot slot = slots.str ? slots.str : slots.repr;
    Ref<Value> result = TRY(slot ? slot(thread, value) : object_repr(thread, value));
    if (Str* text = as_str(result)) return share(text);
    return raise_type_error(thread, "__str__ returned non-string (type %s)", type_name(thread, result));
}

Ref<Str> ascii(Thread& thread, Value value) {
    Ref<Str> text = TRY(repr(thread, value));
    if (text->is_ascii()) return text;
    StrBuilder builder(thread);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        char escape[16];
        if (c < 0x80) {
            builder.add(c);
            continue;
        }
        const char* form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        std::snprintf(escape, sizeof escape, form, static_cast<unsigned>(c));
        builder.add_ascii(escape);
    }
    return builder.finish();
}

Ref<Str> format(Thread& thread, Value value, Str* spec) {
    if (spec->length == 0 && is_exact<Str>(value)) return share(value.as<Str>());
    Ref<Value> method = TRY(find_special(thread, value, thread.interp.names().__format__));
    if (method.is_empty())
        return raise_type_error(thread, "Type %s doesn't define __format__", type_name(thread, value));
    Ref<Value> result = TRY(call(thread, method, {Value(spec)}));
    if (Str* text = as_str(result)) return share(text);
    return raise_type_error(thread, "__format__ must return a str, not %s", type_name(thread, result));
}

std::string repr_text(Thread& thread, Value value) {
    Ref<Value> raised = take_error(thread);
    Ref<Str> text = repr(thread, value);
    if (!text) clear_error(thread);
    if (!raised.is_empty()) restore_error(thread, std::move(raised));
    return text ? to_utf8(text.get()) : "<unrepresentable>";
}

ReprGuard::ReprGuard(Thread& thread, Object* object) : thread_(thread), object_(object) {
    const auto& active = thread.in_repr;
    entered_ = std::find(active.begin(), active.end(), object) == active.end();
    if (entered_) thread.in_repr.push_back(object);
}

ReprGuard::~ReprGuard() {
    if (!entered_) return;
    auto& active = thread_.in_repr;
    auto found = std::find(active.rbegin(), active.rend(), object_);
    if (found != active.rend()) active.erase(std::next(found).base());
}

// --- hash and truth

Result<int64_t> hash(Thread& thread, Value value) {
    if (is_exact<Str>(value)) return str_hash(value.as<Str>());
    auto slot = thread.interp.type_of(value)->slots.hash;
    return slot ? slot(thread, value) : hash_not_implemented(thread, value);
}

Result<bool> truth_slow(Thread& thread, Value value) {
    const TypeSlots& slots = thread.interp.type_of(value)->slots;
    if (slots.truth) return slots.truth(thread, value);
    if (slots.length) return TRY(slots.length(thread, value)) != 0;
    return true;
}

// --- comparison

Ref<Value> compare(Thread& thread, Value left, Value right, CompareOp op) {
    static constexpr CompareOp kSwapped[] = {CompareOp::kGt, CompareOp::kGe, CompareOp::kEq,
                                             CompareOp::kNe, CompareOp::kLt, CompareOp::kLe};
    static constexpr const char* kSigns[] = {"<", "<=", "==", "!=", ">", ">="};
    RecursionGuard guard(thread, " in comparison");
    if (guard.failed()) return kError;
    Type *left_type = thread.interp.type_of(left), *right_type = thread.interp.type_of(right);
    CompareOp swapped = kSwapped[static_cast<size_t>(op)];
    bool reflected_done = false;
    if (left_type != right_type && right_type->slots.compare && right_type->is_subtype(left_type)) {
        reflected_done = true;
        Ref<Value> result = right_type->slots.compare(thread, right, left, swapped);
        if (!result.is_not_implemented()) return result;
    }
    if (left_type->slots.compare) {
        Ref<Value> result = left_type->slots.compare(thread, left, right, op);
        if (!result.is_not_implemented()) return result;
    }
    if (!reflected_done && right_type->slots.compare) {
        Ref<Value> result = right_type->slots.compare(thread, right, left, swapped);
        if (!result.is_not_implemented()) return result;
    }
    if (op == CompareOp::kEq) return Value::boolean(left == right);
    if (op == CompareOp::kNe) return Value::boolean(!(left == right));
    return raise_type_error(thread, "'%s' not supported between instances of '%s' and '%s'",
                            kSigns[static_cast<size_t>(op)], type_name(thread, left),
                            type_name(thread, right));
}

Result<bool> compare_truth(Thread& thread, Value left, Value right, CompareOp op) {
    Ref<Value> result = TRY(compare(thread, left, right, op));
    return truth(thread, result);
}

Result<bool> equals(Thread& thread, Value left, Value right) {
    if (left == right) return true;
    if (is_exact<Str>(left) && is_exact<Str>(right)) return str_equal(left.as<Str>(), right.as<Str>());
    return compare_truth(thread, left, right, CompareOp::kEq);
}

}  // namespace moult
