// Names from ICU (u_charName, u_charFromName), and the aliases of NameAliases.txt, which ICU does not find.
#include "runtime/strings/unicode_names.h"

#include <dlfcn.h>

#include <algorithm>
#include <iterator>

#include "runtime/strings/unicode.h"

namespace moult::unicode {

namespace {

// The two functions of ICU's C interface. Their names carry the library's version.
struct Icu {
    int32_t (*char_name)(int32_t code, int choice, char* buffer, int32_t size, int* error) = nullptr;
    int32_t (*char_from_name)(int choice, const char* name, int* error) = nullptr;

    Icu() {
        for (int version = 90; version >= 60 && !char_from_name; --version) {
            std::string suffix = std::to_string(version);
            void* library = dlopen(("libicuuc.so." + suffix).c_str(), RTLD_LAZY | RTLD_LOCAL);
            if (!library) continue;
            char_name =
                reinterpret_cast<decltype(char_name)>(dlsym(library, ("u_charName_" + suffix).c_str()));
            char_from_name = reinterpret_cast<decltype(char_from_name)>(
                dlsym(library, ("u_charFromName_" + suffix).c_str()));
        }
    }
};

constexpr int kUnicodeName = 0;  // U_UNICODE_CHAR_NAME

struct Alias {
    std::string_view name;
    char32_t character;
};
// Sorted by name. VS1 to VS256 are computed.
// clang-format off
constexpr Alias kAliases[] = {
    {"ACK", 0x6},
    {"ACKNOWLEDGE", 0x6},
    {"ALERT", 0x7},
    {"ALM", 0x61c},
    {"APC", 0x9f},
    {"APPLICATION PROGRAM COMMAND", 0x9f},
    {"BACKSPACE", 0x8},
    {"BEL", 0x7},
    {"BOM", 0xfeff},
    {"BPH", 0x82},
    {"BREAK PERMITTED HERE", 0x82},
    {"BS", 0x8},
    {"BYTE ORDER MARK", 0xfeff},
    {"BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS", 0x1d0c5},
    {"CAN", 0x18},
    {"CANCEL", 0x18},
    {"CANCEL CHARACTER", 0x94},
    {"CARRIAGE RETURN", 0xd},
    {"CCH", 0x94},
    {"CGJ", 0x34f},
    {"CHARACTER TABULATION", 0x9},
    {"CHARACTER TABULATION SET", 0x88},
    {"CHARACTER TABULATION WITH JUSTIFICATION", 0x89},
    {"CONTROL SEQUENCE INTRODUCER", 0x9b},
    {"CR", 0xd},
    {"CSI", 0x9b},
    {"CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR", 0x122d5},
    {"CUNEIFORM SIGN NU11 TENU", 0x122d4},
    {"DATA LINK ESCAPE", 0x10},
    {"DC1", 0x11},
    {"DC2", 0x12},
    {"DC3", 0x13},
    {"DC4", 0x14},
    {"DCS", 0x90},
    {"DEL", 0x7f},
    {"DELETE", 0x7f},
    {"DEVICE CONTROL FOUR", 0x14},
    {"DEVICE CONTROL ONE", 0x11},
    {"DEVICE CONTROL STRING", 0x90},
    {"DEVICE CONTROL THREE", 0x13},
    {"DEVICE CONTROL TWO", 0x12},
    {"DLE", 0x10},
    {"END OF GUARDED AREA", 0x97},
    {"END OF LINE", 0xa},
    {"END OF MEDIUM", 0x19},
    {"END OF PROTECTED AREA", 0x97},
    {"END OF SELECTED AREA", 0x87},
    {"END OF TEXT", 0x3},
    {"END OF TRANSMISSION", 0x4},
    {"END OF TRANSMISSION BLOCK", 0x17},
    {"ENQ", 0x5},
    {"ENQUIRY", 0x5},
    {"EOL", 0xa},
    {"EOM", 0x19},
    {"EOT", 0x4},
    {"EPA", 0x97},
    {"ESA", 0x87},
    {"ESC", 0x1b},
    {"ESCAPE", 0x1b},
    {"ETB", 0x17},
    {"ETX", 0x3},
    {"FF", 0xc},
    {"FILE SEPARATOR", 0x1c},
    {"FORM FEED", 0xc},
    {"FS", 0x1c},
    {"FSI", 0x2068},
    {"FVS1", 0x180b},
    {"FVS2", 0x180c},
    {"FVS3", 0x180d},
    {"FVS4", 0x180f},
    {"GROUP SEPARATOR", 0x1d},
    {"GS", 0x1d},
    {"HANGUL JONGSEONG SSANGYESIEUNG", 0x11ee},
    {"HANGUL JONGSEONG YESIEUNG-KHIEUKH", 0x11ef},
    {"HANGUL JONGSEONG YESIEUNG-KIYEOK", 0x11ec},
    {"HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK", 0x11ed},
    {"HENTAIGANA LETTER E-1", 0x1b001},
    {"HIGH OCTET PRESET", 0x81},
    {"HOP", 0x81},
    {"HORIZONTAL TABULATION", 0x9},
    {"HORIZONTAL TABULATION SET", 0x88},
    {"HORIZONTAL TABULATION WITH JUSTIFICATION", 0x89},
    {"HT", 0x9},
    {"HTJ", 0x89},
    {"HTS", 0x88},
    {"IND", 0x84},
    {"INDEX", 0x84},
    {"INFORMATION SEPARATOR FOUR", 0x1c},
    {"INFORMATION SEPARATOR ONE", 0x1f},
    {"INFORMATION SEPARATOR THREE", 0x1d},
    {"INFORMATION SEPARATOR TWO", 0x1e},
    {"KANNADA LETTER LLLA", 0xcde},
    {"LAO LETTER FO FAY", 0xe9f},
    {"LAO LETTER FO FON", 0xe9d},
    {"LAO LETTER LO", 0xea5},
    {"LAO LETTER RO", 0xea3},
    {"LATIN CAPITAL LETTER GHA", 0x1a2},
    {"LATIN SMALL LETTER GHA", 0x1a3},
    {"LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE", 0x2b7a},
    {"LF", 0xa},
    {"LINE FEED", 0xa},
    {"LINE TABULATION", 0xb},
    {"LINE TABULATION SET", 0x8a},
    {"LOCKING-SHIFT ONE", 0xe},
    {"LOCKING-SHIFT ZERO", 0xf},
    {"LRE", 0x202a},
    {"LRI", 0x2066},
    {"LRM", 0x200e},
    {"LRO", 0x202d},
    {"MEDEFAIDRIN CAPITAL LETTER H", 0x16e56},
    {"MEDEFAIDRIN CAPITAL LETTER NG", 0x16e57},
    {"MEDEFAIDRIN SMALL LETTER H", 0x16e76},
    {"MEDEFAIDRIN SMALL LETTER NG", 0x16e77},
    {"MESSAGE WAITING", 0x95},
    {"MICR DASH SYMBOL", 0x2449},
    {"MICR ON US SYMBOL", 0x2448},
    {"MMSP", 0x205f},
    {"MVS", 0x180e},
    {"MW", 0x95},
    {"MYANMAR LETTER KHAMTI LLA", 0xaa6e},
    {"NAK", 0x15},
    {"NBH", 0x83},
    {"NBSP", 0xa0},
    {"NEGATIVE ACKNOWLEDGE", 0x15},
    {"NEL", 0x85},
    {"NEW LINE", 0xa},
    {"NEXT LINE", 0x85},
    {"NL", 0xa},
    {"NNBSP", 0x202f},
    {"NO BREAK HERE", 0x83},
    {"NUL", 0x0},
    {"NULL", 0x0},
    {"OPERATING SYSTEM COMMAND", 0x9d},
    {"OSC", 0x9d},
    {"PAD", 0x80},
    {"PADDING CHARACTER", 0x80},
    {"PARTIAL LINE BACKWARD", 0x8c},
    {"PARTIAL LINE DOWN", 0x8b},
    {"PARTIAL LINE FORWARD", 0x8b},
    {"PARTIAL LINE UP", 0x8c},
    {"PDF", 0x202c},
    {"PDI", 0x2069},
    {"PLD", 0x8b},
    {"PLU", 0x8c},
    {"PM", 0x9e},
    {"PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET", 0xfe18},
    {"PRIVACY MESSAGE", 0x9e},
    {"PRIVATE USE ONE", 0x91},
    {"PRIVATE USE TWO", 0x92},
    {"PRIVATE USE-1", 0x91},
    {"PRIVATE USE-2", 0x92},
    {"PU1", 0x91},
    {"PU2", 0x92},
    {"RECORD SEPARATOR", 0x1e},
    {"REVERSE INDEX", 0x8d},
    {"REVERSE LINE FEED", 0x8d},
    {"RI", 0x8d},
    {"RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE", 0x2b7c},
    {"RLE", 0x202b},
    {"RLI", 0x2067},
    {"RLM", 0x200f},
    {"RLO", 0x202e},
    {"RS", 0x1e},
    {"SCI", 0x9a},
    {"SET TRANSMIT STATE", 0x93},
    {"SGC", 0x99},
    {"SHIFT IN", 0xf},
    {"SHIFT OUT", 0xe},
    {"SHY", 0xad},
    {"SI", 0xf},
    {"SINGLE CHARACTER INTRODUCER", 0x9a},
    {"SINGLE GRAPHIC CHARACTER INTRODUCER", 0x99},
    {"SINGLE SHIFT THREE", 0x8f},
    {"SINGLE SHIFT TWO", 0x8e},
    {"SINGLE-SHIFT-2", 0x8e},
    {"SINGLE-SHIFT-3", 0x8f},
    {"SO", 0xe},
    {"SOH", 0x1},
    {"SOS", 0x98},
    {"SP", 0x20},
    {"SPA", 0x96},
    {"SS2", 0x8e},
    {"SS3", 0x8f},
    {"SSA", 0x86},
    {"ST", 0x9c},
    {"START OF GUARDED AREA", 0x96},
    {"START OF HEADING", 0x1},
    {"START OF PROTECTED AREA", 0x96},
    {"START OF SELECTED AREA", 0x86},
    {"START OF STRING", 0x98},
    {"START OF TEXT", 0x2},
    {"STRING TERMINATOR", 0x9c},
    {"STS", 0x93},
    {"STX", 0x2},
    {"SUB", 0x1a},
    {"SUBSTITUTE", 0x1a},
    {"SYN", 0x16},
    {"SYNCHRONOUS IDLE", 0x16},
    {"SYRIAC SUBLINEAR COLON SKEWED LEFT", 0x709},
    {"TAB", 0x9},
    {"TIBETAN MARK BKA- SHOG GI MGO RGYAN", 0xfd0},
    {"UNIT SEPARATOR", 0x1f},
    {"US", 0x1f},
    {"VERTICAL TABULATION", 0xb},
    {"VERTICAL TABULATION SET", 0x8a},
    {"VT", 0xb},
    {"VTS", 0x8a},
    {"WEIERSTRASS ELLIPTIC FUNCTION", 0x2118},
    {"WJ", 0x2060},
    {"YI SYLLABLE ITERATION MARK", 0xa015},
    {"ZWJ", 0x200d},
    {"ZWNBSP", 0xfeff},
    {"ZWNJ", 0x200c},
    {"ZWSP", 0x200b},
};
// clang-format on

bool is_assigned(char32_t c) {
    return std::string_view(category_name(c)) != "Cn";
}

// VSn, the abbreviation of VARIATION SELECTOR-n.
bool find_variation_selector(std::string_view name, char32_t* character) {
    if (name.size() < 3 || name.size() > 5 || !name.starts_with("VS") || name[2] == '0') return false;
    char32_t number = 0;
    for (char c : name.substr(2)) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<char32_t>(c - '0');
    }
    if (number > 256) return false;
    *character = number <= 16 ? 0xfe00 + number - 1 : 0xe0100 + number - 17;
    return true;
}

}  // namespace

bool find_by_name(std::string_view name, char32_t* character) {
    std::string upper(name);
    for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    auto* alias =
        std::lower_bound(std::begin(kAliases), std::end(kAliases), upper,
                         [](const Alias& row, const std::string& wanted) { return row.name < wanted; });
    if (alias != std::end(kAliases) && alias->name == upper) {
        *character = alias->character;
        return true;
    }
    if (find_variation_selector(upper, character)) return true;
    const Icu icu;
    if (!icu.char_from_name || upper.find('\0') != std::string::npos) return false;
    int error = 0;
    int32_t code = icu.char_from_name(kUnicodeName, upper.c_str(), &error);
    if (error > 0 || code < 0 || code > 0x10ffff) return false;
    *character = static_cast<char32_t>(code);
    return is_assigned(*character);
}

std::string name_of(char32_t character) {
    char buffer[256];
    int error = 0;
    const Icu icu;
    if (!icu.char_name || !is_assigned(character)) return {};
    int32_t size =
        icu.char_name(static_cast<int32_t>(character), kUnicodeName, buffer, sizeof buffer, &error);
    if (error > 0 || size <= 0) return {};
    return std::string(buffer, static_cast<size_t>(size));
}

}  // namespace moult::unicode
