// Reads the text form of traces, which text.cpp prints. Names of nodes are free; instructions get made-up
// addresses.
#include <charconv>
#include <cstdlib>
#include <map>

#include "jit/ir/text.h"
#include "jit/passes/passes.h"

namespace moult::jit {

namespace {

class Parser {
  public:
    Parser(std::string_view text, const FindBody& find_body, Trace* trace)
        : rest_(text), find_body_(find_body), trace_(*trace) {}

    bool parse(std::string* error) {
        trace_ = Trace();
        trace_.frames.resize(1);
        while (error_.empty() && next_line()) line();
        if (error_.empty()) resolve_all();
        if (error_.empty()) return true;
        *error = "line " + std::to_string(line_number_) + ": " + error_;
        return false;
    }

  private:
    // --- words

    bool next_line() {
        while (!rest_.empty()) {
            size_t end = rest_.find('\n');
            line_ = rest_.substr(0, end);
            rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
            ++line_number_;
            line_ = line_.substr(0, line_.find(';'));
            skip_spaces();
            if (!line_.empty()) return true;
        }
        return false;
    }
    void skip_spaces() {
        while (!line_.empty() && (line_[0] == ' ' || line_[0] == '\t' || line_[0] == '\r'))
            line_.remove_prefix(1);
    }
    void fail(std::string message) {
        if (error_.empty()) error_ = std::move(message);
    }
    bool accept(std::string_view text) {
        if (!line_.starts_with(text)) return false;
        auto is_word = [](char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; };
        if (is_word(text.back()) && line_.size() > text.size() && is_word(line_[text.size()])) return false;
        line_.remove_prefix(text.size());
        skip_spaces();
        return true;
    }
    void expect(std::string_view text) {
        if (!accept(text)) fail("expected '" + std::string(text) + "' before '" + std::string(line_) + "'");
    }
    std::string_view word() {
        size_t n = 0;
        while (n < line_.size() && (isalnum(static_cast<unsigned char>(line_[n])) || line_[n] == '_')) ++n;
        if (n == 0) fail("expected a word before '" + std::string(line_) + "'");
        std::string_view found = line_.substr(0, n);
        line_.remove_prefix(n);
        skip_spaces();
        return found;
    }
    uint64_t number(int base = 10) {
        uint64_t value = 0;
        bool negative = base == 10 && line_.starts_with('-');
        if (negative) line_.remove_prefix(1);
        if (base == 16 && line_.starts_with("0x")) line_.remove_prefix(2);
        auto [end, problem] = std::from_chars(line_.data(), line_.data() + line_.size(), value, base);
        if (problem != std::errc()) fail("expected a number before '" + std::string(line_) + "'");
        line_.remove_prefix(static_cast<size_t>(end - line_.data()));
        skip_spaces();
        return negative ? -value : value;
    }
    uint32_t number32() { return static_cast<uint32_t>(number()); }
    const interp::Instr* instruction() { return accept("?") ? nullptr : made_up_instruction(number()); }

    // --- names of nodes; a name may be used before the line that defines it (phis, frames)

    Id reference() {
        if (!line_.starts_with('%')) {
            fail("expected a value before '" + std::string(line_) + "'");
            return 0;
        }
        line_.remove_prefix(1);
        std::string name(word());
        auto [place, is_new] = names_.try_emplace(name, static_cast<Id>(references_.size()));
        if (is_new) references_.push_back({name, kNoId});
        return place->second;
    }
    Id resolve(Id reference) {
        if (references_[reference].id == kNoId)
            fail("%" + references_[reference].name + " is nowhere defined");
        return references_[reference].id;
    }
    void resolve_all() {
        for (Id& operand : trace_.operands) operand = resolve(operand);
        auto resolve_list = [&](std::vector<SlotValue>& list) {
            for (SlotValue& entry : list) entry.value = resolve(entry.value);
        };
        for (Snapshot& snapshot : trace_.snapshots) {
            for (SnapshotFrame& frame : snapshot.frames) {
                resolve_list(frame.locals);
                resolve_list(frame.stack);
            }
            for (Id& id : snapshot.release) id = resolve(id);
            for (Id& id : snapshot.states) id = resolve(id);
        }
        for (FrameRecord& frame : trace_.frames) {
            if (frame.function != kNoId) frame.function = resolve(frame.function);
            if (frame.instance != kNoId) frame.instance = resolve(frame.instance);
        }
    }

    // --- lines

    void line() {
        if (accept("trace"))
            header();
        else if (accept("loop_start:"))
            trace_.loop_start = static_cast<Id>(trace_.nodes.size());
        else if (accept("cache"))
            cache();
        else if (accept("frame"))
            frame();
        else if (accept("snapshot"))
            snapshot();
        else
            node();
        if (!line_.empty()) fail("did not expect '" + std::string(line_) + "'");
    }

    void header() {
        trace_.id = number32();
        if (accept("entry"))
            trace_.kind = TraceKind::kEntry;
        else if (accept("side"))
            trace_.kind = TraceKind::kSide;
        else
            expect("loop");
        if (accept("of")) {
            trace_.parent = number32();
            expect("exit");
            trace_.parent_exit = number32();
        }
        if (accept("depth")) trace_.stack_depth = number32();
        if (accept("room")) {
            trace_.stack_room = number32();
            trace_.frame_room = number32();
        }
        if (accept("start")) trace_.start = const_cast<interp::Instr*>(instruction());
    }

    std::optional<Op> op() {
        std::string_view text = word();
#define MOULT_MATCH(name, op_text, flags) \
    if (text == op_text) return Op::name;
        MOULT_TRACE_OPS(MOULT_MATCH)
#undef MOULT_MATCH
        fail("there is no operation '" + std::string(text) + "'");
        return {};
    }
    ValueType type() {
        std::string_view text = word();
        std::optional<ValueType> found = type_of_text(text);
        if (!found) fail("there is no type '" + std::string(text) + "'");
        return found.value_or(ValueType{});
    }

    void node() {
        Node node;
        Id result = kNoId;
        if (line_.starts_with('%')) {
            result = reference();
            if (accept(":")) node.type = type();
            expect("=");
        }
        std::optional<Op> found = op();
        if (!found) return;
        node.op = *found;
        unsigned flags = op_flags(node.op);
        if (((flags & kHasResult) != 0) != (result != kNoId))
            return fail(std::string(op_text(node.op)) +
                        (result == kNoId ? " has a result" : " has no result"));
        if (node.op == Op::kConst) constant(&node);
        if (shows_info(node.op)) {
            std::string_view name = word();
            node.info = find_body_ ? find_body_(name) : nullptr;
            if (!node.info) fail("there is no instruction '" + std::string(name) + "'");
        }
        if (node.op == Op::kCheckRoom) {
            node.number = number32();
            node.number |= number() << 32;
        }
        if (shows_frame(node.op)) {
            node.frame = static_cast<uint16_t>(number());
            if (shows_number(node.op)) expect(".");
        }
        if (shows_number(node.op)) node.number = number();
        node.first = static_cast<uint32_t>(trace_.operands.size());
        while (line_.starts_with('%')) trace_.operands.push_back(reference());
        node.count = static_cast<uint32_t>(trace_.operands.size()) - node.first;
        if (node.op == Op::kCheckType) node.type = type();
        if (accept("(")) {
            node.oparg = number32();
            expect(")");
        }
        if (accept("#")) node.cache = number32();
        if (accept("changes_locals")) node.changes_locals = true;
        if (accept("reuses_left")) node.reuses_left = true;
        if (accept("absorbs")) node.absorbs = true;
        if (accept("alone")) node.is_alone = true;
        if (accept("@")) node.ip = instruction();
        if (accept("->")) node.snapshot = number32();
        if (result != kNoId) {
            if (references_[result].id != kNoId) fail("%" + references_[result].name + " is defined twice");
            references_[result].id = static_cast<Id>(trace_.nodes.size());
        }
        trace_.nodes.push_back(node);
    }

    void constant(Node* node) {
        if (accept("none")) {
            node->number = Value::kNoneBits;
        } else if (accept("true")) {
            node->number = Value::kTrueBits;
        } else if (accept("false")) {
            node->number = Value::kFalseBits;
        } else if (accept("empty")) {
            node->number = Value::kEmptyBits;
        } else if (accept("int")) {
            node->number = Value::small_int(static_cast<int64_t>(number())).bits;
        } else if (accept("float")) {
            std::string text(line_.substr(0, line_.find(' ')));
            char* end = nullptr;
            node->number = Value::number(strtod(text.c_str(), &end)).bits;
            if (end == text.c_str()) fail("expected a number before '" + std::string(line_) + "'");
            line_.remove_prefix(static_cast<size_t>(end - text.c_str()));
            skip_spaces();
        } else {
            node->type = type();
            node->number = number(16);
            return;
        }
        node->type = interp::type_of_value(Value(node->number));
    }

    void cache() {
        if (number() != trace_.caches.size()) fail("caches must be numbered in order");
        expect(":");
        auto& words = trace_.caches.emplace_back();
        size_t n = 0;
        while (!line_.empty() && error_.empty()) {
            if (n == words.size()) return fail("too many words");
            words[n++] = number(16);
        }
    }

    void frame() {
        if (number() != trace_.frames.size()) fail("frames must be numbered in order, from 1 on");
        expect(":");
        FrameRecord frame;
        expect("in");
        frame.parent = static_cast<uint16_t>(number());
        if (accept("function")) frame.function = reference();
        if (accept("instance")) frame.instance = reference();
        if (accept("call")) frame.call = instruction();
        if (accept("resume")) frame.resume = instruction();
        if (accept("stack")) frame.caller_stack = number32();
        frame.is_virtual = accept("virtual");
        trace_.frames.push_back(frame);
    }

    void snapshot() {
        if (number() != trace_.snapshots.size()) fail("snapshots must be numbered in order");
        expect(":");
        Snapshot snapshot;
        do {
            SnapshotFrame frame;
            frame.frame = static_cast<uint16_t>(number());
            expect("@");
            frame.ip = instruction();
            frame.borrows_function = accept("function!");
            frame.borrows_instance = accept("instance!");
            if (accept("locals")) list(&frame.locals, true);
            if (accept("stack")) list(&frame.stack, false);
            snapshot.frames.push_back(std::move(frame));
        } while (error_.empty() && accept("|"));
        if (accept("release")) list(&snapshot.release);
        if (accept("states")) list(&snapshot.states);
        trace_.snapshots.push_back(std::move(snapshot));
    }

    void list(std::vector<Id>* ids) {
        expect("[");
        do ids->push_back(reference());
        while (error_.empty() && accept(","));
        expect("]");
    }
    void list(std::vector<SlotValue>* values, bool with_slots) {
        expect("[");
        if (accept("]")) return;
        do {
            SlotValue entry{};
            entry.slot = static_cast<uint32_t>(values->size());
            if (with_slots) {
                entry.slot = number32();
                expect("=");
            }
            entry.value = reference();
            entry.borrowed = accept("!");
            values->push_back(entry);
        } while (error_.empty() && accept(","));
        expect("]");
    }

    struct Reference {
        std::string name;
        Id id;
    };
    std::string_view rest_, line_;
    const FindBody& find_body_;
    Trace& trace_;
    unsigned line_number_ = 0;
    std::string error_;
    std::map<std::string, Id, std::less<>> names_;
    std::vector<Reference> references_;
};

}  // namespace

bool parse(std::string_view text, const FindBody& find_body, Trace* trace, std::string* error) {
    return Parser(text, find_body, trace).parse(error);
}

}  // namespace moult::jit
