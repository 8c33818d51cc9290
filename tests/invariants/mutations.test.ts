import assert from "node:assert/strict";
import fc from "fast-check";
import { sources } from "../../functions/loader/registry.generated";
import type { LogSource } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { runs } from "../support/fuzz";
import { mutatedRecord, sampleRecords } from "./records";

/** Fields that hold nothing: `null`, `""`, `[]`, `{}`. Subtrees kept as they came are the source's own. */
function emptyFields(value: unknown, { fields }: LogSource, field = ""): string[] {
  if (fields[field] === "flat_object" || value === undefined) return [];
  if (value === null || value === "" || typeof value === "function") return [`${field}: ${String(value)}`];
  if (typeof value !== "object") return [];
  const members = Object.entries(value);
  if (members.every(([, member]) => member === undefined)) return [`${field}: ${JSON.stringify(value)}`];
  return members.flatMap(([name, member]) =>
    emptyFields(
      member,
      { fields } as LogSource,
      Array.isArray(value) ? field : field === "" ? name : `${field}.${name}`,
    ),
  );
}

describe("whatever happens to a record", function () {
  this.timeout(60_000);

  after(() => {
    // Names such as `__proto__` are data.
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(({} as Readonly<Record<string, unknown>>)["a"], undefined);
  });

  for (const source of sources) {
    it(`${source.id} maps it or refuses it with a reason, and leaves no empty field`, async () => {
      const records = await sampleRecords(source);
      assert.ok(records.length > 0);
      fc.assert(
        fc.property(mutatedRecord(records), (record) => {
          const map = source.open({ bucket: "archive", key: "any/key" });
          try {
            const mapped = map(record);
            if (mapped.kind === "event") assert.deepEqual(emptyFields(mapped.document, source), []);
          } catch (error) {
            if (!(error instanceof RecordError)) throw error;
            assert.ok(error.message.length > 10);
          }
        }),
        runs(10_000),
      );
    });
  }

  // Found by `make fuzz`.
  const windowsEvent = (eventId: number, name: string, value: string) =>
    `<Event><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>${eventId}</EventID></System>` +
    `<EventData><Data Name="${name}">${value}</Data></EventData></Event>`;
  const slowQuery = "# User@Host: rdsadmin[rdsadmin] @ localhost []  Id:     5\n# Query_time: 3.0  Lock_time: 0.0\n";
  for (const { id, what, value, envelope, field, expected } of [
    {
      id: "aws-clb",
      what: "a line of dashes",
      value: '2026-01-02T02:51:41.943958Z - 203.0.113.11:2820 - -1 -1 -1 - - -1 -1 "- - - " "-" - -',
      field: (document: EcsDocument) => document.aws,
      expected: undefined,
    },
    {
      id: "aws-rds-mysql",
      what: "an administrator's command without a name",
      value: `${slowQuery}SET timestamp=1767323046;\n# administrator command: ;`,
      field: (document: EcsDocument) => document.event?.action,
      expected: "slow-query",
    },
    {
      id: "windows-event",
      what: "a computer named by backslashes",
      value: windowsEvent(4776, "Workstation", "\\\\"),
      field: (document: EcsDocument) => document.source,
      expected: undefined,
    },
    {
      id: "windows-event",
      what: "a member named by an escaped backslash",
      value: windowsEvent(4728, "MemberName", "CN=\\\\,OU=Staff"),
      field: (document: EcsDocument) => document.user?.target?.name,
      expected: "\\",
    },
    {
      id: "windows-event",
      what: "a threat in no file",
      value: windowsEvent(1116, "Path", "file:_").replace("Security-Auditing", "Windows Defender"),
      field: (document: EcsDocument) => document.file,
      expected: undefined,
    },
    {
      id: "linux-auth",
      what: "a user who could not be added without a reason",
      value: "<86>Jan  2 03:04:05 web-1 useradd[12]: failed adding user 'bob'",
      field: (document: EcsDocument) => document.event?.reason,
      expected: undefined,
    },
    {
      id: "aws-apigateway",
      what: "a step without a label",
      value: "(01234567-89ab-4def-8123-456789abcdef) : Request Id: AbCdEfGhIjKlMnO=",
      envelope: { kind: "cloudwatch-logs" as const, logGroup: "API-Gateway-Execution-Logs_a1b2c3d4e5/prod" },
      field: (document: EcsDocument) => document.event?.action,
      expected: undefined,
    },
  ]) {
    it(`${id} leaves no empty field of ${what}`, () => {
      const source = sources.find((one) => one.id === id) ?? assert.fail(id);
      const mapped = source.open({ bucket: "archive", key: "any/key" })({ ordinal: 0, offset: 0, value, envelope });
      assert.ok(mapped.kind === "event", mapped.kind);
      assert.deepEqual(emptyFields(mapped.document, source), []);
      assert.deepEqual(field(mapped.document), expected);
    });
  }
});
