// Pulumi starts plugins with a very old ts-node in place, which cannot compile this one: tsx is put in front of it.
require("tsx/cjs/api").register();
require("./main.ts");
