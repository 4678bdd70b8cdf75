# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# The build inside an ns-3 tree (3.36 or newer), in contrib/ipsec-offload: the library, its tests
# and its examples. The planner is a stand-alone program and not built here.

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
set(ipsec_offload_config ${CMAKE_CURRENT_BINARY_DIR}/ipsec-offload-config.h)
configure_file(cmake/ipsec-offload-config.h.in ${ipsec_offload_config} @ONLY)
file(RELATIVE_PATH ipsec_offload_config ${here} ${ipsec_offload_config})

build_lib(
  LIBNAME ipsec-offload
  SOURCE_FILES ${ipsec_offload_sources}
  HEADER_FILES ${ipsec_offload_headers} ${ipsec_offload_config}
  LIBRARIES_TO_LINK
    ${libcore}
    ${libnetwork}
    ${libtraffic-control}
    ${libinternet}
    ${libpoint-to-point}
    ${libcsma}
    ${libstats}
    ${libapplications}
    ${ipsec_offload_openssl}
  TEST_SOURCES ${ipsec_offload_tests}
)
