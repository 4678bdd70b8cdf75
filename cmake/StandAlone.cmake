# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# The build against an installed ns-3: library, planner, test runner, examples, benchmarks.

include(GNUInstallDirs)

option(IPSEC_OFFLOAD_PCH "Use precompiled headers" ON)
option(IPSEC_OFFLOAD_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

# On for the compilers that the project is checked with: other ones may know other warnings.
set(known_compiler OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\."
   OR CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^14\\.")
  set(known_compiler ON)
endif()
option(IPSEC_OFFLOAD_WERROR "Treat warnings as errors" ${known_compiler})

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

include(cmake/InstalledNs3.cmake)
include(cmake/Compiler.cmake)
include(cmake/Features.cmake)

# The module itself ------------------------------------------------------------------------------

# Sources and users write #include "ns3/x.h" for every public header, as in an ns-3 tree. A
# forwarder per header gives them that without copies that could grow old. A forwarder is
# written only when it changes, so that a new configuration does not rebuild everything. Its path is
# relative: __FILE__ is the same in every clone, and so they share what ccache keeps.
set(forward_dir ${CMAKE_CURRENT_BINARY_DIR}/include/ns3)
foreach(header ${ipsec_offload_headers})
  get_filename_component(name ${header} NAME)
  if(DEFINED seen_${name})
    message(FATAL_ERROR "Two public headers are named ${name}: ${seen_${name}} and ${header}")
  endif()
  set(seen_${name} ${header})
  file(RELATIVE_PATH path ${forward_dir} ${here}/${header})
  file(CONFIGURE OUTPUT ${forward_dir}/${name} CONTENT
"/* Made by CMake */
#include \"${path}\"
")
endforeach()
configure_file(cmake/ipsec-offload-config.h.in ${forward_dir}/ipsec-offload-config.h @ONLY)

# One precompiled header for all targets: they all have the same flags.
file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/private/empty.cc CONTENT "")
add_library(ipsec-offload-pch OBJECT ${CMAKE_CURRENT_BINARY_DIR}/private/empty.cc)
target_link_libraries(ipsec-offload-pch PRIVATE ns3::libinternet)
if(IPSEC_OFFLOAD_PCH)
  target_precompile_headers(ipsec-offload-pch PRIVATE cmake/pch.h)
endif()

function(ipsec_offload_use_pch target)
  if(IPSEC_OFFLOAD_PCH)
    target_precompile_headers(${target} REUSE_FROM ipsec-offload-pch)
  endif()
endfunction()

set(ns3_libraries
    ns3::libcore
    ns3::libnetwork
    ns3::libtraffic-control
    ns3::libinternet
    ns3::libpoint-to-point
    ns3::libcsma
    ns3::libstats)
# what programs need beyond the module
set(ns3_applications ns3::libapplications ns3::libinternet-apps ns3::libflow-monitor)

add_library(ns3-ipsec-offload SHARED ${ipsec_offload_sources}
            ${CMAKE_CURRENT_BINARY_DIR}/private/empty.cc)
set_target_properties(ns3-ipsec-offload PROPERTIES
  DEFINE_SYMBOL "" # an own definition would make the shared precompiled header unusable
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR})
target_include_directories(ns3-ipsec-offload PUBLIC
  $<BUILD_INTERFACE:${CMAKE_CURRENT_BINARY_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(ns3-ipsec-offload PUBLIC ${ns3_libraries})
if(IPSEC_OFFLOAD_HAVE_OPENSSL)
  target_link_libraries(ns3-ipsec-offload PRIVATE OpenSSL::Crypto)
endif()
target_link_libraries(ns3-ipsec-offload PRIVATE ${ipsec_offload_yaml})
ipsec_offload_use_pch(ns3-ipsec-offload)

set(install_targets ns3-ipsec-offload)

# ipsec-plan -------------------------------------------------------------------------------------

file(GLOB planner_sources CONFIGURE_DEPENDS planner/*/*.cc)
list(FILTER planner_sources EXCLUDE REGEX "/planner/command/main\\.cc$")
if(IPSEC_OFFLOAD_PLANNER AND planner_sources)
  include(cmake/PageAssets.cmake)
  add_library(ipsec-planner STATIC ${planner_sources} ${page_assets})
  target_include_directories(ipsec-planner PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(ipsec-planner PUBLIC
    ns3-ipsec-offload ${ns3_applications} ${planner_libraries})
  target_compile_definitions(ipsec-planner PRIVATE EIGEN_MPL2_ONLY) # fits GPL-2.0-only
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What g++ 12 finds in Boost's iterator over all edges, once it is inlined there.
    set_source_files_properties(planner/topology/max-flow.cc PROPERTIES
                                COMPILE_OPTIONS -Wno-maybe-uninitialized)
  endif()
  if(MPI_CXX_FOUND)
    # One file knows MPI; with what it needs, it cannot use the precompiled header.
    set_source_files_properties(planner/sweep/mpi-world.cc PROPERTIES
      COMPILE_DEFINITIONS "IPSEC_OFFLOAD_HAVE_MPI;OMPI_SKIP_MPICXX"
      INCLUDE_DIRECTORIES "${MPI_CXX_INCLUDE_DIRS}"
      SKIP_PRECOMPILE_HEADERS ON)
  endif()
  if(IPSEC_OFFLOAD_HAVE_OPENSSL)
    target_link_libraries(ipsec-planner PRIVATE OpenSSL::Crypto) # calibrate measures it
  endif()
  ipsec_offload_use_pch(ipsec-planner)
endif()
if(TARGET ipsec-planner AND EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/planner/command/main.cc)
  add_executable(ipsec-plan planner/command/main.cc)
  target_link_libraries(ipsec-plan PRIVATE ipsec-planner)
  ipsec_offload_use_pch(ipsec-plan)
  set_target_properties(ipsec-plan PROPERTIES
    INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
  list(APPEND install_targets ipsec-plan)
endif()

# Examples: each file is a program ---------------------------------------------------------------

file(GLOB example_sources CONFIGURE_DEPENDS examples/*.cc)
foreach(source ${example_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/examples)
  target_link_libraries(${name} PRIVATE ns3-ipsec-offload ${ns3_applications})
  ipsec_offload_use_pch(${name})
endforeach()

# Tests ------------------------------------------------------------------------------------------

enable_testing()
include(cmake/Tests.cmake)
if(IPSEC_OFFLOAD_SANITIZE AND TARGET ipsec-planner AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  include(cmake/Fuzz.cmake)
endif()

# Benchmarks: each file is a program -------------------------------------------------------------

file(GLOB bench_sources CONFIGURE_DEPENDS bench/*.cc)
if(benchmark_FOUND)
  foreach(source ${bench_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/bench)
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ns3-ipsec-offload ${ns3_applications}
                                          benchmark::benchmark)
    if(TARGET ipsec-planner)
      target_link_libraries(${name} PRIVATE ipsec-planner)
    endif()
    ipsec_offload_use_pch(${name})
  endforeach()
endif()

# Installation -----------------------------------------------------------------------------------

install(TARGETS ${install_targets}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${ipsec_offload_headers} ${forward_dir}/ipsec-offload-config.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3)
foreach(folder profiles scenarios)
  if(IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
    install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/ipsec-offload)
  endif()
endforeach()
