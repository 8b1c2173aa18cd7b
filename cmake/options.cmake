# Compiler and linker options shared by every target, carried by the interface library moult_options.
add_library(moult_options INTERFACE)
target_compile_options(moult_options INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers
  -Wno-gnu-statement-expression -fno-strict-aliasing)
if(MOULT_WERROR)
  target_compile_options(moult_options INTERFACE -Werror)
endif()
target_compile_options(moult_options INTERFACE -fno-pie)
target_link_options(moult_options INTERFACE -fuse-ld=lld -no-pie -Wl,--gc-sections -Wl,--no-rosegment)
target_compile_definitions(moult_options INTERFACE
  MOULT_VERSION="${PROJECT_VERSION}" MOULT_DEFAULT_STDLIB="${MOULT_STDLIB}")
if(MOULT_ASAN OR MOULT_TSAN)
  set(MOULT_SANITIZED ON)
endif()
if(MOULT_ASAN)
  # The check for use after return puts locals into dynamic memory, which handlers (preserve_none) have no register for.
  set(MOULT_ASAN_OPTIONS -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-sanitize=vptr  # the layers have no type information to compare with
    -fsanitize-address-use-after-return=never -fno-omit-frame-pointer)
  target_compile_options(moult_options INTERFACE ${MOULT_ASAN_OPTIONS})
  target_link_options(moult_options INTERFACE -fsanitize=address,undefined)
endif()
if(MOULT_TSAN)
  target_compile_options(moult_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(moult_options INTERFACE -fsanitize=thread)
endif()
if(MOULT_FUZZ)
  target_compile_options(moult_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
