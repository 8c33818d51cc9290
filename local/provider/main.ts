import { basename } from "node:path";
import { main } from "@pulumi/pulumi/provider/server";
import { Aws, settingsFromEnvironment } from "./aws";
import { StandInProvider } from "./provider";
import { VpcProvider } from "./vpc";

// The engine asks for the releases of the packages that the program uses; `launcher.ts` fills them in.
declare const AWS_VERSION: string;
declare const AWSX_VERSION: string;

/** Between two looks whether the engine is still there. */
const ENGINE_CHECK_MILLISECONDS = 1000;

// An engine that is killed cannot end its providers; they would wait for its calls for ever.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(1);
}, ENGINE_CHECK_MILLISECONDS).unref();

/*
 * The executables `pulumi-resource-aws` and `pulumi-resource-awsx` of the local stage. The Pulumi engine starts them from PATH
 * instead of the real providers, reads their port from the first line of their output and then talks gRPC with them.
 */
const [, executable = "", ...args] = process.argv;
const provider =
  basename(executable) === "pulumi-resource-awsx"
    ? new VpcProvider(AWSX_VERSION)
    : new StandInProvider(AWS_VERSION, new Aws(settingsFromEnvironment(process.env)));
main(provider, args).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
