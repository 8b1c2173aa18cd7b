// The registry of instructions and the specialization of one site.
#include "interp/registry.h"

#include <algorithm>
#include <cassert>

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

void specialize(Thread* thread, Frame* frame, Instr* ip, Value* sp) {
    const Machine& machine = machine_of(*thread);
    const Registry& registry = machine.registry;
    const InstructionInfo& family = registry.of_op(ip->op);
    auto form = static_cast<uint16_t>(ip->op - family.first_op);
    Site site{*thread, *frame, ip, sp, 0, {}};
    family.collect(site, family.variants[form]);
    for (uint16_t candidate : family.candidates) {
        const InstructionInfo& specialization = registry.instruction(candidate);
        if (!specialization.enabled || !specialization.apply(site)) continue;
        ip->op = static_cast<uint16_t>(specialization.first_op + form);
        BackoffCounter::start_misses(ip->counter, machine.backoff);
        return;
    }
    BackoffCounter::back_off(ip->counter, machine.backoff);
}

void count_guard_miss(Thread* thread, Instr* ip) {
    if (!BackoffCounter::tick(ip->counter)) return;
    const Machine& machine = machine_of(*thread);
    const Registry& registry = machine.registry;
    const InstructionInfo& specialization = registry.of_op(ip->op);
    const InstructionInfo& family = registry.instruction(static_cast<uint16_t>(specialization.generic));
    ip->op = static_cast<uint16_t>(family.first_op + (ip->op - specialization.first_op));
    BackoffCounter::back_off(ip->counter, machine.backoff);
}

}  // namespace moult::interp
