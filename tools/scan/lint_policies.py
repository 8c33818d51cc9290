"""Prints what parliament finds in identity policies: stdin [{holder, document}], stdout [{check, resource, title}], as JSON."""

import json
import sys

import parliament

# A key that Lambda adds to each request that a function's own code signs, of whatever action; parliament does not know it.
# https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
KNOWN = "Unknown condition lambda:SourceFunctionArn "

findings = []
for policy in json.load(sys.stdin):
    analysed = parliament.analyze_policy_string(json.dumps(policy["document"]), include_community_auditors=True)
    for found in analysed.findings:
        # A finding about actions is about these and no others: what accepts it names them.
        check = " ".join([found.issue, *found.location.get("actions", [])])
        if KNOWN not in f"{check} {found.detail}":
            findings.append({"check": check, "resource": policy["holder"], "title": str(found.detail)})
json.dump(findings, sys.stdout)
