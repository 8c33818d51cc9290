// The policy pack is installed on its own, so it is the one that has it.
export { suggest } from "../../policies/suggest";
