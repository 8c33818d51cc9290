import { read } from "../graph";
import { definePolicy } from "../policy";
import { attachmentType } from "./policies";

export default definePolicy({
  id: "iam-managed-policies",
  title: "Roles have policies of their own instead of AWS's managed ones",
  rationale: "A managed policy allows what some customer needs, on every resource, and grows by itself.",
  severity: "advisory",
  service: "iam",
  checkov: ["CKV_AWS_274"],
  fix: "Write an aws.iam.RolePolicy with the actions and ARNs that are needed.",
  example: `new aws.iam.RolePolicy("loader", { role: role.id, policy: document });`,
  types: [attachmentType, "aws:iam/policyAttachment:PolicyAttachment"],
  scope: "resource",
  *check(attachment) {
    const arn = read(attachment, "policyArn");
    const name = typeof arn === "string" ? /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] : undefined;
    if (name !== undefined) yield `uses AWS's managed policy ${name}`;
  },
});
