# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Each .cc file of test/fuzz is a program with libFuzzer. They belong to the build with sanitizers,
# whose objects carry libFuzzer's counters (Compiler.cmake): what the suites use is what is fuzzed.

file(GLOB fuzz_sources CONFIGURE_DEPENDS test/fuzz/*.cc)
add_custom_target(ipsec-fuzz)
foreach(source ${fuzz_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${source})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/fuzz)
  target_link_libraries(${name} PRIVATE ipsec-planner)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  ipsec_offload_use_pch(${name})
  add_dependencies(ipsec-fuzz ${name})
endforeach()
