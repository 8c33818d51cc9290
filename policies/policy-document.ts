import { isUnknown, Undecided } from "./unknown";

/** Who a statement is about. */
interface Principals {
  /** `NotPrincipal`: all but these. */
  readonly negated: boolean;
  readonly everyone: boolean;
  /** Account ids, ARNs of accounts, roles and users. */
  readonly aws: readonly string[];
  /** Service principals, lower case: `s3.amazonaws.com`. */
  readonly services: readonly string[];
  readonly others: readonly string[];
}

/** Actions (lower case, as IAM does not mind) or resources that a statement is about. */
export interface Patterns {
  /** `NotAction`, `NotResource`: all but these. */
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** `"ForAnyValue:StringLike": {"aws:PrincipalOrgID": "o-1"}` */
export interface Condition {
  /** Lower case, without qualifier and `IfExists`: `stringlike`. */
  readonly operator: string;
  /** Lower case: `foranyvalue`, `forallvalues`. */
  readonly qualifier: string | undefined;
  readonly ifExists: boolean;
  /** Lower case: `aws:principalorgid`. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  /** `Sid`, or the number of the statement from 1. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  /** Undefined in identity policies. */
  readonly principals: Principals | undefined;
  readonly actions: Patterns;
  /** Undefined in trust policies. */
  readonly resources: Patterns | undefined;
  readonly conditions: readonly Condition[];
}

/** The text is not an IAM policy; AWS would refuse it too. */
export class PolicyDocumentError extends Error {}

type Members = Readonly<Record<string, unknown>>;

/** Members of an object by lower-case name: IAM takes its element names in any case. */
function membersOf(value: unknown, what: string): Members {
  if (isUnknown(value)) throw new Undecided(what);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyDocumentError(`${what} is ${JSON.stringify(value)}; it must be an object`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** One value or a list of them, as texts. */
function texts(value: unknown, what: string): string[] {
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    if (isUnknown(item)) throw new Undecided(what);
    if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return String(item);
    throw new PolicyDocumentError(`${what} is ${JSON.stringify(item)}; it must be a text`);
  });
}

function patterns(members: Members, name: string, label: string): Patterns | undefined {
  const negatedName = `not${name}`;
  const negated = members[name] === undefined;
  const value = negated ? members[negatedName] : members[name];
  if (value === undefined) return undefined;
  return { negated, patterns: texts(value, `${negated ? negatedName : name} of statement ${label}`) };
}

function principals(members: Members, label: string): Principals | undefined {
  const negated = members.principal === undefined;
  const value = negated ? members.notprincipal : members.principal;
  if (value === undefined) return undefined;
  const what = `principal of statement ${label}`;
  if (value === "*") return { negated, everyone: true, aws: [], services: [], others: [] };
  const kinds = membersOf(value, what);
  const of = (kind: string) => (kinds[kind] === undefined ? [] : texts(kinds[kind], what));
  const aws = of("aws");
  return {
    negated,
    // {"AWS": "*"} is everyone as well, also without an AWS account.
    everyone: [...aws, ...of("*")].includes("*"),
    aws: aws.filter((principal) => principal !== "*"),
    services: of("service").map((service) => service.toLowerCase()),
    others: [...of("federated"), ...of("canonicaluser")],
  };
}

function conditions(value: unknown, label: string): Condition[] {
  if (value === undefined) return [];
  const what = `condition of statement ${label}`;
  return Object.entries(membersOf(value, what)).flatMap(([operatorName, block]) => {
    const [, qualifier, operator = operatorName, ifExists] =
      /^(?:(foranyvalue|forallvalues):)?(.*?)(ifexists)?$/.exec(operatorName) ?? [];
    return Object.entries(membersOf(block, what)).map(([key, values]) => ({
      operator,
      qualifier,
      ifExists: ifExists !== undefined,
      key,
      values: texts(values, `${key} in the ${what}`),
    }));
  });
}

function statement(value: unknown, index: number): Statement {
  const members = membersOf(value, `statement ${index + 1}`);
  const label = typeof members.sid === "string" && members.sid !== "" ? members.sid : String(index + 1);
  const { effect } = members;
  if (isUnknown(effect)) throw new Undecided(`effect of statement ${label}`);
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyDocumentError(
      `effect of statement ${label} is ${JSON.stringify(effect)}; it must be "Allow" or "Deny"`,
    );
  }
  const actions = patterns(members, "action", label);
  if (actions === undefined) throw new PolicyDocumentError(`statement ${label} has neither Action nor NotAction`);
  return {
    label,
    effect,
    principals: principals(members, label),
    actions: { ...actions, patterns: actions.patterns.map((action) => action.toLowerCase()) },
    resources: patterns(members, "resource", label),
    conditions: conditions(members.condition, label),
  };
}

/**
 * Reads an IAM policy given as JSON text or object.
 * @throws Undecided where it is, or holds, an unknown value
 * @throws PolicyDocumentError where it is no policy
 */
export function readPolicyDocument(value: unknown): Statement[] {
  if (isUnknown(value)) throw new Undecided("the policy document");
  let document = value;
  if (typeof value === "string") {
    try {
      document = JSON.parse(value);
    } catch (error) {
      throw new PolicyDocumentError("the policy document is not JSON", { cause: error });
    }
  }
  const statements = membersOf(document, "the policy document").statement;
  if (isUnknown(statements)) throw new Undecided("the statements of the policy document");
  if (statements === undefined) throw new PolicyDocumentError("the policy document has no Statement");
  return (Array.isArray(statements) ? statements : [statements]).map(statement);
}
