// The analysis of definite assignment.
#include "interp/assignment.h"

#include <algorithm>

namespace moult::interp {

using compiler::Opcode;

namespace {

class LocalSet {
  public:
    LocalSet(size_t locals, bool full) : words_((locals + 63) / 64, full ? ~uint64_t{0} : 0) {}
    void add(uint32_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
    void remove(uint32_t i) { words_[i / 64] &= ~(uint64_t{1} << (i % 64)); }
    bool has(uint32_t i) const { return words_[i / 64] >> (i % 64) & 1; }
    // Keeps what both have; true when that removed something.
    bool intersect(const LocalSet& other) {
        bool changed = false;
        for (size_t i = 0; i < words_.size(); ++i) {
            uint64_t both = words_[i] & other.words_[i];
            changed |= both != words_[i];
            words_[i] = both;
        }
        return changed;
    }

  private:
    std::vector<uint64_t> words_;
};

void apply(const WordInstr& word, size_t locals, LocalSet& set) {
    if (word.arg >= locals) return;
    if (word.op == Opcode::STORE_FAST) set.add(word.arg);
    if (word.op == Opcode::DELETE_FAST) set.remove(word.arg);
}

}  // namespace

Assignment::Assignment(const Code* code, const std::vector<WordInstr>& words,
                       const std::vector<bool>& leaders, const std::vector<ExceptionRange>& ranges)
    : local_count_(static_cast<uint32_t>(code->localsplus_count())), assigned_loads_(words.size(), false) {
    size_t locals = local_count_;
    // Blocks as ranges of instructions, and the block of each unit.
    std::vector<size_t> first;
    std::vector<uint32_t> block_of_unit(code->wordcode_size / 2 + 1, 0);
    for (size_t i = 0; i < words.size(); ++i) {
        if (i == 0 || leaders[words[i].offset / 2]) first.push_back(i);
        block_of_unit[words[i].offset / 2] = block_of_unit[words[i].start / 2] =
            static_cast<uint32_t>(first.size() - 1);
    }
    std::vector<LocalSet> entry(first.size(), LocalSet(locals, true));
    entry[0] = LocalSet(locals, false);
    uint32_t arguments = static_cast<uint32_t>(code->argcount + code->kwonlyargcount) +
                         ((code->flags & kCodeVarArgs) != 0) + ((code->flags & kCodeVarKeywords) != 0);
    for (uint32_t i = 0; i < std::min<uint32_t>(arguments, local_count_); ++i) entry[0].add(i);

    auto handler_of = [&](uint32_t offset) -> const ExceptionRange* {
        for (const ExceptionRange& range : ranges)
            if (offset >= range.start && offset < range.end) return &range;
        return nullptr;
    };
    std::vector<bool> queued(first.size(), true);
    std::vector<size_t> work(first.size());
    for (size_t i = 0; i < work.size(); ++i) work[i] = work.size() - 1 - i;
    auto flow = [&](size_t block, const LocalSet& set) {
        if (entry[block].intersect(set) && !queued[block]) {
            queued[block] = true;
            work.push_back(block);
        }
    };
    while (!work.empty()) {
        size_t block = work.back();
        work.pop_back();
        queued[block] = false;
        LocalSet set = entry[block];
        size_t end = block + 1 < first.size() ? first[block + 1] : words.size();
        for (size_t i = first[block]; i < end; ++i) {
            const WordInstr& word = words[i];
            // An exception leaves with what was assigned before the instruction.
            if (!ranges.empty())
                if (const ExceptionRange* range = handler_of(word.offset))
                    flow(block_of_unit[range->handler / 2], set);
            apply(word, locals, set);
            if (word.jump) flow(block_of_unit[word.jump_target()], set);
        }
        const WordInstr& last = words[end - 1];
        if (block + 1 < first.size() && !compiler::is_exit(last.op) &&
            !compiler::is_unconditional_jump(last.op))
            flow(block + 1, set);
    }
    for (size_t block = 0; block < first.size(); ++block) {
        LocalSet set = entry[block];
        size_t end = block + 1 < first.size() ? first[block + 1] : words.size();
        for (size_t i = first[block]; i < end; ++i) {
            if (words[i].op == Opcode::LOAD_FAST && words[i].arg < locals)
                assigned_loads_[i] = set.has(words[i].arg);
            apply(words[i], locals, set);
        }
    }
}

}  // namespace moult::interp
