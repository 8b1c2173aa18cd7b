// What unit tests of the runtime share: an interpreter with its main thread, and short ways to make values
// and to look at errors.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/runtime_options.h"
#include "runtime/state/thread.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

class RuntimeTest : public testing::Test {
  protected:
    static InterpreterOptions options() {
        InterpreterOptions result;
        result.machine.of<RuntimeOptions>().hash_seed = 1;
        return result;
    }

    Ref<Str> text(std::string_view utf8) { return make_str(thread, utf8); }
    Ref<Str> name(std::string_view utf8) { return intern(thread, utf8); }
    static Value integer(int64_t i) { return Value::small_int(i); }

    // type(name, bases, namespace); the namespace is {key: value, ...}.
    Ref<Type> make_class(std::string_view class_name, std::initializer_list<Type*> bases = {},
                         std::initializer_list<std::pair<const char*, Value>> namespace_ = {}) {
        Ref<Dict> dict = make_dict(thread);
        for (auto [key, value] : namespace_)
            EXPECT_TRUE(dict_set_str(thread, dict.get(), name(key).get(), value).ok());
        std::vector<Value> base_values(bases.begin(), bases.end());
        Ref<Tuple> tuple = moult::make_tuple(thread, std::span<const Value>(base_values));
        Ref<Value> made = create_class(thread, thread.types().type, name(class_name).get(), tuple.get(),
                                       dict.get(), CallArgs{});
        if (made.is_error()) return nullptr;
        return take_as<Type>(std::move(made));
    }
    Ref<Value> instance_of(const Ref<Type>& type) { return call(thread, type.value()); }

    Ref<Value> attribute(Value object, std::string_view attribute_name) {
        return get_attribute(thread, object, name(attribute_name).get());
    }
    bool set(Value object, std::string_view attribute_name, Value value) {
        return set_attribute(thread, object, name(attribute_name).get(), value).ok();
    }
    std::string repr_of(Value value) { return repr_text(thread, value); }

    // "TypeError: message" of the exception on its way, which is taken away; "no error" without one.
    std::string error() {
        Ref<Value> raised = take_error(thread);
        if (raised.is_empty()) return "no error";
        Ref<Str> message = to_str(thread, raised);
        std::string type = to_utf8(thread.interp.type_of(raised)->name.get());
        return message ? type + ": " + to_utf8(message.get()) : type + ": (str failed)";
    }

    Interpreter interp{options()};
    Thread& thread = *interp.main_thread;
};

}  // namespace moult
