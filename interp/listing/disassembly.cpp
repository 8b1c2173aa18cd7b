// Wordcode as text, in the format of CPython 3.11's `dis` module.
#include "interp/listing/disassembly.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "compiler/opcode.h"
#include "interp/wordcode.h"
#include "runtime/objects/code_locations.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"

#include "interp/listing/disassembly_internal.h"

namespace moult::interp {

using compiler::Opcode;
using compiler::OperandKind;

LineStarts find_line_starts(const Code* code) {
    LineStarts starts;
    LocationWalker walker(code);
    int last = -1;
    for (LocationEntry entry; walker.next(&entry);) {
        if (entry.position.line < 0 || entry.position.line == last) continue;
        last = entry.position.line;
        starts[entry.begin] = last;
    }
    return starts;
}

int line_column_width(const LineStarts& starts) {
    int last = -1;
    for (auto [offset, line] : starts) last = std::max(last, line);
    if (last < 0) return 0;
    return last >= 1000 ? static_cast<int>(std::to_string(last).size()) : 3;
}

void append_right(std::string* text, int64_t number, int width) {
    std::string digits = std::to_string(number);
    if (digits.size() < static_cast<size_t>(width))
        text->append(static_cast<size_t>(width) - digits.size(), ' ');
    *text += digits;
}

void append_left(std::string* text, std::string_view word, size_t width) {
    *text += word;
    if (word.size() < width) text->append(width - word.size(), ' ');
}

std::string_view binary_operation_symbol(uint32_t oparg) {
    switch (oparg) {
#define MOULT_CASE(name, number, symbol) \
    case number: return symbol;
        MOULT_BINARY_OPERATIONS(MOULT_CASE)
        default: return "";
    }
}

std::string_view compare_operation_symbol(uint32_t oparg) {
    switch (oparg) {
        MOULT_COMPARE_OPERATIONS(MOULT_CASE)
#undef MOULT_CASE
        default: return "";
    }
}

std::string name_at(const Tuple* names, size_t index) {
    if (index >= names->length || !as_str(names->items()[index])) return "";
    return to_utf8(as_str(names->items()[index]));
}

namespace {

constexpr int kHaveArgument = 90;  // opcodes from here on have an argument

struct Line {
    Opcode op;
    uint32_t offset;
    std::optional<int64_t> arg;
    int64_t target;  // of jumps
};

// The instructions one by one: EXTENDED_ARG is one of its own, caches are none. Any bytes will do.
std::vector<Line> read_lines(const Code* code) {
    std::vector<Line> lines;
    int32_t extended = 0;
    for (uint32_t offset = 0; offset + 1 < code->wordcode_size; offset += 2) {
        auto op = static_cast<Opcode>(code->wordcode[offset]);
        Line line{op, offset, {}, -1};
        const compiler::OpcodeInfo& info = compiler::opcode_info(op);
        if (static_cast<int>(op) >= kHaveArgument) {
            int32_t arg = code->wordcode[offset + 1] | extended;
            line.arg = arg;
            extended = op == Opcode::EXTENDED_ARG ? static_cast<int32_t>(static_cast<uint32_t>(arg) << 8) : 0;
            if (info.operand == OperandKind::Jump)
                line.target =
                    offset + 2 + 2 * int64_t{info.jump == compiler::JumpKind::Backward ? -arg : arg};
        } else {
            extended = 0;
        }
        lines.push_back(line);
        offset += 2u * info.cache_entries;
    }
    return lines;
}

std::string function_parts(int64_t flags) {
    std::string parts;
    for (const char* part : {"defaults", "kwdefaults", "annotations", "closure"}) {
        if (flags & 1) parts += (parts.empty() ? "" : ", ") + std::string(part);
        flags >>= 1;
    }
    return parts;
}

std::string format_parts(int64_t flags) {
    constexpr const char* kConversions[] = {"", "str", "repr", "ascii"};
    std::string parts = kConversions[flags & 3];
    if (flags & 4) parts += parts.empty() ? "with format" : ", with format";
    return parts;
}

// What stands in parentheses behind the argument; empty: nothing.
Status explain(Thread& thread, const Code* code, const Line& line, std::string* text) {
    int64_t arg = *line.arg;
    auto index = static_cast<size_t>(arg);
    switch (compiler::opcode_info(line.op).operand) {
        case OperandKind::Const: {
            if (line.op != Opcode::LOAD_CONST || index >= code->consts->length) return {};
            Ref<Str> constant = TRY(repr(thread, code->consts->items()[index]));
            *text = to_utf8(constant.get());
            return {};
        }
        case OperandKind::Name: *text = name_at(code->names.get(), index); return {};
        case OperandKind::Global:
            *text = name_at(code->names.get(), index / 2);
            if ((arg & 1) && !text->empty()) text->insert(0, "NULL + ");
            return {};
        case OperandKind::Local:
        case OperandKind::Cell: *text = name_at(code->localsplusnames.get(), index); return {};
        case OperandKind::Compare: *text = compare_operation_symbol(static_cast<uint32_t>(arg)); return {};
        case OperandKind::Jump: *text = "to " + std::to_string(line.target); return {};
        case OperandKind::Binary: *text = binary_operation_symbol(static_cast<uint32_t>(arg)); return {};
        case OperandKind::FunctionParts: *text = function_parts(arg); return {};
        case OperandKind::FormatParts: *text = format_parts(arg); return {};
        case OperandKind::None:
        case OperandKind::Number:
        case OperandKind::Bit: return {};
    }
    return {};
}

std::string opcode_name(Opcode op) {
    std::string_view name = compiler::opcode_info(op).name;
    return name.empty() ? "<" + std::to_string(static_cast<int>(op)) + ">" : std::string(name);
}

Status disassemble_one(Thread& thread, Code* code, std::string* text) {
    std::vector<Line> lines = read_lines(code);
    std::vector<ExceptionRange> ranges = decode_exception_table(as_bytes(code->exceptiontable)->view());
    std::unordered_set<int64_t> targets;
    for (const Line& line : lines)
        if (line.arg && compiler::opcode_info(line.op).operand == OperandKind::Jump)
            targets.insert(line.target);
    for (const ExceptionRange& range : ranges)
        if (range.start < range.end) targets.insert(range.handler);
    LineStarts starts = find_line_starts(code);
    int line_width = line_column_width(starts);
    int64_t last_offset = static_cast<int64_t>(code->wordcode_size) - 2;
    int offset_width = last_offset >= 10000 ? static_cast<int>(std::to_string(last_offset).size()) : 4;
    std::string explanation;
    for (const Line& line : lines) {
        auto start = starts.find(line.offset);
        if (start != starts.end()) {
            if (line.offset > 0) *text += '\n';
            append_right(text, start->second, line_width);
            *text += ' ';
        } else if (line_width) {
            text->append(static_cast<size_t>(line_width) + 1, ' ');
        }
        *text += targets.count(line.offset) ? "    >> " : "       ";
        append_right(text, line.offset, offset_width);
        *text += ' ';
        std::string name = opcode_name(line.op);
        if (line.arg) {
            append_left(text, name, 20);
            *text += ' ';
            append_right(text, *line.arg, 5);
            explanation.clear();
            TRY(explain(thread, code, line, &explanation));
            if (!explanation.empty()) *text += " (" + explanation + ")";
        } else {
            *text += name;
        }
        *text += '\n';
    }
    if (!ranges.empty()) *text += "ExceptionTable:\n";
    for (const ExceptionRange& range : ranges) {
        *text += "  " + std::to_string(range.start) + " to " + std::to_string(int64_t{range.end} - 2) +
                 " -> " + std::to_string(range.handler) + " [" + std::to_string(range.depth) + "]" +
                 (range.push_lasti ? " lasti" : "") + "\n";
    }
    return {};
}

}  // namespace

Status disassemble(Thread& thread, Code* code, std::string* text) {
    return for_each_code(thread, code, text, [&](Code* each) { return disassemble_one(thread, each, text); });
}

}  // namespace moult::interp
