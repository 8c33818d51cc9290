#!/usr/bin/env node
// Starts the command from its TypeScript source, so that a clone needs no build step.
require("tsx/cjs/api").register();
require("tsx/esm/api").register();
require("./main.ts");
