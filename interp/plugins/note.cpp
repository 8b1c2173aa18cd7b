// The notes of an ELF file.
#include "interp/plugins/note.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "interp/plugins/plugin.h"

namespace moult::interp {

namespace {

constexpr size_t kMostBytes = 1 << 16;  // of program headers, and of notes

class File {
  public:
    explicit File(const std::string& name) : descriptor_(open(name.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~File() {
        if (is_open()) close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    // Of a regular file; of others 0.
    uint64_t size() const {
        struct stat status;
        bool is_regular = fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
        return is_regular ? static_cast<uint64_t>(status.st_size) : 0;
    }
    // False unless there are so many bytes.
    bool read(uint64_t offset, void* bytes, size_t size) const {
        return pread(descriptor_, bytes, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
    }

  private:
    int descriptor_;
};

// The description of the note named "moult", or "".
std::string find_note(const std::vector<char>& notes, uint32_t* type) {
    auto padded = [](uint32_t size) { return (size_t{size} + 3) & ~size_t{3}; };
    for (size_t place = 0; place + sizeof(Elf64_Nhdr) <= notes.size();) {
        Elf64_Nhdr header;
        std::memcpy(&header, &notes[place], sizeof header);
        size_t name = place + sizeof header;
        size_t description = name + padded(header.n_namesz);
        size_t end = description + padded(header.n_descsz);
        if (end > notes.size()) break;
        if (header.n_namesz == 6 && std::memcmp(&notes[name], "moult", 6) == 0) {
            *type = header.n_type;
            return {&notes[description], header.n_descsz};
        }
        place = end;
    }
    return "";
}

bool is_shared_object(const File& file, Elf64_Ehdr* header) {
    return file.read(0, header, sizeof *header) && std::memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_type == ET_DYN &&
           header->e_phentsize == sizeof(Elf64_Phdr) && header->e_phnum * sizeof(Elf64_Phdr) <= kMostBytes;
}

}  // namespace

bool read_plugin_note(const std::string& name, PluginIdentity* identity, std::string* problem) {
    File file(name);
    if (!file.is_open()) {
        *problem = std::strerror(errno);
        return false;
    }
    Elf64_Ehdr header;
    *problem = "is not a shared object";
    uint64_t size = file.size();
    if (size == 0 || !is_shared_object(file, &header)) return false;
    std::vector<Elf64_Phdr> segments(header.e_phnum);
    if (!file.read(header.e_phoff, segments.data(), segments.size() * sizeof(Elf64_Phdr))) return false;
    *problem = "is cut short";  // mapping it would end in a bus error
    for (const Elf64_Phdr& segment : segments)
        if (segment.p_filesz > size || segment.p_offset > size - segment.p_filesz) return false;
    *problem = "is not a plugin of moult";
    for (const Elf64_Phdr& segment : segments) {
        if (segment.p_type != PT_NOTE || segment.p_filesz > kMostBytes) continue;
        std::vector<char> notes(segment.p_filesz);
        if (!file.read(segment.p_offset, notes.data(), notes.size())) continue;
        std::string text = find_note(notes, &identity->boundary);
        size_t first = text.find('\n');
        if (first == std::string::npos) continue;
        problem->clear();
        identity->interface = text.substr(0, first);
        identity->text = text.substr(first + 1, text.find('\n', first + 1) - first - 1);
        return true;
    }
    return false;
}

}  // namespace moult::interp
