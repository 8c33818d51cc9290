import assert from "node:assert/strict";
import entra from "../../sources/microsoft-entra-id";

const resourceId = "/tenants/aaaabbbb-0000-4000-8000-000000000001/providers/Microsoft.aadiam";
const context = "https://graph.microsoft.com/v1.0/$metadata#";

describe("recognising Microsoft Entra ID", () => {
  for (const { what, value, recognised } of [
    {
      what: "a category of the tenant",
      value: { category: "SignInLogs", resourceId, properties: {} },
      recognised: true,
    },
    {
      what: "any case",
      value: { category: "RISKYUSERS", resourceId: resourceId.toUpperCase(), properties: {} },
      recognised: true,
    },
    { what: "a page", value: { "@odata.context": `${context}auditLogs/directoryAudits`, value: [] }, recognised: true },
    { what: "a page of users", value: { "@odata.context": `${context}users`, value: [] }, recognised: false },
    {
      what: "audit logs of a resource",
      value: { category: "AuditLogs", resourceId: "/SUBSCRIPTIONS/1/x", properties: {} },
      recognised: false,
    },
    { what: "an unknown category", value: { category: "constructor", resourceId, properties: {} }, recognised: false },
    {
      what: "half a sign-in",
      value: { createdDateTime: "2026-01-02T02:10:11Z", appId: "a", status: {} },
      recognised: false,
    },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(entra.recognises(value), recognised));
  }
});
