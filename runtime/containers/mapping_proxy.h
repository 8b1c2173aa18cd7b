// mappingproxy: a mapping that cannot be changed through it, as the __dict__ of a class is shown.
#pragma once

#include "runtime/model/fields.h"
#include "runtime/state/thread.h"

namespace moult {

struct MappingProxy : Object {
    Value mapping;  // owned
    static constexpr auto kFields = fields<&MappingProxy::mapping>;
};

Ref<Value> make_mapping_proxy(Thread&, Value mapping);

}  // namespace moult
