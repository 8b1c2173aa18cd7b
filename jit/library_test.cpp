// What the library shows to perf and gdb, from their side: the map file, and what a debugger is told.
#include "jit/library.h"

#include "interp/plugins/open.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "jit/tier.h"
#include "specializer/test_support.h"

namespace moult::jit {

namespace {

class ObservedTest : public specializer::SpecializationTest {
  protected:
    TraceOptions& options() { return interp_.options.machine.of<TraceOptions>(); }
    // Has the loop of a function traced. How many traces that makes.
    int trace() {
        options().jit_threshold = 8;
        options().jit_sync = true;
        Tier* tier = install_trace_tier(interp_);
        run("def squares(values):\n    total = 0.0\n    for x in values:\n        total += x * x\n    return "
            "total");
        EXPECT_EQ(eval("squares([0.5] * 100)"), "25.0");
        auto made = static_cast<int>(tier->statistics().traces + tier->statistics().side_traces);
        EXPECT_GT(made, 0);
        tier->shut_down();
        return made;
    }
};

TEST_F(ObservedTest, PerfFindsTheCodeOfATraceInTheMap) {
    std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
    unlink(path.c_str());
    options().jit_perf = true;
    int made = trace();
    std::ifstream file(path);
    unsigned long address, size;
    std::string name;
    int found = 0;
    while (file >> std::hex >> address >> size && std::getline(file, name)) {
        EXPECT_NE(address, 0u);
        EXPECT_NE(size, 0u);
        EXPECT_EQ(name, " moult_trace_" + std::to_string(found++) + " test:3");
    }
    EXPECT_EQ(found, made);
    unlink(path.c_str());
}

// gdb's interface: https://sourceware.org/gdb/current/onlinedocs/gdb.html/JIT-Interface.html
struct JitCodeEntry {
    JitCodeEntry* next;
    JitCodeEntry* previous;
    const char* object;
    uint64_t size;
};
struct JitDescriptor {
    uint32_t version;
    uint32_t action;  // 1: registered
    JitCodeEntry* relevant;
    JitCodeEntry* first;
};

// Does what gdb does: a breakpoint at the function that the library calls for each piece of code. Nothing
// else must share its address.
class Debugger {
  public:
    Debugger() {
        void* library =
            dlopen((interp::command_folder() + "/libmoult_jit.so").c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!library) return;
        function_ = static_cast<unsigned char*>(dlsym(library, "__jit_debug_register_code"));
        descriptor() = static_cast<JitDescriptor*>(dlsym(library, "__jit_debug_descriptor"));
        if (!function_ || *function_ != kReturn) return;
        struct sigaction action{};
        action.sa_sigaction = stop;
        action.sa_flags = SA_SIGINFO;
        sigaction(SIGTRAP, &action, &before_);
        write(kBreakpoint);
        is_set_ = true;
    }
    ~Debugger() {
        if (!is_set_) return;
        write(kReturn);
        sigaction(SIGTRAP, &before_, nullptr);
    }
    bool is_set() const { return is_set_; }
    static JitDescriptor*& descriptor() {
        static JitDescriptor* it;
        return it;
    }
    static int& stops() {
        static int it;
        return it;
    }
    static std::string& seen() {
        static std::string it;
        return it;
    }

  private:
    static constexpr unsigned char kReturn = 0xc3, kBreakpoint = 0xcc;

    static void stop(int, siginfo_t*, void* context) {
        ++stops();
        if (descriptor()->action == 1 && descriptor()->relevant)
            seen().append(descriptor()->relevant->object, descriptor()->relevant->size);
        greg_t* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
        auto* top = reinterpret_cast<greg_t*>(registers[REG_RSP]);  // return, as the function would have
        registers[REG_RIP] = *top;
        registers[REG_RSP] += static_cast<greg_t>(sizeof *top);
    }
    void write(unsigned char byte) {
        auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
        auto* start = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(function_) / page * page);
        ASSERT_EQ(mprotect(start, page, PROT_READ | PROT_WRITE | PROT_EXEC), 0) << std::strerror(errno);
        *function_ = byte;
        ASSERT_EQ(mprotect(start, page, PROT_READ | PROT_EXEC), 0) << std::strerror(errno);
    }

    unsigned char* function_ = nullptr;
    struct sigaction before_{};
    bool is_set_ = false;
};

TEST_F(ObservedTest, ADebuggerIsToldOnceOfEachTrace) {
    Debugger debugger;
    ASSERT_TRUE(debugger.is_set())
        << "the library does not show gdb's function, or it has become another one";
    options().jit_gdb = true;
    int made = trace();
    EXPECT_EQ(Debugger::stops(), made);
    EXPECT_EQ(Debugger::seen().substr(0, 4), "\177ELF");
    for (int i = 0; i < made; ++i)
        EXPECT_NE(Debugger::seen().find("moult_trace_" + std::to_string(i) + " test:3"), std::string::npos)
            << i;
}

}  // namespace

}  // namespace moult::jit
