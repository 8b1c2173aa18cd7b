// Help and dumps.
#include "runtime/options/listing.h"

#include <algorithm>

#include "runtime/options/values.h"

namespace moult {

namespace {

constexpr size_t kLeftWidth = 28, kWidth = 110;

struct Group {
    std::string title;
    std::vector<Option> options;
};

// In the order in which they first appear.
std::vector<Group> groups_of(Options& options) {
    std::vector<Group> groups;
    options.for_each([&](const Option& option) {
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& group) { return group.title == option.group(); });
        if (found == groups.end()) found = groups.insert(found, {option.group(), {}});
        found->options.push_back(option);
    });
    return groups;
}

// The values that options have when nobody sets them.
class Defaults {
  public:
    explicit Defaults(const Options& options) : values_(options.defaults()) {}
    const void* of(const Option& option) { return values_.find(option.row->name).value; }

  private:
    Options values_;
};

const char* kind_name(OptionKind kind) {
    switch (kind) {
        case OptionKind::kSwitch: return "switch";
        case OptionKind::kInteger: return "integer";
        case OptionKind::kReal: return "real";
        case OptionKind::kText: return "text";
        case OptionKind::kList: return "list";
        case OptionKind::kChoice: return "choice";
        case OptionKind::kSet: return "set";
    }
    return "";
}

const char* source_name(OptionSource source) {
    switch (source) {
        case OptionSource::kDefault: return "default";
        case OptionSource::kPythonVariable:
        case OptionSource::kVariable: return "variable";
        case OptionSource::kFlag: return "flag";
        case OptionSource::kProgram: return "program";
    }
    return "";
}

// "default" or "flag", or which variable.
std::string describe_source(const Option& option) {
    std::string text = source_name(*option.source);
    return text == "variable" ? text + " " + option.name_of_source() : text;
}

class JsonObject {
  public:
    void add(const char* name, const std::string& json) {
        text_ += (text_.empty() ? "" : ", ") + json_string(name) + ": " + json;
    }
    void add_text(const char* name, const std::string& text) { add(name, json_string(text)); }
    std::string text() const { return "{" + text_ + "}"; }

  private:
    std::string text_;
};

std::string choices_json(const OptionRow& row, const Options& options) {
    std::vector<std::string> names;
    for (size_t i = 0; !row.choice(i).empty(); ++i)
        if (is_available(row, i, options)) names.emplace_back(row.choice(i));
    if (row.traits.more_choices) row.traits.more_choices(options, &names);
    return names_json(names);
}

}  // namespace

std::string help_line(const std::string& left, const std::string& text) {
    std::string line = "  " + left, all;
    size_t indent = kLeftWidth;
    if (line.size() + 2 > indent) {
        all = line + "\n";
        line.clear();
    }
    line.resize(indent, ' ');
    for (size_t begin = 0; begin < text.size();) {
        size_t end = std::min(text.find(' ', begin), text.size());
        if (line.size() + (end - begin) > kWidth) {
            all += line.erase(line.find_last_not_of(' ') + 1) + "\n";
            line.assign(indent, ' ');
        }
        line += text.substr(begin, end - begin) + " ";
        begin = end + 1;
    }
    return all + line.erase(line.find_last_not_of(' ') + 1) + "\n";
}

std::string options_help(Options& options) {
    Defaults defaults(options);
    std::string text, example;
    for (const Group& group : groups_of(options)) {
        text += (text.empty() ? "" : "\n") + group.title + ":\n";
        for (const Option& option : group.options) {
            const OptionRow& row = *option.row;
            std::string left = row.flag(), placeholder = value_placeholder(row);
            if (!placeholder.empty()) left += "=" + placeholder;
            std::string initial = value_text(row, defaults.of(option)), notes;
            if (row.kind != OptionKind::kSwitch && row.kind != OptionKind::kText &&
                row.kind != OptionKind::kList)
                notes = allowed_values(row, options);
            bool says_default = !initial.empty() && initial != "off";
            if (says_default) notes += (notes.empty() ? "" : "; ") + ("default " + initial);
            text += help_line(left, row.traits.help + (notes.empty() ? "" : " (" + notes + ")"));
            if (example.empty()) example = row.flag() + " by " + row.variable();
        }
    }
    return text + "\nThese options can be set by variables too, " + example +
           " for instance; the flag wins.\n";
}

std::string options_text(Options& options) {
    std::string text;
    for (const Group& group : groups_of(options)) {
        text += (text.empty() ? "" : "\n") + group.title + "\n";
        for (const Option& option : group.options) {
            std::string line = "  " + option.row->flag() + "=" + value_text(*option.row, option.value);
            line.resize(std::max<size_t>(line.size() + 2, 40), ' ');
            text += line + describe_source(option) + "\n";
        }
    }
    return text;
}

std::string options_json(Options& options) {
    Defaults defaults(options);
    std::string text;
    options.for_each([&](const Option& option) {
        const OptionRow& row = *option.row;
        JsonObject object;
        object.add_text("name", row.name);
        object.add("value", value_json(row, option.value));
        object.add_text("source", source_name(*option.source));
        object.add("default", value_json(row, defaults.of(option)));
        object.add_text("type", kind_name(row.kind));
        if (row.kind == OptionKind::kChoice || row.kind == OptionKind::kSet)
            object.add("choices", choices_json(row, options));
        object.add_text("allowed", allowed_values(row, options));
        object.add_text("flag", row.flag());
        object.add_text("variable", row.variable());
        if (row.traits.python_variable) object.add_text("python_variable", row.traits.python_variable);
        object.add_text("part", option.table->part);
        object.add_text("group", option.group());
        object.add("live", row.traits.live ? "true" : "false");
        object.add_text("help", row.traits.help);
        text += (text.empty() ? "" : ",\n") + ("  " + object.text());
    });
    return "{\"version\": " + json_string(MOULT_VERSION) + ", \"options\": [\n" + text + "\n]}\n";
}

}  // namespace moult
