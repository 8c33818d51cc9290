import assert from "node:assert/strict";
import type { LogSource } from "../../functions/loader/source";
import alb from "../../sources/aws-alb";
import clb from "../../sources/aws-clb";
import accelerator from "../../sources/aws-global-accelerator";
import nlb from "../../sources/aws-nlb";
import lattice from "../../sources/aws-vpc-lattice";

const file = "elasticloadbalancing/eu-west-1/2026/01/02/444455556666_elasticloadbalancing_eu-west-1";
const uuid = "01234567-89ab-4def-8123-456789abcdef";

function claims({ keys }: LogSource, key: string): boolean {
  return keys.some(({ pattern }) => pattern.test(key));
}

describe("the keys of load balancers", () => {
  for (const { name, owner } of [
    { name: "app.shop.0123456789abcdef_20260102T0255Z_192.0.2.1_1a2b3c4d.log.gz", owner: "aws-alb" },
    { name: "net.shop.0123456789abcdef_20260102T0255Z_1a2b3c4d.log.gz", owner: "aws-nlb" },
    { name: "shop_20260102T0255Z_192.0.2.1_1a2b3c4d.log", owner: "aws-clb" },
    { name: "app_20260102T0255Z_192.0.2.1_1a2b3c4d.log", owner: "aws-clb" },
    { name: "gwy.shop.0123456789abcdef_20260102T0255Z_192.0.2.1_1a2b3c4d.log.gz", owner: undefined },
  ]) {
    it(`tell ${name.split("_", 1)[0]} as ${owner ?? "none"}`, () => {
      const owners = [alb, nlb, clb].filter((source) => claims(source, `logs/${file}_${name}`)).map(({ id }) => id);
      assert.deepEqual(owners, owner === undefined ? [] : [owner]);
    });
  }
});

describe("recognising by content", () => {
  for (const { source, what, value, recognised } of [
    { source: nlb, what: "a TLS line", value: `tls 2.0 2026-01-02T02:50:40 net/a/1 2 x`, recognised: true },
    { source: nlb, what: "an ALB's line", value: `https 2026-01-02T02:50:40Z app/a/1 192.0.2.1:1`, recognised: false },
    { source: nlb, what: "a TLS field elsewhere", value: { type: "tls", version: "1.3", elb: "x" }, recognised: false },
    {
      source: clb,
      what: "a line of an HTTP listener",
      value: '2026-01-02T02:50:40.1Z a-b 192.0.2.1:1 192.0.2.2:80 0.1 0.2 0.3 200 200 0 29 "GET / HTTP/1.1"',
      recognised: true,
    },
    {
      source: clb,
      what: "an ALB's connection log",
      value: "2026-01-02T02:50:40.1Z 192.0.2.1 36280 443 TLSv1.2 ECDHE 2 - - - Success TID_1",
      recognised: false,
    },
    { source: accelerator, what: "a record", value: `2.0 444455556666 ${uuid} 192.0.2.1 1`, recognised: true },
    {
      source: accelerator,
      what: "a VPC flow log's record",
      value: "2 444455556666 eni-0123456789abcdef0 192.0.2.1 192.0.2.2 1 2 6 1 1 1 1 ACCEPT OK",
      recognised: false,
    },
    {
      source: lattice,
      what: "a request",
      value: { sourceIpPort: "192.0.2.1:1", serviceArn: "x", targetGroupArn: "y" },
      recognised: true,
    },
    { source: lattice, what: "a service alone", value: { serviceArn: "x", targetGroupArn: "y" }, recognised: false },
  ] as { source: LogSource; what: string; value: unknown; recognised: boolean }[]) {
    it(`${source.id} ${recognised ? "takes" : "leaves"} ${what}`, () => {
      assert.equal(source.recognises(value), recognised);
    });
  }
});
