import policy from "../../../policies/sqs/sqs-dlq";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const arn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
const queue = (name: string, props: Record<string, unknown> = {}, more: object = {}) =>
  resource("aws:sqs/queue:Queue", name, props, { id: `https://sqs/${name}`, arn: arn(name), ...more });
const redrive = (target: string) => JSON.stringify({ deadLetterTargetArn: arn(target), maxReceiveCount: 5 });

describePolicy(policy, {
  good: {
    "a queue and its dead-letter queue": [queue("main", { redrivePolicy: redrive("dead") }), queue("dead")],
    "the redrive policy is a resource of its own": [
      queue("main"),
      queue("dead"),
      resource("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
        queueUrl: "https://sqs/main",
        redrivePolicy: redrive("dead"),
      }),
    ],
    "the redrive policy names a queue that is not made yet": [
      queue("main", { redrivePolicy: UNKNOWN }, { propertyDeps: { redrivePolicy: ["urn:dead"] } }),
      queue("dead", {}, { propertyDeps: {} }),
    ],
    "a dead-letter queue for queues of another stack": [
      queue("dead", { redriveAllowPolicy: '{"redrivePermission":"allowAll"}' }),
    ],
  },
  bad: {
    "a queue alone": { graph: [queue("main")], says: /no redrive policy/ },
    "a queue beside another's redrive policy": {
      graph: [
        queue("main"),
        queue("dead"),
        queue("forgotten"),
        resource("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
          queueUrl: "https://sqs/main",
          redrivePolicy: redrive("dead"),
        }),
      ],
      says: /no redrive policy/,
    },
    "a queue beside another one's dead-letter queue": {
      graph: [
        queue("main", { redrivePolicy: redrive("dead") }),
        queue("dead"),
        queue("forgotten", { redrivePolicy: "" }),
      ],
      says: /no redrive policy/,
    },
  },
  undecided: {
    "a redrive resource of an unknown queue": [
      queue("main"),
      resource("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", { queueUrl: UNKNOWN }),
    ],
    "an output that AWS may fill in": [queue("main", { redrivePolicy: UNKNOWN }, { propertyDeps: {} })],
  },
});
