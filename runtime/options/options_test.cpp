// The registry with a table of its own: every row gets all of its ways in and out.
#include "runtime/options/options.h"

#include <gtest/gtest.h>

#include "runtime/options/listing.h"
#include "runtime/options/sources.h"
#include "runtime/options/values.h"

namespace moult {

namespace {

enum class Color : uint8_t { kRed, kGreen, kBlue };

constexpr const char* kPlanets[] = {"mercury", "venus", "earth"};
std::string_view planet_at(size_t index) {
    return index < std::size(kPlanets) ? kPlanets[index] : "";
}

std::string_view moon_at(size_t index) {
    return index == 0 ? "luna" : index == 1 ? "phobos" : "";
}
void moons_in_files(const Options&, std::vector<std::string>* names);

std::string check_small(const Options&, OptionSource);

#define MOULT_SAMPLE_OPTIONS(OPTION)                                                             \
    OPTION(quick, bool, false, .help = "Be quick")                                               \
    OPTION(small_count, uint16_t, 10, .help = "Count", .range = {1, 65535}, .word = {"none", 0}) \
    OPTION(any_number, int64_t, -5, .help = "Any number at all", .live = true)                   \
    OPTION(huge, uint64_t, UINT64_MAX, .help = "Without a sign")                                 \
    OPTION(share, double, 0.25, .help = "A part of the whole", .range = {0, 1})                  \
    OPTION(folder, std::string, "/tmp", .help = "Where", .value = "DIR")                         \
    OPTION(color, Color, Color::kBlue, .help = "Hue", .choices = {"red", "green", "blue"},       \
           .parts = {nullptr, "paint", "sky"})                                                   \
    OPTION(colors, OptionSet<Color>, {}, .help = "Hues", .choices = {"red", "green", "blue"},    \
           .group = "Palette")                                                                   \
    OPTION(planets, OptionSet<>, {}, .help = "Where to go", .choice_at = planet_at)              \
    OPTION(files, OptionList, {}, .help = "What to read", .value = "FILE")                       \
    OPTION(moons, OptionSet<>, {}, .help = "Where to land", .choice_at = moon_at,                \
           .more_choices = moons_in_files)                                                       \
    OPTION(seed, int32_t, -1, .help = "Seed", .range = {0, 100}, .word = {"random", -1},         \
           .python_variable = "SAMPLE_SEED")                                                     \
    OPTION(small_only, bool, false, .help = "Refuse what is not small", .check = check_small)

MOULT_OPTIONS(SampleOptions, "sample", "Samples", nullptr, MOULT_SAMPLE_OPTIONS);

// A file names the moons of a planet: "jupiter.txt".
void moons_in_files(const Options& options, std::vector<std::string>* names) {
    for (const std::string& file : options.of<SampleOptions>().files.texts)
        if (file == "jupiter.txt") names->insert(names->end(), {"io", "europa"});
}
std::string check_small(const Options& options, OptionSource) {
    const auto& values = options.of<SampleOptions>();
    return values.small_only && values.small_count > 100 ? "allows no --small-count above 100" : "";
}

#define MOULT_PAINT_OPTIONS(OPTION) OPTION(thickness, uint8_t, 3, .help = "In layers")
MOULT_OPTIONS(PaintOptions, "paint", "Paint", nullptr, MOULT_PAINT_OPTIONS);

class OptionsTest : public testing::Test {
  protected:
    static constexpr const OptionTable* kTables[] = {&SampleOptions::kTable, &PaintOptions::kTable};

    // Takes the flags in order, then the variables. What is wrong first; empty when nothing is.
    std::string start(std::vector<const char*> flags, std::vector<const char*> variables = {}) {
        std::vector<char*> arguments;
        for (const char* flag : flags) arguments.push_back(const_cast<char*>(flag));
        std::string problem;
        for (size_t i = 0; i < arguments.size(); ++i) {
            FlagTaken taken = take_flag(options_, arguments, &i, &problem);
            if (taken == FlagTaken::kNotAnOption) return refuse(arguments[i]);
            if (taken == FlagTaken::kRefused) return problem;
        }
        std::vector<char*> environment;
        for (const char* variable : variables) environment.push_back(const_cast<char*>(variable));
        environment.push_back(nullptr);
        problem = read_variables(options_, environment.data());
        return problem.empty() ? check_options(options_) : problem;
    }
    std::string refuse(std::string_view argument) {
        std::vector<std::string> known = option_flags(options_);
        known.emplace_back("--version");
        return refuse_flag(options_, argument.substr(0, argument.find('=')), known);
    }
    std::string text_of(std::string_view name) {
        Option option = options_.find(name);
        return value_text(*option.row, option.value);
    }
    std::string json_of(std::string_view name) {
        Option option = options_.find(name);
        return value_json(*option.row, option.value);
    }
    OptionSource source_of(std::string_view name) { return *options_.find(name).source; }

    Options options_{kTables};
    SampleOptions& sample_ = options_.of<SampleOptions>();
};

TEST_F(OptionsTest, ListsGrowWithEveryFlag) {
    EXPECT_EQ(start({"--files=a:b,c", "--files", "d e"}), "");
    EXPECT_EQ(sample_.files.texts, (std::vector<std::string>{"a", "b,c", "d e"}));
    EXPECT_EQ(text_of("files"), "a:b,c:d e");
    EXPECT_EQ(json_of("files"), R"(["a", "b,c", "d e"])");
    EXPECT_EQ(start({"--files=::", "--files="}), "");
    EXPECT_EQ(sample_.files.texts.size(), 3u);
    EXPECT_EQ(options_.defaults().of<SampleOptions>().files.texts, std::vector<std::string>{});
}

TEST_F(OptionsTest, VariablesFillLists) {
    EXPECT_EQ(start({}, {"MOULT_FILES=a::b"}), "");
    EXPECT_EQ(sample_.files.texts, (std::vector<std::string>{"a", "b"}));
    Options other{kTables};
    EXPECT_EQ(other.of<SampleOptions>().files.texts, std::vector<std::string>{});
}

TEST_F(OptionsTest, ASetMayTakeNamesThatOtherOptionsBring) {
    EXPECT_EQ(start({"--moons=io,luna", "--moons=europa", "--files=jupiter.txt"}), "");
    EXPECT_EQ(sample_.moons.members, std::vector<uint16_t>{0});
    EXPECT_EQ(sample_.moons.others, (std::vector<std::string>{"io", "europa"}));
    EXPECT_EQ(text_of("moons"), "luna,io,europa");
    EXPECT_EQ(json_of("moons"), R"(["luna", "io", "europa"])");
}

TEST_F(OptionsTest, ASetRefusesWhatNoOptionBrings) {
    EXPECT_EQ(start({"--moons=luna,io"}), "--moons=luna,io: there is no io, only luna or phobos");
}

TEST_F(OptionsTest, AVariableThatNamesWhatNoOptionBringsIsNamed) {
    EXPECT_EQ(start({"--files=jupiter.txt"}, {"MOULT_MOONS=europe"}),
              "MOULT_MOONS=europe: there is no europe; did you mean europa?");
}

TEST_F(OptionsTest, DefaultsAreThoseOfTheRows) {
    EXPECT_EQ(start({}), "");
    EXPECT_FALSE(sample_.quick);
    EXPECT_EQ(sample_.small_count, 10);
    EXPECT_EQ(sample_.any_number, -5);
    EXPECT_EQ(sample_.huge, UINT64_MAX);
    EXPECT_EQ(sample_.share, 0.25);
    EXPECT_EQ(sample_.folder, "/tmp");
    EXPECT_TRUE(sample_.colors.members.empty());
    EXPECT_EQ(source_of("quick"), OptionSource::kDefault);
    EXPECT_EQ(options_.source_of(&SampleOptions::share), OptionSource::kDefault);
}

TEST_F(OptionsTest, FlagsFillFieldsOfEveryType) {
    EXPECT_EQ(start({"--quick", "--small-count=7", "--any-number", "-9223372036854775808",
                     "--huge=18446744073709551615", "--share=0.5", "--folder", "/a b", "--color=green",
                     "--colors=blue,red", "--planets=earth", "--seed=42", "--thickness=255"}),
              "");
    EXPECT_TRUE(sample_.quick);
    EXPECT_EQ(sample_.small_count, 7);
    EXPECT_EQ(sample_.any_number, INT64_MIN);
    EXPECT_EQ(sample_.huge, UINT64_MAX);
    EXPECT_EQ(sample_.share, 0.5);
    EXPECT_EQ(sample_.folder, "/a b");
    EXPECT_EQ(sample_.color, Color::kGreen);
    EXPECT_TRUE(sample_.colors.has(Color::kRed));
    EXPECT_FALSE(sample_.colors.has(Color::kGreen));
    EXPECT_TRUE(sample_.planets.has(2));
    EXPECT_EQ(sample_.seed, 42);
    EXPECT_EQ(options_.of<PaintOptions>().thickness, 255);
    EXPECT_EQ(source_of("any_number"), OptionSource::kFlag);
}

TEST_F(OptionsTest, TheFlagWinsOverTheVariable) {
    EXPECT_EQ(
        start({"--small-count=7"}, {"MOULT_SMALL_COUNT=8", "MOULT_SHARE=1", "OTHER=x", "MOULT_FOLDER="}), "");
    EXPECT_EQ(sample_.small_count, 7);
    EXPECT_EQ(source_of("small_count"), OptionSource::kFlag);
    EXPECT_EQ(sample_.share, 1);
    EXPECT_EQ(source_of("share"), OptionSource::kVariable);
    EXPECT_EQ(source_of("folder"), OptionSource::kDefault);
}

TEST_F(OptionsTest, PythonsVariableCountsLeast) {
    EXPECT_EQ(start({}, {"SAMPLE_SEED=5"}), "");
    EXPECT_EQ(sample_.seed, 5);
    EXPECT_EQ(source_of("seed"), OptionSource::kPythonVariable);
    EXPECT_EQ(start({}, {"SAMPLE_SEED=5", "MOULT_SEED=random"}), "");
    EXPECT_EQ(sample_.seed, -1);
    EXPECT_EQ(start({}, {"SAMPLE_SEED=5"}), "") << "what MOULT_SEED said stays";
    EXPECT_EQ(sample_.seed, -1);
}

TEST_F(OptionsTest, PythonsVariableIsCheckedToo) {
    EXPECT_EQ(start({}, {"SAMPLE_SEED=101"}), "SAMPLE_SEED=101: must be a number from 0 to 100, or random");
}

TEST_F(OptionsTest, TheLastFlagCountsAndSetsGrow) {
    EXPECT_EQ(start({"--small-count=7", "--small-count=9", "--colors=red", "--colors=blue,red"},
                    {"MOULT_COLORS=green"}),
              "");
    EXPECT_EQ(sample_.small_count, 9);
    EXPECT_EQ(text_of("colors"), "red,blue");
}

TEST_F(OptionsTest, SwitchesCanBeTurnedOff) {
    EXPECT_EQ(start({"--quick", "--quick=off"}), "");
    EXPECT_FALSE(sample_.quick);
    EXPECT_EQ(source_of("quick"), OptionSource::kFlag);
    EXPECT_EQ(start({"--quick=maybe"}), "--quick=maybe: must be on or off");
}

TEST_F(OptionsTest, ValuesOutOfRangeAreRefused) {
    EXPECT_EQ(start({"--small-count=65536"}),
              "--small-count=65536: must be a number from 1 to 65535, or none");
    EXPECT_EQ(start({"--small-count=0"}), "--small-count=0: must be a number from 1 to 65535, or none");
    EXPECT_EQ(start({"--small-count=-1"}), "--small-count=-1: must be a number from 1 to 65535, or none");
    EXPECT_EQ(start({"--small-count=12x"}), "--small-count=12x: must be a number from 1 to 65535, or none");
    EXPECT_EQ(start({"--small-count="}), "--small-count=: must be a number from 1 to 65535, or none");
    EXPECT_EQ(start({"--thickness=256"}), "--thickness=256: must be a number from 0 to 255");
    EXPECT_EQ(start({"--huge=18446744073709551616"}),
              "--huge=18446744073709551616: must be a number from 0 upwards");
    EXPECT_EQ(start({"--any-number=9223372036854775808"}),
              "--any-number=9223372036854775808: must be a number");
    EXPECT_EQ(start({"--share=1.01"}), "--share=1.01: must be a number from 0 to 1");
    EXPECT_EQ(start({"--share=nan"}), "--share=nan: must be a number from 0 to 1");
    EXPECT_EQ(start({"--folder="}), "--folder=: must not be empty");
    EXPECT_EQ(start({}, {"MOULT_SHARE=2"}), "MOULT_SHARE=2: must be a number from 0 to 1");
    EXPECT_EQ(sample_.small_count, 10) << "what is refused changes nothing";
}

TEST_F(OptionsTest, AWordStandsForANumber) {
    EXPECT_EQ(start({"--small-count=none"}), "");
    EXPECT_EQ(sample_.small_count, 0);
    EXPECT_EQ(text_of("small_count"), "none");
    EXPECT_EQ(json_of("small_count"), "\"none\"");
}

TEST_F(OptionsTest, AMissingValueIsRefused) {
    EXPECT_EQ(start({"--small-count"}), "--small-count: needs a value, a number from 1 to 65535, or none");
}

TEST_F(OptionsTest, MisspeltNamesAreRefusedWithTheNearest) {
    EXPECT_EQ(start({"--smal-count=3"}),
              "--smal-count: there is no such option; did you mean --small-count?");
    EXPECT_EQ(start({"--small_count=3"}),
              "--small_count: there is no such option; did you mean --small-count?");
    EXPECT_EQ(start({"--verison"}), "--verison: there is no such option; did you mean --version?");
    EXPECT_EQ(start({"--qwertyuiop"}), "--qwertyuiop: there is no such option");
    EXPECT_EQ(start({}, {"MOULT_SHRAE=1"}),
              "MOULT_SHRAE: no option has this variable; did you mean MOULT_SHARE?");
    EXPECT_EQ(start({}, {"MOULT_share=1"}),
              "MOULT_share: no option has this variable; did you mean MOULT_SHARE?");
    EXPECT_EQ(start({"--planets=earht"}), "--planets=earht: there is no earht; did you mean earth?");
    EXPECT_EQ(start({"--planets=x"}), "--planets=x: there is no x, only mercury, venus or earth");
}

TEST_F(OptionsTest, ChoicesNeedTheirPart) {
    EXPECT_EQ(sample_.color, Color::kGreen) << "the default, blue, needs the part sky";
    EXPECT_EQ(start({"--color=blue"}), "--color=blue: this moult was built without sky");
    EXPECT_EQ(start({"--color=yellow"}), "--color=yellow: must be red or green");
    EXPECT_EQ(start({"--sky-height=3"}),
              "--sky-height: there is no such option; this moult was built without sky");
    EXPECT_EQ(start({}, {"MOULT_SKY_HEIGHT=3"}),
              "MOULT_SKY_HEIGHT: no option has this variable; this moult was built without sky");
    static constexpr const OptionTable* kWithoutPaint[] = {&SampleOptions::kTable};
    EXPECT_EQ(Options(kWithoutPaint).of<SampleOptions>().color, Color::kRed);
}

TEST_F(OptionsTest, ImpossibleCombinationsAreRefused) {
    EXPECT_EQ(start({"--small-only", "--small-count=101"}), "--small-only allows no --small-count above 100");
}

TEST_F(OptionsTest, ImpossibleCombinationsOfVariablesAreRefused) {
    EXPECT_EQ(start({"--small-count=101"}, {"MOULT_SMALL_ONLY=on"}),
              "MOULT_SMALL_ONLY allows no --small-count above 100");
}

TEST_F(OptionsTest, CopiesAreIndependentAndMovesKeepPlaces) {
    EXPECT_EQ(start({"--folder=/a", "--planets=venus"}), "");
    Options copy = options_;
    copy.of<SampleOptions>().folder = "/b";
    EXPECT_EQ(sample_.folder, "/a");
    EXPECT_EQ(copy.source_of(&SampleOptions::planets), OptionSource::kFlag);
    Options moved = std::move(options_);
    EXPECT_EQ(&moved.of<SampleOptions>(), &sample_);
}

TEST_F(OptionsTest, ATableThatIsAskedForIsThere) {
    Options none;
    EXPECT_FALSE(none.has_part("sample"));
    EXPECT_EQ(none.of<SampleOptions>().small_count, 10);
    EXPECT_TRUE(none.has_part("sample"));
}

// --- a row is enough

TEST_F(OptionsTest, EveryDefaultCanBeReadBack) {
    Options read(kTables);
    options_.for_each([&](const Option& option) {
        std::string text = value_text(*option.row, option.value);
        Option other = read.find(option.row->name);
        EXPECT_EQ(read.set(other, text, OptionSource::kVariable), "") << option.row->name;
        EXPECT_EQ(value_text(*other.row, other.value), text) << option.row->name;
    });
}

TEST_F(OptionsTest, EveryRowIsInHelpAndInBothDumps) {
    std::string help = options_help(options_), text = options_text(options_), json = options_json(options_);
    size_t count = 0;
    options_.for_each([&](const Option& option) {
        ++count;
        EXPECT_NE(help.find("\n  " + option.row->flag()), std::string::npos) << option.row->name;
        EXPECT_NE(help.find(option.row->traits.help), std::string::npos) << option.row->name;
        EXPECT_NE(text.find("\n  " + option.row->flag() + "="), std::string::npos) << option.row->name;
        EXPECT_NE(json.find("\"name\": \"" + std::string(option.row->name) + "\""), std::string::npos);
    });
    EXPECT_EQ(count, 14u);
}

TEST_F(OptionsTest, HelpNamesGroupsDefaultsAndValues) {
    std::string help = options_help(options_);
    EXPECT_EQ(help.find("Samples:\n"), 0u);
    EXPECT_NE(help.find("\nPalette:\n  --colors=NAME,..."), std::string::npos);
    EXPECT_NE(help.find("  --quick                   Be quick\n"), std::string::npos) << help;
    EXPECT_NE(help.find("  --folder=DIR              Where (default /tmp)\n"), std::string::npos) << help;
    EXPECT_NE(help.find("  --color=NAME              Hue (red or green; default green)\n"), std::string::npos)
        << help;
    EXPECT_NE(help.find("Count (a number from 1 to 65535, or none; default 10)\n"), std::string::npos)
        << help;
}

TEST_F(OptionsTest, LongHelpIsWrapped) {
    std::string line =
        help_line("--a-flag-that-is-long=WITH-A-VALUE", std::string(60, 'x') + " " + std::string(60, 'y'));
    EXPECT_EQ(line, "  --a-flag-that-is-long=WITH-A-VALUE\n" + std::string(28, ' ') + std::string(60, 'x') +
                        "\n" + std::string(28, ' ') + std::string(60, 'y') + "\n");
}

TEST_F(OptionsTest, DumpsTellValuesAndSources) {
    EXPECT_EQ(start({"--quick"}, {"MOULT_SHARE=0.5", "SAMPLE_SEED=7"}), "");
    std::string text = options_text(options_);
    EXPECT_NE(text.find("  --quick=on                            flag\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  --share=0.5                           variable MOULT_SHARE\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("  --seed=7                              variable SAMPLE_SEED\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("  --folder=/tmp                         default\n"), std::string::npos) << text;
}

TEST_F(OptionsTest, JsonHasTheTypesOfTheValues) {
    EXPECT_EQ(start({"--quick", "--colors=red,blue", "--folder=/\"\\\t"}), "");
    EXPECT_EQ(json_of("quick"), "true");
    EXPECT_EQ(json_of("any_number"), "-5");
    EXPECT_EQ(json_of("huge"), "18446744073709551615");
    EXPECT_EQ(json_of("share"), "0.25");
    EXPECT_EQ(json_of("seed"), "\"random\"");
    EXPECT_EQ(json_of("color"), "\"green\"");
    EXPECT_EQ(json_of("colors"), "[\"red\", \"blue\"]");
    EXPECT_EQ(json_of("planets"), "[]");
    EXPECT_EQ(json_of("folder"), R"("/\"\\\u0009")");
    std::string json = options_json(options_);
    EXPECT_NE(
        json.find(
            R"({"name": "any_number", "value": -5, "source": "default", "default": -5, "type": "integer")"),
        std::string::npos)
        << json;
    EXPECT_NE(
        json.find(R"("flag": "--any-number", "variable": "MOULT_ANY_NUMBER", "part": "sample", "group": )"
                  R"("Samples", "live": true)"),
        std::string::npos)
        << json;
}

TEST(Nearest, FindsWhatIsMeantAndNothingElse) {
    std::vector<std::string> names = {"--alloc", "--tier", "--jit-sync", "--jit-stats"};
    EXPECT_EQ(nearest("--aloc", names), "--alloc");
    EXPECT_EQ(nearest("--teir", names), "--tier");
    EXPECT_EQ(nearest("--jit-snyc", names), "--jit-sync");
    EXPECT_EQ(nearest("--jit-statistics", names), "--jit-stats");
    EXPECT_EQ(nearest("--jit-st", names), "--jit-stats");
    EXPECT_EQ(nearest("--optimize", names), "");
    EXPECT_EQ(nearest("", names), "");
}

}  // namespace

}  // namespace moult
