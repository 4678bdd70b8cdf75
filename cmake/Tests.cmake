# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# The test runner, and one CTest test per ns-3 TestSuite in it. The runner itself is asked for its
# suites after each build, so there is no list to keep.

if(TARGET ipsec-planner)
  file(GLOB planner_tests CONFIGURE_DEPENDS test/planner/*.cc)
endif()
set(IPSEC_OFFLOAD_SUITES "" CACHE STRING
    "Regular expression: build only the test suites whose file names match, all when empty")
if(IPSEC_OFFLOAD_SUITES)
  foreach(list ipsec_offload_tests planner_tests)
    set(left_out ${${list}})
    list(FILTER left_out INCLUDE REGEX "-test-suite\\.cc$") # what suites share is always built
    list(FILTER left_out EXCLUDE REGEX "${IPSEC_OFFLOAD_SUITES}")
    list(REMOVE_ITEM ${list} "" ${left_out})
  endforeach()
endif()
# The module's own tests know nothing of the planner and its libraries: the same flags with and
# without them are the same objects to ccache, so that ./check compiles them once.
add_library(ipsec-module-tests OBJECT test/test-runner.cc ${ipsec_offload_tests})
target_include_directories(ipsec-module-tests PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(ipsec-module-tests PRIVATE ns3-ipsec-offload ${ns3_applications})
ipsec_offload_use_pch(ipsec-module-tests)

add_executable(ipsec-test-runner $<TARGET_OBJECTS:ipsec-module-tests> ${planner_tests})
target_include_directories(ipsec-test-runner PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(ipsec-test-runner PRIVATE ns3-ipsec-offload ${ns3_applications})
if(TARGET ipsec-planner)
  target_link_libraries(ipsec-test-runner PRIVATE ipsec-planner)
endif()
if(TARGET ipsec-plan)
  add_dependencies(ipsec-test-runner ipsec-plan) # tests start it
endif()
ipsec_offload_use_pch(ipsec-test-runner)

set(suite_list ${CMAKE_CURRENT_BINARY_DIR}/ipsec-test-suites.cmake)
add_custom_command(
  TARGET ipsec-test-runner
  POST_BUILD
  BYPRODUCTS ${suite_list}
  COMMAND ${CMAKE_COMMAND}
          -DRUNNER=$<TARGET_FILE:ipsec-test-runner>
          -DSUITE_LIST=${suite_list}
          -DTEMP_DIR=${CMAKE_CURRENT_BINARY_DIR}/test-tmp
          -DSOURCE_DIR=${CMAKE_CURRENT_SOURCE_DIR}
          -DBINARY_DIR=${CMAKE_CURRENT_BINARY_DIR}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/DiscoverSuites.cmake
  VERBATIM)
set(suite_include ${CMAKE_CURRENT_BINARY_DIR}/ipsec-test-include.cmake)
file(WRITE ${suite_include}
"if(EXISTS \"${suite_list}\")
  include(\"${suite_list}\")
else()
  add_test(ipsec-test-runner_NOT_BUILT ipsec-test-runner_NOT_BUILT)
endif()
")
set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${suite_include})

# Full fidelity must not depend on the resolution of time; ns-3's default is one nanosecond.
foreach(suite ipsec-stack ipsec-stack-wire)
  add_test(NAME ${suite}-nanoseconds COMMAND ipsec-test-runner --suite=${suite} --verbose)
  set_tests_properties(${suite}-nanoseconds PROPERTIES
    LABELS system TIMEOUT 600 ENVIRONMENT IPSEC_TEST_RESOLUTION=ns)
endforeach()

# Real ESP must be what others take it for.
if(IPSEC_OFFLOAD_HAVE_OPENSSL)
  add_dependencies(ipsec-test-runner esp-capture) # so that it is there whenever tests are run
  add_test(NAME wire-tshark
           COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/test/wire-check $<TARGET_FILE:esp-capture>
                   ${CMAKE_CURRENT_BINARY_DIR}/test-tmp/wire-tshark)
  set_tests_properties(wire-tshark PROPERTIES LABELS system TIMEOUT 600)
endif()
