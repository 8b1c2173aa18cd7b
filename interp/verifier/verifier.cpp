// The verifier's walk over all paths: exception table, jumps, depth and kinds of the stack before each
// instruction.
#include "interp/verifier/verifier.h"

#include <algorithm>
#include <optional>

#include "interp/verifier/step.h"
#include "runtime/state/errors.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

using compiler::Opcode;

namespace {

// Bounds on what hostile code can make the verifier keep.
constexpr size_t kDeepestStack = 1 << 16;
constexpr size_t kMostSlots = 1 << 22;

// Whether the table is a sequence of whole entries with sensible numbers; decode_exception_table forgives
// everything.
bool is_exception_table_sound(std::string_view table, size_t code_bytes) {
    size_t at = 0;
    auto varint = [&](uint64_t* value) {
        *value = 0;
        for (int digits = 0; at < table.size() && digits < 6; ++digits) {
            auto byte = static_cast<uint8_t>(table[at++]);
            *value = *value << 6 | (byte & 63);
            if (!(byte & 64)) return true;
        }
        return false;
    };
    while (at < table.size()) {
        uint64_t start, length, handler, depth;
        if (!varint(&start) || !varint(&length) || !varint(&handler) || !varint(&depth)) return false;
        uint64_t units = code_bytes / 2;
        if (start + length > units || handler >= units || depth >> 1 > kDeepestStack) return false;
    }
    return true;
}

class Verifier {
  public:
    explicit Verifier(const Code* code) : code_(code) {}

    std::string run() {
        if (prepare()) walk();
        return std::move(defect_);
    }

  private:
    bool fail(const char* defect, uint32_t offset) {
        if (defect_.empty()) defect_ = std::string(defect) + " at offset " + std::to_string(offset);
        return false;
    }

    bool prepare();
    bool prepare_jumps();
    bool check_neighbours();
    void walk();
    bool walk_block(size_t first);
    bool flow(const AbstractFrame& frame, size_t target, uint32_t offset);
    bool flow_to_handler(const AbstractFrame& before, const VerifierStep& step, const WordInstr& word);

    // The instruction that begins at a unit; SIZE_MAX: none does.
    size_t instruction_at(uint32_t unit) const { return unit < at_unit_.size() ? at_unit_[unit] : SIZE_MAX; }

    const Code* code_;
    std::vector<WordInstr> words_;
    std::vector<ExceptionRange> ranges_;
    std::vector<size_t> at_unit_;
    std::vector<bool> is_target_;  // of a jump or a handler; what begins the code too
    std::vector<std::optional<AbstractFrame>> entry_;
    std::vector<size_t> work_;
    size_t slots_ = 0;
    std::string defect_;
};

bool Verifier::prepare() {
    if (code_->wordcode_size == 0) return fail("there are no instructions", 0);
    if (static_cast<size_t>(code_->stacksize) > kDeepestStack) return fail("co_stacksize is too large", 0);
    if (!decode_wordcode(code_, &words_)) {
        uint32_t offset = words_.empty() ? 0 : 2 * words_.back().next_unit;
        return fail("an instruction that does not exist, or is cut off,", offset);
    }
    std::string_view table = as_bytes(code_->exceptiontable)->view();
    if (!is_exception_table_sound(table, code_->wordcode_size)) {
        defect_ = "the exception table is malformed";
        return false;
    }
    ranges_ = decode_exception_table(table);
    at_unit_.assign(code_->wordcode_size / 2, SIZE_MAX);
    for (size_t i = 0; i < words_.size(); ++i) at_unit_[words_[i].start / 2] = i;
    return prepare_jumps() && check_neighbours();
}

bool Verifier::prepare_jumps() {
    is_target_.assign(words_.size(), false);
    is_target_[0] = true;
    for (const WordInstr& word : words_) {
        if (!word.jump) continue;
        size_t target =
            word.jump > 0 && word.arg > code_->wordcode_size ? SIZE_MAX : instruction_at(word.jump_target());
        if (target == SIZE_MAX) return fail("a jump to where no instruction begins", word.offset);
        is_target_[target] = true;
    }
    for (const ExceptionRange& range : ranges_) {
        size_t target = instruction_at(range.handler / 2);
        if (target == SIZE_MAX)
            return fail("an exception handler where no instruction begins", range.handler);
        is_target_[target] = true;
    }
    return true;
}

// What is translated together must stand together: KW_NAMES and its call, SEND and the YIELD_VALUE of its
// loop.
bool Verifier::check_neighbours() {
    for (size_t i = 0; i < words_.size(); ++i) {
        const WordInstr& word = words_[i];
        if (word.op == Opcode::KW_NAMES) {
            size_t next = i + 1;
            if (next < words_.size() && words_[next].op == Opcode::PRECALL && !is_target_[next]) ++next;
            bool called = next < words_.size() && words_[next].op == Opcode::CALL && !is_target_[next];
            if (!called) return fail("keyword names without a call", word.offset);
            const Tuple* names =
                word.arg < code_->consts->length ? as_tuple(code_->consts->items()[word.arg]) : nullptr;
            if (!names || names->length > words_[next].arg)
                return fail("more keyword names than arguments", word.offset);
        }
        if (word.op == Opcode::SEND &&
            (i + 1 == words_.size() || words_[i + 1].op != Opcode::YIELD_VALUE || is_target_[i + 1]))
            return fail("SEND without its YIELD_VALUE", word.offset);
    }
    return true;
}

// --- paths

void Verifier::walk() {
    AbstractFrame start;
    start.cells.assign(static_cast<size_t>(code_->localsplus_count()), false);
    entry_.resize(words_.size());
    if (!flow(start, 0, 0)) return;
    while (!work_.empty()) {
        size_t first = work_.back();
        work_.pop_back();
        if (!walk_block(first)) return;
    }
}

// Adds a path that leads to an instruction.
bool Verifier::flow(const AbstractFrame& frame, size_t target, uint32_t offset) {
    std::optional<AbstractFrame>& known = entry_[target];
    if (!known) {
        slots_ += frame.depth() + frame.cells.size() / 64;
        if (slots_ > kMostSlots) return fail("too much to verify", offset);
        known = frame;
        work_.push_back(target);
        return true;
    }
    switch (known->merge(frame)) {
        case AbstractFrame::Merge::kSame: return true;
        case AbstractFrame::Merge::kChanged: work_.push_back(target); return true;
        case AbstractFrame::Merge::kConflict: break;
    }
    return fail("paths with different stacks meet", words_[target].offset);
}

// What happens when the instruction raises: the handler that covers it finds the stack cut down to its depth.
bool Verifier::flow_to_handler(const AbstractFrame& before, const VerifierStep& step, const WordInstr& word) {
    auto range = std::find_if(ranges_.begin(), ranges_.end(), [&](const ExceptionRange& r) {
        return word.offset >= r.start && word.offset < r.end;
    });
    if (range == ranges_.end()) return true;
    if (word.op == Opcode::RETURN_GENERATOR)
        return fail("an exception handler around RETURN_GENERATOR", word.offset);
    if (range->depth > step.lowest_depth())
        return fail("an exception handler deeper than the stack", word.offset);
    AbstractFrame frame = before;
    frame.stack.resize(range->depth);
    if (range->push_lasti) frame.stack.push_back({});
    frame.stack.push_back({});
    if (frame.depth() > static_cast<size_t>(code_->stacksize))
        return fail("an exception handler deeper than co_stacksize", word.offset);
    return flow(frame, instruction_at(range->handler / 2), word.offset);
}

// Follows the instructions up to a jump, an end, or what another path leads to as well.
bool Verifier::walk_block(size_t first) {
    AbstractFrame frame = *entry_[first];
    for (size_t i = first;; ++i) {
        if (i == words_.size()) return fail("execution runs off the end", words_.back().offset);
        if (i != first && is_target_[i]) return flow(frame, i, words_[i].offset);
        const WordInstr& word = words_[i];
        AbstractFrame before = ranges_.empty() ? AbstractFrame() : frame;
        VerifierStep step(code_, word, frame);
        if (const char* defect = step.run()) return fail(defect, word.offset);
        if (frame.depth() > static_cast<size_t>(code_->stacksize))
            return fail("the stack grows beyond co_stacksize", word.offset);
        if (!ranges_.empty() && !flow_to_handler(before, step, word)) return false;
        if (word.jump && !flow(step.take_jump(), instruction_at(word.jump_target()), word.offset))
            return false;
        if (compiler::is_exit(word.op) || compiler::is_unconditional_jump(word.op)) return true;
    }
}

}  // namespace

std::string find_defect(const Code* code) {
    return Verifier(code).run();
}

Status verify_code(Thread& thread, Code* code) {
    if (code->verified) return {};
    std::string defect = find_defect(code);
    if (!defect.empty())
        return raise_system_error(thread, "invalid bytecode in '%s': %s",
                                  to_utf8(code->qualname.get()).c_str(), defect.c_str());
    code->verified = true;
    return {};
}

}  // namespace moult::interp
