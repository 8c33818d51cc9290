import { text } from "../values";

/** Who an ARN of IAM or STS names. */
export interface AwsPrincipal {
  /** Name of the user or role. */
  readonly name: string | undefined;
  /** What whoever took a role on called the session. */
  readonly session: string | undefined;
}

/** `arn:aws:iam::ACCOUNT:user/PATH/NAME` and `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
export function awsPrincipal(arn: string | undefined): AwsPrincipal {
  const [, , service, , , ...rest] = arn?.split(":") ?? [];
  const [kind, ...names] = rest.join(":").split("/");
  if (service === "sts" && (kind === "assumed-role" || kind === "federated-user")) {
    return { name: text(names[0]), session: text(names.slice(1).join("/")) };
  }
  if (service !== "iam") return { name: undefined, session: undefined };
  return { name: text(names.at(-1)) ?? (kind === "root" ? "root" : undefined), session: undefined };
}
