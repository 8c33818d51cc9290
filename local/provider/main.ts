import { main } from "@pulumi/pulumi/provider/server";
import { Aws, settingsFromEnvironment } from "./aws";
import { endWithEngine } from "./engine";
import { StandInProvider } from "./provider";

// The engine asks for the release of @pulumi/aws that the program uses; `launcher.ts` fills it in.
declare const PROVIDER_VERSION: string;

/*
 * The executable `pulumi-resource-aws` of the local stage. The Pulumi engine starts it from PATH instead of the real AWS
 * provider, reads its port from the first line of its output and then talks gRPC with it.
 */
endWithEngine();
const provider = new StandInProvider(PROVIDER_VERSION, new Aws(settingsFromEnvironment(process.env)));
main(provider, process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
