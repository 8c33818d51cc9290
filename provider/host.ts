import { type ComponentResource, type ComponentResourceOptions, type Inputs, Output } from "@pulumi/pulumi";
import type { Provider } from "@pulumi/pulumi/provider";
import { refuse, refuseWrongArguments } from "../components/arguments/refusal";
import { ConfigurationError } from "../functions/shared/errors";
import { suggest } from "../functions/shared/suggest";
import * as components from "./components";
import { version } from "./package.json";
import schema from "./schema.generated.json";

type Component = new (name: string, args: never, opts: ComponentResourceOptions) => ComponentResource;

const constructors: Readonly<Record<string, Component>> = components;

/** What the schema says of a component. */
interface Resource {
  readonly properties: object;
  readonly inputProperties: Readonly<Record<string, object>>;
  readonly requiredInputs?: readonly string[];
}
const resources: Readonly<Record<string, Resource>> = schema.resources;

/** Makes the components for programs in any language. Their schema was inferred when this was released: that takes a while. */
export const componentProvider: Provider = {
  version,
  schema: JSON.stringify(schema),
  construct: async (name: string, type: string, inputs: Inputs, options: ComponentResourceOptions) => {
    const [Component, resource] = [constructors[type.replace("siem:index:", "")], resources[type]];
    if (Component === undefined || resource === undefined) {
      throw new ConfigurationError(`There is no component ${type}; there are ${Object.keys(resources).join(", ")}`);
    }
    refuse(type, name, inputFaults(resource, inputs));
    // The arguments of a whole SIEM are settings, which it reads and checks as such.
    refuseWrongArguments(type, name, Component === components.Siem ? {} : inputs);
    const component = new Component(name, inputs as never, options);
    const outputs = Object.keys(resource.properties).map((output) => [output, Reflect.get(component, output)]);
    return { urn: component.urn, state: Object.fromEntries(outputs) };
  },
};

/** What the schema does not allow of inputs: not every language is compared with it before it gets here. */
function inputFaults({ inputProperties, requiredInputs = [] }: Resource, inputs: Inputs): string[] {
  const given = Object.entries(inputs).filter(([, value]: [string, unknown]) => value !== undefined);
  const names = Object.keys(inputProperties);
  const unknown = given.flatMap(([name]) => {
    const meant = suggest(name, names);
    const other = meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${meant}?`;
    return names.includes(name) ? [] : [`it has no argument ${name}; ${other}`];
  });
  const missing = requiredInputs.filter((required) => !given.some(([name]) => name === required));
  const undecided = given.filter(([name, value]) => isPlain(inputProperties[name]) && holdsOutput(value));
  return [
    ...unknown,
    ...missing.map((name) => `${name} is missing`),
    ...undecided.map(
      ([name]) =>
        `${name} holds a value that is known only when other resources are made; it decides what is made, so write it as text`,
    ),
  ];
}

function isPlain(property: object | undefined): boolean {
  return property !== undefined && "plain" in property && property.plain === true;
}

function holdsOutput(value: unknown): boolean {
  if (Output.isInstance(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsOutput);
}
