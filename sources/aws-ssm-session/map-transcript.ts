import type { LogObject, MappedRecord, RecordEnvelope } from "../../functions/loader/source";
import { textWithoutSecrets } from "../../functions/shared/secrets/secret-assignments";
import { terminalText } from "../../functions/shared/text/terminal-text";
import { isoTime, list, nonEmpty } from "../../functions/shared/values";
import { sessionIdOf, sessionOwner } from "./session-id";

/** `Script started on 2026-01-02 02:10:00+00:00 [TERM="xterm" ...]` and `Script done on ...`. */
const mark = /^Script (started|done) on (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ?[+-]\d\d:?\d\d)?/;

/**
 * Maps the lines of a transcript: what a terminal showed, commands and output in one. Its lines have no times: those of
 * its first and last line are all that there is.
 */
export function transcriptMapper({ key }: LogObject) {
  let started: string | undefined;
  return (line: string, envelope: RecordEnvelope | undefined): MappedRecord => {
    const sessionId = sessionIdOf(envelope?.logStream) ?? sessionIdOf(key);
    const owner = sessionOwner(sessionId);
    const message = textWithoutSecrets(terminalText(line)).trimEnd();
    if (message === "") return { kind: "dropped", reason: "terminal-control" };
    const [, boundary, written] = mark.exec(message) ?? [];
    const time = isoTime(written?.replace(/ (?=[+-])/, ""));
    if (boundary === "started") started = time;
    return {
      kind: "event",
      document: {
        "@timestamp": envelope?.time ?? time ?? started,
        message,
        event: {
          kind: "event",
          category: ["session"],
          type: [boundary === "started" ? "start" : boundary === "done" ? "end" : "info"],
          action: "transcript",
          outcome: "unknown",
        },
        cloud: { service: { name: "ssm" } },
        related: nonEmpty({ user: list(owner) }),
        aws: nonEmpty({ ssm_session: nonEmpty({ session_id: sessionId, owner }) }),
      },
    };
  };
}
