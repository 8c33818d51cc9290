import { existsSync } from "node:fs";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import type { Configuration } from "./configuration";
import { packPolicies } from "./pack";
import { readConfiguration, readConfigurationFile } from "./read-configuration";

/**
 * The configuration file that SIEM_POLICIES_CONFIG names, else siem-policies.yaml beside the pack, where the engine
 * starts it; SIEM_POLICIES_PRESET stands above the file's preset.
 */
function configuration(): Configuration {
  const { SIEM_POLICIES_CONFIG: named = "", SIEM_POLICIES_PRESET: preset = "" } = process.env;
  const beside = join(process.cwd(), "siem-policies.yaml");
  const path = named !== "" ? named : existsSync(beside) ? beside : undefined;
  const given = path === undefined ? {} : readConfigurationFile(path);
  return preset === "" ? given : readConfiguration({ ...given, preset }, "SIEM_POLICIES_PRESET");
}

// Making the pack starts its server: whoever wants the policies only imports `judge` or `packPolicies`.
new PolicyPack("pulumi-aws-siem", { policies: packPolicies(configuration()) });
