import { definePolicy } from "../policy";

export default definePolicy({
  id: "secret-rotation",
  title: "Secrets are renewed by themselves",
  rationale: "A secret that leaks works until somebody remembers to change it.",
  severity: "advisory",
  service: "secretsmanager",
  securityHub: ["SecretsManager.1"],
  checkov: ["CKV2_AWS_57"],
  fix: "Add an aws.secretsmanager.SecretRotation; exempt secrets of others that cannot be renewed.",
  example: `new aws.secretsmanager.SecretRotation("token", {
  secretId: secret.id,
  rotationLambdaArn: rotate.arn,
  rotationRules: { automaticallyAfterDays: 30 },
});`,
  types: ["aws:secretsmanager/secret:Secret"],
  scope: "stack",
  *check(secret, graph) {
    const rotations = graph.pointingAt(secret, "aws:secretsmanager/secretRotation:SecretRotation", "secretId");
    if (rotations.length === 0) yield "is not renewed by itself";
  },
});
