// Decoding of wordcode and of the exception table.
#include "interp/wordcode.h"

#include <algorithm>

namespace moult::interp {

using compiler::Opcode;

bool decode_wordcode(const Code* code, std::vector<WordInstr>* words) {
    uint32_t units = static_cast<uint32_t>(code->wordcode_size / 2);
    words->reserve(units);
    for (uint32_t unit = 0; unit < units;) {
        uint32_t start = unit, arg = 0;
        auto byte = [&](uint32_t u, int i) { return code->wordcode[2 * u + i]; };
        while (byte(unit, 0) == static_cast<uint8_t>(Opcode::EXTENDED_ARG)) {
            arg = (arg | byte(unit, 1)) << 8;
            if (++unit >= units) return false;
        }
        auto op = static_cast<Opcode>(byte(unit, 0));
        const compiler::OpcodeInfo& info = compiler::opcode_info(op);
        if (info.name.empty()) return false;
        arg |= byte(unit, 1);
        uint32_t next = unit + 1 + info.cache_entries;
        if (next > units) return false;
        int jump = !compiler::is_jump(op) ? 0 : info.jump == compiler::JumpKind::Backward ? -1 : 1;
        words->push_back({op, arg, 2 * unit, 2 * start, next, jump});
        unit = next;
    }
    return !words->empty();
}

void stored_attributes(const Code* code, std::vector<Str*>* names) {
    std::vector<WordInstr> words;
    if (code->argcount == 0 || !decode_wordcode(code, &words)) return;
    for (size_t i = 0; i + 1 < words.size(); ++i) {
        bool stores =
            words[i].op == Opcode::LOAD_FAST && words[i].arg == 0 && words[i + 1].op == Opcode::STORE_ATTR;
        if (!stores || words[i + 1].arg >= code->names->length) continue;
        auto* name = code->names->items()[words[i + 1].arg].as<Str>();
        if (std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
    }
}

std::vector<ExceptionRange> decode_exception_table(std::string_view table) {
    std::vector<ExceptionRange> ranges;
    size_t at = 0;
    auto varint = [&] {
        uint32_t value = 0;
        while (at < table.size()) {
            auto byte = static_cast<uint8_t>(table[at++]);
            value = (value << 6) | (byte & 63);
            if (!(byte & 64)) break;
        }
        return value;
    };
    while (at < table.size()) {
        uint32_t start = varint() * 2;
        uint32_t length = varint() * 2;
        uint32_t handler = varint() * 2;
        uint32_t depth_and_lasti = varint();
        ranges.push_back({start, start + length, handler, static_cast<uint16_t>(depth_and_lasti >> 1),
                          (depth_and_lasti & 1) != 0});
    }
    return ranges;
}

bool find_leaders(const Code* code, const std::vector<WordInstr>& words,
                  const std::vector<ExceptionRange>& ranges, std::vector<bool>* leaders) {
    size_t units = code->wordcode_size / 2;
    std::vector<uint32_t> instruction_of_start(units + 1,
                                               UINT32_MAX);  // unit -> unit of the instruction itself
    for (const WordInstr& word : words) {
        instruction_of_start[word.start / 2] = word.offset / 2;
        instruction_of_start[word.offset / 2] = word.offset / 2;
    }
    leaders->assign(units + 1, false);
    auto mark = [&](uint32_t unit) {
        if (unit >= units || instruction_of_start[unit] == UINT32_MAX) return false;
        (*leaders)[instruction_of_start[unit]] = true;
        return true;
    };
    for (size_t i = 0; i < words.size(); ++i) {
        const WordInstr& word = words[i];
        bool ends_block = compiler::is_exit(word.op);
        if (word.jump) {
            ends_block = true;
            if (!mark(word.jump_target())) return false;
        }
        if (ends_block && i + 1 < words.size()) (*leaders)[words[i + 1].offset / 2] = true;
    }
    for (const ExceptionRange& range : ranges)
        if (!mark(range.handler / 2)) return false;
    return true;
}

}  // namespace moult::interp
