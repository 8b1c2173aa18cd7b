// Plugins of interpreters: what a plugin adds belongs to the interpreter that names it.
#include "interp/plugins/open.h"

#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

std::string plugin_file(const std::string& name) {
    return interp::command_folder() + "/plugins/" + name + ".so";
}
InterpreterOptions with_plugins(std::vector<std::string> names) {
    InterpreterOptions options;
    for (const std::string& name : names)
        options.machine.of<interp::InterpOptions>().plugin.texts.push_back(plugin_file(name));
    return options;
}

class PluginTest : public SpecializationTest {
  protected:
    PluginTest() : SpecializationTest(with_plugins({"squares", "_counters"})) {
        run("def f(x, n): return x ** n");
        for (int i = 0; i < 50; ++i) eval("f(3, 2)");
        EXPECT_TRUE(has("f", "BINARY_OP_SQUARE_INT")) << testing::PrintToString(instructions("f"));
    }
};

TEST_F(PluginTest, ASpecializationOfAPluginIsInstalledAndLeft) {
    EXPECT_EQ(eval("f(-5, 2), f(2, 5), f(2**24, 2), f(1.5, 2), f(True, 2)"),
              "(25, 32, 281474976710656, 2.25, 1)");
    for (int i = 0; i < 40; ++i) eval("f(2, 3)");
    EXPECT_FALSE(has("f", "BINARY_OP_SQUARE_INT"));
}

TEST_F(PluginTest, AnInterpreterHasThePluginsThatItNames) {
    Interpreter other(with_plugins({"inverted"}));
    interp::install_interpreter(other);
    ASSERT_EQ(interp::open_plugins(other), "");
    install_specializer(other);
    const interp::Registry& first = interp::machine_of(thread_).registry;
    const interp::Registry& second = static_cast<interp::Machine*>(other.machine)->registry;
    EXPECT_GE(first.find("BINARY_OP_SQUARE_INT"), 0);
    EXPECT_LT(first.find("UNARY_INVERT_INT"), 0);
    EXPECT_LT(second.find("BINARY_OP_SQUARE_INT"), 0);
    EXPECT_GE(second.find("UNARY_INVERT_INT"), 0);
}

TEST_F(PluginTest, AModuleOfAPluginKeepsItsStateInTheInterpreter) {
    run("import _counters; _counters.Counter().step()");
    EXPECT_EQ(eval("_counters.counted()"), "1");
    SpecializationTest::run("c = _counters.Counter([], 2**60); c.step().append(c)");  // a cycle, for the end
    EXPECT_EQ(eval("_counters.counted()"), "2");
}

class WithoutPluginTest : public SpecializationTest {};

TEST_F(WithoutPluginTest, AnInterpreterWithoutThePluginHasNothingOfIt) {
    std::string problem;
    ASSERT_TRUE(interp::open_plugin(plugin_file("_counters"), &problem)) << problem;
    EXPECT_EQ(eval("__import__('_counters')"), "ModuleNotFoundError: No module named '_counters'");
}

TEST_F(WithoutPluginTest, OpeningAgainGivesTheSame) {
    std::string problem;
    const interp::Plugin* plugin = interp::open_plugin(plugin_file("squares"), &problem);
    ASSERT_TRUE(plugin) << problem;
    EXPECT_EQ(interp::open_plugin(plugin_file("squares"), &problem), plugin);
    EXPECT_EQ(std::string(plugin->name), "squares");
    ASSERT_EQ(plugin->specializations().size(), 1u);
    EXPECT_TRUE(plugin->modules().empty());
}

TEST_F(WithoutPluginTest, WhatIsNoPluginIsNamed) {
    std::string problem;
    EXPECT_FALSE(interp::open_plugin("/no/such/file.so", &problem));
    EXPECT_EQ(problem, "/no/such/file.so: No such file or directory");
    EXPECT_FALSE(interp::open_plugin("/dev/null", &problem));
    EXPECT_EQ(problem, "/dev/null: is not a shared object");
    EXPECT_FALSE(interp::open_plugin("/proc/self/exe", &problem));
    EXPECT_EQ(problem, "/proc/self/exe: is not a shared object");
}

}  // namespace

}  // namespace moult::specializer
