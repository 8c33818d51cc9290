import assert from "node:assert/strict";
import { isOcsf, mapOcsf } from "../../../../functions/shared/ocsf/map";

const base = {
  class_uid: 4001,
  category_uid: 4,
  activity_id: 1,
  time: 1767321600000,
  metadata: { product: { name: "Sensor" }, version: "1.5.0" },
};
const eventOf = (members: object) => mapOcsf({ ...base, ...members }).document.event;

describe("recognising OCSF", () => {
  for (const { what, value, recognised } of [
    { what: "an event", value: base, recognised: true },
    { what: "an event whose numbers are texts", value: { ...base, class_uid: "4001" }, recognised: true },
    { what: "a record without class", value: { ...base, class_uid: undefined }, recognised: false },
    { what: "a record whose class is a name", value: { ...base, class_uid: "network" }, recognised: false },
    { what: "a record without product", value: { ...base, metadata: { version: "1" } }, recognised: false },
    { what: "a record of other metadata", value: { class_uid: 1, metadata: { product: {} } }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(isOcsf(value), recognised));
  }
});

describe("the kind, category and type of an OCSF event", () => {
  for (const { what, members, kind = "event", category, type } of [
    { what: "a connection that opens", members: {}, category: ["network"], type: ["start"] },
    { what: "one that is refused", members: { activity_id: 5 }, category: ["network"], type: ["denied"] },
    {
      what: "one that a firewall let pass",
      members: { activity_id: 6, action_id: 1 },
      category: ["network"],
      type: ["connection", "allowed"],
    },
    {
      what: "traffic of version 1, whose id is another",
      members: { activity_id: 5, activity_name: "Traffic" },
      category: ["network"],
      type: ["connection"],
    },
    {
      what: "an activity that only the type names",
      members: { activity_id: 99, type_name: "Network Activity: Close" },
      category: ["network"],
      type: ["end"],
    },
    { what: "a logoff", members: { class_uid: 3002, activity_id: 2 }, category: ["authentication"], type: ["end"] },
    { what: "a new account", members: { class_uid: 3001 }, category: ["iam"], type: ["creation", "user"] },
    { what: "an opened file", members: { class_uid: 1001, activity_id: 14 }, category: ["file"], type: ["access"] },
    { what: "a library", members: { class_uid: 1005, activity_id: 2 }, category: ["library"], type: ["start"] },
    {
      what: "a row that is read",
      members: { class_uid: 6005, activity_id: 1 },
      category: ["database"],
      type: ["access"],
    },
    {
      what: "a query of a database",
      members: { class_uid: 6005, activity_id: 4 },
      category: ["database"],
      type: ["access"],
    },
    {
      what: "a row that is deleted, for which databases have no type",
      members: { class_uid: 6005, activity_id: 7 },
      category: ["database"],
      type: ["change"],
    },
    {
      what: "an upload over the network",
      members: { class_uid: 4010 },
      category: ["file", "network"],
      type: ["creation"],
    },
    {
      what: "a remote desktop's end",
      members: { class_uid: 4005, activity_id: 7 },
      category: ["network", "session"],
      type: ["end"],
    },
    {
      what: "an entity that is looked at",
      members: { class_uid: 3004, activity_id: 2 },
      category: ["iam"],
      type: ["info"],
    },
    {
      what: "an entity that is enrolled",
      members: { class_uid: 3004, activity_id: 6 },
      category: ["iam"],
      type: ["change"],
    },
    {
      what: "API activity of version 1.0.0-rc.2",
      members: { class_uid: 3005, class_name: "API Activity", activity_id: 4 },
      category: ["api"],
      type: ["deletion"],
    },
    {
      what: "a detection",
      members: { class_uid: 2004, activity_id: 2 },
      kind: "alert",
      category: ["intrusion_detection"],
      type: ["info"],
    },
    {
      what: "a check that passed",
      members: { class_uid: 2003, compliance: { status: "PASSED" } },
      kind: "state",
      category: ["configuration"],
      type: ["info"],
    },
    {
      what: "a class of findings that is new",
      members: { class_uid: 2999, category_uid: 2 },
      kind: "alert",
      category: ["intrusion_detection"],
      type: ["info"],
    },
    {
      what: "a class that an object inherits",
      members: { class_uid: "toString", category_uid: "constructor", activity_name: "constructor" },
      category: ["host"],
      type: ["change"],
    },
  ]) {
    it(`are right for ${what}`, () => {
      const event = eventOf(members);
      assert.deepEqual({ kind: event?.kind, category: event?.category, type: event?.type }, { kind, category, type });
    });
  }
});

describe("the outcome of an OCSF event", () => {
  for (const { members, outcome } of [
    { members: { status_id: 1 }, outcome: "success" },
    { members: { status: "Failure" }, outcome: "failure" },
    { members: { status_id: 1, api: { response: { error: "AccessDenied" } } }, outcome: "failure" },
    { members: { disposition: "Blocked" }, outcome: "failure" },
    { members: { rcode: "NXDomain" }, outcome: "failure" },
    { members: {}, outcome: "unknown" },
    { members: { class_uid: 2004, status: "New", status_id: 1 }, outcome: undefined },
  ]) {
    it(`is ${outcome} for ${JSON.stringify(members)}`, () => assert.equal(eventOf(members)?.outcome, outcome));
  }
});

describe("the id of an OCSF event", () => {
  const uid = "0f00ba11-0000-4000-8000-000000000001";
  const idOf = (members: object) => mapOcsf({ ...base, ...members }).id;

  it("is its own where that is unique, and none where it may not be", () => {
    assert.equal(idOf({ metadata: { ...base.metadata, uid } }), uid);
    assert.equal(idOf({ metadata: { ...base.metadata, uid: "1" } }), undefined);
    assert.equal(idOf({ metadata: { ...base.metadata, uid: "a text that is no id at all 1" } }), undefined);
  });

  it("is another for each update of a finding", () => {
    const finding = { class_uid: 2004, finding_info: { uid } };
    assert.equal(idOf(finding), idOf({ ...finding }));
    assert.notEqual(idOf(finding), idOf({ ...finding, time: base.time + 1 }));
    assert.notEqual(idOf(finding), idOf({ ...finding, status_id: 4 }));
  });
});

describe("the user of an OCSF event", () => {
  const anna = { name: "anna", uid: "u-1" };
  const system = { name: "SYSTEM", uid: "u-0" };
  const userOf = (members: object) => mapOcsf({ ...base, ...members }).document.user;

  it("is the actor, and whom it is done to is the target", () => {
    assert.deepEqual(userOf({ class_uid: 3001, actor: { user: system }, user: anna })?.target?.name, "anna");
    assert.equal(userOf({ class_uid: 3001, actor: { user: anna }, user: { uid: "u-1" } })?.target, undefined);
  });

  it("is who logs on, not the system that lets him in", () => {
    assert.equal(userOf({ class_uid: 3002, actor: { user: system }, user: anna })?.name, "anna");
    assert.equal(
      userOf({ class_uid: 3002, actor: { user: anna }, user: system, api: { operation: "Login" } })?.name,
      "anna",
    );
  });

  it("has the name of the role whose session it is, and the principal's id", () => {
    const uid = "arn:aws:sts::111122223333:assumed-role/Deploy/anna";
    const user = userOf({ class_uid: 6003, actor: { user: { uid, uid_alt: "AROAEXAMPLE:anna" } } });
    assert.deepEqual({ id: user?.id, name: user?.name }, { id: "AROAEXAMPLE:anna", name: "Deploy" });
  });
});
