import { read } from "../graph";
import { definePolicy } from "../policy";
import { wildcardMatches } from "../statements";
import { Undecided } from "../unknown";
import { securityPolicies, serverlessPolicy } from "./domains";

interface EncryptionPolicy {
  readonly Rules?: readonly { readonly Resource?: readonly string[] }[];
  readonly AWSOwnedKey?: boolean;
  readonly KmsARN?: string;
}

export default definePolicy({
  id: "aoss-encryption-policy",
  title: "Every serverless collection is encrypted with a customer key",
  rationale:
    "A collection is not made without an encryption policy; AWS's own key can be neither audited nor withdrawn.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Add an aws.opensearch.ServerlessSecurityPolicy of type encryption that names the collection and KmsARN.",
  example: `new aws.opensearch.ServerlessSecurityPolicy("siem", {
  type: "encryption",
  policy: pulumi.jsonStringify({
    Rules: [{ ResourceType: "collection", Resource: ["collection/siem"] }],
    AWSOwnedKey: false,
    KmsARN: key.arn,
  }),
});`,
  types: ["aws:opensearch/serverlessCollection:ServerlessCollection"],
  scope: "stack",
  *check(collection, graph) {
    const name = read(collection, "name") ?? collection.id;
    if (typeof name !== "string") throw new Undecided(`name of ${collection.name}`);
    const policies = securityPolicies(graph, "encryption")
      .map((policy) => serverlessPolicy(policy) as EncryptionPolicy)
      .filter(({ Rules = [] }) =>
        Rules.some(({ Resource = [] }) => Resource.some((pattern) => wildcardMatches(pattern, `collection/${name}`))),
      );
    if (policies.length === 0) yield "has no encryption policy";
    else if (policies.some(({ AWSOwnedKey, KmsARN }) => AWSOwnedKey === true || !KmsARN))
      yield "is encrypted with AWS's own key";
  },
});
