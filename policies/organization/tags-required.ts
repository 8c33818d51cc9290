import { read } from "../graph";
import { definePolicy } from "../policy";
import { taggableTypes } from "./taggable";

/** Tags of a resource: AWS's providers have them as an object, aws-native as a list too. */
function tagNames(...values: readonly unknown[]): string[] {
  return values.flatMap((value) => {
    if (Array.isArray(value)) return value.map((tag: { readonly key?: unknown }) => String(tag.key));
    return typeof value === "object" && value !== null ? Object.keys(value) : [];
  });
}

export default definePolicy({
  id: "tags-required",
  title: "Resources have the tags that the organisation asks for",
  rationale: "Whose a resource is, and who pays for it, is otherwise asked around.",
  // Which tags those are is a parameter.
  severity: "disabled",
  service: "organization",
  fix: "Add the tags, or defaultTags to the provider; the parameter requiredTags lists them.",
  example: `new aws.sqs.Queue("logs", { tags: { owner: "security", "cost-center": "1234" } });`,
  types: taggableTypes,
  scope: "resource",
  parameters: ["requiredTags"],
  *check(resource, _graph, { requiredTags }) {
    if (requiredTags.length === 0) return;
    const tags = tagNames(read(resource, "tags"), resource.props.tagsAll);
    const missing = requiredTags.filter((tag) => !tags.includes(tag));
    if (missing.length > 0) yield `lacks the tags ${missing.join(", ")}`;
  },
});
