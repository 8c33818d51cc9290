import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

const roleType = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

export default definePolicy({
  id: "os-slr-dependency",
  title: "Search domains in a VPC are made after OpenSearch's service-linked role",
  rationale: "OpenSearch makes its network interfaces with the role; es.amazonaws.com is that of the former service.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Make an aws.iam.ServiceLinkedRole for opensearchservice.amazonaws.com and name it in dependsOn of the domain.",
  example: `const role = new aws.iam.ServiceLinkedRole("search", { awsServiceName: "opensearchservice.amazonaws.com" });
new aws.opensearch.Domain("siem", { vpcOptions, ...cluster }, { dependsOn: role });`,
  types: [domainType],
  scope: "stack",
  *check(domain, graph) {
    if (!isGiven(domain, "vpcOptions")) return;
    const roles = graph.ofType(roleType);
    const current = roles.filter((role) => read(role, "awsServiceName") === "opensearchservice.amazonaws.com");
    const former = roles.filter((role) => read(role, "awsServiceName") === "es.amazonaws.com");
    if (former.length > 0 && current.length === 0)
      yield `has the service-linked role of es.amazonaws.com (${former.map(({ name }) => name).join(", ")})`;
    // An account has one already, unless the stack makes it.
    for (const role of current) {
      if (!graph.isMadeAfter(domain, role)) yield `may be made before its service-linked role ${role.name}`;
    }
  },
});
