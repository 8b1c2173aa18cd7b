// Fuzz target: what begins with the magic number is a .pyc file, the rest a marshal stream. Code objects are
// verified and translated, values are written again and read back.
#include <string>

#include "interp/eval.h"
#include "interp/executable.h"
#include "interp/import/pyc_file.h"
#include "modules/builtins/startup.h"
#include "runtime/exceptions/exception.h"
#include "runtime/marshal/marshal.h"
#include "runtime/state/runtime_options.h"
#include "runtime/state/thread.h"
#include "specializer/specializer.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using namespace moult;

constexpr std::string_view kMagic = "\xa7\r\r\n";

class Machine {
  public:
    Machine() {
        interp::install_interpreter(interp_);
        specializer::install_specializer(interp_);
        MOULT_FUZZ_CHECK(initialize_builtins(thread).ok(), "the interpreter does not start");
    }

    // Verifies and translates a code object and those among its constants.
    void translate(Code* code, int depth) {
        if (!interp::executable_of(thread, code)) expect_error();
        if (depth == 0) return;
        for (Value constant : code->consts->span())
            if (is_exact<Code>(constant)) translate(constant.as<Code>(), depth - 1);
    }

    // A whole .pyc file, as an import reads it.
    void load_pyc(std::string_view content) {
        std::optional<PycHeader> header = parse_pyc_header(content);
        if (!header) return;
        Ref<Str> path = make_str(thread, "f.pyc");
        Ref<Code> code = load_pyc_code(thread, content, path.get());
        if (!code) return expect_error();
        translate(code.get(), 50);
        Ref<Bytes> written = make_pyc(thread, *header, code.get());
        if (!written) return expect_error();
        MOULT_FUZZ_CHECK(parse_pyc_header(written->view()), "a .pyc file that was written is none");
        if (!load_pyc_code(thread, written->view(), path.get())) expect_error();
    }

    void expect_error() {
        Ref<Value> error = take_error(thread);
        MOULT_FUZZ_CHECK(!error.is_empty(), "a failure without an exception");
    }

  private:
    static InterpreterOptions options() {
        InterpreterOptions options;
        options.machine.of<RuntimeOptions>().alloc = Allocator::kMalloc;  // which the sanitizers watch
        options.machine.of<RuntimeOptions>().hash_seed = 1;
        return options;
    }
    Interpreter interp_{options()};

  public:
    Thread& thread = *interp_.main_thread;
};

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static Machine machine;
    Thread& thread = machine.thread;
    std::string_view bytes = fuzz::text_of(data, size);
    if (bytes.starts_with(kMagic)) {
        machine.load_pyc(bytes);
        return 0;
    }
    Ref<Value> value = marshal_load(thread, bytes);
    if (value.is_error()) {
        machine.expect_error();
        return 0;
    }
    if (is_exact<Code>(value)) machine.translate(value.as<Code>(), 50);
    Ref<Bytes> written = marshal_dump(thread, value, static_cast<int>(size % 5));
    if (!written) {
        machine.expect_error();
        return 0;
    }
    Ref<Value> again = marshal_load(thread, written->view());
    if (again.is_error()) machine.expect_error();
    return 0;
}
