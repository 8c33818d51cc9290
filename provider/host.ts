import type { ComponentResource, ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import type { Provider } from "@pulumi/pulumi/provider";
import { ConfigurationError } from "../functions/shared/errors";
import * as components from "./components";
import { version } from "./package.json";
import schema from "./schema.generated.json";

type Component = new (name: string, args: never, opts: ComponentResourceOptions) => ComponentResource;

const constructors: Readonly<Record<string, Component>> = components;
const resources: Readonly<Record<string, { readonly properties: object }>> = schema.resources;

/** Makes the components for programs in any language. Their schema was inferred when this was released: that takes a while. */
export const componentProvider: Provider = {
  version,
  schema: JSON.stringify(schema),
  construct: async (name: string, type: string, inputs: Inputs, options: ComponentResourceOptions) => {
    const [Component, resource] = [constructors[type.replace("siem:index:", "")], resources[type]];
    if (Component === undefined || resource === undefined) {
      throw new ConfigurationError(`There is no component ${type}; there are ${Object.keys(resources).join(", ")}`);
    }
    const component = new Component(name, inputs as never, options);
    const outputs = Object.keys(resource.properties).map((output) => [output, Reflect.get(component, output)]);
    return { urn: component.urn, state: Object.fromEntries(outputs) };
  },
};
