#!/usr/bin/env node
// Starts the command from its TypeScript source, so that a clone needs no build step.
require("tsx/cjs");
require("./main.ts");
