import * as pulumi from "@pulumi/pulumi";

/** Condition operator -> condition key -> values; a key's values are alternatives. */
export type PolicyConditions = Readonly<
  Record<string, Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>>
>;

type PolicyPrincipal =
  | "*"
  | { readonly Service: pulumi.Input<string> | readonly pulumi.Input<string>[] }
  | { readonly AWS: pulumi.Input<string> | readonly pulumi.Input<string>[] };

/** One statement, in the spelling of IAM. */
export interface PolicyStatement {
  /** Letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** In policies of resources only. */
  readonly Principal?: PolicyPrincipal;
  readonly Action: string | readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: PolicyConditions;
}

/** A trust policy's statement: its resource is the role itself. */
export type TrustStatement = Omit<PolicyStatement, "Resource">;

/**
 * A policy document as JSON. Refuses what no policy of this project may hold: an allowed `*` action, a whole service
 * (`s3:*`), `*` as principal of an allowance without condition, and two statements of one name, which IAM refuses.
 * @param openSids statements that may be for anyone: something that is no policy stands before the resource. Default: none.
 */
export function policyDocument(
  statements: readonly (PolicyStatement | TrustStatement)[],
  openSids: readonly string[] = [],
): pulumi.Output<string> {
  for (const statement of statements) refuseUnsafe(statement, openSids);
  const sids = statements.map(({ Sid }) => Sid);
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (repeated !== undefined) throw new Error(`Two statements of a policy are called ${repeated}: rename one`);
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

function refuseUnsafe(
  { Sid, Effect, Action, Principal, Condition }: PolicyStatement | TrustStatement,
  openSids: readonly string[],
): void {
  if (Effect === "Deny") return;
  const wide = [Action].flat().find((action) => action === "*" || action.endsWith(":*"));
  if (wide !== undefined) {
    throw new Error(`Policy statement ${Sid} allows "${wide}": name the actions it needs`);
  }
  if (isAnyone(Principal) && Condition === undefined && !openSids.includes(Sid)) {
    throw new Error(`Policy statement ${Sid} allows anyone: name the principal, or add a condition that narrows "*"`);
  }
}

function isAnyone(principal: PolicyPrincipal | undefined): boolean {
  if (principal === undefined || principal === "*") return principal === "*";
  return "AWS" in principal && [principal.AWS].flat().includes("*");
}
