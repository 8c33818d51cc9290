import { isGiven, type Path, type ResourceNode, read } from "./graph";
import { type Condition, type Patterns, readPolicyDocument, type Statement } from "./policy-document";

/** The statements of a policy document in a property; none where it is not set. */
export function statementsOf(resource: ResourceNode, ...path: Path): Statement[] {
  return isGiven(resource, ...path) ? readPolicyDocument(read(resource, ...path)) : [];
}

const expressions = new Map<string, RegExp>();

/** Whether an IAM pattern (`*` any text, `?` one character) matches a text. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${source}$`, "s");
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}

/** Whether a statement's actions or resources include a text. */
export function covers({ negated, patterns }: Patterns, text: string): boolean {
  return patterns.some((pattern) => wildcardMatches(pattern, text)) !== negated;
}

/** Whether a statement is about everyone, as far as its principals say. */
function isAboutEveryone({ principals }: Statement): boolean {
  // An Allow with NotPrincipal is for everyone but a few.
  return principals !== undefined && (principals.negated || principals.everyone);
}

// Operators that hold only where the key has one of the values; a negated one holds for the rest of the world.
const positive = new Set(["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"]);

/** Keys that say who calls, from where or for whom. Each narrows a statement to callers that somebody vouches for. */
const callerKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpcsourceip",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** Keys by which a service says for whose resource it acts, against the confused deputy. */
export const sourceKeys: ReadonlySet<string> = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
]);

/** A value that singles nobody out: `*`, every address, any organization (`o-*`, `o-*\/r-*\/*`), an ARN of any account. */
function isOpen(value: string): boolean {
  if (
    value.split("/").every((part) => /^(?:(?:o-|r-|ou-)?[*?]+)?$/.test(part)) ||
    value === "0.0.0.0/0" ||
    value === "::/0"
  )
    return true;
  if (!value.startsWith("arn:")) return false;
  const [, , , , account, ...resource] = value.split(":");
  // Buckets have ARNs without an account, but with a name.
  return account === undefined || /^[*?]+$/.test(account) || (account === "" && /^[*?]*$/.test(resource.join(":")));
}

/** Whether a condition holds only for callers that one of the keys singles out. */
export function narrows({ operator, qualifier, ifExists, key, values }: Condition, keys: ReadonlySet<string>): boolean {
  // ForAllValues and IfExists hold where the request lacks the key.
  if (ifExists || qualifier === "forallvalues" || !positive.has(operator)) return false;
  return keys.has(key) && values.length > 0 && !values.some(isOpen);
}

/** Says which statements let anybody on the internet do something. */
export function* publicStatements(statements: readonly Statement[]): Iterable<string> {
  for (const { label, actions } of statements.filter(isPublic)) {
    yield `statement ${label} allows ${actions.negated ? "all but " : ""}${actions.patterns.join(", ")} to everyone`;
  }
}

/** Says which statements let a service act for whoever has it act: a stranger's trail, bucket or alarm. */
export function* servicesOfAnySource(statements: readonly Statement[]): Iterable<string> {
  for (const { label, effect, principals, conditions } of statements) {
    const services = principals?.services ?? [];
    if (effect !== "Allow" || services.length === 0) continue;
    if (conditions.some((condition) => narrows(condition, sourceKeys))) continue;
    yield `statement ${label} lets ${services.join(", ")} act for any AWS account`;
  }
}

/** Whether anybody on the internet may do what the statement allows. */
export function isPublic(statement: Statement): boolean {
  if (statement.effect !== "Allow" || !isAboutEveryone(statement)) return false;
  return !statement.conditions.some((condition) => narrows(condition, callerKeys));
}

/**
 * Statements that refuse some of these actions to everyone, under one condition only: further ones would narrow the
 * refusal. Resources are for the caller to judge.
 */
export function refusals(
  statements: readonly Statement[],
  actions: readonly string[],
  holds: (condition: Condition) => boolean,
): Statement[] {
  return statements.filter((statement) => {
    const [condition, ...others] = statement.conditions;
    return (
      statement.effect === "Deny" &&
      isAboutEveryone(statement) &&
      // Everyone but some: those may go on.
      statement.principals?.negated !== true &&
      actions.every((action) => covers(statement.actions, action)) &&
      condition !== undefined &&
      holds(condition) &&
      others.length === 0
    );
  });
}

/** `{"Bool": {"aws:SecureTransport": "false"}}` */
export function isWithoutTls({ operator, key, values }: Condition): boolean {
  return operator === "bool" && key === "aws:securetransport" && values.every((value) => value === "false");
}

/** `*`, and ARNs whose last part names nothing: `arn:aws:*`, `arn:aws:s3:::*`, `arn:aws:sqs:*:*:*`. */
const anything = /^(?:arn:(?:[^:]*:){0,4})?[*?]+$/;

/** Whether a statement is about all resources there are, of a service at least. */
export function isAboutEverything({ resources }: Statement): boolean {
  return resources !== undefined && (resources.negated || resources.patterns.some((text) => anything.test(text)));
}

/** Account of an ARN or account id; undefined where it names none. */
export function accountOf(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:[\w-]+:[\w-]*:[\w-]*:(\d{12}):/.exec(principal)?.[1];
}
