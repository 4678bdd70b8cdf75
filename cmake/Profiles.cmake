# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# The layer model/profile, which reads profiles by name: there where yaml-cpp is. Stand-alone and in
# an ns-3 tree; needs the globbed lists. Gives IPSEC_OFFLOAD_HAVE_PROFILES, ipsec_offload_yaml.

find_package(yaml-cpp QUIET)
if(yaml-cpp_FOUND)
  set(IPSEC_OFFLOAD_HAVE_PROFILES 1)
  if(TARGET yaml-cpp::yaml-cpp)
    set(ipsec_offload_yaml yaml-cpp::yaml-cpp)
  else() # before yaml-cpp 0.8
    set(ipsec_offload_yaml yaml-cpp)
  endif()
  message(STATUS "ipsec-offload: profiles by name (model/profile): on (yaml-cpp ${yaml-cpp_VERSION})")

  # Where profiles/ and scenarios/ lie. Without the precompiled header, which has other definitions.
  if(NOT DEFINED CMAKE_INSTALL_FULL_DATADIR)
    include(GNUInstallDirs)
  endif()
  set_source_files_properties(model/profile/data-folders.cc PROPERTIES
    COMPILE_DEFINITIONS "IPSEC_OFFLOAD_SOURCE_FOLDER=\"${here}\";\
IPSEC_OFFLOAD_INSTALLED_FOLDER=\"${CMAKE_INSTALL_FULL_DATADIR}/ipsec-offload\""
    SKIP_PRECOMPILE_HEADERS ON)
else()
  set(IPSEC_OFFLOAD_HAVE_PROFILES 0)
  set(ipsec_offload_yaml)
  message(STATUS "ipsec-offload: profiles by name (model/profile): OFF, yaml-cpp not found")
  foreach(list sources headers tests)
    list(FILTER ipsec_offload_${list} EXCLUDE REGEX "^(model|test)/profile/")
  endforeach()
endif()
