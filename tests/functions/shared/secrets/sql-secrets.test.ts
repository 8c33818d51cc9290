import assert from "node:assert/strict";
import { withoutSqlSecrets } from "../../../../functions/shared/secrets/sql-secrets";
import { assertGrowsLinearly } from "../../../support/growth";

/** Calls whose first literals end in reverse order. */
function nested(calls: number): string {
  const tags = Array.from({ length: calls }, (_, number) => `$t${number}$`);
  return [...tags.map((tag) => `set_external_master(${tag}`), ...tags.toReversed()].join(" ");
}

describe("credentials in SQL", () => {
  for (const [sql, shown] of [
    ["CREATE USER 'app'@'%' IDENTIFIED BY 'pw'", "CREATE USER 'app'@'%' IDENTIFIED BY 'REDACTED'"],
    ["ALTER USER app IDENTIFIED BY 'new' REPLACE 'old'", "ALTER USER app IDENTIFIED BY 'REDACTED' REPLACE 'REDACTED'"],
    [
      "GRANT ALL ON *.* TO app IDENTIFIED BY PASSWORD '*2470C0'",
      "GRANT ALL ON *.* TO app IDENTIFIED BY PASSWORD 'REDACTED'",
    ],
    [
      'CREATE USER a IDENTIFIED WITH caching_sha2_password BY "p\\"w" ACCOUNT LOCK',
      'CREATE USER a IDENTIFIED WITH caching_sha2_password BY "REDACTED" ACCOUNT LOCK',
    ],
    [
      "CREATE USER a IDENTIFIED WITH 'mysql_native_password' AS '*24'",
      "CREATE USER a IDENTIFIED WITH 'mysql_native_password' AS 'REDACTED'",
    ],
    [
      "ALTER USER a IDENTIFIED VIA ed25519 USING PASSWORD('pw')",
      "ALTER USER a IDENTIFIED VIA ed25519 USING PASSWORD('REDACTED')",
    ],
    ["create user a identified by 0x7077", "create user a identified by REDACTED"],
    ["SET PASSWORD FOR 'app'@'%' = 'pw'", "SET PASSWORD FOR 'app'@'%' = 'REDACTED'"],
    ["SET PASSWORD = PASSWORD('pw')", "SET PASSWORD = PASSWORD('REDACTED')"],
    [
      "ALTER ROLE app ENCRYPTED PASSWORD E'p''w' VALID UNTIL 'infinity'",
      "ALTER ROLE app ENCRYPTED PASSWORD E'REDACTED' VALID UNTIL 'infinity'",
    ],
    ["ALTER ROLE app PASSWORD $x$p'w$x$;", "ALTER ROLE app PASSWORD $x$REDACTED$x$;"],
    [
      "DO $$ BEGIN EXECUTE 'ALTER ROLE app PASSWORD ''pw'''; END $$",
      "DO $$ BEGIN EXECUTE 'ALTER ROLE app PASSWORD ''REDACTED'''; END $$",
    ],
    ["ALTER USER app PASSWORD 'cut off here", "ALTER USER app PASSWORD 'REDACTED"],
    ["UPDATE users SET password = md5('pw') WHERE id = 1", "UPDATE users SET password = md5('REDACTED') WHERE id = 1"],
    [
      "SELECT dblink('host=db user=app password=pw dbname=x')",
      "SELECT dblink('host=db user=app password=REDACTED dbname=x')",
    ],
    [
      "CREATE SUBSCRIPTION s CONNECTION 'postgresql://app:pw@db/x'",
      "CREATE SUBSCRIPTION s CONNECTION 'postgresql://app:REDACTED@db/x'",
    ],
    ['[{"password":""},{"n":1}]', '[{"password":"REDACTED"},{"n":1}]'],
    ["connecting to redis://:pw@cache.example.com", "connecting to redis://:REDACTED@cache.example.com"],
    ["OPTIONS (user 'app', password 'pw')", "OPTIONS (user 'app', password 'REDACTED')"],
    [
      "COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=A;aws_secret_access_key=B/c+d=;token=F'",
      "COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=A;aws_secret_access_key=REDACTED;token=REDACTED'",
    ],
    [
      "CALL mysql.rds_set_external_master ('db', 3306, 'repl', 'p,w', 'bin.1', 4, 0)",
      "CALL mysql.rds_set_external_master ('db', 3306, 'repl', 'REDACTED', 'bin.1', 4, 0)",
    ],
    [
      "CHANGE MASTER TO MASTER_USER='r', MASTER_PASSWORD='pw'",
      "CHANGE MASTER TO MASTER_USER='r', MASTER_PASSWORD='REDACTED'",
    ],
    [
      "x,'SET PASSWORD FOR \\'app\\'@\\'%\\' = \\'pw\\'',0",
      "x,'SET PASSWORD FOR \\'app\\'@\\'%\\' = \\'REDACTED\\'',0",
    ],
    [
      'INSERT INTO t VALUES (\'{"password": "pw", "user": "app"}\')',
      'INSERT INTO t VALUES (\'{"password": "REDACTED", "user": "app"}\')',
    ],
  ] as const) {
    it(`go out of ${sql}`, () => {
      assert.equal(withoutSqlSecrets(sql), shown);
      assert.equal(withoutSqlSecrets(shown), shown);
    });
  }

  for (const sql of [
    "SELECT password, name FROM users WHERE name = 'app'",
    "SELECT * FROM users WHERE password=$1 AND name=?",
    "Access denied for user 'app'@'192.0.2.1' (using password: YES)",
    'password authentication failed for user "app"',
    'column "password" of relation "users" does not exist',
    "SELECT 'forgot the password' AS hint, 'x' AS y",
    "CREATE USER a IDENTIFIED BY *****",
    "ALTER USER a PASSWORD EXPIRE",
    "COPY t FROM 's3://b/k' IAM_ROLE 'arn:aws:iam::111122223333:role/copy'",
  ]) {
    it(`are not in ${sql}`, () => assert.equal(withoutSqlSecrets(sql), sql));
  }

  it("go out of any number of REPLACE clauses", () => {
    const shown = withoutSqlSecrets(`identified by 'a'${" replace 'a'".repeat(40_000)}`);
    assert.equal(shown, `identified by 'REDACTED'${" replace 'REDACTED'".repeat(40_000)}`);
  });

  for (const [what, times, text] of [
    ["unclosed passwords", 100_000, (times) => "password '".repeat(times)],
    ["backslashes", 500_000, (times) => `password '${"\\".repeat(times)}'`.repeat(2)],
    ["equal signs", 80_000, (times) => "password for ".repeat(times)],
    ["colons", 200_000, (times) => "://a:".repeat(times)],
    ["calls without a password", 50_000, (times) => "set_external_master(".repeat(times)],
    ["calls with literals that end far away", 16_000, nested],
    ["names of a call", 100_000, (times) => `${"password=".repeat(times)}(`],
    ["spaces", 900_000, (times) => `identified by password${" ".repeat(times)}x`],
    ["word characters", 900_000, (times) => `password ${"a".repeat(times)}`],
  ] as readonly [string, number, (times: number) => string][]) {
    it(`are looked for in 1 MB of ${what} in linear time`, () =>
      assertGrowsLinearly(times, (part) => withoutSqlSecrets(text(part))));
  }
});
