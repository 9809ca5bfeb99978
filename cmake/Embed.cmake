# embed(<target> NAMESPACE <ns> NAME <function> FOLDER <dir> [PREFIX <before each path>])
# makes the static library <target>, which holds the files below a folder and defines
#   std::span<const postferry::EmbeddedFile> <ns>::<function>()
# (base/embedded.hpp); whoever uses it declares that function. The assembler reads the files
# (.incbin): nothing is copied into sources. A file that comes, goes or changes is built anew.
function(embed target)
  cmake_parse_arguments(EMBED "" "NAMESPACE;NAME;FOLDER;PREFIX" "" ${ARGN})
  get_filename_component(folder ${EMBED_FOLDER} ABSOLUTE)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  list(SORT files)
  set(bytes "")
  set(names "")
  set(rows "")
  list(LENGTH files count)
  set(number 0)
  foreach(file ${files})
    set(symbol embedded_${target}_${number})
    file(RELATIVE_PATH path ${folder} ${file})
    string(APPEND bytes "asm(R\"(.pushsection .rodata.${symbol}, \"a\", @progbits\n"
      ".balign 16\n.globl ${symbol}\n.hidden ${symbol}\n${symbol}:\n.incbin \"${file}\"\n"
      ".globl ${symbol}_end\n.hidden ${symbol}_end\n${symbol}_end:\n.byte 0\n.popsection)\");\n")
    string(APPEND names "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "      {\"${EMBED_PREFIX}${path}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${target}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "#include \"base/embedded.hpp\"

#include <array>

@bytes@
@names@
namespace @EMBED_NAMESPACE@ {
std::span<const postferry::EmbeddedFile> @EMBED_NAME@();
std::span<const postferry::EmbeddedFile> @EMBED_NAME@() {
  static const std::array<postferry::EmbeddedFile, @count@> files{{
@rows@  }};
  return files;
}
}
")
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}")
  add_library(${target} STATIC ${source})
  target_link_libraries(${target} PUBLIC postferry_options)
endfunction()
