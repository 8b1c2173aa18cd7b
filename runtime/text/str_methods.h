// The methods of str, by the file that implements them; str_type.cpp puts them into the type.
#pragma once

#include "runtime/model/native.h"
#include "runtime/strings/str.h"

namespace moult {

// str_search.cpp
Ref<Value> str_count(Thread&, Args);
Ref<Value> str_endswith(Thread&, Args);
Ref<Value> str_find(Thread&, Args);
Ref<Value> str_index(Thread&, Args);
Ref<Value> str_replace(Thread&, Args);
Ref<Value> str_rfind(Thread&, Args);
Ref<Value> str_rindex(Thread&, Args);
Ref<Value> str_startswith(Thread&, Args);
Ref<Value> str_removeprefix(Thread&, Args);
Ref<Value> str_removesuffix(Thread&, Args);
// Whether the text has the piece; by characters.
bool str_has(const Str* text, const Str* piece);

// str_split.cpp
Ref<Value> str_join(Thread&, Args);
Ref<Value> str_lstrip(Thread&, Args);
Ref<Value> str_partition(Thread&, Args);
Ref<Value> str_rpartition(Thread&, Args);
Ref<Value> str_rsplit(Thread&, Args);
Ref<Value> str_rstrip(Thread&, Args);
Ref<Value> str_split(Thread&, Args);
Ref<Value> str_splitlines(Thread&, Args);
Ref<Value> str_strip(Thread&, Args);

// str_case.cpp
Ref<Value> str_capitalize(Thread&, Args);
Ref<Value> str_casefold(Thread&, Args);
Ref<Value> str_isalnum(Thread&, Args);
Ref<Value> str_isalpha(Thread&, Args);
Ref<Value> str_isascii(Thread&, Args);
Ref<Value> str_isdecimal(Thread&, Args);
Ref<Value> str_isdigit(Thread&, Args);
Ref<Value> str_isidentifier(Thread&, Args);
Ref<Value> str_islower(Thread&, Args);
Ref<Value> str_isnumeric(Thread&, Args);
Ref<Value> str_isprintable(Thread&, Args);
Ref<Value> str_isspace(Thread&, Args);
Ref<Value> str_istitle(Thread&, Args);
Ref<Value> str_isupper(Thread&, Args);
Ref<Value> str_lower(Thread&, Args);
Ref<Value> str_swapcase(Thread&, Args);
Ref<Value> str_title(Thread&, Args);
Ref<Value> str_upper(Thread&, Args);

// str_layout.cpp: padding, tabs, translation
Ref<Value> str_center(Thread&, Args);
Ref<Value> str_expandtabs(Thread&, Args);
Ref<Value> str_ljust(Thread&, Args);
Ref<Value> str_maketrans(Thread&, Args);
Ref<Value> str_rjust(Thread&, Args);
Ref<Value> str_translate(Thread&, Args);
Ref<Value> str_zfill(Thread&, Args);

// str_format.cpp
Ref<Value> str_format(Thread&, Args);
Ref<Value> str_format_map(Thread&, Args);

}  // namespace moult
