// Dict: insertion-ordered and compact (an index table over an array of entries), with a smaller entry while
// every key is a str. Key tables carry a version, so that caches can remember where a key lies.
#pragma once

#include "runtime/model/fields.h"
#include "runtime/strings/str.h"

namespace moult {

struct DictEntry {  // of a general table
    int64_t hash;
    Value key;  // empty: deleted
    Value value;
};
struct StrDictEntry {  // of a table whose keys are all exact strs (their hash is in the str)
    Value key;
    Value value;
};

// One allocation: this header, the index table (1, 2 or 4 bytes a cell, by size), the entries.
struct DictTable {
    uint32_t version;   // identity of the set of keys and their places; 0 until asked for; reset to 0 when a
                        // key is added or removed or the table is rebuilt. Changing a value leaves it.
    uint8_t log2_size;  // cells of the index table
    uint8_t log2_index_bytes;
    bool str_keys;
    uint32_t usable;       // entries that can still be appended
    uint32_t entry_count;  // entries used, deleted ones included
    void* indices() { return this + 1; }
    const void* indices() const { return this + 1; }
    size_t index_bytes() const { return size_t{1} << log2_index_bytes; }
    StrDictEntry* str_entries() {
        return reinterpret_cast<StrDictEntry*>(reinterpret_cast<char*>(this + 1) + index_bytes());
    }
    DictEntry* entries() {
        return reinterpret_cast<DictEntry*>(reinterpret_cast<char*>(this + 1) + index_bytes());
    }
};

struct Dict : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kDict;
    DictTable* table;  // null: empty
    size_t length;     // live entries
    uint64_t
        mutations;  // counts changes of the set of keys: iterators detect "changed size during iteration"
    static void release(Interpreter&, Dict&);  // leaves it empty
    static void visit(Dict&, Visitor&);
    static constexpr bool kClears = true;
};

// iter(dict), and of its views, forwards and in reverse; which one, the type says.
struct DictIterator : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kDictIterator;
    Value dict;              // owned; empty when exhausted
    size_t expected_length;  // of the dict; SIZE_MAX after it turned out to have changed
    size_t position;         // number of the entry to look at next; in reverse, that number plus one
    size_t remaining;        // items still to come
    Value pair;              // owned: the tuple given out last, to be used again; empty unless over items
    static constexpr auto kFields = fields<&DictIterator::dict, &DictIterator::pair>;
};

Ref<Dict> make_dict(Thread&, size_t expected = 0);
// The value of a key, borrowed; empty when there is none. Fails when hashing or comparing does.
Result<Value> dict_get(Thread&, Dict*, Value key);
Result<Value> dict_get(Thread&, Dict*, Value key, int64_t hash);
Value dict_get_str(
    const Dict*,
    const Str* key);  // for str keys: never fails unless the dict has odd keys equal to str (then skipped)
Status dict_set(Thread&, Dict*, Value key, Value value);  // shares both
Status dict_set_str(Thread&, Dict*, Str* key, Value value);
// Removes; true when it was there.
Result<bool> dict_remove(Thread&, Dict*, Value key);
// Removes and returns the value; empty when there was none.
Ref<Value> dict_pop(Thread&, Dict*, Value key);
// The value of a key, inserting `otherwise` when there is none; owned.
Ref<Value> dict_set_default(Thread&, Dict*, Value key, Value otherwise);
void dict_clear(Thread&, Dict*);
Ref<Dict> dict_copy(Thread&, Dict*);
// Takes over the items of a mapping: a dict, or what has keys(); AttributeError for anything else. kKeep:
// keys that exist keep their value; kRaise: KeyError(key) for existing ones (used for ** in calls).
enum class MergeMode : uint8_t { kOverride, kKeep, kRaise };
Status dict_merge(Thread&, Dict*, Value mapping, MergeMode);
// dict.update(other): mappings and iterables of pairs.
Status dict_update(Thread&, Dict*, Value other);

// Iterates in insertion order: position starts at 0; false at the end. Key and value are borrowed. The dict
// must not change meanwhile except for values of existing keys.
bool dict_next(const Dict*, size_t* position, Value* key, Value* value);

// For caches: the place of a str key in a table whose keys are all strs, -1 when absent or when the table is
// general.
int64_t dict_str_index(const Dict*, const Str* key);
// The version of the dict's key table, assigned on demand; 0 when there is none to be had.
uint32_t dict_keys_version(Interpreter&, Dict*);

extern const TypeSpec kDictType;
void init_dict(Interpreter&);

}  // namespace moult
