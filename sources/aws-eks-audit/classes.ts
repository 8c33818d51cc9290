import { lookup } from "../../functions/shared/lookup";

const typeOfVerb: Readonly<Record<string, string>> = {
  get: "access",
  list: "access",
  watch: "access",
  proxy: "access",
  create: "creation",
  update: "change",
  patch: "change",
  delete: "deletion",
  deletecollection: "deletion",
};

/** Resources that say who may do what. */
const identityResources: ReadonlySet<string> = new Set([
  "certificatesigningrequests",
  "clusterrolebindings",
  "clusterroles",
  "rolebindings",
  "roles",
  "serviceaccounts",
]);

/** What runs in, or gets into, a container. */
const processSubresources: ReadonlySet<string> = new Set(["attach", "exec", "ephemeralcontainers"]);

/** Ways through the API server to what listens in a pod, on a node or behind a service. */
const tunnelSubresources: ReadonlySet<string> = new Set(["portforward", "proxy"]);

/** Requests that only ask: who is this, may this one do that. */
const reviews: ReadonlySet<string> = new Set([
  "localsubjectaccessreviews",
  "selfsubjectaccessreviews",
  "selfsubjectrulesreviews",
  "subjectaccessreviews",
  "tokenreviews",
]);

/** ECS's category and type of a request. */
export function classify(
  verb: string | undefined,
  resource: string | undefined,
  subresource: string | undefined,
  name: string | undefined,
  decision: string | undefined,
): { category: string[]; type: string[] } {
  const category = ["api"];
  const process = subresource !== undefined && processSubresources.has(subresource);
  const review = resource !== undefined && reviews.has(resource);
  let type = lookup(typeOfVerb, verb) ?? "info";
  if (process) {
    category.push("process");
    type = "start";
  } else if (subresource !== undefined && tunnelSubresources.has(subresource)) {
    category.push("network");
    type = "connection";
  } else if (resource === "serviceaccounts" && subresource === "token") {
    category.push("iam", "authentication");
  } else if (resource !== undefined && (identityResources.has(resource) || isUserMap(resource, name))) {
    category.push("iam");
  } else if (review) {
    category.push("authentication");
    type = "info";
  } else if (type !== "access" && type !== "info") {
    category.push("configuration");
  }
  return { category, type: [type, ...(decision === "allow" ? ["allowed"] : decision === "forbid" ? ["denied"] : [])] };
}

export function outcomeOf(code: number | undefined, decision: string | undefined): string {
  if (decision === "forbid") return "failure";
  return code === undefined ? "unknown" : code < 400 ? "success" : "failure";
}

/** The ConfigMap that says which AWS principals are which Kubernetes users. */
function isUserMap(resource: string, name: string | undefined): boolean {
  return resource === "configmaps" && name === "aws-auth";
}
