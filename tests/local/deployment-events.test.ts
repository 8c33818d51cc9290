import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { DeploymentEvents } from "../../local/deployment-events";

const urnOf = (type: string, name: string) => `urn:pulumi:local::siem::siem:index:Siem$${type}::${name}`;

function done(op: string, type: string, name: string): EngineEvent {
  const metadata = { op, urn: urnOf(type, name), type, provider: "" };
  return { sequence: 1, timestamp: 1, resOutputsEvent: { metadata } } as EngineEvent;
}

function failed(message: string, urn = ""): EngineEvent {
  const diagnosticEvent = { urn, message, severity: "error" as const, color: "never" };
  return { sequence: 1, timestamp: 1, diagnosticEvent };
}

function lines(events: readonly EngineEvent[], operation = "up", expected: { total?: number } = { total: 3 }) {
  const told: string[] = [];
  const listener = new DeploymentEvents((line) => told.push(line), operation, expected.total);
  for (const event of events) listener.take(event);
  return { told, errors: listener.errors };
}

describe("the events of a deployment", () => {
  it("become one line for each resource that was touched, with the count", () => {
    const { told } = lines([
      done("create", "aws:s3/bucket:Bucket", "archive"),
      done("update", "aws:sqs/queue:Queue", "logs"),
      done("delete-replaced", "aws:lambda/invocation:Invocation", "content"),
    ]);
    assert.deepEqual(told, [
      "created 1 of 3: s3.Bucket archive",
      "updated 2 of 3: sqs.Queue logs",
      "deleted 3 of 3: lambda.Invocation content",
    ]);
  });

  it("say nothing of unchanged resources, of components and of providers", () => {
    const { told } = lines([
      done("same", "aws:s3/bucket:Bucket", "archive"),
      done("create", "siem:archive:LogArchive", "archive"),
      done("create", "pulumi:providers:aws", "default"),
    ]);
    assert.deepEqual(told, []);
  });

  it("of a preview become no lines", () => {
    assert.deepEqual(lines([done("create", "aws:s3/bucket:Bucket", "archive")], "preview").told, []);
  });

  it("leave the total out when it is not known", () => {
    const events = [done("create", "aws:s3/bucket:Bucket", "archive")];
    assert.deepEqual(lines(events, "up", {}).told, ["created 1: s3.Bucket archive"]);
  });

  it("keep each error once, with the resource it is about, and not that the operation failed", () => {
    const urn = urnOf("aws:s3/bucket:Bucket", "archive");
    const { errors } = lines([
      failed("no space\n", urn),
      failed("no space", urn),
      failed("update failed"),
      failed("no state"),
    ]);
    assert.deepEqual(errors, ["archive: no space", "no state"]);
  });
});
