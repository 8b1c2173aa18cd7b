// What an option of the machine is: one row in its layer's table. From the row come the typed field that the
// code reads, the flag, the variable, help, dumps and the record in result files. Knows neither layers nor
// options. See docs/options.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace moult {

class Options;

// Where an option's value comes from. Each wins over those before it.
enum class OptionSource : uint8_t {
    kDefault,
    kPythonVariable,  // CPython's variable of the same meaning
    kVariable,        // MOULT_...
    kFlag,
    kProgram,  // set while running
};

// A field is bool, an integer, double, std::string, a list of texts, an enumeration whose enumerators count from 0, or a set
// of names that are an enumeration's or known by index alone.
struct OptionList {
    std::vector<std::string> texts;  // neither empty nor with a colon, which separates them
};
struct OptionMembers {
    std::vector<uint16_t> members;    // ascending
    std::vector<std::string> others;  // of a row with more_choices: names that are none of its own
};
template <class E = size_t>
struct OptionSet : OptionMembers {
    bool has(E member) const {
        for (uint16_t each : members)
            if (each == static_cast<size_t>(member)) return true;
        return false;
    }
};
enum class OptionKind : uint8_t { kSwitch, kInteger, kReal, kText, kList, kChoice, kSet };

// Of numbers, both ends included; without one, whatever the field can hold.
struct OptionRange {
    double least = 1, most = 0;
    constexpr bool is_given() const { return least <= most; }
};
// A word that stands for a number in or out of the range: "random" for -1.
struct OptionWord {
    const char* word = nullptr;
    int64_t number = 0;
};

// What is wrong with an option as it is set, given all others: the rest of a sentence that begins with it, as
// in "--jit-sync has no effect without --tier=jit"; empty when nothing is. Asked for each option that is set,
// when all are.
using OptionCheck = std::string (*)(const Options&, OptionSource);

inline constexpr size_t kMostChoices = 8;

// What a row may say beside its name, type and default, in this order. Only the help must be there.
struct OptionTraits {
    const char* help;
    OptionRange range = {};
    OptionWord word = {};
    std::array<const char*, kMostChoices> choices = {};     // the enumerators' names, in their order
    std::array<const char*, kMostChoices> parts = {};       // the part of the machine that each of them needs
    std::string_view (*choice_at)(size_t index) = nullptr;  // instead of choices; empty: there are no more
    // Names that a set may have because of the values of other options; asked when all are set.
    void (*more_choices)(const Options&, std::vector<std::string>* names) = nullptr;
    const char* value = nullptr;            // what help calls the value: "DIR"
    const char* group = nullptr;            // heading in help, where not the table's
    const char* python_variable = nullptr;  // CPython's of the same meaning
    bool live = false;                      // may change while a program runs
    OptionCheck check = nullptr;
};

struct OptionRow {
    const char* name;  // the field's: jit_threshold
    OptionKind kind;
    bool is_signed;   // of integers
    uint8_t size;     // of integers and enumerations
    uint16_t offset;  // of the field in its struct
    OptionTraits traits;

    void* field_in(void* values) const { return static_cast<char*>(values) + offset; }
    const void* field_in(const void* values) const { return static_cast<const char*>(values) + offset; }
    std::string flag() const;                     // --jit-threshold
    std::string variable() const;                 // MOULT_JIT_THRESHOLD
    std::string_view choice(size_t index) const;  // of enumerations and sets; empty: there are no more
};

// The options of one layer, and how to make and unmake the struct that holds their values.
struct OptionTable {
    const char* part;  // the layer: "jit"
    const char* group;
    OptionCheck check;  // of all rows, before their own; may be null
    std::span<const OptionRow> rows;
    void* (*make)();
    void* (*copy)(const void*);
    void (*destroy)(void*);
};

// --- how tables are made

namespace option_detail {

// Never called: a row that is wrong cannot be evaluated, and the compiler shows why.
void row_is_wrong(const char* why);

template <auto kValue>
consteval bool is_enumerator() {
    return std::string_view(__PRETTY_FUNCTION__).find("= (") == std::string_view::npos;
}
template <class E, size_t kCount = 0>
consteval size_t count_enumerators() {
    if constexpr (!is_enumerator<static_cast<E>(kCount)>())
        return kCount;
    else
        return count_enumerators<E, kCount + 1>();
}
template <class E>
E member_type_of(const OptionSet<E>*);

consteval size_t count_choices(const OptionTraits& traits) {
    size_t count = 0;
    while (count < kMostChoices && traits.choices[count]) ++count;
    return count;
}
template <class E>
consteval void check_choices(const OptionTraits& traits) {
    if constexpr (std::is_enum_v<E>) {
        if (count_choices(traits) != count_enumerators<E>())
            row_is_wrong("it must name a choice for each enumerator");
    } else {
        if (!traits.choice_at) row_is_wrong("it needs choice_at");
    }
}

template <class T>
consteval OptionRow make_row(const char* name, size_t offset, const OptionTraits& traits) {
    OptionRow row{name, OptionKind::kText, false, 0, static_cast<uint16_t>(offset), traits};
    if (!traits.help) row_is_wrong("it has no help");
    if constexpr (std::is_same_v<T, bool>) {
        row.kind = OptionKind::kSwitch;
    } else if constexpr (std::is_enum_v<T>) {
        row.kind = OptionKind::kChoice;
        static_assert(sizeof(T) == 1, "enumerations of options are of type uint8_t");
        row.size = sizeof(T);
        check_choices<T>(traits);
    } else if constexpr (std::is_integral_v<T>) {
        row.kind = OptionKind::kInteger;
        row.is_signed = std::is_signed_v<T>;
        row.size = sizeof(T);
    } else if constexpr (std::is_same_v<T, double>) {
        row.kind = OptionKind::kReal;
    } else if constexpr (std::is_base_of_v<OptionMembers, T>) {
        row.kind = OptionKind::kSet;
        check_choices<decltype(member_type_of(static_cast<T*>(nullptr)))>(traits);
    } else if constexpr (std::is_same_v<T, OptionList>) {
        row.kind = OptionKind::kList;
    } else {
        static_assert(std::is_same_v<T, std::string>, "no option can have this type");
    }
    return row;
}

template <class Struct>
consteval OptionTable make_table(const char* part, const char* group, OptionCheck check,
                                 std::span<const OptionRow> rows) {
    return {part,
            group,
            check,
            rows,
            []() -> void* { return new Struct; },
            [](const void* from) -> void* { return new Struct(*static_cast<const Struct*>(from)); },
            [](void* values) { delete static_cast<Struct*>(values); }};
}

}  // namespace option_detail

#define MOULT_OPTION_FIELD(name, type, initial, ...) type name = initial;
#define MOULT_OPTION_ROW(name, type, initial, ...) \
    ::moult::option_detail::make_row<decltype(Struct::name)>(#name, offsetof(Struct, name), {__VA_ARGS__}),

// The struct `Values` with a field for each row of ROWS, and its table, Values::kTable.
#define MOULT_OPTIONS(Values, part, group, check, ROWS)                                                \
    struct Values {                                                                                    \
        ROWS(MOULT_OPTION_FIELD)                                                                       \
        static const ::moult::OptionTable kTable;                                                      \
    };                                                                                                 \
    namespace option_detail {                                                                          \
    template <class Struct>                                                                            \
    inline constexpr ::moult::OptionRow kRowsOf##Values[] = {ROWS(MOULT_OPTION_ROW)};                  \
    }                                                                                                  \
    inline constexpr ::moult::OptionTable Values::kTable = ::moult::option_detail::make_table<Values>( \
        part, group, check, option_detail::kRowsOf##Values<Values>)

}  // namespace moult
