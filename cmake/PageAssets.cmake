# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Puts the texts that report.html is made of into the program, so that the page needs no other file:
# own style and script, and dygraphs with its license where the machine has it. Without it the
# page shows pictures only.

find_path(DYGRAPHS_FOLDER dygraph.min.js PATHS /usr/share/javascript/dygraphs NO_DEFAULT_PATH)
find_file(DYGRAPHS_LICENSE copyright PATHS /usr/share/doc/libjs-dygraphs NO_DEFAULT_PATH)
mark_as_advanced(DYGRAPHS_FOLDER DYGRAPHS_LICENSE)
if(DYGRAPHS_FOLDER AND DYGRAPHS_LICENSE)
  set(dygraphs ${DYGRAPHS_FOLDER}/dygraph.min.css ${DYGRAPHS_FOLDER}/dygraph.min.js
               ${DYGRAPHS_LICENSE})
  ipsec_offload_say("values under the pointer in report.html" "on (dygraphs)")
else()
  set(dygraphs "" "" "")
  ipsec_offload_say("values under the pointer in report.html" "OFF, libjs-dygraphs not found")
endif()

set(asset_names GetPageStyle GetPageScript GetDygraphsStyle GetDygraphsScript GetDygraphsLicense)
set(asset_files ${here}/planner/report/page/report.css ${here}/planner/report/page/report.js)
list(APPEND asset_files ${dygraphs})

set(page_assets ${CMAKE_CURRENT_BINARY_DIR}/private/page-assets.cc)
file(WRITE ${page_assets}.new
"/* Made by CMake */
#include \"planner/report/page-assets.h\"

namespace ns3::planner
{
")
foreach(name ${asset_names})
  set(text "")
  if(asset_files)
    list(POP_FRONT asset_files file)
    file(READ ${file} text)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endif()
  file(APPEND ${page_assets}.new
       "\nconst char*\n${name}()\n{\n    return R\"asset(${text})asset\";\n}\n")
endforeach()
file(APPEND ${page_assets}.new "\n} // namespace ns3::planner\n")
configure_file(${page_assets}.new ${page_assets} COPYONLY) # changes only when the texts do
