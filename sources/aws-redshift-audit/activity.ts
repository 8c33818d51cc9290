import { RecordError } from "../../functions/shared/errors";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { statementMeaning } from "../../functions/shared/sql/sql-statement";
import { integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import type { RedshiftRecord } from "./map";

const recordPattern =
  /^'(\S{20,27}) UTC \[ db=([^\n]{0,256}?) user=([^\n]{0,256}?) pid=(\d+) userid=(\d+) xid=(\d+) \]' LOG: ?([\s\S]*)$/;

/** `'2026-01-02T03:04:05Z UTC [ db=dev user=app pid=1234 userid=101 xid=567 ]' LOG: SELECT ...` */
export function activityDocument(record: string): RedshiftRecord {
  const match = recordPattern.exec(record);
  if (match === null) {
    throw new RecordError("The record of user activity has no [ db= user= pid= userid= xid= ] before its statement.");
  }
  const [, time, database, user, processId, userId, transactionId, statement = ""] = match;
  const meaning = statementMeaning(statement);
  const pid = integer(processId);
  const target = meaning.users[0];
  return {
    document: {
      "@timestamp": isoTime(time),
      event: {
        category: meaning.category,
        type: meaning.type,
        action: meaning.action ?? "query",
        // Written before the statement is run.
        outcome: "unknown",
      },
      user: nonEmpty({
        id: userId,
        name: text(user),
        target: target === undefined ? undefined : { name: target },
      }),
      group: nonEmpty({ name: meaning.group }),
      related: nonEmpty({ user: list(meaning.users) }),
      process: pid === undefined ? undefined : { pid },
    },
    fields: {
      database: text(database),
      transaction_id: transactionId,
      statement: text(withoutSqlSecrets(statement)),
    },
  };
}
