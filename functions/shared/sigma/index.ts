/*
 * A Sigma engine: https://sigmahq.io, specification 2.1.0. It parses rules, correlations and filters, and matches rules
 * against events. It knows nothing of AWS; docs/sigma.md says what it decides where the specification leaves it open.
 */
export * from "./ast";
export { SigmaEngine, type SigmaEvent, SigmaMatcher } from "./engine";
export {
  type ExtendedDocument,
  parseSigma,
  type ReportMember,
  type SigmaExtension,
  type SigmaFile,
  type SigmaParseOptions,
} from "./parse";
export { placeIn, type SigmaPath } from "./places";
export { describeProblem, SigmaError, type SigmaLocation, type SigmaProblem, type SigmaProblemCode } from "./problems";
export { buildRuleSet, lookupOf, type SigmaLookup, type SigmaRuleSet } from "./rule-set";
