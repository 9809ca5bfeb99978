# room(<name> ROOMS <rooms it knows> LIBRARIES <third-party targets> ALONE <sources>)
# makes the static library postferry_<name> from src/<name>/**/*.cpp (main.cpp is left out). A joined
# build (tools/build) compiles several sources of a room as one, but those that are named ALONE.
# tools/check-layers holds the same table against the includes.
add_library(postferry_options INTERFACE)
target_include_directories(postferry_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
# ccache takes a precompiled header for the same only when no time is written into it.
target_compile_options(postferry_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp" -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wno-sign-conversion -Werror -fno-omit-frame-pointer)
# A name that hides one of another source is no mistake; each source by itself is still checked.
if(CMAKE_UNITY_BUILD)
  target_compile_options(postferry_options INTERFACE -Wno-shadow)
endif()
target_compile_definitions(postferry_options INTERFACE BOOST_ASIO_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY POSTFERRY_VERSION="${PROJECT_VERSION}")
target_link_libraries(postferry_options INTERFACE Boost::headers Threads::Threads)

# What nearly every file includes is read once: parsing Asio's coroutines and the containers is more
# than half of a small file's time. base makes it; rooms with the same flags use base's.
set(POSTFERRY_PRECOMPILED <algorithm> <cstdint> <functional> <map> <memory> <optional> <string>
  <string_view> <unordered_map> <unordered_set> <utility> <variant> <vector> <fmt/format.h>
  <boost/asio/awaitable.hpp>)
set(POSTFERRY_OWN_PRECOMPILED storage)  # compiled without a sanitizer that the others have

function(precompile target name)
  if(name STREQUAL base OR name IN_LIST POSTFERRY_OWN_PRECOMPILED)
    target_precompile_headers(${target} PRIVATE ${POSTFERRY_PRECOMPILED})
  else()
    target_precompile_headers(${target} REUSE_FROM postferry_base)
  endif()
endfunction()

function(room name)
  cmake_parse_arguments(ROOM "" "" "ROOMS;LIBRARIES;ALONE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ROOM_ROOMS PREPEND postferry_)
  list(TRANSFORM ROOM_ALONE PREPEND ${CMAKE_SOURCE_DIR}/src/${name}/)
  set_source_files_properties(${ROOM_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(sources)
    add_library(postferry_${name} STATIC ${sources})
    target_link_libraries(postferry_${name} PUBLIC postferry_options ${ROOM_ROOMS} ${ROOM_LIBRARIES})
    precompile(postferry_${name} ${name})
  else()
    add_library(postferry_${name} INTERFACE)
    target_link_libraries(postferry_${name} INTERFACE postferry_options ${ROOM_ROOMS} ${ROOM_LIBRARIES})
  endif()
endfunction()
