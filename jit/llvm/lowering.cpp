// See lowering.h. Here: values and the nodes that are no frames; frames and exits are in exits.cpp.
#include "jit/llvm/lowering.h"

#include <llvm/Analysis/InstructionSimplify.h>
#include <llvm/IR/MDBuilder.h>

#include "interp/trace_forms.h"
#include "runtime/state/types.h"

namespace moult::jit::native {

using MValue = moult::Value;

FunctionType* handler_type(LLVMContext& context) {
    Type* pointer = PointerType::get(context, 0);
    return FunctionType::get(Type::getInt64Ty(context),
                             {pointer, pointer, pointer, pointer, pointer, pointer}, false);
}

Lowering::Lowering(const CompileJob& job, const BackendHost& host, Bodies& bodies, Function* function,
                   uint32_t* stress)
    : job_(job),
      trace_(*job.trace),
      host_(host),
      stress_(stress),
      bodies_(bodies),
      context_(function->getContext()),
      function_(function),
      builder_(BasicBlock::Create(context_, "entry", function)),
      inliner_(bodies, *function, builder_),
      slots_(trace_.nodes.size()),
      frames_(std::max<size_t>(trace_.frames.size(), 1)),
      caches_(trace_.caches.size()),
      deopts_(trace_.snapshots.size()),
      errors_(trace_.snapshots.size()),
      states_(trace_.snapshots.size()) {
    frame_ = function->getArg(2);
    table_ = function->getArg(3);
    thread_ = function->getArg(5);
    i64_ = builder_.getInt64Ty();
    i32_ = builder_.getInt32Ty();
    i1_ = builder_.getInt1Ty();
    double_ = builder_.getDoubleTy();
    pointer_ = builder_.getPtrTy();
    MDBuilder metadata(context_);
    likely_ = metadata.createBranchWeights(1u << 20, 1);
    unlikely_ = metadata.createBranchWeights(1, 1u << 20);
}

void Lowering::fail(const char* what) {
    if (error_.empty()) error_ = what;
}

bool Lowering::run(std::string* error) {
    head_ = BasicBlock::Create(context_, "head", function_);
    builder_.CreateBr(head_);
    builder_.SetInsertPoint(head_);
    frames_[0] = {frame_, stack_bottom(0, frame_)};
    for (Id id = 0; id < trace_.nodes.size(); ++id) {
        const Node& node = trace_.nodes[id];
        if (node.op == Op::kLocal) define(id, load_frame(local_place(frame_, node.number)), node.type);
        if (node.op == Op::kStack) define(id, load_frame(place_at(frames_[0].stack, node.number)), node.type);
    }
    for (Id id = 0; id < trace_.nodes.size() && error_.empty(); ++id) {
        if (id == trace_.loop_start) {
            loop_ = BasicBlock::Create(context_, "loop", function_);
            // Everything that the phis start with is made in front of the loop.
            for (Id phi = id; phi < trace_.nodes.size() && trace_.nodes[phi].op == Op::kPhi; ++phi) {
                Form form = form_of(trace_.nodes[phi].type);
                Id first = trace_.a(trace_.nodes[phi]);
                slots_[phi].plain = form == Form::kBoxed ? boxed(first) : plain(first, form);
            }
            BasicBlock* before = builder_.GetInsertBlock();
            builder_.CreateBr(loop_);
            builder_.SetInsertPoint(loop_);
            for (Id phi = id; phi < trace_.nodes.size() && trace_.nodes[phi].op == Op::kPhi; ++phi) {
                Value* first = slots_[phi].plain;
                PHINode* made = builder_.CreatePHI(first->getType(), 2);
                made->addIncoming(first, before);
                phis_.emplace_back(phi, made);
            }
            for (auto [phi, made] : phis_) {
                slots_[phi].plain = nullptr;
                Form form = form_of(trace_.nodes[phi].type);
                Value* value = made;
                // An int's low bits are zero, which LLVM cannot see around the loop.
                if (form == Form::kInt) value = builder_.CreateAnd(made, word(~uint64_t{0x7fff}));
                define_plain(phi, form, value, trace_.nodes[phi].type);
            }
        }
        if (slots_[id].form == Form::kNone) lower(id, trace_.nodes[id]);
    }
    if (error_.empty() && !builder_.GetInsertBlock()->getTerminator()) fail("the trace has no end");
    if (error_.empty()) finish_exits();
    *error = error_;
    return error_.empty();
}

// ---------------------------------------------------------------- values

Lowering::Form Lowering::form_of(ValueType type) {
    switch (type.tag) {
        case ValueType::kInt: return Form::kInt;
        case ValueType::kFloat: return Form::kFloat;
        case ValueType::kBool: return Form::kBool;
        default: return Form::kBoxed;
    }
}

void Lowering::define_plain(Id id, Form form, Value* value, ValueType type) {
    Slot& slot = slots_[id];
    slot.form = form;
    slot.value = value;
    slot.type = slot.defined_type = type;
    (form == Form::kBoxed ? slot.boxed : slot.plain) = value;
}

void Lowering::define(Id id, Value* boxed, ValueType type) {
    Form form = form_of(type);
    define_plain(id, form, form == Form::kBoxed ? boxed : unbox(form, boxed), type);
    slots_[id].boxed = boxed;
}

Value* Lowering::box(Form form, Value* value) {
    switch (form) {
        case Form::kInt: return body("moult_box_int", {value});
        case Form::kFloat: return body("moult_box_float", {value});
        case Form::kBool: return body("moult_box_bool", {value});
        default: return value;
    }
}

Value* Lowering::unbox(Form form, Value* boxed) {
    switch (form) {
        case Form::kInt: return body("moult_unbox_int", {boxed});
        case Form::kFloat: return body("moult_unbox_float", {boxed});
        case Form::kBool: return body("moult_unbox_bool", {boxed});
        default: return boxed;
    }
}

Value* Lowering::boxed(Id id) {
    if (at_exit_) return boxed_at_exit(id);
    Slot& slot = slots_[id];
    if (slot.form == Form::kNone || slot.form == Form::kPlace || slot.form == Form::kState) {
        fail("an operand is no value");
        return word(0);
    }
    if (!slot.boxed) slot.boxed = box(slot.form, slot.value);
    return slot.boxed;
}

Value* Lowering::boxed_at_exit(Id id) {
    Slot& slot = slots_[id];
    if (slot.form == Form::kNone || slot.form == Form::kPlace || slot.form == Form::kState) {
        fail("a snapshot names what is no value");
        return word(0);
    }
    return box(slot.form, slot.value);
}

Value* Lowering::plain(Id id, Form form) {
    Slot& slot = slots_[id];
    if (form == Form::kBoxed) return boxed(id);
    if (slot.form == form) return slot.value;
    if (slot.plain && form_of(slot.type) == form) return slot.plain;
    return unbox(form, boxed(id));
}

void Lowering::refine(Id id, ValueType type) {
    Slot& slot = slots_[id];
    slot.type = type;
    Form form = form_of(type);
    if (form != Form::kBoxed && slot.form == Form::kBoxed) slot.plain = unbox(form, slot.boxed);
}

void Lowering::lower_const(Id id, const Node& node) {
    MValue value(node.number);
    if (value.is_small_int())
        define_plain(id, Form::kInt, word(node.number << 15), {ValueType::kInt});
    else if (value.is_double())
        define_plain(id, Form::kFloat, ConstantFP::get(double_, value.as_double()), {ValueType::kFloat});
    else if (value.is_bool())
        define_plain(id, Form::kBool, builder_.getInt1(value.is_true()), {ValueType::kBool});
    else
        define_plain(id, Form::kBoxed, word(node.number),
                     value.is_none()     ? ValueType{ValueType::kNone}
                     : value.is_empty()  ? ValueType{ValueType::kEmpty}
                     : node.type.tag     ? node.type
                     : value.is_object() ? ValueType{ValueType::kObject}
                                         : ValueType{});
}

// ---------------------------------------------------------------- code

Value* Lowering::body(StringRef name, ArrayRef<Value*> arguments) {
    return inliner_.inline_body(bodies_.named(name), arguments);
}

Value* Lowering::pointer(const void* address) {
    return ConstantExpr::getIntToPtr(builder_.getInt64(reinterpret_cast<uint64_t>(address)), pointer_);
}

Value* Lowering::cache_of(const Node& node) {
    if (node.cache == kNoId) return ConstantPointerNull::get(pointer_);
    GlobalVariable*& cache = caches_[node.cache];
    if (!cache) {
        const auto& words = trace_.caches[node.cache];
        Constant* initial = ConstantDataArray::get(context_, ArrayRef<uint64_t>(words.data(), words.size()));
        cache = new GlobalVariable(*function_->getParent(), initial->getType(), true,
                                   GlobalValue::PrivateLinkage, initial, "cache");
        cache->setAlignment(Align(8));
    }
    return cache;
}

Value* Lowering::place_at(Value* base, uint64_t index) {
    return builder_.CreateConstGEP1_64(i64_, base, index);
}
Value* Lowering::load_frame(Value* place) {
    Instruction* load = builder_.CreateLoad(i64_, place);
    load->setMetadata(LLVMContext::MD_tbaa, bodies_.value_access());
    load->setMetadata(LLVMContext::MD_alias_scope, bodies_.frame_scope());
    return load;
}
void Lowering::store_frame(Value* place, Value* value) {
    Instruction* store = builder_.CreateStore(value, place);
    store->setMetadata(LLVMContext::MD_tbaa, bodies_.value_access());
    store->setMetadata(LLVMContext::MD_alias_scope, bodies_.frame_scope());
}

SmallVector<Value*, 8> Lowering::arguments_of(const Node& node, unsigned extra_oparg) {
    SmallVector<Value*, 8> arguments{thread_};
    for (const Id* id = trace_.begin(node); id != trace_.end(node); ++id) arguments.push_back(boxed(*id));
    arguments.push_back(number(node.oparg | extra_oparg));
    arguments.push_back(cache_of(node));
    return arguments;
}

Value* Lowering::specialized(BodyKind kind, const Node& node, unsigned extra_oparg) {
    if (const Body* found = bodies_.specialized(kind, node.info->symbol, node.count))
        return inliner_.inline_body(*found, arguments_of(node, extra_oparg));
    switch (kind) {
        case BodyKind::kGuard: return call_native(reinterpret_cast<const void*>(node.info->guard), i1_, node);
        case BodyKind::kPlace:
            return call_native(reinterpret_cast<const void*>(node.info->place), pointer_, node);
        default: return call_native(reinterpret_cast<const void*>(node.info->run), i64_, node);
    }
}

Value* Lowering::variable(Type* type) {
    IRBuilder<> entry(&function_->getEntryBlock(), function_->getEntryBlock().begin());
    return entry.CreateAlloca(type);
}

Value* Lowering::operands_in_memory(const Node& node) {
    Value* operands = variable(ArrayType::get(i64_, std::max(node.count, 1u)));
    for (uint32_t i = 0; i < node.count; ++i)
        builder_.CreateStore(boxed(trace_.begin(node)[i]), place_at(operands, i));
    return operands;
}

// function(thread, [second,] operands, oparg [, cache]), by address.
Value* Lowering::call_native(const void* function, Type* result, const Node& node, Value* second) {
    if (!function) {
        fail("an instruction has no body");
        return UndefValue::get(result);
    }
    SmallVector<Value*, 5> arguments{thread_};
    if (second) arguments.push_back(second);
    arguments.push_back(operands_in_memory(node));
    arguments.push_back(number(node.oparg | (node.absorbs ? interp::kAbsorbs : 0)));
    if (!second) arguments.push_back(cache_of(node));
    SmallVector<Type*, 5> types;
    for (Value* argument : arguments) types.push_back(argument->getType());
    CallInst* call =
        builder_.CreateCall(FunctionType::get(result, types, false), pointer(function), arguments);
    if (result == i1_) call->addRetAttr(Attribute::ZExt);
    return call;
}

void Lowering::branch(Value* holds, BasicBlock* otherwise) {
    if (auto* known = dyn_cast<ConstantInt>(holds); known && known->isOne()) return;
    BasicBlock* next = BasicBlock::Create(context_, "", function_);
    builder_.CreateCondBr(holds, next, otherwise, likely_);
    builder_.SetInsertPoint(next);
}

BasicBlock* Lowering::exit_block(std::vector<BasicBlock*>& blocks, uint32_t snapshot) {
    if (snapshot >= blocks.size()) {
        fail("a guard has no snapshot");
        return BasicBlock::Create(context_, "nowhere", function_);
    }
    BasicBlock*& block = blocks[snapshot];
    if (!block) block = BasicBlock::Create(context_, "exit", function_);
    states_[snapshot] = frames_[0];
    return block;
}
void Lowering::guard(Value* holds, uint32_t snapshot) {
    branch(holds, exit_block(deopts_, snapshot));
}
void Lowering::forced_guard(Value* holds, uint32_t snapshot) {
    if (job_.deopt_every)
        holds =
            builder_.CreateAnd(holds, body("moult_is_spared", {pointer(stress_), number(job_.deopt_every)}));
    guard(holds, snapshot);
}
void Lowering::fail_when(Value* error, uint32_t snapshot) {
    branch(builder_.CreateNot(error), exit_block(errors_, snapshot));
}

void Lowering::incref(Value* value, ValueType type) {
    if (type.is_immediate()) return;
    if (type.is_object())
        body("moult_incref_object", {value});
    else if (at_exit_)
        body("moult_incref_at_exit", {thread_, value});
    else
        body("moult_incref", {value});
}
void Lowering::decref(Value* value, ValueType type) {
    if (type.is_immediate()) return;
    auto kind = static_cast<size_t>(type.kind);
    if (type.tag == ValueType::kExact && kind < host_.destroyers.size() && host_.destroyers[kind])
        body("moult_decref_exact", {thread_, value, pointer(host_.destroyers[kind])});
    else
        body(type.is_object() ? "moult_decref_object" : "moult_decref", {value});
}

// ---------------------------------------------------------------- nodes

// Where a load or store of a place may reach: places of other kinds, and frames, are apart.
void Lowering::access(Instruction* instruction, interp::Memory memory) {
    instruction->setMetadata(LLVMContext::MD_tbaa, bodies_.value_access());
    instruction->setMetadata(LLVMContext::MD_alias_scope, bodies_.scope_of(memory));
    instruction->setMetadata(LLVMContext::MD_noalias, bodies_.scopes_apart_from(memory));
}

uint16_t Lowering::innermost(const Node& node) const {
    return node.snapshot != kNoId ? trace_.snapshots[node.snapshot].frames.back().frame : current_;
}

void Lowering::observe(const Node& node) {
    const interp::Instr* ip = node.ip;
    if (!ip && node.snapshot != kNoId) ip = trace_.snapshots[node.snapshot].frames.back().ip;
    body("moult_set_ip", {frame(innermost(node)).address, pointer(ip)});
}

void Lowering::check_error(Value* result, const Node& node) {
    if (node.snapshot != kNoId)
        fail_when(builder_.CreateICmpEQ(result, word(MValue::kErrorBits)), node.snapshot);
}

Value* Lowering::lower_call(const Node& node) {
    if (node.op != Op::kInstance) observe(node);
    switch (node.op) {
        case Op::kInstance: return body("moult_instance", {thread_, boxed(trace_.a(node))});
        case Op::kNext: return body("moult_next", {thread_, boxed(trace_.a(node))});
        default:
            return body("moult_call",
                        {thread_, operands_in_memory(node), number(node.oparg), word(node.number)});
    }
}

void Lowering::lower_load(Id id, const Node& node) {
    Slot& from = slots_[trace_.a(node)];
    bool is_place = from.form == Form::kPlace;
    Value* base = is_place ? from.value : builder_.CreateIntToPtr(boxed(trace_.a(node)), pointer_);
    Instruction* load = builder_.CreateLoad(i64_, place_at(base, node.number));
    if (is_place)
        access(load, node.info ? node.info->memory : interp::Memory::kOther);
    else
        load->setMetadata(LLVMContext::MD_noalias, bodies_.frame_scope());
    if (node.snapshot != kNoId) guard(builder_.CreateICmpNE(load, word(0)), node.snapshot);
    define(id, load, node.type);
}

void Lowering::lower_check_type(const Node& node) {
    Id id = trace_.a(node);
    Slot& slot = slots_[id];
    ValueType wanted = node.type;
    if (slot.type.is_within(wanted)) return;
    Value* value = boxed(id);
    Value* holds;
    switch (wanted.tag) {
        case ValueType::kInt: holds = body("moult_is_int", {value}); break;
        case ValueType::kFloat: holds = body("moult_is_float", {value}); break;
        case ValueType::kBool: holds = body("moult_is_bool", {value}); break;
        case ValueType::kNone: holds = builder_.CreateICmpEQ(value, word(MValue::kNoneBits)); break;
        case ValueType::kEmpty: holds = builder_.CreateICmpEQ(value, word(MValue::kEmptyBits)); break;
        case ValueType::kObject:
        case ValueType::kExact:
            if (!slot.type.is_object()) guard(body("moult_is_object", {value}), node.snapshot);
            if (wanted.tag == ValueType::kObject) return refine(id, wanted);
            holds = body("moult_has_kind", {value, number(static_cast<uint32_t>(wanted.kind))});
            break;
        default: return;
    }
    forced_guard(holds, node.snapshot);
    refine(id, wanted);
}

void Lowering::lower_run(Id id, const Node& node) {
    if (node.info->observes) observe(node);
    Value* result;
    if (node.op == Op::kGeneric) {
        observe(node);
        result = call_native(reinterpret_cast<const void*>(node.info->generic), i64_, node,
                             frame(innermost(node)).address);
    } else if (node.reuses_left &&
               bodies_.specialized(BodyKind::kRunReusing, node.info->symbol, node.count)) {
        Value* both = specialized(BodyKind::kRunReusing, node, interp::kLastUse);
        slots_[id].left = builder_.CreateExtractValue(both, 1);
        result = builder_.CreateExtractValue(both, 0);
    } else {
        if (node.reuses_left) slots_[id].left = boxed(trace_.a(node));
        SmallVector<Inliner::Return, 4> returns;
        if (const Body* found = bodies_.specialized(BodyKind::kRun, node.info->symbol, node.count))
            inliner_.inline_returns(*found, arguments_of(node, node.absorbs ? interp::kAbsorbs : 0), returns);
        else
            returns.push_back({builder_.GetInsertBlock(), specialized(BodyKind::kRun, node)});
        Value* left = slots_[id].left;
        define(id, checked(returns, node), node.type);
        slots_[id].left = left;
        return;
    }
    result = checked({{builder_.GetInsertBlock(), result}}, node);
    Value* left = slots_[id].left;
    define(id, result, node.type);
    slots_[id].left = left;
}

// The value that a body gives, where it gives one; where it declines or fails, the trace is left. Each way
// out of the body is looked at for itself: most of them cannot do one or the other.
Value* Lowering::checked(ArrayRef<Inliner::Return> returns, const Node& node) {
    if (node.snapshot == kNoId) return inliner_.join(returns);
    SimplifyQuery query(bodies_.layout());
    SmallVector<Inliner::Return, 4> good;
    for (const Inliner::Return& end : returns) {
        builder_.SetInsertPoint(end.block);
        bool gives_value = true;
        auto leave_when = [&](uint64_t special, std::vector<BasicBlock*>& exits) {
            if (!gives_value) return;
            Value* known = simplifyICmpInst(ICmpInst::ICMP_NE, end.value, word(special), query);
            auto* answer = dyn_cast_or_null<ConstantInt>(known);
            if (answer && answer->isOne()) return;
            BasicBlock* exit = exit_block(exits, node.snapshot);
            if (answer) {
                builder_.CreateBr(exit);
                gives_value = false;
            } else {
                branch(builder_.CreateICmpNE(end.value, word(special)), exit);
            }
        };
        if (node.op == Op::kRun) leave_when(MValue::kDeoptBits, deopts_);
        leave_when(MValue::kErrorBits, errors_);
        if (gives_value) good.push_back({builder_.GetInsertBlock(), end.value});
    }
    if (good.empty()) {  // the rest is never reached
        builder_.SetInsertPoint(BasicBlock::Create(context_, "", function_));
        return PoisonValue::get(i64_);
    }
    return inliner_.join(good);
}

// ---------------------------------------------------------------- iterators

void Lowering::lower_iter_load(Id id, const Node& node) {
    Value* iterator = boxed(trace_.a(node));
    forced_guard(body("moult_is_alone", {iterator}), node.snapshot);
    Value* state = variable(ArrayType::get(i64_, (node.info->state_size + 7) / 8));
    if (const Body* found = bodies_.of_state("load", node.info->symbol))
        inliner_.inline_body(*found, {iterator, state});
    else
        builder_.CreateCall(FunctionType::get(builder_.getVoidTy(), {i64_, pointer_}, false),
                            pointer(reinterpret_cast<const void*>(node.info->state_load)), {iterator, state});
    define_plain(id, Form::kState, state, {});
}

void Lowering::lower_iter_next(Id id, const Node& node) {
    Value* state = slots_[trace_.a(node)].value;
    Value* item = variable(i64_);
    const Body* found = bodies_.of_state("next", node.info->symbol);
    SmallVector<Inliner::Return, 4> returns, good;
    if (found) {
        inliner_.inline_returns(*found, {thread_, state, item}, returns);
    } else {
        CallInst* call = builder_.CreateCall(FunctionType::get(i1_, {pointer_, pointer_, pointer_}, false),
                                             pointer(reinterpret_cast<const void*>(node.info->state_next)),
                                             {thread_, state, item});
        call->addRetAttr(Attribute::ZExt);
        returns.push_back({builder_.GetInsertBlock(), call});
    }
    BasicBlock* exit = exit_block(deopts_, node.snapshot);
    for (const Inliner::Return& end : returns) {
        builder_.SetInsertPoint(end.block);
        auto* known = dyn_cast<ConstantInt>(end.value);
        if (known && known->isZero()) {
            builder_.CreateBr(exit);
            continue;
        }
        branch(end.value, exit);
        good.push_back({builder_.GetInsertBlock(), nullptr});
    }
    if (good.empty()) return fail("an iterator never gives an item");
    inliner_.join(good);
    define(id, builder_.CreateLoad(i64_, item), node.type);
}

// At an exit: what the state has come to is the iterator's.
void Lowering::write_back(Id id) {
    const Node& load = trace_.nodes[id];
    Value *iterator = boxed(trace_.a(load)), *state = slots_[id].value;
    if (const Body* found = bodies_.of_state("store", load.info->symbol))
        inliner_.inline_body(*found, {iterator, state});
    else
        builder_.CreateCall(FunctionType::get(builder_.getVoidTy(), {i64_, pointer_}, false),
                            pointer(reinterpret_cast<const void*>(load.info->state_store)),
                            {iterator, state});
}

void Lowering::lower_build(Id id, const Node& node) {
    Value* operands = operands_in_memory(node);
    FunctionType* type = FunctionType::get(pointer_, {pointer_, pointer_, i32_, pointer_}, false);
    Value* end = builder_.CreateCall(
        type, pointer(host_.simple[node.number]),
        {thread_, frames_[0].address, number(node.oparg), place_at(operands, node.count)});
    if (node.snapshot != kNoId) fail_when(builder_.CreateIsNull(end), node.snapshot);
    define(id, builder_.CreateLoad(i64_, operands), node.type);
}

void Lowering::lower_truth(Id id, const Node& node) {
    Id operand = trace_.a(node);
    ValueType type = slots_[operand].type;
    Value* result;
    switch (type.tag) {
        case ValueType::kBool: result = plain(operand, Form::kBool); break;
        case ValueType::kInt: result = builder_.CreateICmpNE(plain(operand, Form::kInt), word(0)); break;
        case ValueType::kFloat:
            result = builder_.CreateFCmpUNE(plain(operand, Form::kFloat), ConstantFP::get(double_, 0));
            break;
        case ValueType::kNone: result = builder_.getInt1(false); break;
        default: {
            if (node.snapshot != kNoId) observe(node);
            Value* slow = body("moult_truth", {thread_, boxed(operand)});
            if (node.snapshot != kNoId) fail_when(builder_.CreateICmpSLT(slow, number(0)), node.snapshot);
            result = builder_.CreateICmpNE(slow, number(0));
        }
    }
    define_plain(id, Form::kBool, result, {ValueType::kBool});
}

void Lowering::lower_is(Id id, const Node& node) {
    Id a = trace_.a(node), b = trace_.b(node);
    Form form = form_of(slots_[a].type);
    bool plainly = form == form_of(slots_[b].type) && (form == Form::kInt || form == Form::kBool);
    Value* same = plainly ? builder_.CreateICmpEQ(plain(a, form), plain(b, form))
                          : builder_.CreateICmpEQ(boxed(a), boxed(b));
    define_plain(id, Form::kBool, same, {ValueType::kBool});
}

void Lowering::lower(Id id, const Node& node) {
    uint32_t snapshot = node.snapshot;
    switch (node.op) {
        case Op::kNop:
        case Op::kLocal:
        case Op::kStack: return;
        case Op::kPhi: return fail("a phi is not at the head of the loop");
        case Op::kConst: return lower_const(id, node);

        case Op::kCheckType: return lower_check_type(node);
        case Op::kCheckIs:
            return forced_guard(builder_.CreateICmpEQ(boxed(trace_.a(node)), boxed(trace_.b(node))),
                                snapshot);
        case Op::kCheckShape: {
            Value* value = boxed(trace_.a(node));
            if (!slots_[trace_.a(node)].type.is_object()) {
                guard(body("moult_is_object", {value}), snapshot);
                refine(trace_.a(node), {ValueType::kObject});
            }
            return forced_guard(body("moult_has_shape", {value, number(static_cast<uint32_t>(node.number))}),
                                snapshot);
        }
        case Op::kCheckTrue: return guard(plain(trace_.a(node), Form::kBool), snapshot);
        case Op::kCheckFalse: return guard(builder_.CreateNot(plain(trace_.a(node), Form::kBool)), snapshot);
        case Op::kCheckEmpty: return guard(builder_.CreateICmpEQ(boxed(trace_.a(node)), word(0)), snapshot);
        case Op::kCheckItem: {
            const Node& step = trace_.nodes[trace_.a(node)];
            guard(builder_.CreateICmpNE(boxed(trace_.a(node)), word(0)), snapshot);
            if (step.op == Op::kRun && step.info->item.tag) refine(trace_.a(node), step.info->item);
            return;
        }
        case Op::kCheckBreaker: return guard(body("moult_breaker_is_quiet", {thread_}), snapshot);
        case Op::kCheckRoom:
            return guard(body("moult_has_room", {thread_, number(static_cast<uint32_t>(node.number)),
                                                 number(static_cast<uint32_t>(node.number >> 32))}),
                         snapshot);
        case Op::kCheckReturn:
            return guard(body("moult_returns_to",
                              {frames_[0].address, pointer(reinterpret_cast<const void*>(node.number))}),
                         snapshot);
        case Op::kCheckValid:
            return guard(builder_.CreateICmpNE(builder_.CreateLoad(i32_, pointer(job_.valid)), number(0)),
                         snapshot);
        case Op::kCheckNames:
            return forced_guard(
                body("moult_has_names", {frames_[0].address, boxed(trace_.a(node)), boxed(trace_.b(node))}),
                snapshot);
        case Op::kGuard: return forced_guard(specialized(BodyKind::kGuard, node), snapshot);

        case Op::kRun:
        case Op::kGeneric: return lower_run(id, node);
        case Op::kLeft: return define_plain(id, Form::kBoxed, slots_[trace_.a(node)].left, node.type);
        case Op::kPlace: {
            Value* place = specialized(BodyKind::kPlace, node);
            if (snapshot != kNoId) guard(builder_.CreateIsNotNull(place), snapshot);
            return define_plain(id, Form::kPlace, place, {});
        }
        case Op::kLoad: return lower_load(id, node);
        case Op::kExchange: {
            Value* place = slots_[trace_.a(node)].value;
            Instruction* load = builder_.CreateLoad(i64_, place);
            Instruction* store = builder_.CreateStore(boxed(trace_.b(node)), place);
            interp::Memory memory = node.info ? node.info->memory : interp::Memory::kOther;
            access(load, memory);
            access(store, memory);
            return define(id, load, node.type);
        }
        case Op::kStoreLocal:
            return store_frame(local_place(frame(node.frame).address, node.number), boxed(trace_.a(node)));
        case Op::kLoadLocal:
            return define(id, load_frame(local_place(frame(node.frame).address, node.number)), node.type);
        case Op::kLoadStack:
            return define(id, load_frame(place_at(frame(node.frame).stack, node.number)), node.type);

        case Op::kIterLoad: return lower_iter_load(id, node);
        case Op::kIterNext: return lower_iter_next(id, node);

        case Op::kIncref: return incref(boxed(trace_.a(node)), slots_[trace_.a(node)].type);
        case Op::kDecref: return decref(boxed(trace_.a(node)), slots_[trace_.a(node)].type);

        case Op::kEnterFrame: return lower_enter_frame(node);
        case Op::kLeaveFrame: return lower_leave_frame(node);
        case Op::kPopBase: return lower_pop_base(id, node);
        case Op::kResume: return lower_resume(node);
        case Op::kSuspend: return lower_suspend(node);

        case Op::kInstance:
        case Op::kNext:
        case Op::kCall: {
            Value* result = lower_call(node);
            check_error(result, node);
            return define(id, result, node.type);
        }
        case Op::kBuild: return lower_build(id, node);
        case Op::kIs: return lower_is(id, node);
        case Op::kTruth: return lower_truth(id, node);
        case Op::kNot:
            return define_plain(id, Form::kBool, builder_.CreateNot(plain(trace_.a(node), Form::kBool)),
                                {ValueType::kBool});
        case Op::kCallout: return lower_callout(node);

        case Op::kLoop: return lower_loop(node);
        case Op::kLink: {
            Restored state = restore(trace_.snapshots[snapshot]);
            return go_on(builder_.CreateLoad(pointer_, pointer(job_.link_slot)), state);
        }
        case Op::kLeave: {
            Restored state = restore(trace_.snapshots[snapshot]);
            return go_on(body("moult_next_handler", {thread_, table_, pointer(state.innermost->ip)}), state);
        }
    }
    fail("an unknown node");
}

}  // namespace moult::jit::native
