// Lowering of frames: entering and leaving them, and the ways out of a trace, where a snapshot's state is put into
// memory.
#include "jit/llvm/lowering.h"

#include "interp/frame.h"

namespace moult::jit::native {

using MValue = moult::Value;

// ---------------------------------------------------------------- where things are

Value* Lowering::local_place(Value* frame, uint64_t index) {
    return builder_.CreateConstGEP1_64(i64_, frame, sizeof(moult::Frame) / sizeof(MValue) + index);
}

const Executable* Lowering::exec_of(uint16_t index) const {
    if (index < trace_.frames.size() && trace_.frames[index].exec) return trace_.frames[index].exec;
    return index == 0 ? trace_.exec : nullptr;
}

Lowering::FrameState& Lowering::frame(uint16_t index) {
    if (index >= frames_.size() || !frames_[index].address) {
        fail("a frame is used that is not there");
        return frames_[0];
    }
    return frames_[index];
}

Value* Lowering::stack_bottom(uint16_t index, Value* address) {
    if (const Executable* exec = exec_of(index)) return local_place(address, exec->localsplus);
    return body("moult_stack_bottom", {address});
}

// ---------------------------------------------------------------- calls

void Lowering::lower_enter_frame(const Node& node) {
    if (node.frame >= trace_.frames.size() || node.snapshot == kNoId) return fail("enter_frame without a frame");
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
    uint32_t count = record.exec ? record.exec->localsplus : 0;
    std::vector<bool> written(count);
    for (const SlotValue& local : state.locals)
        if (local.slot < count) written[local.slot] = true;
    for (uint32_t i = 0; i < count; ++i)
        if (!written[i]) store_frame(local_place(address, i), word(0));
    write_slots(state.locals, local_place(address, 0));
}

// ---------------------------------------------------------------- a snapshot's state

void Lowering::write_slots(const std::vector<SlotValue>& slots, Value* base) {
    for (const SlotValue& slot : slots) {
        Value* value = boxed(slot.value);
        if (slot.borrowed) incref(value, slots_[slot.value].type);
        store_frame(place_at(base, slot.slot), value);
    }
}

Value* Lowering::materialize(const SnapshotFrame& frame, Value* caller, Value* caller_stack) {
    const FrameRecord& record = trace_.frames[frame.frame];
    Value* instance = record.instance == kNoId ? word(0) : boxed(record.instance);
    return body("moult_exit_frame",
                {thread_, caller, boxed(record.function), pointer(record.exec), pointer(record.call),
                 pointer(record.resume), place_at(caller_stack, record.caller_stack), instance});
}

Lowering::Restored Lowering::restore(const Snapshot& snapshot) {
    Restored state{};
    Value* stack = nullptr;
    for (size_t i = 0; i < snapshot.frames.size(); ++i) {
        const SnapshotFrame& it = snapshot.frames[i];
        bool is_base = i == 0;
        bool is_virtual = !is_base && trace_.frames[it.frame].is_virtual;
        Value* address;
        if (is_base) {
            address = frames_[0].address;
            stack = frames_[0].stack;
        } else if (is_virtual) {
            address = materialize(it, state.frame, stack);
            stack = stack_bottom(it.frame, address);
        } else {
            address = frame(it.frame).address;
            stack = frame(it.frame).stack;
        }
        if (is_base || is_virtual) write_slots(it.locals, local_place(address, 0));
        write_slots(it.stack, stack);
        state.frame = address;
        state.sp = place_at(stack, it.stack.size());
        state.ip = pointer(it.ip);
    }
    state.consts = snapshot.frames.size() == 1 && state.frame == frame_ ? consts_
                                                                       : body("moult_consts", {state.frame});
    for (Id id : snapshot.release) decref(boxed(id), slots_[id].type);
    return state;
}

void Lowering::lower_callout(const Node& node) {
    const Snapshot& snapshot = trace_.snapshots[node.snapshot];
    Restored state = restore(snapshot);
    body("moult_set_ip", {state.frame, state.ip});
    FunctionType* type = FunctionType::get(pointer_, {pointer_, pointer_, i32_, pointer_}, false);
    Value* result = builder_.CreateCall(type, pointer(reinterpret_cast<const void*>(node.number)),
                                         {thread_, state.frame, number(node.oparg), state.sp});
    // After an error the stack is as it was, so that the state is in place already.
    BasicBlock* error = BasicBlock::Create(context_, "error", function_);
    branch(builder_.CreateIsNotNull(result), error);
    IRBuilder<>::InsertPoint next = builder_.saveIP();
    builder_.SetInsertPoint(error);
    jump_to(pointer(host_.unwind), state);
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

void Lowering::jump_to(Value* handler, const Restored& state) {
    CallInst* call = builder_.CreateCall(handler_type(context_), handler,
                                         {state.ip, state.sp, state.frame, table_, state.consts, thread_});
    call->setCallingConv(CallingConv::PreserveNone);
    call->setTailCallKind(CallInst::TCK_MustTail);
    builder_.CreateRet(call);
}

// One exit for each snapshot: all its guards leave by it. After an error the same state is restored, and the exception
// goes on from there.
void Lowering::finish_exits() {
    at_exit_ = true;
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
        if (failed) {
            BasicBlock* unwind = BasicBlock::Create(context_, "unwind", function_);
            BasicBlock* leave = BasicBlock::Create(context_, "leave", function_);
            builder_.CreateCondBr(failed, unwind, leave);
            builder_.SetInsertPoint(unwind);
            jump_to(pointer(host_.unwind), state);
            builder_.SetInsertPoint(leave);
        } else if (error) {
            jump_to(pointer(host_.unwind), state);
            continue;
        }
        Value* record = pointer(&job_.exits[i]);
        body("moult_set_exit", {thread_, record});
        jump_to(builder_.CreateLoad(pointer_, record), state);
    }
}

}  // namespace moult::jit::native
