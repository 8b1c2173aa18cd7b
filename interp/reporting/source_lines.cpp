// Reads a line of a source file and decodes it.
#include "interp/reporting/source_lines.h"

#include <cstdio>
#include <cstring>

#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/objects/module.h"
#include "runtime/state/errors.h"
#include "runtime/state/names.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

bool read_file(const std::string& path, std::string* content) {
    std::FILE* file = std::fopen(path.c_str(), "rbe");
    if (!file) return false;
    char buffer[16384];
    size_t count;
    while ((count = std::fread(buffer, 1, sizeof buffer, file)) > 0) content->append(buffer, count);
    bool good = !std::ferror(file);
    std::fclose(file);
    return good;
}

// By its name, or by the name's last part in a folder of sys.path.
bool find_and_read(Thread& thread, const std::string& filename, std::string* content) {
    if (read_file(filename, content)) return true;
    if (!thread.interp.sys) return false;
    const List* folders =
        as_instance<List>(dict_get_str(thread.interp.sys->dict.get(), thread.interp.names().path));
    if (!folders) return false;
    size_t slash = filename.rfind('/');
    std::string tail = slash == std::string::npos ? filename : filename.substr(slash + 1);
    for (Value folder : folders->span()) {
        const Str* name = as_str(folder);
        if (!name) continue;
        std::string path = to_utf8(name);
        if (!path.empty() && path.back() != '/') path += '/';
        content->clear();
        if (read_file(path + tail, content)) return true;
    }
    return false;
}

// The next line from `position` on, which moves behind its newline ("\n", "\r\n" or "\r"). False at the end.
bool next_line(std::string_view content, size_t* position, std::string_view* line) {
    if (*position >= content.size()) return false;
    size_t end = content.find_first_of("\r\n", *position);
    if (end == std::string_view::npos) {
        *line = content.substr(*position);
        *position = content.size();
        return true;
    }
    *line = content.substr(*position, end - *position);
    *position = end + (content.substr(end, 2) == "\r\n" ? 2 : 1);
    return true;
}

// The name in a comment "coding: name" or "coding=name" of this line, if it is one.
std::string cookie_in(std::string_view line) {
    size_t start = line.find_first_not_of(" \t\f");
    if (start == std::string_view::npos || line[start] != '#') return {};
    for (size_t at = line.find("coding"); at != std::string_view::npos; at = line.find("coding", at + 1)) {
        size_t i = at + 6;
        if (i >= line.size() || (line[i] != ':' && line[i] != '=')) continue;
        ++i;
        while (i < line.size() && (line[i] == ' ' || line[i] == '\t')) ++i;
        size_t begin = i;
        while (i < line.size() &&
               (std::isalnum(static_cast<unsigned char>(line[i])) || std::strchr("-_.", line[i])))
            ++i;
        if (i > begin) return std::string(line.substr(begin, i - begin));
    }
    return {};
}

std::string declared_encoding(std::string_view content) {
    size_t position = 0;
    std::string_view line;
    for (int i = 0; i < 2 && next_line(content, &position, &line); ++i) {
        if (std::string name = cookie_in(line); !name.empty()) return name;
        if (line.find_first_not_of(" \t\f") != std::string_view::npos &&
            line[line.find_first_not_of(" \t\f")] != '#')
            break;
    }
    return "utf-8";
}

}  // namespace

bool read_source_line(Thread& thread, const Str* filename, int line, std::string* text, bool keep_newline) {
    std::string content;
    if (line < 1 || !find_and_read(thread, to_utf8(filename), &content)) return false;
    std::string_view rest = content;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
    std::string encoding = declared_encoding(rest);
    size_t position = 0;
    std::string_view found;
    for (int i = 0; i < line; ++i)
        if (!next_line(rest, &position, &found)) return false;
    const char* newline = keep_newline && found.data() + found.size() < rest.data() + rest.size() ? "\n" : "";
    if (is_ascii(found)) {
        *text = std::string(found) + newline;
        return true;
    }
    Ref<Value> pending = take_error(thread);
    Ref<Str> decoded = decode_text(thread, found, encoding);
    if (decoded) *text = to_utf8(decoded.get()) + newline;
    restore_error(thread, std::move(pending));
    return static_cast<bool>(decoded);
}

}  // namespace moult
