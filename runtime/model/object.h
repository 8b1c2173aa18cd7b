// Object: the 16-byte header of everything on the heap, reference counts, and Ref, the owning reference.
#pragma once

#include <cassert>
#include <concepts>
#include <utility>

#include "runtime/model/value.h"

namespace moult {

struct Shape;
struct Type;

enum ObjectFlags : uint32_t {
    kHasWeakrefs = 1u << 0,  // the interpreter's weak reference table has an entry
    kFinalized = 1u << 1,    // __del__ has run
    kInterned = 1u << 2,     // str only
    kGcTracked = 1u << 3,    // the cycle collector may look at it
    kForever = 1u << 4,      // immortal: see make_immortal
    kWatched = 1u << 5,      // changes are reported: see watch.h
    kFirstOwnBit = 8,        // bits from here on belong to the object's own type (str keeps its kind there)
};

// 16 bytes: the reference count, flags, and the shape, which names the type and the layout of the attributes.
struct Object {
    static constexpr uint32_t kImmortal = 1u << 30;  // the count an immortal object starts from

    uint32_t refcount;
    uint32_t flags;
    Shape* shape;

    inline Type* type() const;  // shape.h
};
static_assert(sizeof(Object) == 16);

// Frees an object whose count has reached zero: finalizer, weak references, fields, memory. Long chains are
// freed iteratively, so that the C++ stack stays shallow. Never fails.
void destroy(Object* object);

// The object is never freed: should its count run down to zero all the same, destroy() starts it afresh.
inline void make_immortal(Object* object) {
    object->refcount = Object::kImmortal;
    object->flags |= kForever;
}

inline void incref(Object* object) {
    ++object->refcount;
}
inline void decref(Object* object) {
    assert(object->refcount > 0);
    if (--object->refcount == 0) [[unlikely]]
        destroy(object);
}
inline void incref(Value value) {
    if (value.is_object()) incref(value.as_object());
}
inline void decref(Value value) {
    if (value.is_object()) decref(value.as_object());
}

// A borrowed reference: alive because somebody else owns it. Spelled out in interfaces for the reader.
template <class T>
using Borrowed = T*;

// Stands for "failed, the exception is on the Thread"; converts to every kind of result.
struct Failure {};
inline constexpr Failure kError{};

// An owned reference to a T; null means none, and, as a function's result, failure.
template <class T = Object>
class [[clang::trivial_abi, nodiscard]] Ref {
  public:
    constexpr Ref() = default;
    constexpr Ref(std::nullptr_t) {}                    // NOLINT
    constexpr Ref(Failure) {}                           // NOLINT
    static Ref take(T* object) { return Ref(object); }  // takes over the caller's reference
    static Ref share(T* object) {                       // adds a reference
        if (object) incref(static_cast<Object*>(object));
        return Ref(object);
    }
    Ref(const Ref& other) : object_(other.object_) {
        if (object_) incref(static_cast<Object*>(object_));
    }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <class U>
        requires std::derived_from<U, T>
    Ref(Ref<U>&& other) : object_(other.release()) {}  // NOLINT
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_) decref(static_cast<Object*>(object_));
    }
    T* get() const { return object_; }
    T* operator->() const { return object_; }
    T& operator*() const { return *object_; }
    explicit operator bool() const { return object_ != nullptr; }
    [[nodiscard]] T* release() { return std::exchange(object_, nullptr); }
    Value value() const { return Value(object_); }

  private:
    explicit Ref(T* object) : object_(object) {}
    T* object_ = nullptr;
};

// An owned value: a reference to an object, or an immediate, or empty, or error.
template <>
class [[clang::trivial_abi, nodiscard]] Ref<Value> {
  public:
    constexpr Ref() = default;
    constexpr Ref(Failure) : value_(Value::error()) {}         // NOLINT
    constexpr Ref(Immediate immediate) : value_(immediate) {}  // NOLINT
    static Ref take(Value value) { return Ref(value); }
    static Ref share(Value value) {
        incref(value);
        return Ref(value);
    }
    static Ref empty() { return Ref(Value::empty()); }
    Ref(const Ref& other) : value_(other.value_) { incref(value_); }
    Ref(Ref&& other) noexcept : value_(std::exchange(other.value_, Value::empty())) {}
    template <std::derived_from<Object> T>
    Ref(Ref<T>&& other)
        : value_(other ? Value(other.release()) : Value::error()) {}  // NOLINT: null means failure
    Ref& operator=(Ref other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Ref() { decref(value_); }
    Value get() const { return value_; }
    operator Value() const { return value_; }  // NOLINT: lends
    [[nodiscard]] Value release() { return std::exchange(value_, Value::empty()); }
    bool is_error() const { return value_.is_error(); }
    bool is_empty() const { return value_.is_empty(); }
    bool is_none() const { return value_.is_none(); }
    bool is_not_implemented() const { return value_.is_not_implemented(); }
    template <class T>
    T* as() const {  // unchecked, borrowed
        return value_.as<T>();
    }

  private:
    explicit constexpr Ref(Value value) : value_(value) {}
    Value value_;
};

template <class T>
    requires std::derived_from<T, Object>
Ref<T> share(T* object) {
    return Ref<T>::share(object);
}
inline Ref<Value> share(Value value) {
    return Ref<Value>::share(value);
}

// Turns an owned value that is known to be a T into an owned T.
template <class T>
Ref<T> take_as(Ref<Value>&& value) {
    return value.get().is_object() ? Ref<T>::take(value.release().template as<T>()) : Ref<T>();
}

}  // namespace moult
