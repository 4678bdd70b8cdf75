# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Script mode: asks the test runner for its suites and writes one add_test() for each.
# Arguments: RUNNER, SUITE_LIST (file to write), TEMP_DIR, SOURCE_DIR, BINARY_DIR

set(text "# Made from the list that ipsec-test-runner prints\n")
foreach(type unit system)
  execute_process(
    COMMAND ${RUNNER} --print-test-name-list --test-type=${type}
    OUTPUT_VARIABLE suites
    RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${RUNNER} cannot list its suites: ${result}")
  endif()
  string(REPLACE "\n" ";" suites "${suites}")
  foreach(suite ${suites})
    # An own folder per suite: suites run at the same time.
    set(temp ${TEMP_DIR}/${suite})
    file(MAKE_DIRECTORY ${temp})
    string(APPEND text
"add_test([==[${suite}]==] [==[${RUNNER}]==] [==[--suite=${suite}]==] --verbose)
set_tests_properties([==[${suite}]==] PROPERTIES
  LABELS ${type}
  TIMEOUT 600
  WORKING_DIRECTORY [==[${temp}]==]
  ENVIRONMENT [==[TMPDIR=${temp};TMP=${temp};IPSEC_OFFLOAD_SOURCE_DIR=${SOURCE_DIR};IPSEC_OFFLOAD_BINARY_DIR=${BINARY_DIR}]==])
")
  endforeach()
endforeach()
file(WRITE ${SUITE_LIST} "${text}")
