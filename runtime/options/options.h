// The values of all options of one interpreter: a struct for each layer, where each value came from, and the
// ways to set them. See docs/options.md.
#pragma once

#include <cassert>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/options/option.h"

namespace moult {

// One option of one interpreter: its row, its value, and where that came from.
struct Option {
    const OptionTable* table = nullptr;
    const OptionRow* row = nullptr;
    void* value = nullptr;  // the field
    OptionSource* source = nullptr;

    explicit operator bool() const { return row; }
    const char* group() const { return row->traits.group ? row->traits.group : table->group; }
    // What set it, as messages name it: "--jit-sync", "MOULT_JIT_SYNC".
    std::string name_of_source() const;
};

// Copies are independent of each other. The structs stay where they are when the whole is moved.
class Options {
  public:
    Options() = default;
    // With the tables of all layers that are built in, all values the default.
    explicit Options(std::span<const OptionTable* const> tables);
    Options(const Options&);
    Options(Options&& from) noexcept { slots_.swap(from.slots_); }
    Options& operator=(Options from) noexcept {
        slots_.swap(from.slots_);
        return *this;
    }
    ~Options();

    // A layer's struct. One that is not there yet has the default values. Linear in the number of layers:
    // what runs often keeps the reference.
    template <class Values>
    Values& of() {
        return *static_cast<Values*>(slot_of(Values::kTable).values);
    }
    template <class Values>
    const Values& of() const {
        const Slot* slot = find_slot(Values::kTable);
        assert(slot && "a table that is asked of constant options must be among them");
        return *static_cast<const Values*>(slot->values);
    }
    // Where the value of a field comes from.
    template <class Values, class T>
    OptionSource source_of(T Values::* field) {
        Slot& slot = slot_of(Values::kTable);
        const void* place = &(static_cast<Values*>(slot.values)->*field);
        for (size_t i = 0; i < slot.sources.size(); ++i)
            if (option_at(slot, i).value == place) return slot.sources[i];
        return OptionSource::kDefault;  // not a row's
    }
    // The same layers with the values that nobody has set.
    Options defaults() const;
    // Whether the layer is there.
    bool has_part(std::string_view part) const;

    // Every option, layer by layer, in the order of the rows.
    template <class Function>
    void for_each(Function function) {
        for (Slot& slot : slots_)
            for (size_t i = 0; i < slot.table->rows.size(); ++i) function(option_at(slot, i));
    }
    // By the field's name: Option() when there is none.
    Option find(std::string_view name);

    // Reads a value and notes its source. Otherwise nothing changes, and the result says what is wrong, to
    // stand behind the option's name and a colon. A set or a list grows by what a second flag names.
    [[nodiscard]] std::string set(const Option&, std::string_view text, OptionSource);

  private:
    struct Slot {
        const OptionTable* table;
        void* values;
        std::vector<OptionSource> sources;
    };

    Slot& slot_of(const OptionTable&);
    const Slot* find_slot(const OptionTable&) const;
    static Option option_at(Slot& slot, size_t index) {
        const OptionRow& row = slot.table->rows[index];
        return {slot.table, &row, row.field_in(slot.values), &slot.sources[index]};
    }

    std::vector<Slot> slots_;
};

}  // namespace moult
