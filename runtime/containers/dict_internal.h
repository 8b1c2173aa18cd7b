// What the dict*.cpp files share besides the table: views, iterators, updates.
#pragma once

#include "runtime/containers/dict.h"

namespace moult {

// dict.keys(), .values(), .items(): one layout, told apart by type.
struct DictView : Object {
    Value dict;  // owned, a Dict or a subclass's instance
    static constexpr auto kFields = fields<&DictView::dict>;
};

enum class DictPart { kKeys, kValues, kItems };

Ref<Value> dict_iter(Thread&, Value dict);
Ref<Value> make_dict_iterator(Thread&, Type* iterator_type, Dict*);
Ref<Value> make_reverse_dict_iterator(Thread&, DictPart, Dict*);
Ref<Value> dict_keys_method(Thread&, Args);
Ref<Value> dict_values_method(Thread&, Args);
Ref<Value> dict_items_method(Thread&, Args);
Ref<Value> dict_reversed_method(Thread&, Args);
void init_dict_views(Interpreter&);
void init_dict_iterators(Interpreter&);

}  // namespace moult
