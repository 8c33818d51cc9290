import assert from "node:assert/strict";
import { Claims } from "../../functions/loader/claims";
import apacheAccess from "../../sources/apache-access";
import apacheError from "../../sources/apache-error";
import nginxAccess from "../../sources/nginx-access";
import nginxError from "../../sources/nginx-error";
import { assertGrowsLinearly } from "../support/growth";

const servers = [apacheAccess, apacheError, nginxAccess, nginxError];
const combined = '203.0.113.10 - - [02/Jan/2026:02:50:11 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"';

describe("the logs of web servers", () => {
  for (const { key, owner } of [
    { key: "var/log/httpd/access_log", owner: "apache-access" },
    { key: "web01/var/log/apache2/other_vhosts_access.log.2.gz", owner: "apache-access" },
    {
      key: "publish/e-abcdefghij/i-0123456789abcdef0/_var_log_httpd_rotated_access_log1767322800.gz",
      owner: "apache-access",
    },
    { key: "var/log/httpd/ssl_error_log-20260102", owner: "apache-error" },
    { key: "var/log/nginx/www.example.com.access.log", owner: "nginx-access" },
    { key: "_var_log_nginx_rotated_access.log1767322800.gz", owner: "nginx-access" },
    { key: "_var_log_nginx_rotated_access.log-1767322800.gz", owner: "nginx-access" },
    { key: "var/log/nginx/error.log.1", owner: "nginx-error" },
    { key: "var/log/nginx/access.log/notes.txt", owner: undefined },
    { key: "access.log", owner: undefined },
  ]) {
    it(`${key} is ${owner ?? "nobody's"}`, () => {
      const owners = servers.filter(({ keys }) => keys.some(({ pattern }) => pattern.test(key))).map(({ id }) => id);
      assert.deepEqual(owners, owner === undefined ? [] : [owner]);
    });
  }

  for (const { logGroup, owner } of [
    { logGroup: "/aws/elasticbeanstalk/shop/var/log/nginx/access.log", owner: "nginx-access" },
    { logGroup: "/shop/nginx-access", owner: "nginx-access" },
    { logGroup: "/aws/elasticbeanstalk/shop/var/log/httpd/error_log", owner: "apache-error" },
    // By its content.
    { logGroup: "/shop/web", owner: "apache-access" },
    { logGroup: "/shop/not-nginx-accessible", owner: "apache-access" },
  ]) {
    it(`a combined line in ${logGroup} is ${owner}'s`, () => {
      assert.equal(new Claims(servers).any(combined, { kind: "cloudwatch-logs", logGroup })?.id, owner);
    });
  }

  for (const { value, owner } of [
    { value: "[Fri Jan 02 02:50:11.123456 2026] [core:error] [pid 1] AH00001: x", owner: "apache-error" },
    { value: "[Fri Jan  2 02:50:11 2026] [error] x", owner: "apache-error" },
    { value: "[Fri Jan 02 02:50:11 2026] [unknown] x", owner: undefined },
    { value: "2026/01/02 02:50:11 [error] 1#1: *1 x", owner: "nginx-error" },
    { value: "2026/01/02 02:50:11 [error] x", owner: undefined },
    { value: { remote_addr: "203.0.113.10", status: "200", request: "GET /", msec: "1" }, owner: "nginx-access" },
    { value: { remote_addr: "203.0.113.10", status: "200" }, owner: undefined },
  ]) {
    it(`${JSON.stringify(value)} is ${owner ?? "nobody's"}`, () => {
      assert.equal(new Claims(servers).any(value)?.id, owner);
    });
  }

  it("of nginx's ingress controller may have long lists", () =>
    assertGrowsLinearly(80_000, (addresses) => {
      const list = `${"192.0.2.1:80, ".repeat(addresses)}192.0.2.1:80`;
      const value = `${combined} 17 0.001 [a-80] [] ${list} 5 0.001 200 0123`;
      const mapped = nginxAccess.open({ bucket: "archive", key: "any" })({ ordinal: 0, offset: 0, value });
      assert.equal(mapped.kind, "event");
    }));
});
