import assert from "node:assert/strict";
import azure from "../../sources/microsoft-azure-activity";

const event = {
  operationName: "MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE",
  category: "Administrative",
  resourceId: "/SUBSCRIPTIONS/1",
};

describe("recognising Azure's activity log", () => {
  for (const { what, value, recognised } of [
    { what: "a record of an event hub", value: event, recognised: true },
    {
      what: "the API's answer",
      value: {
        value: [
          { operationName: { value: "x" }, category: { value: "Policy" }, eventTimestamp: "t", eventDataId: "1" },
        ],
      },
      recognised: true,
    },
    { what: "an answer of something else", value: { value: [{ name: "x" }] }, recognised: false },
    { what: "a resource log", value: { ...event, category: "AuditEvent" }, recognised: false },
    { what: "a record without resource", value: { ...event, resourceId: undefined }, recognised: false },
    { what: "an array", value: [event], recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(azure.recognises(value), recognised));
  }
});
