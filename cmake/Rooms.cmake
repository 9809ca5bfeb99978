# room(<name> ROOMS <rooms it knows> LIBRARIES <third-party targets>)
# makes the static library postferry_<name> from src/<name>/**/*.cpp (main.cpp is left out).
# tools/check-layers holds the same table against the includes.
add_library(postferry_options INTERFACE)
target_include_directories(postferry_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(postferry_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wno-sign-conversion -Werror -fno-omit-frame-pointer)
target_compile_definitions(postferry_options INTERFACE BOOST_ASIO_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY POSTFERRY_VERSION="${PROJECT_VERSION}")
target_link_libraries(postferry_options INTERFACE Boost::headers Threads::Threads)

function(room name)
  cmake_parse_arguments(ROOM "" "" "ROOMS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ROOM_ROOMS PREPEND postferry_)
  if(sources)
    add_library(postferry_${name} STATIC ${sources})
    target_link_libraries(postferry_${name} PUBLIC postferry_options ${ROOM_ROOMS} ${ROOM_LIBRARIES})
  else()
    add_library(postferry_${name} INTERFACE)
    target_link_libraries(postferry_${name} INTERFACE postferry_options ${ROOM_ROOMS} ${ROOM_LIBRARIES})
  endif()
endfunction()
