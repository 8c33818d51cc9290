import assert from "node:assert/strict";
import okta from "../../sources/okta-system";

const actor = { id: "00u1", type: "User", alternateId: "anna.lang@example.com", displayName: "Anna Lang" };
const event = { eventType: "user.session.start", displayMessage: "User login to Okta", actor };

describe("recognising the Okta System Log", () => {
  for (const { what, value, recognised } of [
    { what: "an event", value: event, recognised: true },
    { what: "names in lower case", value: { eventtype: "user.x", legacyeventtype: "core.x", actor }, recognised: true },
    { what: "an event hook", value: { eventType: "com.okta.event_hook", data: { events: [] } }, recognised: true },
    { what: "an event hook without data", value: { eventType: "com.okta.event_hook" }, recognised: false },
    { what: "a type that is no dotted name", value: { ...event, eventType: "AwsApiCall" }, recognised: false },
    { what: "an actor of another system", value: { ...event, actor: { email: "a@example.com" } }, recognised: false },
    { what: "an actor that is a text", value: { ...event, actor: "anna" }, recognised: false },
    { what: "an array", value: [event], recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(okta.recognises(value), recognised));
  }
});
