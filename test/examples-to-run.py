#! /usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

# Examples that are run as tests, in the form that ns-3's test.py reads:
# (name and arguments, condition to run, condition to run under valgrind).
# tools/check-style examples sees to it that every program in examples/ is here.

cpp_examples = [
    ("esp-capture --mode=tunnel --family=6 --offload=true", "True", "True"),
    ("ipsec-hello", "True", "True"),
    ("ipsec-hello --offload=true", "True", "True"),
    ("ipsec-two-gateways --offload=true", "True", "True"),
    ("ipsec-tcp-bulk --octets=1000000", "True", "True"),
    ("ipsec-tcp-bulk --octets=1000000 --offload=true --super=true --lro=true", "True", "True"),
    ("offload-race --delete=before", "True", "True"),
    ("offload-race --delete=during", "True", "True"),
    ("offload-race --delete=after", "True", "True"),
    ("ipsec-two-gateways --mode=transport --family=6", "True", "True"),
]

python_examples = []
