"""Prints what parliament finds in identity policies: stdin [{holder, document}], stdout [{holder, message}], as JSON."""

import json
import sys

import parliament

findings = []
for policy in json.load(sys.stdin):
    analysed = parliament.analyze_policy_string(json.dumps(policy["document"]), include_community_auditors=True)
    findings += [{"holder": policy["holder"], "message": f"{found.issue} {found.detail}"} for found in analysed.findings]
json.dump(findings, sys.stdout)
