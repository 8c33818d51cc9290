import type { SigmaItem, SigmaRule, SigmaSearch } from "../functions/shared/sigma";

/** What a rule for CloudTrail asks of the calls it is about. */
export interface CloudTrailCalls {
  /** Such as `iam.amazonaws.com`. */
  readonly sources: readonly string[];
  /** Whole names of calls, and beginnings of such. */
  readonly names: readonly { readonly name: string; readonly isBeginning: boolean }[];
  /** Members of `requestParameters`. */
  readonly parameters: readonly string[];
}

export function cloudTrailCalls({ detection }: SigmaRule): CloudTrailCalls {
  const items = detection.searches.flatMap(({ search }) => itemsOf(search));
  const valuesOf = (name: string): { name: string; isBeginning: boolean }[] =>
    items
      .filter(({ field }) => field === name)
      .flatMap(({ modifiers, values }) =>
        values.flat().flatMap((test) => {
          if (test.kind !== "text") return [];
          const text = test.parts.filter((part) => typeof part === "string").join("");
          return [{ name: text, isBeginning: modifiers.includes("startswith") }];
        }),
      );
  const parameters = items.flatMap(({ field = "" }) => {
    const [record, parameter] = field.split(".");
    return record === "requestParameters" && parameter !== undefined ? [parameter] : [];
  });
  return { sources: valuesOf("eventSource").map(({ name }) => name), names: valuesOf("eventName"), parameters };
}

function itemsOf(search: SigmaSearch): SigmaItem[] {
  return search.kind === "item" ? [search] : search.searches.flatMap(itemsOf);
}

/**
 * Calls that CloudTrail gives another name than the API.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const ownNames: Readonly<Record<string, string>> = {
  DeleteAccountPublicAccessBlock: "DeletePublicAccessBlock",
  DeleteBucketPublicAccessBlock: "DeletePublicAccessBlock",
  PutAccountPublicAccessBlock: "PutPublicAccessBlock",
  PutBucketPublicAccessBlock: "PutPublicAccessBlock",
};

/** The API's name of a call: CloudTrail adds a version to those of some services, such as `20150331v2`. */
export function operationOf(eventName: string): string {
  return ownNames[eventName] ?? eventName.replace(/20\d{2}(?:_?\d{2}_?\d{2})?(?:v\d)?$/, "");
}

/** Whether a call of the API is meant by an event's name, or by its beginning. */
export function isMeant(operation: string, { name, isBeginning }: CloudTrailCalls["names"][number]): boolean {
  return isBeginning ? operation.startsWith(operationOf(name)) : operation === operationOf(name);
}
