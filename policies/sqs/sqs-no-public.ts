import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";

export default definePolicy({
  id: "sqs-no-public",
  title: "No queue policy allows anything to everyone",
  rationale: "Anyone could make the loader read objects of their choice, or take away the notices of new logs.",
  severity: "mandatory",
  service: "sqs",
  frameworks: { "nist-800-53": ["AC-3", "AC-6"] },
  fix: "Name the service principal and add aws:SourceArn or aws:SourceAccount.",
  types: ["aws:sqs/queuePolicy:QueuePolicy", "aws:sqs/queue:Queue"],
  scope: "resource",
  check: (resource) => publicStatements(statementsOf(resource, "policy")),
});
