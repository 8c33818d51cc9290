#!/usr/bin/env node
// Starts the command from its TypeScript source, so that a clone needs no build step.
import { register as registerCommonJs } from "tsx/cjs/api";
import { register as registerModules } from "tsx/esm/api";

registerCommonJs();
registerModules();
await import("./main.ts");
