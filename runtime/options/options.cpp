// The values of options: the structs, their sources, setting.
#include "runtime/options/options.h"

#include "runtime/options/values.h"

namespace moult {

std::string OptionRow::flag() const {
    std::string flag = "--";
    for (const char* c = name; *c; ++c) flag += *c == '_' ? '-' : *c;
    return flag;
}

std::string OptionRow::variable() const {
    std::string variable = "MOULT_";
    for (const char* c = name; *c; ++c) variable += *c >= 'a' && *c <= 'z' ? static_cast<char>(*c - 32) : *c;
    return variable;
}

std::string Option::name_of_source() const {
    switch (*source) {
        case OptionSource::kPythonVariable: return row->traits.python_variable;
        case OptionSource::kVariable: return row->variable();
        case OptionSource::kFlag: return row->flag();
        case OptionSource::kDefault:
        case OptionSource::kProgram: break;
    }
    return row->name;
}

Options::Options(std::span<const OptionTable* const> tables) {
    slots_.reserve(tables.size());
    for (const OptionTable* table : tables) slot_of(*table);
    // A choice that is not built in gives way to the one before it.
    for_each([this](const Option& option) {
        if (option.row->kind != OptionKind::kChoice) return;
        auto* choice = static_cast<uint8_t*>(option.value);
        while (*choice > 0 && !is_available(*option.row, *choice, *this)) --*choice;
    });
}

Options::Options(const Options& from) {
    slots_.reserve(from.slots_.size());
    for (const Slot& slot : from.slots_)
        slots_.push_back({slot.table, slot.table->copy(slot.values), slot.sources});
}

Options::~Options() {
    for (Slot& slot : slots_) slot.table->destroy(slot.values);
}

Options Options::defaults() const {
    std::vector<const OptionTable*> tables;
    for (const Slot& slot : slots_) tables.push_back(slot.table);
    return Options(tables);
}

Options::Slot& Options::slot_of(const OptionTable& table) {
    for (Slot& slot : slots_)
        if (slot.table == &table) return slot;
    return slots_.emplace_back(
        Slot{&table, table.make(), std::vector<OptionSource>(table.rows.size(), OptionSource::kDefault)});
}

const Options::Slot* Options::find_slot(const OptionTable& table) const {
    for (const Slot& slot : slots_)
        if (slot.table == &table) return &slot;
    return nullptr;
}

bool Options::has_part(std::string_view part) const {
    for (const Slot& slot : slots_)
        if (slot.table->part == part) return true;
    return false;
}

Option Options::find(std::string_view name) {
    for (Slot& slot : slots_)
        for (size_t i = 0; i < slot.table->rows.size(); ++i)
            if (slot.table->rows[i].name == name) return option_at(slot, i);
    return {};
}

std::string Options::set(const Option& option, std::string_view text, OptionSource source) {
    const OptionRow& row = *option.row;
    if (row.kind == OptionKind::kChoice) {
        int index = find_choice(row, text);
        if (index < 0) return "must be " + allowed_values(row, *this);
        if (!is_available(row, static_cast<size_t>(index), *this))
            return std::string("this moult was built without ") +
                   row.traits.parts[static_cast<size_t>(index)];
    }
    std::string longer;
    bool grows = row.kind == OptionKind::kSet || row.kind == OptionKind::kList;
    if (grows && source == OptionSource::kFlag && *option.source == source) {
        longer =
            value_text(row, option.value) + (row.kind == OptionKind::kSet ? "," : ":") + std::string(text);
        text = longer;
    }
    std::string problem = read_value(row, text, option.value);
    if (problem.empty()) *option.source = source;
    return problem;
}

}  // namespace moult
