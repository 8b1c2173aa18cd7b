// See bodies.h.
#include "jit/llvm/bodies.h"

#include <llvm/Analysis/InstructionSimplify.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Transforms/Utils/Cloning.h>

namespace moult::jit::native {

// ---------------------------------------------------------------- reading

std::unique_ptr<Bodies> Bodies::open(LLVMContext& context, Pipeline& pipeline, const BackendHost& host,
                                     std::string* error) {
    auto buffer = MemoryBuffer::getFile(host.bitcode);
    if (!buffer) {
        *error = host.bitcode + ": " + buffer.getError().message();
        return nullptr;
    }
    std::unique_ptr<Bodies> bodies(new Bodies(context, pipeline));
    if (!bodies->add(std::move(*buffer), host.symbols, host.symbol_count, "", error)) return nullptr;
    if (!bodies->sources_[0].module->getFunction("moult_load")) {
        *error = host.bitcode + ": not the bodies of this version";
        return nullptr;
    }
    for (const interp::Plugin* plugin : host.plugins) {
        const interp::PluginBodies& own = plugin->bodies;
        StringRef text(own.begin, static_cast<size_t>(own.end - own.begin));
        auto in_memory = MemoryBuffer::getMemBuffer(text, plugin->name, /*RequiresNullTerminator=*/false);
        if (!bodies->add(std::move(in_memory), own.symbols, own.symbol_count, std::string(plugin->name) + ":",
                         error))
            return nullptr;
    }
    for (const Instruction& instruction : bodies->read("moult_load")->getEntryBlock())
        if (isa<LoadInst>(instruction)) bodies->value_access_ = instruction.getMetadata(LLVMContext::MD_tbaa);
    MDBuilder metadata(context);
    MDNode* domain = metadata.createAnonymousAliasScopeDomain("moult");
    Metadata* frames = metadata.createAnonymousAliasScope(domain, "frames");
    bodies->frame_scope_ = MDNode::get(context, frames);
    Metadata* memories[kMemories];
    for (Metadata*& memory : memories) memory = metadata.createAnonymousAliasScope(domain);
    for (size_t i = 0; i < kMemories; ++i) {
        // kOther is what is not known.
        SmallVector<Metadata*, 8> apart{frames};
        for (size_t k = 1; i && k < kMemories; ++k)
            if (k != i) apart.push_back(memories[k]);
        bodies->scopes_[i] = i ? MDNode::get(context, memories[i]) : nullptr;
        bodies->apart_[i] = MDNode::get(context, apart);
    }
    return bodies;
}

bool Bodies::add(std::unique_ptr<MemoryBuffer> buffer, const interp::BodySymbol* symbols, size_t count,
                 std::string prefix, std::string* error) {
    std::string name = buffer->getBufferIdentifier().str();
    auto module = getOwningLazyBitcodeModule(std::move(buffer), context_);
    if (!module) {
        *error = name + ": " + toString(module.takeError());
        return false;
    }
    Source& source = sources_.emplace_back();
    source.module = std::move(*module);
    source.prefix = std::move(prefix);
    for (size_t i = 0; i < count; ++i) {
        if (!symbols[i].address) continue;
        source.symbols[symbols[i].name] = symbols[i].address;
        auto [entry, is_new] = addresses_.try_emplace(symbols[i].name, symbols[i].address);
        if (entry->second != symbols[i].address)
            addresses_[source.prefix + symbols[i].name] = symbols[i].address;
    }
    return true;
}

Bodies::Symbol Bodies::symbol_of(const GlobalValue* global) const {
    std::string name = global->getName().str();
    for (const Source& source : sources_) {
        if (source.module.get() != global->getParent()) continue;
        void* address = source.symbols.lookup(name);
        if (address && address != addresses_.lookup(name)) name = source.prefix + name;
        return {name, address};
    }
    return {name, nullptr};
}

// Most functions are never asked for: each is read when it is. Null when there is none.
Function* Bodies::read(StringRef name) {
    for (const Source& source : sources_) {
        Function* function = source.module->getFunction(name);
        if (!function || function->isDeclaration()) continue;
        if (Error error = function->materialize()) report_fatal_error(std::move(error));
        return function;
    }
    return nullptr;
}

void Bodies::finish(Body& body) {
    Function& function = *body.function;
    body.is_straight = function.size() == 1;
    SmallPtrSet<GlobalValue*, 8> seen;
    SmallVector<Constant*, 8> constants;
    for (Instruction& instruction : instructions(function))
        for (Value* operand : instruction.operand_values())
            if (auto* constant = dyn_cast<Constant>(operand)) constants.push_back(constant);
    SmallPtrSet<Constant*, 16> visited;
    while (!constants.empty()) {
        Constant* constant = constants.pop_back_val();
        if (!visited.insert(constant).second) continue;
        if (auto* global = dyn_cast<GlobalValue>(constant)) {
            if (seen.insert(global).second) body.globals.push_back(global);
        } else if (!isa<ConstantData>(constant)) {
            body.is_straight = false;  // only the general way maps what is inside of constants
            for (Value* operand : constant->operand_values())
                if (auto* inner = dyn_cast<Constant>(operand)) constants.push_back(inner);
        }
    }
    for (Instruction& instruction : instructions(function))
        if (isa<AllocaInst>(instruction)) body.is_straight = false;
}

const Body& Bodies::named(StringRef name) {
    Body& body = named_[name];
    if (!body.function) {
        body.function = read(name);
        if (!body.function) report_fatal_error(Twine("no body ") + name);
        finish(body);
    }
    return body;
}

const Body* Bodies::specialized(BodyKind kind, StringRef symbol, unsigned count) {
    static constexpr const char* kPrefixes[] = {"moult_guard_", "moult_run_", "moult_run_", "moult_place_"};
    std::string key = (Twine(kPrefixes[static_cast<int>(kind)]) + symbol + "/" + Twine(count) +
                       (kind == BodyKind::kRunReusing ? "r" : ""))
                          .str();
    auto [entry, is_new] = specialized_.try_emplace(key);
    if (!is_new) return entry->second.get();
    Function* source = read((Twine(kPrefixes[static_cast<int>(kind)]) + symbol).str());
    if (!source) return nullptr;

    // (thread, v0, v1, ..., oparg, cache) { Value operands[] = {v0, v1, ...}; return source(thread, operands,
    // ...); }
    Type* word = Type::getInt64Ty(context_);
    Type* pointer = PointerType::get(context_, 0);
    SmallVector<Type*, 8> parameters{pointer};
    parameters.append(count, word);
    parameters.push_back(Type::getInt32Ty(context_));
    parameters.push_back(pointer);
    bool reusing = kind == BodyKind::kRunReusing;
    Type* result = reusing ? StructType::get(word, word) : source->getReturnType();
    Function* function = Function::Create(FunctionType::get(result, parameters, false),
                                          GlobalValue::InternalLinkage, key, *source->getParent());
    function->addFnAttr(Attribute::NoUnwind);
    IRBuilder<> builder(BasicBlock::Create(context_, "", function));
    Value* operands = builder.CreateAlloca(ArrayType::get(word, std::max(count, 1u)));
    for (unsigned i = 0; i < count; ++i)
        builder.CreateStore(function->getArg(1 + i), builder.CreateConstGEP1_64(word, operands, i));
    CallInst* call = builder.CreateCall(
        source, {function->getArg(0), operands, function->getArg(1 + count), function->getArg(2 + count)});
    Value* value = call;
    if (reusing) {
        value = builder.CreateInsertValue(PoisonValue::get(result), call, 0);
        value = builder.CreateInsertValue(value, builder.CreateLoad(word, operands), 1);
    }
    builder.CreateRet(value);
    InlineFunctionInfo info;
    if (!InlineFunction(*call, info).isSuccess()) return nullptr;
    pipeline_.prepare_body(*function);
    entry->second = std::make_unique<Body>();
    entry->second->function = function;
    finish_apart_from_frames(*entry->second);
    return entry->second.get();
}

const Body* Bodies::of_state(StringRef what, StringRef symbol) {
    std::string name = (Twine("moult_state_") + what + "_" + symbol).str();
    auto [entry, is_new] = specialized_.try_emplace(name);
    if (!is_new) return entry->second.get();
    Function* function = read(name);
    if (!function) return nullptr;
    entry->second = std::make_unique<Body>();
    entry->second->function = function;
    finish_apart_from_frames(*entry->second);
    return entry->second.get();
}

void Bodies::finish_apart_from_frames(Body& body) {
    for (Instruction& instruction : instructions(*body.function))
        if (isa<LoadInst>(instruction) || isa<StoreInst>(instruction))
            instruction.setMetadata(LLVMContext::MD_noalias, frame_scope_);
    finish(body);
}

// ---------------------------------------------------------------- inlining

Constant* Inliner::import(GlobalValue* global) {
    Constant*& imported = imported_[global];
    if (imported) return imported;
    auto [name, address] = bodies_.symbol_of(global);
    // Code lies where 32 bits reach the host; a plugin lies anywhere.
    bool is_near = reinterpret_cast<uintptr_t>(address) >> 31 == 0;
    if (auto* variable = dyn_cast<GlobalVariable>(global)) {
        bool is_own = variable->hasInitializer() && (variable->hasLocalLinkage() || !address);
        auto* copy = new GlobalVariable(module_, variable->getValueType(), variable->isConstant(),
                                        is_own ? GlobalValue::InternalLinkage : GlobalValue::ExternalLinkage,
                                        nullptr, name);
        copy->setAlignment(variable->getAlign());
        copy->setDSOLocal(is_own || is_near);
        imported_[global] = copy;
        if (is_own) {
            ValueToValueMapTy map;
            SmallVector<Constant*, 8> constants{variable->getInitializer()};
            while (!constants.empty()) {
                Constant* constant = constants.pop_back_val();
                if (auto* inner = dyn_cast<GlobalValue>(constant))
                    map[inner] = import(inner);
                else
                    for (Value* operand : constant->operand_values())
                        constants.push_back(cast<Constant>(operand));
            }
            copy->setInitializer(MapValue(variable->getInitializer(), map));
        }
        return copy;
    }
    auto* function = cast<Function>(global);
    if (Error error = function->materialize()) report_fatal_error(std::move(error));
    bool is_own = !function->isDeclaration() && !address;
    Function* copy =
        Function::Create(function->getFunctionType(),
                         is_own ? GlobalValue::InternalLinkage : GlobalValue::ExternalLinkage, name, module_);
    copy->copyAttributesFrom(function);
    copy->removeFnAttr("target-cpu");
    copy->removeFnAttr("target-features");
    copy->setDSOLocal(is_own || is_near);
    imported_[global] = copy;
    if (is_own) {
        Body body;
        body.function = function;
        ValueToValueMapTy map;
        for (Instruction& instruction : instructions(*function))
            for (Value* operand : instruction.operand_values())
                if (auto* used = dyn_cast<GlobalValue>(operand)) map[used] = import(used);
        for (auto [from, to] : zip(function->args(), copy->args())) map[&from] = &to;
        SmallVector<ReturnInst*, 4> returns;
        CloneFunctionInto(copy, function, map, CloneFunctionChangeType::DifferentModule, returns);
        copy->setLinkage(GlobalValue::InternalLinkage);
    }
    return copy;
}

Value* Inliner::inline_straight(const Body& body, ArrayRef<Value*> arguments) {
    SmallDenseMap<const Value*, Value*, 32> map;
    for (auto [parameter, argument] : zip(body.function->args(), arguments)) map[&parameter] = argument;
    SimplifyQuery query(bodies_.layout());
    BasicBlock* block = builder_.GetInsertBlock();
    for (Instruction& original : body.function->getEntryBlock()) {
        auto mapped = [&](Value* value) -> Value* {
            auto found = map.find(value);
            if (found != map.end()) return found->second;
            auto* global = dyn_cast<GlobalValue>(value);
            return global ? import(global) : value;
        };
        if (auto* result = dyn_cast<ReturnInst>(&original))
            return result->getReturnValue() ? mapped(result->getReturnValue()) : nullptr;
        Instruction* copy = original.clone();
        for (Use& use : copy->operands()) use.set(mapped(use.get()));
        copy->insertInto(block, block->end());
        Value* value = copy;
        if (!copy->mayHaveSideEffects())
            if (Value* simpler = simplifyInstruction(copy, query)) {
                value = simpler;
                copy->eraseFromParent();
            }
        map[&original] = value;
    }
    llvm_unreachable("a body without an end");
}

void Inliner::inline_returns(const Body& body, ArrayRef<Value*> arguments, SmallVectorImpl<Return>& returns) {
    if (body.is_straight) {
        Value* value = inline_straight(body, arguments);
        returns.push_back({builder_.GetInsertBlock(), value});
        return;
    }
    ValueToValueMapTy map;
    for (auto [parameter, argument] : zip(body.function->args(), arguments)) map[&parameter] = argument;
    for (GlobalValue* global : body.globals) map[global] = import(global);
    SmallVector<ReturnInst*, 4> ends;
    BasicBlock* last = &function_.back();
    CloneAndPruneFunctionInto(&function_, body.function, map, false, ends, "");
    BasicBlock* first = &*std::next(last->getIterator());
    for (BasicBlock::iterator it = first->begin(); it != first->end();) {
        Instruction& instruction = *it++;
        if (isa<AllocaInst>(instruction))
            instruction.moveBefore(&*function_.getEntryBlock().getFirstInsertionPt());
    }
    builder_.CreateBr(first);
    for (ReturnInst* end : ends) {
        BasicBlock* block = end->getParent();
        Value* value = end->getReturnValue();
        end->eraseFromParent();
        // One way for each value that comes together here, unless something is done behind that.
        auto* phi = dyn_cast_or_null<PHINode>(value);
        if (phi && phi->getParent() == block && block->size() == 1 && phi->use_empty() &&
            all_of(phi->blocks(), [](BasicBlock* from) {
                return isa<BranchInst>(from->getTerminator()) &&
                       from->getTerminator()->getNumSuccessors() == 1;
            })) {
            for (unsigned i = 0; i < phi->getNumIncomingValues(); ++i) {
                BasicBlock* from = phi->getIncomingBlock(i);
                from->getTerminator()->eraseFromParent();
                returns.push_back({from, phi->getIncomingValue(i)});
            }
            phi->eraseFromParent();
            block->eraseFromParent();
            continue;
        }
        returns.push_back({block, value});
    }
}

Value* Inliner::join(ArrayRef<Return> returns) {
    if (returns.size() == 1) {
        builder_.SetInsertPoint(returns[0].block);
        return returns[0].value;
    }
    BasicBlock* next = BasicBlock::Create(function_.getContext(), "", &function_);
    PHINode* phi = nullptr;
    if (!returns.empty() && returns[0].value)
        phi = PHINode::Create(returns[0].value->getType(), returns.size(), "", next);
    for (const Return& end : returns) {
        if (phi) phi->addIncoming(end.value, end.block);
        BranchInst::Create(next, end.block);
    }
    builder_.SetInsertPoint(next);
    return phi;
}

Value* Inliner::inline_body(const Body& body, ArrayRef<Value*> arguments) {
    if (body.is_straight) return inline_straight(body, arguments);
    SmallVector<Return, 4> returns;
    inline_returns(body, arguments, returns);
    return join(returns);
}

}  // namespace moult::jit::native
