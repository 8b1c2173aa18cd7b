// The made-up instructions that tests of passes use.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

using interp::Memory;
using interp::TraceForm;

bool ints(Thread*, Value* v, uint32_t, const void*) {
    return v[0].is_small_int() && v[1].is_small_int();
}
bool floats(Thread*, Value* v, uint32_t, const void*) {
    return v[0].is_double() && v[1].is_double();
}
// The cache of slots, as of attributes: shape identity, byte offset.
uint32_t shape_in(const void* cache) {
    return static_cast<const uint32_t*>(cache)[0];
}
uint32_t offset_in(const void* cache) {
    return static_cast<const uint32_t*>(cache)[1];
}

constexpr TraceInfo run_info(const char* name, bool is_pure, ValueType result = {}) {
    TraceInfo info;
    info.instruction = name;
    info.form = TraceForm::kRun;
    info.is_pure = info.leaves_memory = is_pure;
    info.result = result;
    return info;
}
constexpr TraceInfo place_info(const char* name, TraceForm form, Memory memory) {
    TraceInfo info;
    info.instruction = name;
    info.form = form;
    info.memory = memory;
    return info;
}

constexpr TraceInfo kAddInt = [] {
    TraceInfo info = run_info("ADD_INT", true);
    info.type_guard = true;
    info.guard = ints;
    return info;
}();
constexpr TraceInfo kAddFloat = [] {
    TraceInfo info = run_info("ADD_FLOAT", true, {ValueType::kFloat});
    info.type_guard = true;
    info.guard = floats;
    return info;
}();
constexpr TraceInfo kLessInt = run_info("LESS_INT", true, {ValueType::kBool});
constexpr TraceInfo kLength = [] {
    TraceInfo info = run_info("LENGTH", false, {ValueType::kInt});
    info.leaves_memory = true;
    return info;
}();
constexpr TraceInfo kAppend = run_info("APPEND", false, {ValueType::kNone});
constexpr TraceInfo kTake = [] {
    TraceInfo info = run_info("TAKE", false);
    info.changes = Memory::kListItem;
    return info;
}();
constexpr TraceInfo kCall = [] {
    TraceInfo info = run_info("CALL", false);
    info.observes = true;
    return info;
}();
constexpr TraceInfo kAddStr = [] {
    TraceInfo info = run_info("ADD_STR", false, {ValueType::kExact, Kind::kStr});
    info.leaves_memory = true;
    info.may_reuse_left = true;
    return info;
}();
constexpr TraceInfo kSlice = [] {
    TraceInfo info = run_info("SLICE", false, {ValueType::kExact, Kind::kList});
    info.leaves_memory = true;
    return info;
}();
constexpr TraceInfo kPut = [] {
    TraceInfo info = run_info("PUT", false, {ValueType::kNone});
    info.may_reuse_left = true;
    info.absorbs = "SLICE";
    return info;
}();
constexpr TraceInfo slot_info(const char* name, TraceForm form) {
    TraceInfo info = place_info(name, form, Memory::kSlot);
    info.cache_size = 8;
    info.shape = shape_in;
    info.offset = offset_in;
    return info;
}
constexpr TraceInfo kLoadSlot = slot_info("LOAD_SLOT", TraceForm::kLoad);
constexpr TraceInfo kStoreSlot = slot_info("STORE_SLOT", TraceForm::kStore);
constexpr TraceInfo kLoadItem = place_info("LOAD_ITEM", TraceForm::kLoad, Memory::kListItem);
constexpr TraceInfo kStoreItem = place_info("STORE_ITEM", TraceForm::kStore, Memory::kListItem);
constexpr TraceInfo kUnpack = place_info("UNPACK", TraceForm::kItems, Memory::kTupleItem);
constexpr TraceInfo kLoadGlobal = [] {
    TraceInfo info = place_info("LOAD_GLOBAL", TraceForm::kLoad, Memory::kNamespace);
    info.cache_size = 8;
    return info;
}();
constexpr TraceInfo kExactArgs = run_info("EXACT_ARGS", false);
constexpr TraceInfo iterator_info(const char* name, ValueType item) {
    TraceInfo info = run_info(name, false);
    info.state_size = 16;
    info.item = item;
    return info;
}
constexpr TraceInfo kNextRange = [] {
    TraceInfo info = iterator_info("NEXT_RANGE", {ValueType::kInt});
    info.leaves_memory = true;
    return info;
}();
constexpr TraceInfo kNextItem = iterator_info("NEXT_ITEM", {});

constexpr const TraceInfo* kBodies[] = {&kAddInt,    &kAddFloat,   &kLessInt,  &kLength,    &kAppend,
                                        &kCall,      &kAddStr,     &kLoadSlot, &kStoreSlot, &kLoadItem,
                                        &kStoreItem, &kLoadGlobal, &kUnpack,   &kExactArgs, &kNextRange,
                                        &kNextItem,  &kTake,       &kSlice,    &kPut};

}  // namespace

const TraceInfo* find_test_body(std::string_view name) {
    for (const TraceInfo* info : kBodies)
        if (name == info->instruction) return info;
    return nullptr;
}

}  // namespace moult::jit
