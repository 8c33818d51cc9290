import { nativeForms } from "./aws-native";
import type { ResourceLike, ResourceNode } from "./graph";
import { type InsideSetting, insideSettings } from "./inside-settings";
import { isUnknown, plain, UNKNOWN } from "./unknown";

// Before version 7 of the AWS provider the split S3 resources had a V2 in their names.
const currentType = (type: string) => type.replace(/^aws:s3\/(\w+)V2:(\w+)V2$/, "aws:s3/$1:$2");

/**
 * A resource as the current version of the classic provider has it, and behind it the settings written inside of it as
 * the separate resources that they could be. So a policy knows one form of each.
 */
export function normalForms({ props, inputs, deps, type, ...rest }: ResourceLike): ResourceNode[] {
  const copy = plain(props ?? inputs ?? {}) as Record<string, unknown>;
  const native = nativeForms[type];
  const whole: ResourceNode = {
    ...rest,
    type: native?.type ?? currentType(type),
    givenType: type,
    props: native === undefined ? copy : native.props(copy),
    deps: deps ?? [],
  };
  // What aws-native says goes through the same forms: its properties become those of the classic resource.
  const settings = insideSettings[whole.type] ?? [];
  return [whole, ...settings.flatMap((setting) => settingsInside(whole, setting))];
}

function settingsInside(owner: ResourceNode, { property, type, pointer, each }: InsideSetting): ResourceNode[] {
  const value = owner.props[property];
  if (value === undefined || value === null || value === "") return [];
  const common = {
    type,
    name: owner.name,
    urn: owner.urn,
    deps: owner.deps,
    // Each part of the setting is made from what the whole is made from.
    propertyDeps: owner.propertyDeps && everywhere(owner.propertyDeps[property] ?? []),
    parent: owner.parent,
    protect: owner.protect,
    givenType: owner.givenType,
    inside: { owner, pointer },
  };
  if (isUnknown(value)) return [{ ...common, props: everywhere(UNKNOWN) }];
  return each(value, owner).map((props) => ({ ...common, props }));
}

/** An object that has the same value for every property. */
function everywhere<Value>(value: Value): Readonly<Record<string, Value>> {
  return new Proxy({}, { get: () => value });
}
