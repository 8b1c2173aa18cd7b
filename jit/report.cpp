// Texts about traces.
#include "jit/report.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <map>

#include "runtime/objects/code_locations.h"

namespace moult::jit {

namespace {

[[gnu::format(printf, 2, 3)]] void add(std::string& text, const char* format, ...) {
    char buffer[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    text += buffer;
}

const char* state_text(TraceRecord::State state) {
    switch (state) {
        case TraceRecord::State::kCompiling: return "being compiled";
        case TraceRecord::State::kInstalled: return "installed";
        case TraceRecord::State::kFailed: return "not compiled";
        case TraceRecord::State::kDead: return "dead";
    }
    return "";
}

// "file:line" of a node's instruction, which lies in the code of one of the frames.
std::string line_of(const Trace& trace, const Node& node) {
    for (const FrameRecord& frame : trace.frames) {
        const Instr* begin = frame.exec->instructions.get();
        if (node.ip >= begin && node.ip < begin + frame.exec->instruction_count)
            return place_of(frame.exec, node.ip);
    }
    return "";
}

void add_trace(std::string& text, const TraceRecord& record) {
    const Trace& trace = *record.trace;
    add(text, "trace %u: %s at %s, %s\n", trace.id, kind_text(trace.kind), record.place.c_str(),
        state_text(record.state));
    if (trace.kind == TraceKind::kSide)
        add(text, "  from exit %u of trace %u%s\n", trace.parent_exit, trace.parent,
            record.is_shared ? ", and all others that go on here" : "");
    if (record.is_awaited) {  // on another thread, which changes its nodes
        add(text, "  %zu nodes recorded\n", record.recorded_nodes);
        return;
    }
    add(text, "  %zu nodes recorded, %zu optimized, %zu bytes of code, compiled in %.2f ms\n",
        record.recorded_nodes, trace.nodes.size(), record.compiled.size, record.compiled.milliseconds);
    if (!record.compiled.error.empty()) add(text, "  error: %s\n", record.compiled.error.c_str());

    if (!record.watched.empty()) add(text, "  takes for granted: %s\n", record.watched.c_str());
    if (record.code_is_gone) return;

    // Line by line: nodes, guards, exits taken.
    struct Line {
        std::string place;
        size_t nodes = 0, guards = 0;
        uint64_t exits = 0;
    };
    std::vector<Line> lines;
    std::vector<bool> counted(trace.snapshots.size());
    for (const Node& node : trace.nodes) {
        if (node.op == Op::kNop || !node.ip) continue;
        std::string place = line_of(trace, node);
        if (lines.empty() || lines.back().place != place) lines.push_back({place});
        Line& line = lines.back();
        ++line.nodes;
        line.guards += (op_flags(node.op) & kIsGuard) != 0;
        if (node.snapshot != kNoId && !counted[node.snapshot]) {
            counted[node.snapshot] = true;
            line.exits += record.exits[node.snapshot].count;
        }
    }
    for (const Line& line : lines)
        add(text, "    %-40s %4zu nodes %4zu guards %8llu exits\n", line.place.c_str(), line.nodes,
            line.guards, static_cast<unsigned long long>(line.exits));
    const Node& last = trace.nodes.back();
    if (last.op == Op::kLoop) add(text, "  loops\n");
    if (last.op == Op::kLink) add(text, "  goes on in trace %u\n", static_cast<unsigned>(last.number));
    if (last.op == Op::kLeave) add(text, "  ends in the interpreter\n");
}

}  // namespace

std::string statistics_text(const Tier& tier) {
    const TierStatistics& s = tier.statistics();
    std::string text;
    auto number = [&](const char* name, uint64_t value) {
        add(text, "%-34s %10llu\n", name, static_cast<unsigned long long>(value));
    };
    number("recordings started", s.recordings);
    number("of these, to know the cost", s.estimates);
    number("traces installed", s.traces);
    number("side traces installed", s.side_traces);
    number("of these, for all exits at a place", s.shared);
    number("instructions that vary too much", s.varying);
    number("not compiled", s.failed);
    number("taken out again", s.invalidated);
    number("outdated", s.outdated);
    number("watched", tier.watches().added());
    number("watched no more", tier.watches().given_up());
    number("bytes of code", s.code_bytes);
    add(text, "%-34s %10.2f ms\n", "compiling", s.compile_milliseconds);
    add(text, "%-34s %10.2f ms\n", "of the processor, with opening", tier.payoff().spent());
    add(text, "%-34s %10.2f ms\n", "earned by compiled code", tier.payoff().earned());
    add(text, "%-34s %10.2f ms\n", "recording", tier.payoff().recorded());
    for (size_t i = 1; i < std::size(s.aborts); ++i)
        if (s.aborts[i])
            add(text, "given up: %-40s %10llu\n", abort_text(static_cast<AbortReason>(i)),
                static_cast<unsigned long long>(s.aborts[i]));
    for (size_t i = 0; i < s.passes.size(); ++i)
        add(text, "pass %-20s runs %6llu changes %8llu %10.2f ms\n", passes()[i].name,
            static_cast<unsigned long long>(s.passes[i].runs),
            static_cast<unsigned long long>(s.passes[i].changes), s.passes[i].milliseconds);
    return text;
}

std::string traces_text(Tier& tier) {
    std::string text;
    for (const auto& record : tier.traces()) add_trace(text, *record);
    for (const AbortRecord& record : tier.aborts())
        add(text, "given up at %s: %s (%s), %u time%s\n", record.where.c_str(), abort_text(record.reason),
            record.instruction.c_str(), record.times, record.times == 1 ? "" : "s");
    for (const VaryingRecord& record : tier.varying())
        add(text, "varies at %s: %s%s, something new after %u side traces: not asked any more what it is\n",
            record.where.c_str(), record.of_result ? "the result in front of " : "",
            record.instruction.c_str(), record.traces);
    for (const EstimateRecord& record : tier.estimates())
        if (record.account.turns > 0)
            add(text,
                "not compiled so far: %s at %s, %u nodes, %llu turns: without code %.2f ms, compiling %.1f "
                "ms\n",
                record.kind, record.where.c_str(), record.nodes,
                static_cast<unsigned long long>(record.account.turns), record.account.rent(),
                record.account.price);
    if (text.empty()) text = "No loop or function became hot.\n";
    return text;
}

}  // namespace moult::jit
