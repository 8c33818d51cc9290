import { relatedTo, type SecurityHubControl } from "./security-hub";

/** Catalogues of controls, by the names that a configuration gives them. */
export const frameworkNames = {
  fsbp: "AWS Foundational Security Best Practices",
  cis: "CIS AWS Foundations Benchmark 3.0",
  "nist-800-53": "NIST SP 800-53 revision 5",
  "pci-dss": "PCI DSS 4.0.1",
  hipaa: "HIPAA Security Rule (45 CFR 164)",
} as const;
export type Framework = keyof typeof frameworkNames;
export type Frameworks = Readonly<Partial<Record<Framework, readonly string[]>>>;
export const frameworks = Object.keys(frameworkNames) as readonly Framework[];

const byNumbers = new Intl.Collator("en", { numeric: true });

/** The given controls, and those that are related to controls of Security Hub, sorted. */
export function frameworksOf(given: Frameworks, securityHub: readonly SecurityHubControl[]): Frameworks {
  const sources = [given, ...securityHub.map(relatedTo)];
  const merged = frameworks.flatMap((framework) => {
    const ids = [...new Set(sources.flatMap((source) => source[framework] ?? []))].sort(byNumbers.compare);
    return ids.length === 0 ? [] : [[framework, ids] as const];
  });
  return Object.fromEntries(merged);
}
