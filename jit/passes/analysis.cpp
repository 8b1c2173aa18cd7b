// The facts that passes share: types, effects, places.
#include "jit/passes/analysis.h"

#include <algorithm>
#include <cstring>

#include "runtime/state/types.h"

namespace moult::jit {

using interp::Memory;
using interp::TraceForm;

void Types::narrow(Id id, ValueType type) {
    if (id >= types_.size()) types_.resize(id + 1);
    if (type.is_within(types_[id]))
        types_[id] = type;
    else if (are_disjoint(type, types_[id]))
        unreachable_ = true;
}

void Types::visit(Id id) {
    const Node& node = trace_.nodes[id];
    if (id >= types_.size()) types_.resize(id + 1);
    switch (node.op) {
        case Op::kConst: types_[id] = type_of_constant(node); break;
        case Op::kCheckType: narrow(trace_.a(node), node.type); break;
        case Op::kCheckIs: narrow(trace_.a(node), types_[trace_.b(node)]); break;
        case Op::kCheckShape: narrow(trace_.a(node), {ValueType::kObject}); break;
        case Op::kCheckTrue:
        case Op::kCheckFalse: narrow(trace_.a(node), {ValueType::kBool}); break;
        case Op::kCheckEmpty: narrow(trace_.a(node), {ValueType::kEmpty}); break;
        case Op::kCheckItem: {
            const Node& step = trace_.nodes[trace_.a(node)];
            if (step.op == Op::kRun) narrow(trace_.a(node), step.info->item);
            break;
        }
        case Op::kIs:
        case Op::kNot:
        case Op::kTruth: types_[id] = {ValueType::kBool}; break;
        case Op::kRun: types_[id] = node.type.tag == ValueType::kAny ? node.info->result : node.type; break;
        default: types_[id] = node.type; break;
    }
}

bool are_disjoint(ValueType a, ValueType b) {
    if (a.tag == ValueType::kAny || b.tag == ValueType::kAny) return false;
    if (a.is_object() && b.is_object())
        return a.tag == ValueType::kExact && b.tag == ValueType::kExact && a.kind != b.kind;
    return a.tag != b.tag;
}

ValueType type_of_constant(const Node& node) {
    Value value(node.number);
    return value.is_object() ? node.type : interp::type_of_value(value);
}

bool may_run_code_when_destroyed(ValueType type) {
    if (type.is_immediate()) return false;
    if (type.tag != ValueType::kExact) return true;
    switch (type.kind) {
        case Kind::kInt:
        case Kind::kComplex:
        case Kind::kStr:
        case Kind::kBytes:
        case Kind::kRange:
        case Kind::kRangeIterator: return false;
        default: return true;
    }
}

bool may_destroy(const Trace& trace, const Types& types, Id value) {
    return !is_constant(trace, value) && may_run_code_when_destroyed(types[value]);
}

bool clobbers(const Trace& trace, const Types& types, const Node& node) {
    switch (node.op) {
        case Op::kRun:
            return !node.info->is_pure && !node.info->leaves_memory && node.info->changes == Memory::kOther;
        case Op::kGeneric:
        case Op::kCall:
        case Op::kCallout:
        case Op::kNext:
        case Op::kResume:
        case Op::kSuspend: return true;
        case Op::kTruth: return observes(node);
        case Op::kDecref: return may_destroy(trace, types, trace.a(node));
        default: return false;
    }
}

std::optional<Memory> changed_memory(const Trace& trace, const Node& node) {
    if (node.op == Op::kExchange) return trace.nodes[trace.a(node)].info->memory;
    if (node.op == Op::kRun && node.info->changes != Memory::kOther) return node.info->changes;
    return {};
}

Id BaseLocals::operator[](uint64_t local) const {
    for (const auto& [number, value] : known_)
        if (number == local) return value;
    return kNoId;
}

void BaseLocals::set(uint64_t local, Id value) {
    for (auto& [number, known] : known_)
        if (number == local) {
            known = value;
            return;
        }
    known_.emplace_back(local, value);
}

void BaseLocals::visit(const Trace& trace, Id id) {
    const Node& node = trace.nodes[id];
    switch (node.op) {
        case Op::kLocal: set(node.number, id); break;
        case Op::kStoreLocal:
            if (node.frame == frame_) set(node.number, trace.a(node));
            break;
        case Op::kLoadLocal:
            if (node.frame == frame_) set(node.number, id);
            break;
        case Op::kCallout:
            if (node.changes_locals) known_.clear();
            break;
        case Op::kPopBase:
            known_.clear();
            frame_ = node.frame;
            break;
        default: break;
    }
}

bool same_cache(const Trace& trace, const Node& a, const Node& b) {
    if (a.cache == b.cache) return true;
    if (a.info->cache_size == 0 && b.info->cache_size == 0) return true;
    if (a.cache == kNoId || b.cache == kNoId) return false;
    size_t read = std::max(a.info->cache_size, b.info->cache_size);
    return memcmp(trace.caches[a.cache].data(), trace.caches[b.cache].data(),
                  std::min(read, sizeof trace.caches[0])) == 0;
}

namespace {

// The operands that the address depends on: of a store, the value (its first operand) is none of them.
std::pair<const Id*, const Id*> address_operands(const Trace& trace, const Node& place) {
    bool stores = place.info->form == TraceForm::kStore;
    return {trace.begin(place) + (stores ? 1 : 0), trace.end(place)};
}

bool same_address(const Trace& trace, const Node& a, const Node& b) {
    if (a.info != b.info && a.info->memory == Memory::kOther) return false;
    auto [a_begin, a_end] = address_operands(trace, a);
    auto [b_begin, b_end] = address_operands(trace, b);
    if (!std::equal(a_begin, a_end, b_begin, b_end)) return false;
    // The items of a sequence are found without a cache and without the instruction's argument.
    if (a.info->memory == Memory::kListItem || a.info->memory == Memory::kTupleItem)
        return (a.info->form == TraceForm::kItems) == (b.info->form == TraceForm::kItems);
    if (a.info->memory == Memory::kNamespace && (a.info != b.info || a.oparg != b.oparg)) return false;
    return same_cache(trace, a, b);
}

// The index of a list item when it is a constant that counts from the front; else -1.
int64_t constant_index(const Trace& trace, const Node& place, uint64_t item) {
    if (place.info->form == TraceForm::kItems) return static_cast<int64_t>(item);
    if (trace.end(place) - trace.begin(place) < 2 || item != 0) return -1;
    const Node& index = trace.nodes[trace.end(place)[-1]];
    if (index.op != Op::kConst || !Value(index.number).is_small_int()) return -1;
    return Value(index.number).as_small_int();
}
Id sequence_of(const Trace& trace, const Node& place) {
    return place.info->form == TraceForm::kItems ? trace.a(place) : trace.end(place)[-2];
}

}  // namespace

Alias compare_places(const Trace& trace, const Types& types, Id place_a, uint64_t item_a, Id place_b,
                     uint64_t item_b) {
    const Node& a = trace.nodes[place_a];
    const Node& b = trace.nodes[place_b];
    if (a.op != Op::kPlace || b.op != Op::kPlace) return Alias::kUnknown;
    if (place_a == place_b) return item_a == item_b ? Alias::kSame : Alias::kDifferent;
    Memory memory = a.info->memory;
    if (memory != b.info->memory)
        return memory == Memory::kOther || b.info->memory == Memory::kOther ? Alias::kUnknown
                                                                            : Alias::kDifferent;
    if (item_a == item_b && same_address(trace, a, b)) return Alias::kSame;
    if (a.info->offset && b.info->offset && a.cache != kNoId && b.cache != kNoId) {
        // Fields of two objects that may be one: the same place only at the same distance from its beginning.
        uint64_t offset_a = a.info->offset(trace.caches[a.cache].data()) + item_a * sizeof(Value);
        uint64_t offset_b = b.info->offset(trace.caches[b.cache].data()) + item_b * sizeof(Value);
        if (offset_a != offset_b) return Alias::kDifferent;
        if (trace.end(a)[-1] == trace.end(b)[-1]) return Alias::kSame;
    }
    if (memory == Memory::kListItem || memory == Memory::kTupleItem) {
        int64_t index_a = constant_index(trace, a, item_a), index_b = constant_index(trace, b, item_b);
        if (index_a >= 0 && index_b >= 0) {
            bool same_sequence = sequence_of(trace, a) == sequence_of(trace, b);
            if (index_a != index_b && same_sequence) return Alias::kDifferent;
            if (index_a == index_b && same_sequence) return Alias::kSame;
        }
    }
    return Alias::kUnknown;
}

}  // namespace moult::jit
