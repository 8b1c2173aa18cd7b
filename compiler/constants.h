// Constants as the compiler handles them: when two are one entry of co_consts, truth, equality, text.
// Knows nothing of nodes and instructions.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/code_unit.h"
#include "compiler/hash.h"

namespace moult::compiler {

template <class T>
bool holds(const Constant& constant) {
    return std::holds_alternative<T>(constant.value);
}
inline Constant none_constant() {
    return Constant{NoneConstant{}};
}
inline Constant string_constant(std::string_view text) {
    return Constant{std::string(text)};
}
inline Constant int_constant(long number) {
    return Constant{mpz_class(number)};
}

// Equal exactly for constants that share one entry of co_consts: same type, same value, same sign of zero,
// and the same in every part. Code objects must be the same object. Linear in the size of the constant.
std::string constant_key(const Constant& constant);

// Whether code objects are `==` in Python, given that equal code objects among their constants are the same
// object; and a hash of what is compared.
bool equal_code(const CodeUnit& left, const CodeUnit& right);
size_t code_hash(const CodeUnit& code);

// Python's truth value.
bool is_true(const Constant& constant);

// Python's `==`, across types of numbers too.
bool equal(const Constant& left, const Constant& right);

// The set's items, each once, as frozenset(items) holds them.
FrozenSetConstant make_frozenset(std::vector<Constant> items);

// Python's repr(). Code objects have none.
std::string constant_repr(const Constant& constant);

// The name of the constant's type, for messages: "int", "NoneType", "ellipsis".
std::string_view type_name(const Constant& constant);

// Characters, of which a lone surrogate is one too.
size_t count_code_points(std::string_view utf8);

// The entries of co_consts under construction.
class ConstantTable {
  public:
    // The index of the constant, added at the end if it is new.
    int add(const Constant& constant);
    int size() const { return static_cast<int>(items_.size()); }
    const Constant& operator[](int index) const { return items_[static_cast<size_t>(index)]; }
    // Drops all entries from `size` on.
    void truncate(int size);
    const std::vector<Constant>& items() const { return items_; }
    // The items, of which the table has none then.
    std::vector<Constant> take() { return std::move(items_); }

  private:
    int find(const Constant& constant, size_t hash) const;

    std::vector<Constant> items_;
    std::vector<size_t> hashes_;                   // of simple items; 0 for the others
    HashIndex indices_;                            // of simple items: those that same() compares
    std::unordered_map<std::string, int> others_;  // by constant_key
};

// Names and their indices, in the order in which they were added: co_names, the locals, the cells.
class NameTable {
  public:
    int add(std::string_view name);
    int find(std::string_view name) const;  // -1 if absent
    int size() const { return static_cast<int>(names_.size()); }
    const std::string& operator[](int index) const { return names_[static_cast<size_t>(index)]; }
    const std::vector<std::string>& names() const { return names_; }
    std::vector<std::string> take() { return std::move(names_); }

  private:
    std::vector<std::string> names_;
    HashIndex indices_;
};

}  // namespace moult::compiler
