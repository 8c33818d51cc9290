import { isGiven, readList } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown, Undecided } from "../unknown";
import { functionType, isInVpc } from "./functions";

export default definePolicy({
  id: "lambda-vpc-two-azs",
  title: "Functions are in the VPC exactly when the search domain is, in two subnets at least",
  rationale: "Outside they do not reach the domain; in one subnet they stop with its zone.",
  severity: "advisory",
  service: "lambda",
  securityHub: ["Lambda.3", "Lambda.5"],
  fix: "Set vpcConfig.subnetIds to subnets of two or more availability zones.",
  example: `new aws.lambda.Function("loader", {
  vpcConfig: { subnetIds: vpc.privateSubnetIds, securityGroupIds: [group.id] },
  ...code,
});`,
  types: [functionType],
  scope: "stack",
  *check(lambda, graph) {
    if (!isInVpc(lambda)) {
      const inside = graph.ofType("aws:opensearch/domain:Domain").filter((domain) => isGiven(domain, "vpcOptions"));
      if (inside.length > 0)
        yield `is outside of the VPC of search domain ${inside.map(({ name }) => name).join(", ")}`;
      return;
    }
    const ids = readList(lambda, "vpcConfig", "subnetIds");
    const subnets = new Set(ids.filter((id) => !isUnknown(id)));
    if (subnets.size >= 2) return;
    // Two that are unknown may be the same.
    if (ids.some(isUnknown)) throw new Undecided(`vpcConfig.subnetIds of ${lambda.name}`);
    yield `is in ${subnets.size} subnet only`;
  },
});
