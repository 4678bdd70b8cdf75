# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Optional dependencies: found means on, else off, with one line each. Never an error: the module
# proper needs ns-3 alone.

function(ipsec_offload_say feature state)
  message(STATUS "ipsec-offload: ${feature}: ${state}")
endfunction()

ipsec_offload_say("version" "${IPSEC_OFFLOAD_VERSION}, ${CMAKE_BUILD_TYPE}")

find_package(OpenSSL 3.0 QUIET COMPONENTS Crypto)
if(OpenSSL_FOUND AND TARGET OpenSSL::Crypto)
  set(IPSEC_OFFLOAD_HAVE_OPENSSL 1)
  ipsec_offload_say("real cryptography (Crypto=Real)" "on (OpenSSL ${OPENSSL_VERSION})")
else()
  set(IPSEC_OFFLOAD_HAVE_OPENSSL 0)
  ipsec_offload_say("real cryptography (Crypto=Real)" "OFF, OpenSSL 3 (libssl-dev) not found")
endif()

include(cmake/Profiles.cmake)

# The planner needs all of its libraries; the line names those that are missing.
find_package(CLI11 QUIET)
find_package(SQLiteCpp QUIET)
find_package(Eigen3 3.3 QUIET NO_MODULE)
find_package(nlohmann_json QUIET)
find_package(Boost QUIET COMPONENTS graph)
find_package(Threads QUIET)
find_program(GNUPLOT_PROGRAM gnuplot)
mark_as_advanced(GNUPLOT_PROGRAM)

set(planner_missing)
if(NOT IPSEC_OFFLOAD_HAVE_PROFILES)
  list(APPEND planner_missing yaml-cpp)
endif()
if(NOT CLI11_FOUND)
  list(APPEND planner_missing CLI11)
endif()
if(NOT SQLiteCpp_FOUND)
  list(APPEND planner_missing SQLiteCpp)
endif()
if(NOT Eigen3_FOUND)
  list(APPEND planner_missing Eigen3)
endif()
if(NOT nlohmann_json_FOUND)
  list(APPEND planner_missing nlohmann-json)
endif()
if(NOT Boost_FOUND)
  list(APPEND planner_missing "Boost with its library graph")
endif()
if(planner_missing)
  set(IPSEC_OFFLOAD_PLANNER OFF)
  string(REPLACE ";" ", " planner_missing "${planner_missing}")
  ipsec_offload_say("planner (ipsec-plan)" "OFF, not found: ${planner_missing}")
else()
  set(IPSEC_OFFLOAD_PLANNER ON)
  if(GNUPLOT_PROGRAM)
    ipsec_offload_say("planner (ipsec-plan)" "on, figures by ${GNUPLOT_PROGRAM}")
  else()
    ipsec_offload_say("planner (ipsec-plan)" "on, but no figures: gnuplot not found")
  endif()
  set(planner_libraries CLI11::CLI11 SQLiteCpp Eigen3::Eigen nlohmann_json::nlohmann_json
      Boost::headers Threads::Threads)
  # By its file: what the target defines would make other objects of all files.
  list(APPEND planner_libraries $<TARGET_LINKER_FILE:Boost::graph>)
endif()

# Not for sanitizers: they would complain of what Open MPI leaves at its end.
if(NOT IPSEC_OFFLOAD_SANITIZE)
  find_package(MPI QUIET COMPONENTS CXX)
endif()
if(IPSEC_OFFLOAD_PLANNER AND MPI_CXX_FOUND)
  list(FILTER MPI_CXX_LIBRARIES EXCLUDE REGEX "mpi_cxx") # of the C interface nothing is in it
  list(APPEND planner_libraries ${MPI_CXX_LIBRARIES})
  ipsec_offload_say("runs over several machines (mpirun)" "on (MPI ${MPI_CXX_VERSION})")
else()
  ipsec_offload_say("runs over several machines (mpirun)" "OFF, no MPI (libopenmpi-dev), or sanitizers")
endif()

find_package(benchmark QUIET)
if(benchmark_FOUND)
  ipsec_offload_say("benchmarks (bench/)" "on (Google Benchmark ${benchmark_VERSION})")
else()
  ipsec_offload_say("benchmarks (bench/)" "OFF, Google Benchmark not found")
endif()
