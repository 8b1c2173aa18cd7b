// _collections._tuplegetter: the attributes of named tuples.
#include "modules/data/collections.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

struct TupleGetter : Object {
    int64_t position;
    Value doc;
    static constexpr auto kFields = fields<&TupleGetter::doc>;
    static constexpr bool kClears = true;

    static Ref<Value> make(Thread& thread, Type* type, Args args) {  // index, doc
        int64_t position = TRY(as_ssize(thread, args[0]));
        Ref<TupleGetter> made = TRY(new_instance<TupleGetter>(thread, type));
        made->position = position;
        made->doc = share(args[1]).release();
        return made;
    }
    static Ref<Value> get(Thread& thread, Value self, Value instance, Value) {
        auto& getter = *self.as<TupleGetter>();
        if (Tuple* tuple = as_tuple(instance)) [[likely]] {
            if (getter.position < 0 || static_cast<size_t>(getter.position) >= tuple->length)
                return raise_index_error(thread, "tuple index out of range");
            return share(tuple->items()[getter.position]);
        }
        if (instance.is_empty() || instance.is_none()) return share(self);
        return raise_type_error(
            thread, "descriptor for index '%lld' for tuple subclasses doesn't apply to '%s' object",
            static_cast<long long>(getter.position), type_name(thread, instance));
    }
    static Status set(Thread& thread, Value, Value, Value value) {
        return raise(thread, thread.types().attribute_error, "can't %s attribute",
                     value.is_empty() ? "delete" : "set");
    }
    static Ref<Value> repr(Thread& thread, TupleGetter& self) {
        Ref<Str> doc = TRY(self.doc.is_empty() ? make_str(thread, "<NULL>") : moult::repr(thread, self.doc));
        return format_str(thread, "%s(%lld, %s)", to_utf8(self.type()->name.get()).c_str(),
                          static_cast<long long>(self.position), to_utf8(doc.get()).c_str());
    }
    static Ref<Value> reduce(Thread& thread, TupleGetter& self, Args) {
        Ref<Value> position = TRY(make_int(thread, self.position)), doc = share_or_none(self.doc);
        Ref<Tuple> made_of = TRY(make_tuple(thread, {position, doc}));
        return make_tuple(thread, {Value(self.type()), made_of.value()});
    }
};

constexpr MethodDef kMethods[] = {
    {"@hidden __reduce__(self, /)", method<&TupleGetter::reduce>, nullptr},
};

constexpr GetSetDef kAttributes[] = {
    {"__doc__", [](Thread&, Value self) { return share_or_none(self.as<TupleGetter>()->doc); },
     [](Thread&, Value self, Value value) {
         replace_field(self.as<TupleGetter>()->doc, value);
         return Status();
     },
     nullptr, true},
};

}  // namespace

constexpr TypeSpec kTupleGetterType = native<TupleGetter>({
    .name = "_collections._tuplegetter",
    .make = "@hidden _tuplegetter(index, doc, /)",
    .slots = {.repr = slot<&TupleGetter::repr>, .descr_get = TupleGetter::get, .descr_set = TupleGetter::set},
    .methods = kMethods,
    .attributes = kAttributes,
});

}  // namespace moult
