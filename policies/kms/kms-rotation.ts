import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { keyType } from "./keys";

const isSymmetric = (spec: unknown, usage: unknown) =>
  (spec === undefined || spec === null || spec === "SYMMETRIC_DEFAULT") &&
  (usage === undefined || usage === null || usage === "ENCRYPT_DECRYPT");

export default definePolicy({
  id: "kms-rotation",
  title: "KMS renews the material of every symmetric key each year",
  rationale: "A key that leaks opens only what was encrypted since the last rotation.",
  severity: "mandatory",
  service: "kms",
  securityHub: ["KMS.4"],
  checkov: ["CKV_AWS_7"],
  fix: "Set enableKeyRotation.",
  example: `new aws.kms.Key("archive", { enableKeyRotation: true, deletionWindowInDays: 30 });`,
  types: [keyType],
  scope: "resource",
  remediation: {
    types: [keyType],
    change: ({ enableKeyRotation, customerMasterKeySpec, keyUsage }) =>
      enableKeyRotation !== true && isSymmetric(customerMasterKeySpec, keyUsage)
        ? { enableKeyRotation: true }
        : undefined,
  },
  *check(key) {
    // KMS rotates no other kinds of keys.
    if (!isSymmetric(read(key, "customerMasterKeySpec"), read(key, "keyUsage"))) return;
    if (!isTrue(key, "enableKeyRotation")) yield "is not rotated";
  },
});
