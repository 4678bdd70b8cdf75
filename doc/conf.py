# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Sphinx configuration of the manual: built-in theme, and the extension beside this file."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True

project = "ipsec-offload"
author = "The ipsec-offload authors"
copyright = "2026, The ipsec-offload authors"  # pylint: disable=redefined-builtin

_cmake = (Path(__file__).parent.parent / "CMakeLists.txt").read_text(encoding="utf-8")
release = re.search(r'IPSEC_OFFLOAD_VERSION "([^"]+)"', _cmake).group(1)
version = release

extensions = ["citations"]
master_doc = "index"
exclude_patterns = []
numfig = True
highlight_language = "none"

html_theme = "alabaster"
html_theme_options = {"page_width": "1100px", "description": "Inline IPsec offload for ns-3"}
html_show_sourcelink = False

latex_documents = [("index", "ipsec-offload.tex", "ipsec-offload", author, "manual")]
