/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

/*
 * Names the groups of the API manual; never compiled.
 */

/**
 * @defgroup ipsec-offload IPsec offload
 * Inline IPsec offload as FreeBSD does it, a NIC that can do it, and what the host pays.
 *
 * The models keep no clock. A parameter `now` is always the time of the call in picoseconds
 * (ns3::Ps); a comment mentions it only where more is asked of it, as that calls come in order of
 * time.
 */

/**
 * @defgroup ipsec-offload-tests IPsec offload tests
 * @ingroup ipsec-offload
 * Test suites and their helpers.
 */
