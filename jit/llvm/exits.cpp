// Lowering of frames: entering and leaving them, and the ways out of a trace, where a snapshot's state is put
// into memory.
#include "jit/llvm/lowering.h"

#include "interp/frame.h"

namespace moult::jit::native {

using MValue = moult::Value;

// ---------------------------------------------------------------- where things are

Value* Lowering::local_place(Value* frame, uint64_t index) {
    return builder_.CreateConstGEP1_64(i64_, frame, sizeof(moult::Frame) / sizeof(MValue) + index);
}

const CodeFacts* Lowering::code_of(uint16_t index) const {
    if (index < trace_.frames.size() && trace_.frames[index].exec) return &trace_.frames[index].code;
    return nullptr;
}

Lowering::FrameState& Lowering::frame(uint16_t index) {
    if (index >= frames_.size() || !frames_[index].address) {
        fail("a frame is used that is not there");
        return frames_[0];
    }
    return frames_[index];
}

Value* Lowering::stack_bottom(uint16_t index, Value* address) {
    if (const CodeFacts* code = code_of(index)) return local_place(address, code->localsplus);
    return body("moult_stack_bottom", {address});
}

Value* Lowering::consts_of(uint16_t index, Value* address) {
    if (const CodeFacts* code = code_of(index)) return pointer(code->consts);
    return body("moult_consts", {address});
}

// ---------------------------------------------------------------- calls

void Lowering::lower_enter_frame(const Node& node) {
    if (node.frame >= trace_.frames.size() || node.snapshot == kNoId)
        return fail("enter_frame without a frame");
    const FrameRecord& record = trace_.frames[node.frame];
    const FrameState& caller = frame(record.parent);
    Value* instance = record.instance == kNoId ? word(0) : boxed(record.instance);
    Value* address =
        body("moult_enter_frame",
             {thread_, caller.address, boxed(record.function), pointer(record.exec), pointer(record.call),
              pointer(record.resume), place_at(caller.stack, record.caller_stack), instance});
    frames_[node.frame] = {address, stack_bottom(node.frame, address)};
    current_ = node.frame;
    const SnapshotFrame& state = trace_.snapshots[node.snapshot].frames.back();
    clear_other_locals(record, state.locals, address);
    write_slots(state.locals, local_place(address, 0));
}

// Those of a new frame that are not written.
void Lowering::clear_other_locals(const FrameRecord& record, const std::vector<SlotValue>& written,
                                  Value* address) {
    std::vector<bool> is_written(record.code.localsplus);
    for (const SlotValue& local : written)
        if (local.slot < is_written.size()) is_written[local.slot] = true;
    for (uint32_t i = 0; i < is_written.size(); ++i)
        if (!is_written[i]) store_frame(local_place(address, i), word(0));
}

void Lowering::lower_leave_frame(const Node& node) {
    if (node.frame >= trace_.frames.size()) return fail("leave_frame without a frame");
    Value* address = frame(node.frame).address;
    if (node.snapshot != kNoId) guard(body("moult_frame_is_plain", {address}), node.snapshot);
    body("moult_leave_frame", {thread_, address});
    current_ = trace_.frames[node.frame].parent;
}

void Lowering::lower_pop_base(Id id, const Node& node) {
    guard(body("moult_frame_is_plain", {frames_[0].address}), node.snapshot);
    define(id, body("moult_function_of", {frames_[0].address}), node.type);
    Value* caller = body("moult_pop_base", {thread_, frames_[0].address});
    frames_[0] = {caller, stack_bottom(node.frame, caller)};
    if (node.frame < frames_.size()) frames_[node.frame] = frames_[0];
    current_ = node.frame;
}

// --- generators: their frames are real, and lie in them

void Lowering::lower_resume(const Node& node) {
    if (node.frame >= trace_.frames.size() || node.snapshot == kNoId) return fail("resume without a frame");
    const FrameRecord& record = trace_.frames[node.frame];
    Value* generator = boxed(trace_.a(node));
    guard(body("moult_can_resume", {thread_, generator, pointer(reinterpret_cast<const void*>(node.number)),
                                    boxed(trace_.b(node)), boxed(trace_.operands[node.first + 2])}),
          node.snapshot);
    const SnapshotFrame& state = trace_.snapshots[node.snapshot].frames.back();
    // What the trace goes on with stays the trace's: the caller's stack is written for those who look.
    for (const SlotValue& slot : state.stack)
        store_frame(place_at(frame(state.frame).stack, slot.slot), boxed(slot.value));
    Value* address = body("moult_resume",
                          {thread_, frame(state.frame).address, generator, pointer(record.call),
                           pointer(record.resume), place_at(frame(state.frame).stack, state.stack.size())});
    frames_[node.frame] = {address, stack_bottom(node.frame, address)};
    current_ = node.frame;
}

void Lowering::lower_suspend(const Node& node) {
    if (node.frame >= trace_.frames.size() || node.snapshot == kNoId) return fail("suspend without a frame");
    const SnapshotFrame& state = trace_.snapshots[node.snapshot].frames.back();
    FrameState& it = frame(node.frame);
    write_slots(state.stack, it.stack);
    body("moult_suspend", {thread_, it.address, pointer(node.ip ? node.ip : state.ip),
                           place_at(it.stack, state.stack.size())});
    current_ = trace_.frames[node.frame].parent;
}

// ---------------------------------------------------------------- a snapshot's state

void Lowering::write_slots(const std::vector<SlotValue>& slots, Value* base) {
    for (const SlotValue& slot : slots) {
        Value* value = boxed(slot.value);
        if (slot.borrowed) incref(value, type_of(slot.value));
        store_frame(place_at(base, slot.slot), value);
    }
}

Value* Lowering::materialize(const SnapshotFrame& frame, Value* caller, Value* caller_stack) {
    const FrameRecord& record = trace_.frames[frame.frame];
    Value* instance = record.instance == kNoId ? word(0) : boxed(record.instance);
    Value* function = boxed(record.function);
    if (frame.borrows_function) incref(function, {ValueType::kObject});
    if (frame.borrows_instance) incref(instance, {ValueType::kObject});
    // Exits are many, and most of them never taken: there it is a call.
    Value* address = body(at_exit_ ? "moult_exit_frame" : "moult_enter_frame",
                          {thread_, caller, function, pointer(record.exec), pointer(record.call),
                           pointer(record.resume), place_at(caller_stack, record.caller_stack), instance});
    if (!at_exit_) clear_other_locals(record, frame.locals, address);
    return address;
}

Lowering::Restored Lowering::restore(const Snapshot& snapshot) {
    Restored state{};
    for (size_t i = 0; i < snapshot.frames.size(); ++i) {
        const SnapshotFrame& it = snapshot.frames[i];
        bool is_base = i == 0;
        bool is_virtual = !is_base && trace_.frames[it.frame].is_virtual;
        Value *address, *stack;
        if (is_base) {
            address = frames_[0].address;
            stack = frames_[0].stack;
        } else if (is_virtual) {
            address = materialize(it, state.frame, state.stack);
            stack = stack_bottom(it.frame, address);
        } else {
            address = frame(it.frame).address;
            stack = frame(it.frame).stack;
        }
        if (is_base || is_virtual) write_slots(it.locals, local_place(address, 0));
        write_slots(it.stack, stack);
        state = {stack, address, &it};
    }
    for (Id id : snapshot.states) write_back(id);
    for (Id id : snapshot.release) decref(boxed(id), type_of(id));
    return state;
}

Value* Lowering::sp_of(const Restored& state) {
    return place_at(state.stack, state.innermost->stack.size());
}

void Lowering::lower_callout(const Node& node) {
    if (node.number >= host_.simple.size() || !host_.simple[node.number])
        return fail("a trace calls an instruction that it cannot");
    Restored state = restore(trace_.snapshots[node.snapshot]);
    body("moult_set_ip", {state.frame, pointer(state.innermost->ip)});
    FunctionType* type = FunctionType::get(pointer_, {pointer_, pointer_, i32_, pointer_}, false);
    Value* result = builder_.CreateCall(type, pointer(host_.simple[node.number]),
                                        {thread_, state.frame, number(node.oparg), sp_of(state)});
    // After an error the stack is as it was, so that the state is in place already.
    BasicBlock* error = BasicBlock::Create(context_, "error", function_);
    branch(builder_.CreateIsNotNull(result), error);
    IRBuilder<>::InsertPoint next = builder_.saveIP();
    builder_.SetInsertPoint(error);
    leave_by(pointer(&job_.exits[node.snapshot]), state.frame, /*after_error=*/true);
    builder_.restoreIP(next);
}

void Lowering::lower_loop(const Node& node) {
    if (loop_) {
        for (auto [id, phi] : phis_) {
            Form form = form_of(trace_.nodes[id].type);
            Id next = trace_.b(trace_.nodes[id]);
            phi->addIncoming(form == Form::kBoxed ? boxed(next) : plain(next, form), nullptr);
        }
        for (auto [id, phi] : phis_) phi->setIncomingBlock(1, builder_.GetInsertBlock());
        builder_.CreateBr(loop_);
        return;
    }
    restore(trace_.snapshots[node.snapshot]);
    builder_.CreateBr(head_);
}

// ---------------------------------------------------------------- the way out

void Lowering::jump(Value* handler, Value* ip, Value* sp, Value* frame, Value* consts) {
    CallInst* call =
        builder_.CreateCall(handler_type(context_), handler, {ip, sp, frame, table_, consts, thread_});
    call->setCallingConv(CallingConv::PreserveNone);
    call->setTailCallKind(CallInst::TCK_MustTail);
    builder_.CreateRet(call);
}

void Lowering::go_on(Value* handler, const Restored& state) {
    Value* consts = consts_of(state.innermost->frame, state.frame);
    jump(handler, pointer(state.innermost->ip), sp_of(state), state.frame, consts);
}

// What a handler is given besides is found through the record, by those who need it.
void Lowering::leave_by(Value* record, Value* frame, bool after_error) {
    body("moult_set_exit", {thread_, record});
    Value* handler = after_error ? pointer(host_.unwind) : builder_.CreateLoad(pointer_, record);
    Value* nothing = PoisonValue::get(pointer_);
    jump(handler, nothing, nothing, frame, nothing);
}

// One exit for each snapshot: all its guards leave by it. After an error the same state is restored, and the
// exception goes on from there. The last steps are the same for all exits, so they are there once.
void Lowering::finish_exits() {
    at_exit_ = true;
    struct Way {
        BasicBlock* block = nullptr;
        PHINode *record = nullptr, *frame = nullptr;
    } leave, unwind;
    auto join = [&](Way& way, uint32_t snapshot, const Restored& state) {
        if (!way.block) {
            way.block = BasicBlock::Create(context_, "", function_);
            way.record = PHINode::Create(pointer_, 8, "", way.block);
            way.frame = PHINode::Create(pointer_, 8, "", way.block);
        }
        BasicBlock* from = builder_.GetInsertBlock();
        way.record->addIncoming(pointer(&job_.exits[snapshot]), from);
        way.frame->addIncoming(state.frame, from);
        return way.block;
    };
    for (uint32_t i = 0; i < deopts_.size(); ++i) {
        BasicBlock *deopt = deopts_[i], *error = errors_[i];
        if (!deopt && !error) continue;
        frames_[0] = states_[i];
        BasicBlock* block = deopt ? deopt : error;
        Value* failed = nullptr;
        if (deopt && error) {
            block = BasicBlock::Create(context_, "restore", function_);
            builder_.SetInsertPoint(block);
            PHINode* phi = builder_.CreatePHI(i1_, 2);
            BranchInst::Create(block, deopt);
            BranchInst::Create(block, error);
            phi->addIncoming(builder_.getInt1(false), deopt);
            phi->addIncoming(builder_.getInt1(true), error);
            failed = phi;
        }
        builder_.SetInsertPoint(block);
        Restored state = restore(trace_.snapshots[i]);
        BasicBlock* to_leave = deopt ? join(leave, i, state) : nullptr;
        BasicBlock* to_unwind = error ? join(unwind, i, state) : nullptr;
        if (failed)
            builder_.CreateCondBr(failed, to_unwind, to_leave);
        else
            builder_.CreateBr(deopt ? to_leave : to_unwind);
    }
    for (Way* way : {&unwind, &leave}) {
        if (!way->block) continue;
        builder_.SetInsertPoint(way->block);
        leave_by(way->record, way->frame, /*after_error=*/way == &unwind);
    }
}

}  // namespace moult::jit::native
