// Struct sequences.
#include "runtime/objects/struct_sequence.h"

#include <cstring>

#include "runtime/containers/dict.h"
#include "runtime/model/visitor.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

Ref<Value> make_struct_sequence(Thread& thread, Type* type, const StructSequenceSpec& spec,
                                std::span<const Value> values) {
    Ref<Tuple> items = TRY(make_tuple(thread, values.first(spec.visible)));
    Ref<Tuple> hidden;
    if (size_t count = spec.fields.size() - spec.visible) {
        hidden = TRY(allocate_tuple(thread, count));
        for (size_t i = 0; i < count; ++i) {
            size_t from = spec.visible + i;
            Value value = from < values.size() && !values[from].is_empty() ? values[from] : Value::none();
            hidden->items()[i] = share(value).release();
        }
    }
    Ref<StructSequence> result = TRY(new_object<StructSequence>(thread, type));
    result->payload = items.release();
    if (hidden) result->hidden = hidden.release();
    return result;
}

namespace struct_sequence {

namespace {

Failure raise_wrong_length(Thread& thread, const StructSequenceSpec& spec, size_t length) {
    size_t least = spec.visible, most = spec.fields.size();
    const char* bound = least == most ? "a" : length < least ? "an at least" : "an at most";
    return raise_type_error(thread, "%s() takes %s %zu-sequence (%zu-sequence given)", spec.name, bound,
                            length < least ? least : most, length);
}

}  // namespace

Value field(Value self, size_t index) {
    auto* sequence = self.as<StructSequence>();
    auto* items = sequence->payload.as<Tuple>();
    if (index < items->length) return items->items()[index];
    return sequence->hidden.as<Tuple>()->items()[index - items->length];
}

Ref<Value> make(Thread& thread, Type* type, Args args, const StructSequenceSpec& spec) {  // sequence, dict
    if (!thread.interp.type_of(args[0])->slots.iter && !thread.interp.type_of(args[0])->slots.get_item)
        return raise_type_error(thread, "constructor requires a sequence");
    auto* extra = as_instance<Dict>(args[1]);
    if (!args[1].is_empty() && !extra)
        return raise_type_error(thread, "%s() takes a dict as second arg, if any", spec.name);
    Ref<Tuple> sequence = TRY(to_tuple(thread, args[0]));
    if (sequence->length < spec.visible || sequence->length > spec.fields.size())
        return raise_wrong_length(thread, spec, sequence->length);
    std::vector<Value> values(sequence->items(), sequence->items() + sequence->length);
    Ref<Dict> held = share(extra);
    for (size_t i = values.size(); extra && i < spec.fields.size(); ++i) {
        Ref<Str> name = TRY(intern(thread, spec.fields[i].name));
        values.push_back(dict_get_str(extra, name.get()));
    }
    values.resize(spec.fields.size());
    for (size_t i = spec.visible; i < values.size(); ++i)
        if (values[i].is_empty()) values[i] = Value::none();
    if (spec.fill_in) spec.fill_in(values);
    return make_struct_sequence(thread, type, spec, values);
}

Ref<Value> make_repr(Thread& thread, Value self, const StructSequenceSpec& spec) {
    RecursionGuard guard(thread, " while getting the repr of an object");
    if (guard.failed()) return kError;
    StrBuilder out(thread);
    out.add_ascii(spec.name);
    out.add_ascii("(");
    for (size_t i = 0; i < spec.visible; ++i) {
        if (i) out.add_ascii(", ");
        out.add_ascii(
            spec.fields[spec.named(i)].name);  // as CPython: an item without name is shown by the next one
        out.add_ascii("=");
        Ref<Str> text = TRY(repr(thread, field(self, i)));
        out.add(text.get());
    }
    out.add_ascii(")");
    return out.finish();
}

Ref<Value> make_reduce(Thread& thread, Value self, const StructSequenceSpec& spec) {
    Ref<Dict> hidden = TRY(make_dict(thread));
    for (size_t i = spec.visible; i < spec.fields.size(); ++i) {
        Ref<Str> name = TRY(intern(thread, spec.fields[i].name));
        TRY(dict_set_str(thread, hidden.get(), name.get(), field(self, i)));
    }
    Ref<Tuple> arguments = TRY(make_tuple(thread, {self.as<StructSequence>()->payload, hidden.value()}));
    return make_tuple(thread, {Value(thread.interp.type_of(self)), arguments.value()});
}

Status complete(Thread& thread, Type* type, const StructSequenceSpec& sequence) {
    auto set = [&](const char* name, Value value) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return dict_set_str(thread, type->dict.get(), key.get(), value);
    };
    TRY(set("n_sequence_fields", Value::small_int(static_cast<int64_t>(sequence.visible))));
    TRY(set("n_fields", Value::small_int(static_cast<int64_t>(sequence.fields.size()))));
    TRY(set("n_unnamed_fields", Value::small_int(static_cast<int64_t>(sequence.unnamed()))));
    size_t named = sequence.visible - sequence.unnamed();
    Ref<Tuple> names = TRY(allocate_tuple(thread, named));
    for (size_t i = 0; i < named; ++i)
        names->items()[i] = TRY(intern(thread, sequence.fields[i].name)).release();
    return set("__match_args__", names.value());
}

}  // namespace struct_sequence

}  // namespace moult
