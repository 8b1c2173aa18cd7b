// Registers the value families.
#include "interp/families.h"

#include "interp/trace_forms.h"

namespace moult::interp {

Ref<Value> logical_not(Thread& thread, Value value) {
    return Value::boolean(!TRY(truth(thread, value)));
}

void register_value_families(Registry& registry) {
    add_family<BinaryOpFamily>(registry);
    add_family<CompareOpFamily>(registry);
    add_family<IsOpFamily>(registry);
    add_family<ContainsOpFamily>(registry);
    add_family<BinarySubscrFamily>(registry);
    add_family<StoreSubscrFamily>(registry);
    add_family<BinarySliceFamily>(registry);
    add_family<StoreSliceFamily>(registry);
    add_family<LoadAttrFamily>(registry);
    add_family<StoreAttrFamily>(registry);
    add_family<LoadGlobalFamily>(registry);
    add_family<UnaryNegativeFamily>(registry);
    add_family<UnaryPositiveFamily>(registry);
    add_family<UnaryInvertFamily>(registry);
    add_family<UnaryNotFamily>(registry);
    add_family<GetIterFamily>(registry);
}

}  // namespace moult::interp
