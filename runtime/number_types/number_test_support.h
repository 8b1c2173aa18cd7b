// What the tests of numbers share: values from text, operations by name, results as text.
#pragma once

#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/state/test_support.h"
#include "runtime/strings/bytes.h"

namespace moult {

class NumberTest : public RuntimeTest {
  protected:
    // An int of any size from decimal digits.
    Ref<Value> big(std::string_view digits) {
        interp.max_str_digits = 0;
        Ref<Value> result = int_from_text(thread, digits, 10, Value::none());
        interp.max_str_digits = 4300;
        return result;
    }
    static Value real(double d) { return Value::number(d); }
    static Value none() { return Value::none(); }

    // The repr of a result, or "TypeError: message" when it failed.
    std::string shown(const Ref<Value>& result) { return result.is_error() ? error() : repr_of(result); }
    std::string shown(const Ref<Str>& result) { return result ? repr_of(result.value()) : error(); }

    std::string binary(Value a, BinaryOp op, Value b) { return shown(binary_op(thread, op, a, b)); }
    std::string method(Value self, const char* method_name, std::initializer_list<Value> arguments = {}) {
        Ref<Value> bound = get_attribute(thread, self, method_name);
        if (bound.is_error()) return error();
        return shown(call(thread, bound, arguments));
    }
    std::string construct(Type* type, std::initializer_list<Value> arguments) {
        return shown(call(thread, type, arguments));
    }
    std::string construct(Type* type, std::string_view argument) {
        return construct(type, {text(argument).value()});
    }
    int64_t hash_of(Value value) { return hash(thread, value).value(); }
};

}  // namespace moult
