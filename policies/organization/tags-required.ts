import { type ResourceNode, read } from "../graph";
import { definePolicy } from "../policy";
import { taggableTypes } from "./taggable";

/** Names of tags: AWS's providers have them as an object, aws-native as a list too. @throws Undecided */
function tagNames(resource: ResourceNode, property: string): string[] {
  const value = read(resource, property);
  if (Array.isArray(value)) return value.map((_, index) => String(read(resource, property, index, "key")));
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
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
    const without = (names: readonly string[], property: string) => {
      if (names.length === 0) return [];
      const given = tagNames(resource, property);
      return names.filter((name) => !given.includes(name));
    };
    const missing = without(without(requiredTags, "tags"), "tagsAll");
    if (missing.length > 0) yield `lacks the tags ${missing.join(", ")}`;
  },
});
