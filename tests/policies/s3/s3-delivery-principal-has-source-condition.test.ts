import policy from "../../../policies/s3/s3-delivery-principal-has-source-condition";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, document, resource } from "../support";

const deliver = {
  Sid: "Trail",
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::archive/AWSLogs/*",
};
const graph = (change: object) => [
  ...bucket("archive"),
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
    bucket: "archive",
    policy: document({ ...deliver, ...change }),
  }),
];
const condition = (operator: string, key: string, value: unknown) =>
  graph({ Condition: { [operator]: { [key]: value } } });
const anyAccount = /statement Trail lets cloudtrail\.amazonaws\.com act for any AWS account/;

describePolicy(policy, {
  good: {
    "the trail is named": condition(
      "StringEquals",
      "aws:SourceArn",
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t",
    ),
    "the accounts are named": condition("StringEquals", "aws:SourceAccount", ["111122223333", "444455556666"]),
    "the organisation is named": condition("StringEquals", "aws:SourceOrgID", "o-example"),
    "the ARN has wildcards behind the account": condition("ArnLike", "aws:SourceArn", "arn:aws:logs:*:111122223333:*"),
    "the principal is a role": graph({ Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }),
  },
  bad: {
    "there is no condition": { graph: graph({}), says: anyAccount },
    "the condition is about the ACL only": {
      graph: condition("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"),
      says: anyAccount,
    },
    "the ARN is of any account": {
      graph: condition("ArnLike", "aws:SourceArn", "arn:aws:logs:*:*:*"),
      says: /any AWS account/,
    },
    "the condition holds without the key": {
      graph: condition("StringEqualsIfExists", "aws:SourceAccount", "111122223333"),
      says: anyAccount,
    },
  },
  undecided: {
    "the document is unknown": [resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: UNKNOWN })],
  },
});
