# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Which scenarios, or JSON files, a JSON Schema refuses.

check-schema.py SCHEMA FILE...

Prints the name of each file that is refused, and where and why. Ends with status 1 when the schema
itself is none, with 77 when a Python module for this is missing.
"""

import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        # PyYAML takes numbers such as 1e-06 for texts
        content = json.load(file) if name.endswith(".json") else yaml.safe_load(file)
    error = jsonschema.exceptions.best_match(validator.iter_errors(content))
    if error:
        print(name, "/".join(map(str, error.absolute_path)), error.message[:200])
