# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# What the build inside an ns-3 tree (3.36 or newer, contrib/ipsec-offload) needs to know before its
# build_lib(): makes ipsec-offload-config.h. Gives ipsec_offload_config, ipsec_offload_openssl,
# ipsec_offload_yaml.

find_package(OpenSSL 3.0 QUIET COMPONENTS Crypto)
if(OpenSSL_FOUND)
  set(IPSEC_OFFLOAD_HAVE_OPENSSL 1)
  set(ipsec_offload_openssl ${OPENSSL_CRYPTO_LIBRARY})
  message(STATUS "ipsec-offload: real cryptography (Crypto=Real): on (OpenSSL ${OPENSSL_VERSION})")
else()
  set(IPSEC_OFFLOAD_HAVE_OPENSSL 0)
  set(ipsec_offload_openssl)
  message(STATUS "ipsec-offload: real cryptography (Crypto=Real): OFF, OpenSSL 3 not found")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/Profiles.cmake)
include_directories(${here}) # tests include what they share by its path in the module
set(ipsec_offload_config ${CMAKE_CURRENT_BINARY_DIR}/ipsec-offload-config.h)
configure_file(cmake/ipsec-offload-config.h.in ${ipsec_offload_config} @ONLY)
file(RELATIVE_PATH ipsec_offload_config ${here} ${ipsec_offload_config})
