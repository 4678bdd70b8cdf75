# -*- Mode: python; py-indent-offset: 4; indent-tabs-mode: nil; coding: utf-8; -*-
# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# For ns-3 trees that build with waf (3.35). Globs the same patterns as CMakeLists.txt.

import os
import re

from waflib import Logs


def module_version(ctx):
    text = ctx.path.find_node("CMakeLists.txt").read()
    return re.search(r'IPSEC_OFFLOAD_VERSION "([^"]+)"', text).group(1)


def configure(conf):
    have_openssl = conf.check_cfg(
        package="libcrypto",
        args=["libcrypto >= 3.0", "--cflags", "--libs"],
        uselib_store="LIBCRYPTO",
        mandatory=False,
    )
    conf.env["IPSEC_OFFLOAD_HAVE_OPENSSL"] = bool(have_openssl)
    conf.report_optional_feature(
        "ipsec-offload-openssl",
        "IPsec real cryptography",
        bool(have_openssl),
        "OpenSSL 3 not found",
    )

    have_profiles = conf.check_cfg(
        package="yaml-cpp",
        args=["--cflags", "--libs"],
        uselib_store="YAML_CPP",
        mandatory=False,
    )
    conf.env["IPSEC_OFFLOAD_HAVE_PROFILES"] = bool(have_profiles)
    conf.report_optional_feature(
        "ipsec-offload-profiles",
        "IPsec profiles by name",
        bool(have_profiles),
        "yaml-cpp not found",
    )

    # The same header that CMake makes, where core-config.h lies too.
    values = {
        "IPSEC_OFFLOAD_VERSION": module_version(conf),
        "IPSEC_OFFLOAD_HAVE_OPENSSL": "1" if have_openssl else "0",
        "IPSEC_OFFLOAD_HAVE_PROFILES": "1" if have_profiles else "0",
    }
    template = conf.path.find_node("cmake/ipsec-offload-config.h.in").read()
    text = re.sub(r"@(IPSEC_\w+)@", lambda match: values[match.group(1)], template)
    header = conf.bldnode.make_node("ns3/ipsec-offload-config.h")
    header.parent.mkdir()
    if not os.path.exists(header.abspath()) or header.read() != text:
        header.write(text)


def glob(bld, patterns, but=()):
    names = [node.path_from(bld.path) for node in bld.path.ant_glob(patterns)]
    if not bld.env["IPSEC_OFFLOAD_HAVE_PROFILES"]:
        but = (*but, *(name for name in names if name.startswith(("model/profile/", "test/profile/"))))
    return sorted(name for name in names if not name.endswith(tuple(but)))


def build(bld):
    module = bld.create_ns3_module(
        "ipsec-offload",
        [
            "core",
            "network",
            "traffic-control",
            "internet",
            "point-to-point",
            "csma",
            "stats",
            "applications",
            "flow-monitor",
        ],
    )
    module.source = glob(bld, ["model/*/*.cc", "helper/*.cc"])
    if not module.source:
        Logs.warn("ipsec-offload: no sources found")
    if bld.env["IPSEC_OFFLOAD_HAVE_OPENSSL"]:
        module.use.append("LIBCRYPTO")
    if bld.env["IPSEC_OFFLOAD_HAVE_PROFILES"]:
        module.use.append("YAML_CPP")
        # Where profiles/ lies, for model/profile/data-folders.cc; waf has definitions for all files
        # of a module alone.
        folders = {
            "IPSEC_OFFLOAD_SOURCE_FOLDER": bld.path.abspath(),
            "IPSEC_OFFLOAD_INSTALLED_FOLDER": bld.env["PREFIX"] + "/share/ipsec-offload",
        }
        module.env.append_value("DEFINES", [f'{name}="{path}"' for name, path in folders.items()])

    module_test = bld.create_ns3_module_test_library("ipsec-offload")
    folders = [f for f in glob(bld, ["test/*/*.cc"]) if not f.startswith(("test/planner", "test/fuzz"))]
    module_test.source = folders
    module_test.includes = ["."]  # tests include what they share by its path in the module

    headers = bld(features="ns3header")
    headers.module = "ipsec-offload"
    # Of model/profile only ipsec-*.h is public.
    headers.source = [
        name
        for name in glob(bld, ["model/*/*.h", "helper/*.h"], but=["-internal.h"])
        if not name.startswith("model/profile/") or name.startswith("model/profile/ipsec-")
    ]

    if bld.env["ENABLE_EXAMPLES"]:
        bld.recurse("examples")
