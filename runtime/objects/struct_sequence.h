// Struct sequences: tuples whose items also have names, such as time.struct_time and sys.version_info. Fields
// beyond the visible ones have a name but are no items.
#pragma once

#include <array>
#include <span>

#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"

namespace moult {

struct StructField {
    const char* name;  // null: a field that is only an item; such stand last among the visible ones
    const char* doc;
};

// What a struct sequence type is made of; constexpr, at namespace scope.
struct StructSequenceSpec {
    const char* name;  // "time.struct_time"
    const char* doc;
    std::span<const StructField> fields;
    size_t visible;             // so many of the fields are items
    bool constructible = true;  // from Python: T(sequence, dict={})
    // Completes what was made from Python, where fields that were not given are None.
    void (*fill_in)(std::span<Value> values) = nullptr;

    constexpr size_t unnamed() const {
        size_t count = 0;
        for (const StructField& field : fields) count += field.name == nullptr;
        return count;
    }
    // The so-manieth field that has a name.
    constexpr size_t named(size_t index) const {
        return index < visible - unnamed() ? index : index + unnamed();
    }
};

struct StructSequence : PayloadObject {  // the payload is the tuple of the visible items
    Value hidden;                        // owned; a Tuple of the others, or empty
    static constexpr auto kFields = fields<&StructSequence::payload, &StructSequence::hidden>;
};

// An instance with these values, one for each field (shared; a missing hidden one is None).
Ref<Value> make_struct_sequence(Thread&, Type*, const StructSequenceSpec&, std::span<const Value> values);

// --- implementation

namespace struct_sequence {

Value field(Value self, size_t index);  // borrowed
Ref<Value> make(Thread&, Type*, Args, const StructSequenceSpec&);
Ref<Value> make_repr(Thread&, Value self, const StructSequenceSpec&);
Ref<Value> make_reduce(Thread&, Value self, const StructSequenceSpec&);
Status complete(Thread&, Type*, const StructSequenceSpec&);

template <size_t kIndex>
Ref<Value> get(Thread&, Value self) {
    return share(field(self, kIndex));
}

template <const StructSequenceSpec& kSpec>
struct Members {
    template <size_t... kIndex>
    static constexpr auto attributes(std::index_sequence<kIndex...>) {
        return std::array<GetSetDef, sizeof...(kIndex)>{GetSetDef{kSpec.fields[kSpec.named(kIndex)].name,
                                                                  get<kSpec.named(kIndex)>, nullptr,
                                                                  kSpec.fields[kSpec.named(kIndex)].doc}...};
    }
    static constexpr auto kAttributes =
        attributes(std::make_index_sequence<kSpec.fields.size() - kSpec.unnamed()>());

    static Ref<Value> make(Thread& thread, Type* type, Args args) {
        return struct_sequence::make(thread, type, args, kSpec);
    }
    static Status complete(Thread& thread, Type* type) {
        return struct_sequence::complete(thread, type, kSpec);
    }
    static Ref<Value> repr(Thread& thread, Value self) { return make_repr(thread, self, kSpec); }
    static Ref<Value> reduce(Thread& thread, Args args) { return make_reduce(thread, args[0], kSpec); }
    static constexpr MethodDef kMethods[] = {
        {"__reduce__(self, /)", reduce, "What copying and pickling make the object from."},
    };
};

}  // namespace struct_sequence

// The type of a spec: native_type(interp, kStructSequenceType<kVersionInfo>).
template <const StructSequenceSpec& kSpec>
inline constexpr TypeSpec kStructSequenceType =
    native<StructSequence>({.name = kSpec.name,
                            .flags = kSpec.constructible ? 0u : uint32_t{kDisallowNew},
                            .make = kSpec.constructible ? MakeDef("@hidden structseq(sequence, dict=...)",
                                                                  struct_sequence::Members<kSpec>::make)
                                                        : MakeDef(),
                            .doc = kSpec.doc,
                            .slots = {.repr = struct_sequence::Members<kSpec>::repr},
                            .methods = struct_sequence::Members<kSpec>::kMethods,
                            .attributes = struct_sequence::Members<kSpec>::kAttributes,
                            .complete = struct_sequence::Members<kSpec>::complete,
                            .base = &kTupleType});

}  // namespace moult
