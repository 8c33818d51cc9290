import type { ComponentResource, ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider/provider";
import { main } from "@pulumi/pulumi/provider/server";
import { endWithEngine } from "../engine";
import { Vpc } from "./vpc";

// The engine asks for the release of @pulumi/awsx that the program uses; `launcher.ts` fills it in.
declare const PROVIDER_VERSION: string;

/*
 * The executable `pulumi-resource-awsx` of the local stage. Components of `awsx` are made by its provider, out of the
 * program's sight: this one makes those that the program uses.
 */
const components: Readonly<
  Record<string, new (name: string, inputs: Inputs, options: ComponentResourceOptions) => ComponentResource & Outputs>
> = { [Vpc.type]: Vpc };

interface Outputs {
  readonly outputs: Inputs;
}

const provider: Provider = {
  version: PROVIDER_VERSION,
  construct(name, type, inputs, options): Promise<ConstructResult> {
    const Component = components[type];
    if (Component === undefined) {
      const known = Object.keys(components).join(", ");
      throw new Error(
        `The stand-in provider of the local stage does not know the component ${type}; it knows ${known}.`,
      );
    }
    const component = new Component(name, inputs, options);
    return Promise.resolve({ urn: component.urn, state: component.outputs });
  },
};

endWithEngine();
main(provider, process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
