# moult_plugin: builds a plugin, a shared object with modules and specializations. For sources of this project, and, by way of
# moult-plugin.cmake in the build folder, for those of others. See docs/plugins.md.
#
# What it is told: MOULT_ROOT (the sources), MOULT_BUILD (the build folder), MOULT_PLUGIN_DEFINITIONS, MOULT_PLUGIN_FLAGS (what
# moult was compiled with), MOULT_PLUGIN_LINK_FLAGS, MOULT_JIT, MOULT_LLVM_LINK and MOULT_LLVM_NM.

set(MOULT_PYTHON /usr/bin/python3.11)

# How bodies are compiled to bitcode. Not the options of all targets: bodies must not be instrumented, and traces contract no
# floating-point operations, so that all tiers compute the same. What the build type says about assertions and poisoning holds
# here too.
set(MOULT_BITCODE_OPTIONS -emit-llvm -O2 -g0 -fno-pie -fno-exceptions -fno-rtti -fstrict-aliasing
  -ffp-contract=off -fno-vectorize -fno-slp-vectorize -fno-unroll-loops -fno-asynchronous-unwind-tables
  -fno-stack-protector -fno-threadsafe-statics -Wno-return-type-c-linkage)

# moult_plugin(NAME SOURCES... [LIBRARIES libraries...] [WITHOUT_BITCODE]): the target NAME, which makes NAME.so of the sources.
# Of those with a MOULT_SPECIALIZE in their text the bodies become part of it as bitcode too, which traces inline.
function(moult_plugin name)
  cmake_parse_arguments(PLUGIN "WITHOUT_BITCODE" "" "LIBRARIES" ${ARGN})
  set(sources ${PLUGIN_UNPARSED_ARGUMENTS})
  if(NOT sources)
    message(FATAL_ERROR "moult_plugin(${name}): there are no sources")
  endif()
  set(interface ${MOULT_BUILD}/plugin_interface.cpp)
  set(entry ${CMAKE_CURRENT_BINARY_DIR}/${name}_entry.cpp)
  set(definitions ${MOULT_PLUGIN_DEFINITIONS} MOULT_PLUGIN="${name}")
  set(with_bitcode "")
  set(bitcode "")

  set(specializing "")
  foreach(source ${sources})
    get_filename_component(path ${source} ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    if(NOT EXISTS ${path})
      message(FATAL_ERROR "moult_plugin(${name}): there is no ${path}")
    endif()
    file(STRINGS ${path} lines REGEX "MOULT_SPECIALIZE" LIMIT_COUNT 1)
    if(lines)
      list(APPEND specializing ${source})
    endif()
  endforeach()
  if(MOULT_JIT AND specializing AND NOT PLUGIN_WITHOUT_BITCODE)
    add_library(${name}_bitcode OBJECT ${specializing})
    target_compile_features(${name}_bitcode PRIVATE cxx_std_20)
    target_include_directories(${name}_bitcode PRIVATE ${MOULT_ROOT})
    target_compile_definitions(${name}_bitcode PRIVATE ${definitions} MOULT_BITCODE)
    target_compile_options(${name}_bitcode PRIVATE ${MOULT_PLUGIN_FLAGS} ${MOULT_BITCODE_OPTIONS} -fno-sanitize=all)
    set(bitcode ${CMAKE_CURRENT_BINARY_DIR}/${name}_bodies.bc)
    add_custom_command(OUTPUT ${bitcode} COMMAND ${MOULT_LLVM_LINK} -o ${bitcode} $<TARGET_OBJECTS:${name}_bitcode>
      DEPENDS ${name}_bitcode $<TARGET_OBJECTS:${name}_bitcode> COMMAND_EXPAND_LISTS COMMENT "Linking ${name}_bodies.bc" VERBATIM)
    set(with_bitcode --bitcode ${bitcode} --nm ${MOULT_LLVM_NM})
  endif()
  add_custom_command(OUTPUT ${entry}
    COMMAND ${MOULT_PYTHON} -B ${MOULT_ROOT}/cmake/plugin_entry.py --name ${name} --interface ${interface} ${with_bitcode} ${entry}
    DEPENDS ${interface} ${bitcode} ${MOULT_ROOT}/cmake/plugin_entry.py ${MOULT_ROOT}/jit/llvm/host_symbols.py
    COMMENT "Writing the entry of ${name}" VERBATIM)

  add_library(${name} MODULE ${sources} ${entry})
  set_target_properties(${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name} SUFFIX .so POSITION_INDEPENDENT_CODE ON)
  set_source_files_properties(${entry} PROPERTIES OBJECT_DEPENDS "${bitcode}")
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_include_directories(${name} PRIVATE ${MOULT_ROOT})
  target_compile_definitions(${name} PRIVATE ${definitions})
  target_compile_options(${name} PRIVATE ${MOULT_PLUGIN_FLAGS} -fno-exceptions -fno-rtti -fno-strict-aliasing)
  target_link_options(${name} PRIVATE -fuse-ld=lld -Wl,--gc-sections -Wl,--exclude-libs,ALL -Wl,-z,now ${MOULT_PLUGIN_LINK_FLAGS})
  target_link_libraries(${name} PRIVATE ${PLUGIN_LIBRARIES})
endfunction()
