// Tests of how modules register themselves and keep state: the module of docs/native.md, in this file alone.
#include "interp/import/import.h"
#include "interp/test_support.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"

namespace moult {
namespace {

struct BoundsState {
    int64_t calls = 0;
};

Ref<Value> clamp(Thread& thread, Args args) {
    ++thread.interp.module_states.of<BoundsState>().calls;
    if (TRY(compare_truth(thread, args[0], args[1], CompareOp::kLt))) return share(args[1]);
    if (TRY(compare_truth(thread, args[2], args[0], CompareOp::kLt))) return share(args[2]);
    return share(args[0]);
}

constexpr MethodDef kFunctions[] = {
    {"clamp(x, low, high, /)", clamp, "x, or the nearer of the two bounds."},
};
constexpr ModuleSpec kBoundsModule = {"_bounds", "Keeping numbers within bounds.", kFunctions};
MOULT_MODULE(kBoundsModule);

class ModuleTest : public interp::InterpTest {};

TEST_F(ModuleTest, AFileIsAModule) {
    EXPECT_EQ(find_builtin_module("_bounds"), &kBoundsModule);
    EXPECT_EQ(find_builtin_module("_bound"), nullptr);
    run("import _bounds, sys\n"
        "assert _bounds.clamp(5, 1, 3) == 3 and _bounds.clamp(0, 1, 3) == 1 and _bounds.clamp(2, 1, 3) == 2\n"
        "assert _bounds.__doc__ == 'Keeping numbers within bounds.'\n"
        "assert '_bounds' in sys.builtin_module_names\n"
        "assert list(sys.builtin_module_names) == sorted(sys.builtin_module_names)\n");
}

TEST_F(ModuleTest, EachInterpreterHasAStateOfItsOwn) {
    EXPECT_EQ(interp_.module_states.find<BoundsState>(), nullptr);
    run("import _bounds; _bounds.clamp(1, 2, 3); _bounds.clamp(1, 2, 3)");
    Interpreter other{InterpreterOptions{}};
    EXPECT_EQ(interp_.module_states.of<BoundsState>().calls, 2);
    EXPECT_EQ(other.module_states.of<BoundsState>().calls, 0);
}

struct Mark {
    std::vector<int>* order = nullptr;
    int number = 0;
    ~Mark() {
        if (order) order->push_back(number);
    }
};
struct First : Mark {};
struct Second : Mark {};

TEST(ModuleStatesTest, TheLastOneMadeGoesFirst) {
    std::vector<int> order;
    {
        ModuleStates states;
        First& first = states.of<First>();
        first.order = &order;
        first.number = 1;
        Second& second = states.of<Second>();
        second.order = &order;
        second.number = 2;
        EXPECT_EQ(states.find<First>(), &first);
        EXPECT_EQ(&states.of<Second>(), &second);
    }
    EXPECT_EQ(order, (std::vector<int>{2, 1}));
}

}  // namespace
}  // namespace moult
