# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Finds an installed ns-3 and makes the imported targets ns3::libcore, ns3::libnetwork, ...
#
# Why not find_package(ns3): the file that Debian's libns3-dev 3.37 installs ends in a fatal
# error, because its exported targets name a program that the package does not ship
# (/usr/libexec/ns3/ns3.37-raw-sock-creator) and absolute paths of libraries whose -dev packages
# it does not depend on.
#
# Hints: -DCMAKE_PREFIX_PATH=/where/ns-3/is/installed

find_path(NS3_INCLUDE_DIR ns3/core-module.h)
if(NOT NS3_INCLUDE_DIR)
  message(FATAL_ERROR "ns-3 not found: no ns3/core-module.h. Run tools/install-packages, or give "
                      "-DCMAKE_PREFIX_PATH=<where ns-3 is installed>")
endif()
mark_as_advanced(NS3_INCLUDE_DIR)

# Library names differ by release, by packager and by profile: libns3-core.so (Debian),
# libns3.44-core-default.so, libns3-dev-core-optimized.so, ...
function(ns3_library_names module result)
  set(names ns3-${module})
  set(prefixes ns3-dev)
  foreach(minor RANGE 48 36 -1)
    list(APPEND prefixes ns3.${minor} ns3.${minor}.1)
  endforeach()
  foreach(prefix ${prefixes})
    foreach(suffix "" -default -optimized -release -debug)
      list(APPEND names ${prefix}-${module}${suffix})
    endforeach()
  endforeach()
  set(${result} ${names} PARENT_SCOPE)
endfunction()

# ns3_import(<module> [OPTIONAL] [modules it needs]). An OPTIONAL module that is not there is left
# out, also where others need it: packages differ in what they build.
function(ns3_import module)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIONAL" "" "")
  ns3_library_names(${module} names)
  find_library(NS3_${module}_LIBRARY NAMES ${names})
  mark_as_advanced(NS3_${module}_LIBRARY)
  if(NOT NS3_${module}_LIBRARY)
    if(arg_OPTIONAL)
      return()
    endif()
    message(FATAL_ERROR "ns-3 is there (${NS3_INCLUDE_DIR}), but its library ${module} is not")
  endif()
  add_library(ns3::lib${module} SHARED IMPORTED GLOBAL)
  set_target_properties(ns3::lib${module} PROPERTIES
    IMPORTED_LOCATION "${NS3_${module}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${NS3_INCLUDE_DIR}")
  foreach(needed ${arg_UNPARSED_ARGUMENTS})
    if(TARGET ns3::lib${needed})
      target_link_libraries(ns3::lib${module} INTERFACE ns3::lib${needed})
    endif()
  endforeach()
endfunction()

ns3_import(core)
ns3_import(network core)
ns3_import(bridge network)
ns3_import(traffic-control network)
ns3_import(mpi OPTIONAL network) # only where ns-3 was built with MPI
ns3_import(internet network bridge mpi traffic-control)
ns3_import(point-to-point network mpi)
ns3_import(csma network)
ns3_import(stats network)
ns3_import(config-store core network)
ns3_import(applications internet stats)
ns3_import(internet-apps internet)
ns3_import(flow-monitor internet config-store stats)
ns3_import(point-to-point-layout internet point-to-point)
