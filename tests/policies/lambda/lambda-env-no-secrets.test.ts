import policy from "../../../policies/lambda/lambda-env-no-secrets";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const withVariables = (variables: unknown) => [
  resource("aws:lambda/function:Function", "loader", { environment: { variables } }),
];

describePolicy(policy, {
  good: {
    "no environment": [resource("aws:lambda/function:Function", "loader", {})],
    "an environment without variables": [resource("aws:lambda/function:Function", "loader", { environment: {} })],
    "places and settings": withVariables({
      OPENSEARCH_ENDPOINT: "https://search.example.com",
      RETENTION_DAYS: "90",
      TOKENIZER: "words",
      NETWORKS: '[{"cidr":"192.0.2.0/24"}]',
    }),
    "where a secret is": withVariables({
      DATABASE_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:database",
      TOKEN_URL: "https://login.example.com/token",
    }),
  },
  bad: {
    "a password": { graph: withVariables({ DB_PASSWORD: "x" }), says: /variable DB_PASSWORD, which is called like a/ },
    "a key by name, whose value is not known": {
      graph: withVariables({ apiKey: "", API_KEY: UNKNOWN }),
      says: /API_KEY/,
    },
    "an access key": {
      graph: withVariables({ WHO: "AKIAIOSFODNN7EXAMPLE" }),
      says: /WHO that holds an AWS access key/,
    },
    "a private key": {
      graph: withVariables({ PEM: "-----BEGIN EC PRIVATE KEY-----\nx" }),
      says: /PEM that holds a private key/,
    },
    "a URL with a password": {
      graph: withVariables({ PROXY: "http://user:hunter2@proxy.example.com" }),
      says: /^has a variable PROXY that holds a URL with a password$/,
    },
    "a webhook of Slack, which needs nothing but its URL": {
      graph: withVariables({ WEBHOOK_URL: "https://hooks.slack.com/services/T0/B0/x" }),
      says: /WEBHOOK_URL that holds the URL of a webhook/,
    },
    "a signed token": {
      graph: withVariables({ A: `eyJ${"a".repeat(12)}.eyJ${"b".repeat(12)}.${"c".repeat(12)}` }),
      says: /a signed token/,
    },
  },
  undecided: {
    "the variables are not known": withVariables(UNKNOWN),
    "a value is not known": withVariables({ ARCHIVE_BUCKET: UNKNOWN, REGION: "eu-west-1" }),
  },
});
