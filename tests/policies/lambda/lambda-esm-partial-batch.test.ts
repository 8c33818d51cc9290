import policy from "../../../policies/lambda/lambda-esm-partial-batch";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const mapping = (props: Record<string, unknown>) => [
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
    eventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:logs",
    ...props,
  }),
];

describePolicy(policy, {
  good: {
    "single failures are reported": mapping({ functionResponseTypes: ["ReportBatchItemFailures"] }),
    "single failures are reported, of a queue that is not made yet": mapping({
      functionResponseTypes: ["ReportBatchItemFailures"],
      eventSourceArn: UNKNOWN,
    }),
    "the kind of source cannot report them": mapping({ eventSourceArn: "arn:aws:mq:eu-west-1:111122223333:broker:b" }),
  },
  bad: {
    "nothing is said": { graph: mapping({}), says: /does not report the failures/ },
    "the list is empty": { graph: mapping({ functionResponseTypes: [] }), says: /does not report the failures/ },
    "a stream is read": {
      graph: mapping({ eventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s" }),
      says: /does not report the failures/,
    },
  },
  undecided: { "the source is unknown": mapping({ eventSourceArn: UNKNOWN }) },
});
