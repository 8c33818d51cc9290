import policy from "../../../policies/organization/org-id-required";
import { bucket, describePolicy, document, UNKNOWN } from "../support";

const withPolicy = (more: Record<string, unknown>) =>
  bucket("a", {
    BucketPolicy: {
      policy: document({ Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: "*", ...more }),
    },
  });

describePolicy(policy, {
  good: {
    ours: withPolicy({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } } }),
    "no organisation": withPolicy({ Principal: { Service: "s3.amazonaws.com" } }),
    "others are denied": withPolicy({
      Effect: "Deny",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
    }),
  },
  bad: {
    another: {
      graph: withPolicy({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-another0rgid" } } }),
      says: /is for the organisation o-another0rgid/,
    },
    any: {
      graph: withPolicy({ Condition: { StringLike: { "aws:SourceOrgID": "o-*" } } }),
      says: /is for the organisation o-\*/,
    },
  },
  undecided: { "the document is unknown": bucket("a", { BucketPolicy: { policy: UNKNOWN } }) },
  parameters: { organizationId: "o-exampleorgid" },
});
