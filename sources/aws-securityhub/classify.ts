import { lookup } from "../../functions/shared/lookup";

/** A finding's type, `namespace/category/classifier`. */
export interface FindingType {
  readonly namespace: string | undefined;
  readonly category: string | undefined;
  readonly classifier: string | undefined;
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html */
export function findingType(type: string | undefined): FindingType {
  const [namespace, category, ...classifier] = type?.split("/") ?? [];
  // `TTPs/AttackSequence:S3-CompromisedData` has no category.
  if (category?.includes(":") === true && classifier.length === 0) {
    return { namespace, category: undefined, classifier: category };
  }
  return {
    namespace: namespace === "" ? undefined : namespace,
    category: category === "" ? undefined : category,
    classifier: classifier.join("/") || undefined,
  };
}

const categoryOfNamespace: Readonly<Record<string, string>> = {
  "Software and Configuration Checks": "configuration",
  "Sensitive Data Identifications": "file",
  TTPs: "intrusion_detection",
  Effects: "intrusion_detection",
  "Unusual Behaviors": "intrusion_detection",
};

/** What a finding holds beside its type. */
interface Contents {
  /** The result of a check of configuration, whatever its type says that a failure may lead to. */
  readonly control: boolean;
  readonly vulnerability: boolean;
  readonly malware: boolean;
  readonly network: boolean;
}

export function categoriesOf({ namespace, category }: FindingType, contents: Contents): readonly string[] {
  const vulnerability = contents.vulnerability || category === "Vulnerabilities";
  const named = contents.control ? "configuration" : lookup(categoryOfNamespace, namespace);
  const first = vulnerability ? "vulnerability" : (named ?? "intrusion_detection");
  return [first, ...(contents.malware ? ["malware"] : []), ...(contents.network ? ["network"] : [])];
}
