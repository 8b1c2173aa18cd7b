// Wordcode to executable code: extended arguments and cache entries vanish, loads of definitely assigned
// locals and of constants become operand modes of what consumes them, stores become destinations. See
// docs/executable-code.md.
//
// The rule of forwarding: a load is absorbed only by the instruction right behind it (other absorbed loads
// aside), in the same basic block; so nothing can change the local between the load and its use, except the
// instruction itself, which writes its result last.
#include <algorithm>
#include <array>
#include <optional>

#include "compiler/opcode.h"
#include "interp/assignment.h"
#include "interp/registration.h"
#include "interp/verifier/verifier.h"
#include "interp/wordcode.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

namespace {

using compiler::Opcode;

struct PendingLoad {
    In mode;
    uint32_t index;
    uint32_t offset;  // in the wordcode
};

class Translator {
  public:
    Translator(Thread& thread, Code* code, const std::vector<WordInstr>& words,
               const std::vector<bool>& leaders, const Assignment& assignment)
        : machine_(machine_of(thread)),
          registry_(machine_.registry),
          code_(code),
          words_(words),
          leaders_(leaders),
          assignment_(assignment) {}

    // False for wordcode that no compiler writes.
    bool run() {
        exec_of_unit_.assign(code_->wordcode_size / 2 + 1, kNowhere);
        if (machine_.traces.loop_header >= 0) find_loop_heads();
        for (size_t i = 0; i < words_.size(); ++i) {
            const WordInstr& word = words_[i];
            if (leaders_[word.offset / 2]) flush();
            exec_of_unit_[word.start / 2] = exec_of_unit_[word.offset / 2] =
                static_cast<uint32_t>(out_.size());
            if (!loop_heads_.empty() && loop_heads_[word.start / 2])
                emit_raw(static_cast<uint16_t>(machine_.traces.loop_header), 0, word.offset,
                         machine_.traces.threshold);
            if (!translate(i)) return false;
            i += absorbed_;
            absorbed_ = 0;
        }
        flush();
        for (const auto& [at, target_unit, length] : fixups_) {
            if (target_unit >= exec_of_unit_.size() || exec_of_unit_[target_unit] == kNowhere) return false;
            out_[at].arg = exec_of_unit_[target_unit] - (at + length);
        }
        return true;
    }

    std::vector<Instr> out_;
    std::vector<uint32_t> offsets_;
    std::vector<uint32_t> exec_of_unit_;

  private:
    static constexpr uint32_t kNowhere = UINT32_MAX;
    struct Fixup {
        uint32_t at, target_unit, length;
    };

    // The targets of backward jumps, for the trace tier: loops of `yield from` and `await` are none.
    void find_loop_heads() {
        loop_heads_.assign(exec_of_unit_.size(), false);
        for (const WordInstr& word : words_)
            if (word.jump < 0 && word.op != Opcode::JUMP_BACKWARD_NO_INTERRUPT &&
                word.jump_target() < loop_heads_.size())
                loop_heads_[word.jump_target()] = true;
    }

    void emit_raw(uint16_t op, uint32_t arg, uint32_t offset, uint16_t counter = 0) {
        Instr instr;
        instr.op = op;
        instr.counter = counter;
        instr.arg = arg;
        out_.push_back(instr);
        offsets_.push_back(offset);
    }
    void emit(Basic basic, uint32_t arg, uint32_t offset, uint16_t counter = 0) {
        emit_raw(registry_.instruction(static_cast<uint16_t>(basic)).first_op, arg, offset, counter);
    }
    void emit_packed(Basic basic, uint32_t first, uint32_t second, uint32_t dest, uint32_t offset) {
        emit(basic, 0, offset);
        out_.back().packed.in[0] = static_cast<uint8_t>(first);
        out_.back().packed.in[1] = static_cast<uint8_t>(second);
        out_.back().packed.in[2] = static_cast<uint8_t>(dest);
    }
    void emit_family(const InstructionInfo& family, size_t form, uint32_t arg, uint32_t offset) {
        emit_raw(static_cast<uint16_t>(family.first_op + form), arg, offset,
                 BackoffCounter::initial(machine_.backoff));
        Instr cache_word;
        cache_word.op = 0;
        cache_word.counter = 0;
        cache_word.arg = 0;
        for (int i = 0; i < family.cache_words; ++i) {
            out_.push_back(cache_word);
            offsets_.push_back(offset);
        }
    }
    void emit_jump(Basic basic, const WordInstr& word, uint16_t counter = 0) {
        fixups_.push_back({static_cast<uint32_t>(out_.size()), word.jump_target(), 1});
        emit(basic, 0, word.offset, counter);
    }

    // Emits the loads that nothing absorbed; `keep` of the last ones stay pending.
    void flush(size_t keep = 0) {
        size_t n = pending_.size() - keep;
        for (size_t i = 0; i < n; ++i) {
            const PendingLoad& load = pending_[i];
            if (load.mode == In::kConst) {
                emit(Basic::kLOAD_CONST, load.index, load.offset);
            } else if (i + 1 < n && pending_[i + 1].mode == In::kLocal && load.index < 256 &&
                       pending_[i + 1].index < 256) {
                emit_packed(Basic::kLOAD_TWO_LOCALS, load.index, pending_[i + 1].index, 0, load.offset);
                ++i;
            } else {
                emit(Basic::kLOAD_LOCAL, load.index, load.offset);
            }
        }
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(n));
    }

    // The following instruction, when it is in the same basic block.
    const WordInstr* next_in_block(size_t i) const {
        if (i + 1 >= words_.size() || leaders_[words_[i + 1].offset / 2]) return nullptr;
        return &words_[i + 1];
    }

    // The result's destination that the following instruction allows.
    Out wanted_result(size_t i) const {
        const WordInstr* next = next_in_block(i);
        if (!next) return Out::kStack;
        switch (next->op) {
            case Opcode::STORE_FAST: return next->arg < 256 ? Out::kLocal : Out::kStack;
            case Opcode::POP_JUMP_FORWARD_IF_TRUE:
            case Opcode::POP_JUMP_BACKWARD_IF_TRUE: return Out::kJumpIfTrue;
            case Opcode::POP_JUMP_FORWARD_IF_FALSE:
            case Opcode::POP_JUMP_BACKWARD_IF_FALSE: return Out::kJumpIfFalse;
            default: return Out::kStack;
        }
    }

    // An augmented assignment ends in swaps that bring its value below the container and key, then a store:
    // the number of swaps, when these instructions are there for a store with that many operands; else 0.
    size_t swaps_before_store(size_t i) const {
        size_t n = 0;
        while (i + n < words_.size() && words_[i + n].op == Opcode::SWAP &&
               (n == 0 || next_in_block(i + n - 1)))
            ++n;
        if (n == 0 || !next_in_block(i + n - 1)) return 0;
        const WordInstr& store = words_[i + n];
        if (n == 2 && store.op == Opcode::STORE_SUBSCR)
            return words_[i].arg == 3 && words_[i + 1].arg == 2 ? 2 : 0;
        if (n == 1 && store.op == Opcode::STORE_ATTR) return words_[i].arg == 2 ? 1 : 0;
        return 0;
    }
    void translate_rotated_store(size_t i, size_t swaps) {
        const WordInstr& store = words_[i + swaps];
        const InstructionInfo& info = *registry_.of_opcode(store.op);
        auto rotated =
            std::find_if(info.variants.begin(), info.variants.end(), [](auto& v) { return v.rotated; });
        flush();
        emit_family(info, static_cast<size_t>(rotated - info.variants.begin()), store.arg, store.offset);
        for (size_t k = 1; k <= swaps; ++k)
            exec_of_unit_[words_[i + k].offset / 2] = static_cast<uint32_t>(out_.size());
        absorbed_ = swaps;
    }

    // a[i:j] and a[i:j] = x need no slice object, when the subscript stands right behind the slice.
    bool translate_slice(size_t i) {
        const WordInstr* next = next_in_block(i);
        if (!next) return false;
        bool reads = next->op == Opcode::BINARY_SUBSCR;
        if (!reads && next->op != Opcode::STORE_SUBSCR) return false;
        uint32_t step = 0;
        if (words_[i].arg == 3) {
            if (!reads || pending_.empty() || pending_.back().mode != In::kConst) return false;
            step = pending_.back().index + 1;
            pending_.pop_back();
        }
        const InstructionInfo& info = reads ? family<BinarySliceFamily>() : family<StoreSliceFamily>();
        place_family(info, choose_form(info, info.variants[0].out, step), step, next->offset);
        exec_of_unit_[next->offset / 2] = static_cast<uint32_t>(out_.size());
        absorbed_ = 1;
        return true;
    }

    // Whether an UNPACK_SEQUENCE is followed by stores into locals for all its items.
    bool unpacks_into_locals(size_t i) const {
        for (uint32_t k = 1; k <= words_[i].arg; ++k)
            if (!next_in_block(i + k - 1) || words_[i + k].op != Opcode::STORE_FAST) return false;
        return true;
    }

    // Copies and swaps of loads that are still pending rearrange them. False: some are on the stack already.
    bool rearrange_pending(const WordInstr& word) {
        if (word.arg == 0 || word.arg > pending_.size()) return false;
        PendingLoad& load = pending_[pending_.size() - word.arg];
        if (word.op == Opcode::SWAP)
            std::swap(load, pending_.back());
        else
            pending_.push_back(PendingLoad(load));
        return true;
    }

    // The form of a family that absorbs most: the last pending loads as operands, the following store or
    // jump.
    size_t choose_form(const InstructionInfo& family, Out wanted, uint32_t oparg) const {
        int arity = family.variants[0].arity;
        for (int absorbed = std::min<int>(arity, static_cast<int>(pending_.size())); absorbed >= 0;
             --absorbed) {
            Variant form = family.variants[0];
            for (int k = 0; k < arity; ++k) {
                int load = k - (arity - absorbed);
                form.in[k] = load < 0 ? In::kStack : pending_[pending_.size() - absorbed + load].mode;
                if (load >= 0 && pending_[pending_.size() - absorbed + load].index > 255)
                    form.arity = 99;  // unpackable
            }
            for (Out out : {wanted, family.variants[0].out}) {
                form.out = out;
                auto found = std::find(family.variants.begin(), family.variants.end(), form);
                if (found == family.variants.end() || (!found->is_wide() && oparg > 255)) continue;
                return static_cast<size_t>(found - family.variants.begin());
            }
        }
        return 0;
    }

    // Emits a family in a form, which takes its operands from the last pending loads.
    Instr& place_family(const InstructionInfo& family, size_t form, uint32_t oparg, uint32_t offset) {
        const Variant& variant = family.variants[form];
        size_t absorbed = static_cast<size_t>(variant.arity - variant.popped());
        flush(absorbed);
        size_t at = out_.size();
        emit_family(family, form, oparg, offset);
        Instr& instr = out_[at];
        if (!variant.is_wide()) {
            instr.arg = 0;
            instr.packed.oparg = static_cast<uint8_t>(oparg);
            size_t load = 0;
            for (int k = 0; k < variant.arity; ++k)
                if (variant.in[k] != In::kStack)
                    instr.packed.in[k] = static_cast<uint8_t>(pending_[load++].index);
        }
        pending_.clear();
        return instr;
    }

    void translate_family(const InstructionInfo& family, size_t i, uint32_t oparg) {
        size_t form = choose_form(family, wanted_result(i), oparg);
        const Variant& variant = family.variants[form];
        Instr& instr = place_family(family, form, oparg, words_[i].offset);
        if (variant.out == Out::kLocal) {
            instr.packed.in[2] = static_cast<uint8_t>(words_[i + 1].arg);
            absorbed_ = 1;
        } else if (variant.out == Out::kJumpIfTrue || variant.out == Out::kJumpIfFalse) {
            emit_jump(variant.out == Out::kJumpIfTrue ? Basic::kPOP_JUMP_IF_TRUE : Basic::kPOP_JUMP_IF_FALSE,
                      words_[i + 1]);
            absorbed_ = 1;
        }
        if (absorbed_) exec_of_unit_[words_[i + 1].offset / 2] = static_cast<uint32_t>(out_.size());
    }
    template <class FamilyType>
    const InstructionInfo& family() const {
        return family_of<FamilyType>(registry_);
    }

    void translate_conditional_jump(const WordInstr& word, Basic on_stack, Basic on_local) {
        if (!pending_.empty() && pending_.back().mode == In::kLocal && pending_.back().index < 0x10000) {
            flush(1);
            auto local = static_cast<uint16_t>(pending_.back().index);
            pending_.clear();
            emit_jump(on_local, word, local);
            return;
        }
        flush();
        emit_jump(on_stack, word);
    }

    void translate_store(const WordInstr& word) {
        bool packable = !pending_.empty() && pending_.back().index < 256 && word.arg < 256;
        if (!packable) {
            flush();
            emit(Basic::kSTORE_LOCAL, word.arg, word.offset);
            return;
        }
        flush(1);
        PendingLoad load = pending_.back();
        pending_.clear();
        emit_packed(load.mode == In::kConst ? Basic::kSTORE_CONST : Basic::kMOVE_LOCAL, load.index, 0,
                    word.arg, word.offset);
    }

    void translate_return(const WordInstr& word) {
        if (pending_.empty()) return emit(Basic::kRETURN_VALUE, 0, word.offset);
        flush(1);
        PendingLoad load = pending_.back();
        pending_.clear();
        emit(load.mode == In::kConst ? Basic::kRETURN_CONST : Basic::kRETURN_LOCAL, load.index, word.offset);
    }

    void translate_for_iter(size_t i) {
        const WordInstr& word = words_[i];
        flush();
        // The store stays (a generator's value arrives there), so it may well begin a block of its own.
        bool into_local = i + 1 < words_.size() && words_[i + 1].op == Opcode::STORE_FAST;
        const InstructionInfo& for_iter = family<ForIterFamily>();
        fixups_.push_back(
            {static_cast<uint32_t>(out_.size()), word.jump_target(), 1u + for_iter.cache_words});
        emit_family(for_iter, into_local ? 1 : 0, 0, word.offset);
    }

    void translate_call(const WordInstr& word) {
        flush();
        if (!keyword_names_) {
            emit_family(family<CallFamily>(), 0, word.arg, word.offset);
            return;
        }
        emit(Basic::kCALL_KW, word.arg, word.offset);
        emit(Basic::kPUSH_NULL, *keyword_names_, word.offset);  // a data word: only its arg is read
        keyword_names_.reset();
    }

    bool translate(size_t i) {
        const WordInstr& word = words_[i];
        switch (word.op) {
            case Opcode::LOAD_FAST:
                if (!assignment_.is_assigned(i, word.arg)) {
                    flush();
                    emit(Basic::kLOAD_LOCAL_CHECKED, word.arg, word.offset);
                    return true;
                }
                pending_.push_back({In::kLocal, word.arg, word.offset});
                return true;
            case Opcode::LOAD_CONST: pending_.push_back({In::kConst, word.arg, word.offset}); return true;
            case Opcode::STORE_FAST: translate_store(word); return true;
            case Opcode::UNPACK_SEQUENCE:
                flush();
                emit_family(family<UnpackSequenceFamily>(), unpacks_into_locals(i) ? 1 : 0, word.arg,
                            word.offset);
                return true;
            case Opcode::BUILD_SLICE:
                if (translate_slice(i)) return true;
                break;
            case Opcode::COPY:
            case Opcode::SWAP:
                if (rearrange_pending(word)) return true;
                if (size_t swaps = word.op == Opcode::SWAP ? swaps_before_store(i) : 0) {
                    translate_rotated_store(i, swaps);
                    return true;
                }
                break;
            case Opcode::RETURN_VALUE: translate_return(word); return true;
            case Opcode::FOR_ITER: translate_for_iter(i); return true;
            case Opcode::CALL: translate_call(word); return true;
            case Opcode::KW_NAMES: keyword_names_ = word.arg; return true;
            case Opcode::POP_JUMP_FORWARD_IF_TRUE:
            case Opcode::POP_JUMP_BACKWARD_IF_TRUE:
                translate_conditional_jump(word, Basic::kPOP_JUMP_IF_TRUE, Basic::kJUMP_IF_LOCAL_TRUE);
                return true;
            case Opcode::POP_JUMP_FORWARD_IF_FALSE:
            case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
                translate_conditional_jump(word, Basic::kPOP_JUMP_IF_FALSE, Basic::kJUMP_IF_LOCAL_FALSE);
                return true;
            case Opcode::POP_JUMP_FORWARD_IF_NONE:
            case Opcode::POP_JUMP_BACKWARD_IF_NONE:
                translate_conditional_jump(word, Basic::kPOP_JUMP_IF_NONE, Basic::kJUMP_IF_LOCAL_NONE);
                return true;
            case Opcode::POP_JUMP_FORWARD_IF_NOT_NONE:
            case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE:
                translate_conditional_jump(word, Basic::kPOP_JUMP_IF_NOT_NONE,
                                           Basic::kJUMP_IF_LOCAL_NOT_NONE);
                return true;
            case Opcode::LOAD_GLOBAL:
                flush();
                if (word.arg & 1) emit(Basic::kPUSH_NULL, 0, word.offset);
                translate_family(family<LoadGlobalFamily>(), i, word.arg >> 1);
                return true;
            case Opcode::LOAD_CLOSURE:
                flush();
                emit(Basic::kLOAD_LOCAL, word.arg, word.offset);
                return true;
            case Opcode::JUMP_FORWARD:
            case Opcode::JUMP_BACKWARD_NO_INTERRUPT:
                flush();
                emit_jump(Basic::kJUMP, word);
                return true;
            case Opcode::RESUME:
                flush();
                emit(Basic::kRESUME, word.arg, word.offset, machine_.traces.threshold);
                return true;
            case Opcode::CACHE:
            case Opcode::NOP:
            case Opcode::PRECALL: return true;
            default: return translate_plainly(i);
        }
        return translate_plainly(i);
    }

    // By the row of the family or basic instruction that the opcode is.
    bool translate_plainly(size_t i) {
        const WordInstr& word = words_[i];
        const InstructionInfo* info = registry_.of_opcode(word.op);
        if (!info) return false;
        if (info->collect) {
            translate_family(*info, i, word.arg);
            return true;
        }
        flush();
        auto basic = static_cast<Basic>(info->first_op);
        if (info->facts.argument == Argument::kJump)
            emit_jump(basic, word);
        else
            emit(basic, info->facts.argument == Argument::kNone ? 0 : word.arg, word.offset);
        return true;
    }

    Machine& machine_;
    const Registry& registry_;
    Code* code_;
    const std::vector<WordInstr>& words_;
    const std::vector<bool>& leaders_;
    const Assignment& assignment_;
    std::vector<PendingLoad> pending_;
    std::vector<Fixup> fixups_;
    std::optional<uint32_t> keyword_names_;
    std::vector<bool> loop_heads_;  // by unit; empty without the trace tier
    size_t absorbed_ = 0;           // following instructions that the last one has swallowed
};

}  // namespace

Executable* executable_of(Thread& thread, Code* code) {
    if (code->executable) [[likely]]
        return static_cast<Executable*>(code->executable);
    if (!verify_code(thread, code).ok()) return nullptr;
    std::vector<WordInstr> words;
    std::vector<ExceptionRange> ranges = decode_exception_table(as_bytes(code->exceptiontable)->view());
    std::vector<bool> leaders;
    if (!decode_wordcode(code, &words) || !find_leaders(code, words, ranges, &leaders)) {
        (void)raise_system_error(thread, "invalid bytecode in '%s'", to_utf8(code->qualname.get()).c_str());
        return nullptr;
    }
    Assignment assignment(code, words, leaders, ranges);
    Translator translator(thread, code, words, leaders, assignment);
    if (!translator.run()) {
        (void)raise_system_error(thread, "invalid bytecode in '%s'", to_utf8(code->qualname.get()).c_str());
        return nullptr;
    }
    auto* exec = new Executable;
    exec->code = code;
    exec->exact_count = has_plain_parameters(code) ? code->argcount : -1;
    exec->localsplus = static_cast<uint32_t>(code->localsplus_count());
    // One more than the compiler's depth: returns of forwarded values and unpacking use it for a moment.
    exec->frame_values = exec->localsplus + static_cast<uint32_t>(code->stacksize) + 1;
    exec->instruction_count = static_cast<uint32_t>(translator.out_.size());
    exec->instructions = std::make_unique<Instr[]>(translator.out_.size());
    std::copy(translator.out_.begin(), translator.out_.end(), exec->instructions.get());
    exec->wordcode_offsets = std::make_unique<uint32_t[]>(translator.offsets_.size());
    std::copy(translator.offsets_.begin(), translator.offsets_.end(), exec->wordcode_offsets.get());
    exec->from_wordcode = std::make_unique<uint32_t[]>(translator.exec_of_unit_.size());
    std::copy(translator.exec_of_unit_.begin(), translator.exec_of_unit_.end(), exec->from_wordcode.get());
    exec->exception_ranges = std::move(ranges);
    for (Value name : code->names->span()) exec->names.push_back(name.as<Str>());
    Machine& machine = machine_of(thread);
    exec->machine = &machine;
    exec->next = machine.executables;
    exec->place = &machine.executables;
    if (exec->next) exec->next->place = &exec->next;
    machine.executables = exec;
    code->executable = exec;
    return exec;
}

}  // namespace moult::interp
