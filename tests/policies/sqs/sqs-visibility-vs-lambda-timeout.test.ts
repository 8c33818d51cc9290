import policy from "../../../policies/sqs/sqs-visibility-vs-lambda-timeout";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const queueArn = "arn:aws:sqs:eu-west-1:111122223333:logs";
const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:loader";

interface Given {
  readonly visibility?: unknown;
  readonly timeout?: unknown;
  readonly batchWindow?: number;
  readonly functionName?: unknown;
}

function graph({ visibility, timeout, batchWindow, functionName = functionArn }: Given) {
  return [
    resource("aws:sqs/queue:Queue", "logs", { visibilityTimeoutSeconds: visibility }, { arn: queueArn }),
    resource("aws:lambda/function:Function", "loader", { timeout, name: "loader" }, { arn: functionArn, id: "loader" }),
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
      eventSourceArn: queueArn,
      functionName,
      maximumBatchingWindowInSeconds: batchWindow,
    }),
  ];
}

describePolicy(policy, {
  good: {
    "six times the timeout": graph({ visibility: 360, timeout: 60 }),
    "six times the timeout and the batch window": graph({ visibility: 365, timeout: 60, batchWindow: 5 }),
    "the defaults, 30 s and 3 s": graph({}),
    "the function is named with an alias": graph({ visibility: 360, timeout: 60, functionName: "loader:live" }),
    "the function is of another stack": graph({ visibility: 30, timeout: 60, functionName: "somebody-else" }),
  },
  bad: {
    "a second too short": {
      graph: graph({ visibility: 364, timeout: 60, batchWindow: 5 }),
      says: /queue logs hides messages for 364 s; function loader with 60 s and a batch window of 5 s needs 365 s/,
    },
    "the default visibility with a longer timeout": { graph: graph({ timeout: 60 }), says: /for 30 s/ },
    "the function is named with an alias": {
      graph: graph({ visibility: 30, timeout: 60, functionName: `${functionArn}:live` }),
      says: /needs 360 s/,
    },
  },
  undecided: {
    "the timeout is unknown": graph({ visibility: 360, timeout: UNKNOWN }),
    "the function is unknown": graph({ visibility: 360, functionName: UNKNOWN }),
  },
});
