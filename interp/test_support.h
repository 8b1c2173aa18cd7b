// For tests of this layer: an interpreter that runs Python text in the baseline tier.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/options.h"
#include "modules/builtins/startup.h"
#include "runtime/exceptions/exception.h"
#include "runtime/objects/module.h"
#include "runtime/state/names.h"

namespace moult::interp {

class InterpTest : public testing::Test {
  protected:
    InterpTest() : interp_(InterpreterOptions{}), thread_(*interp_.main_thread) {
        install_interpreter(interp_);
        set_tier(interp_, Tier::kBaseline);
        EXPECT_TRUE(initialize_builtins(thread_).ok());
        globals_ = make_dict(thread_);
        Value builtins = dict_get_str(interp_.modules.get(), interp_.names().builtins);
        EXPECT_TRUE(dict_set_str(thread_, globals_.get(), interp_.names().__builtins__, builtins).ok());
        Ref<Str> name = intern(thread_, "test");
        EXPECT_TRUE(dict_set_str(thread_, globals_.get(), interp_.names().__name__, name.value()).ok());
    }
    ~InterpTest() override {
        globals_ = nullptr;
        finalize(thread_);
    }

    // Runs statements in the test's namespace. An exception fails the test.
    void run(const std::string& text) {
        Ref<Code> code = compile_bytes(thread_, text, "test", "exec", 0);
        ASSERT_TRUE(code) << error_text();
        Ref<Value> result = run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty());
        ASSERT_FALSE(result.is_error()) << error_text();
    }
    // An expression's value; an exception is left on the thread.
    Ref<Value> value(const std::string& text) {
        Ref<Code> code = TRY(compile_bytes(thread_, text, "test", "eval", 0));
        return run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty());
    }
    // repr() of an expression's value; of an exception, "Type: message".
    std::string eval(const std::string& text) {
        Ref<Value> result = value(text);
        return result.is_error() ? error_text() : repr_text(thread_, result);
    }
    // "Type: message" of what these statements raise.
    std::string error_of(const std::string& text) {
        Ref<Code> code = compile_bytes(thread_, text, "test", "exec", 0);
        if (!code) return error_text();
        Ref<Value> result = run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty());
        return result.is_error() ? error_text() : "no exception";
    }
    // Takes the exception on the thread.
    std::string error_text() {
        Ref<Value> error = take_error(thread_);
        if (error.is_empty()) return "no exception";
        Ref<Str> text = to_str(thread_, error);
        std::string type = type_name(thread_, error);
        return text && text->length ? type + ": " + to_utf8(text.get()) : type;
    }

    Interpreter interp_;
    Thread& thread_;
    Ref<Dict> globals_;
};

}  // namespace moult::interp
