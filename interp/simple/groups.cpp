// Simple instructions of except* (PEP 654).
#include "interp/instructions.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception.h"
#include "runtime/exceptions/exception_class.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

bool is_group(Thread& thread, Value v) {
    return thread.interp.type_of(v)->is_subtype(thread.types().base_exception_group);
}

// Calls `check` with every class of an except* clause; false when one fails.
template <class Check>
bool all_classes(Value wanted, Check check) {
    Tuple* tuple = as_tuple(wanted);
    if (!tuple) return check(wanted);
    for (Value item : tuple->span())
        if (!check(item)) return false;
    return true;
}

Status check_wanted(Thread& thread, Value wanted) {
    const Types& types = thread.types();
    if (!all_classes(wanted, [&](Value v) { return is_exception_class(types, v); }))
        return raise_type_error(thread,
                                "catching classes that do not inherit from BaseException is not allowed");
    if (!all_classes(wanted, [&](Value v) { return !v.as<Type>()->is_subtype(types.base_exception_group); }))
        return raise_type_error(thread,
                                "catching ExceptionGroup with except* is not allowed. Use except instead.");
    return {};
}

// A group without a message; `exceptions` is a tuple or a list.
Ref<Value> make_group(Thread& thread, Value exceptions) {
    return call(thread, Value(thread.types().base_exception_group),
                {Value(thread.interp.empty_str), exceptions});
}

// The part of an exception that an except* clause catches, and what is left; None where there is nothing.
struct Caught {
    Ref<Value> match = Value::none(), rest = Value::none();
};
Status match_group(Thread& thread, Value exception, Value wanted, Caught* out) {
    if (exception.is_none()) return {};
    const Type* type = thread.interp.type_of(exception);
    bool whole = !all_classes(wanted, [&](Value v) { return !type->is_subtype(v.as<Type>()); });
    if (whole) {
        out->match = share(exception);
        if (is_group(thread, exception)) return {};
        Ref<Tuple> only = TRY(make_tuple(thread, {exception}));
        out->match = TRY(make_group(thread, only.value()));
        return {};
    }
    if (!is_group(thread, exception)) {
        out->rest = share(exception);
        return {};
    }
    Ref<Str> name = TRY(intern(thread, "split"));
    Ref<Value> parts = TRY(call_method(thread, exception, name.get(), {wanted}));
    Tuple* tuple = as_tuple(parts);
    if (!tuple)
        return raise_type_error(thread, "%.200s.split must return a tuple, not %.200s",
                                type_name(thread, exception), type_name(thread, parts));
    if (tuple->length < 2)
        return raise_type_error(thread, "%.200s.split must return a 2-tuple, got tuple of size %zu",
                                type_name(thread, exception), tuple->length);
    out->match = share(tuple->items()[0]);
    out->rest = share(tuple->items()[1]);
    return {};
}

// Whether an exception is a part of the group that was caught, raised again as it was.
bool has_metadata_of(const ExceptionObject* part, const ExceptionObject* original) {
    return part->traceback == original->traceback && part->cause == original->cause &&
           part->context == original->context;
}

// What leaves a try statement with except* clauses: what they raised and what none caught. None: nothing.
Ref<Value> join_raised(Thread& thread, Value original, List* outcomes) {
    if (outcomes->length == 0) return Value::none();
    // A naked exception was wrapped: at most one clause has run.
    if (!is_group(thread, original)) return share(outcomes->items[0]);
    Ref<List> raised = TRY(make_list(thread));
    Ref<List> reraised = TRY(make_list(thread));
    for (size_t i = 0; i < outcomes->length; ++i) {
        Value outcome = outcomes->items[i];
        if (!as_exception(outcome)) continue;
        bool again = has_metadata_of(outcome.as<ExceptionObject>(), original.as<ExceptionObject>());
        TRY(list_append(thread, (again ? reraised : raised).get(), outcome));
    }
    Ref<Value> rest = TRY(exception_group_projection(thread, original, reraised->span()));
    if (raised->length == 0) return rest;
    if (!rest.is_none()) TRY(list_append(thread, raised.get(), rest));
    return make_group(thread, raised.value());
}

}  // namespace

// exception, class or tuple of classes -> what is left, what matches; or exception, None
Value* run_CHECK_EG_MATCH(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value exception = sp[-2], wanted = sp[-1];
    Caught caught;
    if (!check_wanted(thread, wanted).ok() || !match_group(thread, exception, wanted, &caught).ok())
        return nullptr;
    if (!caught.match.is_none()) {
        if (as_exception(caught.match)) thread.handled->exception = share(caught.match.get());
        sp[-2] = caught.rest.release();
        decref(exception);
    }
    sp[-1] = caught.match.release();
    decref(wanted);
    return sp;
}
// original exception, list of outcomes -> what to raise, or None
Value* run_PREP_RERAISE_STAR(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value original = sp[-2], outcomes = sp[-1];
    Ref<Value> result = join_raised(thread, original, outcomes.as<List>());
    if (result.is_error()) return nullptr;
    sp[-2] = result.release();
    decref(original);
    decref(outcomes);
    return sp - 1;
}

}  // namespace moult::interp
