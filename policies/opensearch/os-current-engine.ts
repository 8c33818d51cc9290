import { read } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-current-engine",
  title: "Search domains run OpenSearch 2.11 or later",
  rationale: "Earlier versions lack what dashboards and retention use, and get no fixes but for money.",
  severity: "advisory",
  service: "opensearch",
  fix: 'Set engineVersion to "OpenSearch_2.19" or leave it out.',
  example: `new aws.opensearch.Domain("siem", { engineVersion: "OpenSearch_2.19", ...cluster });`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    const version = read(domain, "engineVersion");
    if (typeof version !== "string") return;
    const [, product, major = "0", minor = "0"] = /^(\w+)_(\d+)\.(\d+)$/.exec(version) ?? [];
    const isCurrent = product === "OpenSearch" && (Number(major) > 2 || (major === "2" && Number(minor) >= 11));
    if (!isCurrent) yield `runs ${version}`;
  },
});
