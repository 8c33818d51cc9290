import type { Framework } from "./controls";
import type { Policy, Severity } from "./policy";

interface Preset {
  readonly description: string;
  /** Severity that a policy has in it. */
  readonly severity: (policy: Policy) => Severity;
}

/** The policies that serve a catalogue of controls, all of them mandatory. */
const of = (framework: Framework, name: string): Preset => ({
  description: `The policies that serve controls of ${name}, all mandatory`,
  severity: ({ frameworks }) => (frameworks[framework] === undefined ? "disabled" : "mandatory"),
});

export const presets = {
  "siem-baseline": {
    description: "Every policy with the severity that it declares",
    severity: ({ severity }: Policy) => severity,
  },
  "siem-strict": {
    description: "Every policy, all mandatory, also those that are disabled otherwise",
    severity: (): Severity => "mandatory",
  },
  cis: of("cis", "the CIS AWS Foundations Benchmark 3.0"),
  "nist-800-53": of("nist-800-53", "NIST SP 800-53 revision 5"),
  "pci-dss": of("pci-dss", "PCI DSS 4.0.1"),
  hipaa: of("hipaa", "the HIPAA Security Rule"),
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as readonly PresetName[];
export const defaultPreset: PresetName = "siem-baseline";
