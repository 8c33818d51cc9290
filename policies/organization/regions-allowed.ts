import { read } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown, Undecided } from "../unknown";
import { taggableTypes } from "./taggable";

export default definePolicy({
  id: "regions-allowed",
  title: "Resources are in regions that the organisation allows",
  rationale: "Logs hold personal data, which the law may keep in a country.",
  // Which regions those are is a parameter.
  severity: "disabled",
  service: "organization",
  fix: "Set aws:region, or region of the resource, to one of the parameter allowedRegions.",
  example: `const provider = new aws.Provider("frankfurt", { region: "eu-central-1" });
new aws.sqs.Queue("logs", {}, { provider });`,
  types: taggableTypes,
  scope: "stack",
  parameters: ["allowedRegions"],
  *check(resource, _graph, { allowedRegions }) {
    if (allowedRegions.length === 0) return;
    const given = read(resource, "region");
    const arn = resource.arn ?? resource.props.arn;
    const region = typeof given === "string" ? given : typeof arn === "string" ? arn.split(":")[3] : undefined;
    if (region === undefined && isUnknown(arn)) throw new Undecided(`region of ${resource.name}`);
    // Buckets and roles have ARNs without a region.
    if (region !== undefined && region !== "" && !allowedRegions.includes(region)) yield `is in ${region}`;
  },
});
