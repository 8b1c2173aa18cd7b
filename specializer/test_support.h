// For tests of specializations: an interpreter in the adaptive tier that runs Python text and shows what the
// instructions of its functions have become.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/options.h"
#include "interp/plugins/open.h"
#include "modules/builtins/startup.h"
#include "runtime/objects/module.h"
#include "runtime/state/names.h"
#include "specializer/specializer.h"

namespace moult::specializer {

// Which instructions the tests of this process have seen sites become, and sites that had become them leave.
struct SeenSpecializations {
    std::set<std::string, std::less<>> installed, left;
    static SeenSpecializations& get() {
        static SeenSpecializations seen;
        return seen;
    }
};

class SpecializationTest : public testing::Test {
  protected:
    explicit SpecializationTest(InterpreterOptions options = {})
        : interp_(std::move(options)), thread_(*interp_.main_thread) {
        interp::install_interpreter(interp_);
        EXPECT_EQ(interp::open_plugins(interp_), "");
        install_specializer(interp_);
        interp::set_tier(interp_, interp::Tier::kAdaptive);
        EXPECT_TRUE(initialize_builtins(thread_).ok());
        globals_ = make_dict(thread_);
        Value builtins = dict_get_str(interp_.modules.get(), interp_.names().builtins);
        EXPECT_TRUE(dict_set_str(thread_, globals_.get(), interp_.names().__builtins__, builtins).ok());
        Ref<Str> name = intern(thread_, "test");
        EXPECT_TRUE(dict_set_str(thread_, globals_.get(), interp_.names().__name__, name.value()).ok());
    }
    ~SpecializationTest() override {
        globals_ = nullptr;
        finalize(thread_);
    }

    // Runs statements in the test's namespace. An exception fails the test.
    void run(const std::string& text) {
        Ref<Code> code = interp::compile_bytes(thread_, text, "test", "exec", 0);
        ASSERT_TRUE(code) << error_text();
        Ref<Value> result =
            interp::run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty());
        ASSERT_FALSE(result.is_error()) << error_text();
    }
    // repr() of an expression's value; of an exception, "Type: message".
    std::string eval(const std::string& text) {
        Ref<Code> code = interp::compile_bytes(thread_, text, "test", "eval", 0);
        if (!code) return error_text();
        Ref<Value> result =
            interp::run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty());
        if (result.is_error()) return error_text();
        return repr_text(thread_, result);
    }
    // The names of the instructions of a function of the namespace, as they are now.
    std::vector<std::string> instructions(const char* function_name) {
        Ref<Str> name = intern(thread_, function_name);
        Value function = dict_get_str(globals_.get(), name.get());
        EXPECT_TRUE(is_exact<Function>(function)) << function_name;
        interp::Executable* exec = interp::executable_of(thread_, function.as<Function>()->code.get());
        const interp::Registry& registry = interp::machine_of(thread_).registry;
        std::vector<std::string> names;
        for (uint32_t i = 0; i < exec->instruction_count; ++i) {
            const interp::InstructionInfo& info = registry.of_op(exec->instructions[i].op);
            names.emplace_back(info.name);
            i += info.cache_words;
        }
        return names;
    }
    // Whether that instruction is among them. What tests ask for here counts as tested (coverage_test.cpp).
    bool has(const char* function_name, const char* instruction) {
        std::vector<std::string> names = instructions(function_name);
        bool found = std::find(names.begin(), names.end(), instruction) != names.end();
        if (found)
            SeenSpecializations::get().installed.insert(instruction);
        else if (had_.count({function_name, instruction}))
            SeenSpecializations::get().left.insert(instruction);
        if (found) had_.insert({function_name, instruction});
        return found;
    }

    Interpreter interp_;
    Thread& thread_;
    Ref<Dict> globals_;

  private:
    std::set<std::pair<std::string, std::string>> had_;  // functions and instructions, in this test

    std::string error_text() {
        Ref<Value> error = take_error(thread_);
        std::string type = error.is_empty() ? "no exception" : type_name(thread_, error);
        Ref<Str> text = error.is_empty() ? nullptr : to_str(thread_, error);
        return type + ": " + (text ? to_utf8(text.get()) : "");
    }
};

}  // namespace moult::specializer
