// The bodies that traces inline, read from the bitcode that CMake makes of specializer/families and
// jit/bodies, and from that of plugins.
#pragma once

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <string>

#include "jit/backend.h"

#include "jit/llvm/names.h"
#include "jit/llvm/pipeline.h"

namespace moult::jit::native {

// A function as it is inlined.
struct Body {
    Function* function = nullptr;
    std::vector<GlobalValue*> globals;  // what it refers to
    bool is_straight = false;           // one block
};

enum class BodyKind : uint8_t { kGuard, kRun, kRunReusing, kPlace };

class Bodies {
  public:
    // Null with a message.
    static std::unique_ptr<Bodies> open(LLVMContext&, Pipeline&, const BackendHost&, std::string* error);

    // A function of jit/bodies.
    const Body& named(StringRef name);
    // A specialization's function with each operand a parameter of its own: (thread, operands..., oparg,
    // cache). kRunReusing gives { result, what is left of the left operand }. Null when no bitcode has it (a plugin's).
    const Body* specialized(BodyKind, StringRef symbol, unsigned operands);
    // What a specialization does with an iterator's state ("load", "next", "store"); null as above.
    const Body* of_state(StringRef what, StringRef symbol);

    // What stands in a trace for a symbol of a body: the name that it is linked by, and its address; null when the trace
    // gets a copy of it. A plugin's symbol that is not the host's is linked by the plugin's name, too.
    struct Symbol {
        std::string name;
        void* address;
    };
    Symbol symbol_of(const GlobalValue*) const;
    // Of a name that symbol_of has given, or that the code generator calls.
    void* address_of(StringRef name) const { return addresses_.lookup(name); }
    const DataLayout& layout() const { return sources_[0].module->getDataLayout(); }
    MDNode* value_access() const { return value_access_; }  // TBAA of a Value in memory
    // Frames' locals and operand stacks: what only the trace's own code reaches.
    MDNode* frame_scope() const { return frame_scope_; }
    // Memory of one kind that places lie in, and all that it is apart from.
    MDNode* scope_of(interp::Memory memory) const { return scopes_[static_cast<size_t>(memory)]; }
    MDNode* scopes_apart_from(interp::Memory memory) const { return apart_[static_cast<size_t>(memory)]; }

  private:
    Bodies(LLVMContext& context, Pipeline& pipeline) : context_(context), pipeline_(pipeline) {}
    // One bitcode, and the addresses of what it refers to. The host's is the first.
    struct Source {
        std::unique_ptr<Module> module;
        std::string prefix;  // of the names of its own symbols in traces
        StringMap<void*> symbols;
    };
    bool add(std::unique_ptr<MemoryBuffer>, const interp::BodySymbol* symbols, size_t count,
             std::string prefix, std::string* error);
    Function* read(StringRef name);
    void finish(Body&);
    void finish_apart_from_frames(Body&);

    LLVMContext& context_;
    Pipeline& pipeline_;
    std::vector<Source> sources_;
    StringMap<void*> addresses_;
    StringMap<Body> named_;
    StringMap<std::unique_ptr<Body>> specialized_;
    MDNode* value_access_ = nullptr;
    MDNode* frame_scope_ = nullptr;
    static constexpr size_t kMemories = 5;
    MDNode *scopes_[kMemories] = {}, *apart_[kMemories] = {};
};

// Inlines bodies into one function of one module.
class Inliner {
  public:
    Inliner(Bodies& bodies, Function& function, IRBuilder<>& builder)
        : bodies_(bodies), function_(function), module_(*function.getParent()), builder_(builder) {}

    // The result, or null. The builder goes on behind it.
    Value* inline_body(const Body&, ArrayRef<Value*> arguments);
    // The same, every way out of the body for itself: its blocks have no end yet.
    struct Return {
        BasicBlock* block;
        Value* value;
    };
    void inline_returns(const Body&, ArrayRef<Value*> arguments, SmallVectorImpl<Return>& returns);
    // Brings them together: the value, or null.
    Value* join(ArrayRef<Return>);

  private:
    Value* inline_straight(const Body&, ArrayRef<Value*> arguments);
    Constant* import(GlobalValue*);

    Bodies& bodies_;
    Function& function_;
    Module& module_;
    IRBuilder<>& builder_;
    DenseMap<GlobalValue*, Constant*> imported_;
};

}  // namespace moult::jit::native
