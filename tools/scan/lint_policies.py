"""Prints what parliament finds in identity policies: stdin [{holder, document}], stdout [{holder, message}], as JSON."""

import json
import sys

import parliament

# A key that Lambda adds to each request that a function's own code signs, of whatever action; parliament does not know it.
# https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
KNOWN = "Unknown condition lambda:SourceFunctionArn "

findings = []
for policy in json.load(sys.stdin):
    analysed = parliament.analyze_policy_string(json.dumps(policy["document"]), include_community_auditors=True)
    messages = [f"{found.issue} {found.detail}" for found in analysed.findings]
    findings += [{"holder": policy["holder"], "message": message} for message in messages if KNOWN not in message]
json.dump(findings, sys.stdout)
