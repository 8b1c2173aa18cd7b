// Joining constant tables of methods.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "runtime/model/native.h"

namespace moult {

template <size_t A, size_t B, size_t... I, size_t... J>
constexpr std::array<MethodDef, A + B> join_methods(const MethodDef (&a)[A], const MethodDef (&b)[B],
                                                    std::index_sequence<I...>, std::index_sequence<J...>) {
    return {a[I]..., b[J]...};
}
// The rows of both tables.
template <size_t A, size_t B>
constexpr std::array<MethodDef, A + B> join_methods(const MethodDef (&a)[A], const MethodDef (&b)[B]) {
    return join_methods(a, b, std::make_index_sequence<A>(), std::make_index_sequence<B>());
}

}  // namespace moult
