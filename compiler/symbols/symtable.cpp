// Looking up symbols and blocks; private names.
#include "compiler/symbols/symtable.h"

namespace moult::compiler {

const Symbol* SymbolBlock::find(ast::Identifier wanted) const {
    auto is_wanted = [&](int index) { return symbols_[static_cast<size_t>(index)].name == wanted; };
    int found = indices_.find(hash_text(wanted), is_wanted);
    return found < 0 ? nullptr : &symbols_[static_cast<size_t>(found)];
}

Symbol& SymbolBlock::find_or_add(ast::Identifier wanted) {
    if (const Symbol* found = find(wanted)) return symbols_[static_cast<size_t>(found - symbols_.data())];
    indices_.add(hash_text(wanted), static_cast<int>(symbols_.size()));
    return symbols_.emplace_back(Symbol{wanted});
}

uint32_t SymbolBlock::flags_of(ast::Identifier wanted) const {
    const Symbol* symbol = find(wanted);
    return symbol == nullptr ? 0 : symbol->flags;
}

Scope SymbolBlock::scope_of(ast::Identifier wanted) const {
    const Symbol* symbol = find(wanted);
    return symbol == nullptr ? Scope::Unknown : symbol->scope;
}

SymbolBlock& SymbolTable::add_block(const void* node) {
    blocks_.push_back(std::make_unique<SymbolBlock>());
    by_node_[node] = blocks_.back().get();
    return *blocks_.back();
}

SymbolBlock* SymbolTable::find(const void* node) const {
    auto found = by_node_.find(node);
    return found == by_node_.end() ? nullptr : found->second;
}

ast::Identifier mangle(Arena& arena, ast::Identifier private_to, ast::Identifier name) {
    if (private_to.empty() || !name.starts_with("__")) return name;
    if (name.ends_with("__") || name.find('.') != name.npos) return name;
    size_t start = private_to.find_first_not_of('_');
    if (start == private_to.npos) return name;
    return arena.intern("_" + std::string(private_to.substr(start)) + std::string(name));
}

}  // namespace moult::compiler
