// Time per executed instruction, by what the instructions do, in the baseline and in the adaptive tier. The
// instructions of a call are counted by a dispatch table of their own (machine.h), so the figures hold for
// calls and loops too.
#include "bench/micro/machine.h"
#include "bench/micro/micro.h"

namespace moult::micro {

namespace {

struct Program {
    const char* name;
    const char* setup;   // statements of the module
    const char* locals;  // statements at the start of the function
    const char* body;    // a statement, repeated in the loop
};

constexpr Program kPrograms[] = {
    {"add_int", "", "a, b = 1, 2", "c = a + b"},
    {"add_float", "", "a, b = 1.5, 2.5", "c = a + b"},
    {"add_str", "", "a, b = 'left', 'right'", "c = a + b"},
    {"move", "", "a = 1", "b = a"},
    {"compare_and_jump", "", "a, b = 1, 2", "if a > b: pass"},
    {"truth_and_jump", "", "a = False", "if a: pass"},
    {"is_none", "", "a = 1", "if a is None: pass"},
    {"contains", "", "a, b = 3, (1, 2, 3)", "c = a in b"},
    {"global", "g = 1", "", "a = g"},
    {"builtin", "", "", "a = len"},
    {"attribute", "class C: pass\nx = C(); x.v = 1", "a = x", "b = a.v"},
    {"attribute_of_class", "class C: v = 1\nx = C()", "a = x", "b = a.v"},
    {"store_attribute", "class C: pass\nx = C(); x.v = 1", "a = x", "a.v = a"},
    {"list_item", "", "a = [1, 2, 3]; i = 1", "b = a[i]"},
    {"store_list_item", "", "a = [1, 2, 3]; i = 1", "a[i] = i"},
    {"dict_item", "", "a = {'k': 1}; k = 'k'", "b = a[k]"},
    {"slice", "", "a = [1, 2, 3, 4]", "b = a[1:3]"},
    {"build_tuple", "", "a, b = 1, 2", "c = (a, b, a)"},
    {"build_list", "", "a, b = 1, 2", "c = [a, b, a]"},
    {"build_dict", "", "a, b = 1, 2", "c = {a: b, b: a}"},
    {"unpack", "", "a = (1, 2, 3)", "b, c, d = a"},
    {"format", "", "a = 1", "b = f'{a}'"},
    {"call_python", "def g(a): return a", "a = 1", "b = g(a)"},
    {"call_python_defaults", "def g(a, b=2): return a", "a = 1", "b = g(a)"},
    {"call_keywords", "def g(a, b): return a", "a = 1", "b = g(a, b=a)"},
    {"call_method", "class C:\n    def m(self): return self\nx = C()", "a = x", "b = a.m()"},
    {"call_class", "class C:\n    def __init__(self, v): self.v = v", "a = 1", "b = C(a)"},
    {"call_builtin", "", "a = [1]", "b = len(a)"},
    {"call_closure", "def make():\n    v = 1\n    def g(): return v\n    return g\ng = make()", "",
     "b = g()"},
    {"for_range", "", "", "for i in range(8): pass"},
    {"for_list", "", "a = [1, 2, 3, 4, 5, 6, 7, 8]", "for i in a: pass"},
    {"for_dict_items", "", "a = {1: 2, 3: 4, 5: 6, 7: 8}", "for k, v in a.items(): pass"},
    {"for_generator", "def g():\n    for i in (1, 2, 3, 4): yield i", "", "for i in g(): pass"},
    {"list_comprehension", "", "a = [1, 2, 3, 4, 5, 6, 7, 8]", "b = [i for i in a]"},
    {"try", "", "a = 1", "try: b = a\n        except ValueError: pass"},
    {"raise_and_catch", "e = ValueError()", "", "try: raise e\n        except ValueError: pass"},
    {"with", "class C:\n    def __enter__(self): return self\n    def __exit__(self, *e): pass\nx = C()",
     "a = x", "with a: pass"},
};

constexpr int kRepeated = 8, kTurns = 50, kWarmUp = 20;

std::string text_of(const Program& program) {
    std::string text = std::string(program.setup) + "\ndef f():\n";
    if (*program.locals) text += std::string("    ") + program.locals + "\n";
    text += "    for _ in range(" + std::to_string(kTurns) + "):\n";
    for (int i = 0; i < kRepeated; ++i) text += std::string("        ") + program.body + "\n";
    return text;
}

void measure(benchmark::State& state, const Program& program, interp::Tier tier) {
    Machine machine(tier);
    machine.run(text_of(program));
    Value function = machine.global("f");
    for (int i = 0; i < kWarmUp; ++i) machine.call(function);
    uint64_t instructions = machine.count_instructions(function);
    for (auto _ : state) machine.call(function);
    report_per(state, "instruction", static_cast<double>(instructions));
}

}  // namespace

void register_dispatch() {
    for (const Program& program : kPrograms)
        for (auto [name, tier] :
             {std::pair{"baseline", interp::Tier::kBaseline}, {"adaptive", interp::Tier::kAdaptive}})
            add(std::string("dispatch/") + program.name + "/" + name,
                [&program, tier](benchmark::State& state) { measure(state, program, tier); });
}

}  // namespace moult::micro
