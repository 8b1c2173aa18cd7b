// FieldList: which fields of a native type's instances own something, named once in the struct.
#pragma once

#include "runtime/model/visitor.h"

namespace moult {

// The fields of an instance that own something: Value, Ref<T>, a pointer to an object, or an array of them.
// In the struct of the instance:
//     static constexpr auto kFields = fields<&Chain::sources, &Chain::active>;
template <auto... members>
struct FieldList {
    static constexpr size_t kCount = sizeof...(members);
    template <class T>
    static void visit(T& object, Visitor& visitor) {
        (visit_field(object.*members, visitor), ...);
    }
    // Lets them all go, in this order.
    template <class T>
    static void release(T& object) {
        (release_field(object.*members), ...);
    }

  private:
    template <class Field>
    static void visit_field(Field& field, Visitor& visitor) {
        if constexpr (std::is_array_v<Field>)
            for (auto& item : field) visitor.visit(item);
        else
            visitor.visit(field);
    }
    template <class Field>
    static void release_field(Field& field) {
        if constexpr (std::is_array_v<Field>)
            for (auto& item : field) release_one(item);
        else
            release_one(field);
    }
    static void release_one(auto& field) {
        Value old = std::exchange(reinterpret_cast<Value&>(field), Value::empty());
        decref(old);
    }
};
template <auto... members>
inline constexpr FieldList<members...> fields{};

// What Python sees of a field: None where it is empty.
inline Ref<Value> share_or_none(Value field) {
    return field.is_empty() ? Ref<Value>(Value::none()) : share(field);
}
// Shares the value; what the field held is let go after that.
inline void replace_field(Value& field, Value value) {
    incref(value);
    decref(std::exchange(field, value));
}

}  // namespace moult
