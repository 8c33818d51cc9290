import assert from "node:assert/strict";
import teleport from "../../sources/teleport-audit";

describe("recognising Teleport", () => {
  for (const { what, value, recognised } of [
    { what: "an event", value: { event: "user.login", code: "T1000I", ei: 0 }, recognised: true },
    {
      what: "an event without number",
      value: { event: "a.b", code: "TDB02W", uid: "1", cluster_name: "c" },
      recognised: true,
    },
    {
      what: "a row with its data",
      value: { event_type: "a.b", event_data: '{"event":"a.b","code":"TAP00E","ei":1}' },
      recognised: true,
    },
    { what: "a row whose data is no JSON", value: { event_type: "a.b", event_data: "{" }, recognised: false },
    { what: "a code of another kind", value: { event: "a.b", code: "E1001", ei: 0 }, recognised: false },
    { what: "an event without code", value: { event: "user.login", ei: 0 }, recognised: false },
    { what: "neither number nor cluster", value: { event: "user.login", code: "T1000I", uid: "1" }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(teleport.recognises(value), recognised));
  }
});
