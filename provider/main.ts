import { main } from "@pulumi/pulumi/provider/server";
import { componentProvider } from "./host";

/** The plugin that PulumiPlugin.yaml describes: the engine reads its port from the first line of its output. */
main(componentProvider, process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
