// The list of families, and how families and specializations come into the registry. Families have fixed places behind the
// basic instructions, so that C++ code finds one by its type.
#pragma once

#include "interp/families.h"
#include "interp/instructions.h"
#include "interp/trace_forms.h"

namespace moult::interp {

template <class... Families>
struct FamilyList {
    static constexpr size_t kCount = sizeof...(Families);
    template <class FamilyType>
    static constexpr size_t place_of() {
        constexpr bool is_that[] = {std::is_same_v<FamilyType, Families>...};
        return static_cast<size_t>(std::find(is_that, is_that + kCount, true) - is_that);
    }
    template <class Function>
    static void for_each(Function&& function) {
        (function.template operator()<Families>(), ...);
    }
};
using AllFamilies =
    FamilyList<BinaryOpFamily, CompareOpFamily, IsOpFamily, ContainsOpFamily, BinarySubscrFamily,
               StoreSubscrFamily, BinarySliceFamily, StoreSliceFamily, LoadAttrFamily, StoreAttrFamily,
               LoadGlobalFamily, UnaryNegativeFamily, UnaryPositiveFamily, UnaryInvertFamily, UnaryNotFamily,
               GetIterFamily, CallFamily, LoadMethodFamily, ForIterFamily, UnpackSequenceFamily>;

// The family's index in the registry.
template <class FamilyType>
constexpr uint16_t index_of_family() {
    constexpr size_t place = AllFamilies::place_of<FamilyType>();
    static_assert(place < AllFamilies::kCount, "the family is not in the list");
    return static_cast<uint16_t>(kBasicCount + place);
}
template <class FamilyType>
const InstructionInfo& family_of(const Registry& registry) {
    return registry.instruction(index_of_family<FamilyType>());
}
void register_families(Registry&);

namespace detail {
// Inlined, so that no reason is left of it.
template <class S>
bool applies(Site& site) {
    FailureReason reason;
    [[clang::always_inline]] reason = S::Family::template apply<S>(site);
    return reason == FailureReason::kNone;
}

template <FixedString kSymbol, class S, size_t... I>
void add_specialization(Registry& registry, std::index_sequence<I...>) {
    using FamilyType = typename S::Family;
    static_assert(
        sizeof(typename S::Cache) <= FamilyType::kCacheWords * 8 || std::is_empty_v<typename S::Cache>,
        "the cache does not fit the family's cache words");
    static constexpr Handler baseline[] = {FamilyType::template generic<I>()...};
    static constexpr Handler adaptive[] = {FamilyType::template specialized<S, I>()...};
    constexpr uint16_t family = index_of_family<FamilyType>();
    InstructionInfo info{.name = S::kName,
                         .facts = registry.instruction(family).facts,
                         .variants = FamilyType::kVariants,
                         .cache_words = FamilyType::kCacheWords,
                         .generic = static_cast<int16_t>(family),
                         .applies = applies<S>,
                         .why_not = FamilyType::template apply<S>,
                         .trace = trace_info<kSymbol, S>(),
                         .is_last_resort = S::kTraits.last_resort};
    registry.add_candidate(family, registry.add(std::move(info), baseline, adaptive));
}
}  // namespace detail

// Registers a specialization; those registered first are tried first, last resorts behind all others.
// `kSymbol` names its bodies in the bitcode.
template <FixedString kSymbol, class S>
void add_specialization(Registry& registry) {
    detail::add_specialization<kSymbol, S>(registry, std::make_index_sequence<S::Family::kVariants.size()>());
}

}  // namespace moult::interp
