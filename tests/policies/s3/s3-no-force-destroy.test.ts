import policy from "../../../policies/s3/s3-no-force-destroy";
import { bucket, describePolicy, UNKNOWN } from "../support";

const with_ = (forceDestroy: unknown) => bucket("archive", {}, { props: { forceDestroy } });

describePolicy(policy, {
  good: { "nothing is said": bucket("archive"), "it is off": with_(false) },
  bad: {
    "it is on": { graph: with_(true), says: /together with all its objects/ },
    "it is on as a text, beside a good one": {
      graph: [...bucket("a"), ...with_("true")],
      says: /with all its objects/,
    },
  },
  undecided: { "it is unknown": with_(UNKNOWN) },
});
