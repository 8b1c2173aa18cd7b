// Prints traces. The text form is described in docs/jit.md; text_parse.cpp reads it.
#include "jit/ir/text.h"

#include <cinttypes>
#include <cstdio>

#include "jit/passes/passes.h"

namespace moult::jit {

namespace {

struct KindName {
    Kind kind;
    const char* text;
};
constexpr KindName kKinds[] = {
    {Kind::kComplex, "complex"},
    {Kind::kStr, "str"},
    {Kind::kBytes, "bytes"},
    {Kind::kByteArray, "bytearray"},
    {Kind::kTuple, "tuple"},
    {Kind::kList, "list"},
    {Kind::kDict, "dict"},
    {Kind::kSet, "set"},
    {Kind::kFrozenSet, "frozenset"},
    {Kind::kRange, "range"},
    {Kind::kSlice, "slice"},
    {Kind::kType, "type"},
    {Kind::kModule, "module"},
    {Kind::kFunction, "function"},
    {Kind::kMethod, "method"},
    {Kind::kNativeFunction, "native_function"},
    {Kind::kMethodDescriptor, "method_descriptor"},
    {Kind::kProperty, "property"},
    {Kind::kCell, "cell"},
    {Kind::kGenerator, "generator"},
    {Kind::kListIterator, "list_iterator"},
    {Kind::kTupleIterator, "tuple_iterator"},
    {Kind::kRangeIterator, "range_iterator"},
    {Kind::kStrIterator, "str_iterator"},
    {Kind::kDictIterator, "dict_iterator"},
    {Kind::kEnumerate, "enumerate"},
    {Kind::kZip, "zip"},
    {Kind::kInt, "big_int"},
    {Kind::kObject, "plain_object"},
};
constexpr const char* kTags[] = {"any", "int", "float", "bool", "none", "empty", "object"};

std::string format(const char* pattern, auto... arguments) {
    char buffer[64];
    snprintf(buffer, sizeof buffer, pattern, arguments...);
    return buffer;
}

std::string constant_text(uint64_t bits, ValueType type) {
    Value value(bits);
    if (value.is_small_int()) return format("int %" PRId64, value.as_small_int());
    if (value.is_double()) return format("float %.17g", value.as_double());
    if (value.is_none()) return "none";
    if (value.is_true()) return "true";
    if (value.is_false()) return "false";
    if (value.is_empty()) return "empty";
    return type_text(type) + format(" 0x%" PRIx64, bits);
}

class Printer {
  public:
    explicit Printer(const Trace& trace) : trace_(trace) {}

    std::string print() {
        header();
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            if (id == trace_.loop_start) out_ += "loop_start:\n";
            node(id);
        }
        for (size_t i = 0; i < trace_.caches.size(); ++i) cache(i);
        for (size_t i = 1; i < trace_.frames.size(); ++i) frame(i);
        for (size_t i = 0; i < trace_.snapshots.size(); ++i) snapshot(i);
        return std::move(out_);
    }

  private:
    void header() {
        static constexpr const char* kKindTexts[] = {"loop", "entry", "side"};
        out_ += format("trace %u %s", trace_.id, kKindTexts[static_cast<int>(trace_.kind)]);
        if (trace_.parent != kNoId) out_ += format(" of %u exit %u", trace_.parent, trace_.parent_exit);
        if (trace_.stack_depth) out_ += format(" depth %u", trace_.stack_depth);
        if (trace_.stack_room || trace_.frame_room)
            out_ += format(" room %u %u", trace_.stack_room, trace_.frame_room);
        if (trace_.start) out_ += " start " + instruction(trace_.start);
        out_ += '\n';
    }

    std::string instruction(const interp::Instr* ip) const {
        for (const FrameRecord& frame : trace_.frames)
            if (frame.code.contains(ip)) return std::to_string(ip - frame.code.begin);
        return std::to_string(reinterpret_cast<uintptr_t>(ip) / sizeof(interp::Instr) - 1);
    }

    void node(Id id) {
        const Node& node = trace_.nodes[id];
        unsigned flags = op_flags(node.op);
        out_ += "  ";
        if (flags & kHasResult) {
            out_ += format("%%%u", id);
            if (node.type.tag != ValueType::kAny && node.op != Op::kConst) out_ += ":" + type_text(node.type);
            out_ += " = ";
        }
        out_ += op_text(node.op);
        if (node.op == Op::kConst) out_ += " " + constant_text(node.number, node.type);
        if (shows_info(node.op)) out_ += std::string(" ") + (node.info ? node.info->instruction : "?");
        if (node.op == Op::kCheckRoom)
            out_ += format(" %u %u", static_cast<uint32_t>(node.number),
                           static_cast<uint32_t>(node.number >> 32));
        if (shows_frame(node.op)) {
            out_ += format(" %u", node.frame);
            if (shows_number(node.op)) out_ += format(".%" PRIu64, node.number);
        } else if (shows_number(node.op)) {
            out_ += format(" %" PRIu64, node.number);
        }
        for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
            out_ += format(" %%%u", *operand);
        if (node.op == Op::kCheckType) out_ += " " + type_text(node.type);
        if (node.oparg || shows_info(node.op)) out_ += format(" (%u)", node.oparg);
        if (node.cache != kNoId) out_ += format(" #%u", node.cache);
        if (node.changes_locals) out_ += " changes_locals";
        if (node.reuses_left) out_ += " reuses_left";
        if (node.absorbs) out_ += " absorbs";
        if (node.is_alone) out_ += " alone";
        if (node.ip) out_ += " @" + instruction(node.ip);
        if (node.snapshot != kNoId) out_ += format(" -> %u", node.snapshot);
        out_ += '\n';
    }

    void cache(size_t i) {
        out_ += format("  cache %zu:", i);
        const auto& words = trace_.caches[i];
        size_t used = words.size();
        while (used > 0 && words[used - 1] == 0) --used;
        for (size_t k = 0; k < used; ++k) out_ += format(" %" PRIx64, words[k]);
        out_ += '\n';
    }

    void frame(size_t i) {
        const FrameRecord& frame = trace_.frames[i];
        out_ += format("  frame %zu: in %u", i, frame.parent);
        if (frame.function != kNoId) out_ += format(" function %%%u", frame.function);
        if (frame.instance != kNoId) out_ += format(" instance %%%u", frame.instance);
        if (frame.call) out_ += " call " + instruction(frame.call);
        if (frame.resume) out_ += " resume " + instruction(frame.resume);
        if (frame.caller_stack) out_ += format(" stack %u", frame.caller_stack);
        if (frame.is_virtual) out_ += " virtual";
        out_ += '\n';
    }

    void snapshot(size_t i) {
        const Snapshot& snapshot = trace_.snapshots[i];
        out_ += format("  snapshot %zu:", i);
        const char* separator = " ";
        for (const SnapshotFrame& frame : snapshot.frames) {
            out_ += separator + format("%u@", frame.frame) + (frame.ip ? instruction(frame.ip) : "?");
            if (frame.borrows_function) out_ += " function!";
            if (frame.borrows_instance) out_ += " instance!";
            if (!frame.locals.empty()) list(" locals [", frame.locals, true);
            list(" stack [", frame.stack, false);
            separator = " | ";
        }
        list(" release [", snapshot.release);
        list(" states [", snapshot.states);
        out_ += '\n';
    }

    void list(const char* opening, const std::vector<Id>& ids) {
        for (size_t k = 0; k < ids.size(); ++k) out_ += (k ? ", " : opening) + format("%%%u", ids[k]);
        if (!ids.empty()) out_ += ']';
    }

    void list(const char* opening, const std::vector<SlotValue>& values, bool with_slots) {
        out_ += opening;
        const char* separator = "";
        for (const SlotValue& entry : values) {
            out_ += separator;
            if (with_slots) out_ += format("%u=", entry.slot);
            out_ += format("%%%u", entry.value);
            if (entry.borrowed) out_ += '!';
            separator = ", ";
        }
        out_ += ']';
    }

    const Trace& trace_;
    std::string out_;
};

}  // namespace

bool shows_number(Op op) {
    switch (op) {
        case Op::kLocal:
        case Op::kStack:
        case Op::kCheckShape:
        case Op::kCheckReturn:
        case Op::kLoad:
        case Op::kStoreLocal:
        case Op::kLoadLocal:
        case Op::kLoadStack:
        case Op::kResume:
        case Op::kCall:
        case Op::kBuild:
        case Op::kLink: return true;
        default: return false;
    }
}

bool shows_frame(Op op) {
    switch (op) {
        case Op::kStoreLocal:
        case Op::kLoadLocal:
        case Op::kLoadStack:
        case Op::kEnterFrame:
        case Op::kLeaveFrame:
        case Op::kPopBase:
        case Op::kResume:
        case Op::kSuspend: return true;
        default: return false;
    }
}

bool shows_info(Op op) {
    return op == Op::kGuard || op == Op::kRun || op == Op::kPlace || op == Op::kGeneric ||
           op == Op::kIterLoad || op == Op::kIterNext;
}

std::string type_text(ValueType type) {
    if (type.tag != ValueType::kExact) return kTags[type.tag];
    for (const KindName& kind : kKinds)
        if (kind.kind == type.kind) return kind.text;
    return "kind_" + std::to_string(static_cast<int>(type.kind));
}

std::optional<ValueType> type_of_text(std::string_view text) {
    for (uint8_t tag = 0; tag < std::size(kTags); ++tag)
        if (text == kTags[tag]) return ValueType{static_cast<ValueType::Tag>(tag)};
    for (const KindName& kind : kKinds)
        if (text == kind.text) return ValueType{ValueType::kExact, kind.kind};
    if (text.starts_with("kind_")) {
        unsigned number = 0;
        for (char c : text.substr(5)) {
            if (c < '0' || c > '9' || number > 255) return {};
            number = number * 10 + static_cast<unsigned>(c - '0');
        }
        if (text.size() > 5 && number < 256) return ValueType{ValueType::kExact, static_cast<Kind>(number)};
    }
    return {};
}

std::string print(const Trace& trace) {
    return Printer(trace).print();
}

}  // namespace moult::jit
