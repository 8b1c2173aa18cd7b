// FieldList: which fields of a native type's instances own something, named once in the struct.
#pragma once

#include "runtime/model/visitor.h"

namespace moult {

// The fields of an instance that own something: Value, Ref<T>, or a pointer to an object. In the struct of
// the instance:
//     static constexpr auto kFields = fields<&Chain::sources, &Chain::active>;
template <auto... members>
struct FieldList {
    static constexpr size_t kCount = sizeof...(members);
    template <class T>
    static void visit(T& object, Visitor& visitor) {
        (visitor.visit(object.*members), ...);
    }
    // Lets them all go, in this order.
    template <class T>
    static void release(T& object) {
        (release_field(object.*members), ...);
    }

  private:
    static void release_field(auto& field) {
        Value old = std::exchange(reinterpret_cast<Value&>(field), Value::empty());
        decref(old);
    }
};
template <auto... members>
inline constexpr FieldList<members...> fields{};

}  // namespace moult
