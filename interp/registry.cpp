// The registry of instructions and the specialization of one site.
#include "interp/registry.h"

#include <algorithm>
#include <cassert>

#include "interp/trace_info.h"

namespace moult::interp {

// Room for what moult registers itself, so that starting up moves nothing.
Registry::Registry() {
    instructions_.reserve(256);
    for (auto* table : {&baseline_, &adaptive_}) table->reserve(4096);
    index_of_op_.reserve(4096);
    of_opcode_.fill(-1);
}

uint16_t Registry::add(InstructionInfo info, std::span<const Handler> baseline,
                       std::span<const Handler> adaptive) {
    assert(baseline.size() == info.variants.size() && adaptive.size() == info.variants.size());
    auto index = static_cast<uint16_t>(instructions_.size());
    info.first_op = static_cast<uint16_t>(baseline_.size());
    if (info.generic < 0) {
        info.cache_words = static_cast<uint8_t>(info.cache_words + info.facts.words());
        if (info.facts.opcode >= 0)
            of_opcode_[static_cast<size_t>(info.facts.opcode)] = static_cast<int16_t>(index);
    }
    for (size_t i = 0; i < info.variants.size(); ++i) {
        index_of_op_.push_back(index);
        baseline_.push_back({baseline[i]});
        adaptive_.push_back({adaptive[i]});
    }
    instructions_.push_back(std::move(info));
    return index;
}

void Registry::add_candidate(uint16_t family, uint16_t specialization) {
    InstructionInfo& info = instructions_[family];
    if (info.candidates.empty())
        for (size_t i = 0; i < info.counting.size(); ++i)
            adaptive_[info.first_op + i].handler = info.counting[i];
    auto place = info.candidates.end();
    if (!instructions_[specialization].is_last_resort)
        place = std::find_if(info.candidates.begin(), place,
                             [this](uint16_t other) { return instructions_[other].is_last_resort; });
    info.candidates.insert(place, specialization);
}

int Registry::find(std::string_view name) const {
    for (size_t i = 0; i < instructions_.size(); ++i)
        if (instructions_[i].name == name) return static_cast<int>(i);
    return -1;
}

namespace {

// The reason that says most, of all those that the specializations give.
FailureReason reason_for_none(const Registry& registry, const InstructionInfo& family, Site& site) {
    auto reason = FailureReason::kNone;
    for (uint16_t candidate : family.candidates) {
        const InstructionInfo& specialization = registry.instruction(candidate);
        FailureReason given = specialization.why_not(site);
        if (given == FailureReason::kNone)
            given = FailureReason::kDisabled;  // enabled, it would have been installed
        reason = std::max(reason, given);
    }
    return reason;
}

// Why the generic instruction runs where `specialization` stands: its guard can be asked again, it changes nothing; so can its
// place; what neither tells, its body has said.
DeoptReason reason_for_miss(const Machine& machine, const InstructionInfo& specialization, const Site& site) {
    const TraceInfo& info = *specialization.trace;
    const void* cache = site.ip + 1;
    if (!info.guard(&site.thread, site.seen, site.oparg, cache)) return DeoptReason::kGuard;
    if (!info.place) return info.declines ? info.without_place : machine.declined;
    return info.place(&site.thread, site.seen, site.oparg, cache) ? DeoptReason::kUnset : info.without_place;
}

// No specialization applies: the next attempt comes later. All failures to specialize come by here.
void count_failure(Machine& machine, const InstructionInfo& family, Site& site) {
    BackoffCounter::back_off(site.ip->counter, machine.backoff);
    if (machine.observer) [[unlikely]]
        machine.observer->failed(site, family, reason_for_none(machine.registry, family, site));
}

[[gnu::noinline]] void tell_of_miss(Machine& machine, Thread& thread, Frame& frame, Instr* ip, Value* sp) {
    const InstructionInfo& specialization = machine.registry.of_op(ip->op);
    const InstructionInfo& family =
        machine.registry.instruction(static_cast<uint16_t>(specialization.generic));
    Site site{thread, frame, ip, sp, 0};
    family.collect(site, machine.registry.variant_of_op(ip->op));
    machine.observer->missed(site, specialization, reason_for_miss(machine, specialization, site));
}

}  // namespace

void specialize(Thread* thread, Frame* frame, Instr* ip, Value* sp) {
    Machine& machine = machine_of(*thread);
    const Registry& registry = machine.registry;
    const InstructionInfo& family = registry.of_op(ip->op);
    auto form = static_cast<uint16_t>(ip->op - family.first_op);
    Site site{*thread, *frame, ip, sp, 0};
    family.collect(site, family.variants[form]);
    for (uint16_t candidate : family.candidates) {
        const InstructionInfo& specialization = registry.instruction(candidate);
        if (!specialization.enabled || !specialization.applies(site)) continue;
        ip->op = static_cast<uint16_t>(specialization.first_op + form);
        BackoffCounter::start_misses(ip->counter, machine.backoff);
        return;
    }
    count_failure(machine, family, site);
}

void count_guard_miss(Thread* thread, Frame* frame, Instr* ip, Value* sp) {
    Machine& machine = machine_of(*thread);
    if (machine.observer) [[unlikely]]
        tell_of_miss(machine, *thread, *frame, ip, sp);
    if (!BackoffCounter::tick(ip->counter)) return;
    const Registry& registry = machine.registry;
    const InstructionInfo& specialization = registry.of_op(ip->op);
    const InstructionInfo& family = registry.instruction(static_cast<uint16_t>(specialization.generic));
    ip->op = static_cast<uint16_t>(family.first_op + (ip->op - specialization.first_op));
    BackoffCounter::back_off(ip->counter, machine.backoff);
}

}  // namespace moult::interp
