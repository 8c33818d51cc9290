import assert from "node:assert/strict";
import { statementMeaning } from "../../../../functions/shared/sql/sql-statement";
import { assertGrowsLinearly } from "../../../support/growth";

describe("the meaning of a SQL statement", () => {
  for (const [sql, action, type] of [
    ["select 1", "SELECT", ["access"]],
    ["  (SELECT 1) UNION (SELECT 2)", "SELECT", ["access"]],
    ["/* app:shop */ -- why\n# not\nINSERT INTO orders VALUES (1)", "INSERT", ["change"]],
    ["/*!40101 SET NAMES utf8 */", "SET", ["info"]],
    ["CREATE OR REPLACE TEMPORARY TABLE t (a INT)", "CREATE TABLE", ["change"]],
    ["CREATE DEFINER=`root`@`%` PROCEDURE p() SELECT 1", "CREATE PROCEDURE", ["change"]],
    ["DROP EXTENSION IF EXISTS dblink", "DROP EXTENSION", ["change"]],
    ["CREATE USER MAPPING FOR app SERVER other", "CREATE USER MAPPING", ["change"]],
    ["SET ROLE admin", "SET ROLE", ["info"]],
    ["SET @user = 1", "SET", ["info"]],
    ["COMMENT ON ROLE app IS 'x'", "COMMENT ROLE", ["change"]],
    ["COPY orders (id) FROM 's3://example-bucket/orders'", "COPY", ["change"]],
    ["COPY (SELECT * FROM users) TO STDOUT", "COPY", ["access"]],
    ["constructor", undefined, ["info"]],
    ["' OR 1=1", undefined, ["info"]],
    ["", undefined, ["info"]],
    ["/* not closed", undefined, ["info"]],
  ] as const) {
    it(`${sql} is ${action ?? "not known"}`, () => {
      assert.deepEqual(statementMeaning(sql), { action, category: ["database"], type, users: [], group: undefined });
    });
  }

  for (const [sql, action, type, users, group] of [
    ["CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY 'x'", "CREATE USER", ["change", "creation", "user"], ["app"]],
    ["DROP USER a@localhost, `b`@`10.%`", "DROP USER", ["change", "deletion", "user"], ["a", "b"]],
    ['CREATE ROLE "Reporting" LOGIN', "CREATE ROLE", ["change", "creation", "user"], ["Reporting"]],
    ["ALTER USER app SUPERUSER", "ALTER USER", ["change", "user"], ["app"]],
    ["RENAME USER a TO b", "RENAME USER", ["change", "user"], ["a"]],
    ["SET PASSWORD FOR 'app'@'%' = 'x'", "SET PASSWORD", ["change", "user"], ["app"]],
    ["SET PASSWORD = 'x'", "SET PASSWORD", ["change", "user"], []],
    [
      "GRANT SELECT, INSERT ON shop.* TO 'app'@'%', batch WITH GRANT OPTION",
      "GRANT",
      ["change", "user"],
      ["app", "batch"],
    ],
    ["REVOKE ALL ON SCHEMA public FROM PUBLIC", "REVOKE", ["change", "user"], ["PUBLIC"]],
    ["GRANT SELECT ON orders TO GROUP analysts", "GRANT", ["change", "group"], [], "analysts"],
    ["GRANT ROLE admin TO ROLE auditor", "GRANT", ["change", "user"], ["auditor"]],
    ["CREATE GROUP analysts", "CREATE GROUP", ["change", "creation", "group"], [], "analysts"],
    ["GRANT SELECT ON cut.off", "GRANT", ["change"], []],
  ] as const) {
    it(`${sql} is about ${[...users, group].join(" ")}`, () => {
      assert.deepEqual(statementMeaning(sql), { action, category: ["database", "iam"], type, users, group });
    });
  }

  for (const [before, odd] of [
    ["", "'"],
    ["", "/*"],
    ["", "#\n"],
    ["", "GRANT "],
    ["GRANT ", "'"],
    ["", "("],
  ] as const) {
    it(`is found in linear time in a hostile text: ${JSON.stringify(before + odd.repeat(2))}`, () =>
      assertGrowsLinearly(1_000_000, (size) => statementMeaning(before + odd.repeat(size / odd.length))));
  }
});
