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

# What each of them must say: beginnings of lines, from arithmetic. tools/run-examples looks for them,
# ns3's test.py does not know this table.
#
# Sizes: UDP over IPv4 has 28 octets of headers, over IPv6 48. ESP with AES-GCM adds 8 of ESP header, 8 of
# IV, padding of payload and 2 octets of trailer to a multiple of 4, and 16 of ICV; a tunnel adds an IP
# header. ipsec-hello sends 10 datagrams of 1000 octets, ipsec-two-gateways 100 of 1024.
expected_output = {
    "esp-capture --mode=tunnel --family=6 --offload=true": [
        # One line of Wireshark's esp_sa table for each direction
        'esp_sa:"IPv6","fd00:1::200:ff:fe00:1","fd00:1::200:ff:fe00:2","0x00001000","AES-GCM with 16 octet ICV',
        'esp_sa:"IPv6","fd00:1::200:ff:fe00:2","fd00:1::200:ff:fe00:1","0x00001001","AES-GCM with 16 octet ICV',
    ],
    "ipsec-hello": [
        # 10 x 1028; opened from 1028 + 8 + 8 + 2 + 2 + 16 = 1064
        "in software: 10 packets, 10280 octets",
        "because of cap-disabled: 10 packets, 10280 octets",
        "decrypted by software: 10 packets, 10640 octets",
    ],
    "ipsec-hello --offload=true": [
        "offloaded: 10 packets, 10280 octets",
        "decrypted by a NIC: 10 packets, 10280 octets",
    ],
    "ipsec-two-gateways --offload=true": [
        # 100 x 1052; FreeBSD does not tag what it forwards (R127), but opens it in the NIC
        "in software: 100 packets, 105200 octets",
        "because of no-interface: 100 packets, 105200 octets",
        "decrypted by a NIC: 100 packets, 105200 octets",
    ],
    "ipsec-tcp-bulk --octets=1000000": ["received 1000000 octets"],
    "ipsec-tcp-bulk --octets=1000000 --offload=true --super=true --lro=true": [
        "received 1000000 octets",
        # All payload and the headers of 19 packets of IPv4 and TCP, 12 octets of options in all but the SYN,
        # which has 16
        "offloaded: 19 packets, 1000992 octets",
    ],
    "offload-race --delete=before": ["DELETE before the driver's call: 0 newkey, 0 deinstall"],
    "offload-race --delete=during": ["DELETE during the driver's call: 1 newkey, 1 deinstall"],
    "offload-race --delete=after": ["DELETE after the driver's call: 1 newkey, 1 deinstall"],
    "ipsec-two-gateways --mode=transport --family=6": [
        # 100 x 1072 end to end; ESP of it 1072 + 8 + 8 + 2 + 2 + 16 = 1108
        "in software: 100 packets, 107200 octets",
        "in clear by policy: 100 packets, 110800 octets",
        "decrypted by software: 100 packets, 110800 octets",
    ],
}
