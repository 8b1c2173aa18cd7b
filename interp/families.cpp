// Registers the families.
#include "interp/families.h"

#include <cassert>

#include "interp/registration.h"

namespace moult::interp {

Ref<Value> logical_not(Thread& thread, Value value) {
    return Value::boolean(!TRY(truth(thread, value)));
}

namespace {

template <class FamilyType, size_t... I>
void add_family(Registry& registry, std::index_sequence<I...>) {
    static constexpr Handler baseline[] = {FamilyType::template generic<I>()...};
    static constexpr Handler counting[] = {counting_handler<FamilyType::template generic<I>()>...};
    InstructionInfo info{.name = FamilyType::kName,
                         .facts = {.opcode = FamilyType::kOpcode,
                                   .argument = FamilyType::kArgument,
                                   .recorded = FamilyType::kRecorded,
                                   .results_follow = FamilyType::kResultsFollow},
                         .variants = FamilyType::kVariants,
                         .cache_words = FamilyType::kCacheWords,
                         .collect = FamilyType::collect,
                         .counting = counting,
                         .trace = generic_trace_info<FamilyType>()};
    [[maybe_unused]] uint16_t index = registry.add(std::move(info), baseline, baseline);
    assert(index == index_of_family<FamilyType>());
}

}  // namespace

void register_families(Registry& registry) {
    AllFamilies::for_each([&]<class FamilyType> {
        add_family<FamilyType>(registry, std::make_index_sequence<FamilyType::kVariants.size()>());
    });
}

}  // namespace moult::interp
