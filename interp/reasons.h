// Why an instruction is not specialized, and why a specialization was not good for one execution: two lists. A reason is a row
// here and nothing else; whoever gives it names it, whoever counts or prints goes through the list. The third list, why a
// recording was given up, stands in jit/recorder/recorder.h. See docs/reasons.md.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/model/shape.h"

namespace moult::interp {

// Why a specialization does not apply at a site. X(name, text). The rows go from what says least of a site to what says most:
// where several specializations were tried, the site's reason is the one of theirs that stands last. The text is about the site.
#define MOULT_FAILURE_REASONS(X)                                                          \
    X(kNone, "")                                                                          \
    X(kNotNow, "the specialization is for earlier or later attempts")                     \
    X(kOtherOperation, "no specialization is for this operator")                          \
    X(kOtherCallable, "no specialization is for this callable")                           \
    X(kOtherOwner, "no specialization is for attributes of this kind of object")          \
    X(kOtherAttribute, "no specialization is for this kind of attribute")                 \
    X(kOtherIterator, "no specialization is for this iterator")                           \
    X(kShadowed, "the object's own attribute hides the class's")                          \
    X(kArgumentCount, "another number of arguments")                                      \
    X(kArgumentTypes, "no specialization is for arguments of these types")                \
    X(kParameters, "the parameters are not filled by position alone")                     \
    X(kConstruction, "the class makes or sets up its instances in its own way")           \
    X(kMakesGenerator, "the call makes a generator or coroutine")                         \
    X(kNeverRun, "the function's code has not been run yet")                              \
    X(kOtherTypes, "no specialization is for operands of these types")                    \
    X(kDifferentTypes, "the operands are of different types, which none is for together") \
    X(kBounds, "the bounds of the slice are no small ints")                               \
    X(kStep, "no specialization is for this step")                                        \
    X(kCharacters, "the text has characters beyond Latin-1")                              \
    X(kItemCount, "another number of items")                                              \
    X(kShared, "the value is in use elsewhere, too")                                      \
    X(kInnerIterator, "it goes over an iterator that no specialization is for")           \
    X(kNotSuspended, "the generator is running or has ended")                             \
    X(kImmediate, "the object is a number or another immediate value")                    \
    X(kNotInSlot, "the attribute is in no slot of the object")                            \
    X(kMissing, "there is no such name or attribute")                                     \
    X(kDescriptor, "a descriptor decides what the attribute is")                          \
    X(kMetaclass, "the metaclass knows the name, or is not type")                         \
    X(kNoRoom, "the object has no slot left")                                             \
    X(kNewShape, "no object has got this attribute in this order yet")                    \
    X(kOwnLookup, "the class looks attributes up in its own way")                         \
    X(kOwnStore, "the class stores attributes in its own way")                            \
    X(kNamespace, "the names are not in a plain dict with keys that are all strings")     \
    X(kNoVersion, "the class or namespace has changed so often that it has no version")   \
    X(kNoMemory, "there was no memory")                                                   \
    X(kDisabled, "the specialization that applies is switched off")
enum class FailureReason : uint8_t {
#define MOULT_ENUM(name, text) name,
    MOULT_FAILURE_REASONS(MOULT_ENUM)
#undef MOULT_ENUM
};
const char* failure_text(FailureReason);

// Why the generic instruction ran in a specialization's place. X(name, text)
#define MOULT_DEOPT_REASONS(X)                                                       \
    X(kNone, "")                                                                     \
    X(kGuard, "the operands are not what the specialization is for")                 \
    X(kNoPlace, "there is nothing to read or write in that place")                   \
    X(kUnset, "the attribute has no value")                                          \
    X(kOtherShape, "an object of a shape that the site does not remember")           \
    X(kDescriptor, "the value's class has become that of a descriptor")              \
    X(kIndex, "the index is out of range")                                           \
    X(kZero, "a division by zero")                                                   \
    X(kNegative, "a negative count or number")                                       \
    X(kNotFinite, "the result may be no finite float")                               \
    X(kTooLarge, "the result is no small int")                                       \
    X(kItemCount, "the numbers of items differ")                                     \
    X(kShared, "the value is in use elsewhere, too")                                 \
    X(kResized, "the dict has changed size meanwhile")                               \
    X(kInnerIterator, "it goes over an iterator that the specialization is not for") \
    X(kCode, "the function's code has been replaced")                                \
    X(kTooDeep, "calls are nested as deeply as they may be")                         \
    X(kNoMemory, "there was no memory")
enum class DeoptReason : uint8_t {
#define MOULT_ENUM(name, text) name,
    MOULT_DEOPT_REASONS(MOULT_ENUM)
#undef MOULT_ENUM
};
const char* deopt_text(DeoptReason);

// What most of a specialization's `applies` are made of: it applies, or that is why not.
constexpr FailureReason unless(bool applies, FailureReason reason) {
    return applies ? FailureReason::kNone : reason;
}

// For two operands that are not of the types that a specialization is for.
inline FailureReason other_types(Value left, Value right) {
    auto kind_of = [](Value v) {
        if (v.is_object()) return reinterpret_cast<uintptr_t>(v.as_object()->shape->type);
        return uintptr_t{v.is_small_int() ? 1u : v.is_double() ? 2u : v.is_bool() ? 3u : 4u};
    };
    return kind_of(left) == kind_of(right) ? FailureReason::kOtherTypes : FailureReason::kDifferentTypes;
}

}  // namespace moult::interp
