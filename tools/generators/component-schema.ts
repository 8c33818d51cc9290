import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider";
import { argumentForm, componentName } from "../../components/arguments/argument-forms";
import { flag } from "../../components/arguments/form";

interface Described {
  description: string;
}
interface Resource extends Described {
  readonly inputProperties: Readonly<Record<string, Described>>;
}

/** Pulumi's schema of the components of other languages, inferred from their classes, with what is checked of arguments. */
export async function componentSchema(root: string): Promise<string> {
  // All of the SIEM, which who generates something else does without.
  const components = await import("../../provider/components");
  const provider = new ComponentProvider({
    name: "siem",
    dirname: join(root, "provider"),
    components: Object.values(components),
  });
  // What Pulumi infers from classes that are all explained; a test of the schema looks.
  const schema = JSON.parse(await provider.getSchema()) as { readonly resources: Readonly<Record<string, Resource>> };
  for (const [token, resource] of Object.entries(schema.resources)) describe(token, resource);
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function describe(token: string, resource: Resource): void {
  const component = token.slice(token.lastIndexOf(":") + 1);
  const { form: name } = componentName(component);
  resource.description += ` Its name: ${name}.`;
  // Its arguments are settings, which say by themselves what they may be.
  if (component === "Siem") return;
  for (const [argument, property] of Object.entries(resource.inputProperties)) {
    const form = argumentForm(component, argument);
    if (form !== undefined && form !== flag) property.description += ` Allowed: ${form.form}.`;
  }
}
