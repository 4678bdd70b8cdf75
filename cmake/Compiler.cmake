# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Compiler flags of the stand-alone build. All targets get the same ones, so that one precompiled
# header serves all of them.

add_compile_options(-Wall -Wextra -fPIC)
if(IPSEC_OFFLOAD_WERROR)
  add_compile_options(-Werror)
endif()

# Nobody replaces this library's functions at run time, so its calls to itself need no detour
# through the linkage table: worth a fifth of lean fidelity's speed.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  add_compile_options(-fno-semantic-interposition)
  add_link_options(-Wl,-Bsymbolic-functions)
endif()

# Debian's ns-3 libraries log but do not assert; own code does both.
add_compile_definitions(NS3_LOG_ENABLE NS3_ASSERT_ENABLE)

if(IPSEC_OFFLOAD_SANITIZE)
  # The first finding ends the program with a failure: a test that goes on would hide it.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer -g1 -O1)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # ccache must be told that precompiled headers are what they seem to be; and relative paths let
  # several work trees share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_CURRENT_SOURCE_DIR}
      CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM})
  if(IPSEC_OFFLOAD_PCH)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
      add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endif()
endif()
