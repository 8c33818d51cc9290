import { resolve } from "node:path";

/** The rules of this project. */
export const builtInRulesFolder = resolve(__dirname, "../../rules");
