// Tests of raising: messages, implicit context, fields that suggestions need.
#include "runtime/state/errors.h"

#include "runtime/state/test_support.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class ErrorsTest : public RuntimeTest {
  protected:
    ExceptionObject* raised() { return thread.raised.as<ExceptionObject>(); }
};

TEST_F(ErrorsTest, MessagesAreFormatted) {
    static_cast<void>(raise_type_error(thread, "'%s' and %d", type_name(thread, Value::none()), 5));
    EXPECT_EQ(error(), "TypeError: 'NoneType' and 5");
}

TEST_F(ErrorsTest, LongMessagesAreNotCut) {
    std::string tail(2000, 'x');
    static_cast<void>(raise_value_error(thread, "é%s", tail.c_str()));
    EXPECT_EQ(error(), "ValueError: é" + tail);
}

TEST_F(ErrorsTest, KeyErrorKeepsTupleKeysWhole) {
    Ref<Tuple> key = make_tuple(thread, {integer(1), integer(2)});
    static_cast<void>(raise_key_error(thread, key.value()));
    EXPECT_EQ(raised()->args->length, 1u);
    EXPECT_EQ(error(), "KeyError: (1, 2)");
}

TEST_F(ErrorsTest, NameErrorsCarryTheName) {
    Ref<Str> missing = name("missing");
    static_cast<void>(raise_name_error(thread, missing.get()));
    EXPECT_EQ(raised()->fields[kNameErrorName], Value(missing.get()));
    EXPECT_EQ(error(), "NameError: name 'missing' is not defined");
}

TEST_F(ErrorsTest, AttributeErrorsCarryObjectAndName) {
    Ref<Str> missing = name("missing");
    static_cast<void>(raise_no_attribute(thread, integer(5), missing.get()));
    EXPECT_EQ(raised()->fields[kAttributeErrorObject], integer(5));
    EXPECT_EQ(raised()->fields[kAttributeErrorName], Value(missing.get()));
    EXPECT_EQ(error(), "AttributeError: 'int' object has no attribute 'missing'");
}

TEST_F(ErrorsTest, OsErrorsGetTheSubclassOfTheirNumber) {
    static_cast<void>(raise_os_error(thread, 2, text("file").value()));
    EXPECT_EQ(error(), "FileNotFoundError: [Errno 2] No such file or directory: 'file'");
}

TEST_F(ErrorsTest, WhatIsBeingHandledBecomesTheContext) {
    Ref<ExceptionObject> handled = make_exception(thread, thread.types().value_error, {});
    thread.handled->exception = share(handled.value());
    static_cast<void>(raise_type_error(thread, "new"));
    EXPECT_EQ(raised()->context, handled.value());
    clear_error(thread);
    thread.handled->exception = Ref<Value>();
}

TEST_F(ErrorsTest, RaisingAnExceptionOfItsOwnChainMakesNoCycle) {
    Ref<ExceptionObject> first = make_exception(thread, thread.types().value_error, {});
    Ref<ExceptionObject> second = make_exception(thread, thread.types().key_error, {});
    set_exception_context(second.get(), first.value());
    set_exception_context(first.get(), second.value());
    EXPECT_EQ(first->context, second.value());
    EXPECT_TRUE(second->context.is_empty());
    set_exception_context(first.get(), first.value());
    EXPECT_EQ(first->context, second.value());
}

TEST_F(ErrorsTest, ACycleThatExistsAlreadyIsNoEndlessLoop) {
    Ref<ExceptionObject> a = make_exception(thread, thread.types().value_error, {});
    Ref<ExceptionObject> b = make_exception(thread, thread.types().value_error, {});
    Ref<ExceptionObject> c = make_exception(thread, thread.types().value_error, {});
    a->context = share(b.value()).release();
    b->context = share(a.value()).release();
    set_exception_context(c.get(), a.value());
    EXPECT_EQ(c->context, a.value());
    decref(std::exchange(a->context, Value::empty()));
}

TEST_F(ErrorsTest, OnlyExceptionsCanBeRaised) {
    static_cast<void>(raise_object(thread, integer(5)));
    EXPECT_EQ(error(), "TypeError: exceptions must derive from BaseException");
    static_cast<void>(raise_object(thread, thread.types().eof_error));
    EXPECT_EQ(error(), "EOFError: ");
}

TEST_F(ErrorsTest, ErrorsCanBePutAside) {
    static_cast<void>(raise_value_error(thread, "aside"));
    EXPECT_TRUE(error_matches(thread, thread.types().exception));
    Ref<Value> held = take_error(thread);
    EXPECT_FALSE(thread.has_error());
    restore_error(thread, std::move(held));
    EXPECT_EQ(error(), "ValueError: aside");
}

TEST_F(ErrorsTest, NamesThatAreNotAsciiAreUtf8) {
    Ref<Type> type = make_class("Zürich");
    Ref<Value> instance = instance_of(type);
    EXPECT_STREQ(type_name(thread, instance), "Zürich");
}

}  // namespace
}  // namespace moult
