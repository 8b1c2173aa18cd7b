// From one trace to one LLVM function: a handler (preserve_none) that the interpreter tail-calls. See
// docs/jit.md.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <optional>

#include "jit/llvm/bodies.h"

#include "jit/llvm/names.h"

namespace moult::jit::native {

class Lowering {
  public:
    // `stress`: counts guards for CompileJob::deopt_every.
    Lowering(const CompileJob&, const BackendHost&, Bodies&, Function*, uint32_t* stress);
    // Fills the function. False with a message: the trace has what cannot be compiled.
    bool run(std::string* error);

  private:
    enum class Form : uint8_t {
        kNone,
        kBoxed,  // i64
        kInt,    // i64, shifted to the top
        kFloat,  // double
        kBool,   // i1
        kPlace,  // ptr
        kState,  // ptr: an iterator's state, on the machine's stack until SROA has taken it apart
    };
    // What a node has become. `value` is as it was defined, so it is good in every exit; the other two are
    // made on the way and good from there on.
    struct Slot {
        Form form = Form::kNone;
        Value* value = nullptr;
        Value* boxed = nullptr;
        Value* plain = nullptr;  // not boxed, once the type is known
        Value* left = nullptr;   // of a run: what is left of its left operand
        ValueType type;          // as far as it is known on the way
        ValueType defined_type;  // as it was known from the beginning
    };
    struct FrameState {
        Value* address = nullptr;
        Value* stack = nullptr;  // its bottom
    };

    // --- values
    void define(Id, Value* boxed,
                ValueType);  // a boxed value of a type: kept unboxed when it has such a form
    void define_plain(Id, Form, Value*, ValueType);
    Value* boxed(Id);          // in the main line
    Value* boxed_at_exit(Id);  // anywhere
    Value* box(Form, Value*);
    Value* unbox(Form, Value* boxed);
    Value* plain(Id, Form);  // the type must be known
    ValueType type_of(Id id) const { return at_exit_ ? slots_[id].defined_type : slots_[id].type; }
    static Form form_of(ValueType);
    void refine(Id, ValueType);  // a guard has passed
    void lower_const(Id, const Node&);

    // --- code
    Value* body(StringRef name, ArrayRef<Value*> arguments);
    Value* specialized(BodyKind, const Node&, unsigned extra_oparg = 0);
    Value* call_native(const void* function, Type* result, const Node&, Value* second = nullptr);
    Value* pointer(const void*);
    Value* word(uint64_t v) { return builder_.getInt64(v); }
    Value* number(uint32_t v) { return builder_.getInt32(v); }
    Value* cache_of(const Node&);
    Value* operands_in_memory(const Node&);
    uint16_t innermost(const Node&) const;
    Value* place_at(Value* base, uint64_t index);
    Value* load_frame(Value* place);
    void store_frame(Value* place, Value*);
    void guard(Value* holds, uint32_t snapshot);
    void forced_guard(Value* holds, uint32_t snapshot);  // one that may fail at any time: stress makes it
    void access(Instruction*, interp::Memory);
    void check_error(Value* result, const Node&);
    void fail_when(Value* error, uint32_t snapshot);
    void branch(Value* holds, BasicBlock* otherwise);
    void incref(Value* boxed, ValueType);
    void decref(Value* boxed, ValueType);
    void fail(const char* what);

    // --- nodes
    void lower(Id, const Node&);
    void lower_check_type(const Node&);
    void lower_run(Id, const Node&);
    Value* checked(ArrayRef<Inliner::Return>, const Node&);
    SmallVector<Value*, 8> arguments_of(const Node&, unsigned extra_oparg);
    void lower_build(Id, const Node&);
    void lower_truth(Id, const Node&);
    void lower_is(Id, const Node&);
    void lower_callout(const Node&);
    void lower_enter_frame(const Node&);
    void lower_loop(const Node&);
    void lower_leave_frame(const Node&);
    void lower_pop_base(Id, const Node&);
    void lower_resume(const Node&);
    void lower_suspend(const Node&);
    Value* lower_call(const Node&);
    void lower_load(Id, const Node&);
    void lower_iter_load(Id, const Node&);
    void lower_iter_next(Id, const Node&);
    void write_back(Id state);
    Value* variable(Type*);
    void observe(const Node&);

    // --- frames and exits
    Value* local_place(Value* frame, uint64_t index);
    FrameState& frame(uint16_t index);
    const CodeFacts* code_of(uint16_t index) const;
    Value* stack_bottom(uint16_t index, Value* address);
    Value* consts_of(uint16_t index, Value* address);
    // Puts a snapshot's state into memory.
    struct Restored {
        Value *stack, *frame;  // of the innermost frame
        const SnapshotFrame* innermost;
    };
    Restored restore(const Snapshot&);
    void clear_other_locals(const FrameRecord&, const std::vector<SlotValue>& written, Value* address);
    Value* materialize(const SnapshotFrame&, Value* caller, Value* caller_stack);
    void write_slots(const std::vector<SlotValue>&, Value* base);
    void finish_exits();
    void jump(Value* handler, Value* ip, Value* sp, Value* frame, Value* consts);
    void go_on(Value* handler, const Restored&);  // a handler as any other
    void leave_by(Value* record, Value* frame, bool after_error);
    Value* sp_of(const Restored&);
    BasicBlock* exit_block(std::vector<BasicBlock*>&, uint32_t snapshot);

    const CompileJob& job_;
    const Trace& trace_;
    const BackendHost& host_;
    uint32_t* stress_;
    Bodies& bodies_;
    LLVMContext& context_;
    Function* function_;
    IRBuilder<> builder_;
    Inliner inliner_;
    std::vector<Slot> slots_;
    std::vector<FrameState> frames_;
    std::vector<GlobalVariable*> caches_;
    std::vector<BasicBlock*> deopts_, errors_;  // by snapshot: where guards go, where errors go
    std::vector<FrameState> states_;            // by snapshot: the base frame then
    std::vector<std::pair<Id, PHINode*>> phis_;
    BasicBlock* head_ = nullptr;  // where a trace without a loop of its own starts anew
    BasicBlock* loop_ = nullptr;
    uint16_t current_ = 0;  // innermost frame
    bool at_exit_ = false;
    std::string error_;

    Value *frame_, *table_, *thread_;
    Type *i64_, *i32_, *i1_, *double_;
    PointerType* pointer_;
    MDNode *likely_, *unlikely_;
};

// The signature of handlers (interp/dispatch.h).
FunctionType* handler_type(LLVMContext&);

}  // namespace moult::jit::native
