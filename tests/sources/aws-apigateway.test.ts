import assert from "node:assert/strict";
import apigateway from "../../sources/aws-apigateway";
import { accessLine } from "../../sources/aws-apigateway/line";

const id = "01234567-89ab-4def-8123-456789abcdef";
const request = { requestId: id, ip: "203.0.113.10", httpMethod: "GET", resourcePath: "/", stage: "prod" };
const clf = "203.0.113.10 - - [02/Jan/2026:02:50:11 +0000]";

describe("recognising API Gateway", () => {
  for (const { what, value, recognised } of [
    { what: "a request", value: request, recognised: true },
    {
      what: "a request under other names",
      value: { request_id: id, client_ip: "x", http_method: "GET", api_id: "a", stage: "b" },
      recognised: true,
    },
    {
      what: "a request with nested names",
      value: {
        context: { requestId: id, identity: { sourceIp: "x" }, routeKey: "$default", stage: "b", protocol: "c" },
      },
      recognised: true,
    },
    { what: "a request without an id", value: { ...request, requestId: undefined }, recognised: false },
    { what: "a request without a client", value: { ...request, ip: undefined }, recognised: false },
    { what: "two names of it", value: { requestId: id, ip: "203.0.113.10", httpMethod: "GET" }, recognised: false },
    {
      what: "an application's own log of a request",
      value: { requestId: id, ip: "x", method: "GET", path: "/", protocol: "HTTP/1.1", time: "now", stage: "prod" },
      recognised: false,
    },
    {
      what: "a CloudTrail event",
      value: { eventName: "GetObject", requestID: id, sourceIPAddress: "203.0.113.10", userAgent: "x" },
      recognised: false,
    },
    { what: "the console's CLF", value: `${clf}"GET / HTTP/1.1" 200 5 ${id}`, recognised: true },
    { what: "CLF with a space", value: `${clf} "GET / HTTP/1.1" 200 5 ${id}`, recognised: true },
    { what: "another server's line", value: `${clf} "GET / HTTP/1.1" 200 5`, recognised: false },
    { what: "another server's line with an id", value: `${clf} "GET / HTTP/1.1" 200 5 0123456789`, recognised: false },
    { what: "another server's combined line", value: `${clf} "GET / HTTP/1.1" 200 5 "-" "${id}"`, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(apigateway.recognises(value), recognised));
  }
});

describe("the console's text formats", () => {
  for (const { what, line, values } of [
    {
      what: "CLF with a quote in the path",
      line: `${clf}"GET /a" 200 5 x" HTTP/1.1" 404 6 ${id}`,
      values: { resourcePath: '/a" 200 5 x"', status: "404", responseLength: "6" },
    },
    {
      what: "CSV with a comma in the path",
      line: `203.0.113.10,-,-,02/Jan/2026:02:50:11 +0000,GET,/a,b,HTTP/1.1,200,5,${id}`,
      values: { resourcePath: "/a,b", protocol: "HTTP/1.1", requestId: id },
    },
    {
      what: "CSV with both ids",
      line: `203.0.113.10,-,-,02/Jan/2026:02:50:11 +0000,GET,/a,HTTP/1.1,200,5,${id},AbCdEfGhIjKlMnO=`,
      values: { resourcePath: "/a", requestId: id, extendedRequestId: "AbCdEfGhIjKlMnO=" },
    },
  ]) {
    it(`are read: ${what}`, () => {
      const found = Object.fromEntries(accessLine(line)?.values ?? []);
      for (const [name, value] of Object.entries(values)) assert.equal(found[name], value, name);
    });
  }
});
