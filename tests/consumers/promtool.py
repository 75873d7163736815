#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Prometheus's promtool check metrics.prom: it must be read, and nothing may be said against dwell's own names.

usage: promtool.py <folder that save() made>
"""

import pathlib
import shutil
import subprocess
import sys

from saved_profile import skip


def check_metrics(promtool, data):
    """Exit status, and the names that it complains of."""
    ran = subprocess.run([promtool, "check", "metrics"], input=data, capture_output=True, check=False)
    said = (ran.stdout + ran.stderr).decode()
    return ran.returncode, said


def main():
    promtool = shutil.which("promtool")
    if promtool is None:
        skip("promtool (Debian: prometheus)")
    data = (pathlib.Path(sys.argv[1]) / "metrics.prom").read_bytes()
    status, said = check_metrics(promtool, data)
    # 3: it was read, and a name could be better. Those of the program are the program's.
    assert status == 0 or (status == 3 and said != ""), f"{status}: {said}"
    complaints = said.splitlines()
    assert not any(line.startswith("dwell_") for line in complaints), said
    # It does complain: of a broken line, and of one of our names that is not as it should be.
    broken = data.replace(b"dwell_info{", b"dwell_info{{", 1)
    assert broken != data and check_metrics(promtool, broken)[0] == 1
    misnamed = data.replace(b"dwell_health_lost_records_total", b"dwell_health_lost_records")
    status, said = check_metrics(promtool, misnamed)
    assert status == 3 and "dwell_health_lost_records" in said, f"{status}: {said}"
    print(f"promtool reads {len(data)} bytes; of the program's names it says: {complaints}")


if __name__ == "__main__":
    main()
