# What plugins need of this build: the interface that they are built for, what the executables show to them, and the file
# that projects outside include.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
separate_arguments(MOULT_PLUGIN_FLAGS UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
if(NOT "-DNDEBUG" IN_LIST MOULT_PLUGIN_FLAGS)
  list(APPEND MOULT_PLUGIN_FLAGS -UNDEBUG)
endif()
set(MOULT_PLUGIN_LINK_FLAGS "")
if(MOULT_ASAN)
  list(APPEND MOULT_PLUGIN_FLAGS ${MOULT_ASAN_OPTIONS})
  list(APPEND MOULT_PLUGIN_LINK_FLAGS -fsanitize=address,undefined)
else()
  list(APPEND MOULT_PLUGIN_LINK_FLAGS -static-libstdc++ -static-libgcc)
endif()
set(MOULT_PLUGIN_DEFINITIONS MOULT_VERSION="${PROJECT_VERSION}" MOULT_DEFAULT_STDLIB="${MOULT_STDLIB}")
set(MOULT_ROOT ${PROJECT_SOURCE_DIR})
set(MOULT_BUILD ${PROJECT_BINARY_DIR})

set(layers runtime compiler interp specializer)
set(headers "")
set(layer_flags "")
foreach(layer ${layers})
  file(GLOB_RECURSE of_layer CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${layer}/*.h)
  list(APPEND headers ${of_layer})
  list(APPEND layer_flags --layer ${layer})
endforeach()
string(REPLACE ";" " " flags "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${MOULT_PLUGIN_FLAGS}")
set(text "moult ${PROJECT_VERSION}, clang ${CMAKE_CXX_COMPILER_VERSION}, ${CMAKE_BUILD_TYPE}")
if(MOULT_ASAN)
  string(APPEND text " with sanitizers")
endif()
set(interface ${PROJECT_BINARY_DIR}/plugin_interface.cpp)
add_custom_command(OUTPUT ${interface}
  COMMAND /usr/bin/python3.11 -B ${PROJECT_SOURCE_DIR}/cmake/plugin_interface.py --root ${PROJECT_SOURCE_DIR} ${layer_flags}
    --flags "${flags}" --text "${text}" ${interface}
  DEPENDS ${headers} ${PROJECT_SOURCE_DIR}/cmake/plugin_interface.py COMMENT "Hashing the interface for plugins" VERBATIM)
add_custom_target(moult_plugin_interface DEPENDS ${interface})
target_sources(moult_interp PRIVATE ${interface})

configure_file(${PROJECT_SOURCE_DIR}/cmake/moult-plugin.cmake.in ${PROJECT_BINARY_DIR}/moult-plugin.cmake @ONLY)

# moult_opens_plugins(TARGET): an executable that shows to plugins what they need.
function(moult_opens_plugins name)
  set(exports ${PROJECT_SOURCE_DIR}/cmake/exports.list)
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${exports})
  target_link_options(${name} PRIVATE -Wl,--dynamic-list=${exports})
endfunction()
