import assert from "node:assert/strict";
import { awsPrincipal } from "../../../../functions/shared/aws/aws-principal";

describe("the principal that an ARN names", () => {
  for (const { arn, name, session } of [
    { arn: "arn:aws:iam::111122223333:user/ops/ann", name: "ann" },
    { arn: "arn:aws:iam::111122223333:role/admin", name: "admin" },
    { arn: "arn:aws:iam::111122223333:root", name: "root" },
    { arn: "arn:aws:sts::111122223333:assumed-role/admin/ann@example.com", name: "admin", session: "ann@example.com" },
    { arn: "arn:aws-cn:sts::111122223333:federated-user/ann", name: "ann" },
    { arn: "arn:aws:s3:::bucket/key" },
    { arn: "not-an-arn" },
    { arn: undefined },
  ] as { arn: string | undefined; name?: string; session?: string }[]) {
    it(`is ${name ?? "nobody"} for ${arn ?? "none"}`, () => assert.deepEqual(awsPrincipal(arn), { name, session }));
  }
});
