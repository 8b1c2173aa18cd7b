// Executable code as text: what the translator made of the wordcode, and what specialization has made of
// that.
#include <cstdio>
#include <cstring>

#include "interp/last_reasons.h"
#include "interp/listing/disassembly.h"
#include "interp/listing/disassembly_internal.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

namespace {

class ExecutablePrinter {
  public:
    ExecutablePrinter(Thread& thread, const Executable& exec, std::string* text, const LastReasons* reasons)
        : registry_(machine_of(thread).registry),
          thread_(thread),
          exec_(exec),
          text_(*text),
          reasons_(reasons) {}

    Status print() {
        LineStarts starts = find_line_starts(exec_.code);
        int width = line_column_width(starts);
        int line = -1;
        for (uint32_t i = 0; i < exec_.instruction_count;) {
            int here = line_at(starts, i);
            if (here >= 0 && here != line) {
                if (i > 0) text_ += '\n';
                append_right(&text_, line = here, width);
            } else {
                text_.append(static_cast<size_t>(width), ' ');
            }
            TRY(print_instruction(&i));
        }
        return {};
    }

  private:
    // The line that begins at the instruction's wordcode or at what was forwarded into it; -1: none does.
    int line_at(const LineStarts& starts, uint32_t i) const {
        uint32_t from = i == 0 ? 0 : exec_.wordcode_offsets[i - 1] + 2;
        int line = -1;
        for (uint32_t offset = from; offset <= exec_.wordcode_offsets[i]; offset += 2)
            if (auto found = starts.find(offset); found != starts.end()) line = found->second;
        return line;
    }

    Status print_instruction(uint32_t* i) {
        const Instr& instr = exec_.instructions[*i];
        const InstructionInfo& info = registry_.of_op(instr.op);
        bool specialized = info.generic >= 0;
        uint16_t generic =
            specialized ? static_cast<uint16_t>(info.generic) : registry_.index_of_op(instr.op);
        const InstructionInfo& family = registry_.instruction(generic);
        const Variant& variant = registry_.variant_of_op(instr.op);
        text_ += ' ';
        append_right(&text_, *i, 5);
        append_right(&text_, exec_.wordcode_offsets[*i], 7);
        text_ += "  ";
        append_left(&text_, info.name, 30);
        std::string operands, argument;
        TRY(describe_operands(instr, variant, family.facts, &operands));
        uint32_t length = 1u + family.cache_words;
        TRY(describe_argument(*i, length, instr, variant, family.facts.argument, &argument));
        if (!operands.empty() && !argument.empty()) operands += ' ';
        text_ += ' ';
        append_left(&text_, operands + argument, 48);
        if (specialized || !family.candidates.empty()) describe_state(instr, specialized);
        for (uint32_t word = *i + 1; family.collect && word < *i + length; ++word) {
            uint64_t bits;
            std::memcpy(&bits, &exec_.instructions[word], sizeof bits);
            char buffer[20];
            std::snprintf(buffer, sizeof buffer, " %llx", static_cast<unsigned long long>(bits));
            if (word == *i + 1) text_ += " cache";
            text_ += buffer;
        }
        text_.erase(text_.find_last_not_of(' ') + 1);
        text_ += '\n';
        *i += length;
        return {};
    }

    void describe_state(const Instr& instr, bool specialized) {
        unsigned count = instr.counter >> 4,
                 attempts = (instr.counter & 15u) - BackoffCounter::kFirstExponent;
        text_ += specialized ? " specialized, misses left " : " generic, next attempt in ";
        text_ += std::to_string(count) + ", back-off " + std::to_string(attempts);
        if (!reasons_) return;
        LastReasons::Site last = reasons_->at(&instr);
        const char* reason = specialized ? deopt_text(last.miss) : failure_text(last.failure);
        if (*reason) text_ += std::string(specialized ? ", last miss: " : ": ") + reason;
    }

    std::string local(size_t index) const { return name_at(exec_.code->localsplusnames.get(), index); }
    Status append_const(size_t index, std::string* out) const {
        if (index >= exec_.code->consts->length) return {};
        constexpr size_t kLongest = 40;
        Ref<Str> constant = TRY(repr(thread_, exec_.code->consts->items()[index]));
        std::string shown = to_utf8(constant.get());
        if (shown.size() > kLongest) {
            size_t end = kLongest - 3;
            while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) --end;
            shown = shown.substr(0, end) + "...";
        }
        *out += shown;
        return {};
    }

    // "local a, const 1 -> stack"
    Status describe_operands(const Instr& instr, const Variant& variant, const InstructionFacts& facts,
                             std::string* out) const {
        for (int k = 0; k < variant.arity; ++k) {
            if (k > 0) *out += ", ";
            switch (variant.in[k]) {
                case In::kStack: *out += "stack"; break;
                case In::kLocal: *out += "local " + local(instr.packed.in[k]); break;
                case In::kConst: *out += "const "; TRY(append_const(instr.packed.in[k], out));
            }
        }
        if (variant.rotated) *out += " (rotated)";
        switch (variant.out) {
            case Out::kNone: break;
            case Out::kStack: *out += " -> stack"; break;
            case Out::kLocal:
                *out += facts.results_follow ? " -> locals that follow"
                                             : " -> local " + local(instr.packed.dest());
                break;
            case Out::kJumpIfTrue: *out += " -> jump if true"; break;
            case Out::kJumpIfFalse: *out += " -> jump if false"; break;
        }
        if (out->starts_with(" ")) out->erase(0, 1);
        return {};
    }

    Status describe_argument(uint32_t i, uint32_t length, const Instr& instr, const Variant& variant,
                             Argument argument, std::string* out) const {
        uint32_t number = variant.is_wide() ? instr.arg : instr.packed.oparg;
        std::string target = "to " + std::to_string(int64_t{i} + length + instr.offset());
        switch (argument) {
            case Argument::kAsOpcode:
            case Argument::kNone: return {};
            case Argument::kNumber: *out = std::to_string(number); return {};
            case Argument::kKeywordCall: {
                Ref<Str> names =
                    TRY(repr(thread_, exec_.code->consts->items()[exec_.instructions[i + 1].arg]));
                *out = std::to_string(number) + " " + to_utf8(names.get());
                return {};
            }
            case Argument::kLocal: *out = "local " + local(number); return {};
            case Argument::kTwoLocals:
                *out = "local " + local(instr.packed.in[0]) + ", local " + local(instr.packed.in[1]);
                return {};
            case Argument::kLocalToLocal:
                *out = "local " + local(instr.packed.in[0]) + " -> local " + local(instr.packed.dest());
                return {};
            case Argument::kConstToLocal:
                *out = "const ";
                TRY(append_const(instr.packed.in[0], out));
                *out += " -> local " + local(instr.packed.dest());
                return {};
            case Argument::kConst: *out = "const "; return append_const(number, out);
            case Argument::kName: *out = "(" + name_at(exec_.code->names.get(), number) + ")"; return {};
            case Argument::kJump: *out = target; return {};
            case Argument::kLocalJump: *out = "local " + local(instr.counter) + ", " + target; return {};
            case Argument::kBinary:
                *out = "(" + std::string(binary_operation_symbol(number)) + ")";
                return {};
            case Argument::kCompare:
                *out = "(" + std::string(compare_operation_symbol(number)) + ")";
                return {};
        }
        return {};
    }

    const Registry& registry_;
    Thread& thread_;
    const Executable& exec_;
    std::string& text_;
    const LastReasons* reasons_;
};

}  // namespace

Status disassemble_executable(Thread& thread, Code* code, std::string* text, const LastReasons* reasons) {
    return for_each_code(thread, code, text, [&](Code* each) -> Status {
        const Executable* exec = executable_of(thread, each);
        if (!exec) return kError;
        return ExecutablePrinter(thread, *exec, text, reasons).print();
    });
}

}  // namespace moult::interp
