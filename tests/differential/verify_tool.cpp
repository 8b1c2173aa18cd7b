// Loads the .pyc files that standard input names, one a line, and verifies every code object in them; then,
// with --mutants N, N copies of each with some bytes changed, of which those that pass are translated. Prints
// what is refused and how much there was. For verify_library.py.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "interp/eval.h"
#include "interp/import/source_finder.h"
#include "interp/verifier/verifier.h"
#include "modules/builtins/startup.h"
#include "runtime/marshal/marshal.h"
#include "runtime/operations/operations.h"
#include "runtime/state/thread.h"
#include "specializer/specializer.h"

namespace {

using namespace moult;

struct Counts {
    size_t files = 0, codes = 0, refused = 0, mutants = 0, mutants_refused = 0, unreadable = 0;
};

class Tool {
  public:
    Tool(Thread& thread, size_t mutants) : thread_(thread), mutants_(mutants) {}

    void run(const std::string& path) {
        std::string content;
        if (!read_source_file(path, &content) || content.size() < 16) {
            std::printf("%s: cannot be read\n", path.c_str());
            ++counts.unreadable;
            return;
        }
        ++counts.files;
        Ref<Value> loaded = marshal_load(thread_, std::string_view(content).substr(16));
        if (!is_exact<Code>(loaded)) {
            clear_error(thread_);
            std::printf("%s: holds no code object\n", path.c_str());
            ++counts.unreadable;
            return;
        }
        verify(path, loaded.as<Code>());
    }

    Counts counts;

  private:
    void verify(const std::string& path, Code* code) {
        ++counts.codes;
        std::string defect = interp::find_defect(code);
        if (!defect.empty()) {
            ++counts.refused;
            std::printf("%s: %s: %s\n", path.c_str(), to_utf8(code->qualname.get()).c_str(), defect.c_str());
        }
        for (size_t i = 0; i < mutants_; ++i) mutate(code);
        for (Value constant : code->consts->span())
            if (is_exact<Code>(constant)) verify(path, constant.as<Code>());
    }

    void mutate(Code* code) {
        std::string wordcode(code->wordcode_bytes.as<Bytes>()->view());
        std::string table(code->exceptiontable.as<Bytes>()->view());
        for (size_t i = 0, n = 1 + random_() % 3; i < n; ++i) {
            std::string& where = table.empty() || random_() % 5 ? wordcode : table;
            if (!where.empty()) where[random_() % where.size()] = static_cast<char>(random_());
        }
        CodeParts parts{
            code->argcount,        code->posonlyargcount, code->kwonlyargcount, code->stacksize,
            code->firstlineno,     code->flags,           code->wordcode_bytes, code->localspluskinds,
            code->linetable,       code->exceptiontable,  code->consts,         code->names,
            code->localsplusnames, code->filename,        code->name,           code->qualname};
        parts.wordcode = Ref<Value>(make_bytes(thread_, wordcode));
        parts.exceptiontable = Ref<Value>(make_bytes(thread_, table));
        Ref<Code> mutant = make_checked_code(thread_, std::move(parts));
        ++counts.mutants;
        if (!mutant || !interp::executable_of(thread_, mutant.get())) {
            ++counts.mutants_refused;
            clear_error(thread_);
        }
    }

    Thread& thread_;
    size_t mutants_;
    std::minstd_rand random_;
};

}  // namespace

int main(int argc, char** argv) {
    size_t mutants =
        argc == 3 && std::string(argv[1]) == "--mutants" ? std::strtoul(argv[2], nullptr, 10) : 0;
    Interpreter interp{InterpreterOptions()};
    Thread& thread = *interp.main_thread;
    interp::install_interpreter(interp);
    specializer::install_specializer(interp);
    if (!initialize_builtins(thread).ok()) return 1;
    Tool tool(thread, mutants);
    for (std::string path; std::getline(std::cin, path);) tool.run(path);
    const Counts& counts = tool.counts;
    std::printf("%zu files, %zu code objects, %zu refused; %zu mutants, %zu of them refused\n", counts.files,
                counts.codes, counts.refused, counts.mutants, counts.mutants_refused);
    return counts.refused || counts.unreadable || !counts.files ? 1 : 0;
}
