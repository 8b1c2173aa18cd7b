// The verifier's machine: for each instruction, what it needs on the stack and what it leaves there. The
// requirements are those of the handlers, which check nothing of this at run time.
#include "interp/verifier/step.h"

#include <algorithm>

#include "interp/instructions.h"

namespace moult::interp {

using compiler::Opcode;

namespace {

constexpr const char* kUnderflow = "the stack is not that deep";
constexpr const char* kNullOperand = "an operand is null";
constexpr const char* kBadArgument = "the argument is out of range";
constexpr const char* kBadName = "there is no such name";
constexpr const char* kBadLocal = "there is no such variable";
constexpr const char* kBadConstant = "there is no such constant";
constexpr const char* kNotNamespace = "functions have no namespace";

bool are_strs(const Tuple* tuple) {
    return std::all_of(tuple->items(), tuple->items() + tuple->length,
                       [](Value item) { return is_exact<Str>(item); });
}

}  // namespace

// --- the stack

bool VerifierStep::need_depth(size_t depth) {
    if (frame_.depth() < depth) fail(kUnderflow);
    return !defect_;
}

Slot VerifierStep::pop() {
    if (!need_depth(1)) return {};
    Slot slot = frame_.stack.back();
    frame_.stack.pop_back();
    lowest_ = std::min(lowest_, frame_.depth());
    return slot;
}

Slot VerifierStep::pop_value() {
    Slot slot = pop();
    need(slot.is_value(), kNullOperand);
    return slot;
}

void VerifierStep::need_container(size_t below, Kind kind) {
    if (!need_depth(below + 1)) return;
    need(frame_.stack[frame_.depth() - 1 - below].kind == kind,
         "no container of that type is being built there");
}

const Tuple* VerifierStep::constant_tuple(Slot slot) const {
    if (slot.kind != Kind::kConstant) return nullptr;
    return as_tuple(code_->consts->items()[slot.data]);
}

void VerifierStep::need_tuple(Slot slot) {
    need(slot.kind == Kind::kTuple || slot.kind == Kind::kCells || constant_tuple(slot),
         "the operand is no tuple");
}

void VerifierStep::need_cell() {
    if (arg_ >= frame_.cells.size()) return fail(kBadLocal);
    need(frame_.cells[arg_], "the variable is no cell there");
}

// --- running

const char* VerifierStep::run() {
    size_t before = lowest_ = frame_.depth();
    step();
    // Simple instructions raise before they take anything from the stack. The others may have forwarded
    // operands, which were never there, or take them for a call.
    if (is_simple(word_.op)) lowest_ = before;
    return defect_;
}

AbstractFrame VerifierStep::take_jump() const {
    AbstractFrame taken = frame_;
    auto pushed = compiler::stack_counts(word_.op, arg_).pushes;
    taken.stack.resize(taken.depth() - static_cast<size_t>(pushed));
    pushed = compiler::stack_counts(word_.op, arg_, true).pushes;
    taken.stack.resize(taken.depth() + static_cast<size_t>(pushed));
    return taken;
}

void VerifierStep::check_argument() {
    compiler::OperandKind kind = compiler::opcode_info(word_.op).operand;
    switch (kind) {
        case compiler::OperandKind::Name: return need(arg_ < code_->names->length, kBadName);
        case compiler::OperandKind::Global: return need(arg_ >> 1 < code_->names->length, kBadName);
        case compiler::OperandKind::Const: return need(arg_ < code_->consts->length, kBadConstant);
        case compiler::OperandKind::Local:
        case compiler::OperandKind::Cell: return need(arg_ < frame_.cells.size(), kBadLocal);
        default: return need(arg_ < compiler::argument_limit(kind), kBadArgument);
    }
}

void VerifierStep::step() {
    check_argument();
    if (defect_) return;
    if (!step_values() && !step_containers() && !step_variables() && !step_control()) {
        pop_operands();
        push_results();
    }
}

// Values by values, as many as the instruction's row says.
void VerifierStep::pop_operands() {
    pop_values(static_cast<size_t>(compiler::stack_counts(word_.op, arg_).pops));
}
void VerifierStep::push_results() {
    auto count = static_cast<size_t>(compiler::stack_counts(word_.op, arg_).pushes);
    // No frame is deeper than co_stacksize, and the caller compares: a count beyond it may end early.
    for (size_t i = 0; i < count && frame_.depth() <= static_cast<size_t>(code_->stacksize) && !defect_; ++i)
        push(Kind::kValue);
}

// The four functions below know the instructions that ask more of their operands than to be values, or leave more than
// values. False: of this instruction all is said in its row (compiler/opcode.h), or all that is left.

// Instructions that move values or count them.
bool VerifierStep::step_values() {
    switch (word_.op) {
        case Opcode::CACHE:
        case Opcode::EXTENDED_ARG: return fail("the instruction is not to be executed"), true;
        case Opcode::PRECALL: return true;  // it is the CALL behind it that takes the operands
        case Opcode::POP_TOP: return pop(), true;
        case Opcode::PUSH_NULL: return push(Kind::kNull), true;
        case Opcode::BUILD_SLICE: return need(arg_ == 2 || arg_ == 3, kBadArgument), false;
        // The handler keeps the counts in 32 bits.
        case Opcode::UNPACK_EX: return need(arg_ >> 8 < 1u << 20, kBadArgument), false;
        case Opcode::COPY: {
            if (arg_ == 0) return fail(kBadArgument), true;
            if (!need_depth(arg_)) return true;
            Slot copied = frame_.stack[frame_.depth() - arg_];
            return push(copied.kind, copied.data), true;
        }
        case Opcode::SWAP:
            if (arg_ == 0) return fail(kBadArgument), true;
            if (need_depth(arg_)) std::swap(frame_.stack.back(), frame_.stack[frame_.depth() - arg_]);
            return true;
        default: return false;
    }
}

// --- containers and strings

void VerifierStep::build_tuple() {
    if (!need_depth(arg_)) return;
    bool cells = arg_ > 0;
    for (uint32_t i = 0; i < arg_; ++i) cells &= pop_value().kind == Kind::kCell;
    push(cells ? Kind::kCells : Kind::kTuple, arg_);
}

bool VerifierStep::step_containers() {
    size_t count = arg_;
    switch (word_.op) {
        case Opcode::BUILD_TUPLE: return build_tuple(), true;
        case Opcode::BUILD_LIST: return pop_operands(), push(Kind::kList), true;
        case Opcode::BUILD_SET: return pop_operands(), push(Kind::kSet), true;
        case Opcode::BUILD_MAP: return pop_operands(), push(Kind::kDict), true;
        case Opcode::BUILD_CONST_KEY_MAP: {
            const Tuple* keys = constant_tuple(pop());
            need(keys && keys->length == count, "the keys are no constant tuple of that length");
            pop_values(count);
            return push(Kind::kDict), true;
        }
        case Opcode::BUILD_STRING:
            for (size_t i = 0; i < count && !defect_; ++i)
                need(pop().kind == Kind::kStr, "the operand is no str");
            return push(Kind::kStr), true;
        case Opcode::FORMAT_VALUE:
            if (arg_ & 4) need(pop().kind == Kind::kStr, "the operand is no str");
            pop_value();
            return push(Kind::kStr), true;
        case Opcode::LIST_TO_TUPLE:
            need(pop().kind == Kind::kList, "the operand is no list");
            return push(Kind::kTuple, UINT32_MAX), true;
        case Opcode::LIST_APPEND:
        case Opcode::LIST_EXTEND:
            pop_operands();
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kList), true;
        case Opcode::SET_ADD:
        case Opcode::SET_UPDATE:
            pop_operands();
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kSet), true;
        case Opcode::MAP_ADD:
            pop_operands();
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kDict), true;
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE:
            pop_operands();
            need(arg_ > 0, kBadArgument);
            need_container(count - 1, Kind::kDict);
            // Messages name the callable, which lies below the dict and the positional arguments.
            if (word_.op == Opcode::DICT_MERGE && need_depth(count + 2))
                need(frame_.stack[frame_.depth() - count - 2].is_value(), kNullOperand);
            return true;
        case Opcode::MATCH_KEYS: {
            if (!need_depth(2)) return true;
            need_tuple(frame_.stack.back());
            need(frame_.stack[frame_.depth() - 2].is_value(), kNullOperand);
            return push(Kind::kValue), true;
        }
        case Opcode::MATCH_CLASS: {
            const Tuple* names = constant_tuple(pop());
            need(names && are_strs(names), "the keywords are no constant tuple of strs");
            return pop_values(2), push(Kind::kValue), true;
        }
        case Opcode::PREP_RERAISE_STAR:
            need(pop().kind == Kind::kList, "the operand is no list");
            return pop_value(), push(Kind::kValue), true;
        default: return false;
    }
}

// --- constants and variables

void VerifierStep::load_constant() {
    Value constant = code_->consts->items()[arg_];
    if (is_exact<Code>(constant) || is_exact<Tuple>(constant))
        push(Kind::kConstant, arg_);
    else
        push(is_exact<Str>(constant) ? Kind::kStr : Kind::kValue);
}

bool VerifierStep::step_variables() {
    bool has_namespace = (code_->flags & kCodeOptimized) == 0;
    switch (word_.op) {
        case Opcode::LOAD_CONST: return load_constant(), true;
        case Opcode::STORE_FAST:
        case Opcode::DELETE_FAST: frame_.cells[arg_] = false; return false;
        case Opcode::LOAD_CLOSURE: need_cell(); return push(Kind::kCell), true;
        case Opcode::LOAD_DEREF:
        case Opcode::STORE_DEREF:
        case Opcode::DELETE_DEREF: return need_cell(), false;
        case Opcode::LOAD_CLASSDEREF: return need(has_namespace, kNotNamespace), need_cell(), false;
        case Opcode::MAKE_CELL: frame_.cells[arg_] = true; return true;
        case Opcode::COPY_FREE_VARS:
            if (arg_ != static_cast<uint32_t>(code_->nfrees)) return fail(kBadArgument), true;
            std::fill(frame_.cells.end() - arg_, frame_.cells.end(), true);
            return true;
        case Opcode::LOAD_GLOBAL:
            if (arg_ & 1) push(Kind::kNull);
            return push(Kind::kValue), true;
        case Opcode::LOAD_METHOD:
            pop_value();
            push(Kind::kMaybeNull);
            return push(Kind::kValue), true;
        case Opcode::LOAD_NAME:
        case Opcode::STORE_NAME:
        case Opcode::DELETE_NAME:
        case Opcode::IMPORT_STAR:
        case Opcode::SETUP_ANNOTATIONS: return need(has_namespace, kNotNamespace), false;
        default: return false;
    }
}

// --- jumps, calls, functions, generators

void VerifierStep::make_function() {
    Slot made = pop_value();
    if (defect_) return;
    Value constant = made.kind == Kind::kConstant ? code_->consts->items()[made.data] : Value::none();
    if (!is_exact<Code>(constant)) return fail("the operand is no constant code object");
    auto frees = static_cast<uint32_t>(constant.as<Code>()->nfrees);
    if (arg_ & compiler::kFunctionClosure) {
        Slot cells = pop();
        need(cells.kind == Kind::kCells && cells.data == frees, "the closure does not fit the code object");
    } else {
        need(frees == 0, "the code object needs a closure");
    }
    if (arg_ & compiler::kFunctionAnnotations) {
        Slot pairs = pop();
        const Tuple* constants = constant_tuple(pairs);
        size_t length = constants ? constants->length : pairs.kind == Kind::kTuple ? pairs.data : 1;
        need(length % 2 == 0, "the annotations are no tuple of pairs");
    }
    if (arg_ & compiler::kFunctionKeywordDefaults)
        need(pop().kind == Kind::kDict, "the keyword defaults are no dict");
    if (arg_ & compiler::kFunctionDefaults) need_tuple(pop());
    push(Kind::kValue);
}

bool VerifierStep::step_control() {
    size_t count = arg_;
    switch (word_.op) {
        case Opcode::SEND:
        case Opcode::YIELD_VALUE: return need(frame_.in_generator, "no generator is running"), false;
        case Opcode::RETURN_GENERATOR:
            need(!frame_.in_generator && frame_.depth() == 0, "the generator is not made first");
            need(code_->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator),
                 "the code is no generator's");
            frame_.in_generator = true;
            return push(Kind::kValue), true;
        case Opcode::CALL:
            pop_values(count);
            pop_value();
            pop();
            return push(Kind::kValue), true;
        case Opcode::KW_NAMES: {
            const Tuple* names = as_tuple(code_->consts->items()[arg_]);
            return need(names && are_strs(names), "the keywords are no constant tuple of strs"), true;
        }
        case Opcode::CALL_FUNCTION_EX:
            if (arg_ & 1) need(pop().kind == Kind::kDict, "the keyword arguments are no dict");
            pop_values(2);
            pop();
            return push(Kind::kValue), true;
        case Opcode::MAKE_FUNCTION: return make_function(), true;
        case Opcode::RAISE_VARARGS: return need(arg_ <= 2, kBadArgument), false;
        case Opcode::RERAISE: return need(arg_ <= 2, kBadArgument), need_depth(count + 1), false;
        default: return false;
    }
}

}  // namespace moult::interp
