// For the tests of str, bytes and formatting: values made briefly, and results as text.
#pragma once

#include <initializer_list>
#include <string>

#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/numbers/int.h"
#include "runtime/state/test_support.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

class TextTest : public RuntimeTest {
  protected:
    using V = Ref<Value>;
    V s(std::string_view utf8) { return make_str(thread, utf8); }
    V b(std::string_view content) { return make_bytes(thread, content); }
    V a(std::string_view content) { return make_bytearray(thread, content); }
    V i(int64_t number) { return make_int(thread, number); }
    V d(double number) { return Value::number(number); }
    V none() { return Value::none(); }
    V list(std::initializer_list<V> items) {
        Ref<List> made = make_list(thread);
        for (const V& item : items) EXPECT_TRUE(list_append(thread, made.get(), item).ok());
        return made;
    }
    V tuple(std::initializer_list<V> items) {
        std::vector<Value> values;
        for (const V& item : items) values.push_back(item);
        return make_tuple(thread, std::span<const Value>(values));
    }
    V slice(V start, V stop, V step) { return make_slice(thread, start, stop, step); }

    V method(const V& self, std::string_view name, std::initializer_list<V> args = {}) {
        Ref<Str> interned = intern(thread, name);
        V bound = get_attribute(thread, self, interned.get());
        if (bound.is_error()) return bound;
        std::vector<Value> values;
        for (const V& arg : args) values.push_back(arg);
        return call(thread, bound, CallArgs{values.data(), static_cast<uint32_t>(values.size())});
    }
    // repr() of a value, or "TypeError: message" of the failure.
    std::string show(const V& value) {
        if (value.is_error()) {
            V error = take_error(thread);
            Ref<Str> message = to_str(thread, error);
            return std::string(type_name(thread, error)) + ": " + (message ? to_utf8(message.get()) : "?");
        }
        EXPECT_FALSE(thread.has_error());
        Ref<Str> text = repr(thread, value);
        return text ? to_utf8(text.get()) : "?";
    }
    std::string run(const V& self, std::string_view name, std::initializer_list<V> args = {}) {
        return show(method(self, name, args));
    }
};

}  // namespace moult
