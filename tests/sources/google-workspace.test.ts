import assert from "node:assert/strict";
import google from "../../sources/google-workspace";

const id = { applicationName: "login", uniqueQualifier: "1", time: "2026-01-02T02:10:11Z" };
const alert = { alertId: "1", data: { "@type": "type.googleapis.com/google.apps.alertcenter.type.AccountWarning" } };

describe("recognising Google Workspace", () => {
  for (const { what, value, recognised } of [
    { what: "an activity", value: { id, events: [] }, recognised: true },
    { what: "an activity whose event is an object", value: { id, events: {} }, recognised: true },
    { what: "a page", value: { kind: "admin#reports#activities", items: [] }, recognised: true },
    { what: "an alert", value: alert, recognised: true },
    { what: "a page of alerts", value: { alerts: [alert] }, recognised: true },
    { what: "alerts of another system", value: { alerts: [{ alertId: "1" }] }, recognised: false },
    { what: "events without an application", value: { id: "1", events: [] }, recognised: false },
    { what: "another type of alert", value: { alertId: "1", data: { "@type": "x" } }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(google.recognises(value), recognised));
  }
});
