# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Runs the test suites against mutants."""

import os
import re
import resource
import signal
import subprocess
import tempfile
import time

# Beyond this many times what the suite needs without a mutant, it hangs.
PATIENCE = 8
LEAST_SECONDS = 20


class Outcome:
    """How a suite ended."""

    def __init__(self, status, output, seconds):
        self.status = status  # 0, or what it ended with; None: it hung
        self.output = output
        self.seconds = seconds  # of CPU time, its children's included

    def cases(self):
        """The names of the test cases that passed."""
        return re.findall(r"^\s*PASS (.*?) \d+\.\d+ s$", self.output, re.MULTILINE)


class Suites:
    """The test suites of a built copy."""

    def __init__(self, copy):
        self.copy = copy
        self.runner = copy.build / "ipsec-test-runner"
        listed = subprocess.run([self.runner, "--print-test-name-list"],
                                stdout=subprocess.PIPE, text=True, check=True)
        self.names = listed.stdout.split()
        self.seconds = {}
        self.hits = {}
        self.cases = {}
        self.left_out = []

    def run(self, suite, mutant=0, hits=None, case=None, limit=None):
        """Run a suite or one of its test cases, with a mutant or none.

        It is ended after limit seconds of CPU time, by default PATIENCE times what it needs.
        """
        with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
            environment = dict(
                os.environ, TMPDIR=folder, TMP=folder, MUTANT=str(mutant),
                IPSEC_OFFLOAD_SOURCE_DIR=str(self.copy.folder),
                IPSEC_OFFLOAD_BINARY_DIR=str(self.copy.build),
            )
            if hits:
                environment["MUTANT_HITS"] = str(hits)
            if case:
                environment["MUTANT_CASE"] = case
            limit = limit or max(LEAST_SECONDS, PATIENCE * self.seconds[suite])
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            status, output = run_limited(
                [self.runner, "--suite=" + suite, "--verbose"], folder, environment, limit,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            return Outcome(status, output, spent)

    def record(self, progress, slowest=None):
        """Learn what each suite needs and which mutants it comes by; leave out slower ones."""
        for suite in list(self.names):
            with tempfile.NamedTemporaryFile(prefix="mutate-hits-") as hits:
                outcome = self.run(suite, hits=hits.name, limit=slowest + 1 if slowest else 4800)
                if slowest and outcome.seconds > slowest:
                    self.names.remove(suite)
                    self.left_out.append(suite)
                    progress(f"{suite}: {outcome.seconds:.1f} s, left out")
                    continue
                if outcome.status != 0:
                    raise SystemExit(f"{outcome.output}\nmutate: {suite} fails without a mutant")
                self.seconds[suite] = outcome.seconds
                self.cases[suite] = outcome.cases()
                with open(hits.name, "rb") as file:
                    self.hits[suite] = {n for n, octet in enumerate(file.read()) if octet}
            progress(f"{suite}: {outcome.seconds:.1f} s, {len(self.hits[suite])} mutants")

    def reaching(self, number):
        """The suites that come by a mutant, quickest first."""
        return sorted((s for s in self.names if number in self.hits[s]), key=self.seconds.get)

    def noticed_by(self, number):
        """The first suite that fails with a mutant, or None."""
        for suite in self.reaching(number):
            if self.run(suite, number).status != 0:
                return suite
        return None

    def proofs(self, number, rules):
        """The test cases that carry a rule's number and fail with a mutant: by rule.

        Each runs alone: ns-3 leaves a suite at its first failure.
        """
        found = {}
        for suite in self.reaching(number):
            for case in self.cases[suite]:
                claimed = [r for r in rules if r not in found and names_rule(case, r)]
                if claimed and self.run(suite, number, case=case).status != 0:
                    found.update((rule, f"{suite}: {case}") for rule in claimed)
        return found


def names_rule(case, rule):
    """Whether a test case's name has a rule's number, in a range or alone."""
    for letter, first, last in re.findall(r"\b([RNG])(\d+)(?:-\1(\d+))?\b", case):
        if letter == rule[0] and int(first) <= int(rule[1:]) <= int(last or first):
            return True
    return False


def run_limited(command, folder, environment, seconds):
    """Status (None: it hung) and output of a command in a process group of its own."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   start_new_session=True, preexec_fn=limit)
        # Idle processes must end as well; a busy machine must not be taken for a hung suite.
        end = time.monotonic() + 60 + 20 * seconds
        while process.poll() is None and time.monotonic() < end:
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                pass
        hung = process.poll() is None
        try:
            os.killpg(process.pid, signal.SIGKILL)  # children that a killed suite left
        except ProcessLookupError:
            pass
        process.wait()
        output.seek(0)
        text = output.read().decode(errors="replace")
        return None if hung else process.returncode, text
