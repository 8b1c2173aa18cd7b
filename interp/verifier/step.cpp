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

bool is_simple(Opcode op) {
    switch (op) {
#define MOULT_CASE(name) case Opcode::name:
        MOULT_SIMPLE_INSTRUCTIONS(MOULT_CASE)
#undef MOULT_CASE
        return true;
        default: return false;
    }
}

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

void VerifierStep::replace(size_t pops, size_t pushes) {
    pop_values(pops);
    // No frame is deeper than co_stacksize, and the caller compares: a count beyond it may end early.
    for (size_t i = 0; i < pushes && frame_.depth() <= static_cast<size_t>(code_->stacksize) && !defect_; ++i)
        push(Kind::kValue);
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
    switch (word_.op) {
        case Opcode::FOR_ITER: taken.stack.resize(frame_.depth() - 2); break;
        case Opcode::SEND:
            taken.stack.pop_back();
            taken.stack.back() = {};
            break;
        case Opcode::JUMP_IF_TRUE_OR_POP:
        case Opcode::JUMP_IF_FALSE_OR_POP: taken.stack.push_back({}); break;
        default: break;
    }
    return taken;
}

void VerifierStep::step() {
    switch (compiler::opcode_info(word_.op).operand) {
        case compiler::OperandKind::Name: {
            uint32_t name = word_.op == Opcode::LOAD_GLOBAL ? arg_ >> 1 : arg_;
            if (name >= code_->names->length) return fail(kBadName);
            break;
        }
        case compiler::OperandKind::Const:
            if (arg_ >= code_->consts->length) return fail(kBadConstant);
            break;
        case compiler::OperandKind::Local:
        case compiler::OperandKind::Cell:
            if (arg_ >= frame_.cells.size()) return fail(kBadLocal);
            break;
        case compiler::OperandKind::Compare:
            if (arg_ > 5) return fail(kBadArgument);
            break;
        default: break;
    }
    if (!step_values() && !step_containers() && !step_variables() && !step_control())
        fail("the instruction is not to be executed");
}

// Instructions that replace some values by others, of whatever type.
bool VerifierStep::step_values() {
    switch (word_.op) {
        case Opcode::NOP:
        case Opcode::PRECALL:
        case Opcode::RESUME: return true;
        case Opcode::UNARY_POSITIVE:
        case Opcode::UNARY_NEGATIVE:
        case Opcode::UNARY_NOT:
        case Opcode::UNARY_INVERT:
        case Opcode::LOAD_ATTR:
        case Opcode::GET_ITER:
        case Opcode::GET_AITER:
        case Opcode::GET_YIELD_FROM_ITER:
        case Opcode::GET_AWAITABLE:
        case Opcode::ASYNC_GEN_WRAP: return replace(1, 1), true;
        case Opcode::BINARY_OP: need(arg_ < 26, kBadArgument); return replace(2, 1), true;
        case Opcode::IS_OP:
        case Opcode::CONTAINS_OP: need(arg_ <= 1, kBadArgument); return replace(2, 1), true;
        case Opcode::COMPARE_OP:
        case Opcode::BINARY_SUBSCR:
        case Opcode::IMPORT_NAME: return replace(2, 1), true;
        case Opcode::STORE_SUBSCR: return pop_values(3), true;
        case Opcode::DELETE_SUBSCR:
        case Opcode::STORE_ATTR: return pop_values(2), true;
        case Opcode::DELETE_ATTR:
        case Opcode::PRINT_EXPR: return pop_values(1), true;
        case Opcode::POP_TOP: return pop(), true;
        case Opcode::PUSH_NULL: return push(Kind::kNull), true;
        case Opcode::GET_LEN:
        case Opcode::GET_ANEXT:
        case Opcode::IMPORT_FROM:
        case Opcode::BEFORE_WITH:
        case Opcode::BEFORE_ASYNC_WITH:
        case Opcode::MATCH_MAPPING:
        case Opcode::MATCH_SEQUENCE:
        case Opcode::PUSH_EXC_INFO: return replace(1, 2), true;
        case Opcode::POP_EXCEPT: return pop_values(1), true;
        case Opcode::CHECK_EXC_MATCH:
        case Opcode::CHECK_EG_MATCH: return replace(2, 2), true;
        case Opcode::WITH_EXCEPT_START: return replace(4, 5), true;
        case Opcode::LOAD_BUILD_CLASS:
        case Opcode::LOAD_ASSERTION_ERROR: return push(Kind::kValue), true;
        case Opcode::BUILD_SLICE:
            need(arg_ == 2 || arg_ == 3, kBadArgument);
            return replace(std::min<size_t>(arg_, 3), 1), true;
        case Opcode::UNPACK_SEQUENCE: return replace(1, arg_), true;
        case Opcode::UNPACK_EX:
            // The handler keeps the counts in 32 bits.
            need(arg_ >> 8 < 1u << 20, kBadArgument);
            return replace(1, size_t{arg_ & 0xff} + (arg_ >> 8) + 1), true;
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
        case Opcode::BUILD_LIST: pop_values(count); return push(Kind::kList), true;
        case Opcode::BUILD_SET: pop_values(count); return push(Kind::kSet), true;
        case Opcode::BUILD_MAP: pop_values(2 * count); return push(Kind::kDict), true;
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
            need(arg_ <= 7, kBadArgument);
            if (arg_ & 4) need(pop().kind == Kind::kStr, "the operand is no str");
            pop_value();
            return push(Kind::kStr), true;
        case Opcode::LIST_TO_TUPLE:
            need(pop().kind == Kind::kList, "the operand is no list");
            return push(Kind::kTuple, UINT32_MAX), true;
        case Opcode::LIST_APPEND:
        case Opcode::LIST_EXTEND:
            pop_value();
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kList), true;
        case Opcode::SET_ADD:
        case Opcode::SET_UPDATE:
            pop_value();
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kSet), true;
        case Opcode::MAP_ADD:
            pop_values(2);
            need(arg_ > 0, kBadArgument);
            return need_container(count - 1, Kind::kDict), true;
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE:
            pop_value();
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
            return replace(2, 1), true;
        }
        case Opcode::PREP_RERAISE_STAR:
            need(pop().kind == Kind::kList, "the operand is no list");
            return replace(1, 1), true;
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
        case Opcode::LOAD_FAST: return push(Kind::kValue), true;
        case Opcode::STORE_FAST:
            pop_value();
            frame_.cells[arg_] = false;
            return true;
        case Opcode::DELETE_FAST: frame_.cells[arg_] = false; return true;
        case Opcode::LOAD_CLOSURE: need_cell(); return push(Kind::kCell), true;
        case Opcode::LOAD_DEREF: need_cell(); return push(Kind::kValue), true;
        case Opcode::STORE_DEREF: need_cell(); return pop_value(), true;
        case Opcode::DELETE_DEREF: return need_cell(), true;
        case Opcode::LOAD_CLASSDEREF:
            need(has_namespace, kNotNamespace);
            need_cell();
            return push(Kind::kValue), true;
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
        case Opcode::STORE_GLOBAL: return pop_value(), true;
        case Opcode::DELETE_GLOBAL: return true;
        case Opcode::LOAD_NAME: need(has_namespace, kNotNamespace); return push(Kind::kValue), true;
        case Opcode::STORE_NAME:
        case Opcode::IMPORT_STAR: need(has_namespace, kNotNamespace); return pop_value(), true;
        case Opcode::DELETE_NAME:
        case Opcode::SETUP_ANNOTATIONS: return need(has_namespace, kNotNamespace), true;
        default: return false;
    }
}

// --- jumps, calls, functions, generators

void VerifierStep::make_function() {
    need(arg_ <= 15, kBadArgument);
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
        case Opcode::JUMP_FORWARD:
        case Opcode::JUMP_BACKWARD:
        case Opcode::JUMP_BACKWARD_NO_INTERRUPT: return true;
        case Opcode::JUMP_IF_TRUE_OR_POP:
        case Opcode::JUMP_IF_FALSE_OR_POP:
        case Opcode::POP_JUMP_FORWARD_IF_TRUE:
        case Opcode::POP_JUMP_FORWARD_IF_FALSE:
        case Opcode::POP_JUMP_FORWARD_IF_NONE:
        case Opcode::POP_JUMP_FORWARD_IF_NOT_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE:
        case Opcode::RETURN_VALUE: return pop_value(), true;
        case Opcode::FOR_ITER: return replace(1, 2), true;
        case Opcode::SEND: need(frame_.in_generator, "no generator is running"); return replace(2, 2), true;
        case Opcode::YIELD_VALUE:
            need(frame_.in_generator, "no generator is running");
            return replace(1, 1), true;
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
            need(arg_ <= 1, kBadArgument);
            if (arg_ & 1) need(pop().kind == Kind::kDict, "the keyword arguments are no dict");
            pop_values(2);
            pop();
            return push(Kind::kValue), true;
        case Opcode::MAKE_FUNCTION: return make_function(), true;
        case Opcode::RAISE_VARARGS:
            need(arg_ <= 2, kBadArgument);
            return pop_values(std::min<size_t>(count, 2)), true;
        case Opcode::RERAISE:
            need(arg_ <= 2, kBadArgument);
            need_depth(count + 1);
            return pop_value(), true;
        case Opcode::END_ASYNC_FOR: return pop_values(2), true;
        default: return false;
    }
}

}  // namespace moult::interp
