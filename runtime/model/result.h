// Result<T>: a plain value or failure (the exception is on the Thread), and TRY, which hands a failure to the
// caller.
#pragma once

#include "runtime/model/object.h"

namespace moult {

template <class T>
class [[nodiscard]] Result {
  public:
    constexpr Result(T value) : value_(value), ok_(true) {}  // NOLINT
    constexpr Result(Failure) : value_(), ok_(false) {}      // NOLINT
    bool ok() const { return ok_; }
    T value() const { return value_; }

  private:
    T value_;
    bool ok_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    constexpr Result() = default;
    constexpr Result(Failure) : ok_(false) {}  // NOLINT
    bool ok() const { return ok_; }

  private:
    bool ok_ = true;
};
using Status = Result<void>;

template <class T>
bool failed(const Result<T>& r) {
    return !r.ok();
}
template <class T>
bool failed(const Ref<T>& r) {
    return !r;
}
inline bool failed(const Ref<Value>& r) {
    return r.is_error();
}

// Success or failure of a call whose result does not matter.
inline Status as_status(const Ref<Value>& r) {
    return r.is_error() ? Status(kError) : Status();
}

template <class T>
T unwrap(Result<T>&& r) {
    return r.value();
}
inline void unwrap(Status&&) {}
template <class T>
Ref<T> unwrap(Ref<T>&& r) {
    return std::move(r);
}

// TRY(expression): the value of a Result or Ref, or `return kError` from the enclosing function.
#define TRY(...)                                       \
    ({                                                 \
        auto try_result_ = (__VA_ARGS__);              \
        if (::moult::failed(try_result_)) [[unlikely]] \
            return ::moult::kError;                    \
        ::moult::unwrap(std::move(try_result_));       \
    })

}  // namespace moult
