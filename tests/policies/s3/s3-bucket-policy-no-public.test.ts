import policy from "../../../policies/s3/s3-bucket-policy-no-public";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, document, resource } from "../support";

const read = {
  Sid: "Read",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::archive/*",
};
const graph = (change: object) => [
  ...bucket("archive"),
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
    bucket: "archive",
    policy: document({ ...read, ...change }),
  }),
];
const condition = (operator: string, key: string, value: unknown) =>
  graph({ Condition: { [operator]: { [key]: value } } });
const everyone = /statement Read allows s3:getobject to everyone/;

describePolicy(policy, {
  good: {
    "a role is allowed": graph({ Principal: { AWS: "arn:aws:iam::111122223333:role/reader" } }),
    "everyone of a part of the organisation is allowed": condition("StringLike", "aws:PrincipalOrgPaths", "o-a/r-b/*"),
    "everyone of a unit whose organisation is not said is allowed": condition(
      "StringLike",
      "aws:PrincipalOrgPaths",
      "o-*/r-*/ou-a/*",
    ),
    "everyone of the organisation is allowed": condition("StringEquals", "aws:PrincipalOrgID", "o-example"),
    "a VPC endpoint is allowed": condition("StringEquals", "AWS:SourceVpce", ["vpce-1"]),
    "a network is allowed": condition("IpAddress", "aws:SourceIp", "192.0.2.0/24"),
    "everyone is denied": graph({ Effect: "Deny" }),
  },
  bad: {
    "everyone is allowed": { graph: graph({}), says: everyone },
    "everyone is allowed as an AWS principal": { graph: graph({ Principal: { AWS: ["*"] } }), says: everyone },
    "all but one are allowed": {
      graph: graph({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }),
      says: everyone,
    },
    "the condition takes every organisation": {
      graph: condition("StringLike", "aws:PrincipalOrgID", "o-*"),
      says: everyone,
    },
    "the condition takes every path of every organisation": {
      graph: condition("StringLike", "aws:PrincipalOrgPaths", "o-*/r-*/ou-*/*"),
      says: everyone,
    },
    "the condition takes every value": { graph: condition("StringLike", "aws:PrincipalOrgID", "*"), says: everyone },
    "the condition takes every address": {
      graph: condition("IpAddress", "aws:SourceIp", ["192.0.2.0/24", "0.0.0.0/0"]),
      says: everyone,
    },
    "the condition holds without the key": {
      graph: condition("StringEqualsIfExists", "aws:PrincipalOrgID", "o-example"),
      says: everyone,
    },
    "the condition holds for no values": {
      graph: condition("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-x"),
      says: everyone,
    },
    "the condition excludes a few": {
      graph: condition("StringNotEquals", "aws:PrincipalOrgID", "o-example"),
      says: everyone,
    },
    "the condition is about something else": {
      graph: condition("StringEquals", "s3:prefix", "public/"),
      says: everyone,
    },
  },
  undecided: {
    "the document is unknown": [resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: UNKNOWN })],
    "a value of the condition is unknown": [
      resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: { Statement: [{ ...read, Condition: { StringEquals: { "aws:SourceVpce": UNKNOWN } } }] },
      }),
    ],
  },
});
