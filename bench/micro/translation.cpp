// From code objects to executable code, for all functions of some files of the standard library.
#include <fstream>
#include <iterator>
#include <vector>

#include "bench/micro/machine.h"
#include "bench/micro/micro.h"
#include "interp/executable.h"
#include "runtime/containers/tuple.h"
#include "runtime/state/runtime_options.h"

namespace moult::micro {

namespace {

// A module's code object and all those in it.
std::vector<Code*> all_codes(Code* module) {
    std::vector<Code*> found{module};
    for (size_t next = 0; next < found.size(); ++next) {
        const Tuple* constants = found[next]->consts.get();
        for (Value constant : constants->span())
            if (is_exact<Code>(constant)) found.push_back(constant.as<Code>());
    }
    return found;
}

void translate(benchmark::State& state, const std::string& file) {
    Machine machine(interp::Tier::kAdaptive);
    Interpreter& interp = machine.interpreter();
    std::ifstream in(interp.options.machine.of<RuntimeOptions>().stdlib + "/" + file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.empty()) {
        state.SkipWithError("the standard library has no such file");
        return;
    }
    Ref<Code> module = machine.compile(text, file);
    std::vector<Code*> codes = all_codes(module.get());
    uint64_t instructions = 0;
    for (auto _ : state) {
        instructions = 0;
        for (Code* code : codes) {
            interp::Executable* executable = interp::executable_of(machine.thread(), code);
            if (!executable) {
                state.SkipWithError("a code object could not be translated");
                return;
            }
            instructions += executable->instruction_count;
        }
        for (Code* code : codes) interp.hooks.free_executable(std::exchange(code->executable, nullptr));
    }
    report_per(state, "instruction", static_cast<double>(instructions));
}

}  // namespace

void register_translation() {
    for (const char* file : {"heapq.py", "dataclasses.py", "argparse.py"})
        add(std::string("translation/") + file, [=](benchmark::State& state) { translate(state, file); });
}

}  // namespace moult::micro
