// One block after the other; what the flags mean is the `symtable` module's interpretation of them.
#include "compiler/listing/symbols_text.h"

#include <algorithm>
#include <set>

#include "compiler/utf8.h"

namespace moult::compiler {

namespace {

class SymbolPrinter {
  public:
    void print(const SymbolBlock& block, int depth) {
        std::string margin(2 * static_cast<size_t>(depth), ' ');
        out += margin + kind_of(block) + " " + std::string(block.name) + ", line " +
               std::to_string(block.type == BlockType::Module ? 0 : block.location.lineno);
        if (block.type == BlockType::Function) out += ", optimized";
        if (block.nested) out += ", nested";
        if (!block.children.empty()) out += ", children";
        if (block.type == BlockType::Class) print_methods(block);
        out += '\n';
        std::vector<const Symbol*> symbols;
        int width = 0;
        for (const Symbol& symbol : block.symbols()) {
            symbols.push_back(&symbol);
            width = std::max(width, count_characters(symbol.name));
        }
        // Order by bytes is order by characters.
        std::sort(symbols.begin(), symbols.end(),
                  [](auto* left, auto* right) { return left->name < right->name; });
        for (const Symbol* symbol : symbols) {
            std::string line = margin + "    " + std::string(symbol->name);
            line.append(static_cast<size_t>(width - count_characters(symbol->name)) + 2, ' ');
            line += flags_of(block, *symbol);
            line.erase(line.find_last_not_of(' ') + 1);
            out += line + "\n";
        }
        for (const SymbolBlock* child : block.children) print(*child, depth + 1);
    }

    std::string out;

  private:
    static std::string kind_of(const SymbolBlock& block) {
        switch (block.type) {
            case BlockType::Function: return "function";
            case BlockType::Class: return "class";
            case BlockType::Module: return "module";
            case BlockType::Annotation: return "annotation";
        }
        return "";
    }

    void print_methods(const SymbolBlock& block) {
        std::set<std::string_view> names;
        for (const SymbolBlock* child : block.children) names.insert(child->name);
        if (!names.empty()) out += ", methods";
        for (std::string_view name : names) out += " " + std::string(name);
    }

    static std::string flags_of(const SymbolBlock& block, const Symbol& symbol) {
        bool top = block.name == "top";  // as the module sees it: by the name alone
        bool bound = symbol.flags & kDefBound;
        bool is_namespace = std::any_of(block.children.begin(), block.children.end(),
                                        [&](const SymbolBlock* child) { return child->name == symbol.name; });
        const std::pair<const char*, bool> kFlags[] = {
            {"referenced", symbol.flags & kUse},
            {"parameter", symbol.flags & kDefParam},
            {"imported", symbol.flags & kDefImport},
            {"assigned", symbol.flags & kDefLocal},
            {"annotated", symbol.flags & kDefAnnotation},
            {"namespace", is_namespace},
            {"local", symbol.scope == Scope::Local || symbol.scope == Scope::Cell || (top && bound)},
            {"free", symbol.scope == Scope::Free},
            {"global", symbol.scope == Scope::GlobalImplicit || symbol.scope == Scope::GlobalExplicit ||
                           (top && bound)},
            {"declared global", symbol.scope == Scope::GlobalExplicit},
            {"nonlocal", symbol.flags & kDefNonlocal},
        };
        std::string text;
        for (auto [name, holds] : kFlags)
            if (holds) text += (text.empty() ? "" : ", ") + std::string(name);
        return text;
    }
};

}  // namespace

std::string describe_symbols(const SymbolTable& table) {
    SymbolPrinter printer;
    printer.print(table.top(), 0);
    return std::move(printer.out);
}

}  // namespace moult::compiler
