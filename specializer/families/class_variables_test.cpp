// Class variables: read where they are, however often they change; what else is known of the class stays
// valid.
#include "specializer/test_support.h"

#include "runtime/strings/str.h"

namespace moult::specializer {

namespace {

class ClassVariablesTest : public SpecializationTest {
  protected:
    void SetUp() override {
        run("class Base:\n"
            "    value = 0\n"
            "    def get(self): return self.own\n"
            "class C(Base):\n"
            "    def __init__(self): self.own = 1\n"
            "class Descriptor:\n"
            "    def __get__(self, instance, owner): return 'descriptor'\n"
            "class Late: pass\n"
            "c = C()\n"
            "def of_class(): return C.value\n"
            "def of_instance(): return c.value\n"
            "def method(): return c.get()\n"
            "def change():\n"
            "    for i in range(5): Base.value = i\n");
        run("change()");
        warm_up();
    }
    void warm_up() {
        for (int i = 0; i < 50; ++i) run("of_class(); of_instance(); method()");
    }
    uint32_t version() { return global("C")->version; }
    Type* global(const char* name) {
        return dict_get_str(globals_.get(), intern(thread_, name).get()).as<Type>();
    }
    bool is_variable() { return is_class_variable(global("Base"), intern(thread_, "value").get()); }
};

TEST_F(ClassVariablesTest, AreReadFromTheNamespace) {
    EXPECT_TRUE(is_variable());
    EXPECT_TRUE(has("of_class", "LOAD_ATTR_CLASS_VARIABLE"))
        << testing::PrintToString(instructions("of_class"));
    EXPECT_TRUE(has("of_instance", "LOAD_ATTR_CLASS_VARIABLE_OF_INSTANCE"))
        << testing::PrintToString(instructions("of_instance"));
    for (const char* value : {"10", "'text'", "None", "[1]", "2.5"}) {
        run(std::string("Base.value = ") + value);
        EXPECT_EQ(eval("of_class(), of_instance(), C().value, getattr(Base, 'value')"),
                  std::string("(") + value + ", " + value + ", " + value + ", " + value + ")");
    }
    EXPECT_TRUE(has("of_class", "LOAD_ATTR_CLASS_VARIABLE"));
}

TEST_F(ClassVariablesTest, ChangeWithoutInvalidatingTheClass) {
    uint32_t before = version();
    ASSERT_NE(before, 0u);
    run("change()");
    EXPECT_EQ(version(), before);
    EXPECT_TRUE(has("method", "LOAD_METHOD_SHAPE"));
    EXPECT_EQ(eval("method()"), "1");
    run("Base.other = 1");
    EXPECT_EQ(version(), 0u) << "a new attribute is something else";
}

TEST_F(ClassVariablesTest, AreNoneBeforeTheyHaveChangedTwiceAndNotForGood) {
    run("Base.rare = 1");
    (void)eval("C.rare");
    for (const char* value : {"2", "3"}) {
        ASSERT_NE(eval(std::string("C.rare")), value);
        run(std::string("Base.rare = ") + value);
        EXPECT_EQ(version(), 0u);
        EXPECT_EQ(eval("C.rare"), value);
    }
    run("Base.rare = 4");
    EXPECT_NE(version(), 0u);
    EXPECT_EQ(eval("C.rare"), "4");
    run("del Base.value");
    EXPECT_FALSE(is_variable());
    EXPECT_EQ(eval("of_class()"), "AttributeError: type object 'C' has no attribute 'value'");
    run("Base.value = 7");
    EXPECT_FALSE(is_variable());
    EXPECT_EQ(eval("of_class(), of_instance()"), "(7, 7)");
}

TEST_F(ClassVariablesTest, EndWithADescriptor) {
    run("Base.value = Descriptor()");
    EXPECT_FALSE(is_variable());
    EXPECT_EQ(eval("of_class(), of_instance()"), "('descriptor', 'descriptor')");
    run("Base.value = lambda self: 5");
    EXPECT_EQ(eval("of_instance()()"), "5");
    run("change()");
    EXPECT_EQ(eval("of_class(), of_instance()"), "(4, 4)");
}

TEST_F(ClassVariablesTest, AreReadAsDescriptorsWhenTheirClassBecomesOne) {
    run("Base.value = Late()\nBase.value = Late()");
    EXPECT_TRUE(is_variable());
    warm_up();
    run("Late.__get__ = lambda self, instance, owner: 'late'");
    EXPECT_EQ(eval("of_class(), of_instance(), c.value"), "('late', 'late', 'late')");
}

TEST_F(ClassVariablesTest, AreHiddenByNearerAttributes) {
    run("C.value = 'nearer'");
    EXPECT_EQ(eval("of_class(), of_instance(), Base.value"), "('nearer', 'nearer', 4)");
    warm_up();
    run("change()");
    EXPECT_EQ(eval("of_class(), of_instance(), Base.value"), "('nearer', 'nearer', 4)");
    run("del C.value");
    EXPECT_EQ(eval("of_class(), of_instance()"), "(4, 4)");
    run("c.value = 'own'");
    EXPECT_EQ(eval("of_class(), of_instance(), c.value"), "(4, 'own', 'own')");
    run("del c.value\nBase.value = 9");
    EXPECT_EQ(eval("of_instance()"), "9");
}

TEST_F(ClassVariablesTest, AreFoundAnewThroughOtherBases) {
    run("class Other:\n    value = 'other'\n    def get(self): return 2\nC.__bases__ = (Other,)");
    EXPECT_EQ(eval("of_class(), of_instance(), method()"), "('other', 'other', 2)");
    run("change()");
    EXPECT_EQ(eval("of_class(), of_instance()"), "('other', 'other')");
}

TEST_F(ClassVariablesTest, ReleaseTheirOldValues) {
    run("import _weakref\nclass Node: pass\nseen = []\n"
        "for i in range(6):\n    Base.value = Node()\n    seen.append(_weakref.ref(C.value))\n    "
        "of_class(); of_instance()");
    EXPECT_EQ(eval("[r() is not None for r in seen]"), "[False, False, False, False, False, True]");
}

TEST_F(ClassVariablesTest, OfOneClassAreFew) {
    run("for k in range(40):\n    for i in range(5): setattr(Base, 'name%d' % k, i)");
    EXPECT_LE(global("Base")->variables.size(), 16u);
    EXPECT_EQ(eval("[getattr(C, 'name%d' % k) for k in (0, 20, 39)]"), "[4, 4, 4]");
}

}  // namespace

}  // namespace moult::specializer
