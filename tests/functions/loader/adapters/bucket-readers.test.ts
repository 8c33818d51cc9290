import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { assumedRole, RoutedLogStore } from "../../../../functions/loader/adapters/bucket-readers";
import { S3LogStore } from "../../../../functions/loader/adapters/log-store";
import { DependencyError } from "../../../../functions/shared/errors";
import { FakeLogStore } from "../fakes";

const reader = { roleArn: "arn:aws:iam::444455556666:role/read-logs", externalId: "siem-7" };
const inAnHour = () => new Date(Date.now() + 3_600_000);

// Of instances: other tests replace what all instances do.
const client = new STSClient({ region: "eu-west-1" });
const sts = mockClient(client);

/** A client that sends, whatever other tests do with all of its kind. */
function s3Client(settings: S3ClientConfig): S3Client {
  const sending = new S3Client({ region: "eu-west-1", forcePathStyle: true, ...settings });
  const { send } = Object.getPrototypeOf(S3Client.prototype) as S3Client;
  return Object.assign(sending, { send });
}

describe("The credentials of a role", () => {
  beforeEach(() => sts.reset());

  it("are asked for with the external id, under a name that the bucket's owner recognises", async () => {
    const expiration = inAnHour();
    const Credentials = { AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "s", SessionToken: "t", Expiration: expiration };
    sts.on(AssumeRoleCommand).resolves({ Credentials });
    assert.deepEqual(await assumedRole(client, reader)(), {
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: "s",
      sessionToken: "t",
      expiration,
    });
    assert.deepEqual(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input, {
      RoleArn: reader.roleArn,
      ExternalId: "siem-7",
      RoleSessionName: "siem-loader",
    });
  });

  it("that are refused are a failure that says what to check, and no secret", async () => {
    sts.on(AssumeRoleCommand).rejects(Object.assign(new Error("not authorized"), { name: "AccessDenied" }));
    await assert.rejects(assumedRole(client, reader)(), (error: unknown) => {
      assert.ok(error instanceof DependencyError, String(error));
      assert.match(error.message, /role\/read-logs: check that its trust policy .*siem:existingBuckets.*AccessDenied/);
      return true;
    });
    sts.on(AssumeRoleCommand).resolves({});
    await assert.rejects(assumedRole(client, reader)(), /gave no credentials of arn:aws:iam::444455556666/);
  });
});

describe("Buckets of others", () => {
  it("are read by the store that may; all other buckets by the loader's own", async () => {
    const own = new FakeLogStore().put("a", "own");
    const others = new FakeLogStore().put("a", "theirs", "their-logs");
    const store = new RoutedLogStore(own, new Map([["their-logs", others]]));
    assert.ok(await store.open({ bucket: "archive", key: "a" }));
    assert.deepEqual([own.opened, others.opened], [1, 0]);
    assert.ok(await store.open({ bucket: "their-logs", key: "a" }));
    assert.deepEqual([own.opened, others.opened], [1, 1]);
  });

  describe("in S3", () => {
    const seen: (string | undefined)[] = [];
    let server: Server;
    let store: S3LogStore;
    let expiration = inAnHour();
    before(async () => {
      server = createServer((request: IncomingMessage, response) => {
        seen.push(/Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1]);
        response.setHeader("last-modified", "Fri, 02 Jan 2026 03:00:00 GMT");
        response.end("line\n");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      sts.reset();
      let issued = 0;
      sts.on(AssumeRoleCommand).callsFake(() => {
        issued += 1;
        const keys = { AccessKeyId: `ASIA${issued}`, SecretAccessKey: "s", SessionToken: "t" };
        return Promise.resolve({ Credentials: { ...keys, Expiration: expiration } });
      });
      const credentials = assumedRole(client, reader);
      store = new S3LogStore(s3Client({ endpoint: `http://127.0.0.1:${port}`, credentials }));
    });
    beforeEach(() => {
      seen.length = 0;
    });
    after(() => {
      server.close();
      server.closeAllConnections();
    });
    const read = async () => {
      const opened = await store.open({ bucket: "their-logs", key: "a" });
      const chunks: Uint8Array[] = [];
      for await (const chunk of opened?.body ?? []) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };

    it("are read with the role's credentials, which are asked for again shortly before they expire only", async () => {
      expiration = new Date(Date.now() + 60_000);
      assert.equal(await read(), "line\n");
      expiration = inAnHour();
      await read();
      const renewed = sts.commandCalls(AssumeRoleCommand).length;
      assert.ok(renewed > 1, "those that are about to expire are asked for again");
      for (let time = 0; time < 5; time += 1) assert.equal(await read(), "line\n");
      assert.equal(sts.commandCalls(AssumeRoleCommand).length, renewed);
      assert.notEqual(seen[0], `ASIA${renewed}`);
      assert.equal(seen.at(-1), `ASIA${renewed}`);
    });

    it("that cannot be read with it fail for now, and are no fault of the object", async () => {
      sts.on(AssumeRoleCommand).rejects(Object.assign(new Error("no"), { name: "AccessDenied" }));
      const refused = new S3LogStore(s3Client({ credentials: assumedRole(client, reader) }));
      await assert.rejects(refused.open({ bucket: "their-logs", key: "a" }), (error: unknown) => {
        assert.ok(error instanceof DependencyError, String(error));
        assert.match(error.message, /^STS does not let the loader assume/);
        return true;
      });
    });
  });
});
