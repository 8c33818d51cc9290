// Pulumi starts packs with a very old ts-node in place, which cannot compile them: tsx is put in front of it.
require("tsx/cjs/api").register();
require("./main.ts");
