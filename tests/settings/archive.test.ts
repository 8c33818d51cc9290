import * as assert from "node:assert/strict";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";
import { archiveLock, archiveTiers } from "../../settings/archive";

const read = (settings: Readonly<Record<string, string>>) =>
  readSettings(Object.fromEntries(Object.entries(settings).map(([key, value]) => [`siem:${key}`, value])));

describe("The settings of the archive", () => {
  it("keep all logs where they are read at once, unless they say when to move them", () => {
    assert.deepEqual(archiveTiers(read({})), {});
    assert.deepEqual(archiveTiers(read({ archiveAccessDays: "180", deepArchiveAccessDays: "365" })), {
      archiveDays: 180,
      deepArchiveDays: 365,
    });
    assert.deepEqual(archiveTiers(read({ deepArchiveAccessDays: "180" })), { deepArchiveDays: 180 });
  });

  it("lock it, unless the stack is to be destroyed", () => {
    const lock = (settings: Record<string, string>) => archiveLock(read(settings));
    assert.deepEqual(
      [lock({}), lock({ archiveLock: "off" }), lock({ archiveLock: "compliance" }), lock({ protectData: "false" })],
      ["governance", "off", "compliance", "off"],
    );
  });

  const refused: readonly [string, Record<string, string>, RegExp][] = [
    [
      "too few days for Archive Access",
      { retentionDays: "14", archiveAccessDays: "30" },
      /archiveAccessDays is 30; S3 allows 90 to 730, or set 0/,
    ],
    [
      "too few days for Deep Archive Access",
      { retentionDays: "14", deepArchiveAccessDays: "90" },
      /deepArchiveAccessDays is 90; S3 allows 180/,
    ],
    [
      "an archive that is not readable for as long as logs are searched",
      { retentionDays: "365", archiveAccessDays: "365" },
      /archiveAccessDays is 365, not more than siem:retentionDays \(365\): .*; raise it, or set 0\.$/,
    ],
    [
      "archive tiers for what is deleted before",
      { archiveRetentionDays: "365", deepArchiveAccessDays: "365" },
      /siem:deepArchiveAccessDays is 365, not before logs are deleted \(siem:archiveRetentionDays: 365\); lower it, or set 0/,
    ],
    [
      "a lock for good of what is to be destroyed",
      { protectData: "false", archiveLock: "compliance" },
      /archiveLock is "compliance" but siem:protectData is false: .*; set protectData to true, or archiveLock to "governance"/,
    ],
    [
      "a deep archive that comes before the archive",
      { archiveAccessDays: "365", deepArchiveAccessDays: "200" },
      /deepArchiveAccessDays is 200, not more than siem:archiveAccessDays \(365\)/,
    ],
  ];
  for (const [what, settings, message] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(() => read(settings), ConfigurationError);
      assert.throws(() => read(settings), message);
    });
  }
});
