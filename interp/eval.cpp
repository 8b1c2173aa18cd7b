// Entering and leaving the interpreter: run_frame, returns, unwinding to exception handlers, the eval
// breaker; and the installation of this layer into an interpreter.
#include "interp/eval.h"

#include <algorithm>
#include <csignal>

#include "interp/calls.h"
#include "interp/code_builder.h"
#include "interp/control_families.h"
#include "interp/frame_object.h"
#include "interp/generators/generator.h"
#include "interp/import/import.h"
#include "interp/instructions.h"
#include "interp/options.h"
#include "interp/registration.h"
#include "interp/reporting/traceback_print.h"
#include "interp/reporting/warnings.h"
#include "interp/wordcode.h"
#include "runtime/exceptions/exception.h"
#include "runtime/gc/collector.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/threads/signals.h"
#include "runtime/threads/threads.h"

namespace moult::interp {

Ref<Value> run_frame(Thread& thread, Frame* frame) {
    frame->set_entry(true);
    Machine& machine = machine_of(thread);
    const TableEntry* table = machine.table;
    ++thread.calls;
    bool in_trace = thread.is_in_trace();
    thread.set_in_trace(false);
    Value result = table[frame->ip->op].handler(frame->ip, frame->sp, frame, table, frame->consts, &thread);
    thread.set_in_trace(in_trace);
    --thread.calls;
    return Ref<Value>::take(result);
}

void add_frame_to_traceback(Thread& thread, Frame* frame) {
    if (!thread.raised.get().is_object() || (frame->code()->flags & kCodeHidden)) return;
    uint32_t offset = frame->exec->wordcode_offset(frame->ip);
    auto* exception = thread.raised.as<ExceptionObject>();
    add_traceback(thread, exception, frame->code(), frame->globals, static_cast<int32_t>(offset));
    if (thread.raised.get().as_object() != exception) return;  // no memory
    auto* entry = exception->traceback.as<Traceback>();
    entry->origin = frame;
    if (frame->traits & kFrameHasObject) entry->frame = share(frame->frame_object()).release();
}

// --- returning

namespace {

// The caller of an __init__ gets the instance. Takes over `result`; error when it is not None.
Value instance_of_init(Thread& thread, Frame* frame, Value result) {
    if (!result.is_none()) [[unlikely]] {
        (void)raise_type_error(thread, "__init__() should return None, not '%s'", type_name(thread, result));
        decref(result);
        return Value::error();
    }
    return frame->exchange_instance(Value::empty());
}

}  // namespace

MOULT_HANDLER static Value leave_generator(HANDLER_PARAMETERS) {
    Value result = sp[-1];
    Generator* generator = frame->generator();
    bool is_entry = frame->is_entry();
    finish_generator(*thread, generator);
    if (is_entry) return result;
    // Run by a FOR_ITER: the loop is over.
    frame = thread->frame;
    decref(result);
    sp = frame->sp;
    Value iterator = *--sp;
    ip = ForIterFamily::exit(frame->ip);
    decref(iterator);
    consts = frame->consts;
    DISPATCH();
}

MOULT_HANDLER Value leave_frame(HANDLER_PARAMETERS) {
    if (frame->traits & kFrameInGenerator) [[unlikely]]
        MOULT_TAIL leave_generator(HANDLER_ARGUMENTS);
    frame->ip = ip;  // for a frame object that outlives the frame
    Value result = sp[-1];
    bool is_entry = frame->is_entry();
    if (frame->traits & kFrameHasInstance) [[unlikely]] {
        result = instance_of_init(*thread, frame, result);
        if (result.is_error()) {
            --sp;
            // The error belongs to the caller, as if type.__call__ had raised it.
            pop_frame(*thread, frame);
            if (is_entry) return Value::error();
            frame = thread->frame;
            ip = frame->ip;
            sp = frame->sp;
            MOULT_TAIL unwind(HANDLER_ARGUMENTS);
        }
    }
    Frame* caller = frame->previous;
    pop_frame(*thread, frame);
    if (is_entry) return result;
    frame = caller;
    ip = frame->resume;
    sp = frame->sp;
    *sp++ = result;
    consts = frame->consts;
    DISPATCH();
}

// --- unwinding

namespace {

// StopIteration must not leave a generator: it becomes RuntimeError (PEP 479).
void convert_stop_iteration(Thread& thread, const Generator* generator) {
    const Types& types = thread.types();
    bool async = generator->shape->kind == Kind::kAsyncGenerator;
    const char* kind = async                                        ? "async generator"
                       : generator->shape->kind == Kind::kCoroutine ? "coroutine"
                                                                    : "generator";
    bool stop_iteration = error_matches(thread, types.stop_iteration);
    if (!stop_iteration && !(async && error_matches(thread, types.stop_async_iteration))) return;
    Ref<Value> cause = take_error(thread);
    (void)raise_runtime_error(thread, "%s raised %s", kind,
                              stop_iteration ? "StopIteration" : "StopAsyncIteration");
    auto* error = thread.raised.as<ExceptionObject>();
    decref(error->cause);
    decref(error->context);
    error->cause = share(cause.get()).release();
    error->context = cause.release();
    error->suppress_context = true;
}

// Looks for a handler of the exception on the thread, from the instruction at ip outwards; frame->ip is where
// it was raised. True: go on at ip; false: the exception leaves the C++ call of the interpreter.
bool find_handler(Thread& thread, Frame*& frame, Instr*& ip, Value*& sp) {
    for (;;) {
        uint32_t offset = frame->exec->wordcode_offset(ip);
        const ExceptionRange* range = frame->exec->find_range(offset);
        Value* target = frame->stack_bottom() + (range ? range->depth : 0);
        while (sp > target) {
            Value value = *--sp;
            decref(value);
        }
        if (range) {
            if (range->push_lasti) *sp++ = Value::small_int(frame->exec->wordcode_offset(frame->ip));
            *sp++ = thread.raised.release();
            ip = frame->exec->instructions.get() + frame->exec->from_wordcode[range->handler / 2];
            return true;
        }
        bool is_entry = frame->is_entry();
        keep_for_traceback(thread, frame);
        if (Generator* generator = frame->generator()) {
            convert_stop_iteration(thread, generator);
            finish_generator(thread, generator);
        } else {
            pop_frame(thread, frame);
        }
        if (is_entry) return false;
        frame = thread.frame;
        ip = frame->ip;
        sp = frame->sp;
        add_frame_to_traceback(thread, frame);
    }
}

}  // namespace

MOULT_HANDLER Value unwind_reraised(HANDLER_PARAMETERS) {
    TraceTier& traces = machine_of(*thread).traces;
    if (table == traces.recording) traces.raised(*thread, frame);
    if (!find_handler(*thread, frame, ip, sp)) {
        if (table == traces.recording) traces.stop_recording(*thread);
        return Value::error();
    }
    consts = frame->consts;
    DISPATCH();
}
MOULT_HANDLER Value unwind(HANDLER_PARAMETERS) {
    frame->ip = ip;
    add_frame_to_traceback(*thread, frame);
    MOULT_TAIL unwind_reraised(HANDLER_ARGUMENTS);
}

Status handle_signals(Thread& thread) {
    if (!thread.take_request(kSignalPending)) return {};
    while (int number = take_signal()) {
        if (number != SIGINT) continue;
        thread.request(kSignalPending);  // for those that are left
        return raise_object(thread, Value(thread.types().keyboard_interrupt));
    }
    return {};
}

namespace {

// What the eval breaker asks for. Fails with what a signal's handler raises; what else is asked for waits until
// the next check.
Status serve_requests(Thread& thread) {
    TRY(handle_signals(thread));
    if (thread.take_request(kTraceReady)) machine_of(thread).traces.serve(thread);
    if (thread.take_request(kCollectionPending)) thread.interp.collector->serve(thread);
    if (thread.take_request(kLockWanted)) thread.interp.threads->take_turns(thread);
    return {};
}

}  // namespace

MOULT_HANDLER Value serve_eval_breaker(HANDLER_PARAMETERS) {
    frame->ip = ip;
    if (!serve_requests(*thread).ok()) MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    DISPATCH();
}

// --- code that is no function's

namespace {

Ref<Function> function_of_code(Thread& thread, Code* code, Dict* globals, Value closure) {
    Ref<Function> function = make_function(thread, code, globals, Value(code->qualname.get()));
    if (function && !closure.is_empty()) function->closure = share(closure).release();
    return function;
}

Ref<Value> run_with_namespace(Thread& thread, Function* function, Value locals) {
    if (thread.stack_exhausted()) return raise_recursion_error(thread, "");
    Frame* frame = push_frame(thread, function, {});
    if (!frame) return kError;
    decref(frame->exchange_locals_dict(share(locals).release()));
    return run_frame(thread, frame);
}

}  // namespace

Ref<Value> run_code(Thread& thread, Code* code, Dict* globals, Value locals, Value closure) {
    if (closure.is_empty() && code->nfrees)
        return raise_type_error(thread, "code object to be run may not contain free variables");
    Ref<Function> function = TRY(function_of_code(thread, code, globals, closure));
    return run_with_namespace(thread, function.get(), locals);
}
Ref<Value> run_class_body(Thread& thread, Function* function, Value namespace_) {
    return run_with_namespace(thread, function, namespace_);
}

// --- hooks

namespace {

RunningNamespaces running_namespaces(Thread& thread) {
    Frame* frame = visible(thread.frame);
    return frame ? RunningNamespaces{frame->globals, frame->builtins} : RunningNamespaces{};
}

Status super_arguments(Thread& thread, Value* this_class, Value* object) {
    Frame* frame = visible(thread.frame);
    if (!frame) return raise_runtime_error(thread, "super(): no current frame");
    const Code* code = frame->code();
    if (code->argcount == 0) return raise_runtime_error(thread, "super(): no arguments");
    Value first = frame->locals()[0];
    if (is_exact<Cell>(first)) {
        // A parameter that is a cell has been moved into it by MAKE_CELL.
        auto* kinds = code->localspluskinds.as<Bytes>();
        if (kinds->data()[0] & 0x40) first = first.as<Cell>()->content;
    }
    if (first.is_empty()) return raise_runtime_error(thread, "super(): arg[0] deleted");
    int count = code->localsplus_count();
    for (int i = count - code->nfrees; i < count; ++i) {
        if (code->localsplusnames->items()[i].as_object() != thread.interp.names().__class__) continue;
        Value cell = frame->locals()[i];
        if (!is_exact<Cell>(cell)) return raise_runtime_error(thread, "super(): bad __class__ cell");
        Value content = cell.as<Cell>()->content;
        if (content.is_empty()) return raise_runtime_error(thread, "super(): empty __class__ cell");
        *this_class = content;
        *object = first;
        return {};
    }
    return raise_runtime_error(thread, "super(): __class__ cell not found");
}

void free_executable(void* executable) {
    auto* exec = static_cast<Executable*>(executable);
    const TraceTier& traces = exec->machine->traces;
    if (exec->has_traces && traces.state) {
        traces.executable_freed(traces.state, exec);
    }
    *exec->place = exec->next;
    if (exec->next) exec->next->place = exec->place;
    delete exec;
}

void visit_executable(void* executable, Visitor& visitor) {
    auto* exec = static_cast<Executable*>(executable);
    const TraceTier& traces = exec->machine->traces;
    if (exec->has_traces && traces.state) traces.visit(traces.state, exec, visitor);
}
bool can_drop_traces(Interpreter& interp) {
    const TraceTier& traces = static_cast<Machine*>(interp.machine)->traces;
    return traces.state && traces.can_drop(traces.state);
}
void drop_traces(Interpreter& interp, const std::function<bool(const Object*)>& is_gone) {
    const TraceTier& traces = static_cast<Machine*>(interp.machine)->traces;
    if (traces.state) traces.drop(traces.state, is_gone);
}

void free_machine(void* state) {
    auto* machine = static_cast<Machine*>(state);
    if (void* tier = std::exchange(machine->traces.state, nullptr)) machine->traces.free(tier);
    decref(std::exchange(machine->builtin_loops, Value::empty()));
    while (machine->executables) free_executable(machine->executables);
    delete machine;
}

}  // namespace

// --- installation

void install_interpreter(Interpreter& interp) {
    auto* machine = new Machine;
    interp.machine = machine;
    machine->backoff = backoff_policy(interp.options.machine.of<InterpOptions>());
    register_basic_instructions(machine->registry);
    register_families(machine->registry);
    machine->table = machine->registry.baseline();
    interp.hooks = {.call_function = call_function,
                    .running_namespaces = running_namespaces,
                    .super_arguments = super_arguments,
                    .stored_attributes = stored_attributes,
                    .traceback_frame = traceback_frame,
                    .warn = warn_here,
                    .report_unraisable = show_unraisable,
                    .import_module = import_module,
                    .free_executable = free_executable,
                    .visit_executable = visit_executable,
                    .can_drop_traces = can_drop_traces,
                    .drop_traces = drop_traces,
                    .free_machine = free_machine};
    init_generators(interp);
    init_frame_objects(interp);
}
void set_tier(Interpreter& interp, Tier tier) {
    auto* machine = static_cast<Machine*>(interp.machine);
    machine->table = tier == Tier::kBaseline ? machine->registry.baseline() : machine->registry.adaptive();
}
}  // namespace moult::interp
