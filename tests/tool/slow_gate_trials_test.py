# SPDX-License-Identifier: BSL-1.0
"""scripts/gate-trials keeps what gates have measured, and scripts/gate-figures makes the table of it again."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import tool

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class GateTrialsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for name in ("stats_compare_workload", "stats_compare_gate"):
            subprocess.run(["g++", "-std=c++20", "-O1", f"-I{ROOT / 'include'}", str(ROOT / "bench" / f"{name}.cpp"),
                            "-o", str(cls.folder / name)], check=True)

    def run_script(self, name, *arguments, status=0):
        done = subprocess.run([sys.executable, str(ROOT / "scripts" / name), *map(str, arguments)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def trials(self, data, gates):
        return self.run_script("gate-trials", "--data", data, "--dwell", tool.DWELL, "--program",
                               self.folder / "stats_compare_workload", "--workload", "compute", "--slow-down", 10,
                               "--gates", gates)

    def figures(self, data, **options):
        return self.run_script("gate-figures", data, "--judge", self.folder / "stats_compare_gate", **options)

    def test_trials_go_on_where_they_were_stopped(self):
        data = self.folder / "trials.txt"
        self.trials(data, 1)
        kept = data.read_text()
        data.write_text(kept + '{"workload":"compute","slo')
        self.trials(data, 2)
        self.assertTrue(data.read_text().startswith(kept))
        gates = [line for line in map(json.loads, data.read_text().splitlines()) if "session" not in line]
        self.assertEqual(len(gates), 2)
        self.assertNotEqual(gates[0]["seed"], gates[1]["seed"])

        table = self.figures(data).stdout
        self.assertIn("| compute | +10 % |", table)
        self.assertIn(" of 2: ", table)
        self.assertIn("2 gates, each judged anew", table)
        packed = self.folder / "trials.txt.xz"
        self.run_script("gate-trials", "--data", data, "--pack", packed)
        self.assertEqual(self.figures(packed).stdout, table)

    def test_a_verdict_that_its_runs_do_not_give_is_noticed(self):
        data = self.folder / "made-up.txt"
        blocks = " ".join(["ba:1000,1000,1000,1000 ch:1000,1000,1000,1000"] * 20)
        gate = {"workload": "compute", "slow_down": 0, "seed": 1, "status": 0, "verdict": "passed", "seconds": 2.0,
                "blocks": blocks}
        data.write_text(json.dumps(gate) + "\n")
        table = self.figures(data).stdout
        self.assertIn("| compute | the same | 0 of 1: 0.0 % (≤ 95.0) | 0 of 1: 0.0 % (0.0 to 97.5) | +0.0 % | 160 |",
                      table)
        data.write_text(json.dumps({**gate, "verdict": "regression"}) + "\n")
        self.assertIn("said regression, and its runs say passed", self.figures(data, status=1).stderr)
        # A head that is 10 % slower, in either order, and not confirmed yet.
        slower = " ".join(["ba:1000,1100,1100,1000 ch:1000,1000,1000,1000 bh:1100,1000,1000,1100"] * 20)
        data.write_text(json.dumps({**gate, "blocks": slower}) + "\n")
        self.assertIn("its runs say needs_", self.figures(data, status=1).stderr)


if __name__ == "__main__":
    if shutil.which("g++") is None:
        sys.exit(77)
    tool.main()
