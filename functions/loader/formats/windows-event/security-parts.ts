import { nonEmpty } from "../../../shared/values";
import type { EventData } from "./event";
import { account, process, sourceOf, type User } from "./parts";
import type { EventParts } from "./rule";

interface AccountRoles {
  /** What the account of `Target...` is where there is one of `Subject...` too; `user` if the event is about its logon. */
  readonly targetIs?: "target" | "effective" | "user";
}

/** Who did it to whom, from which process and address: what the events of the Security log have in common. */
export function securityParts(data: EventData, { targetIs = "target" }: AccountRoles = {}): EventParts {
  const target = account(data, "Target");
  // The account that asked for the logon, mostly the machine's, stays with the event's own values.
  const subject = targetIs === "user" && target !== undefined ? undefined : account(data, "Subject");
  return {
    document: {
      user: roles(subject, target, targetIs),
      process: process(data.take("ProcessName", "CallerProcessName"), data.take("ProcessId", "CallerProcessId")),
      source: sourceOf(data),
    },
    vendor: {
      logon_id: logonId(
        data,
        ...(targetIs === "user" ? ["TargetLogonId"] : []),
        "SubjectLogonId",
        "LogonID",
        "LogonId",
      ),
    },
  };
}

/** Failed logons have no session: `0x0` stands for none. */
function logonId(data: EventData, ...names: readonly string[]): string | undefined {
  const id = data.take(...names);
  return id === "0x0" ? undefined : id;
}

function roles(subject: User | undefined, target: User | undefined, targetIs: string): User | undefined {
  if (subject === undefined) return target;
  return nonEmpty({ ...subject, [targetIs === "effective" ? "effective" : "target"]: target });
}
