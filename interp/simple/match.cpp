// Simple instructions of the match statement (PEP 634).
#include <vector>

#include "interp/instructions.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"

namespace moult::interp {

namespace {

Value* push_flag(Thread& thread, Value* sp, uint32_t flag) {
    *sp = Value::boolean(thread.interp.type_of(sp[-1])->flags & flag);
    return sp + 1;
}

// The values of these keys in a mapping, as a tuple; None when one is missing. Uses get(), so that
// defaultdicts stay as they are.
Ref<Value> match_keys(Thread& thread, Value mapping, Tuple* keys) {
    if (keys->length == 0) return share(Value(thread.interp.empty_tuple));
    bool get_is_method = false;
    Ref<Value> get = TRY(get_method(thread, mapping, thread.interp.names().get, &get_is_method));
    Ref<Set> seen = TRY(make_set(thread));
    Ref<List> missing = TRY(make_list(thread));  // an object that no mapping holds
    Ref<List> values = TRY(make_list(thread, keys->length));
    for (Value key : keys->span()) {
        if (TRY(contains(thread, seen.value(), key)))
            return raise_value_error(thread, "mapping pattern checks duplicate key (%s)",
                                     repr_text(thread, key).c_str());
        TRY(set_add(thread, seen.get(), key));
        Ref<Value> value = TRY(get_is_method ? call(thread, get, {mapping, key, missing.value()})
                                             : call(thread, get, {key, missing.value()}));
        if (value.get() == missing.value()) return Value::none();
        TRY(list_append(thread, values.get(), value));
    }
    return make_tuple(thread, values->span());
}

// Collects the attributes that the sub-patterns of a class pattern look at.
class ClassMatch {
  public:
    ClassMatch(Thread& thread, Value subject, Type* type) : thread_(thread), subject_(subject), type_(type) {}

    // The attributes as a tuple, or None when one is missing.
    Ref<Value> run(uint32_t positional, Tuple* keywords) {
        seen_ = TRY(make_set(thread_));
        attributes_ = TRY(make_list(thread_));
        if (positional && !TRY(add_positional(positional))) return Value::none();
        for (Value name : keywords->span())
            if (!TRY(add_attribute(name))) return Value::none();
        return make_tuple(thread_, attributes_->span());
    }

  private:
    std::string type_text() const { return to_utf8(type_->name.get()); }

    // False: the subject does not have the attribute.
    Result<bool> add_attribute(Value name) {
        if (TRY(contains(thread_, seen_.value(), name)))
            return raise_type_error(thread_, "%s() got multiple sub-patterns for attribute %s",
                                    type_text().c_str(), repr_text(thread_, name).c_str());
        TRY(set_add(thread_, seen_.get(), name));
        Ref<Str> attribute = TRY(intern(thread_, name.as<Str>()));
        Ref<Value> value = TRY(find_attribute(thread_, subject_, attribute.get()));
        if (value.is_empty()) return false;
        TRY(list_append(thread_, attributes_.get(), value));
        return true;
    }

    Result<bool> add_positional(uint32_t count) {
        Ref<Value> names = TRY(find_attribute(thread_, Value(type_), thread_.interp.names().__match_args__));
        bool match_self = names.is_empty() && (type_->flags & kMatchSelf);
        if (!names.is_empty() && !is_exact<Tuple>(names))
            return raise_type_error(thread_, "%s.__match_args__ must be a tuple (got %s)",
                                    type_text().c_str(), type_name(thread_, names));
        size_t allowed = match_self ? 1 : names.is_empty() ? 0 : names.as<Tuple>()->length;
        if (count > allowed)
            return raise_type_error(thread_, "%s() accepts %zu positional sub-pattern%s (%u given)",
                                    type_text().c_str(), allowed, allowed == 1 ? "" : "s", count);
        if (match_self) {
            TRY(list_append(thread_, attributes_.get(), subject_));
            return true;
        }
        for (uint32_t i = 0; i < count; ++i) {
            Value name = names.as<Tuple>()->items()[i];
            if (!is_exact<Str>(name))
                return raise_type_error(thread_, "__match_args__ elements must be strings (got %.200s)",
                                        type_name(thread_, name));
            if (!TRY(add_attribute(name))) return false;
        }
        return true;
    }

    Thread& thread_;
    Value subject_;
    Type* type_;
    Ref<Set> seen_;
    Ref<List> attributes_;
};

Ref<Value> match_class(Thread& thread, Value subject, Value type, uint32_t positional, Tuple* keywords) {
    if (!as_instance<Type>(type)) return raise_type_error(thread, "called match pattern must be a type");
    if (!TRY(is_instance(thread, subject, type))) return Value::none();
    return ClassMatch(thread, subject, type.as<Type>()).run(positional, keywords);
}

}  // namespace

Value* run_MATCH_MAPPING(Thread& thread, Frame&, uint32_t, Value* sp) {
    return push_flag(thread, sp, kMatchMapping);
}
Value* run_MATCH_SEQUENCE(Thread& thread, Frame&, uint32_t, Value* sp) {
    return push_flag(thread, sp, kMatchSequence);
}
// subject, keys -> subject, keys, values or None
Value* run_MATCH_KEYS(Thread& thread, Frame&, uint32_t, Value* sp) {
    Ref<Value> values = match_keys(thread, sp[-2], sp[-1].as<Tuple>());
    if (values.is_error()) return nullptr;
    *sp++ = values.release();
    return sp;
}
// subject, class, names of keyword patterns -> attributes or None
Value* run_MATCH_CLASS(Thread& thread, Frame&, uint32_t positional, Value* sp) {
    Ref<Value> attributes = match_class(thread, sp[-3], sp[-2], positional, sp[-1].as<Tuple>());
    if (attributes.is_error()) return nullptr;
    for (int i = 0; i < 3; ++i) decref(*--sp);
    *sp++ = attributes.release();
    return sp;
}

}  // namespace moult::interp
