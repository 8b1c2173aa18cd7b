// Character properties: utf8proc's general categories (Unicode 15) without what Unicode 15 added, and the
// properties that do not follow from the category as ranges. All tables are sorted.
#include "runtime/strings/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace moult::unicode {

namespace {

struct Range {
    char32_t first, last;
};

template <size_t N>
bool in_ranges(const Range (&ranges)[N], char32_t c) {
    auto* after =
        std::upper_bound(ranges, ranges + N, c, [](char32_t x, const Range& r) { return x < r.first; });
    return after != ranges && c <= after[-1].last;
}

constexpr Range kNewInUnicode15[] = {
    {0xcf3, 0xcf3},     {0xece, 0xece},     {0x10efd, 0x10eff}, {0x1123f, 0x11241}, {0x11b00, 0x11b09},
    {0x11f00, 0x11f10}, {0x11f12, 0x11f3a}, {0x11f3e, 0x11f59}, {0x1342f, 0x1342f}, {0x13439, 0x13455},
    {0x1b132, 0x1b132}, {0x1b155, 0x1b155}, {0x1d2c0, 0x1d2d3}, {0x1df25, 0x1df2a}, {0x1e030, 0x1e06d},
    {0x1e08f, 0x1e08f}, {0x1e4d0, 0x1e4f9}, {0x1f6dc, 0x1f6dc}, {0x1f774, 0x1f776}, {0x1f77b, 0x1f77f},
    {0x1f7d9, 0x1f7d9}, {0x1fa75, 0x1fa77}, {0x1fa87, 0x1fa88}, {0x1faad, 0x1faaf}, {0x1fabb, 0x1fabd},
    {0x1fabf, 0x1fabf}, {0x1face, 0x1facf}, {0x1fada, 0x1fadb}, {0x1fae8, 0x1fae8}, {0x1faf7, 0x1faf8},
    {0x2b739, 0x2b739}, {0x31350, 0x323af},
};
constexpr Range kOtherUppercase[] = {
    {0x2160, 0x216f}, {0x24b6, 0x24cf}, {0x1f130, 0x1f149}, {0x1f150, 0x1f169}, {0x1f170, 0x1f189}};
constexpr Range kOtherLowercase[] = {
    {0xaa, 0xaa},       {0xba, 0xba},       {0x2b0, 0x2b8},     {0x2c0, 0x2c1},    {0x2e0, 0x2e4},
    {0x345, 0x345},     {0x37a, 0x37a},     {0x1d2c, 0x1d6a},   {0x1d78, 0x1d78},  {0x1d9b, 0x1dbf},
    {0x2071, 0x2071},   {0x207f, 0x207f},   {0x2090, 0x209c},   {0x2170, 0x217f},  {0x24d0, 0x24e9},
    {0x2c7c, 0x2c7d},   {0xa69c, 0xa69d},   {0xa770, 0xa770},   {0xa7f8, 0xa7f9},  {0xab5c, 0xab5f},
    {0x10780, 0x10780}, {0x10783, 0x10785}, {0x10787, 0x107b0}, {0x107b2, 0x107ba}};
constexpr Range kIgnorablePunctuation[] = {
    {0x27, 0x27},     {0x2e, 0x2e},     {0x3a, 0x3a},     {0xb7, 0xb7},
    {0x387, 0x387},   {0x55f, 0x55f},   {0x5f4, 0x5f4},   {0x2018, 0x2019},
    {0x2024, 0x2024}, {0x2027, 0x2027}, {0xfe13, 0xfe13}, {0xfe52, 0xfe52},
    {0xfe55, 0xfe55}, {0xff07, 0xff07}, {0xff0e, 0xff0e}, {0xff1a, 0xff1a}};
// The zero of every run of ten decimal digits.
constexpr char32_t kZeros[] = {
    0x30,    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,   0xc66,
    0xce6,   0xd66,   0xde6,   0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,
    0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,  0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,  0xa9d0,
    0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60,
    0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0};
constexpr Range kOtherDigits[] = {
    {0xb2, 0xb3},     {0xb9, 0xb9},       {0x1369, 0x1371},   {0x19da, 0x19da},   {0x2070, 0x2070},
    {0x2074, 0x2079}, {0x2080, 0x2089},   {0x2460, 0x2468},   {0x2474, 0x247c},   {0x2488, 0x2490},
    {0x24ea, 0x24ea}, {0x24f5, 0x24fd},   {0x24ff, 0x24ff},   {0x2776, 0x277e},   {0x2780, 0x2788},
    {0x278a, 0x2792}, {0x10a40, 0x10a43}, {0x10e60, 0x10e68}, {0x11052, 0x1105a}, {0x1f100, 0x1f10a}};
constexpr Range kNumericIdeographs[] = {
    {0x3405, 0x3405},   {0x3483, 0x3483},   {0x382a, 0x382a},   {0x3b4d, 0x3b4d},   {0x4e00, 0x4e00},
    {0x4e03, 0x4e03},   {0x4e07, 0x4e07},   {0x4e09, 0x4e09},   {0x4e5d, 0x4e5d},   {0x4e8c, 0x4e8c},
    {0x4e94, 0x4e94},   {0x4e96, 0x4e96},   {0x4ebf, 0x4ec0},   {0x4edf, 0x4edf},   {0x4ee8, 0x4ee8},
    {0x4f0d, 0x4f0d},   {0x4f70, 0x4f70},   {0x5104, 0x5104},   {0x5146, 0x5146},   {0x5169, 0x5169},
    {0x516b, 0x516b},   {0x516d, 0x516d},   {0x5341, 0x5341},   {0x5343, 0x5345},   {0x534c, 0x534c},
    {0x53c1, 0x53c4},   {0x56db, 0x56db},   {0x58f1, 0x58f1},   {0x58f9, 0x58f9},   {0x5e7a, 0x5e7a},
    {0x5efe, 0x5eff},   {0x5f0c, 0x5f0e},   {0x5f10, 0x5f10},   {0x62fe, 0x62fe},   {0x634c, 0x634c},
    {0x67d2, 0x67d2},   {0x6f06, 0x6f06},   {0x7396, 0x7396},   {0x767e, 0x767e},   {0x8086, 0x8086},
    {0x842c, 0x842c},   {0x8cae, 0x8cae},   {0x8cb3, 0x8cb3},   {0x8d30, 0x8d30},   {0x9621, 0x9621},
    {0x9646, 0x9646},   {0x964c, 0x964c},   {0x9678, 0x9678},   {0x96f6, 0x96f6},   {0xf96b, 0xf96b},
    {0xf973, 0xf973},   {0xf978, 0xf978},   {0xf9b2, 0xf9b2},   {0xf9d1, 0xf9d1},   {0xf9d3, 0xf9d3},
    {0xf9fd, 0xf9fd},   {0x20001, 0x20001}, {0x20064, 0x20064}, {0x200e2, 0x200e2}, {0x20121, 0x20121},
    {0x2092a, 0x2092a}, {0x20983, 0x20983}, {0x2098c, 0x2098c}, {0x2099c, 0x2099c}, {0x20aea, 0x20aea},
    {0x20afd, 0x20afd}, {0x20b19, 0x20b19}, {0x22390, 0x22390}, {0x22998, 0x22998}, {0x23b1b, 0x23b1b},
    {0x2626d, 0x2626d}, {0x2f890, 0x2f890}};
// Letters that NFKC would turn into something that may not start (or be in) an identifier, and patterns.
constexpr Range kNoIdentifier[] = {{0x37a, 0x37a},   {0x2e2f, 0x2e2f}, {0xfc5e, 0xfc63}, {0xfdfa, 0xfdfb},
                                   {0xfe70, 0xfe70}, {0xfe72, 0xfe72}, {0xfe74, 0xfe74}, {0xfe76, 0xfe76},
                                   {0xfe78, 0xfe78}, {0xfe7a, 0xfe7a}, {0xfe7c, 0xfe7c}, {0xfe7e, 0xfe7e}};
constexpr Range kNoIdentifierStart[] = {{0xe33, 0xe33}, {0xeb3, 0xeb3}, {0xff9e, 0xff9f}};
constexpr Range kOtherIdentifierStart[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212e, 0x212e}};
constexpr Range kOtherIdentifierContinue[] = {{0xb7, 0xb7},     {0x387, 0x387},   {0x1369, 0x1371},
                                              {0x19da, 0x19da}, {0x2118, 0x2118}, {0x212e, 0x212e}};

constexpr std::array<uint8_t, 128> make_ascii_classes() {
    std::array<uint8_t, 128> classes{};
    for (int c = 0; c < 128; ++c) {
        uint8_t bits = 0;
        if ((c >= 9 && c <= 13) || (c >= 28 && c <= 32)) bits |= kSpaceBit;
        if (c >= 'A' && c <= 'Z') bits |= kUpperBit;
        if (c >= 'a' && c <= 'z') bits |= kLowerBit;
        if (c >= '0' && c <= '9') bits |= kDigitBit;
        classes[static_cast<size_t>(c)] = bits;
    }
    return classes;
}

utf8proc_category_t category(char32_t c) {
    if (c >= 0xcf3 && in_ranges(kNewInUnicode15, c)) return UTF8PROC_CATEGORY_CN;
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}
constexpr uint32_t bit(utf8proc_category_t category) {
    return 1u << category;
}
template <class... Categories>
bool has_category(char32_t c, Categories... categories) {
    return (bit(category(c)) & (bit(categories) | ...)) != 0;
}

}  // namespace

constexpr auto kClassTable = make_ascii_classes();
const uint8_t kAsciiClasses[128] = {
#define MOULT_ROW(n)                                                                                \
    kClassTable[n], kClassTable[n + 1], kClassTable[n + 2], kClassTable[n + 3], kClassTable[n + 4], \
        kClassTable[n + 5], kClassTable[n + 6], kClassTable[n + 7]
    MOULT_ROW(0),  MOULT_ROW(8),   MOULT_ROW(16),  MOULT_ROW(24), MOULT_ROW(32), MOULT_ROW(40),
    MOULT_ROW(48), MOULT_ROW(56),  MOULT_ROW(64),  MOULT_ROW(72), MOULT_ROW(80), MOULT_ROW(88),
    MOULT_ROW(96), MOULT_ROW(104), MOULT_ROW(112), MOULT_ROW(120)
#undef MOULT_ROW
};

const char* category_name(char32_t c) {
    if (in_ranges(kNewInUnicode15, c)) return "Cn";
    return utf8proc_category_string(static_cast<utf8proc_int32_t>(c));
}

bool is_alpha_slow(char32_t c) {
    return has_category(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT,
                        UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_LO);
}
bool is_space_slow(char32_t c) {
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}
bool is_upper_slow(char32_t c) {
    return has_category(c, UTF8PROC_CATEGORY_LU) || in_ranges(kOtherUppercase, c);
}
bool is_lower_slow(char32_t c) {
    return has_category(c, UTF8PROC_CATEGORY_LL) || in_ranges(kOtherLowercase, c);
}
bool is_title(char32_t c) {
    return c >= 0x1c5 && has_category(c, UTF8PROC_CATEGORY_LT);
}
bool is_cased(char32_t c) {
    return is_upper(c) || is_lower(c) || is_title(c);
}
bool is_case_ignorable(char32_t c) {
    return in_ranges(kIgnorablePunctuation, c) ||
           has_category(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME, UTF8PROC_CATEGORY_CF,
                        UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_SK);
}
int decimal_value_slow(char32_t c) {
    auto* after = std::upper_bound(std::begin(kZeros), std::end(kZeros), c);
    if (after == std::begin(kZeros) || c - after[-1] > 9) return -1;
    return static_cast<int>(c - after[-1]);
}
bool is_digit(char32_t c) {
    return decimal_value(c) >= 0 || in_ranges(kOtherDigits, c);
}
bool is_numeric(char32_t c) {
    if (c < 128) return kAsciiClasses[c] & kDigitBit;
    return has_category(c, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO) ||
           in_ranges(kNumericIdeographs, c);
}
bool is_printable(char32_t c) {
    if (c < 0x7f) return c >= 0x20;
    return !has_category(c, UTF8PROC_CATEGORY_CN, UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF,
                         UTF8PROC_CATEGORY_CS, UTF8PROC_CATEGORY_CO, UTF8PROC_CATEGORY_ZS,
                         UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP);
}
bool is_line_break(char32_t c) {
    return (c >= 0xa && c <= 0xd) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}
bool is_identifier_start(char32_t c) {
    if (c < 128) return (kAsciiClasses[c] & kAlphaBit) || c == '_';
    if (is_alpha_slow(c) || has_category(c, UTF8PROC_CATEGORY_NL))
        return !in_ranges(kNoIdentifier, c) && !in_ranges(kNoIdentifierStart, c);
    return in_ranges(kOtherIdentifierStart, c);
}
bool is_identifier_continue(char32_t c) {
    if (c < 128) return (kAsciiClasses[c] & (kAlphaBit | kDigitBit)) || c == '_';
    if (is_alpha_slow(c) || has_category(c, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC,
                                         UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_PC))
        return !in_ranges(kNoIdentifier, c);
    return in_ranges(kOtherIdentifierContinue, c);
}

}  // namespace moult::unicode
