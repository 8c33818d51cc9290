import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider";

/** Pulumi's schema of the components of other languages, inferred from their classes. */
export async function componentSchema(root: string): Promise<string> {
  // All of the SIEM, which who generates something else does without.
  const components = await import("../../provider/components");
  const provider = new ComponentProvider({
    name: "siem",
    dirname: join(root, "provider"),
    components: Object.values(components),
  });
  return `${JSON.stringify(JSON.parse(await provider.getSchema()), undefined, 2)}\n`;
}
