# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Each .cc file of test/fuzz is a program with libFuzzer. They belong to the build with sanitizers:
# what the suites use is what is fuzzed. Only the readers carry libFuzzer's counters, which call a
# function at every comparison: in the models they would make the suites several times slower. What
# -fsanitize=fuzzer-no-link stands for is named here, because the shared precompiled header does not
# have it.

set(fuzz_counters -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)

file(GLOB fuzzed_sources CONFIGURE_DEPENDS
     model/profile/*.cc model/packet/*header-chain*.cc planner/base/*.cc planner/scenario/*.cc
     planner/topology/*.cc)
set_source_files_properties(${fuzzed_sources} PROPERTIES
                            COMPILE_OPTIONS ${fuzz_counters})

file(GLOB fuzz_sources CONFIGURE_DEPENDS test/fuzz/*.cc)
add_custom_target(ipsec-fuzz)
foreach(source ${fuzz_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${source})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/fuzz)
  target_link_libraries(${name} PRIVATE ipsec-planner)
  target_compile_options(${name} PRIVATE ${fuzz_counters})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  ipsec_offload_use_pch(${name})
  add_dependencies(ipsec-fuzz ${name})
endforeach()
