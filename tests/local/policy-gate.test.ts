import assert from "node:assert/strict";
import { refuseViolations } from "../../local/policy-gate";
import type { Finding } from "../../policies/check-graph";
import type { ResourceLike } from "../../policies/graph";
import { ResourceGraph } from "../../policies/graph";
import { definePolicy, type Severity } from "../../policies/policy";
import { UNKNOWN } from "../../policies/unknown";

const queue: ResourceLike = { type: "aws:sqs/queue:Queue", name: "logs", urn: "urn:logs", inputs: {} };
const resource = new ResourceGraph([queue]).nodes[0]!;

const finding = (severity: Severity, outcome: Finding["outcome"] = "violation"): Finding => ({
  policy: definePolicy({
    id: "sqs-dlq",
    title: "Queues have a dead-letter queue",
    rationale: "Messages would be lost",
    severity,
    service: "sqs",
    frameworks: {},
    fix: "set redrivePolicy",
    example: "new aws.sqs.Queue(...)",
    types: [queue.type],
    scope: "stack",
    check: () => [],
  }),
  resource,
  outcome,
  message: "has no redrivePolicy",
});

describe("the policy gate of the local stage", () => {
  it("lets a program pass that satisfies the policies", () => {
    assert.doesNotThrow(() => refuseViolations([queue], assert.fail, () => []));
  });

  it("refuses a mandatory violation, naming policy, resource and fix", () => {
    assert.throws(
      () => refuseViolations([queue], assert.fail, () => [finding("mandatory")]),
      /Nothing was deployed: 1 mandatory.*\n.*sqs-dlq.*"logs": has no redrivePolicy\n.*fix: set redrivePolicy/,
    );
  });

  it("only tells of an advisory violation", () => {
    const lines: string[] = [];
    refuseViolations(
      [queue],
      (line) => lines.push(line),
      () => [finding("advisory")],
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /^advice: sqs-dlq/);
  });

  it("lets pass what can only be judged after the deployment, and says what and why", () => {
    const lines: string[] = [];
    const undecided = { ...finding("mandatory", "undecided"), message: "redrivePolicy is not known before" };
    refuseViolations(
      [queue],
      (line) => lines.push(line),
      () => [undecided],
    );
    assert.deepEqual(lines, ['not decided: sqs-dlq: aws:sqs/queue:Queue "logs": redrivePolicy is not known before']);
  });

  it("says by the project's own pack what an unknown value leaves undecided", () => {
    const type = "aws:opensearch/domain:Domain";
    const inputs = { encryptAtRest: UNKNOWN };
    const lines: string[] = [];
    try {
      refuseViolations([{ type, name: "logs", urn: "urn:logs", inputs }], (line) => lines.push(line));
    } catch {
      // Other policies refuse such a domain.
    }
    assert.ok(
      lines.includes(
        `not decided: os-at-rest: ${type} "logs": encryptAtRest of logs is not known before the deployment`,
      ),
      lines.join("\n"),
    );
  });

  it("judges by the project's own pack: a queue without encryption and dead-letter queue is refused", () => {
    assert.throws(() => refuseViolations([queue], () => undefined), /sqs-/);
  });
});
