# The trace tier: what goes into the executables that have it, the bodies that traces inline as LLVM bitcode, and
# libmoult_jit.so, which alone links LLVM and is opened on the first hot trace. See docs/jit.md.
moult_layer(moult_jit FOLDER jit EXCEPT llvm bodies DEPENDS moult_specializer moult_interp)

# --- bitcode: the specializations and jit/bodies/, compiled once more

find_program(MOULT_LLVM_LINK NAMES llvm-link-19 HINTS /usr/lib/llvm-19/bin REQUIRED)
find_program(MOULT_LLVM_NM NAMES llvm-nm-19 HINTS /usr/lib/llvm-19/bin REQUIRED)
file(GLOB body_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/specializer/families/*.cpp
  ${PROJECT_SOURCE_DIR}/jit/bodies/*.cpp)
list(FILTER body_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(moult_bitcode OBJECT ${body_sources} ${extra_families})
moult_target(moult_bitcode)
target_include_directories(moult_bitcode PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_options(moult_bitcode PRIVATE ${MOULT_BITCODE_OPTIONS})
target_compile_definitions(moult_bitcode PRIVATE MOULT_BITCODE MOULT_DEFAULT_STDLIB="${MOULT_STDLIB}")
set(bodies ${PROJECT_BINARY_DIR}/moult_bodies.bc)
add_custom_command(OUTPUT ${bodies} COMMAND ${MOULT_LLVM_LINK} -o ${bodies} $<TARGET_OBJECTS:moult_bitcode>
  DEPENDS moult_bitcode $<TARGET_OBJECTS:moult_bitcode> COMMAND_EXPAND_LISTS COMMENT "Linking moult_bodies.bc" VERBATIM)

# --- the addresses of what the bitcode refers to: a table in the executables, so that nothing is looked up

set(host_symbols ${PROJECT_BINARY_DIR}/host_symbols.cpp)
add_custom_command(OUTPUT ${host_symbols}
  COMMAND /usr/bin/python3.11 -B ${PROJECT_SOURCE_DIR}/jit/llvm/host_symbols.py --nm ${MOULT_LLVM_NM} ${bodies} ${host_symbols}
  DEPENDS ${bodies} ${PROJECT_SOURCE_DIR}/jit/llvm/host_symbols.py COMMENT "Listing the host's symbols" VERBATIM)
add_library(moult_host_symbols OBJECT ${host_symbols})
moult_target(moult_host_symbols)
target_link_libraries(moult_host_symbols PRIVATE moult_options)
target_include_directories(moult_host_symbols PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_options(moult_host_symbols PRIVATE -fno-sanitize=all)

# --- the library

# LLVM is linked in, and of it what is used: docs/decisions/llvm-linked-in.md.
find_program(MOULT_LLVM_CONFIG NAMES llvm-config-19 HINTS /usr/lib/llvm-19/bin REQUIRED)
execute_process(COMMAND ${MOULT_LLVM_CONFIG} --link-static --libfiles orcjit nativecodegen bitreader
  OUTPUT_VARIABLE llvm_archives OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(llvm_archives)
find_library(MOULT_ZLIB_LIBRARY NAMES libz.a z REQUIRED)  # LLVM's checksums
find_path(MOULT_LLVM_INCLUDE NAMES llvm/ExecutionEngine/Orc/Core.h HINTS /usr/lib/llvm-19/include /usr/include/llvm-19
  NO_DEFAULT_PATH REQUIRED)
file(GLOB llvm_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/jit/llvm/*.cpp)
list(FILTER llvm_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(moult_jit_library MODULE ${llvm_sources})
moult_target(moult_jit_library)
set_target_properties(moult_jit_library PROPERTIES PREFIX "" OUTPUT_NAME libmoult_jit POSITION_INDEPENDENT_CODE ON
  LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
target_include_directories(moult_jit_library PRIVATE ${PROJECT_SOURCE_DIR})
target_include_directories(moult_jit_library SYSTEM PRIVATE ${MOULT_LLVM_INCLUDE})
target_compile_definitions(moult_jit_library PRIVATE MOULT_DEFAULT_STDLIB="${MOULT_STDLIB}")
target_compile_options(moult_jit_library PRIVATE -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers
  -fno-rtti -fno-exceptions -fvisibility=hidden -ffunction-sections -fdata-sections -fno-strict-aliasing)
if(MOULT_WERROR)
  target_compile_options(moult_jit_library PRIVATE -Werror)
endif()
set(exports ${PROJECT_SOURCE_DIR}/jit/llvm/exports.map)
set_target_properties(moult_jit_library PROPERTIES LINK_DEPENDS ${exports})
if(MOULT_TSAN)
  target_compile_options(moult_jit_library PRIVATE -fsanitize=thread)
  target_link_options(moult_jit_library PRIVATE -Wl,-z,undefs)  # the command has the sanitizer's functions
else()
  target_link_options(moult_jit_library PRIVATE -Wl,-z,defs)
endif()
target_link_options(moult_jit_library PRIVATE -fuse-ld=lld -Wl,--gc-sections -Wl,--as-needed
  -Wl,-z,pack-relative-relocs -Wl,--version-script=${exports}
  -Wl,--icf=all -Wl,--keep-unique=__jit_debug_register_code  # where gdb sets a breakpoint
  $<$<CONFIG:Release>:-Wl,--strip-all>)  # the other build types keep the names of LLVM's functions, for gdb and perf
if(NOT MOULT_SANITIZED)  # the sanitizer has to see what one side allocates and the other one frees
  target_link_options(moult_jit_library PRIVATE -static-libstdc++ -static-libgcc)
endif()
target_link_libraries(moult_jit_library PRIVATE ${llvm_archives} ${MOULT_ZLIB_LIBRARY})

# moult_use_jit(TARGET): gives an executable the trace tier.
function(moult_use_jit name)
  target_link_libraries(${name} PRIVATE moult_jit)
  target_sources(${name} PRIVATE $<TARGET_OBJECTS:moult_host_symbols>)
  add_dependencies(${name} moult_jit_library moult_host_symbols)
  target_compile_definitions(${name} PRIVATE MOULT_JIT)
endfunction()
