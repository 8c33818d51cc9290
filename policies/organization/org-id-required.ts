import { definePolicy } from "../policy";
import { narrows, statementsOf } from "../statements";

const organizationKeys: ReadonlySet<string> = new Set(["aws:principalorgid", "aws:sourceorgid"]);

export default definePolicy({
  id: "org-id-required",
  title: "Statements for an organisation name this organisation",
  rationale: "A mistyped or open id lets another organisation in, or keeps the own one out.",
  severity: "advisory",
  service: "organization",
  fix: "Use the id of your organisation (o-...), which is the parameter organizationId, without wildcards.",
  example: `const condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } };`,
  types: [
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:kms/keyPolicy:KeyPolicy",
  ],
  scope: "resource",
  parameters: ["organizationId"],
  *check(policy, _graph, { organizationId }) {
    for (const { label, effect, conditions } of statementsOf(policy, "policy")) {
      if (effect !== "Allow") continue;
      for (const condition of conditions.filter(({ key }) => organizationKeys.has(key))) {
        const ids = condition.values;
        const isOwn = (id: string) => (organizationId === "" ? /^o-[a-z0-9]{1,32}$/.test(id) : id === organizationId);
        if (!narrows(condition, organizationKeys) || !ids.every(isOwn))
          yield `statement ${label} is for the organisation ${ids.join(", ")}`;
      }
    }
  },
});
